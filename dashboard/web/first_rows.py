"""The Overview's first two sentences, each with its own bar and a link to its deals."""

from __future__ import annotations

from dash import html

from dashboard import words
from dashboard.measures.result import FEW, Row
from dashboard.present import overview_words
from dashboard.present.counted_words import created_here, so_far
from dashboard.present.like_words import is_known
from dashboard.web import like
from dashboard.web.bars import empty_track, share_bar
from dashboard.web.compared import of_rows
from dashboard.web.parts import Child, aria, link, mark, see
from dashboard.web.path_bar import path_picture
from dashboard.web.row_frame import missing_row, row
from dashboard.web.sheet import Sheet

# group: its mark, its colour, its name
_GROUPS = {
    "through_every_gate": ("in_flow", "blue", words.word("through_every_gate")),
    "no_gate": ("bypassed", "vermillion", words.word("no_gate")),
    "all": (None, "solid", "all deals created"),
}


def how_wins_came(sheet: Sheet) -> html.Section:
    """Row 1: of what we won, this much did not come through our gate."""
    if sheet.usable("path_mix") is None:
        return missing_row(sheet, 1, "How wins came", "path_mix")
    outside = overview_words.won_by(sheet, overview_words.OUTSIDE)
    untraced = overview_words.won_by(sheet, ("unlinked",))
    links = []
    if outside:
        links.append(
            link(
                see(outside, "deal"),
                sheet.drill("won_without_gate", component="ours", statistic="deals"),
            )
        )
    if untraced:
        who = "Which one is untraced?" if untraced == 1 else f"Who are the {words.count(untraced)}?"
        links.append(link(who, sheet.drill("path_mix", part="unlinked", statistic="deals")))
    return row(
        1,
        "How wins came",
        words.word("observed"),
        overview_words.how_wins_came(sheet),
        links,
        path_picture(sheet) if overview_words.wins(sheet) else empty_track(),
        sheet.about("path_mix"),
        before=of_rows(sheet, [("Outside our gate", "won_without_gate", _outside_row(sheet))]),
    )


def _outside_row(sheet: Sheet) -> Row | None:
    return sheet.row("won_without_gate", component="ours", statistic="deals")


def moving_or_stuck(sheet: Sheet) -> html.Section:
    """Row 2: of the deals that passed, this many showed no sign of life at once."""
    group = "through_every_gate"
    passed = sheet.row("stalled_immediately", path_group=group)
    if passed is None:
        # Without gate decisions no deal has a path; all deals then stand for themselves.
        group = "all"
        passed = sheet.row("stalled_immediately", path_group=group)
    if passed is None:
        return missing_row(sheet, 2, "Moving or stuck", "stalled_immediately")
    address = sheet.drill("stalled_immediately", path_group=group)
    links = [link(see(passed.events, "deal"), address)] if passed.events else []
    silent = sheet.row("stalled_value", statistic="amount")
    if silent and silent.numerator:
        money = words.money(silent.numerator, sheet.currency)
        address = sheet.drill("stalled_value", statistic="amount")
        links.append(link(f"Of deals {created_here(sheet)}, silent now: {money}", address))
    return row(
        2,
        "Moving or stuck",
        f"{words.word(sheet.results['stalled_immediately'].measure.grade)}, with luck range",
        overview_words.moving_or_stuck(sheet, passed, group),
        links,
        _silent_bars(sheet, group, passed),
        sheet.about("stalled_immediately"),
        before=of_rows(sheet, [("No sign of life", "stalled_immediately", passed)]),
    )


def _silent_bars(sheet: Sheet, group: str, passed: Row) -> html.Div:
    outside = sheet.row("stalled_immediately", path_group="no_gate")
    days = overview_words.silent_days(sheet)
    bars: list[Child] = [_silent_bar(sheet, group, passed)]
    if group != "all" and outside and outside.n:
        bars += _beside(sheet, passed, outside)
    few = (passed.n or 0) < FEW or passed.value is None
    counts = "" if few else f"{so_far(passed)}. "
    sum_of_all = overview_words.all_created(sheet, passed, outside)
    return html.Div(
        [
            *bars,
            html.P(
                f"A sign of life: a stage change, or something the buyer did, within {days} days. "
                "The thin line: the range, allowing for luck.",
                className="note defines",
            ),
            html.P(f"{counts}{sum_of_all}".strip(), className="note"),
        ],
        className="silent",
    )


def _beside(sheet: Sheet, passed: Row, outside: Row) -> list[Child]:
    """Draw the like-with-like comparison, the pair as it is in words; else the other bar.

    A bar of a group that is not alike is drawn thinner: it is no comparison.
    """
    alike = is_known(sheet, "silent", sheet.count) and min(passed.n or 0, outside.n or 0) >= FEW
    if not alike:
        return [
            html.Div(_silent_bar(sheet, "no_gate", outside), className="lesser"),
            html.P(overview_words.not_alike(passed, outside), className="caution"),
        ]
    address = sheet.drill("stalled_immediately", path_group="no_gate")
    said = overview_words.as_they_are(passed, outside)
    return [
        like.like_with_like(sheet, ("silent",)),
        html.P([said, " ", link(see(outside.events, "deal"), address)], className="note"),
    ]


def _silent_bar(sheet: Sheet, group: str, found: Row | None) -> html.Div:
    path_class, colour, named = _GROUPS[group]
    n = (found.n or 0) if found else 0
    name = html.Span([mark(path_class), f"{named}, {words.count(n)}"], className="who")
    address = sheet.drill("stalled_immediately", path_group=group)
    if not found or found.value is None or n < FEW:
        counts = f"{words.count(found.events if found else 0)} of {words.count(n)}"
        said = html.A(counts, href=address, className="few")
        return html.Div([name, said], className="silent-bar")
    share, rest = words.shares_of([found.value, 1 - found.value])
    whisker = None
    if found.low is not None and found.high is not None:
        whisker = (found.low * 100, found.high * 100)
    spoken = f"{share} in 100 without a sign of life, {rest} with one"
    after = max(found.value, found.high or 0.0) * 100
    return html.Div(
        [
            name,
            html.A(
                [
                    share_bar(found.value * 100, colour, spoken, whisker=whisker),
                    html.Span(
                        f"{share} no sign of life",
                        className="value",
                        style={"left": f"calc({after:.2f}% + 8px)"},
                        **aria(hidden="true"),
                    ),
                    html.Span(f"{rest} had one", className="rest", **aria(hidden="true")),
                ],
                href=address,
                className="plot",
            ),
        ],
        className="silent-bar",
    )
