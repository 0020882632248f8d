"""What the days inside the gate took, in money, by each way to work out what a day is worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from dashboard import words
from dashboard.estimators.waiting import DelayCost, Rate, cost_of_delay
from dashboard.measures.context import Context
from dashboard.measures.estimates.base import Estimate, groups
from dashboard.measures.estimates.delays import QUICK, expected_of, rates_of, tried_of
from dashboard.measures.registry import Measure
from dashboard.measures.result import Row

EXPECTED, LOST, SHARE = "expected_amount", "lost_amount", "lost_share"
# Row -> the rate it rests on.
_RATES = {
    LOST: "rate_inside_gate",
    SHARE: "rate_inside_gate",
    "lost_naive_amount": "rate_naive",
    "lost_adjusted_amount": "rate_adjusted",
    "lost_off_hours_amount": "rate_off_hours",
}
_INSIDE = QUICK & (pl.col("inside_hours") > 0)


def _rows(
    measure: Measure, frame: pl.DataFrame, context: Context, split: str | None
) -> Iterator[Row]:
    """Give what was expected, then what the days inside took of it by each rate."""
    deff = context.design_effects.get("wait_decay", 1.0)
    for outer, part in groups(frame, split):
        rates = rates_of(part, deff)
        n = int(part.filter(QUICK)["n"].sum())
        inside = int(part.filter(_INSIDE)["n"].sum())
        young = int(part.filter(~pl.col("is_old"))["n"].sum())
        base = Row({}, None, None, None, n, inside, measure.grade, details={"young": young})
        tried = tried_of(part)
        expected = expected_of(tried)
        for name in (EXPECTED, *_RATES):
            row = replace(base, keys={"statistic": name, **outer})
            if name == EXPECTED:
                row = replace(row, events=n)
            if expected is None:
                status = "withheld" if rates else "too few"
                yield replace(row, status=status, details={**base.details, "unit": _unit(name)})
            else:
                rate = rates[_RATES.get(name, "rate_inside_gate")]
                cost = cost_of_delay(expected, tried.inside, rate)
                yield _filled(row, cost, rate, context.currency)


def _unit(name: str) -> str:
    return "share" if name == SHARE else "money"


def _filled(row: Row, cost: DelayCost, rate: Rate, currency: str) -> Row:
    name = str(row.keys["statistic"])
    details: dict[str, object] = {**row.details, "unit": _unit(name)}
    if name == EXPECTED:
        return replace(row, value=cost.expected, details=details)
    details |= {"rate": rate.value, "why": rate.reason}
    found = cost.share if name == SHARE else cost.lost
    if found.value is None or found.low is None or found.high is None:
        return replace(row, status="withheld", details=details)
    if name != SHARE:
        details["range"] = _range(found.low, found.high, currency)
    return replace(row, value=found.value, low=found.low, high=found.high, details=details)


def _range(low: float, high: float, currency: str) -> str:
    """Write the ends of what was lost; below zero waiting went with more and not with less."""
    told = [
        f"{words.money(abs(end), currency)} {'less' if end >= 0 else 'more'}" for end in (low, high)
    ]
    return f"between {told[0]} and {told[1]}"


def _members(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    del measure, mark, context
    return frame.filter(QUICK)


def _events(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    """Return those who spent time inside the gate; all, for what was expected."""
    del measure, context
    return frame if mark.get("statistic") == EXPECTED else frame.filter(_INSIDE)


def _told(measure: Measure, rows: Sequence[Row], context: Context) -> Mapping[str, Row]:
    """Name what the two sides say of it, whether there is an amount or not."""
    del context
    lost = next((row for row in rows if row.keys["statistic"] == LOST), None)
    row = lost or Row({}, None, None, None, 0, 0, measure.grade, "too few")
    said = "What a day inside the gate is worth, the records cannot say"
    if row.status == "ok":
        said = f"If a day is worth what it was for others like them, it is {row.details['range']}"
    return {"sides": replace(row, details={"said": said})}


def _notes(measure: Measure, rows: Sequence[Row], context: Context) -> Iterator[str]:
    del measure
    young = rows[0].details.get("young") if rows else 0
    if young:
        days = words.days(context.assumptions.gate_horizon_days)
        yield f"Left out: {words.count(float(str(young)))} who asked less than {days} ago."


ESTIMATE = Estimate(
    rows_of=_rows,
    events_of=_events,
    members_of=_members,
    notes_of=_notes,
    named_of=_told,
    is_ordered=True,
)
