"""Numbers as people read them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import words


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (11_640_000, "$11.6M"),
        (1_400_000, "$1.4M"),
        (999_600, "$1M"),
        (820_400, "$820k"),
        (90_000, "$90k"),
        (1_049, "$1.05k"),
        (999, "$999"),
        (0.2, "$0"),
        (0, "$0"),
        (-2_000_000, "-$2M"),
        (2.5e9, "$2.5B"),
        (None, "not known"),
    ],
)
def test_money_has_at_most_three_digits(amount, said):
    assert words.money(amount) == said


def test_a_currency_without_a_sign_keeps_its_code():
    assert words.money(1000, "CHF") == "CHF 1k"


@pytest.mark.parametrize(
    ("share", "in_hundred", "in_percent"),
    [
        (0.376, "38", "38 %"),
        (0.0104, "1", "1.0 %"),
        (0.002, "under 1", "0.2 %"),
        (0.0001, "under 1", "under 0.1 %"),
        (0, "0", "0 %"),
        (1, "100", "100 %"),
        (0.997, "over 99", "100 %"),
        (None, "not known", "not known"),
    ],
)
def test_shares_are_said_in_a_hundred_and_in_percent(share, in_hundred, in_percent):
    assert (words.in100(share), words.percent(share)) == (in_hundred, in_percent)


@pytest.mark.parametrize(
    ("days", "said"), [(1, "1 day"), (14.0, "14 days"), (13.5, "13.5 days"), (0, "0 days")]
)
def test_days_are_said_with_their_word(days, said):
    assert words.days(days) == said


def test_a_day_is_written_without_a_leading_zero():
    assert words.date(dt.date(2026, 10, 3)) == "3 Oct 2026"


def test_shares_end_at_a_hundred_by_the_largest_remainder():
    assert words.shares_of([5.2, 1.0, 0.5, 4.2, 0.7]) == [45, 9, 4, 36, 6]
    assert words.shares_of([1, 1, 1]) == [34, 33, 33]
    assert words.shares_of([0, 0]) == [0, 0]


@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=12))
def test_rounded_shares_are_whole_and_near(parts):
    shares = words.shares_of(parts)
    if sum(parts) > 0:
        assert sum(shares) == 100
        exact = [part * 100 / sum(parts) for part in parts]
        assert all(abs(share - real) < 1.0001 for share, real in zip(shares, exact, strict=True))


def test_an_unknown_code_word_is_said_without_underscores():
    assert words.word("some_code") == "some code"
    assert words.listed(["a", "b", "c"]) == "a, b and c"


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (-0.15, 0.01, "1 more to 15 fewer"),
        (-0.02, 0.15, "2 fewer to 15 more"),
        (0.03, 0.11, "3 to 11 more"),
        (-0.11, -0.03, "3 to 11 fewer"),
        (-0.001, 0.2, "0 to 20 more"),
        (None, 0.1, "not known"),
    ],
)
def test_a_range_of_a_difference_begins_at_its_nearer_end(low, high, said):
    assert words.between(low, high) == said


def test_what_a_company_named_itself_is_no_code_word():
    said = [words.word(each) for each in ("cannot_tell", "some_new_code", "O_SENT", "Stage_2 a")]
    assert said == ["can't tell", "some new code", "O_SENT", "Stage_2 a"]
