"""Which five things a meeting looks at."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from dashboard import meeting
from dashboard.decisions import Decision, Log, Meeting
from dashboard.measures import registry
from dashboard.measures.filters import Filters
from dashboard.measures.result import Result, Row
from dashboard.meeting import Compared, Prices
from dashboard.meeting.candidates import CANDIDATES

MEASURES = registry.load()
DAY = dt.date(2026, 10, 23)
PRICES = Prices(hour_cost=80.0, minutes_per_touch=12.0)


def row(name=None, key="statistic", **numbers):
    blank = {"value": None, "low": None, "high": None, "n": 40, "events": 0}
    return Row({key: name} if name else {}, **{**blank, **numbers})


def answer(measure_id, *rows, status="ok"):
    return Result(
        measure=MEASURES[measure_id],
        filters=Filters(),
        as_of=dt.datetime(2026, 10, 23),
        time_zone="UTC",
        status=status,
        needs=(),
        rows=rows,
        notes=(),
        finding="",
        other_reading="",
        next_step="",
        whole=rows,
    )


def went(name, statistic, value, events=0):
    return Row({"went": name, "statistic": statistic}, value, None, None, 40, events)


ANSWERS = {
    each.measure.id: each
    for each in (
        answer("rejected_then_won", row("deals", events=9), row("amount", numerator=1_400_000.0)),
        answer("stalled_value", row("deals", events=30), row("amount", numerator=2_000_000.0)),
        answer("good_catches", *(row() for _ in range(100))),
        answer("recycled_leads", row("entered_again", events=6)),
        answer("where_leads_went", went("never_tried", "won_amount", 300_000.0)),
    )
}
NONE = Compared(0, frozenset())


def ids(items):
    return [item.measure_id for item in items]


def picked(results=None, log=None, day=DAY, compared=NONE):
    return meeting.pick(
        ANSWERS if results is None else results, log or Log(), day, PRICES, compared
    )


def test_five_slots_in_their_order_the_first_for_what_is_due():
    items = picked()
    assert [(item.number, item.slot) for item in items] == [
        (1, "due"), (2, "cost"), (3, "credit"), (4, "argue"), (5, "nobodys"),
    ]  # fmt: skip
    assert ids(items) == [
        None, "rejected_then_won", "good_catches", "recycled_leads", "where_leads_went",
    ]  # fmt: skip
    assert items[0].why == "No decision is due for review."


def test_the_stake_times_what_the_room_can_change_decides():
    """1.4M at full reach against 2.0M at a quarter; seven million silent turn it round."""
    silent = answer("stalled_value", row("deals"), row("amount", numerator=7_000_000.0))
    assert picked({**ANSWERS, "stalled_value": silent})[1].measure_id == "stalled_value"


def test_money_that_came_is_counted_and_not_at_stake():
    stake = picked()[1].stake
    assert (stake.counted, stake.low, stake.high) == (1_400_000.0, None, None)


def test_a_hundred_people_at_twelve_minutes_are_twenty_hours_at_least():
    stake = picked()[2].stake
    assert (stake.unit, stake.low, stake.high) == ("hours", 20.0, None)
    assert stake.worth(PRICES) == 1600.0


def test_a_good_month_has_fewer_than_five():
    items = picked({})
    assert ids(items) == [None] * 5
    assert [item.why for item in items] == list(meeting.NOTHING.values())


@pytest.mark.parametrize("status", ["not computable", "withheld"])
def test_what_cannot_be_answered_is_no_candidate(status):
    faulty = {name: replace(each, status=status, whole=()) for name, each in ANSWERS.items()}
    assert ids(picked(faulty)) == [None] * 5


def test_a_decision_that_is_due_comes_first_and_its_answer_nowhere_else():
    due = Decision(
        "a1", dt.date(2026, 7, 1), "cost", "rejected_then_won", "?", "9 wins", "keep", "Ada",
        review_on=DAY,
    )  # fmt: skip
    items = picked(log=Log(decisions=[due]))
    assert items[0].decision == due
    assert items[0].result is ANSWERS["rejected_then_won"]
    assert items[0].stake.counted == 1_400_000.0
    assert items[1].measure_id == "stalled_value"
    assert picked(log=Log(decisions=[replace(due, review_on=dt.date(2026, 10, 24))]))[0].why


def test_what_two_meetings_saw_stays_away_unless_it_is_worse():
    worth = 1_400_000.0
    before = [Meeting(dt.date(2026, 9, 1), {"rejected_then_won": worth})]
    assert picked(log=Log(meetings=before))[1].measure_id == "stalled_value"
    better = [Meeting(dt.date(2026, 9, 1), {"rejected_then_won": worth - 1})]
    assert picked(log=Log(meetings=better))[1].measure_id == "rejected_then_won"
    older = [*before, *(Meeting(dt.date(2026, 10, day), {}) for day in (1, 8))]
    assert picked(log=Log(meetings=older))[1].measure_id == "rejected_then_won"
    both = [Meeting(dt.date(2026, 9, 1), {"rejected_then_won": worth, "stalled_value": 9e9})]
    assert picked(log=Log(meetings=both))[1].why == meeting.SEEN


def test_todays_own_meeting_takes_nothing_away():
    today = [Meeting(DAY, meeting.shown(picked(), PRICES))]
    assert today[0].shown["rejected_then_won"] == 1_400_000.0
    assert ids(picked(log=Log(meetings=today))) == ids(picked())


def test_a_difference_is_a_candidate_beyond_luck_alone():
    handed = answer("hand_off_context", row("handed_without", key="context", events=9_000))
    results = {**ANSWERS, "hand_off_context": handed}
    assert picked(results)[4].measure_id == "where_leads_went"
    beyond = Compared(1, frozenset({"hand_off_context"}))
    assert picked(results, compared=beyond)[4].measure_id == "where_leads_went"
    alone = {"hand_off_context": handed}
    assert picked(alone, compared=beyond)[4].measure_id == "hand_off_context"


def test_differences_are_counted_and_those_beyond_luck_named():
    """Ten against ninety of a hundred stand out; two equal shares do not."""
    far = (
        row("handed_with", key="context", value=0.1, low=0.055, high=0.174, n=100),
        row("handed_without", key="context", value=0.9, low=0.826, high=0.945, n=100),
    )
    near = (
        row("first_turn", value=0.4, low=0.3, high=0.5, n=100),
        row("second_turn", value=0.41, low=0.31, high=0.51, n=100),
    )
    found = meeting.beyond_luck(
        [answer("hand_off_context", *far), answer("recycled_leads", *near), *ANSWERS.values()]
    )
    assert found == Compared(2, frozenset({"hand_off_context"}))


def test_no_more_than_two_items_speak_of_one_side(monkeypatch):
    sided = tuple(replace(each, side="sales") for each in CANDIDATES)
    monkeypatch.setattr("dashboard.meeting.picking.CANDIDATES", sided)
    assert [item.measure_id is not None for item in picked()] == [False, True, True, False, False]


def test_every_candidate_is_a_measure_with_words_for_both_sides():
    for each in CANDIDATES:
        measure = MEASURES[each.measure_id]
        assert measure.sides is not None, each.measure_id
        assert set(each.mark) <= set(measure.keys), each.measure_id
