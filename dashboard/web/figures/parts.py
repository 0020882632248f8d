"""The shape `parts`: one bar of a whole, each part named below with its number."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from dashboard import words
from dashboard.measures.result import FEW, Result
from dashboard.present import shapes
from dashboard.web.bars import Segment, segments_bar
from dashboard.web.figures.bar import said
from dashboard.web.figures.marks import Mark, label, marks_of, opens
from dashboard.web.parts import Child
from dashboard.web.sheet import Sheet


def parts_of(sheet: Sheet, result: Result) -> Child:
    """Return a bar for each reading: in deals, in money."""
    found = marks_of(sheet, result)
    readings: dict[str, list[Mark]] = {}
    if result.measure.keys == ("statistic",):
        readings[""] = found
    else:
        for each in found:
            readings.setdefault(str(each.row.keys.get("statistic", "")), []).append(each)
    return html.Div(
        [_whole(name, marks, many=len(readings) > 1) for name, marks in readings.items()],
        className="wholes",
    )


def _whole(name: str, marks: Sequence[Mark], *, many: bool) -> html.Div:
    known = shapes.parts_of_whole(marks)
    total = sum(map(shapes.size, known))
    tones = {each.name: each.tone if each.path else f"part-{at}" for at, each in enumerate(known)}
    segments = [
        Segment(100 * shapes.size(each) / total, tones[each.name], each.address) for each in known
    ]
    is_drawn = total and max(each.row.n or FEW for each in known) >= FEW
    head = [html.Div(words.word(name), className="label")] if many and name else []
    keys = {each.name: html.I(className=f"key fill-{tones[each.name]}") for each in known}
    lines = [
        html.Li(
            [
                html.Span([*([] if each.path else [keys.get(each.name)]), *label(each)]),
                opens(each, said(each)),
            ]
        )
        for each in marks
    ]
    bar = [segments_bar(segments)] if is_drawn else []
    return html.Div([*head, *bar, html.Ul(lines, className="part-names")])
