"""What every page of figures has: filter sentence above, foot below, and calm at a fault."""

from __future__ import annotations

import logging
from collections.abc import Callable

from dash import html

from dashboard import words
from dashboard.web.filter_sentence import filter_sentence
from dashboard.web.parts import Child
from dashboard.web.sheet import Sheet

_LOG = logging.getLogger(__name__)


def first_line(sheet: Sheet, begins: str) -> html.Div:
    """Return the filters as a sentence, and what can be taken along."""
    return html.Div(
        [
            filter_sentence(sheet, begins),
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
    )


def safely(part: Callable[[], Child], name: str) -> Child:
    """Draw one part of a page; a fault in it leaves the others standing."""
    try:
        return part()
    except Exception:
        _LOG.exception("%s could not be drawn", name)
        said = "This part could not be drawn; the server's log says why. The others stand."
        return html.Section(html.P(said, className="note"), className="row fault", role="alert")


def foot(sheet: Sheet) -> html.Footer:
    """Say up to when the data know, whom they count, and how they are linked."""
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


def _data_to(sheet: Sheet) -> str:
    # A day that no recorded change confirms says where it is from; its time of day means nothing.
    if sheet.as_of_label in ("from business dates", "from the config"):
        return f"{words.date(sheet.as_of_day)} ({sheet.as_of_label})"
    return f"{words.date(sheet.as_of.date())}, {sheet.as_of:%H:%M} UTC"
