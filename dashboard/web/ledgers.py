"""The two ledgers: one table, five questions, the same deals seen from both sides."""

from __future__ import annotations

from dash import html

from dashboard import words
from dashboard.measures.changes import NOT_COMPARABLE, OTHER_AGE
from dashboard.present.ledger_cells import CELLS, Cell, Filled
from dashboard.present.overview_words import PAIRS
from dashboard.web import compared, states
from dashboard.web.bars import empty_track, range_bar, share_bar
from dashboard.web.glossary import explained
from dashboard.web.parts import Child, aria, asked, percent
from dashboard.web.published import published
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
    body = html.Tbody([row for pair in PAIRS for row in _pair(sheet, *pair)])
    return html.Section(
        html.Table([head, body], className="ledgers"), id="ledgers", **{"aria-label": "Two ledgers"}
    )


def _school(code: str) -> str:
    name = words.word(code)
    return name[0].upper() + name[1:]


def _pair(sheet: Sheet, question: str, funnel: str, after: str) -> list[html.Tr]:
    row = html.Tr(
        [
            html.Th(question, className="question", scope="row"),
            html.Td(_cell(sheet, funnel), className="funnel"),
            html.Td(_cell(sheet, after), className="after"),
        ]
    )
    elsewhere = [published(sheet, each) for each in (funnel, after)]
    if not any(elsewhere):
        return [row]
    # What others have published stands below the pair, at the full width of the ledgers.
    below = html.Td([each for each in elsewhere if each], colSpan=3)
    return [row, html.Tr(below, className="published-row")]


def _cell(sheet: Sheet, measure_id: str) -> html.Div:
    result = sheet.usable(measure_id)
    # Of nothing there is no share, no amount and nothing to trace: its finding says of what.
    is_asked = result is not None and not states.is_empty(result)
    cell = CELLS[measure_id](sheet, measure_id) if is_asked else None
    if cell is None:
        return _missing(sheet, measure_id)
    said, tick = _before(sheet, measure_id, cell)
    return html.Div(
        [
            html.A(
                cell.number,
                href=sheet.drill(measure_id, **cell.mark),
                className="number long" if len(cell.number) > _LONG else "number",
                **(explained(cell.term) if cell.term else {}),
            ),
            html.Div(
                [
                    html.Div(asked(cell.phrase, sheet.about(measure_id))),
                    html.Div(cell.detail, className="detail"),
                    said,
                ],
                className="phrase",
            ),
            html.Div([_bar(cell.filled), tick], className="bar-cell"),
        ],
        className="cell",
    )


def _bar(filled: Filled | None) -> Child:
    """Draw a share, or a range that begins at a share, on a small track."""
    if filled is None:
        return None
    if filled.most is not None:
        return range_bar(filled.end, filled.most, filled.spoken)
    return share_bar(filled.end, filled.colour, filled.spoken, size="small")


def _before(sheet: Sheet, measure_id: str, cell: Cell) -> tuple[Child, Child]:
    """Return what a cell says of the other side, and its tick on the cell's bar."""
    result = sheet.usable(measure_id)
    beside = result.compared if result else None
    other = sheet.other_side()
    if beside is None or beside.against.filters is None:
        return None, None
    if beside.reason:
        return html.Div(beside.reason, className="detail before"), None
    if other.usable(measure_id) is None:
        return None, None
    there = CELLS[measure_id](other, measure_id)
    change = beside.of(cell.row) if cell.row else None
    label = beside.against.label.removeprefix("the ")
    shape = compared.arrow(change)
    sure = f", {compared.how_sure(change)}" if change else ""
    alike = ", not counted alike" if result and compared.parted(sheet, result) else ""
    said = html.Div(
        [f"{label} {there.number}", *([" ", shape] if shape else []), sure, alike],
        className="detail before",
    )
    # What is not to be compared is not drawn on one scale.
    is_apart = change is None or change.status in (OTHER_AGE, NOT_COMPARABLE)
    if cell.filled is None or there.at is None or is_apart:
        return said, None
    return said, html.Span(
        className="tick", style={"left": percent(there.at)}, **aria(hidden="true")
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
