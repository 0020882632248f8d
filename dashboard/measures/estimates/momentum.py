"""The momentum index: the percent of the first sixty days that deals have spent moved on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import polars as pl

from dashboard.estimators.averages import HORIZON, momentum_interval
from dashboard.measures.context import Context
from dashboard.measures.estimates.base import Estimate, groups
from dashboard.measures.estimates.counting import counts
from dashboard.measures.registry import Measure
from dashboard.measures.result import Row

# The same draws for the same deals: an answer asked twice is the same answer.
_SEED = 60
_HAS_MOVED = (pl.col("end_kind") == "moved") & (pl.col("elapsed_days") <= HORIZON)


def _rows(
    measure: Measure, frame: pl.DataFrame, context: Context, split: str | None
) -> Iterator[Row]:
    del context
    for named, part in groups(frame, split):
        for (path,), deals in part.partition_by("path_group", as_dict=True).items():
            yield _row(measure, {"path_group": path, **named}, deals)


def _row(measure: Measure, keys: Mapping[str, object], deals: pl.DataFrame) -> Row:
    row = counts(measure, keys, deals.height, deals.filter(_HAS_MOVED).height)
    if row.status != "ok":
        return row
    # The order of rows is no part of an answer, and the draws go by it.
    deals = deals.sort("record_id")
    index = momentum_interval(
        deals["elapsed_days"], deals["end_kind"], deals["cluster_id"], "moved", seed=_SEED
    )
    status = "ok" if index.value is not None else "too early"
    return replace(row, value=index.value, low=index.low, high=index.high, status=status)


def _moved(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    del measure, mark, context
    return frame.filter(_HAS_MOVED)


ESTIMATE = Estimate(rows_of=_rows, events_of=_moved)
