"""One answer as a card: the question small, the finding large, its figure, what to do with it."""

from __future__ import annotations

from dash import html

from dashboard import words
from dashboard.measures import assumptions as assuming
from dashboard.measures.ledger import LedgerRows
from dashboard.measures.registry import Measure
from dashboard.measures.result import Result, Row
from dashboard.present.like_words import MEASURE as LIKE
from dashboard.present.marks import NOUNS, by_count, named_in
from dashboard.web import published, states
from dashboard.web.assumptions import assumed_words
from dashboard.web.compared import compared
from dashboard.web.figures.dispatch import figure_of, picture_of_the_check
from dashboard.web.like import like_with_like
from dashboard.web.number_line import number_and_whom
from dashboard.web.page_frame import safely
from dashboard.web.parts import Child, counted, link, see
from dashboard.web.sheet import Sheet
from dashboard.web.sides import GATE, both_sides
from dashboard.web.twin import twin_line

# Figures of many marks, none of which is the answer.
_OF_MANY = ("trend", "matrix")


def answer_of(sheet: Sheet, measure_id: str) -> Result | None:
    """Return an answer by the count the page has chosen."""
    result = sheet.results.get(measure_id)
    return by_count(result, sheet.count) if result else None


def card(sheet: Sheet, measure: Measure) -> html.Section:
    """Return one card; what cannot be answered says why and what to do about it."""
    result = answer_of(sheet, measure.id)
    about = sheet.about(measure.id)
    has_figure = states.instead(sheet, result) is None
    return html.Section(
        [
            html.P([measure.question, counted(about, measure.question)], className="question"),
            html.H2(finding(result)),
            *([number_and_whom(sheet, result)] if result and has_figure else []),
            *beside(sheet, measure, result),
            html.Div(body(sheet, result), className="body"),
            _foot(sheet, measure, result),
        ],
        id=measure.id,
        className="card" if has_figure else "card missing",
    )


def finding(result: Result | None) -> str:
    """Return the sentence of an answer; where there is none, why."""
    return (result.finding or result.measure.title) if result else states.FAULT


def beside(sheet: Sheet, measure: Measure, result: Result | None) -> list[Child]:
    """Return what stands between number and picture: the other side, the other ledger's answer."""
    return [
        safely(lambda: compared(sheet, result) if result else None, measure.id),
        safely(lambda: twin_line(sheet, measure, result), measure.id),
    ]


def body(sheet: Sheet, result: Result | None) -> list[Child]:
    """Return figure, other reading and next step; for what cannot be answered, what to do."""
    instead = states.instead(sheet, result)
    if instead is not None or result is None:
        return [instead, _check(sheet, result) if result else None]
    said: list[Child] = []
    if result.other_reading:
        said.append(html.P([html.B("Other reading: "), result.other_reading]))
    if result.next_step:
        said.append(html.P([html.B("Next: "), result.next_step]))
    return [
        _figure(sheet, result),
        published.published(sheet, result.measure.id),
        _assumed(sheet, result),
        _of_both_sides(sheet, result),
        html.Div(said, className="readings"),
    ]


def _check(sheet: Sheet, result: Result) -> Child:
    return safely(lambda: picture_of_the_check(sheet, result), result.measure.id)


def _of_both_sides(sheet: Sheet, result: Result) -> Child:
    if sheet.path != GATE:
        return None
    return safely(lambda: both_sides(sheet, result), result.measure.id)


def _assumed(sheet: Sheet, result: Result) -> Child:
    """Say which assumptions of the page a figure rests on, each with its number."""
    keys = tuple(each.key for each in assuming.all_of_them() if each.name in result.measure.assumes)
    return assumed_words(sheet, keys) if sheet.path == GATE else None


def _figure(sheet: Sheet, result: Result) -> Child:
    def drawn() -> Child:
        if result.measure.id == LIKE:
            return like_with_like(sheet, ("won", "moved", "silent")) or figure_of(sheet, result)
        return figure_of(sheet, result)

    return safely(drawn, result.measure.id)


def _foot(sheet: Sheet, measure: Measure, result: Result | None) -> html.Div:
    return html.Div([rows_link(sheet, result), ways_on(sheet, measure)], className="card-foot")


def ways_on(sheet: Sheet, measure: Measure) -> html.Span:
    """Return how it is counted, its numbers as CSV, and a link to this very answer."""
    csv = sheet.figure_csv(measure.id)
    return html.Span(
        [
            html.A("how we count", href=sheet.about(measure.id)),
            html.A("CSV", href=csv, **{"data-download": "yes"}),
            html.Button("link", type="button", **{"data-copy": f"#{measure.id}"}),
        ],
        className="ways",
    )


def rows_link(sheet: Sheet, result: Result | None) -> Child:
    """Return the way to the records behind the number that the sentence gives."""
    if result is None or states.instead(sheet, result) is not None:
        return html.Span()
    one, many = NOUNS[result.measure.records]
    if isinstance(result.rows, LedgerRows):
        n, keys = result.rows.n, {}
    elif result.measure.shape in _OF_MANY:
        # No single mark is the answer: its link opens them all, whose number nobody has asked yet.
        return link(f"See the {many}", sheet.drill(result.measure.id, **_common(result)))
    else:
        row = main_row(result, sheet.count)
        n, keys = _counted(row), dict(row.keys) if row else {}
    if not n:
        return html.Span("No record behind it.", className="note")
    return link(see(n, one, many), sheet.drill(result.measure.id, **keys))


def _common(result: Result) -> dict[str, object]:
    """Return the keys in which all marks of a figure are alike."""
    keys = [key for key in result.measure.keys if key not in ("period", "row", "column")]
    first = result.rows[0].keys if result.rows else {}
    return {
        key: first[key]
        for key in keys
        if key in first and (key == "component" or _is_alike(result, key))
    }


def _is_alike(result: Result, key: str) -> bool:
    return len({str(row.keys.get(key)) for row in result.rows}) == 1


def main_row(result: Result, count: str) -> Row | None:
    """Return the row whose number the sentence gives first, else that of all, else the first."""
    counted_rows = [row for row in result.rows if _counted(row)]
    by_name = {row.name: row for row in counted_rows}
    for name in named_in(result.measure, count):
        if name in by_name:
            return by_name[name]
    alls = [row for row in counted_rows if "all" in map(str, row.keys.values())]
    return next(iter((*alls, *counted_rows)), None)


def _counted(row: Row | None) -> int:
    if row is None:
        return 0
    return row.events if row.events is not None else words.whole(row.value or 0.0)
