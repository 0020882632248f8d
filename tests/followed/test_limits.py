"""The usual range of the months before: by hand, and where days stand still."""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard.followed.model import Point
from dashboard.followed.series import limits_of
from dashboard.measures.filters import add_months

# A worked set of twelve points: mean 41.417, mean moving range 1.727, limits 36.822 to 46.011.
PUBLISHED = [39, 41, 41, 41, 43, 44, 41, 42, 40, 41, 44, 40]


def points(values: list[float | None]) -> list[Point]:
    first = dt.date(2025, 1, 1)
    return [
        Point(add_months(first, at), value, None, None, 50, is_after=False)
        for at, value in enumerate(values)
    ]


def test_twelve_months_have_the_published_limits():
    found = limits_of(points(PUBLISHED), "count")
    assert found.mean == pytest.approx(41.417, abs=5e-4)
    assert (found.low, found.high) == pytest.approx((36.822, 46.011), abs=2e-3)


def test_months_that_tell_nothing_do_not_count_towards_twelve():
    assert limits_of(points(PUBLISHED[:11]), "count") is None
    assert limits_of(points([*PUBLISHED[:11], None]), "count") is None
    assert limits_of(points([None, *PUBLISHED]), "count").points == 12


def test_days_that_stood_still_for_a_year_leave_room_for_a_day():
    """Neighbours differ by a day at least: 2.66 days to either side of seven."""
    found = limits_of(points([7.0] * 12), "days")
    assert (found.low, found.high) == pytest.approx((4.34, 9.66))


def test_a_share_that_stood_still_is_not_left_by_rounding():
    found = limits_of(points([0.1 + 0.2] * 6 + [0.3] * 6), "share")
    assert found.low < 0.3 < 0.1 + 0.2 < found.high
    assert found.high - found.low < 1e-8
