"""An answer set beside the same answer of another period or group, row by row.

A direction is claimed beyond luck alone, from thirty records on, and between periods of one age.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from dashboard import words
from dashboard.estimators.difference import bounds_difference, count_difference, difference
from dashboard.estimators.intervals import UNDEFINED, Interval
from dashboard.measures.against import Against
from dashboard.measures.filters import add_months, parse_month, shifted
from dashboard.measures.kept_apart import kept_apart
from dashboard.measures.ledger import LedgerRows
from dashboard.measures.registry import Measure
from dashboard.measures.result import FEW, Result, Row, plain, unit_of
from dashboard.measures.sentences import COUNTED
from dashboard.measures.slices import cuts_by_day

MORE, FEWER, LUCK = "clearly more", "clearly fewer", "could be luck"
TOO_FEW, NO_RANGE = "too few", "no luck range"
OTHER_AGE, NOT_COMPARABLE = "not the same age", "not comparable"
CLEAR = (MORE, FEWER)

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
# Places in an order differ from one period to the next and name nothing.
_NO_NAME = ("order",)

Key = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Change:
    """One row beside its like on the other side: by how much it is above it, and how sure.

    `why` says in words what keeps the two from being compared.
    """

    status: str
    other: Row | None = None
    by: Interval = UNDEFINED
    why: str = ""

    @property
    def is_clear(self) -> bool:
        """Say whether a direction may be claimed."""
        return self.status in CLEAR


@dataclass(frozen=True)
class Compared:
    """An answer's other side, and the change of each row; `whole` is a ledger's number of records.

    `reason` says why there is nothing beside the answer at all, `note` what is missing from it.
    """

    against: Against
    other: Result | None = None
    changes: Mapping[Key, Change] = field(default_factory=dict)
    whole: Change | None = None
    reason: str = ""
    note: str = ""

    def of(self, row: Row) -> Change | None:
        """Return the change of a row of the answer; none where it is set beside nothing."""
        return self.changes.get(_key(row.keys))

    def to_json(self) -> dict[str, object]:
        """Return what the answer was compared with; of a ledger also how many records it has."""
        told = {**self.against.to_json(), "reason": self.reason, "note": self.note}
        if self.other is not None:
            told["finding"] = self.other.finding
        return {**told, "records": plain(_columns(self.whole))} if self.whole else told

    def columns(self, row: Row) -> Mapping[str, object]:
        """Return the columns that stand beside a row: the other side, the difference, how sure."""
        change = self.of(row)
        return _columns(change) if change else {}


def _columns(change: Change) -> dict[str, object]:
    other = change.other
    columns: dict[str, object] = {
        f"other_{name}": getattr(other, name) if other else None
        for name in ("value", "low", "high", "n", "events")
    }
    if other is not None and other.bound_low is not None:
        columns |= {"other_bound_low": other.bound_low, "other_bound_high": other.bound_high}
    return {
        **columns,
        "difference": change.by.value,
        "difference_low": change.by.low,
        "difference_high": change.by.high,
        "difference_status": change.status,
    }


def beside(
    found: Mapping[str, Result], before: Mapping[str, Result], against: Against
) -> dict[str, Result]:
    """Return answers with what they are compared with; `before` are those of the other side."""
    return {
        each: replace(result, compared=set_beside(result, before.get(each), against))
        for each, result in found.items()
    }


def set_beside(result: Result, other: Result | None, against: Against) -> Compared:
    """Return an answer's comparison with the same answer of the other side."""
    measure = result.measure
    if against.filters is None:
        return Compared(against, reason=against.reason)
    apart = kept_apart(result, against)
    if apart:
        return Compared(against, reason=apart)
    if other is None or other.status in ("not computable", "withheld"):
        said = other.finding if other and other.finding else "It could not be worked out."
        return Compared(against, other, reason=f"{words.begun(against.label)}: {said}")
    sides = _Sides(measure, against)
    if isinstance(result.rows, LedgerRows) and isinstance(other.rows, LedgerRows):
        pair = _number_of(result.rows), _number_of(other.rows)
        # The ten largest are ten on both sides.
        whole = None if measure.estimator.limit else sides.change(*pair)
        return Compared(against, other, whole=whole, note=sides.note())
    theirs = {_key(row.keys): row for row in other.rows}
    changes = {
        _key(row.keys): sides.change(row, theirs.get(_key(_moved(row.keys, against))))
        for row in result.rows
    }
    return Compared(against, other, changes, note=sides.note())


def _number_of(rows: LedgerRows) -> Row:
    """Return how many records a ledger has, as a row that counts."""
    total = rows.total()
    return Row(
        {}, float(rows.n), None, None, rows.n, rows.n, total.grade, details={"unit": "count"}
    )


@dataclass(frozen=True)
class _Sides:
    """What the two sides of one measure have in common."""

    measure: Measure
    against: Against

    def change(self, row: Row, other: Row | None) -> Change:
        """Return how a row differs from its like on the other side."""
        is_total = self.measure.estimator.name in COUNTED
        if other is None and self.measure.estimator.name == "total" and row.value is not None:
            other = Row(row.keys, 0.0, None, None, 0, 0, row.grade)
        if other is None:
            return Change(TOO_FEW, why="there is nothing to set it beside")
        if self.against.is_period and self.measure.is_now_for(row.keys.values()):
            return Change(NOT_COMPARABLE, why="it is so now, and of no earlier period")
        if self.against.is_period and self.measure.matures_for(row.keys.values()):
            return Change(OTHER_AGE, other, why="the older had more time")
        if row.bound_low is not None or other.bound_low is not None:
            return _of_bounds(row, other)
        is_time = self.measure.unit == "days" and self.measure.dated_by == "deal_closed"
        clock = self.measure.dated_by_for(row.keys.values())
        begins = self._begins_late(clock) if is_total or is_time else ""
        why = (self._unlike_sums() if is_total else "") or begins
        if why:
            return Change(NOT_COMPARABLE, other, why=why)
        if is_total and unit_of(self.measure, row) == "count":
            return _of_counts(row, other)
        return _of_intervals(row, other)

    def _unlike_sums(self) -> str:
        """Say why two sums of what happened are not to be compared; nothing where they are."""
        against, measure = self.against, self.measure
        if against.is_part:
            return "the one is a part of the other"
        if not against.is_period or against.filters is None:
            return ""
        is_cut = against.filters.until is not None and not measure.period_shift_months
        if not against.is_as_long or (is_cut and not cuts_by_day(measure.reads)):
            return "the two periods are not as long"
        return ""

    def note(self) -> str:
        """Say so where part of the other side is older than our data."""
        begins = self._begins_late(self.measure.dated_by)
        missing = f"what began earlier is missing from {self.against.label}"
        return f"{words.begun(begins)}: {missing}." if begins else ""

    def _begins_late(self, clock: str) -> str:
        """Say so where our data begin too late for all of the other period to be in them.

        What closes began earlier, most of it within the horizon.
        """
        against, measure = self.against, self.measure
        if not against.is_period or against.filters is None:
            return ""
        needed = shifted(against.filters, measure.period_shift_months).start
        if clock in ("deal_closed", "deal_changed"):
            clock = "deal_created"
            needed = needed - dt.timedelta(days=against.horizon_days) if needed else None
        begins = against.first_days.get(clock)
        if begins is None or needed is None or needed >= begins.replace(day=1):
            return ""
        return f"our data begin on {words.date(begins)}"


def _of_bounds(row: Row, other: Row) -> Change:
    """Compare two ranges: a direction is claimed where they do not overlap, luck included."""
    ends = _ends(row), _ends(other)
    if ends[0] is None or ends[1] is None:
        return Change(TOO_FEW, other)
    if min(row.n or 0, other.n or 0) < FEW:
        return Change(TOO_FEW, other)
    least, most = bounds_difference(ends[0], ends[1])
    by = Interval(None, least.low, most.high)
    if None in (row.low, row.high, other.low, other.high):
        return Change(NO_RANGE, other, by)
    if (row.low or 0.0) > (other.high or 0.0):
        return Change(MORE, other, by)
    return Change(FEWER if (row.high or 0.0) < (other.low or 0.0) else LUCK, other, by)


def _ends(row: Row) -> tuple[Interval, Interval] | None:
    """Return both ends that the records allow, each with luck to its own side."""
    low, high = row.bound_low, row.bound_high
    if low is None or high is None or row.low is None or row.high is None:
        return None
    return Interval(low, row.low, low), Interval(high, high, row.high)


def _of_counts(row: Row, other: Row) -> Change:
    if row.value is None or other.value is None or row.value < 0 or other.value < 0:
        return Change(NO_RANGE, other)
    by = count_difference(row.value, other.value)
    # What is compared are the events of both sides; many against none is a finding.
    is_few = row.value + other.value < FEW
    return Change(TOO_FEW, other) if is_few else Change(_direction(by), other, by)


def _of_intervals(row: Row, other: Row) -> Change:
    if row.value is None or other.value is None:
        early = next((each.status for each in (row, other) if each.status != "ok"), TOO_FEW)
        return Change(early, other)
    by = difference(
        Interval(row.value, row.low, row.high), Interval(other.value, other.low, other.high)
    )
    if by.low is None:
        return Change(NO_RANGE, other, by)
    if min(row.n or 0, other.n or 0) < FEW:
        return Change(TOO_FEW, other)
    return Change(_direction(by), other, by)


def _direction(by: Interval) -> str:
    if by.low is not None and by.low > 0:
        return MORE
    return FEWER if by.high is not None and by.high < 0 else LUCK


def _key(keys: Mapping[str, object]) -> Key:
    return tuple((name, str(value)) for name, value in keys.items() if name not in _NO_NAME)


def _moved(keys: Mapping[str, object], against: Against) -> dict[str, object]:
    """Return the keys of the row that stands for the same month of the other period."""
    if not against.shift_months:
        return dict(keys)
    return {name: _month_moved(value, against.shift_months) for name, value in keys.items()}


def _month_moved(value: object, months: int) -> object:
    if isinstance(value, dt.date):
        return add_months(value, months)
    if isinstance(value, str) and _MONTH.fullmatch(value):
        return f"{add_months(parse_month(value), months):%Y-%m}"
    return value
