"""The comparison like with like, in the Overview's second row and on Moving or stuck."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from dashboard import words
from dashboard.measures.result import Result
from dashboard.web import first_rows
from dashboard.web.like import like_with_like
from tests.web.example_moving import like, momentum
from tests.web.example_results import everything, ratio, result
from tests.web.reading import links, text_of, with_class
from tests.web.test_moving_hero import FOUR, hero_of, sheet_of, tree

LIKE = like(-0.15, -0.07, 0.01, "1 more to 15 fewer")


def row_2(**changes):
    """Return the second row as the browser gets it."""
    answers = {**everything(), **changes}
    return tree(first_rows.moving_or_stuck(sheet_of(**answers)))


def test_the_drawn_comparison_is_like_with_like():
    row = row_2(like_for_like=LIKE)
    assert len(with_class(row, "silent-bar")) == 1
    assert not with_class(row, "caution")
    text = text_of(row)
    assert "Like with like, 7 fewer in 100 outside our gate show no sign of life" in text
    assert "(1 more to 15 fewer): could be luck. Same segment" not in text
    assert "Same segment, size, source, quarter." in text


def test_the_line_names_its_middle_and_its_ends():
    row = row_2(like_for_like=LIKE)
    assert text_of(with_class(row, "zero-name")) == "no difference"
    assert text_of(with_class(row, "range-ends")) == "15 fewer1 more"


def test_the_raw_pair_stands_in_words_and_opens_its_deals():
    row = row_2(like_for_like=LIKE)
    said = "As they are, 38 in 100 of those that passed and 22 in 100 of the 118 that did not."
    assert said in text_of(row)
    opened = [each["children"] for each in links(row, "path_group:no_gate")]
    assert opened == ["See the 26 deals"]


def test_without_the_comparison_the_gap_is_said_to_prove_nothing():
    row = row_2()
    assert len(with_class(row, "silent-bar")) == 2
    assert "this gap alone proves nothing" in text_of(row)


def test_a_withheld_comparison_draws_none():
    withheld = replace(LIKE.rows[0], value=None, low=None, high=None, status="withheld")
    row = row_2(like_for_like=result("momentum_curve", withheld))
    assert not with_class(row, "axis")
    assert "this gap alone proves nothing" in text_of(row)


@pytest.mark.parametrize(
    ("status", "details", "said"),
    [
        (
            "withheld",
            {"share_comparable": 0.79, "strata": 23},
            "Like with like, in silent deals: withheld. 79 in 100 deals outside our gate have ",
        ),
        ("too few", {}, "Like with like, in silent deals: too few deals to compare."),
    ],
)
def test_what_is_not_compared_says_of_which_deals_and_why(status, details, said):
    row = replace(LIKE.rows[0], value=None, low=None, high=None, status=status, details=details)
    sheet = sheet_of(**{**everything(), "like_for_like": result("momentum_curve", row)})
    drawn = tree(like_with_like(sheet, ("silent",)))
    assert text_of(drawn).startswith(said)
    assert not with_class(drawn, "axis")


def test_few_deals_are_not_compared():
    few = result(
        "stalled_immediately",
        ratio(130, 331, path_group="all"),
        ratio(119, 312, path_group="through_every_gate"),
        ratio(4, 19, path_group="no_gate"),
    )
    row = row_2(like_for_like=LIKE, stalled_immediately=few)
    assert not with_class(row, "axis")
    assert "4 of 19" in text_of(row)


def raw(answer: Result, **pairs: tuple[float, float]) -> Result:
    """Return a comparison with the shares behind it, through every gate first."""
    line = answer.rows[0]
    shares = [
        replace(
            line,
            keys={"outcome": outcome, "component": "ours", "statistic": f"share_{arm}"},
            value=share,
            details={"unit": "share"},
        )
        for outcome, pair in pairs.items()
        for arm, share in zip(("inside", "outside"), pair, strict=True)
    ]
    return result("momentum_curve", *answer.rows, *shares)


def test_the_line_has_its_numbers_at_its_ends_and_its_middle_a_name():
    line = with_class(hero_of(momentum(**FOUR), like_for_like=LIKE), "axis")[0]
    ends = with_class(line, "range-ends")[0]
    ends = ends.get("props", ends)
    assert [text_of(each) for each in ends["children"]] == ["15 fewer", "1 more"]
    # From 15 fewer to 1 more: the middle is 7 of 22 to the left of no difference.
    assert ends["style"] == {"left": "34.09%", "--range": "36.36%"}
    assert text_of(with_class(line, "zero-name")) == "no difference"


def test_an_end_at_no_difference_has_no_side():
    even = like(-0.15, -0.07, 0.004, "0 to 15 fewer")
    line = with_class(hero_of(momentum(**FOUR), like_for_like=even), "axis")[0]
    assert text_of(with_class(line, "range-ends")) == "15 fewer0"


@pytest.mark.parametrize(
    ("silent", "moved", "said"),
    [
        # The lines say 7 fewer silent and 7 more moved.
        ((0.39, 0.20), (0.28, 0.42), "The rest of the gap is the mix of"),
        ((0.39, 0.20), (0.28, 0.35), "The rest of the gap in silent deals is the mix of"),
        ((0.39, 0.36), (0.28, 0.30), "hides part of the gap."),
        ((0.39, 0.32), (0.28, 0.30), "hides part of the gap in moved deals."),
        ((0.39, 0.45), (0.28, 0.35), "turns the gap in silent deals round."),
    ],
)
def test_the_pair_as_it_is_is_of_the_same_measure_and_the_mix_is_told(silent, moved, said):
    answer = raw(LIKE, silent=silent, moved=moved)
    text = text_of(hero_of(momentum(**FOUR), like_for_like=answer))
    first, second = ([round(100 * each) for each in pair] for pair in (silent, moved))
    assert (
        f"As they are, of deals old enough: {first[0]} and {first[1]} in 100 without a sign in "
        f"their first 21 days; {second[0]} and {second[1]} moved within 30 days. "
    ) in text
    assert said in text
    assert text.count("mix of segment, size, source and quarter") == 1


def test_a_gap_that_is_the_same_like_with_like_owes_nothing_to_the_mix():
    answer = raw(LIKE, silent=(0.39, 0.32), moved=(0.28, 0.35))
    text = text_of(hero_of(momentum(**FOUR), like_for_like=answer))
    assert "39 and 32 in 100" in text
    assert "mix of" not in text


def test_no_banned_word_is_said_of_the_mix():
    answer = raw(LIKE, silent=(0.39, 0.45), moved=(0.28, 0.30))
    text = text_of(hero_of(momentum(**FOUR), like_for_like=answer)).lower()
    assert "turns the gap in silent deals round" in text
    assert not set(re.findall(r"[a-z]+", text)) & set(words.BANNED)
