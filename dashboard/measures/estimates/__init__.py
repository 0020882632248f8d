"""Estimators that need more than a share or a curve: one module each, by the name in a header."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.measures.estimates import (
    activity,
    attribution,
    bridge,
    cohorts,
    depth,
    fewer_better,
    like_for_like,
    lines,
    maturity,
    momentum,
    pathways,
    rates,
    recycling,
    rescues,
    seller_hours,
    states,
    stays,
    threshold_jump,
    weekdays,
)
from dashboard.measures.estimates.base import Estimate

ESTIMATES: Mapping[str, Estimate] = {
    "activity_ratio": activity.RATIO,
    "attribution": attribution.ESTIMATE,
    "bridge": bridge.ESTIMATE,
    "cohorts": cohorts.ESTIMATE,
    "fewer_better": fewer_better.ESTIMATE,
    "like_for_like": like_for_like.ESTIMATE,
    "maturity": maturity.ESTIMATE,
    "pathways": pathways.ESTIMATE,
    "recycling": recycling.ESTIMATE,
    "after_silence": rescues.ESTIMATE,
    "states_by_day": states.ESTIMATE,
    "volume": activity.VOLUME,
    "event_rate": rates.ESTIMATE,
    "seller_hours": seller_hours.ESTIMATE,
    "momentum_index": momentum.ESTIMATE,
    "stays": stays.ESTIMATE,
    "weekdays": weekdays.ESTIMATE,
    "depth": depth.ESTIMATE,
    "threshold_tradeoff": lines.ESTIMATE,
    "threshold_jump": threshold_jump.ESTIMATE,
}
