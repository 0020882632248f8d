"""One answer alone, for a page of the company's own: question, figure, clock, and the way here."""

from __future__ import annotations

from dash import html

from dashboard.measures.result import Result
from dashboard.present.pages import page_at
from dashboard.web import states
from dashboard.web.card import answer_of, beside, body, finding
from dashboard.web.number_line import number_and_whom
from dashboard.web.page_frame import first_line, foot
from dashboard.web.parts import Child
from dashboard.web.sheet import Sheet


def embedded_answer(sheet: Sheet, measure_id: str) -> list[Child]:
    """Return the answer with nothing around it; one that is not there says so."""
    result = answer_of(sheet, measure_id)
    question = [html.P(result.measure.question, className="question")] if result else []
    return [
        html.Div(
            [
                html.Section(
                    [
                        *question,
                        html.H1(finding(result)),
                        *_number(sheet, result),
                        html.Div(body(sheet, result), className="body"),
                    ],
                    id=measure_id,
                    className="card",
                ),
                first_line(sheet, page_at(sheet.path).begins),
                foot(sheet),
            ],
            className="topic one-answer",
        )
    ]


def _number(sheet: Sheet, result: Result | None) -> list[Child]:
    """Return the number before its picture, and what it is compared with."""
    if result is None or states.instead(sheet, result) is not None:
        return []
    return [number_and_whom(sheet, result), *beside(sheet, result.measure, result)]
