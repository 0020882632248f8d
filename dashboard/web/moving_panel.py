"""One path's picture on Moving or stuck: four bands from day 0 to the last, named at their ends."""

from __future__ import annotations

from dash import html

from dashboard import words
from dashboard.present.labels import apart
from dashboard.present.sentence import plural
from dashboard.present.standing import DAY, MEASURE, PATHS, STATES, Standing
from dashboard.web.bands import Edge, cut, line, stacked
from dashboard.web.parts import Child, aria, heard, mark
from dashboard.web.sheet import Sheet
from dashboard.web.standing_rows import address_of

# The height of a picture and the least distance of two names, in pixels: names are links, and a
# finger needs so much room.
HEIGHT = 260
_APART = 24
# In a thinner band the number is smaller, and beside a band still thinner.
_ROOM, _LEAST_ROOM = 34, 24
# A number and its word reach to this day on a wide picture and on a phone.
_WIDE, _NARROW = 54, 82
# The last day on which no deal can have been silent for long enough, and the height in pixels of
# the words that say so at the step after it.
_ONSET, _ONSET_ROOM = 21, 40
# day: its class; a minor one goes where there is no room
_TICKS = {0: "first", _ONSET: "minor", DAY: "read", 60: "", 90: ""}


def panel(sheet: Sheet, standing: Standing, *, tells_onset: bool = False) -> html.Div:
    """Return the picture of one path: bands, dots or words, by the number of its deals.

    Of several pictures one says from which day silence can show at all.
    """
    if standing.is_drawn:
        body = [_picture(sheet, standing, tells_onset=tells_onset), _readout(standing)]
    elif standing.is_counted:
        body = [html.P(_in_words(sheet, standing), className="in-words")]
    else:
        body = [_dots(sheet, standing)]
    tone = PATHS[standing.group][1]
    return html.Div([_head(sheet, standing), *body], className=f"panel tone-{tone}")


def _head(sheet: Sheet, standing: Standing) -> html.H2:
    path_class, _, name = PATHS[standing.group]
    everything = sheet.drill(MEASURE, path_group=standing.group, part="all")
    return html.H2(
        [
            mark(path_class),
            name,
            html.A(plural(standing.n, "deal"), href=everything, className="of"),
        ]
    )


def _picture(sheet: Sheet, standing: Standing, *, tells_onset: bool) -> html.Div:
    edges = [
        Edge(standing.days, shares, standing.last_day)
        for shares in stacked([standing.shares(state) for state in STATES])
    ]
    bands = [
        html.A(
            className=f"band band-{state}",
            href=address_of(sheet, standing, state),
            style={"clipPath": cut(edges[at], edges[at + 1])},
            # The numbers and names are the same links for keys and screen readers.
            tabIndex="-1",
            **aria(hidden="true"),
        )
        for at, state in enumerate(STATES)
    ]
    outline = html.Span(className="outline", style={"clipPath": line(edges[1])})
    return html.Div(
        [
            *_shares_axis(),
            html.Div([*bands, outline], className="bands"),
            html.Span(className="at-day", style={"left": _across(DAY, standing)}),
            _onset(standing, edges) if tells_onset else None,
            # A picture that ends on the day it is read at has these numbers at its end.
            *(
                _number(sheet, standing, edges, state)
                for state in ("silent", "moved")
                if standing.days[-1] > DAY
            ),
            *_names(sheet, standing, edges),
            *_days_axis(standing),
        ],
        className="stands",
        style={"height": f"{HEIGHT}px"},
        role="group",
        **aria(label=_on_the_day(standing)),
    )


def _across(day: int, standing: Standing) -> str:
    return f"{100 * day / standing.last_day:.2f}%"


def _onset(standing: Standing, edges: list[Edge]) -> Child:
    """Say at the step after day 21 that it is the rule's, where the words have room before it."""
    talking = STATES.index("talking")
    floor = edges[talking].highest(0, _ONSET)
    ceiling = edges[talking + 1].lowest(0, _ONSET)
    if (ceiling - floor) * HEIGHT < _ONSET_ROOM or not standing.deals("silent"):
        return None
    return html.Span(
        "silence can show from here",
        className="onset",
        style={
            "width": _across(_ONSET, standing),
            "top": f"{100 - 50 * (floor + ceiling):.2f}%",
        },
    )


def _number(sheet: Sheet, standing: Standing, edges: list[Edge], state: str) -> html.A:
    """Write the headline's number into its band, right of the day it is read at.

    In a band too thin for it, it stands beside the band with an arrow to it.
    """
    at = STATES.index(state)
    lower, upper = edges[at], edges[at + 1]
    floor, ceiling = lower.highest(DAY, _WIDE), upper.lowest(DAY, _WIDE)
    room = (ceiling - floor) * HEIGHT
    shown: list[Child] = [
        heard(f"Day {DAY}, of 100 deals: "),
        html.B(standing.said(state)),
        # A small picture leaves the word out, but not for those who hear it.
        html.Span(words.word(state), **aria(hidden="true")),
        heard(f" {words.word(state)}"),
    ]
    look = f"big big-{state}"
    height = (floor + ceiling) / 2
    if room < _LEAST_ROOM:
        look += " beside"
        arrow, from_band = ("↑", -1) if state == "silent" else ("↓", 1)
        shown = [html.I(arrow, **aria(hidden="true")), *shown]
        near = lower.lowest(DAY, _WIDE) if from_band < 0 else upper.highest(DAY, _WIDE)
        height = near + from_band * _ROOM / 2 / HEIGHT
    else:
        look += " small" if room < _ROOM else ""
        narrow = upper.lowest(DAY, _NARROW) - lower.highest(DAY, _NARROW)
        # On a phone the word would reach past the band, so the number stands alone.
        look += " tight" if narrow * HEIGHT < _ROOM else ""
        # Nor past the end of a picture whose deals are all young.
        look += " alone" if standing.days[-1] < _WIDE else ""
    return html.A(
        shown,
        href=address_of(sheet, standing, state),
        className=look,
        style={"left": _across(DAY, standing), "top": f"{100 - 100 * height:.2f}%"},
    )


def _names(sheet: Sheet, standing: Standing, edges: list[Edge]) -> list[Child]:
    """Name each band at its end, 16 pixels apart, with its number on that day."""
    last = standing.days[-1]
    named = [
        state
        for state in STATES
        if edges[STATES.index(state) + 1].shares[-1] - edges[STATES.index(state)].shares[-1] > 0
    ]
    middles = [
        HEIGHT * (1 - (edges[at].shares[-1] + edges[at + 1].shares[-1]) / 2)
        for at in (STATES.index(state) for state in named)
    ]
    heights = apart(middles, [_APART] * len(middles), 0, HEIGHT)
    return [
        html.A(
            [
                heard(f"Day {last}, of 100 deals: "),
                f"{standing.said(state, last)} {words.word(state)}",
            ],
            href=address_of(sheet, standing, state, last),
            className=f"name name-{state}",
            style={"left": _across(last, standing), "top": f"{height:.1f}px"},
        )
        for state, height in sorted(zip(named, heights, strict=True), key=lambda each: each[1])
    ]


def _shares_axis() -> list[Child]:
    return [
        html.Span(
            str(share), className="tick-y", style={"top": f"{100 - share}%"}, **aria(hidden="true")
        )
        for share in (100, 50, 0)
    ]


def _days_axis(standing: Standing) -> list[Child]:
    ticks = [day for day in _TICKS if day <= standing.last_day]
    return [
        html.Span(
            f"day {day}" if day in (0, DAY) else str(day),
            className=f"tick-x {_TICKS[day]}".strip(),
            style={"left": _across(day, standing)},
            **aria(hidden="true"),
        )
        for day in ticks
    ]


def _on_the_day(standing: Standing) -> str:
    parts = [f"{standing.said(state)} {words.word(state)}" for state in reversed(STATES)]
    return f"On day {DAY}, of every 100: {words.listed(parts)}."


def _readout(standing: Standing) -> html.P:
    """Say day 30 in full under the picture; a band that is pointed at says its own."""
    lines: list[Child] = [html.Span(_on_the_day(standing), className="said-all")]
    for state in STATES:
        row = standing.rows[state, DAY]
        luck = ""
        if row.low is not None and row.high is not None:
            luck = f" ({words.in100(row.low)} to {words.in100(row.high)} by luck)"
        lines.append(
            html.Span(
                f"On day {DAY}, {standing.said(state)} of 100 {words.word(state)}{luck}: "
                f"open the {plural(standing.deals(state), 'deal')}.",
                className=f"said-{state}",
                **aria(hidden="true"),
            )
        )
    return html.P(lines, className="readout")


def _in_words(sheet: Sheet, standing: Standing) -> list[Child]:
    """Say counts in words where there are too few deals for any picture."""
    said: list[Child] = [f"On day {DAY}: "]
    for at, state in enumerate(reversed(STATES)):
        deals = standing.deals(state)
        text = f"{words.count(deals)} of {words.count(standing.n)} {words.word(state)}"
        shown = html.A(text, href=address_of(sheet, standing, state), className="link")
        said += [", " if at else "", shown if deals else text]
    return [*said, ". Too few deals to draw."]


def _dots(sheet: Sheet, standing: Standing) -> html.Div:
    """Draw one dot a deal, by where it stands on day 30; no shares."""
    lines = [
        html.A(
            [
                html.Span(f"{words.count(standing.deals(state))} {words.word(state)}"),
                dots(state, standing.deals(state)),
            ],
            href=address_of(sheet, standing, state),
            className="dots-line",
        )
        for state in reversed(STATES)
        if standing.deals(state)
    ]
    said = f"One dot a deal, where it stands on day {DAY}. Too few for shares."
    return html.Div([*lines, html.P(said, className="note")], className="deal-dots")


def dots(state: str, deals: int) -> html.Span:
    """Return one dot a deal, in the look of its state."""
    drawn = [html.I(className=f"dot dot-{state}") for _ in range(deals)]
    return html.Span(drawn, className="dots", **aria(hidden="true"))
