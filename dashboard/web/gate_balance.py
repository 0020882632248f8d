"""The balance of the gate: costs to the left of zero, credits to the right, all told below.

What holds whatever is assumed is solid, what rests on an assumption hatched.
"""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from dashboard import words
from dashboard.present import gate_words
from dashboard.present.gate_lines import LINES, Bar, Scale, range_said, scale_of
from dashboard.present.gate_words import Net
from dashboard.web.gate_bars import axis, beyond, grid, net_amounts, net_bar, piece, zero_line
from dashboard.web.parts import Child, aria, asked, heard, percent
from dashboard.web.sheet import Sheet

# A solid part this wide, in hundredths of the axis, carries its words.
_ROOM_FOR_WORDS = 9.0
_ROOM_FOR_ASSUMPTION = 26.0
# Parts may miss their sum by this part of the largest.
_ADDS_UP = 0.005


def balance(sheet: Sheet, bars: Sequence[Bar], net: Net) -> html.Div:
    """Return the whole picture: each line with its range, and all told under them."""
    scale = scale_of([*(end for bar in bars for end in bar.ends), net.low, net.high])
    zero = percent(scale.place(0.0))
    heads = html.Div(
        [
            html.Span("Costs", className="of-costs"),
            html.Span("Credits", className="of-credits"),
        ],
        className="balance-heads",
        style={"--zero": zero},
    )
    return html.Div(
        [
            heads,
            html.Ol([_line(sheet, bar, scale) for bar in bars]),
            _all_told(sheet, bars, net, scale),
            axis(scale, sheet.currency),
        ],
        className="balance",
        role="group",
        **aria(label="Costs and credits of the gate"),
    )


def _line(sheet: Sheet, bar: Bar, scale: Scale) -> html.Li:
    title, counts, _ = LINES[bar.name]
    about = sheet.about(gate_words.RANGE)
    named = html.Div(
        [
            html.Div(asked(title, about), className="of"),
            html.Div(_detail(bar) or counts, className="detail"),
        ],
        className="balance-name",
    )
    if bar.low is None or bar.high is None:
        return html.Li([named, _unknown(bar)], className="missing")
    drawn = [*grid(scale), *_parts(bar, scale), zero_line(scale)]
    return html.Li(
        [
            named,
            html.Div(
                [
                    _amount(bar, scale, sheet.currency),
                    html.Div(drawn, className="balance-bar", **aria(hidden="true")),
                ],
                className="balance-plot",
            ),
        ]
    )


def _unknown(bar: Bar) -> html.Div:
    said = str(bar.row.details.get("reason") or "") or words.begun(words.word(bar.row.status))
    return html.Div(html.P(said, className="note"), className="balance-plot")


def _detail(bar: Bar) -> str:
    """Say how many hours or people the money stands for, where the answer tells."""
    low, high = (bar.row.details.get(f"hours_{end}") for end in ("low", "high"))
    if low is None or high is None:
        return ""
    hours = words.count(float(str(low)))
    most = words.count(float(str(high)))
    return f"{hours} hours" if hours == most else f"{hours} to {most} hours"


def _parts(bar: Bar, scale: Scale) -> list[Child]:
    """Draw the solid part from zero, and the hatched one to the far end."""
    low, high = bar.low or 0.0, bar.high or 0.0
    far, near = (high, low) if bar.is_credit else (low, high)
    made: list[Child] = []
    if bar.solid:
        width = abs(scale.place(bar.solid) - scale.place(0.0))
        text = "at least" if width >= _ROOM_FOR_WORDS else ""
        made.append(piece("fill fill-solid", 0.0, bar.solid, scale, text))
    if far != bar.solid:
        # A range that reaches over zero begins on its other side.
        begins = bar.solid or (near if near * far < 0 else 0.0)
        width = abs(scale.place(far) - scale.place(begins))
        assumed = bar.row.grade == "assumed" and width >= _ROOM_FOR_ASSUMPTION
        text = words.word("assumed") if assumed else ""
        made.append(piece("fill hatched", begins, far, scale, text))
        if near and near * far > 0 and near != bar.solid:
            made.append(html.Span(className="least", style={"left": percent(scale.place(near))}))
    return made


def _amount(bar: Bar, scale: Scale, currency: str) -> html.Div:
    """Write a line's range at the end of its bar that is further from zero."""
    if bar.is_credit:
        side, style = "credit", beyond(scale, bar.high or 0.0)
    else:
        side, style = "cost", beyond(scale, bar.low or 0.0, to_left=True)
    text = html.B(range_said(bar, currency))
    return html.Div([heard(f"{side}: "), text], className="balance-amount", style=style)


def _all_told(sheet: Sheet, bars: Sequence[Bar], net: Net, scale: Scale) -> html.Div:
    named = html.Div(
        [
            html.Div(asked("All told", sheet.about(gate_words.RANGE)), className="of"),
            *(html.Div(each, className="detail") for each in _sums(bars, net, sheet.currency)),
        ],
        className="balance-name",
    )
    plot = html.Div(
        [*net_amounts(net, scale, sheet.currency), net_bar(net, scale)], className="balance-plot"
    )
    return html.Div([named, plot], className="all-told")


def _sums(bars: Sequence[Bar], net: Net, currency: str) -> list[str]:
    """Say how both ends come about: at worst all costs, at best all credits."""
    known = [bar.ends for bar in bars if bar.ends]
    if len(known) < 2:
        return []
    said = []
    for at, (end, value) in enumerate((("worst", net.low), ("best", net.high))):
        parts = [ends[at] for ends in known if ends[at]]
        # What no line tells of is in the sum: then the lines do not say how it comes about.
        if parts and abs(sum(parts) - value) < _ADDS_UP * max(map(abs, parts)):
            told = " ".join(_signed(each, currency) for each in parts).removeprefix("+ ")
            said.append(f"at {end} {told} = {gate_words.amount(value, currency)}, rounded")
    return said


def _signed(value: float, currency: str) -> str:
    return f"{'+' if value >= 0 else '−'} {words.money(abs(value), currency)}"
