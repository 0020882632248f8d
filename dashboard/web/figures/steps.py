"""The shape `steps`: bars step by step, or what came in and went out between two stocks."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from dashboard import words
from dashboard.measures.result import Result
from dashboard.present import shapes
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
    """Draw the first reading from stock to stock; the others stand beside it in numbers.

    What changes money alone has a line too, else the money beside would not add up.
    """
    main = readings[0]
    drawn = {
        each.name: (each, start)
        for each, start in zip(main, shapes.starts_of_bridge(main), strict=True)
    }
    beside = [{each.name: each for each in marks} for marks in readings]
    every = sorted((each for marks in readings for each in marks), key=shapes.place_in_order)
    stocks = {main[0].name, main[-1].name}
    top = max(start + abs(each.row.value or 0.0) for each, start in drawn.values()) or 1.0
    body = [
        html.Li(
            [
                html.Span(label(each), className="of"),
                html.Span(_float(drawn.get(name), top, is_stock=name in stocks), className="at"),
                *(
                    _number(marks.get(name), is_first=at == 0, is_stock=name in stocks)
                    for at, marks in enumerate(beside)
                ),
            ],
            className="stock" if name in stocks else "",
        )
        for name, each in {each.name: each for each in every}.items()
    ]
    return html.Div(html.Ol(body), className=f"lines bridge with-{len(readings) - 1}")


def _number(found: Mark | None, *, is_first: bool, is_stock: bool) -> Child:
    """Write one reading of a line; nothing where this reading has no such part."""
    if found is None:
        return html.Span(className="is" if is_first else "also")
    said = shapes.signed(found, is_stock=is_stock)
    if is_first:
        return opens(found, html.B(said), "is")
    return html.Span(opens(found, said), className="also")


def _float(drawn: tuple[Mark, float] | None, top: float, *, is_stock: bool) -> Child:
    if drawn is None:
        return []
    found, start = drawn
    ends = {
        "left": percent(100 * start / top),
        "width": percent(100 * abs(found.row.value or 0.0) / top),
    }
    kind = "solid" if is_stock else "small"
    return html.Span(className=f"fill fill-{kind}", style=ends, **aria(hidden="true"))
