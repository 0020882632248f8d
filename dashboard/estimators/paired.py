"""The same records looked at twice, and whether more of them changed one way than the other."""

from __future__ import annotations

import math
from dataclasses import dataclass

from dashboard.estimators.intervals import LEVEL, UNDEFINED, Interval, critical_value

# Added to each of the four kinds of pairs: Wald's interval alone is too narrow for few pairs.
ADDED = 0.5


@dataclass(frozen=True)
class Pairs:
    """How many of n records were so then and now, gained it, lost it, or neither."""

    gained: int
    lost: int
    n: int


def paired_difference(pairs: Pairs, *, level: float = LEVEL) -> Interval:
    """Return the share of now less the share of then, of the same records (Wald, adjusted).

    In words: (gained - lost) / n; only records that changed tell anything, so two snapshots of
    mostly the same deals are not taken for two samples. Half a record is added to each of the
    four kinds of pairs for the range. It misleads where records change together, as the deals of
    one account do. Agresti and Min (2005), Statistics in Medicine 24:729.
    """
    if pairs.gained < 0 or pairs.lost < 0 or pairs.gained + pairs.lost > pairs.n:
        raise ValueError(f"{pairs} is no table of pairs.")
    if pairs.n == 0:
        return UNDEFINED
    value = (pairs.gained - pairs.lost) / pairs.n
    gained, lost, n = pairs.gained + ADDED, pairs.lost + ADDED, pairs.n + 4 * ADDED
    middle = (gained - lost) / n
    error = math.sqrt(max(gained + lost - (gained - lost) ** 2 / n, 0.0)) / n
    half = critical_value(level) * error
    low, high = max(-1.0, middle - half), min(1.0, middle + half)
    return Interval(value, min(low, value), max(high, value))


def mcnemar_exact(gained: int, lost: int) -> float:
    """Return the two-sided exact p that as many change either way, by the sign test.

    In words: of the records that changed, each would gain or lose like a fair coin. Cautious for
    few pairs: a false find is rarer than the p it states. McNemar (1947), Psychometrika 12:153.
    """
    n = gained + lost
    if n == 0:
        return 1.0
    fewer = min(gained, lost)
    logs = (
        math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1) - n * math.log(2)
        for k in range(fewer + 1)
    )
    return min(1.0, 2.0 * math.fsum(math.exp(each) for each in logs))
