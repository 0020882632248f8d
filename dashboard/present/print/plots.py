"""The shapes that run along days or months: curves, trends, and months as stacks of counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from dashboard import words
from dashboard.measures.counts import USUAL
from dashboard.measures.result import FEWEST, Result
from dashboard.present import axes, series, time_flags
from dashboard.present.answers import Answers
from dashboard.present.figures import Axis, Line, has_ribbons, runs
from dashboard.present.labels import apart
from dashboard.present.marks import by_count
from dashboard.present.month_stacks import OTHERS, Month, are_few, component_of, months_of
from dashboard.present.print.drawn import WIDTH, Drawn, Picture
from dashboard.present.print.paper import Paper, fitted, width_of
from dashboard.present.series import Panel
from dashboard.present.time_flags import Flag, flags_of, gaps, parted

# Pixels: of the picture, and of what lies around its lines.
_HEIGHT = 210.0
_TOP, _FOOT, _LEFT, _NAMES = 20.0, 36.0, 34.0, 118.0
_RIBBON, _CANNOT_TELL = 0.16, 0.38
_NAME_LINE = 15.0
_DOT = 3.2
# More columns than this carry no counts.
_MOST_COUNTED = 14


def curve_of(told: Answers, result: Result) -> list[Drawn]:
    """Return the figures of an answer over days."""
    key = series.along(result)
    if key is None or not result.rows:
        return []
    made: list[Drawn] = []
    for panel in series.panels(result, key):
        days: dict[series.Place, float] = {
            place: place for place in panel.places if isinstance(place, float)
        }
        lines = [series.line_of(told, result, panel, at, days)
                 for at in range(len(panel.series))]  # fmt: skip
        if any(line.drawn for line in lines):
            made.append(_plot(told, panel, lines, axes.days_axis(key, list(days.values()))))
    return made


def trend_of(told: Answers, result: Result) -> list[Drawn]:
    """Return the figures of an answer over months, with what changed on the way."""
    key = series.along(result)
    if key is None or not result.rows:
        return []
    chosen = by_count(result, USUAL)
    stacked = _stacks_of(told, chosen, result, key)
    if stacked is not None:
        return [stacked]
    made: list[Picture] = []
    flags: dict[int, Flag] = {}
    for panel in series.panels(chosen, key):
        months = {place: float(at) for at, place in enumerate(panel.places)}
        dates = [place for place in months if isinstance(place, dt.date)]
        changed = flags_of(told, result.measure.id, dates)
        lines = [series.line_of(told, chosen, panel, at, months)
                 for at in range(len(panel.series))]  # fmt: skip
        lines = [parted(line, gaps(changed, months)) for line in lines]
        at = [months[flag.month] - 0.5 + flag.share for flag in changed]
        if any(line.drawn for line in lines):
            x = axes.months_axis(list(months))
            made.append(_plot(told, panel, lines, x, list(zip(changed, at, strict=True))))
            flags |= {flag.number: flag for flag in changed}
    if not made:
        return []
    said = [f"{number}: {time_flags.said(flag)}" for number, flag in sorted(flags.items())]
    return [*made[:-1], replace(made[-1], note=" ".join([made[-1].note, *said]).strip())]


def _plot(
    told: Answers,
    panel: Panel,
    lines: Sequence[Line],
    x: Axis,
    changed: Sequence[tuple[Flag, float]] = (),
) -> Picture:
    paper = Paper(WIDTH, _HEIGHT)
    frame = _Frame(x, axes.values_axis(lines, panel.unit, told.currency))
    unit = axes.UNITS.get(panel.unit, "")
    _axes(paper, frame, unit)
    for flag, place in changed:
        _flag(paper, frame, flag, place)
    if has_ribbons(lines):
        for line in lines:
            _ribbons(paper, frame, line)
    for line in lines:
        _line(paper, frame, line)
    _names(paper, frame, lines, panel.unit, told.currency)
    spoken = "; ".join(point.said for line in lines for point in line.drawn[-1:])
    title = ", ".join(each for each in (panel.title, unit if panel.title else "") if each)
    return Picture(paper, spoken, title, " ".join(_how_to_read(lines, x)))


class _Frame:
    """Where the places of both axes stand on the paper."""

    def __init__(self, x: Axis, y: Axis) -> None:
        self.x, self.y = x, y
        self.right = WIDTH - _NAMES
        self.foot = _HEIGHT - _FOOT

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return the place of a point, in pixels."""
        return (
            _LEFT + self.x.share(x) * (self.right - _LEFT),
            self.foot - self.y.share(y) * (self.foot - _TOP),
        )


def _axes(paper: Paper, frame: _Frame, unit: str) -> None:
    paper.text(0, 7, unit, "ink3", size=11)
    for value, said in frame.y.ticks:
        _, at = frame.at(frame.x.low, value)
        paper.line([(_LEFT, at), (frame.right, at)], "line")
        paper.text(_LEFT - 6, at, said, "ink3", size=11, anchor="end")
    paper.line([(_LEFT, frame.foot), (frame.right, frame.foot)], "line2")
    for place, said in frame.x.ticks:
        at, _ = frame.at(place, frame.y.low)
        paper.line([(at, frame.foot), (at, frame.foot + 4)], "line2")
        for line, text in enumerate(said.split("\n")):
            paper.text(at, frame.foot + 13 + 13 * line, text, "ink3", size=11, anchor="middle")


def _flag(paper: Paper, frame: _Frame, flag: Flag, place: float) -> None:
    at, _ = frame.at(place, frame.y.low)
    dash = "solid" if flag.breaks else "dash"
    paper.line([(at, _TOP - 4), (at, frame.foot)], "ink3", 1, dash)
    paper.text(at, 8, str(flag.number), "ink", bold=True, size=11, anchor="middle")


def _ribbons(paper: Paper, frame: _Frame, line: Line) -> None:
    """Draw the range luck allows and, over it in grey, what cannot be told; not across gaps."""
    for run in runs(line.points):
        luck = [(each.x, each.low, each.high) for each in run]
        cannot = [(each.x, each.bound_low, each.bound_high) for each in run]
        _ribbon(paper, frame, luck, line.colour, _RIBBON)
        _ribbon(paper, frame, cannot, "unknown", _CANNOT_TELL)


def _ribbon(
    paper: Paper,
    frame: _Frame,
    ends: Sequence[tuple[float, float | None, float | None]],
    colour: str,
    opacity: float,
) -> None:
    known = [(x, low, high) for x, low, high in ends if low is not None and high is not None]
    if len(known) == 1:
        x, low, high = known[0]
        left, top = frame.at(x, high)
        paper.rect(left - 4, top, 8, frame.at(x, low)[1] - top, colour, opacity)
    elif known:
        there = [frame.at(x, high) for x, _, high in known]
        back = [frame.at(x, low) for x, low, _ in known]
        paper.area([*there, *reversed(back)], colour, opacity)


def _line(paper: Paper, frame: _Frame, line: Line) -> None:
    for run in runs(line.points):
        if len(run) > 1:
            places = [frame.at(point.x, point.value or 0.0) for point in run]
            paper.line(places, line.colour, 2, line.dash)
    has_dots = len(line.drawn) <= 24
    for point in line.points:
        if point.count:
            paper.dot(frame.at(point.x, frame.y.low), _DOT, "unknown")
        if point.value is not None and has_dots:
            fill = "panel" if point.is_young else line.colour
            paper.dot(frame.at(point.x, point.value), _DOT, fill, line.colour)


def _names(paper: Paper, frame: _Frame, lines: Sequence[Line], unit: str, currency: str) -> None:
    """Name each line in the margin with its last number, none over another."""
    ends = [(line, line.drawn[-1]) for line in lines if line.drawn]
    wanted = [frame.at(end.x, end.value or 0.0)[1] for _, end in ends]
    rows = [_wrapped(line.name) for line, _ in ends]
    rooms = [_NAME_LINE * max(1, len(each)) + 4 for each in rows]
    heights = apart(wanted, rooms, 0, _HEIGHT - 8)
    left = frame.right + 10
    for (line, end), words_of, middle in zip(ends, rows, heights, strict=True):
        tone = {"blue": "blue-text", "vermillion": "vermillion-text"}.get(line.colour, "ink")
        number = series.short(end.value, unit, currency) if line.name else series.long(
            end.value, unit, currency)  # fmt: skip
        top = middle - _NAME_LINE * (len(words_of) - 1) / 2
        paper.text(left, top, number, tone, bold=True)
        for at, text in enumerate(words_of):
            indent = width_of(number, bold=True) + 5 if at == 0 else 0
            shown = fitted(text, _NAMES - 12 - indent)
            paper.text(left + indent, top + at * _NAME_LINE, shown, tone)


def _wrapped(name: str) -> list[str]:
    """Break a name into lines that fit beside the figure; the first has the number before it."""
    lines: list[str] = []
    for word in name.split():
        indent = 30 if len(lines) <= 1 else 0
        if lines and width_of(f"{lines[-1]} {word}") < _NAMES - 12 - indent:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines or [""]


def _how_to_read(lines: Sequence[Line], x: Axis) -> list[str]:
    said = []
    points = [point for line in lines for point in line.points]
    if has_ribbons(lines) and any(point.low is not None for point in points):
        said.append("The band: the range, allowing for luck.")
    if any(point.bound_high is not None and point.value is not None for point in points):
        said.append("Grey: those we can't tell.")
    if any(point.count for point in points):
        said.append(f"A grey dot on the floor: fewer than {FEWEST}, no rate.")
    if any(point.is_young and point.value is not None for point in points):
        said.append("A hollow dot: too young to be final.")
    is_days = not any("\n" in text for _, text in x.ticks)
    if is_days and any(line.drawn and line.drawn[-1].x < x.high for line in lines):
        said.append(f"A line ends where fewer than {FEWEST} are still watched.")
    return said


def _stacks_of(told: Answers, result: Result, whole: Result, key: str) -> Picture | None:
    """Return months of few records as stacks of counts; nothing where they hold enough."""
    component = component_of(result, whole)
    if component is None:
        return None
    months = months_of(whole, key, component)
    if not are_few(months):
        return None
    paper = Paper(WIDTH, _HEIGHT)
    foot, top = _HEIGHT - _FOOT, max(month.whole for month in months)
    wide = WIDTH / len(months)
    changed = flags_of(told, result.measure.id, [month.first for month in months])
    for flag in changed:
        place = next(at for at, month in enumerate(months) if month.first == flag.month)
        at = (place + round(flag.share)) * wide
        paper.line([(at, 6), (at, foot)], "ink3", 1, "solid" if flag.breaks else "dash")
        paper.text(at + 4, 8, str(flag.number), "ink", bold=True, size=11)
    for at, month in enumerate(months):
        _stack(paper, month, at * wide, wide, foot, (foot - 44) / top, len(months))
    paper.line([(0, foot), (WIDTH, foot)], "line2")
    named = f"Orange: {words.word(component)}; grey: {words.word('unlinked')}; blue: "
    notes = [f"{named}{OTHERS.get(component, 'all others')}."]
    notes += [f"{flag.number}: {time_flags.said(flag)}" for flag in changed]
    spoken = "; ".join(
        f"{words.month(month.first)}: {month.part} of {month.whole}" for month in months
    )
    return Picture(paper, spoken, note=" ".join(notes))


def _stack(
    paper: Paper, month: Month, left: float, wide: float, foot: float, unit: float, many: int
) -> None:
    """Draw one month from the floor up: what is chosen, what we can't tell, and all others."""
    at, width = foot, wide * 0.7
    others = month.whole - month.part - month.untold
    for size, colour in ((month.part, "vermillion"), (month.untold, "unknown"), (others, "blue")):
        paper.rect(left + wide * 0.15, at - size * unit, width, size * unit, colour)
        at -= size * unit
    middle = left + wide / 2
    if many <= _MOST_COUNTED:
        if month.whole:
            paper.text(middle, at - 20, words.count(month.part), "ink", bold=True,
                       anchor="middle")  # fmt: skip
            paper.text(middle, at - 8, f"of {month.whole}", "ink3", size=9, anchor="middle")
        paper.text(middle, foot + 11, f"{month.first:%b}", "ink3", size=10, anchor="middle")
    if month.first.month == 1 or left == 0:
        paper.text(middle, foot + 25, str(month.first.year), "ink3", size=10, anchor="middle")
