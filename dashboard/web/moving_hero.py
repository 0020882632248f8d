"""Moving or stuck: its headline, and where the deals of each path stand from day 0 on."""

from __future__ import annotations

from dash import html

from dashboard import words
from dashboard.measures.result import FEW, Result
from dashboard.present.like_words import as_they_are
from dashboard.present.moving_words import PAIR, are_comparable, shown_of
from dashboard.present.standing import DAY, MEASURE, PATHS, STATES, Standing, standings
from dashboard.web.like import like_with_like
from dashboard.web.moving_panel import panel
from dashboard.web.numbers_table import Cell, numbers_table
from dashboard.web.other_paths import other_paths
from dashboard.web.parts import Child, counted
from dashboard.web.row_frame import why
from dashboard.web.sheet import Sheet
from dashboard.web.standing_rows import address_of

_COMPARED = ("silent", "moved")
_HOW_TO_READ = (
    "Of every 100 deals, where they stood on each day: moved grows from the floor, silent hangs "
    "from the ceiling. Moved: took a step forward that held three days. Silent: no sign of life "
    "for more than 21 days, so it first shows on day 22. Silent deals leave the top band when "
    "they wake or are lost."
)


def hero(sheet: Sheet) -> Child:
    """Return the picture of the page, or why there is none."""
    result = sheet.usable(MEASURE)
    shown = shown_of(sheet)
    if result is None or not shown:
        return html.Section(html.P(why(sheet, MEASURE), className="note"), id="standing")
    found = standings(result)
    rest = [found[group] for group in PATHS if group in found and group not in (*PAIR, "all")]
    body: list[Child] = [
        html.Div(
            [panel(sheet, each, tells_onset=each is shown[0]) for each in shown],
            className=f"panels of-{len(shown)}",
        ),
        html.P(
            [_HOW_TO_READ, counted(sheet.about(MEASURE), "Where deals stand")], className="note how"
        ),
    ]
    if len(shown) == len(PAIR):
        body.append(_compared(sheet, shown))
    body.append(other_paths(sheet, rest, shown) if rest and shown[0].group != "all" else None)
    body.append(html.P(" ".join(_notes(result)), className="note"))
    body += [_table(sheet, each) for each in shown]
    return html.Section([each for each in body if each is not None], id="standing")


def _notes(result: Result) -> list[str]:
    """Return what is to be minded here and now; what always holds stands at how it is counted."""
    return [note for note in result.notes if note not in result.measure.caveats]


def _compared(sheet: Sheet, shown: list[Standing]) -> html.Div:
    """Draw the like-with-like comparison; the pair as it is stands in words alone."""
    if not are_comparable(shown):
        said = f"A path has fewer than {FEW} deals: shown, not compared."
        return html.P(said, className="note")
    drawn = like_with_like(sheet, _COMPARED)
    if drawn is None:
        through, outside = shown
        raw = (
            f"As they are, {through.said('silent')} and {outside.said('silent')} in 100 were "
            f"silent on day {DAY}, {through.said('moved')} and {outside.said('moved')} had moved. "
        )
        alone = (
            "Not like with like: the two groups differ in size, source and segment, "
            "so this gap alone proves nothing."
        )
        return html.P([raw, html.Span(alone, className="caution")], className="note")
    below = " ".join(
        [*as_they_are(sheet, _COMPARED, sheet.count), "The line is the range that luck allows."]
    )
    return html.Div([drawn, html.P(below, className="note")], className="both-paths")


def _table(sheet: Sheet, standing: Standing) -> Child:
    if not standing.is_drawn:
        return None
    days = standing.days
    rows = [
        (
            words.word(state),
            [
                Cell(standing.said(state, day), address_of(sheet, standing, state, day))
                for day in days
            ],
        )
        for state in reversed(STATES)
    ]
    return numbers_table(
        f"{PATHS[standing.group][2]}: the numbers of every 100 deals",
        [f"day {day}" for day in days],
        rows,
    )
