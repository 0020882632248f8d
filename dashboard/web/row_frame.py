"""The frame of the three rows: a sentence left, its own picture right, links under it."""

from __future__ import annotations

from dash import html

from dashboard import words
from dashboard.present.sentence import Part
from dashboard.web.bars import empty_track
from dashboard.web.parts import Child, counted, link, sentence
from dashboard.web.sheet import Sheet
from dashboard.web.states import is_empty


def row(
    number: int,
    name: str,
    grade: str,
    said: list[Part],
    links: list[html.A],
    picture: Child,
    about: str,
    *,
    before: Child = None,
) -> html.Section:
    """Lay out one sentence left and its own bar right."""
    return html.Section(
        [
            html.Div(
                [
                    html.Div(
                        [html.B([html.I(str(number)), name]), f" · {grade}", counted(about, name)],
                        className="label",
                    ),
                    html.H2(sentence(said)),
                    before,
                    html.Div(links, className="links"),
                ],
                className="says",
            ),
            html.Div(picture, className="picture"),
        ],
        className="row",
        id=f"row-{number}",
    )


def missing_row(sheet: Sheet, number: int, name: str, measure_id: str) -> html.Section:
    """Keep a row's place and height: what is missing, an empty track, and the to-do."""
    result = sheet.results.get(measure_id)
    links = [link(_to_do(sheet, measure_id), sheet.about(measure_id))]
    status = words.word(result.status) if result else "not answered"
    status = "nothing to count" if result and is_empty(result) else status
    said = [(why(sheet, measure_id), "")]
    return row(number, name, status, said, links, empty_track(), sheet.about(measure_id))


def why(sheet: Sheet, measure_id: str) -> str:
    """Say why an answer has no figures."""
    result = sheet.results.get(measure_id)
    return result.finding if result else "This answer could not be made; the server's log says why."


def _to_do(sheet: Sheet, measure_id: str) -> str:
    result = sheet.results.get(measure_id)
    if not result or not result.needs:
        return "How is this counted?"
    return words.begun(result.needs[0])
