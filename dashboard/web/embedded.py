"""One answer alone, for a page of the company's own: question, figure, clock, and the way here."""

from __future__ import annotations

from dash import html

from dashboard.web.card import answer_of, body, finding
from dashboard.web.page_frame import first_line, foot
from dashboard.web.pages import page_at
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
