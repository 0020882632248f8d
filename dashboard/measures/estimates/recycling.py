"""People who went back and were qualified again, and what became of the first and second turn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from dashboard.estimators.intervals import UNDEFINED, Interval, wilson
from dashboard.estimators.rates import event_rate
from dashboard.measures.context import Context
from dashboard.measures.estimates.base import Estimate, groups
from dashboard.measures.registry import Measure
from dashboard.measures.result import FEWEST, Row

_IS_BACK = pl.col("mql_entries") > 1


@dataclass(frozen=True)
class _Part:
    """Whom a row counts, and among whom."""

    members: pl.Expr
    events: pl.Expr


_EVERYBODY = pl.lit(value=True)
PARTS: Mapping[str, _Part] = {
    "entered_again": _Part(_EVERYBODY, _IS_BACK),
    "entries_again": _Part(_EVERYBODY, _IS_BACK),
    "first_turn": _Part(_EVERYBODY, pl.col("is_accepted_at_first")),
    "second_turn": _Part(_IS_BACK, _IS_BACK & pl.col("is_accepted_again")),
}


def _rows(
    measure: Measure, frame: pl.DataFrame, context: Context, split: str | None
) -> Iterator[Row]:
    deff = context.design_effects.get(measure.id, 1.0)
    for outer, part in groups(frame, split):
        for name, each in PARTS.items():
            n = int(part.filter(each.members)["n"].sum())
            events = int(part.filter(each.events)["n"].sum())
            again = _entries_again(part) if name == "entries_again" else events
            share = UNDEFINED
            if n >= FEWEST:
                share = _per_entry(part, deff) if name == "entries_again" else _of(events, n, deff)
            yield Row(
                {"statistic": name, **outer}, share.value, share.low, share.high, n, events,
                measure.grade, "too few" if n < FEWEST else "ok",
                numerator=float(again), denominator=float(n),
                details={"counted": again, "among": n},
            )  # fmt: skip


def _of(events: int, n: int, deff: float) -> Interval:
    return wilson(events, n, n_effective=n / deff)


def _entries_again(part: pl.DataFrame) -> int:
    return int((part["n"] * (part["mql_entries"] - 1)).sum())


def _per_entry(part: pl.DataFrame, deff: float) -> Interval:
    """Return entries after the first for each first entry: somebody may come back twice."""
    n, again = part["n"], part["mql_entries"] - 1
    people, entries = float(n.sum()), float((n * again).sum())
    squares = float((n * again * again).sum())
    mean = entries / people
    # The design effect of the share widens the spread of the counts by as much.
    spread = squares - 2 * mean * entries + mean * mean * people
    return event_rate(
        entries, people, squares + (deff - 1) * spread, entries, people, int(people), per=1.0
    )


def _members(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    del measure, context
    part = PARTS.get(mark.get("statistic", ""))
    return frame.filter(part.members) if part else frame


def _events(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    del measure, context
    part = PARTS.get(mark.get("statistic", ""))
    return frame.filter(part.events) if part else frame


ESTIMATE = Estimate(rows_of=_rows, events_of=_events, members_of=_members, is_ordered=True)
