"""The Overview's three sentences, each with its own bar and a link to its deals."""

from __future__ import annotations

from dash import html

from dashboard import words
from dashboard.measures.result import FEWEST, Row
from dashboard.web import overview_words
from dashboard.web.bars import empty_track, share_bar
from dashboard.web.parts import Child, Part, aria, counted, link, mark, plural, sentence
from dashboard.web.path_bar import path_bar
from dashboard.web.sheet import Sheet


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
                "See the one deal" if outside == 1 else f"See the {words.count(outside)} deals",
                sheet.drill("won_without_gate", component="ours", statistic="deals"),
            )
        )
    if untraced:
        links.append(
            link(
                "Which one can't we trace?" if untraced == 1 else f"Who are the {words.count(untraced)}?",
                sheet.drill("path_mix", part="unlinked", statistic="deals"),
            )
        )
    return row(
        1,
        "How wins came",
        words.word("observed"),
        overview_words.how_wins_came(sheet),
        links,
        path_bar(sheet),
        sheet.about("path_mix"),
    )


def moving_or_stuck(sheet: Sheet) -> html.Section:
    """Row 2: of the deals that passed, this many showed no sign of life at once."""
    passed = sheet.row("stalled_immediately", path_group="through_every_gate")
    if passed is None:
        return missing_row(sheet, 2, "Moving or stuck", "stalled_immediately")
    outside = sheet.row("stalled_immediately", path_group="no_gate")
    events = words.count(passed.events)
    links = [
        link(
            "See the one deal" if passed.events == 1 else f"See the {events} deals",
            sheet.drill("stalled_immediately", path_group="through_every_gate"),
        )
    ]
    silent = sheet.row("stalled_value", statistic="amount")
    if silent and silent.numerator:
        address = sheet.drill("stalled_value", statistic="amount")
        money = words.money(silent.numerator, sheet.currency)
        links.append(link(f"All that is silent now, {money}", address))
    days = sheet.config.rules.stall_days
    picture = html.Div(
        [
            _silent_bar(sheet, "through_every_gate", "in_flow", passed),
            # Drawn thinner: it is no comparison as long as the two groups are not alike.
            html.Div(_silent_bar(sheet, "no_gate", "bypassed", outside), className="lesser"),
            html.P(overview_words.not_alike(passed, outside), className="caution"),
            html.P(
                f"A sign of life: a stage change, or something the buyer did, within {days} days. "
                "The thin line is the range luck allows.",
                className="note defines",
            ),
            html.P(overview_words.all_created(sheet, passed, outside), className="note"),
        ],
        className="silent",
    )
    return row(
        2,
        "Moving or stuck",
        f"{words.word('observed')}, with luck range",
        overview_words.moving_or_stuck(sheet, passed),
        links,
        picture,
        sheet.about("stalled_immediately"),
    )


def _silent_bar(sheet: Sheet, group: str, path_class: str, found: Row | None) -> html.Div:
    n = (found.n or 0) if found else 0
    name = html.Span([mark(path_class), f"{words.word(group)}, {words.count(n)}"], className="who")
    address = sheet.drill("stalled_immediately", path_group=group)
    if not found or found.value is None or n < FEWEST:
        counts = f"{words.count(found.events if found else 0)} of {words.count(n)}"
        said = html.A(counts, href=address, className="few")
        return html.Div([name, said], className="silent-bar")
    share, rest = words.shares_of([found.value, 1 - found.value])
    whisker = None
    if found.low is not None and found.high is not None:
        whisker = (found.low * 100, found.high * 100)
    spoken = f"{share} in 100 without a sign of life, {rest} with one"
    colour = "blue" if path_class == "in_flow" else "vermillion"
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


def the_gate(sheet: Sheet) -> html.Section:
    """Row 3: what became of those turned away, counted both ways; no net figure yet."""
    won = sheet.row("rejected_then_won", statistic="deals")
    if won is None:
        return missing_row(sheet, 3, "The gate", "rejected_then_won")
    caught = _ledger_count(sheet, "good_catches")
    links = []
    if won.numerator:
        deals = words.count(won.numerator)
        text = "See the one deal" if won.numerator == 1 else f"See the {deals} deals"
        links.append(link(text, sheet.drill("rejected_then_won", statistic="deals")))
    if caught:
        people = plural(caught, "person", "people")
        links.append(link(f"See the {people}", sheet.drill("good_catches")))
    boxes = html.Div(
        [_won_box(sheet, won), _caught_box(sheet, caught), _waited_box(sheet)], className="boxes"
    )
    note = html.P("What the gate cost or saved all told is not computed yet.", className="note")
    return row(
        3,
        "The gate",
        words.word("observed"),
        overview_words.the_gate(sheet, won, caught),
        links,
        html.Div([boxes, note]),
        sheet.about("rejected_then_won"),
    )


def _won_box(sheet: Sheet, won: Row) -> html.Div:
    money = sheet.row("rejected_then_won", statistic="amount")
    amount = f", {words.money(money.numerator, sheet.currency)}" if money else ""
    return _box(
        "Turned away, and won",
        f"{plural(won.numerator, 'win')}{amount}",
        f"of {words.count(won.denominator)} won",
        sheet.drill("rejected_then_won", statistic="deals"),
        sheet.about("rejected_then_won"),
    )


def _caught_box(sheet: Sheet, caught: int | None) -> html.Div:
    result = sheet.usable("good_catches")
    return _box(
        "Turned away, nothing came of it",
        plural(caught, "person", "people") if caught is not None else "",
        result.population if result else _why(sheet, "good_catches"),
        sheet.drill("good_catches"),
        sheet.about("good_catches"),
    )


def _waited_box(sheet: Sheet) -> html.Div:
    wait = sheet.row("first_conversation_wait", clock="conversation")
    value, detail = "", _why(sheet, "first_conversation_wait")
    if wait is not None and wait.value is not None:
        value = words.days(wait.value)
        detail = f"until half of {words.count(wait.n)} who asked had a first conversation"
    elif wait is not None:
        detail = f"{words.count(wait.events)} of {words.count(wait.n)} who asked had a conversation"
    return _box(
        "Days waited",
        value,
        detail,
        sheet.drill("first_conversation_wait", clock="conversation"),
        sheet.about("first_conversation_wait"),
    )


def _box(title: str, value: str, detail: str, address: str, about: str) -> html.Div:
    shown: Child = html.A(value, href=address, className="figure") if value else html.Span("–")
    return html.Div(
        [
            html.Div([title, counted(about, title)], className="label"),
            html.Div(shown, className="big"),
            html.Div(detail, className="detail"),
        ],
        className="box" if value else "box missing",
    )


def row(
    number: int,
    name: str,
    grade: str,
    said: list[Part],
    links: list[html.A],
    picture: Child,
    about: str,
) -> html.Section:
    """Lay out one sentence left and its own bar right."""
    return html.Section(
        [
            html.Div(
                [
                    html.Div(
                        [html.B([html.I(str(number)), name]), f" · {grade}", counted(about, name)],
                        className="label",
                    ),
                    html.H2(sentence(said)),
                    html.Div(links, className="links"),
                ],
                className="says",
            ),
            html.Div(picture, className="picture"),
        ],
        className="row",
        id=f"row-{number}",
    )


def missing_row(sheet: Sheet, number: int, name: str, measure_id: str) -> html.Section:
    """Keep a row's place and height: what is missing, an empty track, and the to-do."""
    result = sheet.results.get(measure_id)
    links = [link(_to_do(sheet, measure_id), sheet.about(measure_id))]
    status = words.word(result.status) if result else "not answered"
    said = [(_why(sheet, measure_id), "")]
    return row(number, name, status, said, links, empty_track(), sheet.about(measure_id))


def _why(sheet: Sheet, measure_id: str) -> str:
    result = sheet.results.get(measure_id)
    return result.finding if result else "This answer could not be made; the server's log says why."


def _to_do(sheet: Sheet, measure_id: str) -> str:
    result = sheet.results.get(measure_id)
    return (result.next_step if result else "") or "How is this counted?"


def _ledger_count(sheet: Sheet, measure_id: str) -> int | None:
    result = sheet.usable(measure_id)
    if result is None:
        return None
    counts = [row.n for row in result.whole or result.rows]
    return sum(each or 0 for each in counts)
