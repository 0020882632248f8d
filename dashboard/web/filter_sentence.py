"""The filters as the first sentence of the page; each dashed word opens its choices."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from dash import html

from dashboard import words
from dashboard.measures.filters import Filters, add_months
from dashboard.web import url_state
from dashboard.web.parts import Child, aria, heard
from dashboard.web.sheet import Sheet

# Months further back are reached by "all our data" or by the address.
_MONTHS_OFFERED = 60


def filter_sentence(sheet: Sheet, begins: str) -> html.Div:
    """Return the sentence: by which day the page is dated, the period, every dimension."""
    words_of = [html.Span(f"{begins} "), _period(sheet)]
    for dimension in sheet.config.dimensions:
        if len(sheet.known.values.get(dimension.name, ())) > 1:
            words_of += [html.Span(", "), _dimension(sheet, dimension.name, dimension.on_screen)]
    at_default = sheet.filters.cache_key == sheet.known.default.cache_key
    if not at_default:
        address = sheet.filtered(sheet.known.default)
        words_of.append(html.A("Back to all", href=address, className="reset"))
    return html.Div(words_of, className="filters", role="group", **aria(label="Filters"))


def period_words(filters: Filters, as_of: dt.date) -> str:
    """Say a period as the sentence does."""
    start, end = filters.start, filters.end
    this_month = as_of.replace(day=1)
    running = end is None or end >= this_month
    if start is None:
        return "all our data" if running else f"all to {words.month(end)}"
    if running:
        if start == add_months(this_month, -11):
            return f"the 12 months to {words.date(as_of)}"
        return f"{words.month(start)} to {words.date(as_of)}"
    if start == end:
        return words.month(start)
    return f"{words.month(start)} to {words.month(end)}"


def _period(sheet: Sheet) -> html.Details:
    as_of = sheet.as_of_day
    chosen = sheet.filters
    offers = [
        _choice(sheet, replace(chosen, start=start, end=end), text)
        for text, start, end in _periods(sheet, as_of)
    ]
    months = _months(sheet, as_of)
    columns = [_column(sheet, "From", months, "start"), _column(sheet, "To", months, "end")]
    return html.Details(
        [
            html.Summary([heard("Period: "), period_words(chosen, as_of)]),
            html.Div(
                [html.Div(offers, className="choices"), html.Div(columns, className="months")],
                className="menu",
            ),
        ],
        className="choose",
        **{"data-once": "yes"},
    )


def _periods(sheet: Sheet, as_of: dt.date) -> list[tuple[str, dt.date | None, dt.date | None]]:
    this_month = as_of.replace(day=1)
    into_year = (this_month.month - sheet.config.company.fiscal_year_starts) % 12
    year = add_months(this_month, -into_year)
    quarter = add_months(this_month, -(into_year % 3))
    return [
        (f"12 months to {words.date(as_of)}", add_months(this_month, -11), this_month),
        ("This quarter so far", quarter, this_month),
        ("Last quarter", add_months(quarter, -3), add_months(quarter, -1)),
        ("This fiscal year so far", year, this_month),
        ("Last fiscal year", add_months(year, -12), add_months(year, -1)),
        ("All our data", None, None),
    ]


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


def _dimension(sheet: Sheet, name: str, label: str) -> html.Details:
    values = sheet.known.values[name]
    chosen = sheet.filters.where.get(name, ())
    everything = replace(
        sheet.filters, where={key: each for key, each in sheet.filters.where.items() if key != name}
    )
    choices: list[Child] = [_choice(sheet, everything, f"any {label.lower()}", chosen=not chosen)]
    for value in values:
        toggled = url_state.toggled(sheet.filters, sheet.known, name, value)
        choices.append(_choice(sheet, toggled, value, chosen=value in chosen))
    said = (
        words.listed([*chosen], "or")
        if 0 < len(chosen) <= 2
        else f"{len(chosen)} of {len(values)} by {label.lower()}"
    )
    return html.Details(
        [
            html.Summary([heard(f"{label}: "), said if chosen else f"any {label.lower()}"]),
            html.Div(html.Div(choices, className="choices ticks"), className="menu"),
        ],
        className="choose",
    )
