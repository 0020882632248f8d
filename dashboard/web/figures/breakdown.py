"""The shape `breakdown`: one line for each group, a bar each, further readings in columns."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from dashboard import words
from dashboard.measures.result import Result
from dashboard.present.marks import luck, named_in, top_of
from dashboard.web.figures.bar import line, said
from dashboard.web.figures.marks import Mark, marks_of, opens
from dashboard.web.parts import Child
from dashboard.web.sheet import Sheet

# More lines than this stand folded under the first.
MOST_LINES = 7


def breakdown_of(sheet: Sheet, result: Result) -> Child:
    """Return the lines in the order of the answer; those its sentence names first if many."""
    found = marks_of(sheet, result)
    lines = _lines(found)
    if len(lines) > MOST_LINES:
        named = set(named_in(result.measure, sheet.count))
        lines.sort(key=lambda marks: not any(each.row.name in named for each in marks))
    # A share and a number of days have no common length.
    drawn = [marks[0] for marks in lines if marks[0].unit == lines[0][0].unit]
    top = top_of(drawn)
    columns = max((len(marks) for marks in lines), default=1) - 1
    body = [
        line(marks[0], top if marks[0] in drawn else 0.0, _others(marks, columns))
        if marks[0] in drawn
        else _told(marks, columns)
        for marks in lines
    ]
    made: list[Child] = [_heads(lines, columns), html.Ol(body[:MOST_LINES])]
    if len(body) > MOST_LINES:
        rest = len(body) - MOST_LINES
        made.append(html.Details([html.Summary(f"{rest} more"), html.Ol(body[MOST_LINES:])]))
    if any(luck(each.row, each.unit) for each in drawn if each.is_drawn):
        made.append(html.P("The thin line: the range, allowing for luck.", className="note"))
    return html.Div(made, className=f"lines with-{columns}")


def _lines(found: Sequence[Mark]) -> list[list[Mark]]:
    """Put the readings of one group on one line."""
    lines: dict[str, list[Mark]] = {}
    for each in found:
        lines.setdefault(each.name, []).append(each)
    return list(lines.values())


def _others(marks: Sequence[Mark], columns: int) -> list[Child]:
    told: list[Child] = [
        html.Span(
            opens(each, _short(each)),
            className="also",
            **{"data-label": words.word(str(each.row.keys.get("statistic", "")))},
        )
        for each in marks[1:]
    ]
    return [*told, *(html.Span(className="also") for _ in range(columns - len(told)))]


def _short(found: Mark) -> Child:
    """Write a further reading: money as money, all others by their number."""
    if str(found.row.keys.get("statistic", "")).endswith("amount") and found.detail:
        return found.detail.split(" of ")[0]
    return found.text


def _told(marks: Sequence[Mark], columns: int) -> html.Li:
    return html.Li(
        [
            html.Span(marks[0].name, className="of"),
            html.Span(className="at"),
            opens(marks[0], said(marks[0]), "is"),
            *_others(marks, columns),
        ],
        className=f"state-{marks[0].state}",
    )


def _heads(lines: Sequence[Sequence[Mark]], columns: int) -> Child:
    """Name the columns of the further readings."""
    if columns == 0:
        return None
    widest = max(lines, key=len)
    first, *rest = (words.word(str(each.row.keys.get("statistic", ""))) for each in widest)
    return html.P(
        [
            html.Span(className="of"),
            html.Span(first, className="first"),
            *(html.Span(each, className="also") for each in rest),
        ],
        className="heads",
    )
