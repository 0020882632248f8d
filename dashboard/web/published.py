"""What others have published, beside our own number: cited, off until asked for, never a target.

Nothing here is read by a finding, a verdict or a comparison: it is drawn beside them.
"""

from __future__ import annotations

import functools
import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from dash import html
from pydantic import BaseModel, ConfigDict, Field, model_validator

from dashboard import paths, words
from dashboard.measures.result import FEWEST
from dashboard.present.marks import by_count
from dashboard.web.parts import Child, aria, percent
from dashboard.web.sheet import Sheet

# A scale of shares ends at one of these, so that its numbers are round.
_ENDS = (0.05, 0.1, 0.2, 0.5, 1.0)
_DAYS_STEP = 30.0
# Shares below this are told apart by their first decimal.
_ONE_DECIMAL = 0.0995


class Published(BaseModel):
    """One figure that others have published, and how it differs from the measure it is beside.

    `low` and `high` are the two ends of a range, alike for one number: a share 0 to 1, or days.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    beside: str
    text: Annotated[str, Field(min_length=1)]
    low: float | None = None
    high: float | None = None
    unit: Literal["share", "days"] | None = None
    source: Annotated[str, Field(min_length=1)]
    address: Annotated[str, Field(pattern=r"^https://[^\s]+$")] | None = None
    year: Annotated[int, Field(ge=1990, le=2100)]
    undated: bool = False
    origin: Literal["read at the source", "quoted by others"]
    comparable: Annotated[str, Field(min_length=1)]

    @model_validator(mode="after")
    def _has_a_whole_number(self) -> Published:
        if len({self.low is None, self.high is None, self.unit is None}) > 1:
            raise ValueError(f"{self.id}: low, high and unit go together")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"{self.id}: low is above high")
        return self


@dataclass(frozen=True)
class Ours:
    """Our own number, drawn on the scale of the published ones."""

    low: float
    high: float
    unit: str
    text: str


@functools.cache
def every() -> tuple[Published, ...]:
    """Return all published figures, in the order of their file."""
    text = (paths.datasets() / "published.toml").read_text(encoding="utf-8")
    return tuple(Published(**entry) for entry in tomllib.loads(text)["figure"])


def beside(measure_id: str) -> tuple[Published, ...]:
    """Return the figures that stand beside a measure."""
    return tuple(each for each in every() if each.beside == measure_id)


def published(sheet: Sheet, measure_id: str) -> Child | None:
    """Return what others have published beside one answer; nothing unless the page shows it.

    Numbers of the measure's unit are ticks on one scale with ours, so that their spread is seen.
    """
    found = beside(measure_id) if sheet.published else ()
    if not found:
        return None
    ours = _ours(sheet, measure_id)
    alike = [each for each in found if ours and each.unit == ours.unit]
    if ours is None or not alike:
        lines = [_line(each, None) for each in found]
        return _framed("Published elsewhere", lines, "published plain")
    end = _end([ours.high, *(each.high or 0.0 for each in alike)], ours.unit)
    scale = "in 100" if ours.unit == "share" else "in days"
    head = f"Published elsewhere, {scale}, from 0 to {_written(end, ours.unit)}"
    lines = [_line(each, end if each in alike else None) for each in found]
    return _framed(head, [_line(ours, end), *lines], "published")


def _framed(head: str, lines: Sequence[Child], look: str) -> html.Div:
    return html.Div([html.P(head, className="label"), html.Ul(lines)], className=look)


def _line(figure: Published | Ours, end: float | None) -> html.Li:
    """Return one figure: its tick on a scale to `end`, if it is drawn, its number, its words."""
    return html.Li(
        [
            html.Span(className="at none") if end is None else _tick(figure, end),
            html.Span(_number(figure), className="is"),
            html.Span(_said(figure), className="said"),
        ],
        className="ours" if isinstance(figure, Ours) else "",
    )


def switch(sheet: Sheet) -> Child | None:
    """Return the link that shows or hides published figures; nothing on a page that has none."""
    if not any(beside(each) for each in sheet.results):
        return None
    said = "Hide published figures" if sheet.published else "Show published figures"
    return html.A(said, href=sheet.here(published=not sheet.published), className="link")


def _said(figure: Published | Ours) -> list[Child]:
    """Return the words of a figure: what was found, who says so, and how it differs from ours."""
    if isinstance(figure, Ours):
        return [figure.text]
    name: Child = figure.source
    if figure.address:
        away = {"target": "_blank", "rel": "noopener noreferrer"}
        name = html.A(figure.source, href=figure.address, **away)
    year = f"undated, read in {figure.year}" if figure.undated else str(figure.year)
    told = figure.origin if str(figure.year) in figure.source else f"{year}; {figure.origin}"
    return [
        html.Span(figure.text),
        " ",
        html.Span([name, f", {told}. "], className="cited"),
        html.Span(figure.comparable, className="differs"),
    ]


def _tick(figure: Published | Ours, end: float) -> html.Span:
    """Return a number on the scale as a thin tick, as wide as its range."""
    low, high = ((each or 0.0) / end for each in (figure.low, figure.high))
    look = {"left": percent(100 * low), "width": f"max(3px, {percent(100 * (high - low))})"}
    return html.Span(html.I(style=look), className="at", **aria(hidden="true"))


def _number(figure: Published | Ours) -> str:
    """Write a number or a range as it stands beside its tick."""
    if figure.low is None or figure.high is None:
        return ""
    low, high = (_written(each, figure.unit) for each in (figure.low, figure.high))
    if low == high:
        return high
    return f"{low} to {high}" if figure.low else f"below {high}"


def _written(value: float, unit: str | None) -> str:
    if unit == "days":
        return f"{words.half_up(value, 1):,}".removesuffix(".0")
    tenths = str(words.half_up(value, 1, times=100)).removesuffix(".0")
    return tenths if value < _ONE_DECIMAL else words.in100(value)


def _ours(sheet: Sheet, measure_id: str) -> Ours | None:
    """Return our own number, where the answer is one number from enough records."""
    result = sheet.usable(measure_id)
    if result is None or result.measure.shape != "number" or not result.rows:
        return None
    row, unit = by_count(result, sheet.count).rows[0], result.measure.unit
    if unit not in ("share", "days") or row.value is None or (row.n or 0) < FEWEST:
        return None
    return Ours(row.value, row.value, unit, f"Ours: {result.measure.title}.")


def _end(ends: Sequence[float], unit: str | None) -> float:
    most = max(ends, default=0.0)
    if unit == "days":
        return _DAYS_STEP * max(1, math.ceil(most / _DAYS_STEP))
    return next((end for end in _ENDS if end >= most), 1.0)
