"""Row 1's picture: every win in one bar, by the path it came, each part with its deals behind."""

from __future__ import annotations

from dash import html

from dashboard import words
from dashboard.measures.result import FEW
from dashboard.present.overview_words import GATED, OUTSIDE, won_by
from dashboard.present.path_words import ORDER, described
from dashboard.present.sentence import plural, share
from dashboard.present.theme import PATH_COLOURS
from dashboard.web.bars import Segment, segments_bar
from dashboard.web.glossary import explained
from dashboard.web.parts import Child, mark, percent
from dashboard.web.sheet import Sheet

# A narrower part carries no text inside: it would be cut.
_WIDE_ENOUGH = 12.0
# A name, or the stories below, that begin further right have no room for their words.
_LATEST_NAME = 71.0
_LATEST_START = 65.0
# An elbow's words need this much of the bar to their left.
_ROOM_FOR_ELBOW = 38.0


def path_picture(sheet: Sheet) -> html.Div:
    """Return one mark a deal while the wins are few, a bar of shares from thirty on."""
    total = won_by(sheet, ORDER)
    return _bar(sheet, total) if total >= FEW else _deal_by_deal(sheet)


def _deal_by_deal(sheet: Sheet) -> html.Div:
    lines = [
        html.A(
            [
                html.Span(f"{words.word(each)} {described(sheet, each)}", className="who"),
                html.Span([mark(each) for _ in range(round(won_by(sheet, (each,))))]),
            ],
            href=sheet.drill("path_mix", part=each, statistic="deals"),
            className="deals-line",
        )
        for each in ORDER
        if won_by(sheet, (each,))
    ]
    return html.Div(lines, className="deal-by-deal")


def _bar(sheet: Sheet, total: float) -> html.Div:
    """Return the bar with its names above, and the narrow parts named below."""
    widths = {each: share(won_by(sheet, (each,)), total) for each in ORDER}
    return html.Div(
        [
            _names_above(sheet, widths),
            segments_bar([_segment(sheet, each, widths[each]) for each in ORDER]),
            html.Div([_elbows(sheet, widths), _outside(sheet, widths)], className="below"),
            _all_parts(sheet),
        ],
        className="path-bar",
    )


def _segment(sheet: Sheet, path_class: str, width: float) -> Segment:
    deals = won_by(sheet, (path_class,))
    amount = words.money(won_by(sheet, (path_class,), "amount"), sheet.currency)
    text: list[Child] = []
    # White is read on the full colours alone; a tint has its name and its gap instead.
    if width >= _WIDE_ENOUGH and PATH_COLOURS[path_class] in ("blue", "vermillion"):
        text = [html.B(words.count(deals))]
        if width >= 2 * _WIDE_ENOUGH:
            text.append(html.Span(amount))
    return Segment(
        width=width,
        colour=PATH_COLOURS[path_class],
        address=sheet.drill("path_mix", part=path_class, statistic="deals"),
        text=text,
        # The names beside the bar are links of all other parts.
        spoken=f"{plural(deals, 'deal')} {words.word(path_class)}"
        if path_class == "in_flow"
        else "",
    )


def _names_above(sheet: Sheet, widths: dict[str, float]) -> html.Div:
    """Name the two ends where they begin."""
    left_of_outside = sum(widths[each] for each in ("in_flow", "returned", "skipped"))
    names: list[Child] = []
    if any(widths[each] for each in GATED):
        gated = plural(won_by(sheet, GATED), "deal")
        names.append(_name("in_flow", f"through every gate, {gated}", 0.0))
    if any(widths[each] for each in OUTSIDE):
        outside = plural(won_by(sheet, OUTSIDE), "deal")
        names.append(_name("bypassed", f"did not come through, {outside}", left_of_outside))
    return html.Div(names, className="names")


def _name(path_class: str, text: str, start: float) -> html.Span:
    at_end = start > _LATEST_NAME
    return html.Span(
        [mark(path_class), text],
        className="name at-end" if at_end else "name",
        style={} if at_end else {"left": percent(start)},
    )


def _elbows(sheet: Sheet, widths: dict[str, float]) -> html.Div:
    """Name the narrow parts of the first half, each with a line that turns to its name."""
    lines: list[Child] = []
    position = widths["in_flow"]
    for path_class in ("returned", "skipped"):
        middle = position + widths[path_class] / 2
        position += widths[path_class]
        if widths[path_class]:
            lines.append(_elbow(sheet, path_class, middle, len(lines)))
    return html.Div(lines, className="elbows")


def _elbow(sheet: Sheet, path_class: str, middle: float, depth: int) -> html.A:
    """Draw a line down from a part's middle and aside to its name, clear of what stands right."""
    to_left = middle > _ROOM_FOR_ELBOW
    aside = max(0.0, middle - _LATEST_START + 2) if to_left else 0.0
    reach = f"calc({aside:.2f}cqw + 7px)"
    end = {"right": percent(100 - middle)} if to_left else {"left": percent(middle)}
    padding = {"paddingRight": f"calc({aside:.2f}cqw + 12px)"} if to_left else {}
    return html.A(
        [
            html.Span(className="elbow-line", style={"width": reach}),
            html.Span(
                [mark(path_class), f"{words.word(path_class)} {described(sheet, path_class)}"]
            ),
        ],
        href=sheet.drill("path_mix", part=path_class, statistic="deals"),
        className=f"elbow {'to-left' if to_left else 'to-right'} depth-{depth}",
        style={**end, **padding},
        **explained(words.word(path_class)),
    )


def _outside(sheet: Sheet, widths: dict[str, float]) -> html.Div:
    """Say the range in hundredths of wins, and the three stories it joins."""
    start = sum(widths[each] for each in ("in_flow", "returned", "skipped"))
    outside = sum(widths[each] for each in OUTSIDE)
    if not outside:
        return html.Div(className="outside")
    high = outside + widths["unlinked"]
    right = (*OUTSIDE, "unlinked")
    ends = dict.fromkeys(words.count(each) for each in (outside, high))
    said = " to ".join(ends)
    return html.Div(
        [
            html.Div(
                className="bracket",
                style={"left": percent(start), "width": percent(high)},
            ),
            html.Div(
                [
                    html.B(f"{said} of every 100 wins"),
                    html.Ul(
                        [_story(sheet, each) for each in ORDER if each in right and widths[each]]
                    ),
                ],
                className="stories at-end" if start > _LATEST_START else "stories",
                style={} if start > _LATEST_START else {"marginLeft": percent(start)},
            ),
        ],
        className="outside",
    )


def _story(sheet: Sheet, path_class: str) -> html.Li:
    deals, money = described(sheet, path_class).split(", ")
    name = words.word(path_class)
    return html.Li(
        html.A(
            [mark(path_class), f"{name} {deals}", html.Span(f", {money}", className="money")],
            href=sheet.drill("path_mix", part=path_class, statistic="deals"),
            **explained(name),
        )
    )


def _all_parts(sheet: Sheet) -> html.Ul:
    """List every part in words, where the bar is too narrow for lines and names."""
    return html.Ul(
        [_story(sheet, each) for each in ORDER if won_by(sheet, (each,))], className="all-parts"
    )
