"""The test that settles whether the line is right: whom to let through by lot, and how far it is.

Reads the columns of the slice `chosen_gate_money`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from dashboard import words
from dashboard.estimators.settling_test import Arms, Plan, Progress, detectable, progress
from dashboard.measures.context import Context
from dashboard.measures.estimates import base
from dashboard.measures.estimates.gate_bins import (
    DAYS_IN_YEAR,
    HOURS_A_YEAR,
    PRICES,
    Gate,
    at_the_line,
    count,
    gates_of,
    old_enough,
    score_of,
    total,
)
from dashboard.measures.estimates.gate_test import PLAN, SMALLER, Designed, designed
from dashboard.measures.registry import Measure
from dashboard.measures.result import FEWEST, Row

PROGRESS = "progress"
_MONTHS = 12
_LOOKS = 3
# Nobody plans a test that ends in more days.
_TOO_LONG = 3 * 365
TOO_FEW = "Too few people near the line were called, or left alone, to plan a test."
NO_NEED = "Even the most that a call could add there would not pay for the hours."
_SIZES = {PLAN: "full", SMALLER: "smaller"}
# What is told of a test that is not planned.
_NOT_PLANNED: dict[str, object] = {
    "unit": "points",
    **dict.fromkeys(
        (
            "band_low", "band_high", "leads_a_month", "passed", "held", "hours", "people", "price",
            "days_to_fill", "days", "until", "looks", "sees", "stop_at", "today", "pays_from",
            "most", "needed", "reason",
        )
    ),
    "takes": "no hours",
    "also": "",
}  # fmt: skip
_READINGS = {
    "pays": "calling them pays",
    "does not pay": "calling them does not pay",
    "goes on": "no answer yet",
    "ended open": "it ended without an answer",
}


def _rows(
    measure: Measure, frame: pl.DataFrame, context: Context, split: str | None
) -> Iterator[Row]:
    for named, gate in gates_of(frame, context, split):
        test = designed(gate)
        alone = test.band.people.filter(~pl.col("is_worked")) if test else None
        for name in (PLAN, SMALLER):
            row = Row(
                keys={"statistic": name, **named},
                value=None,
                low=None,
                high=None,
                n=count(gate.people),
                events=0 if alone is None else count(alone),
                grade=measure.grade,
                status="too few",
                details=_NOT_PLANNED | {"reason": TOO_FEW, "said": TOO_FEW},
            )
            yield _planned(row, test, name, context) if test else row
        yield _progress(gate, test, named)


def _planned(row: Row, test: Designed, name: str, context: Context) -> Row:
    band, gate = test.band, test.gate
    floors = band.people["distance"] + gate.line
    lowest, highest = (score_of(float(str(end))) for end in (floors.min(), floors.max()))
    details: dict[str, object] = _NOT_PLANNED | {
        "band_low": lowest,
        "band_high": highest,
        "leads_a_month": test.leads_a_day * DAYS_IN_YEAR / _MONTHS,
        "today": band.today,
        "pays_from": band.pays_from,
        "most": band.most,
        "needed": band.is_needed,
        "assumes": ", ".join([*PRICES, "rises"]),
    }
    if not band.is_needed:
        return replace(row, status="ok", details=details | {"reason": NO_NEED, "said": NO_NEED})
    own = test.plans[name]
    sees = detectable(band.today + band.pays_from, own.arms, is_watched=True) - band.today
    until = context.as_of_date + dt.timedelta(days=own.days_to_end)
    details |= {
        "passed": own.arms.passed,
        "held": own.arms.held,
        "hours": own.hours,
        "people": own.hours / HOURS_A_YEAR,
        "price": own.price,
        "days_to_fill": own.days_to_fill,
        "days": own.days_to_end,
        "is_too_long": own.days_to_end > _TOO_LONG,
        "until": until,
        "looks": _looks(own, context),
        "sees": sees,
        "stop_at": band.pays_from,
    }
    details["said"] = _planned_said(own, (lowest, highest), words.month(until))
    hours, price = words.count(own.hours), words.money(own.price, context.currency)
    details["takes"] = f"{hours} seller hours, {price}"
    more = words.more_or_fewer(sees, 1)
    details["also"] = f" The {_SIZES[name]} test takes {hours} hours and sees {more} in 100 won."
    return replace(row, value=sees, status="ok", details=details)


def _planned_said(own: Plan, ends: tuple[float, float], until: str) -> str:
    among = f"a score of {ends[0]}" + (f" to {ends[1]}" if ends[0] != ends[1] else "")
    each = words.count(own.arms.passed)
    if own.days_to_end > _TOO_LONG:
        return f"With {among} it takes {each} people a side: at this pace until {until}."
    sides = f"{each} called, {each} left as today"
    return f"Call every second person with {among}: {sides}. It can tell by {until}."


def _looks(own: Plan, context: Context) -> str:
    """Return days on which one may look: when the first third can tell, the second, and all."""
    first = own.days_to_end - own.days_to_fill
    days = [first + own.days_to_fill * look // _LOOKS for look in range(1, _LOOKS + 1)]
    return ", ".join(str(context.as_of_date + dt.timedelta(days=each)) for each in days)


def _progress(gate: Gate, test: Designed | None, named: Mapping[str, object]) -> Row:
    """Return how far a test by lot is that the records hold, and what it says."""
    tested = gate.tested
    passed = tested.filter("let_through_at_random")
    held = tested.filter(~pl.col("let_through_at_random"))
    arms = Arms(count(passed), count(held))
    row = Row(
        keys={"statistic": PROGRESS, **named},
        value=None,
        low=None,
        high=None,
        n=count(tested),
        events=int(total(tested, "wins")),
        grade="observed",
        status="too few",
        details={
            "unit": "points",
            "passed_so_far": arms.passed,
            "held_so_far": arms.held,
            "started": tested["first_date"].min(),
            "share_done": 0.0,
            "reading": "not started",
            "said": "",
        },
    )
    if not arms.passed or not arms.held or test is None or PLAN not in test.plans:
        return row
    found = progress(
        total(passed, "wins"),
        total(held, "wins"),
        arms,
        test.plans[PLAN].arms,
        pays_from=_pays_from(gate, test.band.pays_from, passed),
    )
    return _read(row, found)


def _pays_from(gate: Gate, planned: float, passed: pl.DataFrame) -> float:
    """Return from which gain the hours pay at the part that sales took on in the test."""
    return planned / gate.uptake * count(passed.filter("is_worked")) / count(passed)


def _read(row: Row, found: Progress) -> Row:
    so_far = f" So far {words.in100(found.share_done)} in 100 of it: {_READINGS[found.reading]}."
    done = {"share_done": found.share_done, "reading": found.reading, "said": so_far}
    if (row.n or 0) < FEWEST:
        return replace(row, details={**row.details, **done})
    return replace(
        row,
        value=found.plain.value,
        low=found.watched.low,
        high=found.watched.high,
        status="ok",
        details={**row.details, **done},
    )


def _members(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    """Keep the people of the test, or all others with whether they are in its band."""
    del measure
    in_test = pl.col("let_through_at_random").is_not_null()
    people = old_enough(at_the_line(frame))
    if mark.get("statistic") == PROGRESS:
        return people.filter(in_test)
    found = next((designed(gate) for _, gate in gates_of(frame, context, None)), None)
    ends = found.band.people["distance"] if found else pl.Series([0.0])
    in_band = pl.col("distance").is_between(ends.min(), ends.max()) & pl.lit(
        value=found is not None
    )
    return people.filter(~in_test).with_columns(is_in_band=in_band)


def _events(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    del measure, context
    if mark.get("statistic") == PROGRESS:
        return frame.filter(pl.col("wins") > 0)
    return frame.filter(pl.col("is_in_band") & ~pl.col("is_worked"))


def _named(measure: Measure, rows: Sequence[Row], context: Context) -> Mapping[str, Row]:
    """Say in one breath what is planned and how far a test that runs is."""
    del measure, context
    found = {row.name: row for row in rows}
    if PLAN not in found:
        return {"told": Row({}, None, None, None, 0, 0, details=_NOT_PLANNED)}
    said = "".join(str(found[name].details["said"]) for name in (PLAN, PROGRESS))
    also = found[SMALLER].details["also"]
    return {"told": replace(found[PLAN], details={"said": said, "also": also})}


ESTIMATE = base.Estimate(
    rows_of=_rows, members_of=_members, events_of=_events, named_of=_named, is_ordered=True
)
