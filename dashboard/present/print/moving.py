"""Moving or stuck on paper: of every 100 deals, where they stood on each day."""

from __future__ import annotations

from dashboard import words
from dashboard.measures.result import Result
from dashboard.present.answers import Answers
from dashboard.present.labels import apart
from dashboard.present.moving_words import shown_of
from dashboard.present.print.drawn import WIDTH, Drawn, Picture
from dashboard.present.print.paper import Paper, width_of
from dashboard.present.sentence import plural
from dashboard.present.standing import DAY, PATHS, STATES, Standing

_HEIGHT, _TOP, _FOOT = 170.0, 8.0, 26.0
_LEFT, _NAMES = 30.0, 92.0
# A name takes so much room, in pixels.
_ROOM = 16.0
_SHADES = {
    "blue": {"moved": "blue3", "talking": "blue4", "lost": "blue2", "silent": "blue"},
    "vermillion": {"moved": "vermillion3", "talking": "vermillion4", "lost": "vermillion2",
                   "silent": "vermillion"},
    "solid": {"moved": "line2", "talking": "sunk", "lost": "unknown", "silent": "solid"},
}  # fmt: skip
_HOW_TO_READ = (
    "Of every 100 deals, where they stood on each day: moved grows from the floor, silent hangs "
    "from the ceiling. Moved: took a step forward that held three days. Silent: no sign of life "
    "for more than 21 days, so it first shows on day 22."
)


def standing_of(told: Answers, result: Result) -> list[Drawn]:
    """Return one picture for each path of the pair, the second with how to read them."""
    del result
    shown = [each for each in shown_of(told) if each.is_drawn]
    made: list[Drawn] = []
    for each in shown:
        title = f"{PATHS[each.group][2]}, {plural(each.n, 'deal')}"
        note = _HOW_TO_READ if each is shown[-1] else ""
        spoken = ", ".join(f"{each.said(state)} {words.word(state)}" for state in STATES)
        made.append(Picture(_areas(each), f"{title}, day {DAY}: {spoken}", title, note))
    return made


def _areas(standing: Standing) -> Paper:
    paper = Paper(WIDTH, _HEIGHT)
    right, foot = WIDTH - _NAMES, _HEIGHT - _FOOT
    days = standing.days

    def place(day: float, share: float) -> tuple[float, float]:
        return _LEFT + (right - _LEFT) * day / standing.last_day, foot - share * (foot - _TOP)

    shades = _SHADES[PATHS[standing.group][1]]
    floor, middles = [0.0] * len(days), []
    for state in STATES:
        top = [low + share for low, share in zip(floor, standing.shares(state), strict=True)]
        there = _steps([place(day, each) for day, each in zip(days, top, strict=True)])
        back = _steps([place(day, each) for day, each in zip(days, floor, strict=True)])
        paper.area([*there, *reversed(back)], shades[state])
        middles.append(place(0, (floor[-1] + top[-1]) / 2)[1])
        floor = top
    for share in (0.0, 0.5, 1.0):
        paper.text(_LEFT - 6, place(0, share)[1], f"{100 * share:g}", "ink3", size=11, anchor="end")
    _names(paper, standing, middles, right)
    _days(paper, standing, right, foot)
    return paper


def _steps(places: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Go along the days in steps: what is known of a day holds until the next."""
    made = places[:1]
    for x, y in places[1:]:
        made += [(x, made[-1][1]), (x, y)]
    return made


def _names(paper: Paper, standing: Standing, middles: list[float], right: float) -> None:
    """Name each band beside its end, with so many of a hundred on the last day."""
    heights = apart(middles, [_ROOM] * len(middles), 0, _HEIGHT - _FOOT + 6)
    for state, at in zip(STATES, heights, strict=True):
        said = standing.said(state, standing.days[-1])
        paper.text(right + 8, at, said, "ink", bold=True)
        paper.text(right + 14 + width_of(said, bold=True), at, words.word(state), "ink2")


def _days(paper: Paper, standing: Standing, right: float, foot: float) -> None:
    paper.line([(_LEFT, foot), (right, foot)], "line2")
    for day in (0, DAY, standing.last_day):
        at = _LEFT + (right - _LEFT) * day / standing.last_day
        paper.line([(at, foot), (at, foot + 4)], "line2")
        said = f"day {day}" if day else "day 0"
        paper.text(at, foot + 14, said, "ink3", size=11, anchor="middle")
    at = _LEFT + (right - _LEFT) * DAY / standing.last_day
    paper.line([(at, _TOP), (at, foot)], "ink3", 1, "dash")
