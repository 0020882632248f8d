"""Numbers as people read them."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import paths, words
from dashboard.words import codes
from dashboard.words.gate_codes import GATE_WORDS


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
    ("hours", "said"),
    [
        (1240, "1,240 hours"), (12.5, "13 hours"), (2.5, "2.5 hours"), (0.96, "1 hour"),
        (0, "0 hours"), (None, "not known"),
    ],
)  # fmt: skip
def test_hours_are_said_with_their_word(hours, said):
    assert words.hours(hours) == words.in_unit(hours, "hours") == said


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


@pytest.mark.parametrize(
    ("said", "written"),
    [
        (words.count(0.5), "1"),
        (words.count(2.5), "3"),
        (words.count(-2.5), "-3"),
        (words.count(-0.4), "0"),
        # 100 * 0.145 is a little less than 14.5, and 1.005 less than it looks.
        (words.in100(0.145), "15"),
        (words.percent(0.145), "15 %"),
        (words.percent(0.0125), "1.3 %"),
        (words.percent(0.0995), "10 %"),
        (words.rate(1.005), "1.0"),
        (words.rate(0.125), "0.13"),
        (words.days(2.25), "2.3 days"),
        (words.money(112_500), "$113k"),
        (words.money(0.5), "$1"),
        (words.index(100.5), "101"),
        (words.points(-0.125), "-13"),
        (words.points(-0.004), "0"),
        (words.more_or_fewer(0.025), "3 more"),
        (words.between(0.025, 0.105), "3 to 11 more"),
        (words.gap(12.5, "days"), "13 days more"),
        (words.gap(0.145, "share"), "15 more"),
    ],
)
def test_halves_are_rounded_away_from_zero_as_they_are_printed(said, written):
    assert said == written


def test_an_amount_that_changed_is_written_as_it_is_recorded():
    said = [words.whole_money(each, "EUR") for each in (111_500.0, 99.5, -1.0, None)]
    assert said == ["€111,500", "€99.50", "-€1", "not known"]


def test_nothing_that_a_reader_sees_is_rounded_elsewhere():
    # Places on a screen or on paper are no numbers of a reader.
    place = re.compile(r"%|px|calc|flexGrow|cqw|textLength|_NUMBER\.sub")
    told = re.compile(r":[,+]?\.[0-9][f%]\}")
    folders = ("web", "present", "measures", "words", "meeting", "snapshots", "followed", "reports")
    wrong = [
        f"{path.name}: {line.strip()}"
        for folder in folders
        for path in (paths.PACKAGE / folder).rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if told.search(line) and not place.search(line)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("many", "one"),
    [
        (" wins did not come through our gate.", " win did not come through our gate."),
        (" open deals are silent now, for long.", " open deal is silent now, for long."),
        (" people who came in were won so far.", " person who came in was won so far."),
        (" largest wins", " largest win"),
        (" were never screened.", " was never screened."),
        (" of them were won.", " of them was won."),
        (" deals got their paperwork after they were made", None),
        # What is counted stands before these words: their nouns are many still.
        (" of 40 wins were won.", " of 40 wins were won."),
        (" with existing customers, ", " with existing customers, "),
        (" in 100 deals", " in 100 deals"),
        (", won ", ", won "),
        (" deals; of all that woke, 3 were won", " deal; of all that woke, 3 were won"),
        ("", ""),
    ],
)
def test_noun_and_verb_agree_with_a_count_of_one(many, one):
    expected = one if one is not None else " deal got their paperwork after they were made"
    assert words.of_one(many) == expected


def test_a_code_word_stands_in_one_table_alone():
    """The words of the gate's page are put behind the others and would rule over them."""
    others = re.findall(r'(?m)^    "([a-z0-9_ -]+)":', Path(codes.__file__).read_text("utf-8"))
    assert not set(others) & set(GATE_WORDS)
