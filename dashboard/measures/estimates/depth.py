"""Which of several signs, read on day 30, ranks the deals that were won above the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import polars as pl

from dashboard.estimators.intervals import wilson
from dashboard.estimators.ranking import auc, auc_difference
from dashboard.measures.context import Context
from dashboard.measures.estimates.base import Estimate, groups
from dashboard.measures.estimates.counting import counts, effect_of
from dashboard.measures.registry import Measure
from dashboard.measures.result import FEWEST, Row

_SIGNS = ("people_known", "roles", "conversations", "span")
_RANKED = ("depth", "score", *_SIGNS)
_DIFFERENCE = "difference"
_WON = "won"
_ALL = "all"
_SIZES = {
    "0": pl.col("people_known") == 0,
    "1": pl.col("people_known") == 1,
    "2": pl.col("people_known") == 2,
    "3 or more": pl.col("people_known") >= 3,
}
# Fewer wins may be shown, but are too few to set one sign above another.
_WINS_TO_COMPARE = 50


def _old_enough(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Keep deals that have had the whole horizon; say which of them were won in it."""
    is_won = (pl.col("close_kind") == _WON) & (pl.col("days_to_close") <= context.horizon_days)
    old = frame.filter(pl.col("age_days") >= context.horizon_days)
    return old.with_columns(is_won.alias("is_won"))


def _rows(
    measure: Measure, frame: pl.DataFrame, context: Context, split: str | None
) -> Iterator[Row]:
    for named, part in groups(frame, split):
        deals = _old_enough(part, context)
        scored = _with_depth(deals.filter(pl.col("score").is_not_null()))
        for sign in (*_RANKED, _DIFFERENCE):
            yield _ranking(measure, {"predictor": sign, "people": _ALL, **named}, scored, sign)
        for size, is_size in _SIZES.items():
            keys = {"predictor": _WON, "people": size, **named}
            yield _won_share(measure, keys, deals.filter(is_size))


def _with_depth(deals: pl.DataFrame) -> pl.DataFrame:
    """Add the depth: the mean of a deal's places by the four signs, each as heavy as the other."""
    places = [pl.col(sign).rank("average") for sign in _SIGNS]
    return deals.with_columns(pl.mean_horizontal(places).alias("depth"))


def _ranking(measure: Measure, keys: Mapping[str, object], deals: pl.DataFrame, sign: str) -> Row:
    won = int(deals["is_won"].sum())
    row = counts(measure, keys, deals.height, won)
    if sign == _DIFFERENCE:
        row = replace(row, details={"unit": "points"})
    if min(won, deals.height - won) < FEWEST:
        return replace(row, status="too few")
    wins = deals["is_won"].cast(pl.Float64).to_numpy()
    if sign != _DIFFERENCE:
        found = auc(deals[sign].to_numpy(), wins, 1 - wins)
        return replace(row, value=found.value, low=found.low, high=found.high)
    gap = auc_difference(deals["depth"].to_numpy(), deals["score"].to_numpy(), wins, 1 - wins)
    if won < _WINS_TO_COMPARE:
        return replace(row, value=gap.value)
    return replace(row, value=gap.value, low=gap.low, high=gap.high)


def _won_share(measure: Measure, keys: Mapping[str, object], deals: pl.DataFrame) -> Row:
    won = int(deals["is_won"].sum())
    row = counts(measure, keys, deals.height, won)
    if row.status != "ok":
        return row
    share = wilson(won, deals.height, n_effective=deals.height / effect_of(deals, pl.col("is_won")))
    return replace(row, value=share.value, low=share.low, high=share.high)


def _members(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    del measure
    deals = _old_enough(frame, context)
    predictor = mark.get("predictor", _WON)
    if predictor != _WON:
        return deals.filter(pl.col("score").is_not_null())
    size = mark.get("people")
    return deals.filter(_SIZES[size]) if size in _SIZES else deals


def _winners(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    del measure, mark, context
    return frame.filter(pl.col("is_won"))


ESTIMATE = Estimate(rows_of=_rows, events_of=_winners, members_of=_members, is_ordered=True)
