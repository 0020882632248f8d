"""Wins by the hours until somebody tried, and by how much the chance falls with each day.

All who raised a hand are there, the wait being that for our first attempt: of those reached alone
the slow ones had to stay interested to be reached. Who was never tried stands apart.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from dashboard import words
from dashboard.estimators.intervals import UNDEFINED, wilson
from dashboard.estimators.waiting import HOURS, Rate, share_by_wait
from dashboard.measures.context import Context
from dashboard.measures.estimates.base import Estimate, groups
from dashboard.measures.estimates.delays import QUICK, RATES, numbers_in, rates_of
from dashboard.measures.registry import Measure
from dashboard.measures.result import FEWEST, Row

# The bins of `share_by_wait`, up to 1, 4 and 24 hours, 2, 5 and 10 days, and longer.
BINS = (
    "wait_1h", "wait_4h", "wait_24h", "wait_2d", "wait_5d", "wait_10d", "wait_longer",
)  # fmt: skip
NEVER = "nobody_tried"
_OLD, _HOURS = pl.col("is_old"), pl.col("tried_hours")
_TRIED = _OLD & _HOURS.is_not_null()
# Bin, never tried or rate -> whom it is about.
_MEMBERS: Mapping[str, pl.Expr] = {
    **{
        name: _TRIED & _HOURS.is_between(above, upto, closed="right")
        for name, above, upto in zip(BINS, (-1.0, *HOURS), (*HOURS, math.inf), strict=True)
    },
    NEVER: _OLD & _HOURS.is_null(),
    **dict.fromkeys(RATES, QUICK),
}


def _rows(
    measure: Measure, frame: pl.DataFrame, context: Context, split: str | None
) -> Iterator[Row]:
    """Give the share won in each bin of the wait, then the rate of a day worked out four ways."""
    deff = context.design_effects.get("wait_decay", 1.0)
    for outer, part in groups(frame, split):
        young = int(part.filter(~_OLD)["n"].sum())
        yield from _bins(part, outer, deff)
        rates = rates_of(part, deff)
        n, wins = _counts(part, QUICK)
        for name in RATES:
            row = Row({"statistic": name, **outer}, None, None, None, n, wins, measure.grade)
            details = {"unit": "share", "young": young}
            yield _with_rate(replace(row, details=details), rates.get(name))


def _counts(part: pl.DataFrame, members: pl.Expr) -> tuple[int, int]:
    own = part.filter(members)
    return int(own["n"].sum()), int(own["wins"].sum())


def _bins(part: pl.DataFrame, outer: Mapping[str, object], deff: float) -> Iterator[Row]:
    tried = part.filter(_TRIED)
    numbers = (numbers_in(tried[name]) for name in ("tried_hours", "wins", "n"))
    shares = share_by_wait(*numbers, deff=deff)
    never, won = _counts(part, _MEMBERS[NEVER])
    last = wilson(won, never, n_effective=never / deff) if never else UNDEFINED
    told = [(each.share, int(each.records), int(each.events)) for each in shares]
    for name, (share, n, events) in zip((*BINS, NEVER), [*told, (last, never, won)], strict=True):
        row = Row({"statistic": name, **outer}, None, None, None, n, events, "observed")
        if n < FEWEST:
            yield replace(row, status="too few")
        else:
            yield replace(row, value=share.value, low=share.low, high=share.high)


def _with_rate(row: Row, rate: Rate | None) -> Row:
    """Give a rate as the part of the chance that goes with a day: 1 - exp(-rate)."""
    if rate is None:
        return replace(row, status="too few")
    details = {
        **row.details, "rate": rate.value, "shift_days": rate.shift, "strength": rate.strength,
        "why": rate.reason,
    }  # fmt: skip
    if rate.value is None or rate.low is None or rate.high is None:
        return replace(row, status="withheld", details=details)
    value, low, high = (-math.expm1(-each) for each in (rate.value, rate.low, rate.high))
    said = {"change": words.formatted(-value, "more"), "range": words.between(-high, -low)}
    return replace(row, value=value, low=low, high=high, details={**details, **said})


def members(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    """Return whom a bin or a rate is about."""
    del measure, context
    return frame.filter(_MEMBERS.get(mark.get("statistic", ""), _OLD))


def _won(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    del measure, mark, context
    return frame.filter(pl.col("wins") > 0)


def _told(measure: Measure, rows: Sequence[Row], context: Context) -> Mapping[str, Row]:
    """Name the rate of the sentence: that of the days inside the gate where there is one."""
    del context
    by_name = {row.keys["statistic"]: row for row in rows}
    none = Row({}, None, None, None, 0, 0, measure.grade, "too few")
    told, day = by_name.get("rate_adjusted", none), "day of waiting"
    inside = by_name.get("rate_inside_gate", none)
    if inside.status == "ok":
        told, day = inside, "day inside the gate"
    said = "How much a day matters, the records cannot say"
    if told.status == "ok":
        said = f"Like with like it is {told.details['range']} for every 100 wins with each {day}"
    return {"told": replace(told, details={**told.details, "day": day, "said": said})}


def _notes(measure: Measure, rows: Sequence[Row], context: Context) -> Iterable[str]:
    """Say who is left out because too young, and why a rate is withheld."""
    del measure
    by_name = {row.keys["statistic"]: row for row in rows}
    for row in list(by_name.values())[-1:]:
        if young := row.details.get("young"):
            days = words.days(context.assumptions.gate_horizon_days)
            yield f"Left out: {words.count(float(str(young)))} who asked less than {days} ago."
    weak = by_name.get("rate_off_hours")
    if weak is not None and weak.status == "withheld":
        yield (
            "Hands raised off hours waited about as long as the others, so the clock tells nothing "
            "of what a day does."
        )
    inside = by_name.get("rate_inside_gate")
    if inside is not None and inside.status == "withheld":
        yield "No days inside the gate are on record that could be told from other waiting."


ESTIMATE = Estimate(
    rows_of=_rows, events_of=_won, members_of=members, notes_of=_notes, named_of=_told,
    is_ordered=True,
)  # fmt: skip
