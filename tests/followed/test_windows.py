"""Which months stand before and after a change: by hand, and whatever the day."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.followed.model import Changed
from dashboard.followed.windows import Around, plan, year_before
from dashboard.measures.filters import month_end

AS_OF = dt.date(2026, 10, 23)
BEGINS = dt.date(2024, 10, 24)
YOUNG = "later months are too young, for each is followed for"
FIRST, FROM = "Too early: the first whole month after it is", "so it can be told from"


def change(year: int, month: int, day: int, kind: str = "training") -> Changed:
    on = dt.date(year, month, day)
    return Changed(on.isoformat(), on, "A change", kind)


def months(found) -> tuple[str, str]:
    return found.before.label, found.after.label


@pytest.mark.parametrize(
    ("day", "follow", "asked", "before", "after"),
    [
        # In the middle of a month, which is left out; all six months are over.
        (change(2026, 1, 12), 0, 6, "Jul to Dec 2025", "Feb to Jul 2026"),
        # On the first of a month, which belongs to the months after.
        (change(2026, 4, 1), 0, 6, "Oct 2025 to Mar 2026", "Apr to Sep 2026"),
        # Followed for 30 days: September ended on the 30th, 23 days ago.
        (change(2026, 4, 1), 30, 6, "Nov 2025 to Mar 2026", "Apr to Aug 2026"),
        # Followed for 23 days: September is old enough to the day.
        (change(2026, 4, 1), 23, 6, "Oct 2025 to Mar 2026", "Apr to Sep 2026"),
        (change(2026, 4, 1), 24, 6, "Nov 2025 to Mar 2026", "Apr to Aug 2026"),
        (change(2026, 7, 15), 30, 6, "Jun 2026", "Aug 2026"),
        # Our data begin on 24 October 2024, so November is the first whole month.
        (change(2025, 2, 1), 0, 6, "Nov 2024 to Jan 2025", "Feb to Apr 2025"),
        (change(2025, 11, 20), 0, 2, "Sep to Oct 2025", "Dec 2025 to Jan 2026"),
    ],
)
def test_both_sides_are_equally_long_and_old(day, follow, asked, before, after):
    found = plan(day, Around(follow, BEGINS), asked, AS_OF)
    assert months(found) == (before, after)


def test_what_is_left_out_is_said():
    found = plan(change(2026, 7, 15), Around(30, BEGINS), 6, AS_OF)
    assert found.notes == (
        "Jul 2026 is left out: it holds days of before and after.",
        f"Told from 1 month on either side: {YOUNG} 30 days.",
    )
    found = plan(change(2025, 2, 1), Around(0, BEGINS), 6, AS_OF)
    assert found.notes == ("Told from 3 months on either side: our data begin on 24 Oct 2024.",)
    found = plan(change(2026, 7, 1), Around(0, BEGINS), 6, AS_OF)
    assert found.notes == ("Told from 3 months on either side: later months are not over yet.",)
    assert plan(change(2026, 4, 1), Around(0, BEGINS), 6, AS_OF).notes == ()


@pytest.mark.parametrize(
    ("day", "follow", "status", "said"),
    [
        (
            change(2026, 7, 15), 180, "too early",
            f"{FIRST} Aug 2026 and each is followed for 180 days, {FROM} 28 Feb 2027 on.",
        ),
        (
            change(2026, 10, 1), 0, "too early",
            f"{FIRST} Oct 2026, {FROM} 1 Nov 2026 on.",
        ),
        (change(2026, 12, 1), 0, "too early", "Planned for 1 Dec 2026."),
        (
            change(2024, 11, 5), 0, "not comparable",
            "No whole month before it is on record: our data begin on 24 Oct 2024.",
        ),
    ],
)  # fmt: skip
def test_without_months_the_reason_is_said(day, follow, status, said):
    found = plan(day, Around(follow, BEGINS), 6, AS_OF)
    assert (found.before, found.after) == (None, None)
    assert (found.status, found.reason) == (status, said)


def test_from_the_day_named_on_it_can_be_told():
    """On 26 February 2027 the last day of August is 179 days back."""
    day, around = change(2026, 7, 15), Around(180, BEGINS)
    assert plan(day, around, 6, dt.date(2027, 2, 28)).after is not None
    assert plan(day, around, 6, dt.date(2027, 2, 26)).after is None


def test_a_changed_definition_ends_a_side_and_never_lies_between():
    april = Around(0, BEGINS, (dt.date(2026, 4, 1),))
    found = plan(change(2026, 1, 12), april, 6, AS_OF)
    assert months(found) == ("Nov to Dec 2025", "Feb to Mar 2026")
    assert found.notes[-1] == (
        "Told from 2 months on either side: it is counted otherwise since 1 Apr 2026."
    )
    found = plan(change(2026, 7, 15), april, 6, AS_OF)
    assert months(found) == ("May to Jun 2026", "Aug to Sep 2026")
    found = plan(change(2026, 5, 20), april, 6, AS_OF)
    assert months(found) == ("Apr 2026", "Jun 2026")
    assert found.notes[-1] == (
        "Told from 1 month on either side: it is counted otherwise since 1 Apr 2026."
    )
    for day in (change(2026, 4, 1, "definition"), change(2026, 4, 12), change(2026, 3, 20)):
        found = plan(day, april, 6, AS_OF)
        assert found.status == "not comparable"
        assert found.reason.startswith("It is counted otherwise since 1 Apr 2026")


@given(
    day=st.dates(dt.date(2024, 6, 1), dt.date(2026, 12, 31)),
    follow=st.integers(0, 400),
    asked=st.integers(1, 24),
    breaks=st.lists(st.dates(dt.date(2024, 6, 1), AS_OF), max_size=3),
)
def test_whatever_the_day_both_sides_are_alike_and_whole(day, follow, asked, breaks):
    around = Around(follow, BEGINS, tuple(sorted(breaks)))
    found = plan(change(day.year, day.month, day.day), around, asked, AS_OF)
    if found.before is None or found.after is None:
        assert found.reason
        return
    before, after = found.before, found.after
    assert _length(before) == _length(after) <= asked
    assert BEGINS <= before.start <= before.last_day < day <= after.start or (
        day.day == 1 and after.start == day
    )
    assert month_end(after.end) + dt.timedelta(days=follow) <= AS_OF
    assert not any(before.start < each <= after.last_day for each in breaks)


def _length(window) -> int:
    first, last = window.start, window.end
    return (last.year - first.year) * 12 + last.month - first.month + 1


def test_the_same_months_a_year_before():
    found = plan(change(2026, 1, 12), Around(0, BEGINS), 2, AS_OF)
    assert [year_before(each).label for each in (found.before, found.after)] == [
        "Nov to Dec 2024", "Feb to Mar 2025",
    ]  # fmt: skip
