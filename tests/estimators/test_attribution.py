"""Credit by hand for each rule, edges, and what must hold for any paths."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.estimators.attribution import credit, markov_credit, total_variation

RULES = ("first", "last", "linear", "position")
PATHS = st.lists(st.lists(st.sampled_from("abcd"), max_size=5), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("first", {"ads": 1.0, "event": 0.0, "mail": 0.0}),
        ("last", {"ads": 0.0, "event": 0.0, "mail": 1.0}),
        ("linear", {"ads": 0.5, "event": 0.25, "mail": 0.25}),
        ("position", {"ads": 0.5, "event": 0.1, "mail": 0.4}),
    ],
)
def test_four_touches_by_hand(rule, expected):
    found = credit([["ads", "ads", "event", "mail"]], [1], rule)
    assert found == pytest.approx(expected)


@pytest.mark.parametrize("rule", RULES)
def test_a_single_touch_has_all_credit(rule):
    assert credit([["ads"]], [3], rule) == {"ads": 1.0}


def test_two_touches_share_by_position_half_and_half():
    assert credit([["ads", "mail"]], [1], "position") == {"ads": 0.5, "mail": 0.5}


def test_weights_may_be_amounts():
    found = credit([["ads", "mail"], ["mail"]], [300.0, 100.0], "first")
    assert found == {"ads": 0.75, "mail": 0.25}
    assert credit([["ads", "mail"], ["mail"]], [300.0, 100.0], "linear") == {
        "ads": 0.375,
        "mail": 0.625,
    }


@pytest.mark.parametrize("rule", RULES)
def test_deals_without_a_touch_are_left_out(rule):
    assert credit([[], ["ads"]], [7, 1], rule) == {"ads": 1.0}
    assert credit([[]], [7], rule) == {}
    assert credit([], [], rule) == {}
    assert credit([["ads"]], [0], rule) == {}


@given(PATHS, st.sampled_from(RULES))
def test_the_shares_of_all_channels_add_up_to_one(paths, rule):
    found = credit(paths, [1] * len(paths), rule)
    assert not found or sum(found.values()) == pytest.approx(1)
    assert set(found) == {channel for path in paths for channel in path}


def test_removing_a_channel_by_hand():
    """Start to a or b, each half; a goes on to b once in two; b is won in 2 of 3, a in 1 of 2.

    Paths: a won, a b lost, b won, b won. Chance 3/4. Without a only b's half is left: 1/2 x 2/3 =
    1/3, effect 5/9; without b only a's own win: 1/2 x 1/2 = 1/4, effect 2/3.
    """
    paths = [["a"], ["a", "b"], ["b"], ["b"]]
    found = markov_credit(paths, [1, 0, 1, 1], [0, 1, 0, 0])
    assert found == pytest.approx({"a": (5 / 9) / (11 / 9), "b": (6 / 9) / (11 / 9)})


def test_among_wins_alone_the_effect_is_how_many_pass_the_channel():
    """Of 4 wins 3 pass a and 2 pass b: effects 3/4 and 1/2."""
    found = markov_credit([["a"], ["a", "b"], ["b"]], [2, 1, 1], [0, 0, 0])
    assert found == pytest.approx({"a": 0.6, "b": 0.4})


def test_a_channel_that_never_wins_has_no_credit():
    assert markov_credit([["a"], ["b"]], [3, 0], [1, 4]) == {"a": 1.0, "b": 0.0}


def test_repeats_in_a_row_change_nothing_in_the_chain():
    once = markov_credit([["a", "b"], ["b"], ["a"]], [2, 1, 0], [1, 1, 3])
    again = markov_credit([["a", "a", "a", "b"], ["b", "b"], ["a"]], [2, 1, 0], [1, 1, 3])
    assert again == pytest.approx(once)


def test_a_channel_touched_again_later_is_one_state():
    """Chances to win: a = 1/2 + b/2, b = a/2, so a = 2/3, b = 1/3, start 1/2.

    Without a nothing is won; without b half of a's half, 1/4: effects 1 and 1/2.
    """
    found = markov_credit([["a", "b", "a"], ["b"]], [1, 0], [0, 1])
    assert found == pytest.approx({"a": 2 / 3, "b": 1 / 3})


def test_without_wins_or_touches_there_is_no_credit():
    assert markov_credit([], [], []) == {}
    assert markov_credit([[]], [5], [5]) == {}
    assert markov_credit([["a"]], [0], [5]) == {}
    assert markov_credit([[], ["a"]], [5, 1], [0, 0]) == {"a": 1.0}
    assert markov_credit([["a"], ["b"]], [1, 0], [0, 0]) == {"a": 1.0, "b": 0.0}


@given(PATHS, st.data())
def test_the_shares_of_the_chain_add_up_to_one_and_none_is_negative(paths, data):
    numbers = st.lists(st.integers(0, 5), min_size=len(paths), max_size=len(paths))
    won, others = data.draw(numbers), data.draw(numbers)
    found = markov_credit(paths, won, others)
    has_win = any(path and wins for path, wins in zip(paths, won, strict=True))
    assert bool(found) == has_win
    if has_win:
        assert sum(found.values()) == pytest.approx(1)
        assert min(found.values()) >= -1e-12


def test_the_distance_of_two_attributions_by_hand():
    assert total_variation({"a": 0.7, "b": 0.3}, {"b": 0.5, "c": 0.5}) == pytest.approx(0.7)
    assert total_variation({"a": 1.0}, {"a": 1.0}) == 0
    assert total_variation({"a": 1.0}, {"b": 1.0}) == 1
    assert total_variation({}, {"b": 1.0}) is None


@given(PATHS)
def test_the_distance_is_the_same_from_both_sides(paths):
    one, other = (credit(paths, [1] * len(paths), rule) for rule in ("first", "position"))
    there, back = total_variation(one, other), total_variation(other, one)
    assert there == back
    assert there is None or 0 <= there <= 1 + 1e-12
