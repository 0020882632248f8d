"""One number of an answer on a page: the link that opens exactly its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html

from dashboard.measures.result import Result, Row
from dashboard.present import marks
from dashboard.web.parts import Child, aria, mark
from dashboard.web.sheet import Sheet


@dataclass(frozen=True)
class Mark(marks.Mark):
    """One number with the address of its rows; "" where there are none."""

    address: str = ""


def marks_of(sheet: Sheet, result: Result) -> list[Mark]:
    """Return the numbers of an answer."""
    keys = marks.naming_keys(result)
    return [mark_of(sheet, result, row, keys) for row in result.rows]


def mark_of(sheet: Sheet, result: Result, row: Row, keys: Sequence[str]) -> Mark:
    """Return one row as a mark, named by some of its keys."""
    told = vars(marks.mark_of(result, row, keys, sheet.currency))
    address = sheet.drill(result.measure.id, **row.keys) if row.events != 0 else ""
    return Mark(**told, address=address)


def opens(found: Mark, children: Child, css: str = "") -> Child:
    """Return a mark as the link that opens exactly its rows; words where there are none."""
    if not found.address:
        return html.Span(children, className=css)
    return html.A(children, href=found.address, className=css, **aria(label=found.spoken))


def label(found: Mark) -> list[Child]:
    """Return a mark's name, with the mark of its path."""
    return [mark(found.path), found.name]
