"""Row 3: what became of those turned away, counted both ways until the net can be computed."""

from __future__ import annotations

from dash import html

from dashboard import words
from dashboard.measures.ledger import LedgerRows
from dashboard.measures.result import Row
from dashboard.web import overview_words
from dashboard.web.compared import of_rows
from dashboard.web.parts import Child, asked, link, plural, see
from dashboard.web.row_frame import missing_row, row, why
from dashboard.web.sheet import Sheet


def the_gate(sheet: Sheet) -> html.Section:
    """Row 3: what became of those turned away, counted both ways; no net figure yet."""
    won = sheet.row("rejected_then_won", statistic="deals")
    if won is None:
        return missing_row(sheet, 3, "The gate", "rejected_then_won")
    caught = _ledger_count(sheet, "good_catches")
    links = []
    if won.numerator:
        links.append(
            link(see(won.numerator, "deal"), sheet.drill("rejected_then_won", statistic="deals"))
        )
    if caught:
        links.append(link(see(caught, "person", "people"), sheet.drill("good_catches")))
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
        before=of_rows(
            sheet,
            [
                ("Turned away, and won", "rejected_then_won", won),
                ("Turned away, did not buy", "good_catches", None),
            ],
        ),
    )


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


def _ledger_count(sheet: Sheet, measure_id: str) -> int | None:
    result = sheet.usable(measure_id)
    if result is None:
        return None
    rows = result.whole or result.rows
    return rows.n if isinstance(rows, LedgerRows) else sum(row.n or 0 for row in rows)
