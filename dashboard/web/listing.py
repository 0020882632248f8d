"""A plain table with words: wide on a wall, one block per row on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html

from dashboard.web.parts import Child


@dataclass(frozen=True)
class Column:
    """A heading, and whether numbers stand under it."""

    heading: str
    is_number: bool = False


def listing(columns: Sequence[Column], rows: Sequence[Sequence[Child]], *, name: str) -> html.Table:
    """Return a table; the first cell of a row is what the row is about."""
    head = [
        html.Th(each.heading, scope="col", className="number-cell" if each.is_number else None)
        for each in columns
    ]
    return html.Table(
        [
            html.Caption(name, className="heard"),
            html.Thead(html.Tr(head)),
            html.Tbody([_row(columns, row) for row in rows]),
        ],
        className="listing",
    )


def _row(columns: Sequence[Column], cells: Sequence[Child]) -> html.Tr:
    first = html.Th(cells[0], scope="row")
    rest = [
        html.Td(
            cell,
            className="number-cell" if column.is_number else None,
            **{"data-label": column.heading},
        )
        for column, cell in zip(columns[1:], cells[1:], strict=True)
    ]
    return html.Tr([first, *rest])
