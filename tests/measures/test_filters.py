"""Months, the default period, the access rule, and what a view is called in words."""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard.errors import ConfigError
from dashboard.measures import access, filters
from dashboard.measures.access import User
from dashboard.measures.filters import Dimension, Filters
from dashboard.measures.slices import parameters_of

AS_OF = dt.date(2026, 10, 23)
SEGMENT = Dimension("dim_1", "segment", "Segment", "accounts")


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-00", "2026", "01-2026", "2026-1", "x", "0000-01"]
)
def test_what_is_no_month_is_refused_with_an_example(text):
    with pytest.raises(ConfigError, match="like 2026-01"):
        filters.parse_month(text)


def test_the_last_twelve_months_are_the_running_one_and_the_eleven_before():
    period = filters.period_of("last_12_months", AS_OF)
    assert period == (dt.date(2025, 11, 1), dt.date(2026, 10, 1))


def test_a_period_is_shifted_by_whole_months():
    asked = Filters(start=dt.date(2026, 1, 1), end=dt.date(2026, 3, 1))
    earlier = filters.shifted(asked, -12)
    assert (earlier.start, earlier.end) == (dt.date(2025, 1, 1), dt.date(2025, 3, 1))


def test_a_period_that_ends_before_it_starts_is_refused():
    with pytest.raises(ConfigError, match="Swap --from and --to"):
        filters.check(Filters(start=AS_OF, end=dt.date(2026, 1, 1)), ())


@pytest.mark.parametrize("asked", [Filters(by="segmnt"), Filters(where={"segmnt": ("SMB",)})])
def test_an_unknown_dimension_is_refused_with_the_nearest(asked):
    with pytest.raises(ConfigError, match="Did you mean 'segment'"):
        filters.check(asked, (SEGMENT,))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Filters(), "deals closed, all data to 23 Oct 2026"),
        (
            Filters(*filters.period_of("last_12_months", AS_OF)),
            "deals closed in the 12 months to 23 Oct 2026",
        ),
        (
            Filters(dt.date(2026, 1, 1), dt.date(2026, 2, 1), {"segment": ("SMB", "Mid")}),
            "deals closed Jan 2026 to Feb 2026, Segment SMB or Mid",
        ),
        (Filters(dt.date(2026, 1, 1), dt.date(2026, 1, 1)), "deals closed in Jan 2026"),
        (
            Filters(where={"segment": ()}, population="all"),
            (
                "deals closed, all data to 23 Oct 2026, Segment none of those you may see, "
                "existing customers included"
            ),
        ),
    ],
)
def test_a_view_has_its_sentence(asked, said):
    assert filters.sentence(asked, "deal_closed", (SEGMENT,), AS_OF) == said


def test_the_order_of_values_does_not_make_another_view():
    one = Filters(where={"segment": ("SMB", "Mid")})
    assert one.cache_key == Filters(where={"segment": ("Mid", "SMB")}).cache_key


def test_a_user_sees_the_intersection_of_asked_and_allowed():
    asked = Filters(where={"segment": ("SMB", "Mid")})
    seen = access.limited(asked, User("x", {"segment": ("Mid", "Large")}))
    assert seen.where == {"segment": ("Mid",)}


def test_a_user_who_asks_for_nothing_gets_what_is_allowed():
    seen = access.limited(Filters(), User("x", {"segment": ("Mid",)}), {"region": ["North"]})
    assert seen.where == {"segment": ("Mid",), "region": ("North",)}


def test_an_empty_intersection_matches_nothing_instead_of_everything(context):
    from dataclasses import replace

    asked = Filters(where={"segment": ("SMB",)})
    seen = access.limited(asked, User("x", {"segment": ("Large",)}))
    bound = parameters_of(seen, replace(context, dimensions=(SEGMENT,)))
    assert bound["dim_1"] == []
