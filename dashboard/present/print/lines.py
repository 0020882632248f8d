"""The shapes that are lines: numbers, groups, ranges, and two groups like with like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dashboard import words
from dashboard.measures.counts import USUAL
from dashboard.measures.result import Result, Row
from dashboard.present import like_words, shapes
from dashboard.present.answers import Answers
from dashboard.present.marks import Mark, luck, marks_of, named_in, top_of
from dashboard.present.print.drawn import WIDTH, Drawn, Picture
from dashboard.present.print.overview import difference
from dashboard.present.print.paper import Paper
from dashboard.present.print.rows import LINE, Ends, line_of

# More lines than this are not drawn: how many more there are is said.
MOST_LINES = 8
_LUCK = "The thin line: the range, allowing for luck."
_BOUND = "The dark end counts those we know, the grey end those we can't tell as well."


def number_of(told: Answers, result: Result) -> list[Drawn]:
    """Return a bar for each share; of other numbers their line of words says all."""
    found = marks_of(result, told.currency)
    if any(each.unit != "share" for each in found):
        return [] if len(found) == 1 else _lines(found, {}, top_of(found))
    return _lines(found, {}, 1.0)


def breakdown_of(told: Answers, result: Result) -> list[Drawn]:
    """Return one line for each group, with its further readings behind its number."""
    groups: dict[str, list[Mark]] = {}
    for each in marks_of(result, told.currency):
        groups.setdefault(each.name, []).append(each)
    lines = list(groups.values())
    if len(lines) > MOST_LINES:
        named = set(named_in(result.measure, USUAL))
        lines.sort(key=lambda marks: not any(each.row.name in named for each in marks))
    # A share and a number of days have no common length.
    drawn = [marks[0] for marks in lines if marks[0].unit == lines[0][0].unit]
    others = {marks[0].name: [_also(each) for each in marks[1:]] for marks in lines}
    return _lines(drawn, others, top_of(drawn), len(lines) - MOST_LINES)


def _also(found: Mark) -> str:
    """Write a further reading with its name: money as money, all others by their number."""
    statistic = str(found.row.keys.get("statistic", ""))
    if statistic.endswith("amount") and found.detail:
        return found.detail.split(" of ")[0]
    return f"{words.word(statistic)} {found.text}" if statistic else found.text


def _lines(
    found: Sequence[Mark], others: dict[str, list[str]], top: float, more: int = 0
) -> list[Drawn]:
    shown = found[:MOST_LINES]
    if not shown:
        return []
    paper = Paper(WIDTH, sum(_height(each) for each in shown))
    at = 0.0
    for each in shown:
        line_of(paper, each, at, Ends(0.0, top), others.get(each.name, ()))
        at += _height(each)
    has_luck = any(each.is_drawn and luck(each.row, each.unit) for each in shown)
    notes = [_LUCK] if has_luck else []
    if more > 0:
        notes.append(f"{more} more in numbers.json, beside this report.")
    spoken = "; ".join(each.spoken for each in shown)
    return [Picture(paper, spoken, note=" ".join(notes))]


def _height(found: Mark) -> float:
    return LINE if found.is_drawn else LINE - 16


def range_of(told: Answers, result: Result) -> list[Drawn]:
    """Return one line for each part, those of one unit on one axis that keeps zero."""
    named = set(named_in(result.measure, USUAL))
    found = sorted(
        (_both_ends(each) for each in marks_of(result, told.currency)),
        key=lambda each: (each.row.name not in named, not each.is_drawn),
    )
    units = dict.fromkeys(each.unit for each in found)
    made: list[Drawn] = []
    for unit in units:
        made += _of_unit([each for each in found if each.unit == unit])
    if any(shapes.has_two_ends(each.row) for each in found):
        made = [*made[:-1], replace(made[-1], note=f"{made[-1].note} {_BOUND}".strip())]
    return made


def _both_ends(found: Mark) -> Mark:
    """Name a part by its reading too, and write both ends of what is bounded."""
    return replace(found, name=shapes.name_of_range(found), text=shapes.text_of_range(found))


def _of_unit(found: Sequence[Mark]) -> list[Drawn]:
    low, high = shapes.ends_of_axis(found)
    shown = found[:MOST_LINES]
    paper = Paper(WIDTH, sum(_height(each) for each in shown))
    at = 0.0
    for each in shown:
        line_of(paper, each, at, Ends(low, high))
        at += _height(each)
    note = _LUCK if any(each.is_drawn and each.row.low is not None for each in shown) else ""
    return [Picture(paper, "; ".join(each.spoken for each in shown), note=note)]


def alike_of(told: Answers, result: Result) -> list[Drawn]:
    """Return the comparison of each outcome like with like: its sentence and its line."""
    del result
    made: list[Drawn] = []
    for outcome in ("won", "moved", "silent"):
        row = like_words.row_of(told, outcome)
        if row is not None and like_words.is_drawn(row):
            said = "".join(like_words.said_of(outcome, row))
            made.append(Picture(_difference(row), said, title=said))
    return made


def comparison_of(told: Answers, result: Result) -> list[Drawn]:
    """Return the difference that the sentence speaks of, and both shares as they are."""
    found = marks_of(result, told.currency)
    by_name = {each.row.name: each for each in found}
    named = [by_name[each] for each in named_in(result.measure, USUAL) if each in by_name]
    main = next(iter((*named, *found)), None)
    if main is None:
        return []
    arguments = result.measure.estimator.arguments
    wanted = [f"share_{arguments.get(arm)}" for arm in ("first", "second")]
    lines = [
        replace(each, name=words.word(str(each.row.keys["statistic"])))
        for each in found
        if each.row.keys.get("statistic") in wanted and _is_alike(each, main)
    ]
    drawn: list[Drawn] = [Picture(_difference(main.row), main.spoken)] if _is_known(main) else []
    return [*drawn, *_lines(lines, {}, 1.0)]


def _difference(row: Row) -> Paper:
    paper = Paper(WIDTH, 54)
    difference(paper, row, 0)
    return paper


def _is_known(found: Mark) -> bool:
    return None not in (found.row.value, found.row.low, found.row.high)


def _is_alike(one: Mark, other: Mark) -> bool:
    """Say whether two numbers are of the same comparison."""
    keys = {*one.row.keys, *other.row.keys} - {"statistic"}
    return all(one.row.keys.get(key) == other.row.keys.get(key) for key in keys)
