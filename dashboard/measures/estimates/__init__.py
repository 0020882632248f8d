"""Estimators that need more than a share or a curve: one module each, by the name in a header."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.measures.estimates import (
    attribution,
    depth,
    like_for_like,
    momentum,
    pathways,
    rates,
    states,
    stays,
    weekdays,
)
from dashboard.measures.estimates.base import Estimate

ESTIMATES: Mapping[str, Estimate] = {
    "attribution": attribution.ESTIMATE,
    "depth": depth.ESTIMATE,
    "event_rate": rates.ESTIMATE,
    "like_for_like": like_for_like.ESTIMATE,
    "momentum_index": momentum.ESTIMATE,
    "pathways": pathways.ESTIMATE,
    "states_by_day": states.ESTIMATE,
    "stays": stays.ESTIMATE,
    "weekdays": weekdays.ESTIMATE,
}
