"""Row by row beside another period or group: how sure, and what is not to be compared."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.estimators.intervals import wilson
from dashboard.measures import changes, registry
from dashboard.measures.against import Against
from dashboard.measures.filters import Filters
from dashboard.measures.ledger import LedgerRows
from dashboard.measures.result import Result, Row

MEASURES = registry.load()
THEN = Filters(dt.date(2024, 11, 1), dt.date(2025, 10, 1), until=dt.date(2025, 10, 23))
BEFORE = Against("year_before", "the year before", "now", THEN, shift_months=-12)
SMB = Against("segment:SMB", "segment SMB", "any segment", Filters(), is_period=False, is_part=True)


def share(k, n, **keys):
    found = wilson(k, n)
    return Row(keys, found.value, found.low, found.high, n, k, numerator=k, denominator=n)


def between(low, high, luck, n=100, **keys):
    return Row(keys, low, low - luck, high + luck, n, 30, bound_low=low, bound_high=high)


def total(value, **keys):
    return Row(keys, value, None, None, int(value), int(value))


def result(measure_id, *rows, status="ok"):
    return Result(
        MEASURES[measure_id], Filters(), dt.datetime(2026, 10, 23), "UTC", status, (), rows, (),
        "A finding.", "", "",
    )  # fmt: skip


def change(measure_id, row, other, against=BEFORE):
    beside = changes.set_beside(result(measure_id, row), result(measure_id, *other), against)
    return beside.of(row)


@pytest.mark.parametrize(
    ("row", "other", "status"),
    [
        (share(31, 100), share(27, 100), "could be luck"),
        (share(56, 70), share(48, 80), "clearly more"),
        (share(48, 80), share(56, 70), "clearly fewer"),
        (share(20, 29), share(10, 100), "too few"),
        (share(50, 100), share(1, 29), "too few"),
    ],
)
def test_a_share_has_a_direction_beyond_luck_and_from_thirty_records_on(row, other, status):
    assert change("win_rate", row, [other]).status == status


def test_the_range_of_a_difference_of_shares_is_newcombes():
    found = change("win_rate", share(56, 70), [share(48, 80)])
    assert (found.by.value, found.by.low, found.by.high) == pytest.approx(
        (0.2, 0.0524, 0.3339), abs=5e-5
    )


@pytest.mark.parametrize(
    ("value", "other", "status"),
    [(96, 91, "could be luck"), (140, 91, "clearly more"), (4, 40, "clearly fewer"),
     (3, 12, "too few"), (0, 0, "too few")],
)  # fmt: skip
def test_a_count_is_compared_as_a_count_of_what_happens_by_chance(value, other, status):
    row, there = (total(each, statistic="won_deals") for each in (value, other))
    assert change("control_totals", row, [there]).status == status


def test_a_total_that_is_not_there_on_the_other_side_is_none_there():
    found = change("control_totals", total(40, statistic="won_deals"), [])
    assert (found.status, found.other.value) == ("clearly more", 0)


def test_money_has_no_luck_range_and_no_direction():
    row, other = (total(each, statistic="won_amount") for each in (9e6, 1e6))
    found = change("control_totals", row, [other])
    assert (found.status, found.other.value, found.by.low) == ("no luck range", 1e6, None)


@pytest.mark.parametrize(
    ("ours", "theirs", "status"),
    [
        ((0.4, 0.5, 0.05), (0.2, 0.3, 0.04), "clearly more"),
        ((0.2, 0.3, 0.04), (0.4, 0.5, 0.05), "clearly fewer"),
        # What the records allow lies apart; with luck it does not.
        ((0.4, 0.5, 0.06), (0.2, 0.3, 0.05), "could be luck"),
        ((0.25, 0.5, 0.05), (0.2, 0.3, 0.05), "could be luck"),
    ],
)
def test_ranges_have_a_direction_where_they_do_not_overlap(ours, theirs, status):
    keys = {"component": "ours", "statistic": "deals"}
    found = change("won_without_gate", between(*ours, **keys), [between(*theirs, **keys)])
    assert (found.status, found.by.value) == (status, None)


def test_the_young_are_not_set_beside_the_old_but_one_group_is_beside_another():
    young, old = share(10, 100), share(40, 100)
    found = change("lead_to_won_conversion", young, [old])
    assert (found.status, found.by.value) == ("not the same age", None)
    assert change("lead_to_won_conversion", young, [old], SMB).status == "clearly fewer"


def test_the_settled_rows_of_a_measure_that_matures_are_compared():
    names = ("won_deals", "open_deals")
    ours, theirs = ([total(each, statistic=name) for name in names] for each in (140, 91))
    beside = changes.set_beside(
        result("control_totals", *ours), result("control_totals", *theirs), BEFORE
    )
    found = [beside.of(each).status for each in ours]
    assert found == ["clearly more", "not comparable"]


@pytest.mark.parametrize(
    ("against", "why"),
    [
        (replace(BEFORE, is_as_long=False), "the two periods are not as long"),
        (SMB, "the one is a part of the other"),
        (
            replace(BEFORE, first_days={"deal_created": dt.date(2024, 9, 1)}, horizon_days=180),
            "our data begin on 1 Sep 2024",
        ),
    ],
)
def test_sums_of_unlike_sides_are_shown_and_not_compared(against, why):
    row, other = (total(each, statistic="won_deals") for each in (140, 91))
    found = change("control_totals", row, [other], against)
    assert (found.status, found.why, found.other) == ("not comparable", why, other)


def test_data_that_begin_before_whatever_closed_are_compared():
    against = replace(BEFORE, first_days={"deal_created": dt.date(2024, 5, 1)}, horizon_days=180)
    row, other = (total(each, statistic="won_deals") for each in (140, 91))
    assert change("control_totals", row, [other], against).status == "clearly more"


def test_people_known_by_whole_months_are_not_counted_against_a_part_of_one():
    row, other = (total(each, order=1, step="lead", reading="strict") for each in (900, 700))
    assert change("funnel", row, [other]).why == "the two periods are not as long"


def test_a_month_is_set_beside_the_same_month_of_the_other_period():
    july, august = (
        total(each, turn="first", period=dt.date(2026, month, 1))
        for each, month in ((90, 7), (80, 8))
    )
    before = [
        total(each, turn="first", period=dt.date(2025, month, 1))
        for each, month in ((50, 7), (70, 8))
    ]
    whole = replace(BEFORE, filters=Filters(dt.date(2025, 7, 1), dt.date(2025, 8, 1)))
    beside = changes.set_beside(
        result("mql_volume", july, august), result("mql_volume", *before), whole
    )
    assert [beside.of(each).other.value for each in (july, august)] == [50, 70]


def test_a_place_in_an_order_names_nothing():
    row = share(40, 100, order=1, origin="referral", statistic="deals")
    other = share(20, 100, order=3, origin="referral", statistic="deals")
    assert change("outside_origins", row, [other]).other == other


def test_what_is_so_now_has_no_year_before():
    beside = changes.set_beside(result("stuck_now"), result("stuck_now"), BEFORE)
    assert "belongs to no period" in beside.reason
    assert not changes.set_beside(result("stuck_now"), result("stuck_now"), SMB).reason


def test_how_deals_stand_now_has_no_year_before_whenever_they_were_created():
    rows = [share(32, 120, statistic=each) for each in ("deals", "amount")]
    others = [share(3, 9, statistic=each) for each in ("deals", "amount")]
    ours, theirs = result("stalled_value", *rows), result("stalled_value", *others)
    beside = changes.set_beside(ours, theirs, BEFORE)
    assert beside.reason == "This is how they stand now, so it has no number for the year before."
    assert (beside.other, beside.changes) == (None, {})
    assert not changes.set_beside(ours, theirs, SMB).reason


def test_of_a_measure_the_rows_of_now_alone_are_kept_apart():
    keys = {"order": 1, "stage": "Offer"}
    now, ever = (share(20, 90, **keys, statistic=each) for each in ("now", "ever"))
    beside = changes.set_beside(
        result("stalled_by_stage", now, ever), result("stalled_by_stage", now, ever), BEFORE
    )
    assert (beside.of(now).status, beside.of(now).other) == ("not comparable", None)
    assert (beside.of(ever).status, beside.of(ever).other) == ("not the same age", ever)


@pytest.mark.parametrize(
    ("first_verdict", "is_compared"),
    # The year before begins on 1 Nov 2024; 180 days and 365 days earlier is 6 May 2023.
    [(dt.date(2023, 5, 6), True), (dt.date(2023, 5, 7), False), (dt.date(2024, 10, 23), False)],
)
def test_verdicts_that_begin_too_late_keep_turned_away_first_from_a_comparison(
    first_verdict, is_compared
):
    row, other = (share(each, 107, statistic="deals") for each in (40, 50))
    against = replace(
        BEFORE, first_days={"verdict": first_verdict}, horizon_days=180, lookback_days=365
    )
    ours, theirs = (result("rejected_then_won", each) for each in (row, other))
    beside = changes.set_beside(ours, theirs, against)
    assert bool(beside.changes) is is_compared
    assert ("our gate verdicts begin on" in beside.reason) is not is_compared
    assert not changes.set_beside(ours, theirs, SMB).reason


def test_a_side_that_cannot_be_answered_says_so():
    other = result("win_rate", status="not computable")
    beside = changes.set_beside(result("win_rate", share(1, 2)), other, BEFORE)
    assert beside.reason == "The year before: A finding."


def test_of_a_list_its_length_is_compared_unless_it_is_cut():
    def ledger(measure_id, n):
        frame = pl.DataFrame({"record_id": list(map(str, range(n))), "n": 1, "sort_value": 1.0})
        return replace(result(measure_id), rows=LedgerRows(frame, "observed"))

    beside = changes.set_beside(
        ledger("turned_away_ledger", 60), ledger("turned_away_ledger", 20), BEFORE
    )
    assert beside.whole.status == "clearly more"
    assert beside.to_json()["records"]["other_value"] == 20
    cut = changes.set_beside(ledger("largest_wins", 10), ledger("largest_wins", 10), BEFORE)
    assert cut.whole is None


def test_columns_stand_beside_a_row_and_nowhere_without_a_comparison():
    row, other = share(56, 70), share(48, 80)
    alone = result("win_rate", row)
    beside = replace(alone, compared=changes.set_beside(alone, result("win_rate", other), BEFORE))
    added = [name for name in beside.table()[0] if name not in alone.table()[0]]
    assert added == [
        "other_value", "other_low", "other_high", "other_n", "other_events",
        "difference", "difference_low", "difference_high", "difference_status",
    ]  # fmt: skip
    assert beside.table()[0].items() >= alone.table()[0].items()
    assert "against" not in alone.to_json()
    assert beside.to_json()["against"]["words"] == "the year before"


shares = st.integers(1, 400).flatmap(lambda n: st.builds(share, st.integers(0, n), st.just(n)))
OPPOSITE = {"clearly more": "clearly fewer", "clearly fewer": "clearly more"}


@given(shares, shares)
def test_swapping_the_sides_turns_every_difference_round(one, other):
    there, back = change("win_rate", one, [other]), change("win_rate", other, [one])
    assert back.status == OPPOSITE.get(there.status, there.status)
    if there.by.value is not None:
        assert [back.by.value, back.by.low, back.by.high] == pytest.approx(
            [-there.by.value, -there.by.high, -there.by.low]
        )


@given(shares, st.integers(0, 500))
def test_nothing_differs_clearly_from_itself(row, count):
    of_count = total(count, statistic="won_deals")
    assert not change("win_rate", row, [row]).is_clear
    assert not change("control_totals", of_count, [of_count]).is_clear


# Counted by what became of records so far, and not marked as still changing: why not.
WATCHED_ALIKE = {
    "corroborated_moves": "a step counts seven days after it, whatever its deal's age",
    "pipeline_created": "a deal is created once",
    "update_weekdays": "on which day of the week does not depend on age",
    "relationship_depth": "every deal had the whole horizon",
    "fewer_better_leads": "each month is read at one age",
    "like_for_like": "outcomes by a fixed day, deals old enough",
    "fast_created_then_stalled": "outcomes by a fixed day, deals old enough",
    "cohort_conversion": "each step within its own time",
    "good_catches": "a full year each",
    "turned_away_accounts": "a full year each",
    "passed_then_nothing": "a full year each",
    "seller_hours_by_outcome": "each followed for the same days",
    **dict.fromkeys(
        (
            "delay_cost",
            "gate_cost_range",
            "gate_ledger",
            "gate_verdict",
            "lost_by_delay",
            "rep_leniency",
            "score_deciles",
            "score_validity",
            "settling_test",
            "threshold_jump",
            "threshold_tradeoff",
            "two_roles",
            "wait_decay",
        ),
        "each followed for the same days",
    ),
    "activity_ratio": "events of the month itself",
    "mql_volume": "events of the month itself",
}
# Estimators that take account of how long each record was watched.
TIMED = {
    "aalen_johansen", "half_reached_by", "states_by_day", "momentum_index", "stays", "cohorts",
}  # fmt: skip
STARTS = {"lead_created", "mql", "step_entered", "verdict", "hand_raised", "deal_created"}


def test_what_takes_the_young_to_go_on_as_the_old_did_is_no_count():
    modelled = {each.id for each in MEASURES if each.estimator.name in TIMED | {"maturity"}}
    # Its sentence reads the curve, where that of stage_lag reads the finished as well.
    modelled.add("helpful_contact_wait")
    assert {each for each in modelled if MEASURES[each].grade != "modelled"} == set()
    assert {each.id for each in MEASURES if each.grade == "modelled"} == modelled


def test_of_each_measure_it_is_decided_whether_its_periods_age():
    undecided = {
        each.id
        for each in MEASURES
        if each.dated_by in STARTS
        and each.estimator.name not in TIMED
        and not each.matures
        and each.id not in WATCHED_ALIKE
    }
    assert undecided == set()
    assert not {each for each in WATCHED_ALIKE if MEASURES[each].matures}
