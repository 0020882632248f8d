"""The number of an answer on one line of a page, above its picture."""

from __future__ import annotations

from dash import html

from dashboard import words
from dashboard.measures.result import Result
from dashboard.present.number_words import kind_of, numbers_of, of_whom
from dashboard.web import states
from dashboard.web.parts import Child
from dashboard.web.sheet import Sheet


def number_line(sheet: Sheet, result: Result) -> html.P:
    """Return the line alone, for where population and notes stand below in any case."""
    return html.P(_pieces(sheet, result), className="the-number")


def number_and_whom(sheet: Sheet, result: Result) -> html.Details:
    """Return the line; it opens to say of whom the answer speaks and what to mind."""
    line = html.Summary(_pieces(sheet, result), className="the-number")
    told = html.Ul([html.Li(each) for each in of_whom(result)], className="notes")
    return html.Details([line, told], className="number-and-whom")


def _pieces(sheet: Sheet, result: Result) -> list[Child]:
    numbers = numbers_of(result, sheet.count, sheet.currency)
    wanted = states.wanted(sheet, result)
    said = [*numbers, *([wanted] if wanted else []), words.word(kind_of(result, sheet.count))]
    return [
        html.Span(_strong(each) if at == 0 and numbers else each, className="piece")
        for at, each in enumerate(said)
    ]


def _strong(piece: str) -> Child:
    """Set off the number itself; what comes first where the sentence has said it is none."""
    if piece.startswith("of ") or "luck" in piece:
        return piece
    name, colon, value = piece.rpartition(": ")
    return [f"{name}{colon}", html.B(value)]
