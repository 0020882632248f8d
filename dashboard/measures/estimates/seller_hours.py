"""Hours of sellers by what came of the people they were spent on: a sum, partly assumed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import polars as pl

from dashboard import words
from dashboard.measures.context import Context
from dashboard.measures.estimates.base import Estimate, groups
from dashboard.measures.registry import Measure
from dashboard.measures.result import Row

KEY = "spent_on"
EVERYBODY = "all"
# How the days a person is followed for ended, in this order on screen.
OUTCOMES = ("won", "lost", "open", "sent_away", "no_deal")
_IS_OLD = pl.col("is_old")


def _rows(
    measure: Measure, frame: pl.DataFrame, context: Context, split: str | None
) -> Iterator[Row]:
    del measure
    for outer, part in groups(frame, split):
        old = part.filter(_IS_OLD)
        if not old.height:
            continue
        whole = _hours(old, context)
        told = {"left_out": int(part.filter(~_IS_OLD)["n"].sum())}
        for outcome in (EVERYBODY, *OUTCOMES):
            yield _row({KEY: outcome, **outer}, _of(old, outcome), whole, told, context)


def _row(
    keys: Mapping[str, object],
    own: pl.DataFrame,
    whole: float,
    told: Mapping[str, object],
    context: Context,
) -> Row:
    hours, untimed = _hours(own, context), int(own["untimed_touches"].sum())
    return Row(
        keys,
        value=hours,
        low=None,
        high=None,
        n=int(own["n"].sum()),
        events=int(own.filter("is_worked")["n"].sum()),
        # Where every minute was recorded nothing is assumed.
        grade="assumed" if untimed else "observed",
        numerator=hours,
        denominator=whole,
        details={
            "share": hours / whole if whole else None,
            "recorded_hours": float(own["minutes"].sum()) / 60,
            "untimed_touches": untimed,
            **told,
        },
    )


def _hours(frame: pl.DataFrame, context: Context) -> float:
    """Return recorded minutes and assumed ones as hours."""
    assumed = float(frame["untimed_touches"].sum()) * context.assumptions.minutes_per_touch
    return (float(frame["minutes"].sum()) + assumed) / 60


def _of(frame: pl.DataFrame, outcome: str) -> pl.DataFrame:
    return frame if outcome == EVERYBODY else frame.filter(pl.col("outcome") == outcome)


def _members(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    del measure, context
    return _of(frame.filter(_IS_OLD), mark.get(KEY, EVERYBODY))


def _events(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    return _members(measure, frame, mark, context).filter("is_worked")


def _notes(measure: Measure, rows: Sequence[Row], context: Context) -> Iterable[str]:
    """Say what part of the hours rests on an assumption, and who was left out."""
    del measure
    everybody = next((row for row in rows if row.keys[KEY] == EVERYBODY), None)
    if everybody is None:
        return
    untimed = int(str(everybody.details["untimed_touches"]))
    if untimed:
        recorded = float(str(everybody.details["recorded_hours"]))
        minutes = words.count(context.assumptions.minutes_per_touch)
        yield (
            f"Your assumption: {minutes} minutes for each of {words.count(untimed)} touches "
            f"without any; recorded are {words.hours(recorded)}."
        )
    young = int(str(everybody.details["left_out"]))
    if young:
        yield f"Left out, for they have not had the days yet: {words.count(young)}."


ESTIMATE = Estimate(
    rows_of=_rows, events_of=_events, members_of=_members, notes_of=_notes, is_ordered=True
)
