"""How wins came: the ten largest by name, under one bar of all won money."""

from __future__ import annotations

from dash import html

from dashboard import words
from dashboard.measures.result import Row
from dashboard.present import overview_words
from dashboard.present.overview_words import won_by
from dashboard.present.path_words import ORDER, described
from dashboard.present.sentence import plural, share
from dashboard.present.theme import PATH_COLOURS
from dashboard.present.wins_words import OUTSIDE, largest, number
from dashboard.web import states
from dashboard.web.bars import Segment, segments_bar
from dashboard.web.parts import Child, counted, mark, percent
from dashboard.web.row_frame import why
from dashboard.web.sheet import Sheet
from dashboard.web.url_state import COUNTS

# A narrower part carries no amount inside: it would be cut.
_WIDE_ENOUGH = 12.0


def hero(sheet: Sheet) -> Child:
    """Return the switch, the bar of all won money, and the tiles; nothing where nothing was won."""
    mix = sheet.usable("path_mix")
    if mix is not None and states.is_empty(mix):
        return html.Section(states.instead(sheet, mix), id="wins")
    return html.Section(
        [
            *([_money(sheet)] if mix is not None else [_missing(sheet)]),
            _tiles(sheet),
        ],
        id="wins",
    )


def _missing(sheet: Sheet) -> html.P:
    return html.P(why(sheet, "path_mix"), className="note")


def _money(sheet: Sheet) -> html.Div:
    total = won_by(sheet, ORDER, "amount")
    widths = {each: share(won_by(sheet, (each,), "amount"), total) for each in ORDER}
    return html.Div(
        [
            html.P(_said(sheet), className="all-won"),
            segments_bar([_segment(sheet, each, widths[each]) for each in ORDER]),
            _bracket(sheet, widths),
            html.Ul([_part(sheet, each) for each in ORDER if widths[each]], className="won-parts"),
            _switch(sheet),
        ],
        className="won-money",
    )


def _said(sheet: Sheet) -> list[Child]:
    """Say how much of all won money came from outside, by the chosen count, deals first."""
    classes = OUTSIDE[sheet.count][1]
    deals, money = won_by(sheet, classes), won_by(sheet, classes, "amount")
    wins = overview_words.wins(sheet) or won_by(sheet, ORDER)
    whole = words.money(won_by(sheet, ORDER, "amount"), sheet.currency)
    verb = (
        "came outside the normal flow"
        if sheet.count == "wide"
        else ("did not come through our gate")
    )
    said: list[Child] = [
        html.B(
            f"{words.count(deals)} of {plural(wins, 'win')}, "
            f"{words.money(money, sheet.currency)} of {whole}"
        ),
        f", {verb}",
    ]
    untraced = won_by(sheet, ("unlinked",))
    if untraced:
        most = words.money(money + won_by(sheet, ("unlinked",), "amount"), sheet.currency)
        said.append(
            f"; at most {words.count(deals + untraced)} and {most}, with those we can't tell"
        )
    return [*said, ". ", counted(sheet.about("won_without_gate"), "Won without the gate")]


def _segment(sheet: Sheet, path_class: str, width: float) -> Segment:
    amount = words.money(won_by(sheet, (path_class,), "amount"), sheet.currency)
    colour = PATH_COLOURS[path_class]
    # What came from outside is told in one sum, under its bracket.
    inside = width >= _WIDE_ENOUGH and colour == "blue"
    return Segment(
        width=width,
        colour=colour,
        address=sheet.drill("path_mix", part=path_class, statistic="deals"),
        # A phone leaves out what stands in a span.
        text=[html.B(amount) if width >= 2 * _WIDE_ENOUGH else html.Span(amount)] if inside else [],
    )


def _bracket(sheet: Sheet, widths: dict[str, float]) -> Child:
    """Draw under the bar what the chosen count takes for outside, with its money in one sum."""
    classes = OUTSIDE[sheet.count][1]
    before = ORDER[: min(ORDER.index(each) for each in classes)]
    ends = {
        "left": percent(sum(widths[each] for each in before)),
        "width": percent(sum(widths[each] for each in classes)),
    }
    if not any(widths[each] for each in classes):
        return None
    money = words.money(won_by(sheet, classes, "amount"), sheet.currency)
    name = "outside the normal flow" if sheet.count == "wide" else "did not come through our gate"
    sum_of_all = html.A(
        [html.B(money), f" {name}"],
        href=sheet.drill("won_without_gate", component=sheet.count, statistic="amount"),
        className="sum",
        # Beside the left edge there is no room for its words.
        style={
            "right": f"min({percent(100 - sum(widths[each] for each in (*before, *classes)))}, "
            "100% - 300px)"
        },
    )
    return html.Div(
        [html.Span(className="bracket", style=ends), sum_of_all],
        className="brackets",
    )


def _part(sheet: Sheet, path_class: str) -> html.Li:
    deals, money = described(sheet, path_class).split(", ")
    address = sheet.drill("path_mix", part=path_class, statistic="deals")
    said = [mark(path_class), f"{words.word(path_class)} ", html.B(deals), f", {money}"]
    return html.Li(html.A(said, href=address))


def _switch(sheet: Sheet) -> html.P:
    """Return the three counts; the chosen one is part of every link of this page."""
    choices: list[Child] = []
    for count in COUNTS:
        chosen = {"aria-current": "true"} if count == sheet.count else {}
        choices += [html.A(OUTSIDE[count][0], href=sheet.here(count=count), **chosen)]
    return html.P(
        [
            html.Span("Count as outside our gate: "),
            html.Span(choices, className="choice"),
            html.Span(OUTSIDE[sheet.count][2], className="meaning"),
        ],
        className="switch",
    )


def _tiles(sheet: Sheet) -> Child:
    rows = largest(sheet)
    if not rows:
        return html.P(why(sheet, "largest_wins"), className="note")
    title = f"The {number(len(rows))} largest" if len(rows) > 1 else "Our one win"
    aside = overview_words.money_of_largest(sheet, rows)
    head = html.Div(
        [
            html.H2([title, counted(sheet.about("largest_wins"), title)]),
            html.A(aside, href=sheet.drill("largest_wins"), className="aside"),
        ],
        className="section-head",
    )
    return html.Div([head, html.Ol([_tile(sheet, row) for row in rows], className="tiles")])


def _tile(sheet: Sheet, row: Row) -> html.Li:
    path = str(row.details.get("path_class") or "")
    amount = row.details.get("amount")
    named = row.details.get("account_name") if sheet.config.access.show_account_names else None
    record = row.keys.get("record_id", "")
    money = words.money(float(str(amount)), sheet.currency) if amount is not None else "–"
    came = words.word(path) if path else "path not known"
    return html.Li(
        html.A(
            [
                html.Span(str(named or f"Deal {record}"), className="account"),
                html.B(money),
                html.Span([mark(path), html.Span(came)], className="path"),
            ],
            href=sheet.drill("largest_wins", record_id=record),
        ),
        className=f"tile edge-{PATH_COLOURS.get(path, 'solid')}",
    )
