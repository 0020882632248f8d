"""The two roles of the gates: keeping hours free, and moving buyers on; in one square."""

from __future__ import annotations

from dataclasses import replace

from dash import html

from dashboard import words
from dashboard.measures.result import Result, Row
from dashboard.present import gate_words
from dashboard.web.figures.marks import mark_of, opens
from dashboard.web.parts import Child
from dashboard.web.sheet import Sheet

MEASURE = "two_roles"
# What a gate may be, by rows: it protects; it does not; by columns: it progresses; it does not.
_SQUARE = (
    (
        ("protects and progresses", "Keeps hours free and moves buyers on"),
        ("protects only", "Keeps hours free, moves nobody on"),
    ),
    (
        ("progresses only", "Moves buyers on, keeps no hours free"),
        ("neither", "Neither"),
    ),
)

_NAMES = {
    "protects": "Keeps hours free",
    "moves": "Moved on by day 30, against deals from outside",
    "stalls": "No sign of life in 21 days, against deals from outside",
}


def roles_of(sheet: Sheet, result: Result) -> Child:
    """Return the square with the cell that our records speak for, and what it rests on."""
    told = next((str(row.details.get("roles") or "") for row in result.rows), "")
    cells = [_cell(code, said, told) for line in _SQUARE for code, said in line]
    known = any(code == told for line in _SQUARE for code, _ in line)
    note = "" if known else "Not settled: our records speak for none of the four yet."
    return html.Div(
        [
            html.Div(cells, className="roles-square", role="list"),
            html.P(note, className="note") if note else None,
            html.Ul([_reading(sheet, result, row) for row in result.rows], className="readings-of"),
        ]
    )


def _cell(code: str, said: str, told: str) -> html.Div:
    is_it = code == told
    text: list[Child] = [said, html.Span("our gates", className="ours")] if is_it else [said]
    return html.Div(text, className="role is-it" if is_it else "role", role="listitem")


def _reading(sheet: Sheet, result: Result, row: Row) -> html.Li:
    found = mark_of(sheet, result, row, ("role",))
    name = html.Span(_NAMES.get(str(row.keys["role"]), found.name), className="of")
    text = _said(row, found.text, sheet.currency)
    return html.Li([name, opens(replace(found, text=text), html.B(text))])


def _said(row: Row, text: str, currency: str) -> str:
    if row.low is None or row.high is None:
        return words.begun(text)
    if row.keys["role"] != "protects":
        return f"{words.begun(text)} ({words.between(row.low, row.high)})"
    verdict = gate_words.verdict_word(row)
    if row.details.get("basis") == gate_words.NET:
        said = gate_words.between(gate_words.Net(row.low, row.high), currency)
        return f"{verdict}: {said}, all told"
    low, high = (_gained(each, currency) for each in (row.low, row.high))
    return f"{verdict}: between {low} and {high} with the next call below the line"


def _gained(value: float, currency: str) -> str:
    return f"{words.money(abs(value), currency)} {'lost' if value < 0 else 'gained'}"
