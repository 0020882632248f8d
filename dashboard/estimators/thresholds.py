"""After how many silent days a deal counts as stalled, learned from how deals move."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dashboard.estimators.risk_table import ROUNDING
from dashboard.estimators.survival import LEAST_AT_RISK, CompetingRisks, kaplan_meier

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

FIXED_DAYS = 21
LEAST_ENTRANTS = 50
FLOOR_DAYS, CAP_DAYS = 7, 90
# A stall is named when four of five would have moved.
MOVED_BY_THEN = 0.8
# The chance ahead is that of the next 30 days, and a stalled deal has less than half of it left.
DAYS_AHEAD = 30
CHANCE_LEFT = 0.5


def learned_threshold(days: ArrayLike, kinds: ArrayLike, counts: ArrayLike, cause: str) -> int:
    """Return the days by which four of five entrants of a stage have moved on, by Kaplan-Meier.

    One entry of the histogram a day and kind, over all entrants: the cause is the next forward
    move, everything else (lost, or "censored") ends the watch. At least 7, at most 90, also where
    the curve does not get that far; 21 with fewer than 50 entrants. The days of won deals alone
    would be too few, since slow deals are lost or not finished. It misleads when deals that are
    lost would have moved on at another pace. Kaplan and Meier (1958).
    """
    ends, entrants = np.asarray(kinds), float(np.sum(np.asarray(counts, dtype=np.float64)))
    if entrants < LEAST_ENTRANTS:
        return FIXED_DAYS
    curve = kaplan_meier(days, ends == cause, counts)
    found = curve.survival_on(curve.table.days)
    reached = np.flatnonzero(1 - found.values >= MOVED_BY_THEN - ROUNDING)
    day = int(found.days[reached[0]]) if reached.size else CAP_DAYS
    return min(max(day, FLOOR_DAYS), CAP_DAYS)


def hazard_threshold(
    risks: CompetingRisks,
    cause: str,
    *,
    ahead: int = DAYS_AHEAD,
    least_at_risk: int = LEAST_AT_RISK,
) -> int | None:
    """Return the first day on which a deal still there has lost half its chance of moving soon.

    In words: r(u) = (F(u + ahead) - F(u)) / S(u), the chance that a deal neither moved nor ended
    by day u moves in the next 30; the first u with r(u) < r(0) / 2. None where that is not seen
    while at least `least_at_risk` enter day u + ahead, or when nobody moves at first. It misleads
    when the curve is drawn by few: r(u) jumps, and its first low is early. van Houwelingen
    (2007), Scandinavian Journal of Statistics 34:70.
    """
    table = risks.table
    if not table.days.size:
        return None
    asked = np.arange(int(table.days[-1]) + 1)
    asked = asked[table.at_risk_on(asked + ahead) >= least_at_risk]
    if not asked.size:
        return None
    shares = risks.shares[cause]
    gained = table.latest(shares, asked + ahead, 0.0) - table.latest(shares, asked, 0.0)
    chance = gained / table.latest(risks.survival, asked, 1.0)
    below = np.flatnonzero(chance < CHANCE_LEFT * chance[0] - ROUNDING)
    return int(asked[below[0]]) if below.size else None
