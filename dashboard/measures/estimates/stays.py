"""Stays in a stage: how soon half have left it, and how they leave in the first thirty days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from dashboard.estimators.intervals import Interval
from dashboard.estimators.risk_table import CENSORED
from dashboard.estimators.survival import aalen_johansen
from dashboard.measures.context import Context
from dashboard.measures.estimates.base import Estimate, groups
from dashboard.measures.estimates.counting import counts, effect_of
from dashboard.measures.registry import Measure
from dashboard.measures.result import FEW, Row

_DAY = 30
_HALF = "half_left_within"
# What each statistic counts: any end at all, or one end by the day.
_COUNTED = {
    _HALF: pl.col("end_kind") != CENSORED,
    "share_gone_on": (pl.col("end_kind") == "gone_on") & (pl.col("elapsed_days") <= _DAY),
    "share_lost": (pl.col("end_kind") == "lost") & (pl.col("elapsed_days") <= _DAY),
}


def _rows(
    measure: Measure, frame: pl.DataFrame, context: Context, split: str | None
) -> Iterator[Row]:
    del context
    for named, part in groups(frame, split):
        told = part.with_columns(**_COUNTED)
        for (order, stage), stays in told.partition_by("order", "stage", as_dict=True).items():
            for statistic in _COUNTED:
                keys = {"order": order, "stage": stage, "statistic": statistic, **named}
                yield _row(measure, keys, statistic, stays)


def _row(measure: Measure, keys: Mapping[str, object], statistic: str, stays: pl.DataFrame) -> Row:
    row = counts(measure, keys, stays.height, int(stays[statistic].sum()))
    if row.status != "ok":
        return row
    interval = _interval(statistic, stays)
    missing = "fewer than half" if statistic == _HALF else "too early"
    status = missing if interval.value is None else "ok"
    return replace(row, value=interval.value, low=interval.low, high=interval.high, status=status)


def _interval(statistic: str, stays: pl.DataFrame) -> Interval:
    deff = effect_of(stays, pl.col(statistic))
    alike = stays.group_by("end_kind", "elapsed_days", maintain_order=True).agg(pl.col("n").sum())
    kinds = alike["end_kind"].to_list()
    days, numbers = alike["elapsed_days"].to_numpy(), alike["n"].to_numpy()
    if statistic == _HALF:
        left = [CENSORED if kind == CENSORED else "left" for kind in kinds]
        ends = aalen_johansen(days, left, numbers, causes=["left"], deff=deff)
        return ends.half_reached_by("left")
    cause = statistic.removeprefix("share_")
    causes = sorted({*kinds, cause} - {CENSORED})
    return aalen_johansen(days, kinds, numbers, causes=causes, deff=deff).share_at(_DAY, cause)


def _counted(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    del measure, context
    wanted = [test for name, test in _COUNTED.items() if mark.get("statistic", name) == name]
    return frame.filter(pl.any_horizontal(wanted)) if wanted else frame.clear()


def _longest(measure: Measure, rows: Sequence[Row], context: Context) -> Mapping[str, Row]:
    """Name the stage that deals take longest to leave, among those with enough deals."""
    del measure, context
    halves = [row for row in rows if row.keys["statistic"] == _HALF and row.value is not None]
    enough = [row for row in halves if (row.n or 0) >= FEW] or halves
    if not enough:
        return {}
    row = max(enough, key=lambda each: each.value or 0.0)
    return {"longest": replace(row, details={"stage": row.keys["stage"]})}


ESTIMATE = Estimate(rows_of=_rows, events_of=_counted, named_of=_longest)
