"""After how many days a step of the funnel can be read: nine in ten of those who get there have."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from dashboard.estimators.risk_table import CENSORED, ROUNDING
from dashboard.estimators.survival import LEAST_AT_RISK, kaplan_meier
from dashboard.measures.result import FEWEST

# A horizon is one of these, so that it does not move with every build.
ROUND = (30, 60, 90, 180, 365)
# Where too few have got there yet to tell: the usual order of the steps.
USUAL: Mapping[str, int] = {
    "created_to_mql": 30,
    "created_to_sql": 60,
    "created_to_deal": 90,
    "created_to_won": 180,
}
_MOST = 0.9


def horizons(lags: pl.DataFrame) -> Mapping[str, int]:
    """Return the horizon in days of each clock of a table of clock, end_kind, elapsed_days, n."""
    found = dict(USUAL)
    for (clock,), part in lags.partition_by("clock", as_dict=True).items():
        found[str(clock)] = _horizon(part) or USUAL.get(str(clock), ROUND[-1])
    return found


def _horizon(part: pl.DataFrame) -> int | None:
    """Return the day by which nine in ten of the Kaplan-Meier curve are reached, rounded up."""
    reached = part["end_kind"] != CENSORED
    if part.filter(reached)["n"].sum() < FEWEST:
        return None
    curve = kaplan_meier(part["elapsed_days"].to_numpy(), reached.to_numpy(), part["n"].to_numpy())
    known = curve.table.at_risk >= LEAST_AT_RISK
    shares, days = 1 - curve.survival[known], curve.table.days[known]
    if not shares.size or shares[-1] <= 0:
        return None
    day = int(days[np.argmax(shares >= _MOST * shares[-1] - ROUNDING)])
    return next((each for each in ROUND if day <= each), ROUND[-1])
