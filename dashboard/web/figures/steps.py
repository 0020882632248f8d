"""The shape `steps`: bars step by step, or what came in and went out between two stocks."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from dashboard import words
from dashboard.measures.result import Result
from dashboard.web.figures.bar import line
from dashboard.web.figures.marks import Mark, label, mark_of, opens
from dashboard.web.parts import Child, aria, percent
from dashboard.web.sheet import Sheet


def steps_of(sheet: Sheet, result: Result) -> Child:
    """Return a bridge where parts are taken away, else one bar for each step and reading."""
    name = next(key for key in result.measure.keys if key != "order")
    reading = result.measure.keys[-1]
    found = [mark_of(sheet, result, row, (name,)) for row in result.rows]
    readings: dict[str, list[Mark]] = {}
    for each in found:
        readings.setdefault(str(each.row.keys.get(reading)), []).append(each)
    first = next(iter(readings.values()), [])
    if any((each.row.value or 0.0) < 0 for each in first):
        return _bridge(list(readings.values()))
    top = max((each.row.value or 0.0 for each in found), default=1.0) or 1.0
    blocks = [
        html.Div(
            [html.P(words.word(said), className="label"), html.Ol([line(m, top) for m in marks])]
        )
        for said, marks in readings.items()
    ]
    return html.Div(blocks, className="lines with-0")


def _bridge(readings: Sequence[Sequence[Mark]]) -> html.Div:
    """Draw the first reading from stock to stock; the others stand beside it in numbers."""
    main = readings[0]
    others = [{each.name: each for each in marks} for marks in readings[1:]]
    starts, top = _floats(main)
    body = []
    for at, each in enumerate(main):
        size = abs(each.row.value or 0.0)
        is_stock = at in (0, len(main) - 1)
        fill = html.Span(
            className=f"fill fill-{'solid' if is_stock else 'small'}",
            style={"left": percent(100 * starts[at] / top), "width": percent(100 * size / top)},
        )
        beside = [marks.get(each.name) for marks in others]
        body.append(
            html.Li(
                [
                    html.Span(label(each), className="of"),
                    html.Span(fill, className="at", **aria(hidden="true")),
                    opens(each, html.B(_signed(each, is_stock=is_stock)), "is"),
                    *(
                        html.Span(
                            opens(more, _signed(more, is_stock=is_stock)) if more else "",
                            className="also",
                        )
                        for more in beside
                    ),
                ],
                className="stock" if is_stock else "",
            )
        )
    return html.Div(html.Ol(body), className=f"lines bridge with-{len(others)}")


def _floats(main: Sequence[Mark]) -> tuple[list[float], float]:
    """Return where each bar begins: stocks at zero, what comes or goes where the last ended."""
    starts, running, top = [], 0.0, 1.0
    for at, each in enumerate(main):
        value = each.row.value or 0.0
        if at in (0, len(main) - 1):
            starts.append(0.0)
            running = value
        else:
            starts.append(max(0.0, min(running, running + value)))
            running += value
        top = max(top, running, value)
    return starts, top


def _signed(found: Mark, *, is_stock: bool) -> str:
    value = found.row.value or 0.0
    return f"+{found.text}" if value > 0 and not is_stock else found.text
