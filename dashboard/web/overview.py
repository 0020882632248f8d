"""The Overview: three sentences with their bars, two ledgers, the largest wins."""

from __future__ import annotations

import logging
from collections.abc import Callable

from dash import html

from dashboard import words
from dashboard.web import first_rows, gate_row, largest, ledgers, overview_words, totals
from dashboard.web.filter_sentence import filter_sentence
from dashboard.web.parts import Child, sentence
from dashboard.web.sheet import Sheet

_LOG = logging.getLogger(__name__)


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
        html.Div(
            [
                filter_sentence(sheet),
                html.Div(
                    [
                        html.Button("Copy link", className="act", type="button", id="copy-link"),
                        html.A(
                            "CSV",
                            href=sheet.figures_csv(),
                            className="act",
                            **{"data-download": "yes"},
                        ),
                    ],
                    className="acts",
                ),
            ],
            className="first-line",
        ),
        *(_safely(card, sheet) for card in cards),
        _foot(sheet),
    ]


def _safely(card: Callable[[Sheet], Child], sheet: Sheet) -> Child:
    try:
        return card(sheet)
    except Exception:
        _LOG.exception("%s could not be drawn", card.__name__)
        said = "This part could not be drawn; the server's log says why. The others stand."
        return html.Section(html.P(said, className="note"), className="row fault", role="alert")


def _head(sheet: Sheet) -> html.Div:
    return html.Div(
        [
            html.H1(sentence(overview_words.headline(sheet))),
            html.P(overview_words.gates(sheet), className="gates"),
            totals.totals_line(sheet),
        ],
        className="head",
    )


def _data_to(sheet: Sheet) -> str:
    # A day that no recorded change confirms says where it is from; its time of day means nothing.
    if sheet.as_of_label in ("from business dates", "from the config"):
        return f"{words.date(sheet.as_of_day)} ({sheet.as_of_label})"
    return f"{words.date(sheet.as_of.date())}, {sheet.as_of:%H:%M} UTC"


def _foot(sheet: Sheet) -> html.Footer:
    company = sheet.config.company
    is_new_business = sheet.config.types and sheet.filters.population == "new_business"
    population = "New business" if is_new_business else "All deals, new business or not"
    rates = " at dated rates" if sheet.config.rates else ""
    facts = (
        f"Data to {_data_to(sheet)}. Days in {company.time_zone}. "
        f"{population}. Money in {company.currency}{rates}. Deals are linked to people "
        "by ids and hashed e-mail, not by names."
    )
    return html.Footer(
        [
            html.P(facts),
            html.A("How we count", href=sheet.about("words"), className="link"),
        ]
    )
