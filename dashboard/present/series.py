"""From an answer's rows to lines: which key runs along the figure, and which name its lines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard import words
from dashboard.measures.filters import add_months, month_end
from dashboard.measures.registry import Measure
from dashboard.measures.result import FEWEST, Result, Row, unit_of
from dashboard.present.answers import Answers
from dashboard.present.figures import Line, Point

# What came from outside is counted in several ways; one is drawn.
_COUNT, MAIN, _CANNOT_TELL = "component", "ours", "unlinked"
# Keys that run along a trend.
MONTHS = ("month", "period")
# More lines than this are drawn in figures of their own.
_MOST_LINES = 5
_NOUNS = {"deals": "deals", "leads": "people", "verdicts": "people turned away"}
_BLUE = frozenset({"through_every_gate", "in_flow", "inside"})
_VERMILLION = frozenset({"no_gate", "bypassed", "outside", "ours", "strict", "wide"})
_DASHES = ("solid", "dash", "dot", "dashdot", "longdash")

Place = float | dt.date


@dataclass(frozen=True)
class Series:
    """One line to be: what it is called, and its rows by where they stand along the figure."""

    keys: Mapping[str, object]
    rows: Mapping[Place, Row]

    @property
    def values(self) -> set[str]:
        """Return all that its rows are told apart by, named or not."""
        return {str(value) for row in self.rows.values() for value in row.keys.values()}

    @property
    def name(self) -> str:
        """Return what the line is called on screen."""
        return ", ".join(_named(key, value) for key, value in self.keys.items())


@dataclass(frozen=True)
class Panel:
    """The lines of one figure, in one unit."""

    title: str
    unit: str
    series: Sequence[Series]

    @property
    def places(self) -> list[Place]:
        """Return every place along the figure, in order; a month without a row is a gap."""
        found = sorted({place for each in self.series for place in each.rows})
        months = [place for place in found if isinstance(place, dt.date) and place.day == 1]
        if not found or len(months) < len(found):
            return found
        first, last = months[0], months[-1]
        between = (last.year - first.year) * 12 + last.month - first.month
        return [add_months(first, later) for later in range(between + 1)]


def panels(result: Result, along: str) -> list[Panel]:
    """Return an answer's figures: one for each statistic, and for each group of many lines."""
    found: dict[tuple[tuple[str, object], ...], dict[Place, Row]] = {}
    counts = {row.keys.get(_COUNT) for row in result.rows}
    drawn = {MAIN} if MAIN in counts else counts - {_CANNOT_TELL}
    for row in result.rows:
        # A row of the whole beside its months stands nowhere along them.
        if row.keys[along] is None or row.keys.get(_COUNT) not in drawn:
            continue
        rest = tuple((key, value) for key, value in row.keys.items() if key != along)
        found.setdefault(rest, {})[place_of(row.keys[along])] = row
    series = [Series(dict(keys), rows) for keys, rows in found.items()]
    split = _split_by(series)
    if split is None:
        return [_panel(result.measure, "", series)]
    values = list(dict.fromkeys(each.keys[split] for each in series))
    made = [
        _panel(
            result.measure,
            _named(split, value),
            [
                Series({key: own for key, own in each.keys.items() if key != split}, each.rows)
                for each in series
                if each.keys[split] == value
            ],
        )
        for value in values
    ]
    # Statistics of one unit say the same of deals and of their money: the first is drawn.
    if split == "statistic" and len({each.unit for each in made}) == 1:
        return [replace(made[0], title="")]
    return made


def _split_by(series: Sequence[Series]) -> str | None:
    several = [
        key for key in series[0].keys if len({each.keys[key] for each in series}) > 1
    ] if series else []  # fmt: skip
    if "statistic" in several:
        return "statistic"
    return several[0] if len(series) > _MOST_LINES and len(several) > 1 else None


def _panel(measure: Measure, title: str, series: Sequence[Series]) -> Panel:
    first = next(iter(series[0].rows.values()))
    # What is the same for all lines names none of them.
    same = {key for key in series[0].keys if len({each.keys[key] for each in series}) == 1}
    told = [
        Series({key: value for key, value in each.keys.items() if key not in same}, each.rows)
        for each in series
    ]
    return Panel(title, unit_of(measure, first), told)


def along(result: Result) -> str | None:
    """Return the key that runs along the figure: months, else the last key of numbers alone."""
    keys = list(result.rows[0].keys) if result.rows else []
    for key in keys:
        if key in MONTHS:
            return key
    for key in reversed(keys):
        if all(isinstance(row.keys.get(key), int | float) for row in result.rows):
            return key
    return None


def place_of(value: object) -> Place:
    """Return where a key's value stands: a number, or the first day of a month."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, int | float):
        return float(value)
    return dt.date.fromisoformat(f"{str(value)[:7]}-01")


def _named(key: str, value: object) -> str:
    if isinstance(value, int | float):
        return f"{words.word(key)} {value:g}"
    return words.word(str(value))


def colour_of(at: int, series: Series) -> tuple[str, str]:
    """Return a line's colour and dash: a path's own colour, slate and dashes for all others."""
    if series.values & _BLUE:
        return "blue", "solid"
    if series.values & _VERMILLION:
        return "vermillion", "solid"
    return "solid", _DASHES[at % len(_DASHES)]


def line_of(
    told: Answers, result: Result, panel: Panel, at: int, places: Mapping[Place, float]
) -> Line:
    """Return one line of a figure, each point with its sentence."""
    series = panel.series[at]
    colour, dash = colour_of(at, series)
    # Where a line has no row it has a gap.
    points = [
        point_of(told, result, panel.unit, series, place, places[place])
        if place in series.rows
        else Point(places[place], None)
        for place in panel.places
    ]
    return Line(series.name, points, colour, dash)


def point_of(
    told: Answers, result: Result, unit: str, series: Series, place: Place, x: float
) -> Point:
    """Return one number of a line."""
    row = series.rows[place]
    few = row.value is None and row.n is not None and row.n < FEWEST
    return Point(
        x=x,
        value=row.value,
        low=row.low,
        high=row.high,
        bound_low=row.bound_low,
        bound_high=row.bound_high,
        said=_sentence(told, result, unit, series, place),
        text=short(row.value, unit, told.currency) if row.value is not None else "",
        place=where(place, along(result) or ""),
        count=counts(row) if few else "",
        is_young=row.status == "too early" or _is_running(told, place),
    )


def _is_running(told: Answers, place: Place) -> bool:
    """Say whether a month was not over at the as-of date."""
    return isinstance(place, dt.date) and month_end(place) > told.as_of_day


def counts(row: Row) -> str:
    """Write a row as so many of so many."""
    return f"{words.count(row.events)} of {words.count(row.n)}"


def where(place: Place, key: str) -> str:
    """Write a place along a figure: day 30, Oct 2026."""
    return words.month(place) if isinstance(place, dt.date) else f"{words.word(key)} {place:g}"


def short(value: float | None, unit: str, currency: str) -> str:
    """Write a number as it stands beside a point: a share as so many of a hundred."""
    if unit == "share":
        return words.in100(value)
    if unit == "days" and value is not None:
        return f"{words.half_up(value, 1):,}".removesuffix(".0")
    return words.in_unit(value, unit, currency)


def long(value: float | None, unit: str, currency: str) -> str:
    """Write a number with its unit: 38 in 100, 7 fewer in 100, 19 days."""
    if unit == "share":
        return f"{words.in100(value)} in 100"
    if unit == "points":
        return f"{words.more_or_fewer(value)} in 100"
    return words.in_unit(value, unit, currency)


def _sentence(told: Answers, result: Result, unit: str, series: Series, place: Place) -> str:
    """Say a point in words, as it is read on hover."""
    row, currency = series.rows[place], told.currency
    key = along(result) or ""
    named = f", {series.name}" if series.name else ""
    at = where(place, key)
    said = f"{words.begun(at)}{named}: "
    noun = _NOUNS[result.measure.records]
    if row.value is None:
        return f"{said}{counts(row)} {noun}, too few for a rate." if row.n is not None else said
    said += long(row.value, unit, currency)
    if row.bound_low is not None and row.bound_high is not None and row.bound_high > row.value:
        said += f", at most {long(row.bound_high, unit, currency)} with those we can't tell"
    if row.low is not None and row.high is not None:
        said += f" (luck: {short(row.low, unit, currency)} to {short(row.high, unit, currency)})"
    if row.status == "too early" or _is_running(told, place):
        said += ", too early to be final"
    if row.n is not None and row.events is not None:
        said += f"; {counts(row)} {noun}"
    return f"{said}."
