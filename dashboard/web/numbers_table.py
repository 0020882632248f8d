"""A figure's numbers as a small table of links: for keys, for screen readers, and to copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html

from dashboard.web.parts import Child


@dataclass(frozen=True)
class Cell:
    """One number as it is written, and the address of the rows behind it, if it has rows.

    Words may stand in a cell too: they break over lines, which numbers do not.
    """

    text: str
    address: str = ""
    is_words: bool = False


def numbers_table(
    title: str, heads: Sequence[str], rows: Sequence[tuple[str, Sequence[Cell]]]
) -> html.Details:
    """Return the closed table; `heads` name its columns, each row begins with its own name."""
    head = html.Thead(html.Tr([html.Td(), *(html.Th(each, scope="col") for each in heads)]))
    body = html.Tbody([_row(name, cells) for name, cells in rows])
    named = html.Caption(title, className="heard")
    table = html.Div(html.Table([named, head, body]), className="sideways")
    return html.Details([html.Summary(title), table], className="numbers")


def _row(name: str, cells: Sequence[Cell]) -> html.Tr:
    told = [html.Td(_shown(each), className="words" if each.is_words else None) for each in cells]
    return html.Tr([html.Th(name, scope="row"), *told])


def _shown(cell: Cell) -> Child:
    return html.A(cell.text, href=cell.address) if cell.address else cell.text
