"""Months of few records: counts as stacked columns, and the two halves that the finding compares.

A share of nine is no rate, and a line through such months is mostly gaps. So what happened is
drawn: of each month's deals, those that did not come through our gate from the floor up, those we
can't tell, and all others above them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from dash import html

from dashboard import words
from dashboard.measures.records import WHOLE
from dashboard.measures.result import Result, Row
from dashboard.present.month_stacks import (
    CANNOT_TELL,
    OTHERS,
    Month,
    are_few,
    component_of,
    months_of,
)
from dashboard.present.time_flags import Flag, flags_of
from dashboard.web.figures import flags, linked
from dashboard.web.numbers_table import Cell, numbers_table
from dashboard.web.parts import Child, aria, heard
from dashboard.web.sheet import Sheet

_HALVES = ("deals_earlier", "deals_later")
# Pixels above the highest column, for its two counts.
_ROOM = 36
# More columns than this have no numbers below them on a narrow screen, or on any.
_MANY, _VERY_MANY = 14, 30
# Of so many months one is named, as many columns have no room for each name.
_STEPS = (1, 2, 3, 4, 6, 12)


def columns_of(sheet: Sheet, result: Result, along: str) -> Child | None:
    """Return the columns; nothing where months hold enough for shares, or nothing is unknown."""
    # Of the answer by one count, what cannot be told stands in the whole answer alone.
    whole = sheet.results.get(result.measure.id, result)
    component = component_of(result, whole)
    if component is None:
        return None
    months = months_of(whole, along, component)
    if not are_few(months):
        return None
    changed = flags_of(sheet, result.measure.id, [month.first for month in months])
    size = "" if len(months) <= _MANY else " many" if len(months) <= _VERY_MANY else " very-many"
    drawn = html.Div(
        [
            *_halves(sheet, result, component, months),
            html.Div(
                [
                    _columns(sheet, result, months),
                    *flags.over(changed, [_share_of(flag, months) for flag in changed], 0, 0),
                ],
                className="stacks-drawn",
            ),
            _key(component),
        ],
        className=f"stacks{size}",
    )
    table = _table(sheet, result, months, component, changed)
    return html.Div([drawn, *flags.listed(changed), table], className="plotted")


def _share_of(flag: Flag, months: Sequence[Month]) -> float:
    """Return how far along the columns a change stands: at the nearest gap between two."""
    at = next(at for at, month in enumerate(months) if month.first == flag.month)
    return (at + round(flag.share)) / len(months)


def _columns(sheet: Sheet, result: Result, months: Sequence[Month]) -> html.Ol:
    """Return the columns; the table below opens the same deals for keys and for those who hear."""
    top = max(month.whole for month in months)
    named = _named([month.first for month in months])
    return html.Ol(
        [
            html.Li(
                [
                    html.Div(_stack(sheet, result, month, top), className="stack"),
                    html.Span(
                        [f"{month.first:%b}", html.Span(named.get(month.first, ""))],
                        className="named" if month.first in named else "named quiet",
                    ),
                ]
            )
            for month in months
        ],
        **aria(hidden="true"),
    )


def _named(months: Sequence[dt.date]) -> dict[dt.date, str]:
    """Return the months that are named, with Januaries, and their years where these change."""
    step = next((each for each in _STEPS if len(months) <= _MANY * each), _STEPS[-1])
    named = [month for month in months if (month.month - 1) % step == 0] or list(months[:1])
    years = [month.year for month in named]
    return {
        month: str(month.year) if at == 0 or years[at - 1] != month.year else ""
        for at, month in enumerate(named)
    }


def _stack(sheet: Sheet, result: Result, month: Month, top: int) -> list[Child]:
    """Return a column from the top down: its two counts, then its parts, each opening its deals."""
    if not month.whole:
        return []
    others = month.whole - month.part - month.untold
    parts = (
        (others, "blue", None),
        (month.untold, "unknown", month.unknown),
        (month.part, "vermillion", month.chosen),
    )
    counts = [html.B(words.count(month.part)), html.Span(f"of {words.count(month.whole)}")]
    return [
        html.Span(counts, className="counts"),
        *(_part(sheet, result, row, 100 * n / top, tone) for n, tone, row in parts if n),
    ]


def _part(sheet: Sheet, result: Result, row: Row | None, height: float, tone: str) -> Child:
    # The counts stand above the highest column.
    look = {"height": f"calc((100% - {_ROOM}px) * {height / 100:.4f})"}
    css = f"fill fill-{tone}"
    if row is None:
        return html.Span(className=css, style=look)
    address = linked.address_of(sheet, result.measure, row)
    return html.A(href=address, className=css, style=look, tabIndex="-1", **aria(hidden="true"))


def _halves(sheet: Sheet, result: Result, component: str, months: Sequence[Month]) -> list[Child]:
    """Return the two halves that the finding compares, each over its months and with its counts."""
    found = [result.row(component=component, statistic=half) for half in _HALVES]
    rows = [row for row in found if row is not None and row.n]
    if len(months) < 2 or len(rows) < len(_HALVES):
        return []
    # As the question counts them: a middle month belongs to the earlier half.
    earlier = (len(months) + 1) // 2
    made = []
    for row, half in zip(rows, (months[:earlier], months[earlier:]), strict=True):
        span = f"{words.month(half[0].first)} to {words.month(half[-1].first)}"
        said = [
            html.B(words.count(row.events)),
            f" of {words.count(row.n)}",
            heard(f" {words.word(component)}, {span}"),
        ]
        opened = html.A(said, href=sheet.drill(result.measure.id, **row.keys))
        made.append(html.Div(opened, style={"flexGrow": str(len(half))}))
    return [html.Div(made, className="halves")]


def _key(component: str) -> html.P:
    parts = (
        ("vermillion", words.word(component)),
        ("unknown", words.word(CANNOT_TELL)),
        ("blue", OTHERS.get(component, "all others")),
    )
    return html.P(
        [
            html.Span([html.I(className=f"key fill-{tone}"), name], className="keyed")
            for tone, name in parts
        ],
        className="note",
    )


def _table(
    sheet: Sheet, result: Result, months: Sequence[Month], component: str, changed: Sequence[Flag]
) -> html.Details:
    rows: list[tuple[str, Sequence[Cell]]] = []
    for month in months:
        cells = [*_cells(sheet, result, month), *flags.cells(changed, month.first)]
        rows.append((words.month(month.first), cells))
    heads = [words.word(component), words.word(CANNOT_TELL), "all won", "in 100"]
    return numbers_table("The numbers, month by month", heads + flags.heading(changed), rows)


def _cells(sheet: Sheet, result: Result, month: Month) -> list[Cell]:
    if month.chosen is None:
        return [Cell("–")] * 4
    measure, keys = result.measure, month.chosen.keys
    untold = linked.address_of(sheet, measure, month.unknown) if month.unknown else ""
    return [
        Cell(words.count(month.part), linked.address_of(sheet, measure, month.chosen)),
        Cell(words.count(month.untold), untold),
        Cell(words.count(month.whole), sheet.drill(measure.id, **keys, part=WHOLE)),
        Cell(_share(month.chosen)),
    ]


def _share(row: Row) -> str:
    if row.value is None:
        return words.word("too few")
    if row.low is None or row.high is None:
        return words.in100(row.value)
    return f"{words.in100(row.value)} ({words.in100(row.low)} to {words.in100(row.high)})"
