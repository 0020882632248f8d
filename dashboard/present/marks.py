"""One number of an answer, ready to be drawn: its name, its words, how sure it is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from dashboard import words
from dashboard.measures.counts import OTHERS, USUAL
from dashboard.measures.registry import Measure
from dashboard.measures.result import FEW, FEWEST, Result, Row, unit_of
from dashboard.present.sentence import plural
from dashboard.present.theme import PATH_COLOURS

# few: counts and no bar; small: shown grey, not compared; early: too young to be final.
State = Literal["sure", "small", "few", "early", "withheld"]

NOUNS = {
    "deals": ("deal", "deals"),
    "leads": ("person", "people"),
    "verdicts": ("person turned away", "people turned away"),
}
_EARLY = ("too early", "fewer than half")
_COUNTS = (USUAL, *OTHERS)
# Keys that say in which order or by which reading, not of whom.
_NO_NAME = ("order", "statistic", "reading")
_GROUPS = {
    "through_every_gate": "in_flow",
    "no_gate": "bypassed",
    "missed_a_step": "skipped",
    "cannot_tell": "unlinked",
}
_FIELD = re.compile(r"\{([A-Za-z0-9_]+)[.\[]")
_COUNT = re.compile(rf"(?<![a-z]){USUAL}(?![a-z])")
_MONTH = re.compile(r"\d{4}-\d{2}(-01)?")


@dataclass(frozen=True)
class Mark:
    """One number with everything a figure needs of it."""

    row: Row
    name: str
    unit: str
    text: str
    detail: str
    state: State
    path: str | None = None

    @property
    def tone(self) -> str:
        """Return its colour: that of its path, else none; grey where it is not to be compared."""
        if self.state == "small":
            return "small"
        return PATH_COLOURS.get(self.path or "", "solid")

    @property
    def is_drawn(self) -> bool:
        """Say whether it gets a bar; below ten the counts speak alone."""
        return self.state in ("sure", "small") and self.row.value is not None

    @property
    def spoken(self) -> str:
        """Return the whole of it for those who hear the page."""
        said = [f"{self.name}: {self.text}", self.detail, luck(self.row, self.unit)]
        return ", ".join(each for each in said if each)


def marks_of(result: Result, currency: str) -> list[Mark]:
    """Return the numbers of an answer."""
    keys = naming_keys(result)
    return [mark_of(result, row, keys, currency) for row in result.rows]


def mark_of(result: Result, row: Row, keys: Sequence[str], currency: str) -> Mark:
    """Return one row as a mark, named by some of its keys."""
    unit = unit_of(result.measure, row)
    state = state_of(row, unit)
    path = next((_GROUPS.get(each, each) for each in map(str, row.keys.values())), None)
    return Mark(
        row=row,
        name=name_of(result, row, keys),
        unit=unit,
        text=_text(row, unit, state, currency),
        detail=_detail(result, row, state, currency),
        state=state,
        path=path if path in words.PATH_CLASSES else None,
    )


def by_count(result: Result, count: str) -> Result:
    """Return an answer by the chosen count; as it is where it has no such counts."""
    if "component" not in result.measure.keys:
        return _by_the_usual(result) if count != USUAL else result
    if USUAL not in {str(row.keys["component"]) for row in result.rows}:
        return result
    left_out = {*_COUNTS, "unlinked"} - {count}
    rows = tuple(row for row in result.rows if str(row.keys["component"]) not in left_out)
    return replace(result, rows=rows, finding=result.finding_by.get(count, result.finding))


def _by_the_usual(result: Result) -> Result:
    """Say so where an answer about deals from outside knows the usual count alone."""
    if not any("no_gate" in map(str, row.keys.values()) for row in result.rows[:200]):
        return result
    return replace(result, finding=f"{result.finding.removesuffix('.')}, by the usual count.")


def named_in(measure: Measure, count: str) -> list[str]:
    """Return the names of the rows that a measure's sentence gives, by the chosen count."""
    return [_COUNT.sub(count, name) for name in _FIELD.findall(measure.finding.clear)]


def naming_keys(result: Result) -> list[str]:
    """Return the keys that tell rows apart; their readings alone where nothing else does."""
    rows = result.rows
    varying = [
        key
        for key in (*result.measure.keys, "group", "period")
        if len({str(row.keys.get(key)) for row in rows}) > 1
    ]
    varying = list(dict.fromkeys(varying))
    named = [key for key in varying if key not in _NO_NAME]
    return named or [key for key in varying if key != "order"]


def name_of(result: Result, row: Row, keys: Sequence[str]) -> str:
    """Return what a row is called on screen."""
    names = [word_of(row.keys[key], result) for key in keys if row.keys.get(key) is not None]
    return ", ".join(dict.fromkeys(names)) or result.measure.title


def month_of(value: object) -> dt.date | None:
    """Return the first day of the month that a key's value names; nothing where it names none."""
    if isinstance(value, dt.date):
        return dt.date(value.year, value.month, 1)
    text = str(value)
    return dt.date(int(text[:4]), int(text[5:7]), 1) if _MONTH.fullmatch(text) else None


def word_of(value: object, result: Result) -> str:
    """Write a key's value: a month, all of them, or its word."""
    month = month_of(value)
    if month is not None:
        return words.month(month)
    text = str(value)
    return f"all {NOUNS[result.measure.records][1]}" if text == "all" else words.word(text)


def state_of(row: Row, unit: str) -> State:
    """Say how much a number may be trusted by its records."""
    if row.status == "withheld":
        return "withheld"
    if row.status in _EARLY:
        return "early"
    if unit in ("count", "money", "hours"):
        return "sure"
    if row.value is None or (row.n is not None and row.n < FEWEST):
        return "few"
    return "small" if row.n is not None and row.n < FEW else "sure"


def luck(row: Row, unit: str) -> str:
    """Say the range that luck allows."""
    if row.low is None or row.high is None or row.value is None:
        return ""
    if unit == "share":
        return f"{words.in100(row.low)} to {words.in100(row.high)} in 100 by luck"
    low, high = (_number(each, unit, "") for each in (row.low, row.high))
    return f"{low} to {high} by luck"


def top_of(marks: Iterable[Mark]) -> float:
    """Return the highest number a figure must reach."""
    ends = [each.row.high or each.row.value or 0.0 for each in marks if each.is_drawn]
    return max([*ends, 0.0]) or 1.0


def _text(row: Row, unit: str, state: State, currency: str) -> str:
    if state in ("early", "withheld"):
        return words.word(row.status)
    if state == "few":
        is_small = row.n is None or row.n < FEWEST
        counts = f"{words.count(row.events)} of {words.count(row.n)}"
        return counts if is_small else words.word("too few")
    return _number(row.value, unit, currency)


def _number(value: float | None, unit: str, currency: str) -> str:
    if unit == "share":
        return f"{words.in100(value)} in 100"
    if unit == "points":
        return f"{words.more_or_fewer(value)} in 100"
    return words.in_unit(value, unit, currency)


def _detail(result: Result, row: Row, state: State, currency: str) -> str:
    """Say the k of n behind a number."""
    is_money = str(row.keys.get("statistic", "")).endswith("amount")
    if result.measure.is_ratio and is_money and row.denominator is not None:
        part, whole = (words.money(each, currency) for each in (row.numerator, row.denominator))
        return f"{part} of {whole}"
    if state == "few" or row.n is None:
        return ""
    one, many = NOUNS[result.measure.records]
    unit = unit_of(result.measure, row)
    if unit in ("count", "money"):
        # The money of some is not that of all who could have had it.
        of = row.events if row.events is not None else row.n
        return "" if unit == "count" else plural(of, one, many)
    if result.measure.is_ratio and unit == "share" and row.numerator not in (None, row.events):
        # What is counted are not the records themselves: steps of deals, say.
        parts = f"{words.count(row.numerator)} of {words.count(row.denominator)}"
        return f"{parts}, in {plural(row.events, one, many)}"
    if unit == "share" and row.events is not None:
        so_far = " so far" if state == "early" else ""
        return f"{words.count(row.events)} of {words.count(row.n)}{so_far}"
    return plural(row.n, one, many)
