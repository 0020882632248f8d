"""The number before the picture: once, with its range in words, of how many, of what kind."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.measures.result import Row
from dashboard.present.counted_words import so_far
from dashboard.present.number_words import numbers_of
from dashboard.web.number_line import number_line
from tests.web import example_topics as examples
from tests.web.example_results import ratio, result
from tests.web.reading import each_component, links, page_of, text_of, with_class
from tests.web.test_moving_hero import sheet_of, tree


@pytest.fixture(autouse=True)
def answers(example_desk):
    """Give the desk an answer of every shape."""
    example_desk.results = examples.topics()


def said(answer, count="ours"):
    """Return what the line says besides the kind of number."""
    return numbers_of(answer, count, "USD")


def test_the_line_gives_what_the_sentence_leaves():
    # 107 of 534 is 0.200, give or take 1.96 * sqrt(0.2 * 0.8 / 534) = 0.034.
    answer = result("win_rate", ratio(107, 534), finding="107 of the 534 closed deals were won.")
    assert said(answer) == ["20 in 100", "17 to 23 allowing for luck"]


def test_what_the_sentence_says_is_not_said_again():
    row = replace(ratio(33, 100, state="moved"), n=526, events=165, numerator=None)
    row = replace(row, low=0.29, high=0.37)
    finding = "Of 100 deals created, 33 moved within 30 days (29 to 37)."
    assert said(result("momentum_30_days", row, finding=finding)) == [
        "the range allows for luck",
        "165 of 526 deals so far",
    ]


def test_a_small_share_is_said_in_percent():
    row = replace(ratio(73, 9719), low=0.00597, high=0.00945)
    finding = "73 of the 9,719 people who came in were won so far."
    assert said(result("lead_to_won_conversion", row, finding=finding)) == [
        "0.8 %",
        "0.6 to 0.9 % allowing for luck",
    ]


def test_both_ends_of_what_cannot_be_told_are_said():
    row = ratio(30, 107, component="ours", statistic="deals")
    row = replace(row, bound_low=0.28, bound_high=0.34, low=0.2, high=0.43)
    finding = "30 of our 107 wins did not come through our gate."
    assert said(result("won_without_gate", row, finding=finding)) == [
        "28 to 34 in 100, the higher with those we can't tell",
        "20 to 43 with luck as well",
    ]


def test_a_difference_says_to_which_side_luck_may_turn_it():
    keys = {"component": "within_a_week", "statistic": "like_for_like"}
    row = Row(keys, 0.07, -0.114, 0.117, 461, 155, details={"unit": "points"})
    answer = result("fast_created_then_stalled", row, finding="Could be luck.")
    assert said(answer)[1] == "11 fewer to 12 more in 100 allowing for luck"


def test_a_pair_is_said_side_by_side():
    rows = [
        replace(ratio(51, 171, context="handed_with"), low=0.23, high=0.38),
        replace(ratio(20, 50, context="handed_without"), low=0.27, high=0.56),
    ]
    answer = result("hand_off_context", *rows, finding="30 and 40 in 100 move.")
    assert said(answer) == [
        "handed on after a talk: 30 in 100 (23 to 38)",
        "handed on without a talk: 40 in 100 (27 to 56)",
        "the ranges allow for luck",
    ]


def test_a_withheld_number_is_not_replaced_by_another():
    keys = {"outcome": "won", "component": "ours"}
    held = Row({**keys, "statistic": "like_for_like"}, None, None, None, 249, 49, status="withheld")
    other = ratio(20, 62, **keys, statistic="share_outside")
    answer = result("like_for_like", held, other, finding="Comparison withheld.")
    assert said(answer) == ["of 249 deals"]


def test_a_number_of_several_is_named():
    rows = (ratio(10, 107, statistic="deals"), ratio(1.2e6, 11.8e6, statistic="amount"))
    answer = result("rejected_then_won", *rows, finding="10 wins had been turned away first.")
    assert said(answer)[0].startswith("deals: 9 in 100")


def test_on_a_card_question_finding_and_number_stand_before_the_picture(example, example_desk):
    example_desk.results = {**examples.topics(), "without_gate_by_size": sizes()}
    order = [
        name
        for each in each_component(card_of(example))
        for name in ("question", "the-number", "body", "card-foot")
        if name in (each["props"].get("className") or "").split()
    ]
    assert order == ["question", "the-number", "body", "card-foot"]


def test_a_card_says_of_whom_it_speaks_when_its_number_is_opened(example, example_desk):
    noted = replace(sizes(), notes=("11 of 96 deals have no amount in USD.",))
    example_desk.results = {**examples.topics(), "without_gate_by_size": noted}
    (told,) = with_class(card_of(example), "number-and-whom")
    assert told["type"] == "Details"
    (notes,) = with_class(told, "notes")
    assert text_of(notes).startswith("Lies between: deals in the 12 months to 23 Oct 2026.")
    assert "11 of 96 deals have no amount in USD." in text_of(notes)


def sizes():
    """Return wins by size: three of ten, and 23 of the other 86."""
    rows = (
        ratio(3, 10, component="ours", band="ten_largest", statistic="deals"),
        ratio(23, 86, component="ours", band="others", statistic="deals"),
    )
    return result("without_gate_by_size", *rows, finding="3 of 10, and 23 of 86.")


def card_of(client, query="?"):
    """Return the card of wins by size."""
    shown = page_of(client, query, "/wins")
    return next(
        each for each in each_component(shown) if each["props"].get("id") == "without_gate_by_size"
    )


def test_the_other_ledgers_answer_stands_beside_a_card_with_its_own_population(
    example, example_desk
):
    twin = result(
        "win_rate_by_value",
        ratio(107, 534, statistic="deals"),
        finding="Won: 20 in 100 closed deals.",
        population="deals closed in the 12 months to 23 Oct 2026",
    )
    example_desk.results = {
        **examples.topics(),
        "without_gate_by_size": sizes(),
        "win_rate_by_value": twin,
    }
    (shown,) = with_class(card_of(example, "?segment=SMB"), "twin")
    assert text_of(shown).startswith("What the funnel says: Do we win the large deals")
    assert "Won: 20 in 100 closed deals." in text_of(shown)
    assert "deals closed in the 12 months to 23 Oct 2026" in text_of(shown)
    (way,) = links(shown)
    assert way["href"] == "/funnel?segment=SMB&open=win_rate_by_value#win_rate_by_value"


def test_a_card_whose_twin_could_not_be_made_stands_alone(example, example_desk):
    example_desk.results = {**examples.topics(), "without_gate_by_size": sizes()}
    assert with_class(card_of(example), "twin") == []


@pytest.mark.parametrize(
    ("status", "kind"),
    [("ok", "like with like"), ("withheld", "withheld"), ("too few", "too few")],
)
def test_a_comparison_that_is_not_shown_is_not_called_one(status, kind):
    keys = {"outcome": "won", "component": "ours", "statistic": "like_for_like"}
    row = Row(keys, None, None, None, 249, 49, status=status, details={"unit": "points"})
    answer = result("like_for_like", row, finding="A finding.")
    assert text_of(tree(number_line(sheet_of(like_for_like=answer), answer))).endswith(kind)


def test_a_count_without_a_share_says_nothing_of_the_young():
    few = Row({}, None, None, None, 8, 3, "modelled", "too few")
    assert so_far(few, "created") == "3 of 8 created"
    given_time = replace(few, value=0.5)
    assert so_far(given_time) == "3 of 8 so far, 50 in 100 once the young are as old"
    assert so_far(replace(given_time, events=4)) == "4 of 8"
