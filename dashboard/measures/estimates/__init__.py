"""Estimators that need more than a share or a curve: one module each, by the name in a header."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.measures.estimates import states
from dashboard.measures.estimates.base import Estimate

ESTIMATES: Mapping[str, Estimate] = {
    "states_by_day": states.ESTIMATE,
}
