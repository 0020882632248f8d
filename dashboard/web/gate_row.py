"""Row 3: what the gate lost and saved all told; before that, what is counted both ways."""

from __future__ import annotations

from dash import html

from dashboard import words
from dashboard.measures.result import Row
from dashboard.present import gate_words, overview_words
from dashboard.present.gate_lines import Bar, bars_of, range_said, scale_of
from dashboard.present.gate_words import Net
from dashboard.present.sentence import plural
from dashboard.web.compared import of_rows
from dashboard.web.gate_bars import axis, net_amounts, net_bar
from dashboard.web.parts import Child, asked, link, see
from dashboard.web.row_frame import missing_row, row, why
from dashboard.web.sheet import Sheet


def the_gate(sheet: Sheet) -> html.Section:
    """Row 3: what the gate lost and saved all told; without it, what is counted already."""
    net = gate_words.net_of(sheet)
    return _counted_row(sheet) if net is None else _net_row(sheet, net)


def _net_row(sheet: Sheet, net: Net) -> html.Section:
    result = sheet.results[gate_words.RANGE]
    bars = bars_of(result.rows)
    scale = scale_of((net.low, net.high))
    picture = html.Div(
        [
            html.Div(
                [*net_amounts(net, scale, sheet.currency), net_bar(net, scale)],
                className="balance-plot",
            ),
            axis(scale, sheet.currency),
            html.Ul([_part(each, sheet.currency) for each in bars], className="net-parts"),
        ],
        className="net-picture",
    )
    settles = gate_words.test_size(sheet)
    way = f"What would settle it: {words.count(settles)} people a side" if settles else ""
    is_open = gate_words.verdict_of(sheet) == gate_words.NOT_SETTLED
    what = way if way and is_open else "What it costs, what it protects"
    return row(
        3,
        "The gate",
        words.word(result.measure.grade),
        gate_words.row_sentence(sheet, net),
        [link(what, sheet.elsewhere("/gate"))],
        picture,
        sheet.about(gate_words.RANGE),
    )


def _part(bar: Bar, currency: str) -> html.Li:
    """Return one line of the balance in words: what it is, and between which ends."""
    return html.Li([html.Span(bar.short), html.B(range_said(bar, currency))])


def _counted_row(sheet: Sheet) -> html.Section:
    won = sheet.row("rejected_then_won", statistic="deals")
    if won is None:
        return missing_row(sheet, 3, "The gate", "rejected_then_won")
    caught = overview_words.people_turned_away(sheet)
    links = []
    if won.numerator:
        links.append(
            link(see(won.numerator, "deal"), sheet.drill("rejected_then_won", statistic="deals"))
        )
    if caught:
        links.append(link(see(caught, "person", "people"), sheet.drill("good_catches")))
    note = html.P("What the gate cost or saved all told is not computed yet.", className="note")
    return row(
        3,
        "The gate",
        words.word("observed"),
        overview_words.the_gate(sheet, won, caught),
        links,
        html.Div([counted_boxes(sheet), note]),
        sheet.about("rejected_then_won"),
        before=of_rows(
            sheet,
            [
                ("Turned away, and won", "rejected_then_won", won),
                ("Turned away, did not buy", "good_catches", None),
            ],
        ),
    )


def counted_boxes(sheet: Sheet) -> Child:
    """Return what is counted before any net: turned away and won, or not, and days waited."""
    won = sheet.row("rejected_then_won", statistic="deals")
    if won is None:
        return None
    caught = _caught_box(sheet, overview_words.people_turned_away(sheet))
    boxes = [_won_box(sheet, won), caught, _waited_box(sheet)]
    return html.Div(boxes, className="boxes")


def _won_box(sheet: Sheet, won: Row) -> html.Div:
    money = sheet.row("rejected_then_won", statistic="amount")
    amount = f", {words.money(money.numerator, sheet.currency)}" if money else ""
    return _box(
        "Turned away, and won",
        f"{plural(won.numerator, 'win')}{amount}" if won.numerator else "0 wins",
        overview_words.turned_away_split(sheet, won),
        sheet.drill("rejected_then_won", statistic="deals"),
        sheet.about("rejected_then_won"),
    )


def _caught_box(sheet: Sheet, caught: int | None) -> html.Div:
    result = sheet.usable("good_catches")
    return _box(
        "Turned away, did not buy",
        plural(caught, "person", "people") if caught is not None else "",
        result.population if result else why(sheet, "good_catches"),
        sheet.drill("good_catches"),
        sheet.about("good_catches"),
    )


def _waited_box(sheet: Sheet) -> html.Div:
    wait = sheet.row("first_conversation_wait", clock="conversation")
    value, detail = "", why(sheet, "first_conversation_wait")
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
            html.Div(asked(title, about), className="label"),
            html.Div(shown, className="big"),
            html.Div(detail, className="detail"),
        ],
        className="box" if value else "box missing",
    )
