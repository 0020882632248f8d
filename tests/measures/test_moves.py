"""Moves of deals: rates, what backs them, stays, depth, effort, hand-offs; worked by hand."""

from __future__ import annotations

import pytest

from tests.measures.test_answers import many

# METHODS part B: six deals, their open days and steps forward; each ten times in one account.
OPEN_DAYS, STEPS = (50, 20, 12, 15, 60, 25), (3, 1, 0, 0, 2, 0)


def table(*columns, rows):
    """Write a text table of these rows."""
    lines = ["| " + " | ".join(columns) + " |"]
    lines += [
        "| " + " | ".join("" if cell is None else str(cell) for cell in row) + " |" for row in rows
    ]
    return "\n".join(lines)


def steps(rows):
    """Write moves that a clock watched: deal, forward or not, backed or not, touches, who spoke."""
    columns = ("opportunity_id", "is_forward", "is_corroborated", "seller_touches", "spoke_first")
    told = [(*row, "true", "true", "false" if row[1] == "true" else "true") for row in rows]
    more = ("is_watched", "is_old_enough_to_corroborate", "is_backward")
    return table(*columns, *more, rows=told)


def worked(copies, forward="true"):
    """Write the six deals so many times, the copies of each in one account, and their moves."""
    deals = many(
        6 * copies,
        account_id=lambda at: f"a{at % 6}",
        watched_days=lambda at: OPEN_DAYS[at % 6],
    )
    told = [
        (f"d{at}", forward, "false", 0, "nobody")
        for at in range(6 * copies)
        for _ in range(STEPS[at % 6])
    ]
    return {"fct_deals": deals, "fct_deal_moves": steps(told)}


def test_the_worked_rate_is_all_steps_over_all_open_days(measure_case):
    """30 x 6 / 182 = .989; the mean of the deals' own rates, .717, is another number."""
    result = measure_case("forward_moves_rate", worked(10))
    (row,) = result.rows
    assert (row.numerator, row.denominator, row.n, row.events) == (60, 1820, 60, 30)
    assert (row.value, row.low, row.high) == pytest.approx((0.989, 0.53, 1.84), abs=0.005)
    assert result.finding == "A deal takes 0.99 steps forward in 30 open days (0.53 to 1.8)."


def test_six_deals_have_counts_and_no_rate(measure_case):
    result = measure_case("forward_moves_rate", worked(1), """
        | path_group | value | n | events | numerator | denominator | status  |
        | all        |       | 6 |      3 |         6 |         182 | too few |
    """)  # fmt: skip
    assert result.finding == "6 steps forward in 182 open days of 6 deals."


def test_steps_back_are_a_rate_of_their_own(measure_case):
    told = worked(10, forward="false")
    assert measure_case("forward_moves_rate", told).rows[0].value == 0
    row = measure_case("backward_moves_rate", told).rows[0]
    assert (row.value, row.events) == (pytest.approx(180 / 182), 30)


def test_no_step_at_all_is_a_rate_of_zero_with_its_luck(measure_case):
    """The rate at which nothing happens in 600 days one time in forty: ln 40 / 600 x 30."""
    told = {"fct_deals": many(60, watched_days=10), "fct_deal_moves": steps([])}
    result = measure_case("backward_moves_rate", told, """
        | path_group | value | low | high     | n  | events |
        | all        | 0     | 0   | 0.184444 | 60 |      0 |
    """)  # fmt: skip
    assert result.finding == "0 of 60 deals went back a stage: 0 steps in 600 open days."


def test_deals_without_an_open_day_or_born_closed_are_in_no_rate(measure_case):
    deals = many(
        40,
        watched_days=lambda at: 0 if at < 10 else 10,
        is_born_closed=lambda at: "true" if at >= 30 else "false",
        path_class="bypassed",
    )
    told = [(f"d{at}", "true", "false", 0, "nobody") for at in (0, 10, 35)]
    measure_case("forward_moves_rate", {"fct_deals": deals, "fct_deal_moves": steps(told)}, """
        | path_group | n  | events | numerator | denominator |
        | no_gate    | 20 |      1 |         1 |         200 |
        | all        | 20 |      1 |         1 |         200 |
    """)  # fmt: skip


@pytest.mark.parametrize(
    "measure", ["forward_moves_rate", "backward_moves_rate", "corroborated_moves"]
)
def test_nothing_happened_is_nothing_to_count(measure_case, measure):
    told = {"fct_deals": "| opportunity_id |", "fct_deal_moves": steps([])}
    result = measure_case(measure, told)
    assert (result.rows, result.status) == ((), "too few")
    assert result.finding.startswith("Nothing to count among deals created")


def test_a_deal_counts_by_its_steps_in_what_the_buyer_backs(measure_case):
    """Twenty deals with two steps, one backed; twenty with one, backed: 40 of 60."""
    told = [
        (f"d{at}", "true", "true" if turn or at >= 20 else "false", 0, "nobody")
        for at in range(40)
        for turn in range(2 if at < 20 else 1)
    ]
    given = {"fct_deals": many(40), "fct_deal_moves": steps(told)}
    result = measure_case("corroborated_moves", given, """
        | value    | n  | events | numerator | denominator |
        | 0.666667 | 40 |     40 |        40 |          60 |
    """)  # fmt: skip
    assert result.finding.startswith("Of 100 steps forward, 67 had something from the buyer")


def test_steps_that_nothing_backs_ask_for_the_export(measure_case):
    told = steps([(f"d{at}", "true", "false", 0, "nobody") for at in range(40)])
    result = measure_case("corroborated_moves", {"fct_deals": many(40), "fct_deal_moves": told})
    assert result.rows[0].value == 0
    assert result.finding.startswith("No step forward has anything from the buyer on record")


def test_steps_back_and_steps_too_young_back_nothing(measure_case):
    told = steps([("d0", "false", "true", 0, "nobody"), ("d1", "true", "true", 0, "nobody")])
    young = told.replace("| true | true | false |", "| true | false | false |")
    assert young != told
    given = {"fct_deals": many(2), "fct_deal_moves": young}
    assert measure_case("corroborated_moves", given).rows == ()


# METHODS part B: how the clock of each of eight deals ended.
ENDS = (
    ("moved", 5), ("moved", 10), ("lost", 12), ("censored", 15),
    ("moved", 20), ("lost", 25), ("censored", 40), ("moved", 45),
)  # fmt: skip


def test_the_worked_index(measure_case):
    """(.125 x 5 + .25 x 10 + .40625 x 25 + .71875 x 15) / 60 = 40.1, each deal ten times.

    Nobody is watched on day 60, so ten more who stay on and are lost later are needed to have a
    value; the curve of eighty and ten is worked out anew: n falls by tens from 90.
    """
    alone = many(
        80,
        move_kind=lambda at: ENDS[at % 8][0],
        days_to_move=lambda at: ENDS[at % 8][1],
        is_old_enough_to_move="true",
    )
    measure_case("momentum_index", {"fct_deals": alone}, """
        | path_group | value | n  | events | status    |
        | all        |       | 80 |     40 | too early |
    """)  # fmt: skip
    lasting = many(
        90,
        move_kind=lambda at: "lost" if at >= 80 else ENDS[at % 8][0],
        days_to_move=lambda at: 70 if at >= 80 else ENDS[at % 8][1],
        is_old_enough_to_move="true",
    )
    # At day 5 10/90, at 10 10/90, at 20 6/9 x 10/50, at 45 of .4 left a half: .2 moved.
    survived = 6 / 9
    first, second, third = 1 / 9, 2 / 9, 2 / 9 + survived / 5
    left = survived * 0.8 * 0.75
    fourth = third + left / 2
    index = (first * 5 + second * 10 + third * 25 + fourth * 15) / 60 * 100
    result = measure_case("momentum_index", {"fct_deals": lasting})
    (row,) = result.rows
    assert (row.value, row.n, row.events) == (pytest.approx(index), 90, 40)
    assert row.low < row.value < row.high


def test_an_index_asked_twice_is_the_same(measure_case):
    deals = many(60, move_kind="moved", days_to_move=lambda at: at, is_old_enough_to_move="true")
    first, second = (measure_case("momentum_index", {"fct_deals": deals}).rows for _ in range(2))
    assert first == second


def stays(rows):
    """Write first stays in open stages."""
    columns = ("opportunity_id", "stage_rank", "stage_name", "end_kind", "stay_days")
    told = [(*row, "open", "true") for row in rows]
    return table(*columns, "role", "is_first_stay", rows=told)


def test_a_stage_is_left_by_half_on_the_day_when_half_are_gone(measure_case):
    """Forty stays of 1 to 40 days in Talk, all ended: day 20; ten went on by day 30, 15 lost."""
    ends = [("forward" if at % 3 == 0 else "lost", at + 1) for at in range(40)]
    told = [(f"d{at}", 1, "Talk", *end) for at, end in enumerate(ends)]
    told += [(f"d{at}", 2, "Offer", "won" if at < 20 else "censored", 9) for at in range(40)]
    given = {"fct_deals": many(40), "fct_stage_spells": stays(told)}
    result = measure_case("time_in_stage", given, """
        | order | stage | statistic        | value | n  | events | status          |
        | 1     | Talk  | half_left_within |    20 | 40 |     40 | ok              |
        | 1     | Talk  | share_gone_on    |  0.25 | 40 |     10 | ok              |
        | 1     | Talk  | share_lost       |   0.5 | 40 |     20 | ok              |
        | 2     | Offer | half_left_within |     9 | 40 |     20 | ok              |
        | 2     | Offer | share_gone_on    |       | 40 |     20 | too early       |
        | 2     | Offer | share_lost       |       | 40 |      0 | too early       |
    """)  # fmt: skip
    assert result.finding == "Deals stay longest in Talk: half leave it within 20 days."


def test_a_stage_that_few_stood_in_has_no_days(measure_case):
    given = {"fct_deals": many(1), "fct_stage_spells": stays([("d0", 1, "Talk", "lost", 3)])}
    result = measure_case("time_in_stage", given)
    assert {row.status for row in result.rows} == {"too few"}
    assert result.finding == "Too few deals stood in a stage to say how long they stay."


def known(rows):
    """Write what was known of deals on day 30: id, score, people, roles, talks, days known."""
    columns = ("opportunity_id", "score", "people", "roles", "two_way_touches", "span_days")
    told = [(*row, 400, "true") for row in rows]
    return table(*columns, "age_days", "is_open_on_day_30", rows=told)


def won_first(times, wins):
    return many(
        times,
        close_kind=lambda at: "won" if at < wins else "lost",
        days_to_close=100,
    )


def test_a_sign_that_all_winners_have_ranks_every_pair_right(measure_case):
    """Sixty wins know three people, sixty others one; the score is the other way for half."""
    told = [
        (f"d{at}", 50 if at % 2 else (40 if at < 60 else 60), 3 if at < 60 else 1, 1, 0, 0)
        for at in range(120)
    ]
    given = {"fct_deals": won_first(120, 60), "fct_deal_depth": known(told)}
    result = measure_case("relationship_depth", given)
    rows = {row.name: row for row in result.rows}
    assert rows["depth_all"].value == 1
    assert rows["people_known_all"].value == 1
    # Of four kinds of pairs: 40-60 wrong, 40-50 wrong, 50-60 wrong, 50-50 a tie.
    assert rows["score_all"].value == 0.125
    assert rows["difference_all"].value == 0.875
    assert rows["roles_all"].value == 0.5
    assert (rows["won_1"].value, rows["won_3 or more"].value) == (0, 1)
    assert rows["won_2"].status == "too few"
    assert result.finding == (
        "Of 100 pairs of won and not won, relationship ranks 100 right, the score 13."
    )


def test_fewer_than_fifty_wins_set_no_sign_above_another(measure_case):
    told = [(f"d{at}", 100 - at, 3 if at < 49 else 1, 1, 0, 0) for at in range(120)]
    given = {"fct_deals": won_first(120, 49), "fct_deal_depth": known(told)}
    result = measure_case("relationship_depth", given)
    assert result.row(predictor="difference").low is None
    assert result.finding.endswith("could be luck.")


@pytest.mark.parametrize("wins", [9, 111])
def test_with_fewer_than_ten_on_a_side_nothing_is_ranked(measure_case, wins):
    told = [(f"d{at}", 50, 1, 1, 0, 0) for at in range(120)]
    given = {"fct_deals": won_first(120, wins), "fct_deal_depth": known(told)}
    result = measure_case("relationship_depth", given)
    assert result.row(predictor="depth").status == "too few"
    assert result.finding.startswith(f"{wins} of 120 deals were won: too few")


def test_a_deal_younger_than_the_horizon_is_not_yet_counted(measure_case):
    told = known([(f"d{at}", 50, 1, 1, 0, 0) for at in range(120)])
    given = {"fct_deals": won_first(120, 60), "fct_deal_depth": told.replace("| 400 |", "| 179 |")}
    assert {row.n for row in measure_case("relationship_depth", given).rows} == {0}


def test_effort_is_all_touches_over_all_steps(measure_case):
    """Thirty deals of ten touches and one step after four of them; ten closed without a step."""
    told = [
        (f"d{at}", "true", "false", 4 if at < 20 else 1, "seller" if at < 20 else "buyer")
        for at in range(30)
    ]
    deals = many(
        40,
        watched_days=50,
        close_kind=lambda at: "won" if at < 5 else "lost" if at >= 30 else "censored",
    )
    depth = table("opportunity_id", "seller_touches", rows=[(f"d{at}", 10) for at in range(40)])
    given = {"fct_deals": deals, "fct_deal_moves": steps(told), "fct_deal_depth": depth}
    result = measure_case("force_per_move", given, """
        | who_spoke_first | value   | n  | events | numerator | denominator |
        | all             | 13.3333 | 40 |     40 |       400 |          30 |
        | buyer_first     | 1       | 10 |     10 |        10 |          10 |
        | buyer_not_first | 4       | 20 |     20 |        80 |          20 |
        | no_step_after   | 0.866667| 15 |     15 |       130 |         150 |
    """)  # fmt: skip
    assert result.finding == (
        "Sellers reach out 13.3 times for a step; 87 of 100 touches on closed deals had none after."
    )


def test_of_fewer_than_ten_touches_no_share_is_told(measure_case):
    depth = table("opportunity_id", "seller_touches", rows=[("d0", 9)])
    given = {
        "fct_deals": many(40, watched_days=50, close_kind="lost"),
        "fct_deal_moves": steps([(f"d{at}", "true", "false", 0, "nobody") for at in range(40)]),
        "fct_deal_depth": depth + "".join(f"\n| d{at} | 0 |" for at in range(1, 40)),
    }
    result = measure_case("force_per_move", given)
    row = result.row(who_spoke_first="no_step_after")
    assert (row.value, row.status, row.numerator) == (None, "too few", 9)
    assert result.finding == "9 touches by sellers for 40 steps forward."


def handed(rows):
    return table("opportunity_id", "is_handed_off", "has_conversation_before", rows=rows)


def test_hand_offs_are_set_against_each_other_and_the_kept_stand_beside(measure_case):
    """Of each forty: 30 moved after a talk, 10 without; 20 of those kept."""
    kinds = [("true", "true"), ("true", "false"), ("false", "true"), ("false", "false")]
    moved = (30, 10, 20, 20)
    deals = many(
        160,
        is_old_enough_to_move="true",
        move_kind=lambda at: "moved" if at % 40 < moved[at // 40] else "lost",
        days_to_move=10,
    )
    told = [(f"d{at}", *kinds[at // 40]) for at in range(160)]
    given = {"fct_deals": deals, "fct_deal_hand_offs": handed(told)}
    result = measure_case("hand_off_context", given, """
        | context        | value | n  | events |
        | handed_with    |  0.75 | 40 |     30 |
        | handed_without |  0.25 | 40 |     10 |
        | kept_with      |   0.5 | 40 |     20 |
        | kept_without   |   0.5 | 40 |     20 |
    """)  # fmt: skip
    assert result.finding == (
        "Handed on after a talk 75 in 100 move within 30 days, without one 25."
    )


def test_no_hand_off_is_said_as_such(measure_case):
    deals = many(12, is_old_enough_to_move="true", move_kind="moved", days_to_move=3)
    told = handed([(f"d{at}", "false", "true") for at in range(12)])
    result = measure_case("hand_off_context", {"fct_deals": deals, "fct_deal_hand_offs": told})
    assert result.finding == (
        "No deal is on record that changed hands and then moved within 30 days."
    )


def changes(days):
    """Write one stage change a deal, so many days after Monday 5 January 2026."""
    rows = [(f"d{at}", "Talk", f"2026-01-{5 + day:02}", "false") for at, day in enumerate(days)]
    return table("opportunity_id", "stage_before", "moved_date", "is_integration", rows=rows)


def test_a_day_with_more_than_its_share_stands_out(measure_case):
    """Sixty changes on a Monday, ten on each other working day: 60 in 100 against 20."""
    days = [0] * 60 + [day for day in (1, 2, 3, 4) for _ in range(10)]
    given = {"fct_deals": many(100), "fct_stage_moves": changes(days)}
    result = measure_case("update_weekdays", given, """
        | weekday   | value | n   | events | updates |
        | monday    |   0.6 | 100 |     60 |      60 |
        | tuesday   |   0.1 | 100 |     10 |      10 |
        | wednesday |   0.1 | 100 |     10 |      10 |
        | thursday  |   0.1 | 100 |     10 |      10 |
        | friday    |   0.1 | 100 |     10 |      10 |
        | saturday  |   0   | 100 |      0 |       0 |
        | sunday    |   0   | 100 |      0 |       0 |
    """)  # fmt: skip
    assert result.finding == (
        "Monday has the most stage changes, 60 in 100; spread evenly over five days it were 20."
    )


def test_an_even_week_has_no_day_that_stands_out(measure_case):
    given = {"fct_deals": many(100), "fct_stage_moves": changes([at % 7 for at in range(100)])}
    result = measure_case("update_weekdays", given)
    assert result.finding.startswith("No working day stands out: Monday, the busiest, has 15")


def test_creations_and_integrations_are_no_change_of_a_stage(measure_case):
    told = changes([0, 1]).replace("| Talk | 2026-01-05", "|  | 2026-01-05")
    told = told.replace("2026-01-06 | false", "2026-01-06 | true")
    result = measure_case("update_weekdays", {"fct_deals": many(2), "fct_stage_moves": told})
    assert result.rows == ()
