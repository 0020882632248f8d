"""The lines of the gate's balance, drawn on one axis of money: lost left of zero, saved right.

All are divs whose places are shares of the axis, so it prints and needs no script.
"""

from __future__ import annotations

from dash import html

from dashboard import words
from dashboard.present import gate_words
from dashboard.present.gate_lines import Scale
from dashboard.present.gate_words import Net
from dashboard.web.parts import aria, percent


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
