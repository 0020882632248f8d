"""Row 1's picture: every win in one bar, by the path it came, each part with its deals behind."""

from __future__ import annotations

from dash import html

from dashboard import words
from dashboard.present.theme import PATH_COLOURS
from dashboard.web.bars import Segment, segments_bar
from dashboard.web.overview_words import GATED, OUTSIDE, won_by
from dashboard.web.parts import Child, mark, percent, plural, share
from dashboard.web.sheet import Sheet

# The order in which the two ends lie at the two sides and what cannot be told comes last.
ORDER = (
    "in_flow",
    "returned",
    "skipped",
    "bypassed",
    "rejected_before",
    "back_stamped",
    "unlinked",
)
# A narrower part carries no text inside (NOTES rule 8).
_WIDE_ENOUGH = 12.0
# A name that begins further right has no room for its words.
_LATEST_START = 66.0
# An elbow's words need this much of the bar to their left.
_ROOM_FOR_ELBOW = 38.0


def path_bar(sheet: Sheet) -> html.Div:
    """Return the bar with its names above, and the narrow parts named below."""
    total = won_by(sheet, ORDER)
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


def described(sheet: Sheet, path_class: str) -> str:
    """Say a part in numbers: 4, $500k."""
    deals = won_by(sheet, (path_class,))
    money = words.money(won_by(sheet, (path_class,), "amount"), sheet.currency)
    return f"{words.count(deals)}, {money}"


def _segment(sheet: Sheet, path_class: str, width: float) -> Segment:
    deals = won_by(sheet, (path_class,))
    amount = words.money(won_by(sheet, (path_class,), "amount"), sheet.currency)
    text: list[Child] = []
    if width >= _WIDE_ENOUGH:
        text = [html.B(words.count(deals))]
        if width >= 2 * _WIDE_ENOUGH:
            text.append(html.Span(amount))
    return Segment(
        width=width,
        colour=PATH_COLOURS[path_class],
        label=f"{words.word(path_class)}: {plural(deals, 'deal')}, {amount}",
        address=sheet.drill("path_mix", part=path_class, statistic="deals"),
        text=text,
    )


def _names_above(sheet: Sheet, widths: dict[str, float]) -> html.Div:
    """Name the two ends where they begin."""
    left_of_outside = sum(widths[each] for each in ("in_flow", "returned", "skipped"))
    names: list[Child] = []
    if any(widths[each] for each in GATED):
        gated = plural(won_by(sheet, GATED), "deal")
        names.append(_name("in_flow", f"through every gate, {gated}", "0%"))
    if any(widths[each] for each in OUTSIDE):
        outside = plural(won_by(sheet, OUTSIDE), "deal")
        start = percent(min(left_of_outside, _LATEST_START))
        names.append(_name("bypassed", f"did not come through, {outside}", start))
    return html.Div(names, className="names")


def _name(path_class: str, text: str, start: str) -> html.Span:
    return html.Span([mark(path_class), text], className="name", style={"left": start})


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
    side = "to-left" if middle > _ROOM_FOR_ELBOW else "to-right"
    end = {"right": percent(100 - middle)} if side == "to-left" else {"left": percent(middle)}
    return html.A(
        [
            html.Span(className="elbow-line"),
            html.Span(
                [mark(path_class), f"{words.word(path_class)} {described(sheet, path_class)}"]
            ),
        ],
        href=sheet.drill("path_mix", part=path_class, statistic="deals"),
        className=f"elbow {side} depth-{depth}",
        style=end,
    )


def _outside(sheet: Sheet, widths: dict[str, float]) -> html.Div:
    """Say the range in hundredths of wins, and the three stories it joins."""
    start = sum(widths[each] for each in ("in_flow", "returned", "skipped"))
    outside = sum(widths[each] for each in OUTSIDE)
    if not outside:
        return html.Div(className="outside")
    high = outside + widths["unlinked"]
    right = (*OUTSIDE, "unlinked")
    said = f"{outside:.0f} to {high:.0f}" if round(outside) != round(high) else f"{outside:.0f}"
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
                className="stories",
                style={"marginLeft": percent(min(start, _LATEST_START))},
            ),
        ],
        className="outside",
    )


def _story(sheet: Sheet, path_class: str) -> html.Li:
    return html.Li(
        html.A(
            [mark(path_class), f"{words.word(path_class)} {described(sheet, path_class)}"],
            href=sheet.drill("path_mix", part=path_class, statistic="deals"),
        )
    )


def _all_parts(sheet: Sheet) -> html.Ul:
    """List every part in words, where the bar is too narrow for lines and names."""
    return html.Ul(
        [_story(sheet, each) for each in ORDER if won_by(sheet, (each,))], className="all-parts"
    )
