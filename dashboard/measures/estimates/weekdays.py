"""On which days of the week something is recorded, and whether one day has more than its share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from dashboard.estimators.intervals import LEVEL, critical_value, wilson
from dashboard.measures.context import Context
from dashboard.measures.estimates.base import Estimate, groups
from dashboard.measures.estimates.counting import counts, effect_of
from dashboard.measures.registry import Measure
from dashboard.measures.result import Row

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WORKING = _DAYS[:5]
# The busiest of five is looked for: each may err a fifth as often, so that all together hold 95 %.
_WIDER = critical_value(1 - (1 - LEVEL) / len(_WORKING)) / critical_value(LEVEL)


def _rows(
    measure: Measure, frame: pl.DataFrame, context: Context, split: str | None
) -> Iterator[Row]:
    del context
    for named, part in groups(frame, split):
        deals = part["record_id"].n_unique()
        for at, day in enumerate(_DAYS):
            yield _row(measure, {"weekday": day, **named}, part, at, deals)


def _row(
    measure: Measure, keys: Mapping[str, object], part: pl.DataFrame, at: int, deals: int
) -> Row:
    is_day = pl.col("weekday_number") == at
    on_day = part.filter(is_day)
    row = counts(measure, keys, deals, on_day["record_id"].n_unique())
    row = replace(row, details={"updates": on_day.height})
    if row.status != "ok":
        return row
    size = part.height / effect_of(part, is_day)
    share = wilson(on_day.height, part.height, n_effective=size)
    return replace(row, value=share.value, low=share.low, high=share.high)


def _of_day(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    del measure, context
    if mark.get("weekday", _DAYS[0]) not in _DAYS:
        return frame.clear()
    if "weekday" not in mark:
        return frame
    return frame.filter(pl.col("weekday_number") == _DAYS.index(mark["weekday"]))


def _busiest(measure: Measure, rows: Sequence[Row], context: Context) -> Mapping[str, Row]:
    """Name the busiest working day, and by how much it is above an even spread over them."""
    del measure, context
    known = [row for row in rows if row.value is not None and row.keys["weekday"] in _WORKING]
    if not known:
        return {}
    row = max(known, key=lambda each: each.value or 0.0)
    share, low, high = (float(number or 0.0) for number in (row.value, row.low, row.high))
    even = sum(each.value or 0.0 for each in known) / len(_WORKING)
    above = share - even
    lowest, highest = above - (share - low) * _WIDER, above + (high - share) * _WIDER
    details = {"weekday": row.keys["weekday"], "even": even}
    return {
        "busiest": replace(row, details=details),
        "above": replace(row, value=above, low=lowest, high=highest),
    }


ESTIMATE = Estimate(rows_of=_rows, events_of=_of_day, named_of=_busiest, is_ordered=True)
