"""An answer, the same for page, command line and report."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from dashboard.measures.filters import Filters
from dashboard.measures.registry import Measure, Unit

if TYPE_CHECKING:
    from dashboard.measures.changes import Compared

# Below the first no rate is shown, below the second none is compared.
FEWEST = 10
FEW = 30
_DIGITS = 12

_FORMULA = re.compile(r"^\s*[=+\-@\t\r]")
_NUMBER = re.compile(r"^\s*[+-]?\d+([.,]\d+)*(e[+-]?\d+)?\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    """One number of an answer, with its interval and the records behind it."""

    keys: Mapping[str, object]
    value: float | None
    low: float | None
    high: float | None
    n: int | None
    events: int | None
    grade: str = "observed"
    status: str = "ok"
    numerator: float | None = None
    denominator: float | None = None
    bound_low: float | None = None
    bound_high: float | None = None
    details: Mapping[str, object] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return the row's keys as one name, which templates use.

        A mere order is no part of it, nor a month where the row stands for several.
        """
        named = (value for key, value in self.keys.items() if key != "order")
        return "_".join(str(value) for value in named if value is not None)


@dataclass(frozen=True)
class Result:
    """A measure's answer for one set of filters, in numbers and in words.

    `rows` are what is shown (split when asked); `whole` are the same rows without the split,
    on which the sentences rest. `finding_by` is the finding by the strict and the wide count,
    where a finding rests on one, `sides` what either side would say of it. `compared` sets the
    rows beside those of another period or group.
    """

    measure: Measure
    filters: Filters
    as_of: dt.datetime
    time_zone: str
    status: str
    needs: tuple[str, ...]
    rows: Sequence[Row]
    notes: tuple[str, ...]
    finding: str
    other_reading: str
    next_step: str
    whole: Sequence[Row] = ()
    population: str = ""
    finding_by: Mapping[str, str] = field(default_factory=dict)
    sides: Mapping[str, str] = field(default_factory=dict)
    compared: Compared | None = None

    def row(self, **keys: object) -> Row | None:
        """Return the first row with these keys, None if there is none."""
        for row in self.rows:
            if all(str(row.keys.get(name)) == str(value) for name, value in keys.items()):
                return row
        return None

    def to_json(self) -> dict[str, object]:
        """Return the stable machine interface of the product."""
        measure = self.measure
        return {
            "id": measure.id,
            "title": measure.title,
            "question": measure.question,
            "finding": self.finding,
            "other_reading": self.other_reading,
            "next_step": self.next_step,
            "school": measure.school,
            "unit": measure.unit,
            "shape": measure.shape,
            "dated_by": measure.dated_by,
            "as_of": f"{self.as_of.isoformat()}Z",
            "time_zone": self.time_zone,
            "filters": self.filters.to_json(),
            **({"against": self.compared.to_json()} if self.compared else {}),
            "status": self.status,
            "needs": list(self.needs),
            "rows": self.table(),
            "notes": list(self.notes),
        }

    def table(self) -> list[dict[str, object]]:
        """Return the rows as flat records, in the order in which the interface names them."""
        beside = self.compared.columns if self.compared else _alone
        return [plain({**_flat(row, self.measure), **beside(row)}) for row in self.rows]


def unit_of(measure: Measure, row: Row) -> Unit:
    """Return the unit of one row: a measure of money may count deals beside it, and the like."""
    own = row.details.get("unit")
    if own is not None:
        return cast("Unit", own)
    statistic = str(row.keys.get("statistic", ""))
    if measure.unit in ("money", "count") and statistic:
        return "money" if statistic.endswith("amount") else "count"
    if measure.unit == "days" and statistic.startswith("share_"):
        return "share"
    return measure.unit


def _flat(row: Row, measure: Measure) -> dict[str, object]:
    numbers: dict[str, object] = {
        **row.keys,
        **row.details,
        "value": row.value,
        "low": row.low,
        "high": row.high,
        "n": row.n,
        "events": row.events,
        "grade": row.grade,
        "status": row.status,
    }
    if measure.is_ratio:
        numbers |= {"numerator": row.numerator, "denominator": row.denominator}
    if row.bound_low is not None or measure.grade == "bound":
        numbers |= {"bound_low": row.bound_low, "bound_high": row.bound_high}
    return numbers


def _alone(row: Row) -> Mapping[str, object]:
    """Return the columns of a row that is set beside nothing: none."""
    del row
    return {}


def plain(numbers: Mapping[str, object]) -> dict[str, object]:
    """Make the columns of a row fit for JSON."""
    return {name: _plain(value, name) for name, value in numbers.items()}


def _plain(value: object, name: str) -> object:
    """Make a value fit for JSON: times as ISO 8601, whole numbers without a fraction.

    Others have twelve digits: what lies beyond them depends on the order in which rows were added.
    """
    if isinstance(value, dt.datetime):
        return f"{value.isoformat()}Z"
    if isinstance(value, dt.date):
        return value.strftime("%Y-%m") if name == "period" else value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return float(f"{value:.{_DIGITS}g}") if isinstance(value, float) else value


def guarded(value: object) -> object:
    """Keep a spreadsheet from running a cell: a text that looks like a formula gets a quote."""
    if isinstance(value, str) and _FORMULA.match(value) and not _NUMBER.match(value):
        return "'" + value
    return value
