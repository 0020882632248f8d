"""Events over what they are counted in: moves per thirty open days, touches per step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from dashboard.estimators.intervals import design_effect, wilson
from dashboard.estimators.rates import event_rate
from dashboard.measures.context import Context
from dashboard.measures.estimates.base import Estimate, groups
from dashboard.measures.estimates.counting import counts
from dashboard.measures.registry import Measure
from dashboard.measures.result import FEWEST, Row


def _rows(
    measure: Measure, frame: pl.DataFrame, context: Context, split: str | None
) -> Iterator[Row]:
    """Give one rate a key: all numerators over all denominators, times `per`.

    Rows with a key named in `shares` are parts of their denominator and no rate.
    """
    del context
    shares = set(_listed(measure.estimator.arguments.get("shares", ())))
    per = float(str(measure.estimator.arguments.get("per", 30)))
    for named, part in groups(frame, split):
        for sums in part.rows(named=True):
            keys = {**{key: sums[key] for key in measure.keys}, **named}
            row = counts(measure, keys, sums["n"], sums["events"])
            row = replace(row, numerator=sums["numerator"], denominator=sums["denominator"])
            if shares & set(row.keys.values()):
                yield _with_share(replace(row, details={"unit": "share"}), sums)
            else:
                yield _with_rate(row, sums, per)


def _listed(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


def _with_rate(row: Row, sums: dict[str, float], per: float) -> Row:
    if row.status != "ok" or not sums["denominator"]:
        return replace(row, status="too few")
    squares = (sums["sum_yy"], sums["sum_ym"], sums["sum_mm"])
    rate = event_rate(
        sums["numerator"], sums["denominator"], *squares, int(sums["clusters"]), per=per
    )
    return replace(row, value=rate.value, low=rate.low, high=rate.high)


def _with_share(row: Row, sums: dict[str, float]) -> Row:
    part, whole = sums["numerator"], sums["denominator"]
    if row.status != "ok" or whole < FEWEST:
        return replace(row, status="too few")
    squares = (sums["sum_yy"], sums["sum_ym"], sums["sum_mm"])
    share = wilson(part, whole, n_effective=whole / design_effect(whole, part / whole, *squares))
    return replace(row, value=share.value, low=share.low, high=share.high)


ESTIMATE = Estimate(rows_of=_rows)
