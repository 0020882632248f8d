"""The other ledger's answer to the same question, on one quiet line."""

from __future__ import annotations

from dash import html

from dashboard import words
from dashboard.measures.registry import Measure
from dashboard.measures.result import Result
from dashboard.present.marks import by_count
from dashboard.present.number_words import numbers_of
from dashboard.present.pages import home_of
from dashboard.web import states
from dashboard.web.parts import Child
from dashboard.web.sheet import Sheet


def twin_line(sheet: Sheet, measure: Measure, result: Result | None) -> Child | None:
    """Return the twin's question, finding and number, with the way to it; nothing without one.

    Where the clocks of the two differ it says of whom the twin speaks.
    """
    found = sheet.results.get(measure.twin or "")
    if found is None:
        return None
    twin = by_count(found, sheet.count)
    ledger = words.word(twin.measure.school)
    return html.P(
        [
            html.Span(f"{words.begun(ledger)}: ", className="ledger"),
            twin.measure.question,
            " ",
            html.B(twin.finding),
            _numbers(sheet, twin, result),
            " ",
            html.A("See it", href=address_of(sheet, twin.measure), className="link"),
        ],
        className="twin",
    )


def _numbers(sheet: Sheet, twin: Result, beside: Result | None) -> str:
    """Say the twin's number as far as its sentence leaves it, and of whom if not of the same."""
    if states.instead(sheet, twin) is not None:
        return ""
    said = numbers_of(twin, sheet.count, sheet.currency)
    if beside is None or beside.population != twin.population:
        said.append(twin.population)
    return f" ({'; '.join(said)})" if said else ""


def address_of(sheet: Sheet, measure: Measure) -> str:
    """Return where an answer stands: its card or line, else how it is counted, beside this page."""
    page = home_of(measure.id)
    if page is None or measure.id in page.hero:
        return sheet.about(measure.id)
    opened = (measure.id,) if measure.id in page.more else ()
    return f"{sheet.elsewhere(page.path, opened=opened)}#{measure.id}"
