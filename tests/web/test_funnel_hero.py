"""The funnel's words: each step by its plain name, each bar by what it counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.config import Config
from dashboard.present import funnel_words
from dashboard.present.sentence import plain
from dashboard.web import funnel_hero
from tests.web import example_topics as examples
from tests.web.example_results import CONFIG
from tests.web.reading import seen_of, text_of, with_class
from tests.web.test_moving_hero import sheet_of
from tests.web.test_topic_pages import tree


def funnel_sheet(**changed: str | None):
    """Return the example's sheet, its gates standing for other steps where so asked."""
    gates = [
        gate.model_copy(update={"step": changed[gate.name]}) if gate.name in changed else gate
        for gate in CONFIG.gates
    ]
    config: Config = CONFIG.model_copy(update={"gates": tuple(gates)})
    return replace(sheet_of(examples.funnel(), examples.months()), config=config)


def said(sheet, css):
    """Return the words of the hero's parts of a kind."""
    return [seen_of(each) for each in with_class(tree(funnel_hero.hero(sheet)), css)]


def test_steps_have_plain_names_and_their_code_beside_them():
    assert said(funnel_sheet(), "of") == [
        "came in",
        "qualified by marketing MQL",
        "qualified by sales SQL",
        "won",
    ]


@pytest.mark.parametrize("step", [None, "mql"], ids=["of no step", "of another gate's step"])
def test_a_gate_without_a_step_of_its_own_keeps_its_label(step):
    sheet = funnel_sheet(budget=step)
    assert said(sheet, "of")[2] == "budget form"
    assert "780 budget form, 49 won so far" in plain(funnel_words.headline(sheet))


def test_each_bar_says_what_it_counts():
    assert said(funnel_sheet(), "strict") == ["6,800", "2,510 entered", "780 entered", "49"]
    assert said(funnel_sheet(), "reached") == [
        "2,700 got this far or further, 190 of them without this step",
        "900 got this far or further, 120 of them without this step",
    ]
    heard = with_class(tree(funnel_hero.hero(funnel_sheet())), "reached")[0]
    assert text_of(heard).startswith("qualified by marketing: 2,700 people got this far")


def test_the_young_stand_at_the_gate_of_their_step():
    months = examples.months()
    young = replace(months.rows[-1], keys={"row": "2026-10", "column": "sql"}, events=299)
    sheet = replace(
        funnel_sheet(),
        results={"funnel": examples.funnel(), "cohort_conversion": replace(months, rows=(young,))},
    )
    rows = with_class(tree(funnel_hero.hero(sheet)), "pair")
    assert [len(with_class(each, "young")) for each in rows] == [0, 0, 1, 0]
    assert said(sheet, "young") == [
        "1 came in since Oct 2026, less than 365 days ago, and is not there yet"
    ]


def test_the_hero_says_whom_it_counts_and_how_deals_below_are_counted():
    (line,) = said(funnel_sheet(), "of-whom")
    assert line.endswith("Deals below are counted by their own dates, whoever came in when.")
