"""The shape `matrix`: a table whose cells are shaded by their share, each a link to its rows."""

from __future__ import annotations

from dataclasses import replace

from dash import html

from dashboard import words
from dashboard.measures.result import Result
from dashboard.web.figures.marks import NOUNS, Mark, mark_of, opens, word_of
from dashboard.web.parts import Child, plural
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
    body = [
        html.Tr(
            [
                html.Th(word_of(each, result), scope="row"),
                *(_cell(cells.get((each, column)), top, nouns) for column in columns),
            ]
        )
        for each in lines
    ]
    table = html.Table(
        [
            html.Caption(result.measure.question, className="heard"),
            html.Thead(head),
            html.Tbody(body),
        ]
    )
    note = []
    if any(each.state == "early" for each in cells.values()):
        grey = f"Grey: too early for a share; so many {nouns[1]} so far. The others: in 100."
        note = [html.P(grey, className="note")]
    elif any(each.unit == "share" for each in cells.values()):
        note = [html.P("In 100.", className="note")]
    return html.Div([html.Div(table, className="sideways"), *note], className="matrix")


def _share(found: Mark) -> float:
    """Return what a cell is shaded by: shares alone, and no small or young ones."""
    return found.row.value or 0.0 if found.unit == "share" and found.state == "sure" else 0.0


def _cell(found: Mark | None, top: float, nouns: tuple[str, str]) -> html.Td:
    if found is None:
        return html.Td("–", className="none")
    shade = round(_DARKEST * _share(found) / top)
    look = {"background": f"color-mix(in srgb, var(--solid) {shade}%, transparent)"}
    text = _text(found, nouns)
    return html.Td(
        opens(replace(found, text=text), text),
        className=f"state-{found.state}",
        style=look if shade else {},
    )


def _text(found: Mark, nouns: tuple[str, str]) -> str:
    if found.state == "early":
        return plural(found.row.events, *nouns)
    if found.unit == "share" and found.state in ("sure", "small"):
        value = found.row.value or 0.0
        return f"{100 * value:.1f}" if 0 < value < _ONE_DECIMAL else words.in100(value)
    return found.text
