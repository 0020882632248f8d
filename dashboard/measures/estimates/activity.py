"""Entries into the steps of the funnel by month: different people, set side by side."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from dashboard import words
from dashboard.measures.context import Context
from dashboard.measures.estimates.base import Estimate, groups
from dashboard.measures.filters import month_end
from dashboard.measures.registry import Measure
from dashboard.measures.result import FEWEST, Row

_STEPS = ("lead", "mql", "sql", "deal", "won")


def _ratio_rows(
    measure: Measure, frame: pl.DataFrame, context: Context, split: str | None
) -> Iterator[Row]:
    """Set each step's entries of a month beside those of the step before in the same month."""
    del context
    there = [step for step in _STEPS if step in set(frame["step"])] if frame.height else []
    for outer, part in groups(frame, split):
        counted = {(row["step"], row["period"]): row for row in part.iter_rows(named=True)}
        months = sorted({month for _, month in counted})
        for before, step in itertools.pairwise(there):
            for month in months:
                entered, came = counted.get((step, month)), counted.get((before, month))
                if entered or came:
                    keys = {"step": step, "period": month, **outer}
                    yield _ratio(measure, keys, entered or {}, came or {})


def _ratio(
    measure: Measure,
    keys: Mapping[str, object],
    entered: Mapping[str, float],
    came: Mapping[str, float],
) -> Row:
    part, whole = float(entered.get("value", 0)), float(came.get("value", 0))
    is_shown = whole >= FEWEST
    people = int(entered.get("n", 0))
    return Row(
        keys,
        # Two counts of different people: no share of anything, so nothing that has a luck range.
        value=part / whole if is_shown else None,
        low=None,
        high=None,
        n=people,
        events=people,
        grade=measure.grade,
        status="ok" if is_shown else "too few",
        numerator=part,
        denominator=whole,
        details={"entries": int(part), "entries_before": int(whole)},
    )


def _volume_rows(
    measure: Measure, frame: pl.DataFrame, context: Context, split: str | None
) -> Iterator[Row]:
    """Count entries by month; a count of what happened is shown however small."""
    del context
    for outer, part in groups(frame, split):
        for entry in part.iter_rows(named=True):
            keys = {"turn": entry["turn"], "period": entry["period"], **outer}
            people = int(entry["n"])
            yield Row(keys, float(entry["value"]), None, None, people, people, measure.grade)


def _complete(rows: Sequence[Row], context: Context) -> list[Row]:
    """Leave out the running month, which is no whole month yet; all there is if nothing else."""
    whole = [row for row in rows if month_end(_month(row)) <= context.as_of_date]
    return whole or list(rows)


def _month(row: Row) -> dt.date:
    month = row.keys["period"]
    if not isinstance(month, dt.date):
        raise TypeError(f"{month!r} is no month.")
    return month


def _last(measure: Measure, rows: Sequence[Row], context: Context) -> Mapping[str, Row]:
    """Name the last whole month of each step."""
    del measure
    named = {}
    for step in _STEPS:
        of_step = _complete([row for row in rows if row.keys["step"] == step], context)
        if of_step:
            last = max(of_step, key=_month)
            month = {"month": f"{words.month(_month(last))}{_as_whole(last, rows, context)}"}
            named[f"{step}_last"] = replace(last, details={**last.details, **month})
    return named


def _runs(row: Row, context: Context) -> bool:
    return month_end(_month(row)) > context.as_of_date


def _as_whole(last: Row, rows: Sequence[Row], context: Context) -> str:
    """Say that a month is the last whole one, where a running one is left out."""
    is_left_out = not _runs(last, context) and any(_runs(row, context) for row in rows)
    return ", the last whole month" if is_left_out else ""


def _running(measure: Measure, rows: Sequence[Row], context: Context) -> Iterator[str]:
    """Say which month is still running, and that the sentence leaves it out of its months."""
    del measure
    running = [row for row in rows if _runs(row, context)]
    if running:
        named = words.month(_month(running[0]))
        is_alone = len(running) == len(rows)
        rest = "" if is_alone else ": the sentence compares no month with it"
        yield f"{named} is still running{rest}."


def _range(measure: Measure, rows: Sequence[Row], context: Context) -> Mapping[str, Row]:
    """Name the sum, and the fewest and most of a whole month."""
    firsts = [row for row in rows if row.keys["turn"] == "first"]
    again = [row for row in rows if row.keys["turn"] == "again"]
    months = sorted(_complete(firsts, context), key=lambda row: row.value or 0.0)
    if not months:
        return {}
    of = "the running month so far" if _runs(months[0], context) else "a whole month"
    return {
        "all": _sum(measure, firsts),
        "back": _sum(measure, again),
        "fewest": replace(months[0], details={**months[0].details, "of": of}),
        "most": months[-1],
    }


def _sum(measure: Measure, rows: Sequence[Row]) -> Row:
    value, people = sum(row.value or 0.0 for row in rows), sum(row.n or 0 for row in rows)
    return Row({}, value, None, None, people, people, measure.grade)


RATIO = Estimate(rows_of=_ratio_rows, notes_of=_running, named_of=_last, is_ordered=True)
VOLUME = Estimate(rows_of=_volume_rows, notes_of=_running, named_of=_range)
