"""The shape `ledger`: the first records by name, and how many there are in all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from dash import html

from dashboard import words
from dashboard.measures.result import Result, Row
from dashboard.present import row_words, shapes
from dashboard.present.marks import NOUNS
from dashboard.present.sentence import plural
from dashboard.web.listing import Column, listing
from dashboard.web.parts import Child, mark
from dashboard.web.sheet import Sheet

MOST_ROWS = 10
# Beyond these a line is too long to be read.
_MOST_COLUMNS = 5


def ledger_of(sheet: Sheet, result: Result) -> Child:
    """Return the first records as a table; the drawer has all of them."""
    rows = list(result.rows[:MOST_ROWS])
    if not rows:
        return html.P("None.", className="note")
    columns = shapes.columns_of_list(rows, _MOST_COLUMNS)
    number = shapes.number_of_list(rows)
    heads = [Column("account" if _is_named(sheet, rows) else "record")]
    heads += [Column(row_words.heading(number), is_number=True)] if number else []
    heads += [Column(row_words.heading(name)) for name in columns]
    body = [_row(sheet, result, row, columns, number) for row in rows]
    one, many = NOUNS[result.measure.records]
    n = len(result.rows)
    whole = html.A(
        f"{len(rows)} of {plural(n, one, many)}",
        href=sheet.drill(result.measure.id),
        className="link",
    )
    return html.Div(
        [listing(heads, body, name=result.measure.title), html.P(whole, className="n-of")]
    )


def _is_named(sheet: Sheet, rows: Sequence[Row]) -> bool:
    return sheet.config.access.show_account_names and any(
        row.details.get("account_name") for row in rows
    )


def _row(
    sheet: Sheet, result: Result, row: Row, columns: Sequence[str], number: str
) -> list[Child]:
    path = row.details.get("path_class")
    name = row.details.get("account_name") if sheet.config.access.show_account_names else None
    record = str(row.details.get("lead_id") or row.keys.get("record_id", ""))
    address = sheet.drill(result.measure.id, record_id=row.keys.get("record_id"))
    first = [mark(str(path) if path else None), html.A(str(name or record), href=address)]
    told = [_number(row.details.get(number), number, sheet.currency)] if number else []
    return [first, *told, *(_cell(row.details, each) for each in columns)]


def _number(value: object, name: str, currency: str) -> str:
    if value is None:
        return "–"
    number = float(str(value))
    return words.hours(number) if name == "hours" else words.money(number, currency)


def _cell(details: Mapping[str, object], name: str) -> str:
    value = details.get(name)
    if value is None or value == "":
        return ""
    if isinstance(value, dt.date):
        return words.date(value)
    if name.endswith("days") or name.startswith("days"):
        return words.days(float(str(value)))
    if isinstance(value, str):
        return words.word(value)
    return row_words.cell(name, value, "")
