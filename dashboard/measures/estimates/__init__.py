"""Estimators that need more than a share or a curve: one module each, by the name in a header."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.measures.estimates import attribution, like_for_like, pathways, states
from dashboard.measures.estimates.base import Estimate

ESTIMATES: Mapping[str, Estimate] = {
    "attribution": attribution.ESTIMATE,
    "like_for_like": like_for_like.ESTIMATE,
    "pathways": pathways.ESTIMATE,
    "states_by_day": states.ESTIMATE,
}
