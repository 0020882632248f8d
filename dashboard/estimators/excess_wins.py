"""Wins of turned-away accounts beyond those such accounts bring without ever being judged."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.estimators.intervals import LEVEL
from dashboard.estimators.standardise import Strata, standardised_difference


@dataclass(frozen=True)
class Excess:
    """Wins seen, wins to be expected anyway, the rest with its interval; None is undefined.

    `incomparable` are wins in strata that have no account to compare with; they are in none of the
    other numbers.
    """

    wins: float
    expected: float | None
    value: float | None
    low: float | None
    high: float | None
    incomparable: float


def excess_wins(table: Strata, *, level: float = LEVEL) -> Excess:
    """Return the wins of turned-away accounts less what others of their kind win in the same time.

    Group 1 are accounts with a turned-away lead, group 0 accounts of the same segment and size that
    were never scored; events are accounts with a win in the same number of days. In words: the sum
    over strata of k1 - n1 x k0 / n0, which is n1 times the standardised difference ("first"), with
    its variance. For matches by account only: a large account wins something every year, whoever
    was turned away; a win of the same person needs no correction. It misleads where accounts that
    were never scored are not known to us at all, so that only the active ones are compared with:
    then it takes off too much. METHODS E1; Miettinen (1972) for the standardisation.
    """
    common = table.common()
    wins = float(common.k1.sum())
    incomparable = float(table.k1.sum()) - wins
    accounts = float(common.n1.sum())
    found = standardised_difference(table, "first", level=level)
    if found.value is None or found.low is None or found.high is None:
        return Excess(wins, None, None, None, None, incomparable)
    value, low, high = (accounts * each for each in (found.value, found.low, found.high))
    return Excess(wins, wins - value, value, low, high, incomparable)
