"""A page of one topic: headline, hero, at most four cards, one line for each further answer."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping

from dash import html

from dashboard.measures import registry
from dashboard.present import headlines, overview_words
from dashboard.present.pages import Page
from dashboard.web import funnel_hero, gate_hero, moving_hero, wins_hero
from dashboard.web.answer_line import answer_line, waiting_for, waiting_line
from dashboard.web.card import card
from dashboard.web.page_frame import first_line, foot, safely
from dashboard.web.parts import Child, sentence
from dashboard.web.sheet import Sheet
from dashboard.web.sides import BY_THE_MEASURE, GATE

HEROES: Mapping[str, Callable[[Sheet], Child]] = {
    "/wins": wins_hero.hero,
    "/momentum": moving_hero.hero,
    "/gate": gate_hero.hero,
    "/funnel": funnel_hero.hero,
}


def topic_page(sheet: Sheet, page: Page) -> list[Child]:
    """Return the page, each part made on its own so that one fault leaves the others standing."""
    hero = HEROES[page.path]
    measures = _measures()
    return [
        html.Div(
            [
                first_line(sheet, page.begins),
                safely(functools.partial(_head, sheet), f"the headline of {page.path}"),
                safely(functools.partial(hero, sheet), f"the hero of {page.path}"),
                html.Div(
                    [
                        safely(functools.partial(card, sheet, measures[each]), each)
                        for each in page.cards
                    ],
                    className="cards",
                ),
                _more(sheet, page),
                foot(sheet),
            ],
            className=f"topic {page.path.replace('/', 'of-')}",
        )
    ]


def _head(sheet: Sheet) -> html.Div:
    return html.Div(
        [
            html.H1(sentence(headlines.headline(sheet, sheet.path, sheet.count))),
            html.P(overview_words.gates(sheet), className="gates"),
        ],
        className="head",
    )


def _more(sheet: Sheet, page: Page) -> Child:
    if not page.more:
        return None
    lines = [further_line(sheet, each) for each in page.more]
    awaited = any(_measures()[each].cost != "slow" for each in sheet.awaited & {*page.more})
    title = html.H2("More answers")
    return html.Section(
        [
            html.Div(title, className="section-head"),
            *lines,
            *([waiting_for(sheet)] if awaited else []),
            html.P(BY_THE_MEASURE, className="note written-by") if page.path == GATE else None,
        ],
        className="more",
        id="more",
    )


def further_line(sheet: Sheet, measure_id: str) -> Child:
    """Return one further answer, or its place while it is awaited."""
    measure = _measures()[measure_id]
    line = waiting_line if measure_id in sheet.awaited else answer_line
    return safely(functools.partial(line, sheet, measure), measure_id)


@functools.cache
def _measures() -> registry.Registry:
    """Return the words of all measures, for those too whose answer could not be made."""
    return registry.load()
