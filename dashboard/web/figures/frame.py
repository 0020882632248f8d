"""The frame of a drawn figure: the picture, names at the ends of its lines, and its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import dcc, html

from dashboard.present import axes, figure_style, figures, series
from dashboard.present.figures import Axis, Line, Point
from dashboard.present.labels import apart
from dashboard.present.series import Panel
from dashboard.present.time_flags import Flag
from dashboard.web.figures import flags
from dashboard.web.numbers_table import Cell, numbers_table
from dashboard.web.parts import Child, aria, heard
from dashboard.web.sheet import Sheet

_LABEL_LINE = 16
# A name is a link: so much room for a finger.
_LEAST_TARGET = 24
# A stroke takes the room of so many characters.
_STROKE = 3


@dataclass(frozen=True)
class Plot:
    """One figure ready to be drawn: its lines, its axes, and the name by which it is found.

    `flags` are what changed along an axis of time, and `flag_at` the place of each on it.
    """

    name: str
    title: str
    lines: Sequence[Line]
    x: Axis
    y: Axis
    numbers: bool = False
    flags: Sequence[Flag] = ()
    flag_at: Sequence[float] = ()


def framed(sheet: Sheet, panel: Panel, plot: Plot, table: html.Details, note: str) -> html.Div:
    """Return the picture with its labels, its note and its table of links."""
    unit = axes.UNITS.get(panel.unit, "")
    said = ", ".join(each for each in (plot.title, unit) if each)
    head = [html.P(said, className="figure-title")] if plot.title else []
    if not any(line.drawn for line in plot.lines):
        table.open = True
        few = "Too few records for a figure: these are the counts."
        return html.Div([*head, html.P(few, className="note"), table], className="plotted")
    drawn = figures.figure(plot.lines, plot.x, plot.y, numbers=plot.numbers)
    return html.Div(
        [
            *head,
            html.Div(
                [
                    html.Div(
                        [
                            dcc.Store(id={"kind": "figure-data", "of": plot.name}, data=drawn),
                            dcc.Graph(
                                id={"kind": "figure", "of": plot.name},
                                config=dict(figure_style.CONFIG),
                                responsive=True,
                                style={"height": f"{figure_style.HEIGHT}px"},
                            ),
                        ],
                        # The names and the table below say the same to those who hear the page.
                        **aria(hidden="true"),
                    ),
                    html.Span("" if head else unit, className="unit", **aria(hidden="true")),
                    *flags.over(
                        plot.flags,
                        [min(max(plot.x.share(each), 0.0), 1.0) for each in plot.flag_at],
                        figure_style.LEFT,
                        figure_style.RIGHT,
                    ),
                    *_names(sheet, panel, plot),
                ],
                className="drawn",
            ),
            *([html.P(note, className="note")] if note else []),
            table,
        ],
        className="plotted",
    )


def cell(point: Point | None, unit: str, currency: str) -> Cell:
    """Return a point as a cell of the table: its number with the range, or its count."""
    if point is None:
        return Cell("–")
    if point.value is None:
        return Cell(point.count or "–", point.address)
    text = series.short(point.value, unit, currency)
    if point.low is not None and point.high is not None:
        low, high = (series.short(each, unit, currency) for each in (point.low, point.high))
        text += f" ({low} to {high})"
    return Cell(text, point.address)


def table(
    title: str, heads: Sequence[str], rows: Sequence[tuple[str, Sequence[Cell]]]
) -> html.Details:
    """Return the figure's numbers, closed until asked for."""
    return numbers_table(title, heads, rows)


def _names(sheet: Sheet, panel: Panel, plot: Plot) -> list[Child]:
    """Name each line in the margin, with its last number, 16 pixels apart."""
    ends = [(line, line.drawn[-1]) for line in plot.lines if line.drawn]
    far = max(point.x for line in plot.lines for point in line.points)
    texts = [_name(line, end, far, panel.unit, sheet.currency) for line, end in ends]
    wanted = [figures.pixels(plot.y, end.value or 0.0) for _, end in ends]
    # Lines of one colour are told apart by their strokes, which stand before the names too.
    stroked = any(line.dash != "solid" for line, _ in ends)
    wrapped = [figures.wrapped(text, _STROKE if stroked else 0) for text in texts]
    rooms = [max(_LEAST_TARGET, _LABEL_LINE * len(each)) for each in wrapped]
    heights = apart(wanted, rooms, 0, figure_style.HEIGHT)
    made: list[Child] = []
    for (line, end), text, height in zip(ends, wrapped, heights, strict=True):
        key = [html.I(className=f"stroke stroke-{line.dash}")] if stroked else []
        shown = [*key, html.Span(_lines(text))]
        look = {"left": f"calc(100% - {figure_style.RIGHT - 12}px)", "top": f"{height:.1f}px"}
        tone = f"line-name tone-{line.colour}"
        if end.address:
            told = [*shown, heard(f", {end.said}")]
            made.append(html.A(told, href=end.address, className=tone, style=look))
        else:
            made.append(html.Span(shown, className=tone, style=look))
    return made


def _lines(text: Sequence[str]) -> list[html.Span]:
    """Lay out a name; its number stands out, as a name may begin with one too."""
    number, _, rest = text[0].partition(" ")
    first = html.Span([html.B(number), f" {rest}" if rest else ""])
    return [first, *(html.Span(each) for each in text[1:])]


def _name(line: Line, end: Point, far: float, unit: str, currency: str) -> str:
    """Write a line's last number and its name, and where it ends if before the others."""
    early = f" ({end.place})" if end.x < far and end.place else ""
    if not line.name:
        return series.long(end.value, unit, currency) + early
    return f"{series.short(end.value, unit, currency)} {line.name}{early}"
