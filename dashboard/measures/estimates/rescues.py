"""What became of deals that fell silent: woken, won, lost or silent still, and what it took."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import polars as pl

from dashboard.estimators.intervals import Interval, median_interval, wilson
from dashboard.estimators.risk_table import CENSORED
from dashboard.estimators.survival import CompetingRisks, aalen_johansen
from dashboard.measures.context import Context
from dashboard.measures.estimates.base import Estimate, groups
from dashboard.measures.estimates.counting import effect_of
from dashboard.measures.registry import Measure
from dashboard.measures.result import FEWEST, Row

# How a silence ended, by what the row is called.
_ENDS = {"woken": "touched", "won_from_silence": "won", "lost_from_silence": "lost"}
_LEFT = "still_silent"


def _counts(statistic: str, day: int) -> pl.Expr:
    """Return the test for the deals that a row counts."""
    ended, elapsed = pl.col("end_kind"), pl.col("elapsed_days")
    if statistic in _ENDS:
        return (ended == _ENDS[statistic]) & (elapsed <= day)
    if statistic == _LEFT:
        return (elapsed > day) | ((ended == CENSORED) & (elapsed >= day))
    if statistic == "rescued":
        return pl.col("is_rescued")
    if statistic == "rescued_amount":
        return pl.col("amount").is_not_null()
    return pl.col("seller_touches").is_not_null()


def _rows(
    measure: Measure, frame: pl.DataFrame, context: Context, split: str | None
) -> Iterator[Row]:
    del context
    day = int(str(measure.estimator.day))
    for outer, part in groups(frame, split):
        risks = aalen_johansen(
            part["elapsed_days"].to_numpy(),
            part["end_kind"].to_list(),
            part["n"].to_numpy(),
            causes=tuple(_ENDS.values()),
        )
        for statistic in (*_ENDS, _LEFT, "rescued"):
            yield _share(measure, part, risks, {"statistic": statistic, **outer}, day)
        yield from _totals(measure, part, outer, day)


def _share(
    measure: Measure,
    part: pl.DataFrame,
    risks: CompetingRisks,
    keys: Mapping[str, object],
    day: int,
) -> Row:
    statistic = str(keys["statistic"])
    counted = _counts(statistic, day)
    n, events = part.height, part.filter(counted).height
    row = Row(keys, None, None, None, n, events, measure.grade, status="too few")
    if n < FEWEST:
        return row
    deff = effect_of(part, counted)
    share = _interval(statistic, replace(risks, deff=deff), day, (events, n, deff))
    status = "too early" if share.value is None else "ok"
    return replace(row, value=share.value, low=share.low, high=share.high, status=status)


def _interval(
    statistic: str, risks: CompetingRisks, day: int, plain: tuple[int, int, float]
) -> Interval:
    if statistic in _ENDS:
        return risks.share_at(day, _ENDS[statistic])
    if statistic == _LEFT:
        return risks.open_at(day)
    events, n, deff = plain
    return wilson(events, n, n_effective=n / deff)


def _totals(
    measure: Measure, part: pl.DataFrame, outer: Mapping[str, object], day: int
) -> Iterator[Row]:
    """The money of those won, and how often the seller tried until half of the woken woke."""
    priced = part.filter(_counts("rescued_amount", day))
    yield Row(
        {"statistic": "rescued_amount", **outer},
        float(priced["amount"].sum()),
        None,
        None,
        part.height,
        priced.height,
        measure.grade,
        details={"unit": "money"},
    )
    woken = part.filter(_counts("efforts", day))
    row = Row(
        {"statistic": "efforts", **outer},
        None,
        None,
        None,
        woken.height,
        woken.height,
        measure.grade,
        status="too few",
        details={"unit": "count"},
    )
    if woken.height >= FEWEST:
        half = median_interval(woken["seller_touches"].to_numpy(), woken["n"].to_numpy())
        row = replace(row, value=half.value, low=half.low, high=half.high, status="ok")
    yield row


def _members(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    """Efforts are those for woken deals alone."""
    del measure, context
    woken = _counts("efforts", 0)
    return frame.filter(woken) if mark.get("statistic") == "efforts" else frame


def _events(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    del context
    names = (*_ENDS, _LEFT, "rescued", "rescued_amount", "efforts")
    wanted = [name for name in names if mark.get("statistic", name) == name]
    tests = [_counts(name, int(str(measure.estimator.day))) for name in wanted]
    return frame.filter(pl.any_horizontal(tests)) if tests else frame.clear()


ESTIMATE = Estimate(rows_of=_rows, events_of=_events, members_of=_members)
