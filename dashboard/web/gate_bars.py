"""The lines of the gate's balance on one axis of money: lost left of zero, saved right.

All are divs whose places are shares of the axis, so it prints and needs no script.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dash import html

from dashboard import words
from dashboard.measures.result import Row
from dashboard.present import gate_words
from dashboard.present.figures import nice_ticks
from dashboard.present.gate_words import Net
from dashboard.web.parts import aria, percent

_TICKS = 3
# The shorter side of zero is at least this part of the axis, so that zero never is at its edge.
_LEAST_SIDE = 0.06
# component: its name, what is counted in it, and its name in short
LINES = {
    "turned_away": (
        "Turned away, did not come back",
        "What they would have bought, if called",
        "turned away, not back",
    ),
    "waiting": (
        "Waiting for a first talk",
        "Deals that cooled while the gate decided",
        "waiting",
    ),
    "running": ("Running the gate", "Screening hours and tools", "running it"),
    "hours_kept": (
        "Sellers' time kept free",
        "Hours not spent on those turned away",
        "sellers' time kept free",
    ),
}


@dataclass(frozen=True)
class Bar:
    """One line of the balance on the axis: saved above zero, lost below.

    `low` and `high` are its ends as they stand on the axis, None where they are not known; `solid`
    is the end of what holds whatever is assumed, as far from zero.
    """

    row: Row
    low: float | None
    high: float | None
    solid: float = 0.0

    @property
    def name(self) -> str:
        """Return which line it is."""
        return str(self.row.keys["component"])

    @property
    def short(self) -> str:
        """Return its name as it stands in a row of others."""
        return LINES[self.name][2]

    @property
    def is_credit(self) -> bool:
        """Say whether it stands to the right of zero."""
        return self.row.details.get("side") == "credit"

    @property
    def ends(self) -> tuple[float, ...]:
        """Return the places it reaches."""
        return () if self.low is None or self.high is None else (self.low, self.high)


@dataclass(frozen=True)
class Scale:
    """The axis of money: its ends and its ticks."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def place(self, value: float) -> float:
        """Return where an amount stands, in hundredths of the axis."""
        return 100 * (value - self.low) / (self.high - self.low)


def bars_of(rows: Iterable[Row]) -> list[Bar]:
    """Return the lines of an answer, costs first, as they stand on the axis."""
    found = [_bar(row) for row in rows if row.keys.get("component") in LINES]
    return sorted(found, key=lambda each: (each.is_credit, [*LINES].index(each.name)))


def _bar(row: Row) -> Bar:
    if row.low is None or row.high is None:
        return Bar(row, None, None)
    certain = float(str(row.details.get("certain") or 0.0))
    if row.details.get("side") == "credit":
        return Bar(row, row.low, row.high, certain)
    return Bar(row, -row.high, -row.low, -certain)


def scale_of(ends: Sequence[float]) -> Scale:
    """Return the axis on which all of these have their place, with zero and round ticks."""
    low, high = min([0.0, *ends]), max([0.0, *ends])
    least = _LEAST_SIDE * (high - low or 1.0)
    low, high = min(low, -least), max(high, least)
    steps = nice_ticks(max(-low, high), _TICKS)
    ticks = [-each for each in reversed(steps[1:]) if -each >= low]
    ticks += [each for each in steps if each <= high]
    return Scale(low, high, tuple(ticks))


def range_said(bar: Bar, currency: str) -> str:
    """Write both ends of a line, the nearer to zero first; its side is told by where it stands."""
    if bar.low is None or bar.high is None:
        return words.UNKNOWN
    if bar.low < 0 < bar.high:
        low, high = (gate_words.amount(each, currency) for each in bar.ends)
        return f"{low} to {high}"
    near, far = (words.money(each, currency) for each in sorted(map(abs, bar.ends)))
    return far if near == far else f"{near} to {far}"


def piece(look: str, start: float, end: float, scale: Scale, text: str = "") -> html.Span:
    """Draw one part of a line between two amounts."""
    low, high = sorted((scale.place(start), scale.place(end)))
    style = {"left": percent(low), "width": percent(high - low)}
    return html.Span(html.Span(text) if text else [], className=look, style=style)


def grid(scale: Scale) -> list[html.Span]:
    """Draw a thin line at each round amount."""
    return [
        html.Span(className="grid-line", style={"left": percent(scale.place(each))})
        for each in scale.ticks
        if each
    ]


def zero_line(scale: Scale) -> html.Span:
    """Draw the strong line at zero."""
    return html.Span(className="zero", style={"left": percent(scale.place(0.0))})


def net_bar(net: Net, scale: Scale) -> html.Div:
    """Draw the net as one hatched range with its strong zero line."""
    drawn = [*grid(scale), piece("fill hatched", net.low, net.high, scale), zero_line(scale)]
    return html.Div(drawn, className="balance-bar", **aria(hidden="true"))


def net_amounts(net: Net, scale: Scale, currency: str) -> list[html.Div]:
    """Write both ends of the net beyond its bar; on one side where the range keeps to one."""
    low, high = gate_words.ends(net, currency)
    if net.low < 0 < net.high:
        return [
            html.Div(html.B(low), className="net low", style=beyond(scale, net.low, to_left=True)),
            html.Div(html.B(high), className="net high", style=beyond(scale, net.high)),
        ]
    said = gate_words.between(net, currency).removeprefix("between ").replace(" and ", " to ")
    if net.high <= 0:
        style = beyond(scale, net.low, to_left=True)
        return [html.Div(html.B(said), className="net low of-one-side", style=style)]
    style = beyond(scale, net.high)
    return [html.Div(html.B(said), className="net high of-one-side", style=style)]


def beyond(scale: Scale, value: float, *, to_left: bool = False) -> dict[str, str]:
    """Place words beyond an amount, a little off: left of it, else right."""
    place = scale.place(value)
    if to_left:
        return {"right": f"calc({percent(100 - place)} + 10px)"}
    return {"left": f"calc({percent(place)} + 10px)"}


def axis(scale: Scale, currency: str) -> html.Div:
    """Write round amounts under the picture, each end with its side."""
    ends = (scale.ticks[0], scale.ticks[-1])

    def said(tick: float) -> str:
        if tick in ends and tick:
            return gate_words.amount(tick, currency)
        return words.money(abs(tick), currency) if tick else "0"

    ticks = [
        html.Span(
            said(each),
            className="money-tick at-zero" if each == 0 else "money-tick",
            style={"left": percent(scale.place(each))},
        )
        for each in scale.ticks
    ]
    return html.Div(html.Div(ticks, className="ticks"), className="balance-axis")
