"""What was changed on a day, and what the measures were before and after it: the finished report.

Everything here is ready to be read aloud or drawn: numbers with their ranges, and words. What came
after a change need not come of it, so both readings stand beside each other and no word claims a
cause.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from dashboard.measures.filters import month_end
from dashboard.measures.registry import Grade, Unit
from dashboard.measures.result import Row, plain


@dataclass(frozen=True)
class Changed:
    """One dated change: a mark of the config, or a decision of a meeting.

    `key` names it in addresses and on the command line: its day, and `-2` for the second of a day.
    `measures` are those its owner named; `control` is a dimension and the values of it that the
    change did not touch.
    """

    key: str
    day: dt.date
    label: str
    kind: str
    gate: str | None = None
    measures: tuple[str, ...] = ()
    control: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_decision: bool = False


@dataclass(frozen=True)
class Window:
    """Whole months from `start` to `end`, both named by their first day; `label` in words."""

    start: dt.date
    end: dt.date
    label: str

    @property
    def last_day(self) -> dt.date:
        """Return the last day of its last month."""
        return month_end(self.end)


@dataclass(frozen=True)
class Point:
    """A measure in one month; `value` is None where too few records or too few days tell it."""

    month: dt.date
    value: float | None
    low: float | None
    high: float | None
    n: int | None
    is_after: bool
    is_signal: bool = False


@dataclass(frozen=True)
class Series:
    """The months of a measure, and the limits drawn from those before the change alone.

    `middle`, `low` and `high` are None where fewer than twelve months lie before it.
    """

    points: tuple[Point, ...]
    middle: float | None
    low: float | None
    high: float | None
    said: str


@dataclass(frozen=True)
class Gap:
    """A difference with its range, and what it says; in the unit of its measure."""

    value: float | None
    low: float | None
    high: float | None
    said: str
    status: str = ""

    @property
    def is_clear(self) -> bool:
        """Say whether luck alone would hardly leave so much."""
        return self.low is not None and self.high is not None and not self.low <= 0 <= self.high


@dataclass(frozen=True)
class Control:
    """The same measure in the part that was not touched, and both parts beside each other.

    `changed` and `untouched` are the differences of the two parts, `beyond` is the one less the
    other; `drift` is by how much they had already drawn apart in as long a time before.
    """

    label: str
    changed: Gap
    untouched: Gap
    beyond: Gap
    drift: Gap
    changed_label: str
    grade: Grade = "adjusted"


@dataclass(frozen=True)
class Mix:
    """A difference in two parts that add up to it, by one way to split: `mix` and `rate`.

    `mix`: other records came, each kind doing as before. `rate`: each kind did otherwise.
    """

    split: str
    mix: float
    rate: float
    said: str


@dataclass(frozen=True)
class Moved:
    """One measure before and after a change.

    `mark` is the row of the measure that is told, as its drill names it; `name` is that row in
    words. `by` is after less before. `q` is the false share among all finds of this report down to
    this one; a direction is claimed where it is 0.10 or less and luck alone is left behind.
    `supports` and `speaks_against` are the two readings, a sentence each.
    """

    measure_id: str
    title: str
    mark: Mapping[str, str]
    name: str
    unit: Unit
    grade: str
    status: str
    said: str
    before: Window | None = None
    after: Window | None = None
    was: Row | None = None
    now: Row | None = None
    was_text: str = ""
    now_text: str = ""
    by: Gap | None = None
    q: float | None = None
    control: Control | None = None
    series: Series | None = None
    mix: Mix | None = None
    season: Gap | None = None
    supports: tuple[str, ...] = ()
    speaks_against: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_told(self) -> bool:
        """Say whether there is a difference to be shown."""
        return self.by is not None

    @property
    def is_bound(self) -> bool:
        """Say whether the records tell two ends alone, between which it lies."""
        return self.now is not None and self.now.bound_low is not None

    @property
    def is_clear(self) -> bool:
        """Say whether a direction may be claimed."""
        return self.status in ("clearly more", "clearly fewer")


@dataclass(frozen=True)
class Followed:
    """A change and all that was measured around it.

    `said` is the sentence on top, `others` are the changes that fall into the same months, `notes`
    say what was left out and why.
    """

    change: Changed
    as_of: dt.date
    months: int
    said: str
    rows: tuple[Moved, ...]
    control_label: str = ""
    others: tuple[Changed, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def told(self) -> tuple[Moved, ...]:
        """Return the measures with a difference, those beyond luck first."""
        return tuple(sorted((each for each in self.rows if each.is_told), key=_by_clarity))

    def to_json(self) -> dict[str, object]:
        """Return the stable machine interface of the report."""
        return {
            "change": _change_json(self.change),
            "as_of": self.as_of.isoformat(),
            "months": self.months,
            "finding": self.said,
            "control": self.control_label,
            "others": [_change_json(each) for each in self.others],
            "notes": list(self.notes),
            "rows": [_moved_json(each) for each in self.rows],
        }

    def table(self) -> list[dict[str, object]]:
        """Return a flat row for each measure."""
        return [_flat(each) for each in self.rows]


def _by_clarity(moved: Moved) -> bool:
    return not moved.is_clear


def _change_json(change: Changed) -> dict[str, object]:
    return {
        **plain(asdict(change)),
        "measures": list(change.measures),
        "control": {name: list(values) for name, values in change.control.items()},
    }


def _flat(moved: Moved) -> dict[str, object]:
    was, now, by = moved.was, moved.now, moved.by
    return plain(
        {
            "measure": moved.measure_id,
            "mark": ",".join(f"{name}={value}" for name, value in moved.mark.items()),
            "before_from": _month(moved.before.start if moved.before else None),
            "before_to": _month(moved.before.end if moved.before else None),
            "after_from": _month(moved.after.start if moved.after else None),
            "after_to": _month(moved.after.end if moved.after else None),
            "before": was.value if was else None,
            "before_n": was.n if was else None,
            "after": now.value if now else None,
            "after_n": now.n if now else None,
            "difference": by.value if by else None,
            "difference_low": by.low if by else None,
            "difference_high": by.high if by else None,
            "q": moved.q,
            **_of_control(moved.control),
            "grade": moved.grade,
            "status": moved.status,
        }
    )


def _of_control(control: Control | None) -> dict[str, object]:
    gaps = {
        "control": control.untouched if control else None,
        "beyond_control": control.beyond if control else None,
    }
    return {
        f"{name}{end}": getattr(gap, key) if gap else None
        for name, gap in gaps.items()
        for end, key in (("", "value"), ("_low", "low"), ("_high", "high"))
    }


def _moved_json(moved: Moved) -> dict[str, object]:
    return {
        **_flat(moved),
        "mark": dict(moved.mark),
        "title": moved.title,
        "name": moved.name,
        "unit": moved.unit,
        "finding": moved.said,
        "supports": list(moved.supports),
        "speaks_against": list(moved.speaks_against),
        "notes": list(moved.notes),
        "limits": _limits_json(moved.series),
        "series": [plain(asdict(each)) for each in moved.series.points] if moved.series else [],
        "mix": plain(asdict(moved.mix)) if moved.mix else None,
        "season": plain(asdict(moved.season)) if moved.season else None,
        "drift": plain(asdict(moved.control.drift)) if moved.control else None,
    }


def _limits_json(series: Series | None) -> dict[str, object] | None:
    if series is None:
        return None
    return plain(
        {"middle": series.middle, "low": series.low, "high": series.high, "said": series.said}
    )


def _month(day: dt.date | None) -> str | None:
    return day.strftime("%Y-%m") if day else None
