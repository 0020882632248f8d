"""The generated sentences: which template holds, and its numbers in words.

A direction is claimed beyond luck only, and from thirty records on.
"""

from __future__ import annotations

import math
import string
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dashboard import words
from dashboard.measures.context import Context
from dashboard.measures.ledger import LedgerRows
from dashboard.measures.registry import Measure
from dashboard.measures.result import FEW, FEWEST, Row

_NOTHING = Row(
    {},
    value=None,
    low=None,
    high=None,
    n=0,
    events=0,
    numerator=0.0,
    denominator=0.0,
    details=defaultdict(lambda: None),
)
_NUMBERS = ("value", "low", "high")
# Counts of what happened are said whole, however few; the rest are generalised.
COUNTED = ("total", "ledger", "activity_ratio", "bridge", "volume", "seller_hours")


@dataclass(frozen=True)
class Sentences:
    """What is said about an answer; `sides` is what either side would say of it."""

    finding: str
    other_reading: str
    next_step: str
    sides: Mapping[str, str]


class _Filler(string.Formatter):
    """Fills `{row.number:format}`; a row that is not there counts nothing."""

    def __init__(self, rows: Mapping[str, object], absent: Row, currency: str) -> None:
        super().__init__()
        self._rows = rows
        self._absent = absent
        self._currency = currency

    def get_value(
        self, key: int | str, args: Sequence[object], kwargs: Mapping[str, object]
    ) -> object:
        del args, kwargs
        return self._rows.get(str(key), self._absent)

    def vformat(self, format_string: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> str:
        """Fill a template that is written for many; what follows a count of one agrees with it."""
        parts, is_one = [], False
        for words_before, field, spec, _ in self.parse(format_string):
            parts.append(words.of_one(words_before) if is_one else words_before)
            if field is not None:
                value, _ = self.get_field(field, args, kwargs)
                parts.append(self.format_field(value, spec or ""))
                is_one = spec == "count" and parts[-1] == "1"
        return "".join(parts)

    def format_field(self, value: object, format_spec: str) -> str:
        return words.formatted(value, format_spec, self._currency)


def written(
    measure: Measure,
    whole: Sequence[Row],
    population: str,
    context: Context,
    also: Mapping[str, Row] | None = None,
    *,
    is_filtered: bool = False,
) -> Sentences:
    """Return the sentences about an answer; `also` are rows that they may name beside its own.

    Where it is filtered, none is none of those chosen, and not none in the period.
    """
    rows = {**_named(measure, whole), **(also or {})}
    names: dict[str, object] = {
        **rows,
        **_of_the_only(whole),
        "population": population,
        "horizon": context.horizon_days,
        "as_of": context.as_of_date,
    }
    # A total of nothing is nothing; a share of nothing is not known.
    absent = replace(_NOTHING, value=0.0) if measure.estimator.name == "total" else _NOTHING
    filler = _Filler(names, absent, context.currency)
    template = _template(measure, whole, rows, population)
    if is_filtered and _IN_PERIOD in template and not _counted(whole):
        template = f"Nothing to count among {population}."
    return Sentences(
        finding=words.begun(filler.format(template)),
        other_reading=filler.format(measure.other_reading),
        next_step=filler.format(measure.next_step),
        sides=_sides(measure, whole, filler),
    )


def _sides(measure: Measure, whole: Sequence[Row], filler: _Filler) -> dict[str, str]:
    """Return what either side would say; nobody says anything of nothing."""
    if measure.sides is None or not _counted(whole):
        return {}
    return {side: filler.format(text) for side, text in measure.sides.model_dump().items()}


def not_computable(needs: Sequence[str]) -> str:
    """Say what is missing."""
    if needs and all(each.endswith(".") for each in needs):
        return " ".join(needs)
    return f"Not computable: needs {words.listed(list(needs))}."


def _template(
    measure: Measure, whole: Sequence[Row], rows: Mapping[str, Row], population: str
) -> str:
    finding = measure.finding
    counted = _counted(whole)
    if measure.estimator.name in COUNTED:
        return finding.clear if counted else finding.too_few
    if counted == 0:
        return f"Nothing to count among {population}."
    named = _rows_in(finding.clear, rows, whole)
    fewest = min((row.n or 0 for row in named), default=0)
    if finding.none and not any(row.events for row in named):
        return finding.none
    if fewest < FEWEST or any(row.status == "too few" for row in named):
        return finding.too_few
    if any(row.status == "withheld" for row in named):
        return finding.withheld or _WITHHELD
    early = next(
        (row.status for row in named if row.status in ("too early", "fewer than half")), ""
    )
    if early:
        return _EARLY[early]
    if fewest < FEW or not _is_beyond_luck(measure, rows):
        return finding.luck
    return finding.clear


def _counted(whole: Sequence[Row]) -> int:
    return whole.n if isinstance(whole, LedgerRows) else sum(row.n or 0 for row in whole)


_IN_PERIOD = " in this period."
_WITHHELD = "Withheld: a check of this number did not hold."
_EARLY = {
    "too early": "Too early to say: too few have been watched for so many days.",
    "fewer than half": "Fewer than half have come so far yet.",
}


def _rows_in(template: str, rows: Mapping[str, Row], whole: Sequence[Row]) -> list[Row]:
    """Return the rows whose numbers a template gives; the first row where it names none."""
    found = []
    for _, field, _, _ in string.Formatter().parse(template):
        name, _, attribute = (field or "").partition(".")
        row = rows.get(name)
        if row is not None:
            found.append(row)
        elif attribute in _NUMBERS or attribute.startswith("keys["):
            found.append(_NOTHING)
    return found or list(whole[:1])


def _is_beyond_luck(measure: Measure, rows: Mapping[str, Row]) -> bool:
    """Compare the two rows a finding sets side by side; without such rows there is no claim."""
    if measure.finding.against_zero is not None:
        row = rows.get(measure.finding.against_zero, _NOTHING)
        return row.low is not None and row.high is not None and (row.low > 0 or row.high < 0)
    if measure.finding.compare is None:
        return True
    first, second = (rows.get(name, _NOTHING) for name in measure.finding.compare)
    difference = difference_of(first, second)
    return difference is not None and (difference[0] > 0 or difference[1] < 0)


def difference_of(first: Row, second: Row) -> tuple[float, float] | None:
    """Return the interval of a difference from the two intervals (Newcombe's hybrid)."""
    numbers = (first.value, first.low, first.high, second.value, second.low, second.high)
    if any(number is None for number in numbers):
        return None
    value, low, high, other, other_low, other_high = (float(number or 0.0) for number in numbers)
    difference = value - other
    return (
        difference - math.hypot(value - low, other_high - other),
        difference + math.hypot(high - value, other - other_low),
    )


def _named(measure: Measure, whole: Sequence[Row]) -> dict[str, Row]:
    """Return the rows by name, with those that sum several path classes."""
    if isinstance(whole, LedgerRows):
        return whole.by_path()
    first = {_named_first(row): row for row in whole if row.keys.get("order") == 1}
    named = {row.name: row for row in whole if row.name}
    return {**_summed_paths(measure, whole), **first, **named}


def _named_first(row: Row) -> str:
    """Name the first of a breakdown in order by its place, whatever it is called."""
    _, _, *rest = (str(value) for value in row.keys.values() if value is not None)
    return "_".join(["first", *rest])


def _of_the_only(whole: Sequence[Row]) -> dict[str, object]:
    """Return the numbers that need no row name: of the only row, or of a whole ledger."""
    row = whole[0] if len(whole) == 1 else _NOTHING
    if isinstance(whole, LedgerRows):
        row = whole.total()
    names = ("value", "low", "high", "n", "events", "numerator", "denominator")
    return {name: getattr(row, name) for name in (*names, "bound_low", "bound_high")}


def _summed_paths(measure: Measure, whole: Sequence[Row]) -> dict[str, Row]:
    """Sum parts of one whole: the rows of a path group share their denominator."""
    if not measure.is_ratio or not measure.keys:
        return {}
    first = measure.keys[0]
    summed: dict[str, Row] = {}
    for group, classes in words.PATH_GROUPS.items():
        for row in whole:
            if row.keys.get(first) not in classes:
                continue
            keys = {**row.keys, first: group}
            name = replace(row, keys=keys).name
            summed[name] = _added(summed.get(name), replace(row, keys=keys))
    return summed


def _added(sum_so_far: Row | None, row: Row) -> Row:
    if sum_so_far is None:
        return replace(row, low=None, high=None)
    part = (sum_so_far.numerator or 0.0) + (row.numerator or 0.0)
    is_known = row.denominator and row.status == "ok"
    return replace(
        sum_so_far,
        numerator=part,
        events=(sum_so_far.events or 0) + (row.events or 0),
        value=part / row.denominator if is_known and row.denominator else None,
    )
