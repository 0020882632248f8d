"""The same records looked at twice, for the coverage of what changed among them."""

from __future__ import annotations

from numpy.random import Generator

from dashboard.estimators.paired import Pairs, paired_difference
from tests.bench.coverage_worlds import Draw, World


def looked_at_twice(n: int, gained: float, lost: float) -> World:
    """Return the change of a share of n records, with the chances of gaining and of losing it."""

    def draw(random: Generator) -> Draw:
        first, second, _ = random.multinomial(n, [gained, lost, 1 - gained - lost]).tolist()
        found = paired_difference(Pairs(first, second, n))
        return Draw(found.value, found.low, found.high, gained - lost)

    return draw
