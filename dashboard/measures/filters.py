"""What a reader asks of a measure: a period, values of dimensions, a split, a population."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from dashboard import words
from dashboard.config import DefaultPeriod
from dashboard.errors import ConfigError, unknown_name

Population = Literal["new_business", "all"]

# Ways to split that need no configured dimension.
FIXED_SPLITS = ("path_class", "pipeline", "source", "size_band", "month")

_MONTH = re.compile(r"(\d{4})-(\d{2})")

_DATED = {
    "lead_created": "leads created",
    "mql": "leads qualified by marketing",
    "step_entered": "steps entered",
    "gate_reached": "gates reached",
    "verdict": "verdicts given",
    "hand_raised": "requests for contact",
    "deal_created": "deals created",
    "deal_closed": "deals closed",
    "deal_changed": "what was open and what changed",
    "as_of": "deals open",
    "people_now": "people turned away who stand so",
    "content": "first pieces of content",
}

# What is so now belongs to no period.
NOW = ("as_of", "people_now")


@dataclass(frozen=True)
class Filters:
    """Whole months from `start` to `end`, both included; None is without limit.

    `until` cuts the last month off after that day: a month that is still running is compared with
    as much of an earlier one. `assumed` are assumptions of the config, by name, that this reader
    puts other numbers in place of.
    """

    start: dt.date | None = None
    end: dt.date | None = None
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    by: str | None = None
    population: Population = "new_business"
    until: dt.date | None = None
    assumed: Mapping[str, float] = field(default_factory=dict)

    @property
    def cache_key(self) -> tuple[object, ...]:
        """Return the filters as something that can be hashed; the order of values is no matter."""
        chosen = tuple(sorted((name, tuple(sorted(v))) for name, v in self.where.items()))
        assumed = tuple(sorted(self.assumed.items()))
        return (self.start, self.end, chosen, self.by, self.population, self.until, assumed)

    def resting_on(self, names: Collection[str]) -> Filters:
        """Return the filters without those assumptions that an answer does not rest on."""
        kept = {name: value for name, value in self.assumed.items() if name in names}
        return self if len(kept) == len(self.assumed) else replace(self, assumed=kept)

    def to_json(self) -> dict[str, object]:
        """Return the filters in the words of the command line."""
        until = {"until": self.until.isoformat()} if self.until else {}
        assumed = {"assumed": dict(sorted(self.assumed.items()))} if self.assumed else {}
        return {
            "from": self.start.strftime("%Y-%m") if self.start else None,
            "to": self.end.strftime("%Y-%m") if self.end else None,
            **until,
            "where": {name: list(values) for name, values in sorted(self.where.items())},
            "by": self.by,
            "population": self.population,
            **assumed,
        }


@dataclass(frozen=True)
class Dimension:
    """A configured way to cut figures: its slot in the warehouse, and its name on screen."""

    slot: str
    name: str
    label: str
    table: str


def parse_month(text: str) -> dt.date:
    """Return the first day of a month written as 2026-01."""
    found = _MONTH.fullmatch(text.strip())
    if found is None or not 1 <= int(found[2]) <= 12 or int(found[1]) < 1:
        raise ConfigError(f"{text!r} is no month. Write year and month, like 2026-01.")
    return dt.date(int(found[1]), int(found[2]), 1)


def month_end(first: dt.date) -> dt.date:
    """Return the last day of the month that begins on this day."""
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def add_months(first: dt.date, months: int) -> dt.date:
    """Return the first day of the month so many months later, or earlier."""
    index = first.year * 12 + first.month - 1 + months
    return dt.date(index // 12, index % 12 + 1, 1)


def same_day(day: dt.date, months: int) -> dt.date:
    """Return the day of that number so many months later, or earlier; the last of a short month."""
    month = add_months(day.replace(day=1), months)
    return month.replace(day=min(day.day, month_end(month).day))


def period_of(name: DefaultPeriod, as_of: dt.date) -> tuple[dt.date | None, dt.date | None]:
    """Return a named period: the running month to date and the eleven before it, or all."""
    if name == "all":
        return None, None
    this_month = as_of.replace(day=1)
    return add_months(this_month, -11), this_month


def shifted(filters: Filters, months: int) -> Filters:
    """Move the period by so many months; nothing else."""
    if months == 0:
        return filters
    start, end = filters.start, filters.end
    return replace(
        filters,
        start=add_months(start, months) if start else None,
        end=add_months(end, months) if end else None,
        until=same_day(filters.until, months) if filters.until else None,
    )


def check(filters: Filters, dimensions: Sequence[Dimension]) -> None:
    """Refuse a split or a filter by something that is not there; ConfigError."""
    names = [each.name for each in dimensions]
    for name in filters.where:
        if name not in names:
            raise unknown_name("dimension", name, names)
    if filters.by is not None and filters.by not in (*names, *FIXED_SPLITS):
        raise unknown_name("way to split", filters.by, [*names, *FIXED_SPLITS])
    if filters.start and filters.end and filters.start > filters.end:
        raise ConfigError(
            f"The period ends ({filters.end:%Y-%m}) before it starts ({filters.start:%Y-%m}). "
            "Swap --from and --to."
        )


def sentence(
    filters: Filters, dated_by: str, dimensions: Sequence[Dimension], as_of: dt.date
) -> str:
    """Say in words what was counted: deals closed Nov 2025 to Oct 2026, segment SMB."""
    labels = {each.name: each.label for each in dimensions}
    parts = [_period_words(filters, _DATED.get(dated_by, dated_by), as_of)]
    if dated_by in NOW:
        parts = [f"{_DATED[dated_by]} on {words.date(as_of)}"]
    for name, values in sorted(filters.where.items()):
        chosen = words.listed(list(values), "or") or "none of those you may see"
        parts.append(f"{labels.get(name, name)} {chosen}")
    # People are followed to new business in any case; a population of deals is another.
    if filters.population == "all" and dated_by.startswith(("deal", "as_of")):
        parts.append("existing customers included")
    return ", ".join(parts)


def _period_words(filters: Filters, what: str, as_of: dt.date) -> str:
    start, end = filters.start, filters.end
    if start is not None and filters.until is not None:
        return f"{what} {words.date(start)} to {words.date(filters.until)}"
    if start is None and end is None:
        return f"{what}, all data to {words.date(as_of)}"
    if end is None and start is not None:
        return f"{what} since {words.month(start)}"
    if start is None:
        return f"{what} up to {words.month(end)}"
    if period_of("last_12_months", as_of) == (start, end):
        return f"{what} in the 12 months to {words.date(as_of)}"
    if start == end:
        return f"{what} in {words.month(start)}"
    return f"{what} {words.month(start)} to {words.month(end)}"
