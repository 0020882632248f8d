"""Lines with their range, as figures for the web: curves over days, and trends over months.

A figure is a plain dict in Plotly's words, its colours the names of tokens. Text from data is
escaped here: Plotly reads some HTML.
"""

from __future__ import annotations

import html
import math
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.present.figure_style import BOTTOM, HEIGHT, TOP, Figure, template, var

# Characters that fit beside a figure, and into the words on hover.
_LABEL_WIDTH = 17
_HOVER_WIDTH = 46
_MOST_RIBBONS = 3
# A range is this much of its line's colour, what cannot be told this much of grey.
_RIBBON, _CANNOT_TELL = 0.16, 0.38
# A point is so many pixels wide.
_DOT = 7
# The range of a point that stands alone is so many pixels wide.
_BAR = 9
# Pixels from a point to the middle of its number, and of one line of numbers.
_TEXT_AWAY, _TEXT_LINE = 12, 14


@dataclass(frozen=True)
class Point:
    """One number of a line: where it stands, its ranges, its sentence, and where it leads.

    `text` and `place` are its number and its place in short; `count` is what is written instead
    where there are too few records for a rate.
    """

    x: float
    value: float | None
    low: float | None = None
    high: float | None = None
    bound_low: float | None = None
    bound_high: float | None = None
    said: str = ""
    address: str = ""
    text: str = ""
    place: str = ""
    count: str = ""
    is_young: bool = False


@dataclass(frozen=True)
class Line:
    """The points of one group; `colour` is a token, `dash` tells lines of one colour apart.

    Small dots leave the strokes of a dashed line to be seen between them.
    """

    name: str
    points: Sequence[Point]
    colour: str = "solid"
    dash: str = "solid"
    is_step: bool = False
    dot: int = _DOT

    @property
    def drawn(self) -> list[Point]:
        """Return the points that have a value."""
        return [point for point in self.points if point.value is not None]


@dataclass(frozen=True)
class Axis:
    """One axis: its ends, and what is written where."""

    low: float
    high: float
    ticks: Sequence[tuple[float, str]]

    def share(self, place: float) -> float:
        """Return how far along the axis a place lies, 0 to 1."""
        return (place - self.low) / ((self.high - self.low) or 1.0)


def figure(lines: Sequence[Line], x: Axis, y: Axis, *, numbers: bool) -> Figure:
    """Return the figure: ranges behind, then lines and points, then counts without a rate.

    `numbers` writes the text of points beside them, where it covers no other.
    """
    drawn = [line for line in lines if line.drawn]
    ribbons = [trace for line in drawn for trace in _ribbons(line)] if has_ribbons(lines) else []
    texts = _texts(drawn, y) if numbers else {}
    traces = [_line(line, texts, numbers=numbers) for line in drawn]
    counts = [_counts(line, y) for line in lines if any(point.count for point in line.points)]
    return {
        "data": [*ribbons, *traces, *counts],
        "layout": {"template": template(), "xaxis": _axis(x), "yaxis": _axis(y)},
    }


def has_ribbons(lines: Sequence[Line]) -> bool:
    """Say whether ranges are drawn: more than a few would lie over each other."""
    return sum(bool(line.drawn) for line in lines) <= _MOST_RIBBONS


def wrapped(text: str, less: int = 0) -> list[str]:
    """Break a label into the lines that fit beside a figure, or into shorter ones."""
    return textwrap.wrap(text, _LABEL_WIDTH - less) or [""]


def pixels(y: Axis, value: float) -> float:
    """Return how far below the picture's top edge a value stands, in pixels."""
    return TOP + (1 - y.share(value)) * (HEIGHT - TOP - BOTTOM)


def nice_ticks(high: float, most: int = 4) -> list[float]:
    """Return round values from zero to at least `high`: steps of 1, 2 or 5."""
    if high <= 0:
        return [0.0, 1.0]
    rough = high / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(each * power for each in (1, 2, 5, 10) if each * power >= rough * 0.999999)
    return [step * at for at in range(math.ceil(high / step - 1e-9) + 1)]


def _axis(axis: Axis) -> Figure:
    return {
        "range": [axis.low, axis.high],
        "tickmode": "array",
        "tickvals": [place for place, _ in axis.ticks],
        "ticktext": [html.escape(text).replace("\n", "<br>") for _, text in axis.ticks],
    }


def _texts(lines: Sequence[Line], y: Axis) -> Mapping[int, str]:
    """Return the points, by identity, whose number has room beside them, and on which side.

    The highest of a place is written above its point, the others below; one that would lie over
    another is left to the words on hover and to the table.
    """
    placed: dict[int, str] = {}
    taken: dict[float, list[float]] = {}
    # The last number stands with the line's name.
    points = [point for line in lines for point in line.drawn[:-1]]
    for point in sorted(points, key=lambda each: -(each.value or 0.0)):
        others = taken.setdefault(point.x, [])
        side = -1 if not others else 1
        height = pixels(y, point.value or 0.0) + side * _TEXT_AWAY
        if all(abs(height - other) >= _TEXT_LINE for other in others):
            others.append(height)
            placed[id(point)] = "top center" if side < 0 else "bottom center"
    return placed


def _line(line: Line, texts: Mapping[int, str], *, numbers: bool) -> Figure:
    points = line.points
    return {
        "type": "scatter",
        "name": html.escape(line.name),
        "mode": "lines+markers+text" if numbers else "lines+markers",
        "x": [point.x for point in points],
        "y": [point.value for point in points],
        "text": [html.escape(point.text) if id(point) in texts else "" for point in points],
        "textposition": [texts.get(id(point), "top center") for point in points],
        "textfont": {"size": 12, "color": var("ink2")},
        "line": {
            "color": var(line.colour),
            "width": 2,
            "dash": line.dash,
            "shape": "hv" if line.is_step else "linear",
        },
        "marker": {
            "size": line.dot,
            # A month too young to be final is hollow.
            "color": [var("bg" if point.is_young else line.colour) for point in points],
            "line": {"width": 1.75, "color": var(line.colour)},
        },
        "cliponaxis": False,
        "customdata": [point.address for point in points],
        **_hover([point.said for point in points]),
    }


def _hover(said: Sequence[str]) -> Figure:
    lines = [
        "<br>".join(html.escape(part) for part in textwrap.wrap(text, _HOVER_WIDTH))
        for text in said
    ]
    return {"hovertext": lines, "hovertemplate": "%{hovertext}<extra></extra>"}


def _ribbons(line: Line) -> list[Figure]:
    """Return the range luck allows and, over it in grey, what cannot be told."""
    made = []
    for part in runs(line.points):
        luck = [(point.x, point.low, point.high) for point in part]
        cannot = [(point.x, point.bound_low, point.bound_high) for point in part]
        made += _ribbon(luck, line.colour, _RIBBON, line.is_step)
        made += _ribbon(cannot, "unknown", _CANNOT_TELL, line.is_step)
    return made


def runs(points: Sequence[Point]) -> list[list[Point]]:
    """Split points where a value is missing: nothing is drawn across a gap."""
    found: list[list[Point]] = [[]]
    for point in points:
        if point.value is None:
            found.append([])
        else:
            found[-1].append(point)
    return [run for run in found if run]


def _ribbon(
    ends: Sequence[tuple[float, float | None, float | None]],
    colour: str,
    opacity: float,
    is_step: bool,  # noqa: FBT001
) -> list[Figure]:
    known = [(x, low, high) for x, low, high in ends if low is not None and high is not None]
    if not known:
        return []
    if len(known) == 1:
        return [_alone(known[0], colour, opacity)]
    there = [(x, high) for x, _, high in known]
    back = [(x, low) for x, low, _ in known]
    if is_step:
        there, back = _stepped(there), _stepped(back)
    outline = [*there, *reversed(back)]
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [x for x, _ in outline],
            "y": [y for _, y in outline],
            "fill": "toself",
            "fillcolor": var(colour),
            "opacity": opacity,
            "line": {"width": 0, "color": var(colour)},
            "hoverinfo": "skip",
        }
    ]


def _alone(ends: tuple[float, float, float], colour: str, opacity: float) -> Figure:
    """Return the range of a point without neighbours: a short bar instead of a ribbon."""
    x, low, high = ends
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x, x],
        "y": [low, high],
        "opacity": opacity,
        "line": {"width": _BAR, "color": var(colour)},
        "hoverinfo": "skip",
    }


def _stepped(corners: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    made = [corners[0]]
    for x, y in corners[1:]:
        made += [(x, made[-1][1]), (x, y)]
    return made


def _counts(line: Line, y: Axis) -> Figure:
    """Return grey dots on the floor: so many of so many, and no rate."""
    few = [point for point in line.points if point.count]
    return {
        "type": "scatter",
        "name": html.escape(line.name),
        "mode": "markers",
        "x": [point.x for point in few],
        "y": [y.low for _ in few],
        "marker": {"size": _DOT, "color": var("unknown"), "line": {"width": 0}},
        "cliponaxis": False,
        "customdata": [point.address for point in few],
        **_hover([point.said for point in few]),
    }
