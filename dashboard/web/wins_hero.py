"""How wins came: the ten largest by name, under one bar of all won money."""

from __future__ import annotations

from dash import html

from dashboard import words
from dashboard.measures.result import Row
from dashboard.present import overview_words
from dashboard.present.nothing import no_wins
from dashboard.present.overview_words import GATED, won_by
from dashboard.present.sentence import Part, plural, share
from dashboard.present.theme import PATH_COLOURS
from dashboard.web import states
from dashboard.web.bars import Segment, segments_bar
from dashboard.web.parts import Child, counted, mark, percent
from dashboard.web.path_bar import ORDER, described
from dashboard.web.row_frame import why
from dashboard.web.sheet import Sheet
from dashboard.web.url_state import COUNTS

_NUMBERS = "none one two three four five six seven eight nine ten".split()
# count: its name in the switch, the paths it takes for outside, and how it says so
_OUTSIDE = {
    "ours": (
        "usual",
        ("bypassed", "rejected_before", "back_stamped"),
        "never screened, turned away and came another way, or paperwork after",
    ),
    "strict": (
        "strict",
        ("bypassed", "rejected_before"),
        "never screened, or turned away and came another way",
    ),
    "wide": (
        "wide",
        ("returned", "skipped", "bypassed", "rejected_before", "back_stamped"),
        "everything but straight through every gate",
    ),
}
# A narrower part carries no amount inside: it would be cut.
_WIDE_ENOUGH = 12.0


def headline(sheet: Sheet) -> list[Part]:
    """Say of the largest wins how many came through every gate, how many outside, how many refused.

    Each is in at most one of the first two; who had been turned away first may be in either.
    """
    rows = _largest(sheet)
    if not rows:
        return [(no_wins(sheet), "")]
    known = [row for row in rows if row.details.get("path_class")]
    who = f"Of the {_number(len(rows))} largest wins, " if len(rows) > 1 else "Of our one win, "
    if not known:
        return [(f"{who}by which way they came our records do not say yet.", "")]
    classes = _OUTSIDE[sheet.count][1]
    outside = sum(row.details["path_class"] in classes for row in known)
    through = sum(
        row.details["path_class"] in GATED and row.details["path_class"] not in classes
        for row in known
    )
    refused = sum(bool(row.details.get("is_turned_away_first")) for row in known)
    ten = f"the {_number(len(rows))}" if len(rows) > 1 else "them"
    first = f"; {_number(refused)} of {ten} had been turned away first." if refused else "."
    straight = "straight " if sheet.count == "wide" else ""
    return [
        (who, ""),
        (_number(through), "blue"),
        (f" came {straight}through every gate and ", ""),
        (_number(outside), "vermillion"),
        (f" {'outside the normal flow' if straight else 'did not'}{first}", ""),
    ]


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
    classes = _OUTSIDE[sheet.count][1]
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
    classes = _OUTSIDE[sheet.count][1]
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
        choices += [html.A(_OUTSIDE[count][0], href=sheet.here(count=count), **chosen)]
    return html.P(
        [
            html.Span("Count as outside our gate: "),
            html.Span(choices, className="choice"),
            html.Span(_OUTSIDE[sheet.count][2], className="meaning"),
        ],
        className="switch",
    )


def _tiles(sheet: Sheet) -> Child:
    rows = _largest(sheet)
    if not rows:
        return html.P(why(sheet, "largest_wins"), className="note")
    title = f"The {_number(len(rows))} largest" if len(rows) > 1 else "Our one win"
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


def _largest(sheet: Sheet) -> list[Row]:
    result = sheet.usable("largest_wins")
    return list(result.rows) if result else []


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)
