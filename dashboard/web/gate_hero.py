"""The gate: what it cost and what it kept, all told, and the verdict with what it rests on."""

from __future__ import annotations

from dash import html

from dashboard import words
from dashboard.measures.result import Result
from dashboard.present import gate_words
from dashboard.present.gate_lines import bars_of
from dashboard.present.gate_words import RANGE, VERDICT
from dashboard.present.sentence import plural
from dashboard.web import states
from dashboard.web.assumptions import assumptions
from dashboard.web.gate_balance import balance
from dashboard.web.gate_row import counted_boxes
from dashboard.web.page_frame import safely
from dashboard.web.parts import Child, counted, link
from dashboard.web.row_frame import why
from dashboard.web.sheet import Sheet

_HOW_TO_READ = (
    "Solid: at least so much, whatever is assumed. Hatched: it depends on what is assumed, or on "
    "what our records do not say. All told takes each line at its worst, then each at its best."
)

_ALREADY_WON = (
    " had been turned away first and were won all the same. They are won, so they stand in no "
    "range above."
)


def hero(sheet: Sheet) -> Child:
    """Return the balance with its verdict; what is counted already where it cannot be drawn."""
    net, result = gate_words.net_of(sheet), sheet.usable(RANGE)
    if net is None or result is None:
        shown = [_instead(sheet), counted_boxes(sheet), _assumed_by_others(sheet)]
        return html.Section([each for each in shown if each is not None], id="balance")
    body = [
        html.P(_of_whom(sheet, result), className="of-whom"),
        balance(sheet, bars_of(result.rows), net),
        html.P([_HOW_TO_READ, counted(sheet.about(RANGE), "Costs and credits")], className="note"),
        _already_won(sheet),
        safely(lambda: _verdict(sheet), VERDICT),
        html.P(" ".join(_notes(result)), className="note"),
        safely(lambda: _assumed(sheet), "the assumptions"),
    ]
    return html.Section([each for each in body if each is not None], id="balance")


def _of_whom(sheet: Sheet, result: Result) -> str:
    followed = words.days(sheet.assumptions.gate_horizon_days)
    return f"Of {result.population}: each followed for {followed}, so that all are counted alike."


def _assumed_by_others(sheet: Sheet) -> Child:
    """Return what is assumed where no balance stands on it, and other answers of the page do."""
    resting = (each for each, found in sheet.results.items() if found.measure.assumes)
    if not any(sheet.usable(each) for each in resting):
        return None
    return safely(lambda: _assumed(sheet), "the assumptions")


def _assumed(sheet: Sheet) -> html.Details:
    """Return what is assumed, folded to one line until a reader changes something of it."""
    changed = len(sheet.filters.assumed)
    said = f"{plural(changed, 'number')} of your own" if changed else "our own numbers"
    line = ["What these figures assume: ", html.B(said), html.Span("change")]
    return html.Details(
        [html.Summary(line), assumptions(sheet)], className="assumptions-fold", open=bool(changed)
    )


def _notes(result: Result) -> list[str]:
    """Return what is to be minded here and now; what always holds stands at how it is counted."""
    return [note for note in result.notes if note not in result.measure.caveats]


def _instead(sheet: Sheet) -> html.Div:
    """Say why there is no balance, and what to do about it."""
    result = sheet.results.get(RANGE)
    said = [html.P(html.B(why(sheet, RANGE)))] if result else []
    return html.Div([*said, states.instead(sheet, result)], className="no-balance")


def _already_won(sheet: Sheet) -> Child:
    """Say that who came back by themselves is won, and so at no risk."""
    won = sheet.row("rejected_then_won", statistic="deals")
    money = sheet.row("rejected_then_won", statistic="amount")
    if won is None or not won.numerator:
        return None
    amount = f", {words.money(money.numerator, sheet.currency)}," if money else ""
    return html.P(
        [
            "Beside it, counted: ",
            link(
                f"{plural(won.numerator, 'win')}{amount}",
                sheet.drill("rejected_then_won", statistic="deals"),
            ),
            _ALREADY_WON,
        ],
        className="already-won",
    )


def _verdict(sheet: Sheet) -> Child:
    """Return both verdicts side by side: on all told, and on the next lead at the line."""
    margin = sheet.row(VERDICT, basis="margin")
    result = sheet.results.get(VERDICT)
    boxes = [
        _said(
            "Verdict on the gate, all told",
            gate_words.verdict_of(sheet),
            "It saves where the whole range lies right of zero, and loses where it lies left.",
        )
    ]
    if margin is not None:
        boxes.append(_said("For the next person at the line", gate_words.verdict_word(margin), ""))
    finding = html.P([result.finding, counted(sheet.about(VERDICT), "Verdict")]) if result else None
    return html.Div([html.Div(boxes, className="verdict-pair"), finding], className="verdicts")


def _said(label: str, verdict: str, detail: str) -> html.Div:
    return html.Div(
        [
            html.Div(label, className="label"),
            html.Div(verdict, className="verdict"),
            html.Div(detail, className="detail"),
        ]
    )
