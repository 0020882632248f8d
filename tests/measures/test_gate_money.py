"""What gates cost and keep free, the verdict on them, and their two roles: METHODS E5 by hand."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.estimators.gate_ledger import Range
from dashboard.measures.estimates.gate_sums import never_helped
from tests.bench import coverage_trade_off as worlds
from tests.measures.money_tables import asked, at, worked

# 40 people at the line, 4 won $10,000 each: $1,000 a person. Three hours each, and 1 2/3 each of
# the 36 who did not win.
NEAR = worked(60, 40, 4, 10_000) | {"minutes_without_win": 3_600.0}
# 100 turned away, 2 came back for $5,000 each; 10 hours went into the others.
AWAY = at(50, 100, 2, 5_000) | {"minutes": 900.0, "minutes_without_win": 600.0}
LATER = {"part": "gate", "gate_name": "accepted", "place": 1}
THROUGH = NEAR | LATER
STOPPED = at(60, 10, 0, **LATER)
GATES = [NEAR, AWAY, at(60, 10), THROUGH, STOPPED]


def cost_range(rows=GATES, **assumed):
    return asked("gate_cost_range", rows, **assumed)


def ends(result, **keys):
    row = result.row(**keys)
    return row.low, row.high


def test_turned_away_is_at_most_what_those_right_above_the_line_brought():
    """Sales took on 40 of 50: .8 x (100 x $1,000 - $10,000) x .7 = $50,400; by sales 10 x $1,000 x
    .7 = $7,000.
    """
    result = asked("gate_ledger", GATES)
    for gate, most in (("score", 50_400), ("accepted", 7_000), ("all_gates", 57_400)):
        row = result.row(gate=gate, component="turned_away")
        assert (row.bound_low, row.bound_high) == pytest.approx((0, most))
        assert row.low == 0 < row.bound_high < row.high
    row = result.row(gate="score", component="turned_away")
    assert (row.n, row.events, row.details["recovered"]) == (100, 2, 10_000)


@pytest.mark.parametrize("taken_on", [100, 50])
def test_a_test_by_lot_gives_the_point_at_the_share_that_sales_take_on(taken_on):
    """Taken on brought $500 each, left alone $100: by .8 of 100, .8 x $400 x 100 x .7 = $22,400."""
    lot = {"let_through_at_random": True}
    by_lot = [worked(50, taken_on, 5, taken_on * 100) | lot]
    if taken_on < 100:
        by_lot.append(at(50, 100 - taken_on, 1, 5_000, **lot))
    row = asked("gate_ledger", [*GATES, *by_lot]).row(gate="score", component="turned_away")
    assert row.value == pytest.approx(22_400)
    assert row.details["point_grade"] == "observed"


def test_hours_kept_are_those_of_people_of_whom_nothing_came():
    """98 x .8 x (1 2/3 to 3) hours x $80, and 10 more by sales, all of their hours."""
    result = asked("gate_ledger", GATES)
    low, high = 98 * 0.8 * 5 / 3 * 80, 98 * 0.8 * 3 * 80
    assert ends(result, gate="score", component="hours_kept") == pytest.approx((low, high))
    row = cost_range().row(component="hours_kept")
    assert (row.low, row.high) == pytest.approx((low + 10 * 5 / 3 * 80, high + 10 * 3 * 80))
    assert (row.details["hours_low"], row.details["hours_high"]) == pytest.approx((442 / 3, 265.2))
    assert row.details["people_high"] == pytest.approx(265.2 / 2_080, rel=1e-3)
    assert (row.grade, row.details["certain"], row.n, row.events) == ("assumed", 0, 110, 108)


def test_running_is_the_time_for_those_turned_away_and_the_tools():
    assert ends(cost_range(), component="running") == pytest.approx((800, 800))
    row = cost_range(gate_running_cost=1_000.0).row(component="running")
    assert row.low == pytest.approx(1_800, rel=1e-3)
    assert (row.grade, row.details["certain"]) == ("assumed", 800)


def test_touches_without_minutes_are_priced_as_assumed():
    rows = [each | {"untimed_without_win": 30} if each is AWAY else each for each in GATES]
    for minutes, money in ((12.0, 800 + 480), (20.0, 800 + 800)):
        found = cost_range(rows, minutes_per_touch=minutes).row(component="running")
        assert found.value == pytest.approx(money)


def test_the_net_takes_each_line_at_its_own_end():
    result = cost_range()
    net, lost = result.row(component="net"), result.row(component="turned_away")
    low, high = 147.3333 * 80, 265.2 * 80
    assert net.low == pytest.approx(low - lost.high - 800)
    assert net.bound_low == pytest.approx(low - 57_400 - 800)
    assert net.high == net.bound_high == pytest.approx(high - 800)
    assert (net.n, net.events, net.value) == (150, 110, None)
    assert net.details["finding"] == "not established"
    assert net.details["widest"] == "turned_away"
    assert result.finding.endswith("lost and $20.4k saved. Not settled.")


@pytest.mark.parametrize(
    ("rates", "told"),
    [((-5, 9, 2), (0, 9, 2)), ((-9, -1, -4), (0, 0, 0)), ((1, 9, None), (1, 9, None))],
)
def test_waiting_is_never_taken_to_help(rates, told):
    assert never_helped(Range(*rates)) == Range(*told)
    assert never_helped(None) is None


def test_waiting_that_cannot_be_priced_is_left_out_and_said():
    result = cost_range()
    waiting = result.row(component="waiting")
    assert (waiting.status, waiting.low) == ("too few", None)
    assert result.row(component="net").details["left_out"] == "waiting"
    assert any(note.startswith("Waiting is not in it.") for note in result.notes)


def test_spare_hours_have_no_price_at_the_low_end():
    """147.3 to 265.2 hours; 120 are free, so the low end prices 27.3, and the high end them all."""
    row = cost_range(spare_seller_hours=120.0).row(component="hours_kept")
    assert row.low == pytest.approx((147.333 - 120) * 80, rel=1e-2)
    assert row.high == pytest.approx(265.2 * 80)
    assert (row.grade, row.details["certain"]) == ("bound", pytest.approx(row.low))


def test_without_a_margin_the_gate_saves():
    result = cost_range(margin=0.0)
    assert result.row(component="net").details["finding"] == "is working"
    assert result.finding == "All told, our gates: between $11k and $20.4k saved."


def test_where_hours_have_no_price_the_gate_loses():
    result = cost_range(seller_hour_cost=0.0, gate_running_cost=5_000.0)
    assert result.row(component="net").details["finding"] == "costs more than it saves"
    assert result.finding.startswith("All told, our gates: between $5k and $")
    assert result.finding.endswith("lost.")


def test_admitted_in_vain_and_true_negatives_stand_beside_the_net():
    result = asked("gate_ledger", GATES)
    vain = result.row(gate="score", component="admitted_in_vain")
    assert (vain.value, vain.n, vain.events) == (pytest.approx(60 * 80), 40, 36)
    stayed = result.row(gate="score", component="true_negatives")
    assert (stayed.value, stayed.n, stayed.details["unit"]) == (98, 100, "count")
    assert {vain.details["is_in_net"], stayed.details["is_in_net"]} == {False}


def test_a_gate_that_stopped_nobody_costs_nothing():
    result = asked("gate_ledger", [NEAR, AWAY, THROUGH])
    assert ends(result, gate="accepted", component="turned_away") == (0, 0)
    assert ends(result, gate="accepted", component="hours_kept") == (0, 0)


def test_a_gate_with_few_let_through_leaves_the_sum_open():
    few = worked(60, 9, 1, 10_000) | LATER
    result = asked("gate_ledger", [NEAR, AWAY, few, STOPPED])
    assert result.row(gate="accepted", component="turned_away").status == "too few"
    assert result.row(gate="score", component="turned_away").status == "ok"
    assert result.row(gate="all_gates", component="net").status == "too few"
    assert result.finding == "Too few people right above the line were called to weigh the gates."


def test_wins_that_fall_with_the_score_withhold_the_sum():
    rows = [worked(60, 1_000, 90, 10_000), worked(70, 1_000, 10, 10_000), AWAY]
    result = cost_range(rows)
    assert result.row(component="net").status == "withheld"
    assert result.row(component="hours_kept").status == "ok"
    assert result.finding.startswith("Withheld: wins do not rise with the score")


def test_people_in_a_test_by_lot_are_in_no_line():
    by_lot = [each | {"let_through_at_random": True} for each in GATES]
    both, alone = cost_range([*GATES, *by_lot]), cost_range()
    for component in ("running", "hours_kept"):
        assert ends(both, component=component) == ends(alone, component=component)


def company(seed):
    """Return the people of the synthetic company as rows, worked ones at three hours each."""
    made = worlds.company(np.random.default_rng(seed))
    rows = []
    for score in np.unique(made.score).tolist():
        for is_worked in (True, False):
            here = (made.score == score) & (made.is_worked == is_worked)
            if not here.any():
                continue
            value, wins, n = made.value[here], int(made.is_won[here].sum()), int(here.sum())
            minutes = {"minutes": 180.0 * n, "minutes_without_win": 180.0 * (n - wins)}
            sums = {"value": float(value.sum()), "value_squares": float((value**2).sum())}
            person = at(score, n, wins, line_now=65.0, threshold=65.0, is_worked=is_worked)
            rows.append(person | sums | (minutes if is_worked else {}))
    return rows


COMPANIES = [company(seed) for seed in range(6)]


@pytest.mark.parametrize(
    ("price", "expected"),
    [(240, "costs more than it saves"), (1_800, "not established"), (3_500, "is working")],
)
def test_three_prices_of_a_call_give_three_verdicts(price, expected):
    """METHODS E5: won money jumps by $1,681 at the gate, .65 more are worked, margin .7."""
    told = []
    for people in COMPANIES:
        row = asked("gate_verdict", people, seller_hour_cost=price / 3).row(basis="margin")
        told.append(row.details["finding"])
        assert row.grade == "causal-at-gate"
    assert told.count(expected) >= 5, told
    assert not {"costs more than it saves", "is working"} <= set(told)


def test_each_verdict_is_said_with_both_amounts():
    said = [
        asked("gate_verdict", COMPANIES[0], seller_hour_cost=price / 3).finding
        for price in (240, 1_300, 3_500)
    ]
    assert said[0].startswith(
        "Near the line the next people we turn away would pay for the call: $"
    )
    assert said[1].startswith("Not settled: the next call below the line is worth between $")
    assert said[2].startswith("Near the line the next people we turn away would not pay")
    assert said[1].endswith("people to tell.")


def test_people_heaped_on_the_line_leave_the_verdict_to_the_ledger():
    heaped = [dict(each) for each in COMPANIES[0]]
    for each in heaped:
        if each["score"] == 65:
            for name in ("n", "wins", "events", "value", "value_squares", "minutes"):
                each[name] = each.get(name, 0) * 4
    result = asked("gate_verdict", heaped)
    margin = result.row(basis="margin")
    assert (margin.status, margin.value) == ("withheld", None)
    assert margin.details["finding"] == "not established"
    assert "sit on the line" in margin.details["reason"]
    assert result.finding.startswith("Not settled. All gates together: between $")


def test_a_test_by_lot_below_the_line_leaves_the_verdict_at_it():
    """Twice as many at and above the line; below it every second one is in the test."""
    names = ("n", "wins", "events", "value", "value_squares", "minutes", "minutes_without_win")
    rows = []
    for each in COMPANIES[0]:
        if each["score"] >= 65:
            rows.append(each | {name: each.get(name, 0) * 2 for name in names})
        else:
            rows += [each, each | {"let_through_at_random": each["is_worked"]}]
    margin = asked("gate_verdict", rows).row(basis="margin")
    assert (margin.status, margin.details["reason"]) == ("ok", None)
    assert margin.n == sum(each["n"] for each in rows if "let_through_at_random" not in each)


def test_more_people_than_come_in_fifty_years_are_no_number():
    """As many people as come in a year tell in some years; came they in a hundred, in none."""
    told = {
        years: asked("gate_verdict", COMPANIES[0], years=years, seller_hour_cost=1_300 / 3)
        for years in (1.0, 100.0)
    }
    needed = {
        years: each.row(basis="margin").details["leads_needed"] for years, each in told.items()
    }
    people = told[1.0].row(basis="margin").n
    assert people / 2 < needed[1.0] < 50 * people
    assert needed[100.0] is None
    assert " people to tell." in told[1.0].finding
    assert told[100.0].finding.endswith(
        "lie too close together for records like these to tell: "
        "a test by lot is the way to settle it."
    )
    assert "people" not in told[100.0].finding


def test_few_people_get_no_verdict():
    result = asked("gate_verdict", [worked(60, 20, 2, 10_000), AWAY])
    assert result.finding == "Too few people near the line, or too few wins, to say."


def deals(inside, outside):
    """Return 40 deals a way in each of four groups, so many of them moved, the last ten silent.

    Where fewer moved, twice as many were silent.
    """
    return [
        {
            "group_name": "All",
            "opportunity_id": f"{group}/{way}/{at_}",
            "cluster_id": f"{group}/{way}/{at_}",
            "stratum": group,
            "path_class": way,
            "path_group": {"in_flow": "through_every_gate", "bypassed": "no_gate"}[way],
            "is_outside_ours": way == "bypassed",
            "is_moved_by_day_30": at_ < moved,
            "is_silent_by_day_21": at_ >= (20 if moved < 10 else 30),
        }
        for group in "ABCD"
        for way, moved in (("in_flow", inside), ("bypassed", outside))
        for at_ in range(40)
    ]


@pytest.mark.parametrize(
    ("inside", "outside", "margin", "hour", "roles"),
    [
        (24, 8, 0.0, 80.0, "protects and progresses"),
        (8, 24, 0.0, 80.0, "protects only"),
        (24, 8, 0.7, 0.0, "progresses only"),
        (8, 24, 0.7, 0.0, "neither"),
        (20, 20, 0.0, 80.0, "not established"),
    ],
)
def test_the_four_pairs_of_roles(inside, outside, margin, hour, roles):
    """By the ledger, the line having no jump to tell: it saves without a margin, and loses with
    hours for nothing and a bill for tools.
    """
    tools = 5_000.0 if hour == 0 else 0.0
    assumed = {"margin": margin, "seller_hour_cost": hour, "gate_running_cost": tools}
    result = asked("two_roles", GATES, deals=deals(inside, outside), **assumed)
    assert {row.details["roles"] for row in result.rows} == {roles}
    moves = result.row(role="moves")
    assert moves.value == pytest.approx((inside - outside) / 40)
    assert (moves.n, moves.events, moves.grade) == (320, 4 * (inside + outside), "adjusted")
    silent = 0.25 * ((inside < 10) - (outside < 10))
    assert result.row(role="stalls").value == pytest.approx(silent)
    assert result.row(role="protects").details["basis"] == "net"


def test_the_two_roles_are_said_in_one_sentence():
    settled, open_ = (
        asked("two_roles", GATES, deals=deals(*moved), margin=0.0).finding
        for moved in ((24, 8), (20, 20))
    )
    roles = "our gates keep hours free, and buyers move on behind them."
    assert settled == f"By the verdict and like with like, {roles}"
    gaps = "0 more in 100 through every gate moved, 0 more showed no sign."
    assert open_ == f"Not settled. Like with like, {gaps}"
