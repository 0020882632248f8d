"""The number of an answer in words: its value, what luck allows, of how many, of what kind.

What the sentence above it says already is not said again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dashboard import words
from dashboard.measures.ledger import LedgerRows
from dashboard.measures.result import FEWEST, Result, Row, unit_of
from dashboard.present.counted_words import is_beyond_counts
from dashboard.present.marks import NOUNS, named_in, word_of
from dashboard.present.sentence import plural

_NUMBER = re.compile(r"\d(?:[\d.,]*\d)?")
# Below this a share is written in percent: so many in 100 would hide its range.
_SMALL = 0.05
# A difference whose whole range is below this is told with a decimal, for the same reason.
_SMALL_GAP = 0.05
# What each kind of number rests on.
_KINDS = {
    "observed": "taken from the records as they are, nothing modelled",
    "modelled": "those too young for it are taken to go on as the older ones did",
    "adjusted": "compared within groups of like deals",
    "causal-at-gate": "compared at the very line of the gate",
    "bound": "the lower end is what we know, the higher one has all we can't tell as well",
    "assumed": "it rests on an assumption that you can change",
}


def of_whom(result: Result) -> list[str]:
    """Say of whom an answer speaks, what kind of number it is, and what to mind."""
    grade = words.word(result.measure.grade)
    kind = words.begun(grade)
    whom = f"{kind}: {result.population}."
    return [whom, f"{kind} means: {_KINDS[result.measure.grade]}.", *result.notes]


def kind_of(result: Result, count: str) -> str:
    """Return what kind of number it is; of a comparison that is not shown, what became of it."""
    name = (result.measure.finding.against_zero or "").replace("ours_", f"{count}_", 1)
    row = next((each for each in result.rows if each.name == name), None) if name else None
    return row.status if row and row.status != "ok" else result.measure.grade


def numbers_of(result: Result, count: str, currency: str) -> list[str]:
    """Return value, range and count of what the sentence speaks of, as far as it leaves them."""
    rows = _spoken_of(result, count)
    if len(rows) > 1:
        with_unknown = any(map(_is_bound, rows))
        why = "luck, and for those we can't tell" if with_unknown else "luck"
        return [
            *(_beside(result, row, rows, currency) for row in rows),
            f"the ranges allow for {why}",
        ]
    said = _value_and_range(result, rows[0], currency) if rows else []
    if said and rows[0].low is not None:
        said[0] = f"{_of_which(result, rows[0], count)}{said[0]}"
    of = _of(result, rows[0] if rows else None)
    return [*said, *([of] if of and not _is_said(of, result.finding) else [])]


def _spoken_of(result: Result, count: str) -> list[Row]:
    """Return the rows that the sentence speaks of: the pair that it compares, else the first."""
    if isinstance(result.rows, LedgerRows):
        return []
    by_name = {row.name: row for row in result.rows}
    pair = [by_name.get(name) for name in _compared(result, count)]
    drawn = [row for row in pair if row is not None and row.low is not None]
    if len(drawn) > 1:
        return drawn
    named = [by_name[name] for name in named_in(result.measure, count) if name in by_name]
    found = [*named, *(result.rows if len(result.rows) == 1 else ())]
    # What came by the chosen count is the answer; what it leaves out is told beside it.
    return sorted(found, key=lambda row: row.keys.get("component") not in (None, count))[:1]


def _of_which(result: Result, row: Row, count: str) -> str:
    """Name a number where its sentence speaks of several that luck could move."""
    names = named_in(result.measure, count)
    named = [each for each in result.rows if each.name in names and each.low is not None]
    return f"{_name(result, row, named)}: " if len(named) > 1 else ""


def _compared(result: Result, count: str) -> list[str]:
    pair = result.measure.finding.compare or ()
    return [name.replace("ours_", f"{count}_", 1) for name in pair]


def _value_and_range(result: Result, row: Row, currency: str) -> list[str]:
    if row.value is None or (row.n is not None and row.n < FEWEST):
        return []
    unit = unit_of(result.measure, row)
    value, luck = value_of(row, unit, currency), luck_of(row, unit, currency)
    is_told = _is_said(value, result.finding)
    said = [] if is_told else [value]
    if not luck or luck.startswith(f"{value} "):
        # Too small a number for its range to be seen in these digits.
        return [] if luck else said
    if luck.replace(" %", "") in result.finding.replace(" %", ""):
        return [*said, "the range allows for luck"]
    is_of_100 = unit == "points" or (is_told and unit == "share" and not luck.endswith("%"))
    of_100 = " in 100" if is_of_100 else ""
    with_unknown = "with luck as well" if _is_bound(row) else "allowing for luck"
    return [*said, f"{luck}{of_100} {with_unknown}"]


def _beside(result: Result, row: Row, rows: Sequence[Row], currency: str) -> str:
    """Return one of several numbers with what sets it apart: later 23 in 100 (13 to 41)."""
    unit = unit_of(result.measure, row)
    name = _name(result, row, rows)
    luck = luck_of(row, unit, currency)
    return f"{name}: {value_of(row, unit, currency, brief=True)} ({luck})"


def _name(result: Result, row: Row, rows: Sequence[Row]) -> str:
    """Name a row by what sets it apart from the others, but for their mere order."""
    keys = [key for key in row.keys if key != "order"]
    apart = [key for key in keys if len({str(each.keys.get(key)) for each in rows}) > 1]
    return ", ".join(_key(key, row.keys[key], result) for key in apart)


def _key(key: str, value: object, result: Result) -> str:
    is_number = isinstance(value, int | float)
    return f"{words.word(key)} {value}" if is_number else word_of(value, result)


def value_of(row: Row, unit: str, currency: str, *, brief: bool = False) -> str:
    """Write a number as it stands in a sentence: 38 in 100, 0.8 %, 7 fewer in 100, 82 days."""
    if unit == "points":
        return f"{words.more_or_fewer(row.value, _digits(row))} in 100"
    if unit != "share":
        return words.in_unit(row.value, unit, currency)
    if _is_bound(row) and not brief:
        low, high = words.in100(row.bound_low), words.in100(row.bound_high)
        return f"{low} to {high} in 100, the higher with those we can't tell"
    return words.percent(row.value) if _is_small(row) else f"{words.in100(row.value)} in 100"


def luck_of(row: Row, unit: str, currency: str) -> str:
    """Write the range that luck allows: 33 to 44, 11 fewer to 12 more, 73 to 93 days."""
    if row.low is None or row.high is None:
        return ""
    if unit == "points":
        return words.between(row.low, row.high, _digits(row))
    if unit == "share" and not _is_small(row):
        return f"{words.in100(row.low)} to {words.in100(row.high)}"
    low, high = (words.in_unit(each, unit, currency) for each in (row.low, row.high))
    _, _, last = high.rpartition(" ")
    return f"{low.removesuffix(f' {last}')} to {high}"


def _digits(row: Row) -> int:
    """Return how finely a difference is told: where all of its range is small, with a decimal."""
    ends = [abs(end) for end in (row.value, row.low, row.high) if end is not None]
    return 1 if ends and max(ends) < _SMALL_GAP else 0


def _is_small(row: Row) -> bool:
    """Say whether a share needs finer words than so many in 100."""
    return (row.value or 0.0) < _SMALL and not _is_bound(row)


def _is_bound(row: Row) -> bool:
    ends = (row.bound_low, row.bound_high)
    return None not in ends and words.in100(ends[0]) != words.in100(ends[1])


def _of(result: Result, row: Row | None) -> str:
    """Say of how many records a number is: 30 of 107 deals, of 526 deals."""
    one, many = NOUNS[result.measure.records]
    if isinstance(result.rows, LedgerRows):
        return plural(result.rows.n, one, many)
    if row is None or not row.n:
        return ""
    is_of_records = row.numerator is not None and row.numerator == row.events
    if result.measure.grade == "modelled" and unit_of(result.measure, row) == "share":
        counts = f"{words.count(row.events)} of {plural(row.n, one, many)}"
        return f"{counts} so far" if is_beyond_counts(row) else counts
    if result.measure.is_ratio and unit_of(result.measure, row) == "share" and is_of_records:
        return f"{words.count(row.events)} of {plural(row.n, one, many)}"
    return f"of {plural(row.n, one, many)}"


def _is_said(piece: str, finding: str) -> bool:
    """Say whether a sentence has every number of a piece."""
    return set(_NUMBER.findall(piece)) <= set(_NUMBER.findall(finding))
