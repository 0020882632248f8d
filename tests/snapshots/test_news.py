"""What is news at its edges: values that went and came back, busy weeks, nothing, the last day."""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard.snapshots.comparing import compared
from dashboard.snapshots.weeks import Stretch, weekly
from tests.snapshots.sides import AFTER, BEFORE, after, before, deal, deals, restated


def told(*rows, stock=("a",)):
    known = deals(*map(deal, stock))
    now = after(deals=known, restated=restated(*rows), restatements_known=len(rows))
    return compared(before(deals=known), now, "USD").restated


def test_a_closing_day_that_went_and_came_back_is_no_restatement():
    moved = ("deals", "a", "closed_date")
    went = ("1", *moved, "2026-09-01", "2026-09-01", "2026-09-05")
    assert told(went, ("2", *moved, "2026-09-05", "2026-09-05", "2026-09-01")) == ()


def test_a_closing_day_that_moved_twice_is_one_restatement_of_the_first_day():
    moved = ("deals", "a", "closed_date")
    (found,) = told(
        ("1", *moved, "2026-09-01", "2026-09-01", "2026-09-05"),
        ("2", *moved, "2026-09-05", "2026-09-05", "2026-09-09"),
    )
    assert (found.old, found.new) == ("2026-09-01", "2026-09-09")
    assert found.business_date == "2026-09-01"


def test_verdicts_of_two_days_stay_two():
    verdict = ("verdicts", "L1/sdr", "verdict")
    found = told(
        ("1", *verdict, "2026-09-01", "accepted", "rejected"),
        ("2", *verdict, "2026-09-05", "rejected", "accepted"),
    )
    assert [each.business_date for each in found] == ["2026-09-01", "2026-09-05"]


def test_a_week_above_the_usual_counts_beside_one_farther_below():
    usual = [20.0, 18.0, 22.0, 21.0, 19.0, 20.0, 20.0, 18.0, 22.0, 21.0, 19.0, 20.0]
    found = weekly([*usual, 5.0, 33.0], Stretch(AFTER, 14), "counts")
    assert found.limits.mean == pytest.approx(20)
    assert found.usual.high < 33
    assert (found.latest, found.most, found.is_above) == (5.0, 33.0, True)
    assert not weekly([*usual, 5.0, 20.0], Stretch(AFTER, 14), "counts").is_above


def test_a_past_of_nothing_that_became_something_is_a_headline():
    stock = deals(deal("a", account_name="Ash"))
    kept = restated(("1", "deals", "a", "outcome", "2026-09-10", "lost", "won"))
    row = ("won_amount", "a", 400e3, None, "All", "2026-09-10")
    now = after(row, deals=stock, restated=kept, restatements_known=1)
    found = compared(before(deals=stock), now, "USD")
    assert found.headline_restated == (
        "Restated: Money won was told as $0 on 16 Oct 2026 and is $400k by the records of today "
        "(1 record)."
    )
    assert not found.is_quiet
    assert found.of("won_amount").restated_share is None


@pytest.mark.parametrize(("day", "is_told"), [(BEFORE, True), (BEFORE - dt.timedelta(1), False)])
def test_a_refused_buyer_won_later_on_the_day_of_the_last_report_is_told(day, is_told):
    closed = deal("c", outcome="won", closed_date=day, is_turned_away_first=True)
    found = compared(before(), after(deals=deals(closed)), "USD")
    assert [each.record_id for each in found.deals] == ["c"] * is_told
