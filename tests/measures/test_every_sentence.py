"""Every sentence of every answer over the sample company: whole, ended once, denied once."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest

from dashboard import answer
from dashboard.measures.filters import Filters

YEAR = Filters(dt.date(2025, 11, 1), dt.date(2026, 10, 1))
VIEWS = {
    "a year": YEAR,
    "all data": Filters(),
    "one segment": replace(YEAR, where={"segment": ("SMB",)}),
    "two weeks": replace(YEAR, start=dt.date(2026, 10, 1)),
    "before our data": Filters(dt.date(2020, 1, 1), dt.date(2020, 2, 1)),
    "existing customers too": replace(YEAR, population="all"),
}
_ENDS = re.compile(r"[.?!]$")
_TWICE_ENDED = re.compile(r"[?!.][.]|[,;:]\.|\s[.,;:?!](?!\d)|  ")
_NOT_FILLED = re.compile(r"\b(None|nan|NaN)\b(?! (of|can|in))|[{}]")
# Who cannot, said of none: two denials in one clause.
_TWICE_DENIED = re.compile(
    r"\b(none|nobody|nothing|no one|neither)\b( \w+){0,2} (cannot|can't|not|never)\b", re.IGNORECASE
)


def faults(sentence: str) -> list[str]:
    """Return what is wrong with a sentence."""
    found = [] if _ENDS.search(sentence) else ["it does not end"]
    for name, pattern in (
        ("ended twice", _TWICE_ENDED), ("not filled", _NOT_FILLED), ("denied twice", _TWICE_DENIED),
    ):  # fmt: skip
        found += [f"{name}: {hit[0]!r}" for hit in [pattern.search(sentence)] if hit]
    return found


@pytest.mark.parametrize(
    "wrong",
    ["How many go round twice?.", "Two ends..", "No end", "None cannot be answered.", "{n} left."],
)
def test_a_wrong_sentence_is_seen(wrong):
    assert faults(wrong)


def test_a_right_sentence_passes():
    assert not faults("Half of 2,519, i.e. none that asked, had talked (5 to 9): why?")


@pytest.fixture(scope="module")
def warehouse(demo_workspace):
    """The sample company's warehouse, open."""
    opened = answer.open_warehouse(demo_workspace)
    yield opened
    opened.close()


@pytest.mark.parametrize("view", VIEWS)
def test_each_sentence_is_whole_and_says_one_thing(warehouse, view):
    found = answer.answers(warehouse, [each.id for each in warehouse.registry], VIEWS[view])
    wrong = [
        f"{each.measure.id}: {sentence!r}: {', '.join(faults(sentence))}"
        for each in found.values()
        for sentence in told(each)
        if faults(sentence)
    ]
    assert not wrong, "\n".join(wrong)


def told(result):
    """Return every sentence of an answer; an empty one is none."""
    by_count = result.finding_by.values()
    said = (result.finding, *by_count, result.other_reading, result.next_step, *result.notes)
    return [each for each in (*said, result.measure.question, result.measure.definition) if each]


def test_each_comparison_is_a_whole_sentence(warehouse):
    ids = [each.id for each in warehouse.registry]
    found = answer.compared(warehouse, ids, YEAR, "year-before")
    said = [
        text
        for each in found.values()
        if each.compared
        for text in (each.compared.reason, each.compared.note)
        if text
    ]
    assert [each for each in said if faults(each)] == []
