"""What stands in the place of a number that is not there: why, and what to do about it.

Not recorded says what to export, empty which filter to relax, withheld which check held it, failed
how to ask again; each leaves everything else on the page standing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dash import html

from dashboard import words
from dashboard.config import Config
from dashboard.measures.filters import Filters, month_end
from dashboard.measures.ledger import records_of
from dashboard.measures.result import FEW, Result
from dashboard.measures.sentences import COUNTED
from dashboard.measures.slices import cannot_filter
from dashboard.present.marks import NOUNS
from dashboard.present.sentence import plural
from dashboard.web.parts import Child
from dashboard.web.sheet import Relaxed, Sheet

USABLE = ("ok", "too few")
FAULT = "This answer could not be made."
# A number that would come later than this comes too late to wait for.
_PATIENCE = dt.timedelta(days=3 * 365)


def instead(sheet: Sheet, result: Result | None) -> Child | None:
    """Return what stands in the place of a figure; nothing where the figure can be drawn."""
    if result is None:
        return failed(sheet)
    if result.status == "withheld":
        return html.Div([html.P(note) for note in result.notes], className="readings")
    if result.status not in USABLE:
        barred = barring(sheet, result)
        return cannot_be_cut(sheet, barred) if barred else not_recorded(sheet, result)
    if is_empty(result):
        return empty(sheet, result.measure.id, NOUNS[result.measure.records])
    return None


def failed(sheet: Sheet) -> html.Div:
    """Say how to ask again for an answer that could not be made."""
    again = html.A("Try again", href=sheet.here(), className="link", **{"data-load": "yes"})
    said = "If that does not help, the server's log says why. Everything else here stands."
    return html.Div([html.P(again), html.P(said)], className="readings")


def not_recorded(sheet: Sheet, result: Result) -> html.Div:
    """Say what to export, and how many answers each export unlocks."""
    needs = [html.Li(f"{words.begun(need)}{_unlocked(sheet, need)}") for need in result.needs]
    head = [html.P(html.B("What to export"))] if needs else []
    # The page Data speaks of the whole company.
    way = html.A("What each export unlocks", href=sheet.elsewhere("/data"), className="link")
    link = [] if sheet.is_limited else [html.P(way)]
    return html.Div([*head, html.Ul(needs), *link], className="readings to-do")


def _unlocked(sheet: Sheet, need: str) -> str:
    many = next((n for name, n in sheet.unlocks.items() if need.startswith(f"{name}:")), 0)
    return f"; unlocks {words.count(many)} answers" if many > 1 else ""


def barring(sheet: Sheet, result: Result) -> list[str]:
    """Return the dimensions by which an answer is asked and cannot be cut."""
    dimensions = sheet.config.dimensions
    return [each.name for each in dimensions if cannot_filter(each.on_screen) in result.needs]


def cannot_be_cut(sheet: Sheet, barred: Sequence[str]) -> html.Div:
    """Say why a dimension cannot filter an answer, and lead to the answer without it."""
    dimensions = {each.name: each for each in sheet.config.dimensions}
    labels = {name: dimensions[name].on_screen.lower() for name in barred}
    told = words.listed(list(labels.values()))
    of_deals = [name for name in barred if dimensions[name].table == "opportunities"]
    why = "It counts people, and our records tell this of deals." if of_deals else ""
    chosen = [name for name in barred if name in sheet.filters.where]
    if not chosen:
        return html.Div(html.P(f"What you may see is told by {told}. {why}"), className="readings")
    where = {name: values for name, values in sheet.filters.where.items() if name not in chosen}
    address = sheet.filtered(replace(sheet.filters, where=where))
    text = f"Show this page without {words.listed([labels[name] for name in chosen])}"
    link = html.A(text, href=address, className="link")
    return html.Div([html.P(why) if why else None, html.P(link)], className="readings")


def is_empty(result: Result) -> bool:
    """Say whether no record at all answers under these filters."""
    return result.status in USABLE and records_of(result) == 0


def relaxations(filters: Filters, config: Config) -> Iterator[Relaxed]:
    """Return each way to take one of the chosen filters away."""
    names = {each.name: each.on_screen.lower() for each in config.dimensions}
    for name, values in sorted(filters.where.items()):
        where = {other: each for other, each in filters.where.items() if other != name}
        said = f"{names.get(name, name)} {words.listed(list(values), 'or')}"
        yield Relaxed(f"Without {said}", replace(filters, where=where))
    if filters.start or filters.end:
        yield Relaxed("Over all data", replace(filters, start=None, end=None, until=None))


def empty(sheet: Sheet, measure_id: str, noun: tuple[str, str]) -> html.Div:
    """Say which filter to relax: how many records there are without each, where there are any."""
    ways = [each for each in sheet.relaxed.get(measure_id, ()) if each.records]
    lines = [
        html.Li(
            html.A(
                f"{each.words} there {'is' if each.records == 1 else 'are'} "
                f"{plural(each.records, *noun)}",
                href=sheet.filtered(each.filters),
                className="link",
            )
        )
        for each in ways
    ]
    if lines:
        return html.Div(html.Ul(lines), className="readings relax")
    is_cut = bool(sheet.filters.where)
    said = "No single filter is the reason." if is_cut else "There is no such record in these data."
    everything = replace(sheet.filters, where={}, start=None, end=None, until=None)
    link = html.A("Without any filter", href=sheet.filtered(everything), className="link")
    return html.Div([html.P(said), html.P(link) if is_cut else None], className="readings relax")


def wanted(sheet: Sheet, result: Result) -> str:
    """Say how many records an answer wants, and when they will be there at this pace."""
    n = records_of(result)
    if result.measure.estimator.name in COUNTED or n >= FEW:
        return ""
    return f"we want {FEW}{_by_when(sheet, n)}"


def _by_when(sheet: Sheet, n: int) -> str:
    """Say when the records wanted are there, counted from those seen so far in the period."""
    filters, today = sheet.filters, sheet.as_of_day
    start = filters.start or sheet.first_month
    if filters.end and (filters.until or month_end(filters.end)) < today:
        return "; a longer period holds more"
    if not n or start is None or start >= today:
        return ""
    there = start + (today - start) * (FEW / n)
    if there - today > _PATIENCE:
        return f"; at this pace not before {there.year}"
    return f"; at this pace by {words.month(there)}"
