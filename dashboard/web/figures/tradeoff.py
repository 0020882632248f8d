"""What moving the line would change: the slider with its range, and the numbers of each line."""

from __future__ import annotations

from dash import html

from dashboard import words
from dashboard.measures.result import Result, Row
from dashboard.present.possible_lines import lines_of
from dashboard.web import line_slider
from dashboard.web.numbers_table import Cell, numbers_table
from dashboard.web.parts import Child
from dashboard.web.sheet import Sheet

MEASURE = line_slider.MEASURE
_NET = "net"
# The numbers of each line beside its money, with how they are called.
_ALSO = (("leads", "people called"), ("hours", "seller hours"), ("wins", "wins"))
_HOW_TO_READ = (
    "Money a year against today, gained above and lost below. Hatched: sales did not take those "
    "people on, so it lies anywhere between. Dark: they did, and what is open is luck."
)


def tradeoff_of(sheet: Sheet, result: Result) -> Child:
    """Return the slider and, below it, each line's numbers as links to its people."""
    moved = line_slider.slider(sheet, result.rows)
    if moved is None:
        return html.P("There is no other score at which the line could stand.", className="note")
    return html.Div([moved, html.P(_HOW_TO_READ, className="note"), _table(sheet, result)])


def _table(sheet: Sheet, result: Result) -> html.Details | None:
    lines = lines_of(result.rows)
    if lines is None:
        return None
    rows = []
    for line in lines.at:
        net = lines.row(line, _NET)
        also = [_cell(lines.row(line, name)) for name, _ in _ALSO]
        rows.append((f"{line:g}", [_money(sheet, net), *also]))
    heads = ["money a year", *(name for _, name in _ALSO)]
    return numbers_table("The numbers of each line", heads, rows)


def _money(sheet: Sheet, row: Row | None) -> Cell:
    if row is None:
        return Cell("–")
    address = sheet.drill(MEASURE, **row.keys) if row.events else ""
    if row.low is None or row.high is None:
        return Cell(words.word(row.status), address)
    low, high = (words.money(each, sheet.currency) for each in (row.low, row.high))
    return Cell(low if low == high else f"{low} to {high}", address)


def _cell(row: Row | None) -> Cell:
    """Write a count, or both its ends where it is known between two alone."""
    if row is None:
        return Cell("–")
    if row.low is None or row.high is None:
        return Cell(words.count(row.value) if row.value is not None else "–")
    low, high = (words.count(each) for each in (row.low, row.high))
    return Cell(low if low == high else f"{low} to {high}")
