"""The shapes that are wholes and their parts: one bar in parts, steps, bridges, columns."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import words
from dashboard.measures.result import FEW, Result
from dashboard.present import shapes
from dashboard.present.answers import Answers
from dashboard.present.marks import Mark, mark_of, marks_of, top_of
from dashboard.present.print.drawn import WIDTH, Drawn, Picture
from dashboard.present.print.paper import Paper, fitted, width_of
from dashboard.present.print.rows import LINE, Ends, line_of
from dashboard.present.print.strips import segments

_ROW = 20.0
# Shades of parts that are no path, in their order.
_SHADES = ("solid", "ink3", "unknown", "line2", "unknown2")
# The height of columns, and the room above them for their numbers and below for their names.
_COLUMNS, _ABOVE, _BELOW = 130.0, 18.0, 20.0


def parts_of(told: Answers, result: Result) -> list[Drawn]:
    """Return a bar for each reading, in deals and in money, with its parts named below."""
    found = marks_of(result, told.currency)
    readings: dict[str, list[Mark]] = {}
    for each in found:
        is_one = result.measure.keys == ("statistic",)
        name = "" if is_one else str(each.row.keys.get("statistic", ""))
        readings.setdefault(name, []).append(each)
    many = len(readings) > 1
    return [_whole(words.word(name) if many and name else "", each)
            for name, each in readings.items()]  # fmt: skip


def _whole(title: str, marks: Sequence[Mark]) -> Picture:
    known = shapes.parts_of_whole(marks)
    is_drawn = bool(known) and max(each.row.n or FEW for each in known) >= FEW
    tones = {each.name: each.tone if each.path else _SHADES[at % len(_SHADES)]
             for at, each in enumerate(known)}  # fmt: skip
    top = 26.0 if is_drawn else 0.0
    paper = Paper(WIDTH, top + len(marks) * _ROW)
    if is_drawn:
        parts = [(shapes.size(each), tones[each.name]) for each in known]
        segments(paper, parts, 0, 0, WIDTH, 18)
    for at, each in enumerate(marks):
        middle = top + at * _ROW + _ROW / 2
        if each.path:
            paper.mark(each.path, 0, middle)
        elif each.name in tones:
            paper.rect(1, middle - 4, 9, 9, tones[each.name])
        wide = width_of(each.detail) + 8 if each.detail else 0.0
        if each.detail:
            paper.text(WIDTH, middle, each.detail, "ink3", anchor="end")
        paper.text(WIDTH - wide, middle, each.text, "ink", bold=True, anchor="end")
        room = WIDTH - wide - width_of(each.text, bold=True) - 26
        paper.text(16, middle, fitted(each.name, room), "ink")
    return Picture(paper, "; ".join(each.spoken for each in marks), title)


def steps_of(told: Answers, result: Result) -> list[Drawn]:
    """Return a bridge where parts are taken away, else one bar for each step and reading."""
    name = next(key for key in result.measure.keys if key != "order")
    reading = result.measure.keys[-1]
    readings: dict[str, list[Mark]] = {}
    for row in result.rows:
        found = mark_of(result, row, (name,), told.currency)
        readings.setdefault(str(row.keys.get(reading)), []).append(found)
    first = next(iter(readings.values()), [])
    if any((each.row.value or 0.0) < 0 for each in first):
        return [_bridge(list(readings.values()))]
    top = max((e.row.value or 0.0 for each in readings.values() for e in each), default=1.0) or 1.0
    return [_steps(words.word(said), marks, top) for said, marks in readings.items()]


def _steps(title: str, marks: Sequence[Mark], top: float) -> Picture:
    paper = Paper(WIDTH, len(marks) * LINE)
    for at, each in enumerate(marks):
        line_of(paper, each, at * LINE, Ends(0.0, top))
    return Picture(paper, "; ".join(each.spoken for each in marks), title)


def _bridge(readings: Sequence[Sequence[Mark]]) -> Picture:
    """Draw the first reading from stock to stock; the others stand beside it in numbers."""
    main = readings[0]
    starts = dict(zip((each.name for each in main), shapes.starts_of_bridge(main), strict=True))
    beside = [{each.name: each for each in marks} for marks in readings]
    every = sorted((e for marks in readings for e in marks), key=shapes.place_in_order)
    names = list(dict.fromkeys(each.name for each in every))
    stocks = {main[0].name, main[-1].name}
    top = max(starts[each.name] + abs(each.row.value or 0.0) for each in main) or 1.0
    paper, ends = Paper(WIDTH, len(names) * 34), Ends(0.0, top)
    for at, name in enumerate(names):
        told = [marks[name] for marks in beside if name in marks]
        said = " · ".join(shapes.signed(each, is_stock=name in stocks) for each in told)
        wide = width_of(said, bold=True)
        paper.text(0, at * 34 + 8, fitted(name, WIDTH - wide - 12), "ink")
        paper.text(WIDTH, at * 34 + 8, said, "ink", bold=True, anchor="end")
        if name in starts:
            value = abs(told[0].row.value or 0.0)
            left, right = (ends.place(each, WIDTH) for each in
                           (starts[name], starts[name] + value))  # fmt: skip
            tone = "solid" if name in stocks else "unknown"
            paper.rect(left, at * 34 + 17, max(right - left, 1), 10, tone)
    spoken = "; ".join(each.spoken for each in main)
    return Picture(paper, spoken)


def bins_of(told: Answers, result: Result) -> list[Drawn]:
    """Return one column for each bin, its number above and its name below."""
    found = marks_of(result, told.currency)
    if not found:
        return []
    paper = Paper(WIDTH, _ABOVE + _COLUMNS + _BELOW)
    foot, wide, top = _ABOVE + _COLUMNS, WIDTH / len(found), top_of(found)
    paper.line([(0, foot), (WIDTH, foot)], "line2")
    for at, each in enumerate(found):
        middle = (at + 0.5) * wide
        height = _column(paper, each, middle, wide * 0.68, foot, top)
        is_share = each.unit == "share" and each.is_drawn
        said = words.in100(each.row.value) if is_share else each.text
        paper.text(middle, height - 9, said, "ink", bold=True, anchor="middle")
        name = each.name if width_of(each.name) < wide else each.name[:3]
        paper.text(middle, foot + 11, name, "ink2", anchor="middle", size=11)
    note = "In 100. " if any(each.unit == "share" for each in found) else ""
    has_luck = any(each.is_drawn and each.row.low is not None for each in found)
    note += "The thin line: the range, allowing for luck." if has_luck else ""
    return [Picture(paper, "; ".join(each.spoken for each in found), note=note.strip())]


def _column(
    paper: Paper, found: Mark, middle: float, wide: float, foot: float, top: float
) -> float:
    """Draw a column with its whisker and return how high both reach, in pixels from the top."""
    if not found.is_drawn:
        return foot
    row = found.row

    def height(value: float | None) -> float:
        return foot - _COLUMNS * (value or 0.0) / top

    tone = "unknown" if found.tone == "small" else found.tone
    at = height(row.value)
    paper.rect(middle - wide / 2, at, wide, foot - at, tone)
    if row.low is None or row.high is None:
        return at
    paper.whisker(height(row.low), height(row.high), middle, upright=True)
    return height(row.high)
