"""One further answer on one line: the question, the finding; it opens in place."""

from __future__ import annotations

from dash import dcc, html

from dashboard.measures.registry import Measure
from dashboard.measures.result import Result
from dashboard.present.number_words import of_whom
from dashboard.web import card, states
from dashboard.web.number_line import number_line
from dashboard.web.page_frame import safely
from dashboard.web.parts import Child, aria
from dashboard.web.sheet import Sheet


def answer_line(sheet: Sheet, measure: Measure) -> html.Div:
    """Return the line, and below it the whole answer where the address opens it."""
    result = card.answer_of(sheet, measure.id)
    is_open = measure.id in sheet.opened
    has_figure = states.instead(sheet, result) is None
    look = ["answer", *(["open"] if is_open else []), *([] if has_figure else ["missing"])]
    line = _summary(sheet, measure, card.finding(result), is_open=is_open)
    return html.Div(
        [line, *([_opened(sheet, measure, result)] if is_open else [])],
        id=measure.id,
        className=" ".join(look),
    )


def waiting_line(sheet: Sheet, measure: Measure) -> html.Div:
    """Return the line of an answer before it is there; a later request fills its place.

    A slow answer has a request of its own, the others come together.
    """
    said = html.Span("Working it out.", className="waiting")
    line = html.Div(
        _summary(sheet, measure, said, is_open=measure.id in sheet.opened),
        id=measure.id,
        className="answer",
    )
    if measure.cost != "slow":
        place = {"kind": "further", "page": sheet.path, "of": measure.id}
        return html.Div(line, id=place, className="late")
    return html.Div(
        [
            dcc.Store(id={"kind": "late-view", "of": measure.id}, data=_asked(sheet)),
            html.Div(line, id={"kind": "late", "of": measure.id}, className="late"),
        ]
    )


def waiting_for(sheet: Sheet) -> dcc.Store:
    """Return what asks for all lines of a page that are awaited together."""
    return dcc.Store(id={"kind": "further-view", "page": sheet.path}, data=_asked(sheet))


def _asked(sheet: Sheet) -> str:
    return f"{sheet.path}{sheet.here()}"


def _summary(sheet: Sheet, measure: Measure, said: Child, *, is_open: bool) -> html.A:
    others = tuple(each for each in sheet.opened if each != measure.id)
    return html.A(
        [html.Span(measure.question, className="question"), html.Span(said, className="says")],
        href=sheet.here(opened=others if is_open else (*others, measure.id)),
        className="summary",
        **aria(expanded=str(is_open).lower()),
        # By this the focus finds its line again when the page is drawn anew.
        **{"data-line": measure.id},
    )


def _opened(sheet: Sheet, measure: Measure, result: Result | None) -> html.Div:
    known = result if states.instead(sheet, result) is None else None
    foot = [card.rows_link(sheet, result), card.ways_on(sheet, measure)]
    return html.Div(
        [
            number_line(sheet, known) if known else None,
            *card.beside(sheet, measure, result),
            safely(lambda: html.Div(card.body(sheet, result), className="body"), measure.id),
            html.Ul([html.Li(each) for each in of_whom(known)], className="notes")
            if known
            else None,
            html.Div(foot, className="card-foot"),
        ],
        className="opened",
    )
