"""How much of what will come has come, month by month, and how much will come in the end.

The share in the end follows from a mixture cure model, and is told where that model may be used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import polars as pl

from dashboard.estimators.cure import LEAST_EVENTS, LEAST_LAGS, Cure, is_allowed, weibull_cure
from dashboard.estimators.intervals import wilson
from dashboard.estimators.risk_table import CENSORED
from dashboard.measures.context import Context
from dashboard.measures.estimates.base import Estimate, groups
from dashboard.measures.estimates.cohorts import REACHED, age, deff_of, horizon_of
from dashboard.measures.filters import parse_month
from dashboard.measures.registry import Measure
from dashboard.measures.result import FEWEST, Row

# A month that has less of its wins than this is still maturing.
RIPE = 0.9
_MODELLED = "bound"
# The row of all months together.
_ALL = "all"
# Sorted, for sums differ in their last digits by the order of adding.
_DAYS = ("arrived", "end_kind", "elapsed_days")


def _rows(
    measure: Measure, frame: pl.DataFrame, context: Context, split: str | None
) -> Iterator[Row]:
    for outer, part in groups(frame, split):
        days = part.group_by(*_DAYS, maintain_order=True).agg(pl.col("n").sum()).sort(_DAYS)
        cure = weibull_cure(
            days["elapsed_days"].to_numpy(),
            (days["end_kind"] == REACHED).to_numpy(),
            days["n"].to_numpy(),
            deff=deff_of(measure, "won", context),
        )
        yield _ultimate(days, cure, outer)
        yield from _of_month(_ALL, days, cure, outer, measure, context)
        for (month,), own in days.partition_by(
            "arrived", as_dict=True, maintain_order=True
        ).items():  # fmt: skip
            yield from _of_month(str(month), own, cure, outer, measure, context)


def _counted(keys: Mapping[str, object], part: pl.DataFrame, age_days: int) -> Row:
    won = int(part.filter(pl.col("end_kind") == REACHED)["n"].sum())
    details = {
        "age_days": age_days,
        "needs_events": None,
        "needs_days": None,
    }
    return Row(keys, None, None, None, int(part["n"].sum()), won, details=details)


def _ultimate(days: pl.DataFrame, cure: Cure, outer: Mapping[str, object]) -> Row:
    lag = cure.median_lag()
    row = _counted({"row": _ALL, "column": "ultimate", **outer}, days, cure.longest)
    details = {
        **row.details,
        "needs_events": LEAST_EVENTS,
        # Without a fit nobody knows how long it takes.
        "needs_days": None if lag is None else round(LEAST_LAGS * lag),
    }
    row = replace(row, grade=_MODELLED, status="too few", details=details)
    if not is_allowed(cure) or (row.n or 0) < FEWEST:
        return row
    share = cure.ultimate
    return replace(row, value=share.value, low=share.low, high=share.high, status="ok")


def _of_month(
    month: str,
    part: pl.DataFrame,
    cure: Cure,
    outer: Mapping[str, object],
    measure: Measure,
    context: Context,
) -> Iterator[Row]:
    old = cure.longest if month == _ALL else age(parse_month(month), context)
    row = _counted({"row": month, "column": "so_far", **outer}, part, old)
    n = row.n or 0
    mature = _maturity(part, cure) if is_allowed(cure) else None
    still = part.filter(pl.col("end_kind") == CENSORED)["elapsed_days"]
    is_old = bool((still >= horizon_of("won", context)).all())
    if not (mature >= RIPE if mature is not None else is_old):
        yield replace(row, status="too early")
    elif n < FEWEST:
        yield replace(row, status="too few")
    else:
        share = wilson(row.events or 0, n, n_effective=n / deff_of(measure, "won", context))
        yield replace(row, value=share.value, low=share.low, high=share.high)
    yield _mature(replace(row, keys={**row.keys, "column": "maturity"}), mature, cure)


def _maturity(part: pl.DataFrame, cure: Cure) -> float | None:
    """Return F(age) / F(infinity), over the ages of those who may still come."""
    still = part.filter(pl.col("end_kind") == CENSORED)
    total = still["n"].sum()
    if not total:
        return None
    ages = still.select("elapsed_days", "n").iter_rows()
    return float(sum((cure.maturity(int(age)) or 0.0) * n for age, n in ages) / total)


def _mature(row: Row, mature: float | None, cure: Cure) -> Row:
    """Give the maturity the range of the share in the end, which is what is unsure about it."""
    row = replace(row, grade=_MODELLED)
    ultimate = cure.ultimate
    if mature is None or (row.n or 0) < FEWEST or ultimate.value is None:
        return replace(row, status="too few")
    reached = mature * ultimate.value
    low = reached / ultimate.high if ultimate.high else None
    high = min(1.0, reached / ultimate.low) if ultimate.low else None
    return replace(row, value=mature, low=low, high=high)


def _members(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    del measure, context
    month = mark.get("row", _ALL)
    return frame if month == _ALL else frame.filter(pl.col("arrived") == month)


def _events(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    del measure, mark, context
    return frame.filter(pl.col("end_kind") == REACHED)


ESTIMATE = Estimate(rows_of=_rows, events_of=_events, members_of=_members, is_ordered=True)
