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
    maturity,
    momentum,
    pathways,
    rates,
    recycling,
    rescues,
    states,
    stays,
    weekdays,
)
from dashboard.measures.estimates.base import Estimate

ESTIMATES: Mapping[str, Estimate] = {
    "activity_ratio": activity.RATIO,
    "bridge": bridge.ESTIMATE,
    "cohorts": cohorts.ESTIMATE,
    "fewer_better": fewer_better.ESTIMATE,
    "maturity": maturity.ESTIMATE,
    "recycling": recycling.ESTIMATE,
    "volume": activity.VOLUME,
    "attribution": attribution.ESTIMATE,
    "depth": depth.ESTIMATE,
    "event_rate": rates.ESTIMATE,
    "like_for_like": like_for_like.ESTIMATE,
    "momentum_index": momentum.ESTIMATE,
    "pathways": pathways.ESTIMATE,
    "states_by_day": states.ESTIMATE,
    "after_silence": rescues.ESTIMATE,
    "stays": stays.ESTIMATE,
    "weekdays": weekdays.ESTIMATE,
}
