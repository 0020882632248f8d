"""The shape `matrix`: a table whose cells are shaded by their share, each a link to its rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from dash import html

from dashboard.measures.result import Result
from dashboard.present import shapes
from dashboard.present.marks import NOUNS, month_of, word_of
from dashboard.present.time_flags import Flag, flags_of, said
from dashboard.web.figures import flags
from dashboard.web.figures.marks import Mark, mark_of, opens
from dashboard.web.parts import Child, aria, heard
from dashboard.web.sheet import Sheet

# The darkest cell is shaded by so much, so that its ink keeps its contrast in both themes.
_DARKEST = 34
# Shares below this are told apart by their first decimal.
_ONE_DECIMAL = 0.0995


def matrix_of(sheet: Sheet, result: Result) -> Child:
    """Return the table; cells too young for a share say how many there are so far."""
    down, across = result.measure.keys[:2]
    rows = result.rows
    cells = {
        (row.keys[down], row.keys[across]): mark_of(sheet, result, row, (down, across))
        for row in rows
    }
    lines = list(dict.fromkeys(row.keys[down] for row in rows))
    # A line may lack a cell: the fullest says in which order the columns stand.
    by_fullness = sorted(lines, key=lambda each: -sum(row.keys[down] == each for row in rows))
    columns = list(
        dict.fromkeys(
            row.keys[across] for each in by_fullness for row in rows if row.keys[down] == each
        )
    )
    nouns = NOUNS[result.measure.records]
    top = max((_share(each) for each in cells.values()), default=0.0) or 1.0
    head = html.Tr([html.Td(), *(html.Th(word_of(each, result), scope="col") for each in columns)])
    months = sorted(filter(None, map(month_of, lines)))
    changed = flags_of(sheet, result.measure.id, months)
    by_line = flags.by_line(changed, months)
    body: list[html.Tr] = []
    for each in lines:
        row = [_cell(cells.get((each, column)), top, nouns) for column in columns]
        here = by_line.get(month_of(each) or dt.date.min, [])
        body.append(_line(word_of(each, result), here, row))
    table = html.Table(
        [
            html.Caption(result.measure.question, className="heard"),
            html.Thead(head),
            html.Tbody(body),
        ]
    )
    notes = [*flags.listed(changed), *_how_to_read(cells.values(), nouns)]
    return html.Div([html.Div(table, className="sideways"), *notes], className="matrix")


def _how_to_read(cells: Iterable[Mark], nouns: tuple[str, str]) -> list[html.P]:
    found = [each for each in cells if each.unit == "share" and not each.row.details.get("said")]
    if any(each.state == "early" for each in found):
        grey = f"Grey: too early for a share; so many {nouns[1]} so far. The others: in 100."
        return [html.P(grey, className="note")]
    return [html.P("In 100.", className="note")] if found else []


def _line(name: str, here: Sequence[Flag], cells: Sequence[html.Td]) -> html.Tr:
    """Return a line of the table, with what changed in its month beside its name."""
    told: list[Child] = [name]
    for flag in here:
        told += [
            " ",
            html.B(str(flag.number), className="flag", **aria(hidden="true")),
            heard(f". {said(flag)}"),
        ]
    breaks = any(flag.breaks for flag in here)
    return html.Tr([html.Th(told, scope="row"), *cells], className="breaks" if breaks else None)


def _share(found: Mark) -> float:
    """Return what a cell is shaded by: shares alone, and no small or young ones."""
    return found.row.value or 0.0 if found.unit == "share" and found.state == "sure" else 0.0


def _cell(found: Mark | None, top: float, nouns: tuple[str, str]) -> html.Td:
    if found is None:
        return html.Td("–", className="none")
    shade = round(_DARKEST * _share(found) / top)
    look = {"background": f"color-mix(in srgb, var(--solid) {shade}%, transparent)"}
    text = shapes.text_of_cell(found, nouns)
    has_words = bool(found.row.details.get("said"))
    return html.Td(
        opens(replace(found, text=text), text),
        className=f"state-{found.state}{' words' if has_words else ''}",
        style=look if shade else {},
    )
