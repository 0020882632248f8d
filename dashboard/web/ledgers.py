"""The two ledgers: one table, five questions, the same deals seen from both sides."""

from __future__ import annotations

from dash import html

from dashboard import words
from dashboard.web.bars import empty_track
from dashboard.web.glossary import explained
from dashboard.web.ledger_cells import CELLS
from dashboard.web.overview_words import PAIRS
from dashboard.web.parts import asked
from dashboard.web.sheet import Sheet

# A longer number is set smaller, so that the phrases stay in line.
_LONG = 10


def two_ledgers(sheet: Sheet) -> html.Section:
    """Return the table of five pairs."""
    head = html.Thead(
        html.Tr(
            [
                html.Th("Same company, two ledgers", className="question", scope="col"),
                html.Th(_school("conventional"), className="funnel", scope="col"),
                html.Th(_school("value-first"), className="after", scope="col"),
            ]
        )
    )
    body = html.Tbody([_pair(sheet, *pair) for pair in PAIRS])
    return html.Section(
        html.Table([head, body], className="ledgers"), id="ledgers", **{"aria-label": "Two ledgers"}
    )


def _school(code: str) -> str:
    name = words.word(code)
    return name[0].upper() + name[1:]


def _pair(sheet: Sheet, question: str, funnel: str, after: str) -> html.Tr:
    return html.Tr(
        [
            html.Th(question, className="question", scope="row"),
            html.Td(_cell(sheet, funnel), className="funnel"),
            html.Td(_cell(sheet, after), className="after"),
        ]
    )


def _cell(sheet: Sheet, measure_id: str) -> html.Div:
    result = sheet.usable(measure_id)
    cell = CELLS[measure_id](sheet, measure_id) if result else None
    if cell is None:
        return _missing(sheet, measure_id)
    return html.Div(
        [
            html.A(
                cell.number,
                href=cell.address,
                className="number long" if len(cell.number) > _LONG else "number",
                **(explained(cell.term) if cell.term else {}),
            ),
            html.Div(
                [
                    html.Div(asked(cell.phrase, sheet.about(measure_id))),
                    html.Div(cell.detail, className="detail"),
                ],
                className="phrase",
            ),
            html.Div(cell.bar, className="bar-cell"),
        ],
        className="cell",
    )


def _missing(sheet: Sheet, measure_id: str) -> html.Div:
    """Keep the place of an answer that cannot be given, with its reason."""
    result = sheet.results.get(measure_id)
    reason = result.finding if result else "This answer could not be made; see the server's log."
    return html.Div(
        [
            html.Span("–", className="number"),
            html.Div(
                html.Div(asked(reason, sheet.about(measure_id)), className="detail"),
                className="phrase",
            ),
            html.Div(empty_track("small"), className="bar-cell"),
        ],
        className="cell missing",
    )
