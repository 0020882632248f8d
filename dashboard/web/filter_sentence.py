"""The filters as the first sentence of the page; each dashed word opens its choices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from dash import html

from dashboard import words
from dashboard.config import Dimension
from dashboard.measures.filters import Filters, add_months
from dashboard.present.foot_words import filters_said
from dashboard.present.period_words import how_years_are_named, period_words, presets
from dashboard.web import compare_choice, url_state
from dashboard.web.parts import Child, aria, heard
from dashboard.web.sheet import Sheet

# Months further back are reached by "all our data" or by the address.
_MONTHS_OFFERED = 60
# More dimensions than these stand behind "and 3 more", those with a choice excepted.
_IN_SENTENCE = 3
# Longer lists have a field to type in.
_LONG = 12


def filter_sentence(sheet: Sheet, begins: str) -> html.Div:
    """Return the sentence: by which day the page is dated, the period, every dimension."""
    shown, folded = _dimensions(sheet)
    words_of: list[Child] = [html.Span(f"{begins} "), _period(sheet)]
    for dimension in shown:
        words_of += [html.Span(", "), _dimension(sheet, dimension)]
    if folded:
        words_of += [html.Span(" "), _rest(sheet, folded)]
    words_of += [html.Span(", against "), compare_choice.choice(sheet)]
    if not _is_untouched(sheet):
        address = sheet.filtered(sheet.known.default)
        words_of.append(html.A("Back to all", href=address, className="reset"))
    return html.Div(words_of, className="filters", role="group", **aria(label="Filters"))


def filter_words(sheet: Sheet, begins: str) -> str:
    """Say the same in plain words, for paper and for a page within another."""
    said = filters_said(sheet, begins)
    if sheet.against:
        said.append(f"against {compare_choice.words_of(sheet)}")
    return ", ".join(said)


def _is_untouched(sheet: Sheet) -> bool:
    return sheet.filters.cache_key == sheet.known.default.cache_key


def _dimensions(sheet: Sheet) -> tuple[list[Dimension], list[Dimension]]:
    """Return the dimensions of the sentence, and those folded behind its end."""
    several = [
        each for each in sheet.config.dimensions if len(sheet.known.values.get(each.name, ())) > 1
    ]
    chosen = [each for each in several[_IN_SENTENCE:] if each.name in sheet.filters.where]
    folded = [each for each in several[_IN_SENTENCE:] if each not in chosen]
    return [*several[:_IN_SENTENCE], *chosen], folded


def _period(sheet: Sheet) -> html.Details:
    as_of = sheet.as_of_day
    chosen = sheet.filters
    fiscal_start = sheet.config.company.fiscal_year_starts
    offers: list[Child] = [
        _choice(sheet, replace(chosen, start=each.start, end=each.end), each.name)
        for each in presets(as_of, fiscal_start)
    ]
    offers.append(html.P(how_years_are_named(fiscal_start), className="note"))
    months = _months(sheet, as_of)
    columns = [_column(sheet, "From", months, "start"), _column(sheet, "To", months, "end")]
    return html.Details(
        [
            html.Summary([heard("Period: "), period_words(chosen, as_of, fiscal_start)]),
            html.Div(
                [html.Div(offers, className="choices"), html.Div(columns, className="months")],
                className="menu",
            ),
        ],
        className="choose",
        **{"data-once": "yes"},
    )


def _months(sheet: Sheet, as_of: dt.date) -> list[dt.date]:
    last = as_of.replace(day=1)
    first = max(sheet.first_month or last, add_months(last, 1 - _MONTHS_OFFERED))
    found = []
    while last >= first:
        found.append(last)
        last = add_months(last, -1)
    return found


def _column(sheet: Sheet, title: str, months: list[dt.date], end: str) -> html.Div:
    links: list[Child] = []
    for each in months:
        asked = replace(sheet.filters, **{end: each})  # type: ignore[arg-type]
        if asked.start and asked.end and asked.start > asked.end:
            continue
        links.append(_choice(sheet, asked, words.month(each), chosen=_ends_at(sheet, end, each)))
    return html.Div([html.Span(title, className="title"), html.Div(links, className="column")])


def _ends_at(sheet: Sheet, end: str, month: dt.date) -> bool:
    return month == (sheet.filters.start if end == "start" else sheet.filters.end)


def _choice(sheet: Sheet, filters: Filters, text: str, *, chosen: bool | None = None) -> html.A:
    address = sheet.filtered(filters)
    here = filters.cache_key == sheet.filters.cache_key if chosen is None else chosen
    return html.A(text, href=address, **(aria(current="true") if here else {}))


def _dimension(sheet: Sheet, dimension: Dimension) -> html.Details:
    values = sheet.known.values[dimension.name]
    chosen = sheet.filters.where.get(dimension.name, ())
    label = dimension.on_screen
    said = (
        words.listed([*chosen], "or")
        if 0 < len(chosen) <= 2
        else f"{len(chosen)} of {len(values)} by {label.lower()}"
    )
    return html.Details(
        [
            html.Summary([heard(f"{label}: "), said if chosen else f"any {label.lower()}"]),
            html.Div(_values(sheet, dimension), className="menu"),
        ],
        className="choose",
    )


def _values(sheet: Sheet, dimension: Dimension) -> html.Div:
    """Return every value of a dimension as a link that takes it in or out."""
    name, label = dimension.name, dimension.on_screen.lower()
    values = sheet.known.values[name]
    chosen = sheet.filters.where.get(name, ())
    others = {key: each for key, each in sheet.filters.where.items() if key != name}
    everything = replace(sheet.filters, where=others)
    choices: list[Child] = [_choice(sheet, everything, f"any {label}", chosen=not chosen)]
    for value in values:
        toggled = url_state.toggled(sheet.filters, sheet.known, name, value)
        choices.append(_choice(sheet, toggled, value, chosen=value in chosen))
    # The field itself is made in the browser, which does the looking up.
    typed = {"data-narrow": f"Find a {label}"} if len(values) > _LONG else {}
    return html.Div(choices, className="choices ticks", **typed)


def _rest(sheet: Sheet, dimensions: Sequence[Dimension]) -> html.Details:
    columns = [
        html.Div([html.Span(each.on_screen, className="title"), _values(sheet, each)])
        for each in dimensions
    ]
    return html.Details(
        [html.Summary(f"and {len(dimensions)} more"), html.Div(columns, className="menu columns")],
        className="choose",
    )
