"""What an answer is compared with: which months, to which day, and when there is no other side."""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard.errors import ConfigError
from dashboard.measures import against
from dashboard.measures.filters import Dimension, Filters

AS_OF = dt.date(2026, 10, 23)
SEGMENT = Dimension("dim_1", "segment", "Segment", "leads")
YEAR = Filters(dt.date(2025, 11, 1), dt.date(2026, 10, 1))
QUARTER = Filters(dt.date(2026, 4, 1), dt.date(2026, 6, 1))


def parsed(text, filters=YEAR, as_of=AS_OF):
    return against.parse(text, filters, (SEGMENT,), as_of)


def months(found):
    return (f"{found.filters.start:%Y-%m}", f"{found.filters.end:%Y-%m}", found.filters.until)


@pytest.mark.parametrize(
    ("text", "filters", "expected"),
    [
        ("year_before", YEAR, ("2024-11", "2025-10", dt.date(2025, 10, 23))),
        ("year-before", YEAR, ("2024-11", "2025-10", dt.date(2025, 10, 23))),
        ("period_before", YEAR, ("2024-11", "2025-10", dt.date(2025, 10, 23))),
        ("year_before", QUARTER, ("2025-04", "2025-06", None)),
        ("period_before", QUARTER, ("2026-01", "2026-03", None)),
        ("2025-01..2025-03", QUARTER, ("2025-01", "2025-03", None)),
        # Since September: to the end of our data.
        (
            "period_before",
            Filters(dt.date(2026, 9, 1)),
            ("2026-07", "2026-08", dt.date(2026, 8, 23)),
        ),
        # As many months, so the last of them is cut where ours is.
        ("2024-01..2024-12", YEAR, ("2024-01", "2024-12", dt.date(2024, 12, 23))),
        ("2025-01..2025-06", YEAR, ("2025-01", "2025-06", None)),
    ],
)
def test_a_running_period_is_set_beside_as_much_of_the_other(text, filters, expected):
    assert months(parsed(text, filters)) == expected


def test_a_month_that_is_over_is_compared_whole():
    assert months(parsed("year_before", as_of=dt.date(2026, 10, 31)))[2] is None


def test_the_day_of_a_leap_year_has_its_like_in_the_year_before():
    february = Filters(dt.date(2028, 2, 1), dt.date(2028, 2, 1))
    found = parsed("year_before", february, dt.date(2028, 2, 28))
    assert months(found)[2] == dt.date(2027, 2, 28)


@pytest.mark.parametrize(
    ("text", "filters", "is_as_long"),
    [
        ("year_before", YEAR, True),
        ("year_before", QUARTER, True),
        ("2025-01..2025-06", QUARTER, False),
        ("2025-01..2025-03", QUARTER, True),
        ("2025-01..2025-06", Filters(), False),
        # The other side is the one that still runs.
        ("2026-10..2026-10", Filters(dt.date(2025, 10, 1), dt.date(2025, 10, 1)), False),
        ("2025-11..2026-10", YEAR, True),
    ],
)
def test_whether_both_periods_are_as_long(text, filters, is_as_long):
    assert parsed(text, filters).is_as_long is is_as_long


@pytest.mark.parametrize(
    ("text", "filters", "reason"),
    [
        ("year_before", Filters(), "All our data has no year before."),
        (
            "period_before",
            Filters(end=dt.date(2026, 3, 1)),
            "A period without a first month has no period before.",
        ),
        ("year_before", Filters(dt.date(2027, 1, 1)), "The period has not begun."),
    ],
)
def test_where_there_is_no_other_side_it_says_why(text, filters, reason):
    found = parsed(text, filters)
    assert (found.filters, found.reason) == (None, reason)


def test_a_value_of_a_dimension_changes_that_filter_alone():
    ours = Filters(YEAR.start, YEAR.end, {"segment": ("Mid",), "region": ("North",)})
    found = parsed("segment:SMB", ours)
    assert found.filters.where == {"segment": ("SMB",), "region": ("North",)}
    assert (found.filters.start, found.filters.until) == (YEAR.start, None)
    assert (found.label, found.here, found.is_part) == ("segment SMB", "segment Mid", False)


@pytest.mark.parametrize(
    ("chosen", "is_part"),
    [((), True), (("SMB", "Mid"), True), (("SMB",), False), (("Mid",), False)],
)
def test_a_group_is_known_as_a_part_of_the_whole(chosen, is_part):
    where = {"segment": chosen} if chosen else {}
    assert parsed("segment:SMB", Filters(where=where)).is_part is is_part


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("year_before", "the year before"),
        ("2025-01..2025-06", "Jan to Jun 2025"),
        ("2024-11..2025-02", "Nov 2024 to Feb 2025"),
        ("2025-03..2025-03", "Mar 2025"),
        ("segment:SMB", "segment SMB"),
    ],
)
def test_the_other_side_has_a_name(text, label):
    assert parsed(text).label == label
    assert against.label_of(text, {"segment": "Segment"}) == label


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("yesterday", "nothing to compare with"),
        ("segment:", "nothing to compare with"),
        ("2025-06..2025-01", "Swap the two months"),
        ("segmnt:SMB", "Did you mean 'segment'"),
        ("2025-13..2025-14", "nothing to compare with"),
    ],
)
def test_what_cannot_be_compared_with_is_refused(text, said):
    with pytest.raises(ConfigError, match=said):
        parsed(text)
