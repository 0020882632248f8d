"""People by the month they came in, and the share that entered each step within a fixed time.

A month is read at the step's horizon and not before: a share of the young is no share of those who
will come.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from dashboard import words
from dashboard.estimators.intervals import Interval, wilson
from dashboard.estimators.survival import CompetingRisks, aalen_johansen
from dashboard.measures.context import Context
from dashboard.measures.estimates.base import Estimate, groups
from dashboard.measures.filters import month_end, parse_month
from dashboard.measures.registry import Measure
from dashboard.measures.result import FEWEST, Row

# The steps in the order of the funnel, as the measure's rows name them.
STEPS = ("mql", "sql", "deal", "won")
REACHED = "reached"
# Whether everybody of a month has been watched for as long as the share is read.
OLD, SOME_YOUNG, YOUNG = "all old enough", "some younger", "all younger"


def horizon_of(step: str, context: Context) -> int:
    """Return after how many days a step is read."""
    return context.lead_horizons[f"created_to_{step}"]


def risks_of(part: pl.DataFrame, deff: float) -> CompetingRisks:
    """Return the curve of a day histogram of people."""
    return aalen_johansen(
        part["elapsed_days"].to_numpy(),
        part["end_kind"].to_list(),
        part["n"].to_numpy(),
        causes=(REACHED,),
        deff=deff,
    )


def deff_of(measure: Measure, step: str, context: Context) -> float:
    """Return by how much people of one account widen the range of a step's share."""
    known = context.design_effects
    own = f"{measure.id}_{step}"
    return known.get(own, known.get("lead_to_won_conversion", 1.0) if step == "won" else 1.0)


def ages(month: dt.date, horizon: int, context: Context) -> str:
    """Say whether the people of a month are old enough to be read, by the month's two ends."""
    if age(month_end(month), context) >= horizon:
        return OLD
    return SOME_YOUNG if age(month, context) >= horizon else YOUNG


def age(day: dt.date, context: Context) -> int:
    """Return how many days ago a day was, as of the data."""
    return (context.as_of_date - day).days


def is_by(day: int) -> pl.Expr:
    """Return the test for who entered the step by a day."""
    return (pl.col("end_kind") == REACHED) & (pl.col("elapsed_days") <= day)


def _rows(
    measure: Measure, frame: pl.DataFrame, context: Context, split: str | None
) -> Iterator[Row]:
    for outer, part in groups(frame.with_columns(is_in=_is_in_time(context)), split):
        cells = part.partition_by("row", "column", as_dict=True)
        for month, step in sorted(cells, key=lambda each: (each[0], STEPS.index(each[1]))):
            keys = {"row": month, "column": step, **outer}
            yield _row(measure, keys, step, cells[month, step], context)


def _is_in_time(context: Context) -> pl.Expr:
    """Return the test for who entered a step by the day at which it is read."""
    return pl.any_horizontal(
        (pl.col("column") == step) & is_by(horizon_of(step, context)) for step in STEPS
    )


def _row(
    measure: Measure, keys: Mapping[str, object], step: str, cell: pl.DataFrame, context: Context
) -> Row:
    horizon = horizon_of(step, context)
    month = parse_month(str(keys["row"]))
    n = int(cell["n"].sum())
    row = Row(
        keys,
        value=None,
        low=None,
        high=None,
        n=n,
        events=int(cell["n"].to_numpy()[cell["is_in"].to_numpy()].sum()),
        grade=measure.grade,
        details={
            "horizon_days": horizon,
            "age_days": age(month, context),
            "ages": ages(month, horizon, context),
        },
    )
    share = risks_of(cell, deff_of(measure, step, context)).share_at(horizon, REACHED)
    if share.value is None or row.details["ages"] == YOUNG:
        return replace(row, status="too early")
    if n < FEWEST:
        return replace(row, status="too few")
    return replace(row, value=share.value, low=share.low, high=share.high)


def _events(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    del measure, mark
    return frame.filter(_is_in_time(context))


def _named(measure: Measure, rows: Sequence[Row], context: Context) -> Mapping[str, Row]:
    """Sum, for each step, the months of which everybody is old enough."""
    named = {}
    for step in STEPS:
        of_step = [row for row in rows if row.keys["column"] == step]
        ripe = [row for row in of_step if row.details["ages"] == OLD]
        n, events = (sum(getattr(row, name) or 0 for row in ripe) for name in ("n", "events"))
        share = Interval()
        if n >= FEWEST:
            share = wilson(events, n, n_effective=n / deff_of(measure, step, context))
        early = sum(row.status == "too early" for row in of_step)
        details = {
            "horizon_days": horizon_of(step, context),
            "months": len(of_step),
            "early": early,
            "young": sum(row.n or 0 for row in of_step) - n,
            "ripe": _months(ripe or of_step),
            "rest": "; later months are too young" if len(ripe) < len(of_step) else "",
        }
        # Where no month is ripe the sentence says so.
        status = "ok" if ripe else "too early"
        everybody = n if ripe else sum(row.n or 0 for row in of_step)
        named[step] = Row(
            {"column": step}, share.value, share.low, share.high, everybody, events,
            measure.grade, status, details=details,
        )  # fmt: skip
    return {**named, "read": _furthest(named)}


def _months(rows: Sequence[Row]) -> str:
    """Name the months of rows by the first and the last of them."""
    ends = (*rows[:1], *rows[-1:])
    named = [words.month(parse_month(str(row.keys["row"]))) for row in ends]
    return " to ".join(dict.fromkeys(named))


def _furthest(named: Mapping[str, Row]) -> Row:
    """Take the furthest step that can be read already; the last where none can."""
    ripe = [step for step in STEPS if named[step].status == "ok" and named[step].n]
    step = ripe[-1] if ripe else STEPS[-1]
    return replace(named[step], details={**named[step].details, "step": words.word(step)})


def _notes(measure: Measure, rows: Sequence[Row], context: Context) -> Iterable[str]:
    del measure
    there = [step for step in STEPS if any(row.keys["column"] == step for row in rows)]
    if there:
        said = [f"{words.word(step)} {words.days(horizon_of(step, context))}" for step in there]
        yield f"Read so many days after they came in: {words.listed(said)}."
    early = [row for row in rows if row.status == "too early"]
    if early:
        yield (
            f"Too early in {words.count(len(early))} places: those who came in then are not old "
            "enough. The counts so far are shown, and no share."
        )


ESTIMATE = Estimate(
    rows_of=_rows, events_of=_events, notes_of=_notes, named_of=_named, is_ordered=True
)
