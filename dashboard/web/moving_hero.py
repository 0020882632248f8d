"""Moving or stuck: its headline, and where the deals of each path stand from day 0 on."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from dashboard import words
from dashboard.measures.result import FEW, Result
from dashboard.present.like_words import as_they_are
from dashboard.present.sentence import Part
from dashboard.web.like import like_with_like
from dashboard.web.moving_panel import PATHS, panel
from dashboard.web.numbers_table import Cell, numbers_table
from dashboard.web.other_paths import other_paths
from dashboard.web.parts import Child, counted
from dashboard.web.row_frame import why
from dashboard.web.sheet import Sheet
from dashboard.web.standing import DAY, MEASURE, STATES, Standing, standings

_PAIR = ("through_every_gate", "no_gate")
_COMPARED = ("silent", "moved")
_HOW_TO_READ = (
    "Of every 100 deals, where they stood on each day: moved grows from the floor, silent hangs "
    "from the ceiling. Moved: took a step forward that held three days. Silent: no sign of life "
    "for more than 21 days, so it first shows on day 22. Silent deals leave the top band when "
    "they wake or are lost."
)


def headline(sheet: Sheet) -> list[Part]:
    """Say how many deals had gone silent by day 30, and how many had moved, on both sides."""
    shown = _shown(sheet)
    if not shown:
        return [("How do deals go on after they are created?", "")]
    if _are_comparable(shown):
        return _both_sides(*shown)
    first = shown[0]
    tone = {"blue": "blue", "vermillion": "vermillion"}.get(PATHS[first.group][1], "strong")
    who = " that passed the gate" if first.group == "through_every_gate" else ""
    who = " that did not come through our gate" if first.group == "no_gate" else who
    if first.is_drawn:
        said, many = {state: first.said(state) for state in STATES}, "100"
    else:
        said = {state: words.count(first.deals(state)) for state in STATES}
        many = words.count(first.n)
    return [
        (f"By day {DAY}, ", ""),
        (said["silent"], tone),
        (f" of {many} deals{who} had gone silent; ", ""),
        (said["moved"], tone),
        # Tied, so that the number does not stand alone at the end of a line.
        ("\u00a0had\u00a0moved.", ""),
    ]


def _both_sides(through: Standing, outside: Standing) -> list[Part]:
    """Say the pair, in the order in which the pictures stand."""
    return [
        (f"By day {DAY}, ", ""),
        (through.said("silent"), "blue"),
        (" of 100 deals that passed the gate had gone silent and ", ""),
        (through.said("moved"), "blue"),
        (" had moved; of those that did not, ", ""),
        (outside.said("silent"), "vermillion"),
        # Tied, so that the pair is not parted at the end of a line.
        ("\u00a0and\u00a0", ""),
        (outside.said("moved"), "vermillion"),
        (".", ""),
    ]


def _are_comparable(shown: Sequence[Standing]) -> bool:
    """Say whether both paths are known, with enough deals to stand beside each other."""
    return len(shown) == len(_PAIR) and all(each.n >= FEW and each.is_drawn for each in shown)


def hero(sheet: Sheet) -> Child:
    """Return the picture of the page, or why there is none."""
    result = sheet.usable(MEASURE)
    shown = _shown(sheet)
    if result is None or not shown:
        return html.Section(html.P(why(sheet, MEASURE), className="note"), id="standing")
    found = standings(result)
    rest = [found[group] for group in PATHS if group in found and group not in (*_PAIR, "all")]
    body: list[Child] = [
        html.Div(
            [panel(sheet, each, tells_onset=each is shown[0]) for each in shown],
            className=f"panels of-{len(shown)}",
        ),
        html.P(
            [_HOW_TO_READ, counted(sheet.about(MEASURE), "Where deals stand")], className="note how"
        ),
    ]
    if len(shown) == len(_PAIR):
        body.append(_compared(sheet, shown))
    body.append(other_paths(sheet, rest, shown) if rest and shown[0].group != "all" else None)
    body.append(html.P(" ".join(_notes(result)), className="note"))
    body += [_table(sheet, each) for each in shown]
    return html.Section([each for each in body if each is not None], id="standing")


def _notes(result: Result) -> list[str]:
    """Return what is to be minded here and now; what always holds stands at how it is counted."""
    return [note for note in result.notes if note not in result.measure.caveats]


def _shown(sheet: Sheet) -> list[Standing]:
    """Return the pair of paths, or all deals where no path is known."""
    result = sheet.usable(MEASURE)
    found = standings(result) if result else {}
    pair = [found[group] for group in _PAIR if group in found and found[group].n]
    if pair:
        return pair
    return [found["all"]] if "all" in found and found["all"].n else []


def _compared(sheet: Sheet, shown: list[Standing]) -> html.Div:
    """Draw the like-with-like comparison; the pair as it is stands in words alone."""
    if not _are_comparable(shown):
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
            [Cell(standing.said(state, day), standing.address(sheet, state, day)) for day in days],
        )
        for state in reversed(STATES)
    ]
    return numbers_table(
        f"{PATHS[standing.group][2]}: the numbers of every 100 deals",
        [f"day {day}" for day in days],
        rows,
    )
