"""The Overview's second row: the drawn comparison is the one like with like."""

from __future__ import annotations

from dataclasses import replace

from dashboard.web import first_rows
from tests.web.example_moving import like
from tests.web.example_results import everything, ratio, result
from tests.web.reading import links, text_of, with_class
from tests.web.test_moving_hero import sheet_of, tree

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
