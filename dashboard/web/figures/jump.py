"""The comparison at the line: the share won at each score, a line on each side, the step between.

Where a check forbids the comparison the check's own picture stands instead: people by score.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dash import html

from dashboard import words
from dashboard.measures.result import Result, Row
from dashboard.present.figures import nice_ticks
from dashboard.web.figures.marks import mark_of, opens
from dashboard.web.numbers_table import Cell, numbers_table
from dashboard.web.parts import Child, aria, percent
from dashboard.web.sheet import Sheet

MEASURE = "threshold_jump"
_BIN, _MAIN = "bin", "itt_share"
# The readings that stand below the picture, and the checks in the order in which they are made.
_READINGS = ("itt_share", "first_stage", "ratio", "itt_value", "ratio_value")
_CHECKS = ("bunching", "density", "balance", "placebo", "donut", "bandwidth", "smoothness")
# Ranges of scattered dots reach high: the picture ends this much above the highest dot.
_AIR = 1.6
# A line of the picture is so much of its height thick, in hundredths.
_STROKE = 0.6
_LEAST_DOTS = 2
# The tables below the picture say the same to those who hear the page.
_UNHEARD = aria(hidden="true")


@dataclass(frozen=True)
class Picture:
    """The scores near the line with their people: where each stands, and how high the axis goes."""

    rows: Sequence[Row]
    bandwidth: float | None
    top: float

    @property
    def reach(self) -> tuple[float, float]:
        """Return the first and the last score shown, in points from the line."""
        places = [at(row) for row in self.rows]
        return min(places), max(places) + 1

    def across(self, points: float) -> float:
        """Return where a score stands, in hundredths of the width; the line is at 0 points."""
        first, last = self.reach
        return 100 * (points - first) / (last - first)

    def down(self, value: float) -> float:
        """Return where a number stands, in hundredths of the height."""
        return max(0.0, 100 - 100 * value / self.top)


def at(row: Row) -> float:
    """Return how many points from the line a row's people are."""
    return float(str(row.keys["of"]))


def jump_of(sheet: Sheet, result: Result) -> Child:
    """Return the picture, what it comes to, and the checks behind it."""
    picture = _picture(result, by_people=False)
    main = result.row(statistic=_MAIN)
    known = [row for name in _READINGS if (row := result.row(statistic=name)) is not None]
    body: list[Child] = [
        _drawn(picture, main) if picture else None,
        html.Ul([_reading(sheet, result, row) for row in known], className="readings-of"),
        _scores(sheet, picture) if picture else None,
        _checks(result),
    ]
    return html.Div([each for each in body if each is not None])


def failed_check(sheet: Sheet, result: Result) -> Child:
    """Return people by score around the line, which shows why the comparison is withheld."""
    picture = _picture(result, by_people=True)
    if picture is None:
        return None
    columns = [_column(picture, row) for row in picture.rows]
    said = "People at each score; the dark column begins at the line."
    return html.Div(
        [
            html.Div([*columns, *_frame(picture, "people")], className="jump-picture", **_UNHEARD),
            html.P(said, className="note"),
            _scores(sheet, picture),
            _checks(result),
        ]
    )


def _column(picture: Picture, row: Row) -> html.Span:
    """Draw how many people are at one score."""
    wide = picture.across(at(row) + 1) - picture.across(at(row))
    return html.Span(
        className="people-column at-line" if at(row) == 0 else "people-column",
        style={
            "left": percent(picture.across(at(row))),
            "width": f"calc({percent(wide)} - 1px)",
            "height": percent(100 - picture.down(_people(row))),
        },
    )


def _people(row: Row) -> float:
    """Return how many people have a score, those in a test by lot too."""
    return float(str(row.details.get("everyone", row.n or 0)))


def _scores(sheet: Sheet, picture: Picture) -> html.Details:
    """Return each score's people and how many of them were won, as links to them."""
    rows = []
    for row in picture.rows:
        won = f"{words.count(row.events)} of {words.count(row.n)}"
        address = sheet.drill(MEASURE, **row.keys) if row.events else ""
        rows.append((f"{at(row):+g}" if at(row) else "the line", [Cell(won, address)]))
    return numbers_table("The people at each score, counted from the line", ["won"], rows)


def _picture(result: Result, *, by_people: bool) -> Picture | None:
    rows = [row for row in result.rows if row.keys.get("statistic") == _BIN]
    rows = [row for row in rows if by_people or row.value is not None]
    if len(rows) < _LEAST_DOTS:
        return None
    main = result.row(statistic=_MAIN)
    told = main.details.get("bandwidth") if main else None
    highest = max(_people(row) if by_people else (row.value or 0.0) for row in rows)
    scale = 1.0 if by_people else 100.0
    top = nice_ticks(highest * scale * (1.0 if by_people else _AIR))[-1] / scale
    return Picture(sorted(rows, key=at), None if told is None else float(str(told)), top)


def _drawn(picture: Picture, main: Row | None) -> html.Div:
    dots = [part for row in picture.rows for part in _dot(picture, row)]
    lines = [_side(picture, is_above=each) for each in (False, True)] if main else []
    drawn = [*_frame(picture, "won, in 100"), *(each for each in lines if each is not None), *dots]
    note = (
        "Each dot: the share won of the people at one score, with the range of luck. The lines run "
        "through the dots, the nearest to the line counting most; what counts is the step between."
    )
    return html.Div(
        [html.Div(drawn, className="jump-picture", **_UNHEARD), html.P(note, className="note")],
    )


def _frame(picture: Picture, unit: str) -> list[Child]:
    """Return what stands around the picture: the line of the gate, both axes, and their words."""
    scale = 1.0 if unit == "people" else 100.0
    ticks = [each for each in nice_ticks(picture.top * scale, 3) if each / scale <= picture.top]
    first, last = picture.reach
    places = [(first, f"{first:g}"), (0.0, "the line"), (last - 1, f"{last - 1:+g}")]
    return [
        html.Span(unit, className="unit"),
        html.Span(className="at-gate", style={"left": percent(picture.across(0.0))}),
        *(
            html.Span(
                f"{each:g}", className="tick-y", style={"top": percent(picture.down(each / scale))}
            )
            for each in ticks
        ),
        *(
            html.Span(
                said,
                className="money-tick at-zero" if not place else "money-tick",
                style={"left": percent(picture.across(place if not place else place + 0.5))},
            )
            for place, said in places
        ),
    ]


def _dot(picture: Picture, row: Row) -> list[Child]:
    left = percent(picture.across(at(row) + 0.5))
    parts: list[Child] = []
    if row.low is not None and row.high is not None:
        top, foot = picture.down(row.high), picture.down(row.low)
        style = {"left": left, "top": percent(top), "height": percent(foot - top)}
        parts.append(html.Span(className="dot-range", style=style))
    place = {"left": left, "top": percent(picture.down(row.value or 0.0))}
    return [*parts, html.Span(className="jump-dot", style=place)]


def _side(picture: Picture, *, is_above: bool) -> Child:
    """Draw the straight line through the dots of one side, within the width of the comparison."""
    width = picture.bandwidth or max(abs(each) for each in picture.reach)
    rows = [row for row in picture.rows if (at(row) >= 0) == is_above and abs(at(row)) < width]
    found = _straight([(at(row), row.value or 0.0, row.n or 0) for row in rows], width)
    if found is None:
        return None
    level, slope = found
    first, last = (0.0, at(rows[-1]) + 1) if is_above else (at(rows[0]), 0.0)
    left, right = picture.across(first), picture.across(last)
    one, other = picture.down(level + slope * first), picture.down(level + slope * last)
    corners = [(left, one - _STROKE), (right, other - _STROKE), (right, other + _STROKE),
               (left, one + _STROKE)]  # fmt: skip
    outline = ", ".join(f"{x:.2f}% {y:.2f}%" for x, y in corners)
    return html.Span(className="jump-line", style={"clipPath": f"polygon({outline})"})


def _straight(dots: Sequence[tuple[float, float, int]], width: float) -> tuple[float, float] | None:
    """Return level at the line and slope of the straight line through dots.

    Dots weigh as much as they have people, and less the further they are from the line.
    """
    weights = [n * (1 - abs(x) / width) for x, _, n in dots]
    total = sum(weights)
    if len(dots) < _LEAST_DOTS or not total:
        return None
    middle = sum(w * x for w, (x, _, _) in zip(weights, dots, strict=True)) / total
    mean = sum(w * y for w, (_, y, _) in zip(weights, dots, strict=True)) / total
    pairs = list(zip(weights, dots, strict=True))
    spread = sum(w * (x - middle) ** 2 for w, (x, _, _) in pairs)
    if not spread:
        return None
    slope = sum(w * (x - middle) * (y - mean) for w, (x, y, _) in pairs) / spread
    return mean - slope * middle, slope


def _reading(sheet: Sheet, result: Result, row: Row) -> html.Li:
    found = mark_of(sheet, result, row, ("statistic",))
    said, between, why = (str(row.details.get(name) or "") for name in ("said", "range", "why"))
    text = why or found.text
    if row.value is not None and said:
        text = f"{said}{'' if found.unit == 'money' else ' in 100'} ({between})"
    return html.Li(
        [
            html.Span(words.begun(found.name), className="of"),
            opens(replace(found, text=text), html.B(text)),
        ]
    )


def _checks(result: Result) -> Child:
    """Return every check as a table: what was asked, and what came out."""
    rows = []
    for row in result.rows:
        if row.keys.get("statistic") not in _CHECKS:
            continue
        statistic, of = words.word(str(row.keys["statistic"])), row.keys.get("of")
        name = statistic if of is None else f"{statistic}, {_named(of)}"
        rows.append((name, [Cell(_outcome(row), is_words=True)]))
    if not rows:
        return None
    order = {words.word(each): place for place, each in enumerate(_CHECKS)}
    rows.sort(key=lambda each: order.get(each[0].split(",")[0], len(order)))
    return numbers_table("The checks", ["more or fewer in 100"], rows)


def _named(of: object) -> str:
    return f"{of:g}" if isinstance(of, int | float) else words.word(str(of))


def _outcome(row: Row) -> str:
    told = row.details
    if "at" in told:
        at_line, below, above = (words.count(float(str(told[n]))) for n in ("at", "below", "above"))
        return f"{at_line} people on the line, {below} right below and {above} right above"
    if row.value is None:
        return words.word(row.status)
    if row.low is None or row.high is None:
        return words.more_or_fewer(row.value)
    return f"{words.more_or_fewer(row.value)} ({words.between(row.low, row.high)})"
