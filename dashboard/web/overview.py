"""The Overview: three sentences with their bars, two ledgers, the largest wins."""

from __future__ import annotations

import functools
from collections.abc import Callable

from dash import html

from dashboard.present import gate_words, overview_words
from dashboard.present.pages import PAGES
from dashboard.web import first_rows, first_visit, gate_row, largest, ledgers
from dashboard.web.page_frame import first_line, foot, safely
from dashboard.web.parts import Child, sentence
from dashboard.web.sheet import Sheet


def overview(sheet: Sheet) -> list[Child]:
    """Return the page, each part made on its own so that one fault leaves the others standing."""
    cards: tuple[Callable[[Sheet], Child], ...] = (
        _head,
        first_rows.how_wins_came,
        first_rows.moving_or_stuck,
        gate_row.the_gate,
        ledgers.two_ledgers,
        largest.largest_wins,
    )
    return [
        first_line(sheet, PAGES[0].begins),
        first_visit.note(sheet),
        *(safely(functools.partial(card, sheet), card.__name__) for card in cards),
        foot(sheet),
    ]


def _head(sheet: Sheet) -> html.Div:
    before = overview_words.headline_before(sheet)
    gates = html.P(overview_words.gates(sheet), className="gates")
    return html.Div(
        [
            html.H1(sentence(overview_words.headline(sheet))),
            html.Div([gates, _verdict(sheet)], className="gates-and-verdict"),
            html.P(before, className="compared") if before else None,
        ],
        className="head",
    )


def _verdict(sheet: Sheet) -> Child:
    said = gate_words.verdict_of(sheet)
    if not said:
        return None
    way = html.A(said, href=sheet.elsewhere("/gate"), className="link")
    return html.P(["Verdict on the gate: ", html.B(way)], className="on-the-gate")
