"""Two groups like with like: the difference on its axis, both shares, the rest as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dash import html

from dashboard import words
from dashboard.measures.result import Result
from dashboard.present.like_words import REACH
from dashboard.present.marks import named_in
from dashboard.web.figures.bar import line
from dashboard.web.figures.marks import Mark, marks_of
from dashboard.web.like import difference
from dashboard.web.numbers_table import Cell, numbers_table
from dashboard.web.parts import Child
from dashboard.web.sheet import Sheet

ESTIMATOR = "like_for_like"


def comparison_of(sheet: Sheet, result: Result) -> Child:
    """Return the comparison of which the sentence speaks, and every number in a table."""
    found = marks_of(sheet, result)
    by_name = {each.row.name: each for each in found}
    named = [by_name[each] for each in named_in(result.measure, sheet.count) if each in by_name]
    main = next(iter((*named, *found)), None)
    drawn = [_axis(main), _shares(result, found, main)] if main else []
    rows = [
        (f"{each.name}: {_statistic(each)}", [Cell(each.text, each.address), Cell(each.detail)])
        for each in found
    ]
    table = numbers_table("All the numbers", ["number", "of"], rows)
    return html.Div([*drawn, table], className="comparison")


def _axis(main: Mark) -> Child:
    """Draw the difference; what is not known of it the sentence above has said."""
    row = main.row
    if row.value is None or row.low is None or row.high is None:
        return None
    reach = 1.1 * max(REACH, abs(row.low), abs(row.high))
    return html.Div(difference(row, reach, main.spoken), className="like-line")


def _shares(result: Result, found: Sequence[Mark], main: Mark) -> html.Div:
    """Return the shares of both groups as they are, on one scale from nothing to all."""
    told = result.measure.estimator.arguments
    wanted = [f"share_{told.get(arm)}" for arm in ("first", "second")]
    lines = [
        line(replace(each, name=_statistic(each)), 1.0)
        for each in found
        if each.row.keys.get("statistic") in wanted and _alike(each, main)
    ]
    return html.Div(html.Ol(lines), className="lines with-0")


def _statistic(found: Mark) -> str:
    return words.word(str(found.row.keys.get("statistic", "")))


def _alike(one: Mark, other: Mark) -> bool:
    """Say whether two numbers are of the same comparison."""
    keys = {*one.row.keys, *other.row.keys} - {"statistic"}
    return all(one.row.keys.get(key) == other.row.keys.get(key) for key in keys)
