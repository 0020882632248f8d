"""What others have published: cited, off until asked for, and in no finding, verdict or number."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from dashboard import words
from dashboard.web import published
from dashboard.web.published import Published
from tests.web.example_results import MEASURES
from tests.web.reading import links, page_of, text_of, with_class
from tests.web.test_moving_hero import sheet_of, tree

SHARE = next(each for each in published.every() if each.id == "win_rate_29_to_19")


@pytest.mark.parametrize("figure", published.every(), ids=lambda figure: figure.id)
def test_every_figure_is_cited_and_stands_beside_a_measure_of_its_unit(figure):
    assert figure.beside in MEASURES
    assert figure.unit in (None, MEASURES[figure.beside].unit)
    assert figure.source
    assert 1990 <= figure.year <= 2026
    assert figure.origin in ("read at the source", "quoted by others")
    assert figure.unit != "share" or 0 <= figure.low <= figure.high <= 1
    # A source that others pass on is told as such.
    assert ("quoted by" in figure.source) <= (
        figure.origin == "quoted by others" or "read" in figure.source
    )


@pytest.mark.parametrize("figure", published.every(), ids=lambda figure: figure.id)
def test_every_figure_is_told_in_the_words_of_the_screen(figure):
    said = f"{figure.text} {figure.source} {figure.comparable}"
    assert figure.text.endswith(".")
    assert figure.comparable.endswith(".")
    for banned in words.BANNED:
        assert not re.search(rf"(?<![a-z]){re.escape(banned)}(?![a-z])", said, re.IGNORECASE)


def test_ids_are_not_given_twice():
    names = [each.id for each in published.every()]
    assert len(set(names)) == len(names)


def test_sources_that_contradict_each_other_are_all_there():
    ends = {(each.low, each.high) for each in published.beside("mql_to_sql_conversion")}
    assert {(0.13, 0.13), (0.13, 0.15), (0.39, 0.39), (0.45, 0.45)} <= ends


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"low": None}, "low, high and unit go together"),
        ({"low": 0.9}, "low is above high"),
        ({"source": ""}, "source"),
        ({"origin": "heard"}, "origin"),
        ({"target": 0.3}, "target"),
        ({"address": "javascript:alert(1)"}, "address"),
    ],
)
def test_a_figure_without_what_it_needs_is_refused(wrong, said):
    with pytest.raises(ValueError, match=said):
        Published(**(SHARE.model_dump() | wrong))


def without_published(node):
    """Return a page without what is published on it, its links as if nobody had asked for it."""
    if isinstance(node, list):
        return [without_published(each) for each in node if each and not is_published(each)]
    if isinstance(node, dict):
        return {key: without_published(value) for key, value in node.items()}
    if isinstance(node, str):
        return re.sub(r"[?&]+(?=\"|$)", "", re.sub(r"published=1&?", "", node))
    return node


def is_published(node):
    props = node.get("props", {}) if isinstance(node, dict) else {}
    looks = str(props.get("className", "")).split()
    return {"published", "published-row"} & set(looks) or str(props.get("children")).endswith(
        "published figures"
    )


@pytest.mark.parametrize("path", ["/", "/momentum", "/funnel"])
def test_published_figures_change_nothing_else_on_a_page(example, path):
    plain = page_of(example, "?", path)
    shown = page_of(example, "?published=1", path)
    assert not with_class(plain, "published")
    assert json.dumps(plain) != json.dumps(shown)
    assert without_published(plain) == without_published(shown)


def test_a_page_without_published_figures_has_no_switch_and_one_with_them_turns_them_off():
    sheet = sheet_of()
    assert published.switch(sheet) is None
    sheet = replace(sheet, results={"win_rate": None})
    off = tree(published.switch(sheet))
    assert (text_of(off), off["props"]["href"]) == ("Show published figures", "?published=1")
    on = tree(published.switch(replace(sheet, published=True)))
    assert (text_of(on), on["props"]["href"]) == ("Hide published figures", "?")


def test_ours_and_the_published_share_one_scale(example):
    shown = with_class(page_of(example, "?published=1"), "published")
    (block,) = [each for each in shown if "Ours: Win rate." in text_of(each)]
    ours, *others = [text_of(each) for each in with_class(block, "is")]
    assert [*others] == ["6", "19 to 29", "20 to 30"]
    ticks = [each["props"]["children"]["props"]["style"] for each in with_class(block, "at")]
    # The scale ends at 50 in 100: 19 to 29 is from 38 to 58 hundredths of its width.
    assert "from 0 to 50" in text_of(block)
    assert ticks[2] == {"left": "38.00%", "width": "max(3px, 20.00%)"}
    assert ticks[0]["left"] == f"{2 * float(ours):.2f}%"
    assert "A vendor and its clients" in text_of(block)


def test_sources_open_beside_the_page_and_learn_nothing_of_it(example):
    shown = with_class(page_of(example, "?published=1"), "published")
    away = links(shown, "https://")
    assert len(away) >= 8
    assert {(each["target"], each["rel"]) for each in away} == {("_blank", "noopener noreferrer")}
