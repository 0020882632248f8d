"""A change in one part of a company and none in another, for the coverage of what lies between."""

from __future__ import annotations

import math

from numpy.random import Generator

from dashboard.estimators.difference import difference
from dashboard.estimators.drift import drift, standard_error
from dashboard.estimators.intervals import wilson
from tests.bench.coverage_worlds import Draw, World

# (records, share before, share after) of the changed part and of the untouched one.
CHANGED, UNTOUCHED = (200, 0.30, 0.36), (80, 0.25, 0.27)


def beyond_the_untouched(random: Generator) -> Draw:
    """Draw by how much the changed part moved beyond the untouched one."""
    gaps, truth = [], []
    for n, before, after in (CHANGED, UNTOUCHED):
        was, now = (wilson(random.binomial(n, share), n) for share in (before, after))
        gaps.append(difference(now, was))
        truth.append(after - before)
    found = difference(*gaps)
    return Draw(found.value, found.low, found.high, truth[0] - truth[1])


def drift_before(months: int, slope: float, scatter: float = 0.0) -> World:
    """Return the gap of two parts by month, growing so fast, each with 60 and 40 records.

    `scatter` is by how much months differ beyond what their records tell.
    """

    def draw(random: Generator) -> Draw:
        gaps, errors = [], []
        for month in range(months):
            off = random.normal(0, scatter) if scatter else 0.0
            one = wilson(random.binomial(60, 0.35 + slope * month + off), 60)
            other = wilson(random.binomial(40, 0.35), 40)
            gaps.append((one.value or 0.0) - (other.value or 0.0))
            errors.append(math.hypot(*(standard_error(each) or 0.0 for each in (one, other))))
        found = drift(range(months), gaps, errors)
        return Draw(found.value, found.low, found.high, slope)

    return draw
