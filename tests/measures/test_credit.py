"""Who gets the credit for a win: one-story share, five rules, and how far they lie apart."""

from __future__ import annotations

import pytest

HEADING = (
    "| opportunity_id | cluster_id | outcome | amount_at_close | has_several_channels | story "
    "| group_name | period |"
)


def stories(*told, amount=100.0):
    """Write so many deals of each outcome and story."""
    lines = [HEADING]
    for outcome, story, times in told:
        several = str(" > " in story).lower()
        for at in range(times):
            name = f"{outcome} {story} {at}"
            lines.append(
                f"| {name} | {name} | {outcome} | {amount} | {several} | {story} | All | |"
            )
    return {"chosen_deal_stories": "\n".join(lines)}


def test_several_channels_are_one_story_by_first_touch(measure_case):
    given = stories(("won", "Web", 10), ("won", "Web > call", 30), ("lost", "Web > form", 50))
    result = measure_case("first_touch_credit", given, """
        | statistic | value | n  | events | numerator | denominator |
        | deals     |  0.75 | 40 |     30 |        30 |          40 |
        | amount    |  0.75 | 40 |     30 |      3000 |        4000 |
    """)  # fmt: skip
    assert result.finding == "30 of 40 wins had several sources; the first takes all the credit."
    row = result.row(statistic="deals")
    # Wilson for 30 of 40, worked out by its formula.
    assert (row.low, row.high) == pytest.approx((0.59806, 0.85813), abs=1e-5)


def test_one_large_win_is_few_records_of_money(measure_case):
    """Kish: 30 deals of 100 and one of 3000 are 36,000,000 / 9,300,000 = 3.87 deals."""
    small = stories(("won", "Web", 30))["chosen_deal_stories"]
    large = stories(("won", "Web > call", 1), amount=3000.0)["chosen_deal_stories"]
    given = {"chosen_deal_stories": "\n".join([small, large.splitlines()[-1]])}
    row = measure_case("first_touch_credit", given).row(statistic="amount")
    assert row.value == 0.5
    assert (row.low, row.high) == pytest.approx((0.1471, 0.8529), abs=1e-4)


def test_one_win_is_a_count(measure_case):
    result = measure_case("first_touch_credit", stories(("won", "Web > call", 1)))
    assert result.finding == "1 of 1 win had several sources."
    assert result.row(statistic="deals").value is None


@pytest.mark.parametrize("measure", ["first_touch_credit", "attribution_distance"])
def test_no_win_is_nothing_to_count(measure_case, measure):
    result = measure_case(measure, stories(("lost", "Web", 1)))
    assert result.status == "too few"
    assert all(row.value is None for row in result.rows)


def test_five_rules_share_the_same_wins_out(measure_case):
    """Ten wins by Web > call > form and ten by form; removal: without form nothing is won, without
    Web or call half of it is, so 1 : 0.5 : 0.5."""
    given = stories(("won", "Web > call > form", 10), ("won", "form", 10))
    measure_case("attribution_distance", given, """
        | channel   | rule        | value    | n  | events |
        | elsewhere | last_touch  | 0.5      | 20 | 20     |
        | elsewhere | linear      | 0.333333 | 20 | 20     |
        | elsewhere | position    | 0.3      | 20 | 20     |
        | elsewhere | removal     | 0.25     | 20 | 20     |
        | Web       | first_touch | 0.5      | 20 | 10     |
        | Web       | last_touch  | 0        | 20 | 0      |
        | Web       | linear      | 0.166667 | 20 | 10     |
        | Web       | position    | 0.2      | 20 | 10     |
        | Web       | removal     | 0.25     | 20 | 10     |
        | call      | first_touch | 0        | 20 | 0      |
        | call      | last_touch  | 0        | 20 | 0      |
        | call      | linear      | 0.166667 | 20 | 10     |
        | call      | position    | 0.1      | 20 | 10     |
        | call      | removal     | 0.25     | 20 | 10     |
        | form      | first_touch | 0.5      | 20 | 10     |
        | form      | last_touch  | 1        | 20 | 20     |
        | form      | linear      | 0.666667 | 20 | 20     |
        | form      | position    | 0.7      | 20 | 20     |
        | form      | removal     | 0.5      | 20 | 20     |
    """)  # fmt: skip


def test_lost_deals_count_for_the_removal_alone(measure_case):
    """Of those who reach a call half are won, of those at the form all: what is lost without it.

    Web leads to call (20) and form (10). Without call 10 of 20 wins remain, without form 10,
    without Web none: 0.5 : 0.5 : 1. Deals lost at the form change nothing of the others.
    """
    given = stories(
        ("won", "Web > call", 10), ("lost", "Web > call", 10), ("won", "Web > form", 10)
    )
    result = measure_case("attribution_distance", given)
    shares = {
        row.keys["channel"]: row.value for row in result.rows if row.keys["rule"] == "removal"
    }
    assert (shares["Web"], shares["call"], shares["form"]) == pytest.approx((0.5, 0.25, 0.25))
    assert all(row.n == 20 for row in result.rows)


def test_the_finding_says_what_changes_hands(measure_case):
    given = stories(("won", "Web > call", 23), ("won", "call", 77))
    result = measure_case("attribution_distance", given)
    assert result.finding == (
        "By last touch, 23 in 100 of the credit for our wins goes to another channel."
    )


def test_below_ten_wins_no_credit_is_shared_out(measure_case):
    result = measure_case("attribution_distance", stories(("won", "Web > call", 9)))
    assert all(row.value is None for row in result.rows)
    assert result.finding == "9 wins have a recorded channel: too few to share out the credit."
