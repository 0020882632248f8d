"""The answers that a report of a change rests on: each measure, in each window and part, once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace

from dashboard import answer
from dashboard.answer import Warehouse
from dashboard.followed.model import Window
from dashboard.measures.access import User, limited
from dashboard.measures.dimension_values import check_values, values_of
from dashboard.measures.filters import Filters, shifted
from dashboard.measures.result import Result

# So many months before a change are looked at, where there are as many.
MOST_BEFORE = 24
Where = Mapping[str, tuple[str, ...]]
# A window, how it is split, and which part of the company: None is all of what is asked about.
_Key = tuple[str, dt.date, dt.date, str | None, str]


@dataclass
class Asking:
    """What one reader asks of one warehouse; the same question is answered once.

    `parts` are the filters of named parts of the company, each within what the reader asked about;
    "" is the whole of that.
    """

    warehouse: Warehouse
    base: Filters
    user: User | None
    # The months of all series: each takes those that it can tell.
    months: Window
    parts: dict[str, Where] = field(default_factory=dict)
    _kept: dict[_Key, Result] = field(default_factory=dict)

    def together(
        self, ids: Sequence[str], window: Window, by: str | None = None, part: str = ""
    ) -> None:
        """Answer several measures at once, for they share their slices."""
        missing = [each for each in ids if self._key(each, window, by, part) not in self._kept]
        by_shift: dict[int, list[str]] = {}
        for each in dict.fromkeys(missing):
            shift = self.warehouse.registry[each].period_shift_months
            by_shift.setdefault(shift, []).append(each)
        for shift, named in by_shift.items():
            # Such a measure moves its period back by itself; what is meant is the window.
            asked = shifted(self._filters(window, by, part), -shift)
            found = answer.answers(self.warehouse, named, asked, self.user)
            for each, result in found.items():
                self._kept[self._key(each, window, by, part)] = result

    def of(self, measure_id: str, window: Window, by: str | None = None, part: str = "") -> Result:
        """Return one measure's answer for the records of a window."""
        self.together([measure_id], window, by, part)
        return self._kept[self._key(measure_id, window, by, part)]

    def months_together(self, ids: Sequence[str], part: str = "") -> None:
        """Answer several measures month by month at once."""
        keyed = [each for each in ids if "period" in self.warehouse.registry[each].keys]
        self.together(keyed, self.months, part=part)
        self.together([each for each in ids if each not in keyed], self.months, "month", part)

    def by_month(self, measure_id: str, part: str = "") -> Result:
        """Return one measure's answer for each month of all series."""
        self.months_together([measure_id], part)
        is_keyed = "period" in self.warehouse.registry[measure_id].keys
        return self._kept[self._key(measure_id, self.months, None if is_keyed else "month", part)]

    def may_see(self, part: str) -> bool:
        """Say whether this reader may see anything of a part."""
        seen = answer.within_limits(self.warehouse, self._of_part(part), self.user)
        return all(seen.where.values())

    def values(self, where: Where) -> dict[str, list[str]]:
        """Return all values of these dimensions; ConfigError where one asked for is none of them.

        The fault names those values alone that this reader may see.
        """
        known = [each for each in self.warehouse.context.dimensions if each.name in where]
        if not known:
            return {}
        with closing(self.warehouse.database.cursor()) as cursor:
            found = values_of(cursor, known)
        everything = Filters(where={name: tuple(values) for name, values in found.items()})
        seen = answer.within_limits(self.warehouse, everything, self.user).where
        for name, values in found.items():
            unknown = [each for each in where[name] if each not in values]
            check_values({name: unknown}, {name: seen[name]})
        return {name: sorted(values) for name, values in found.items()}

    def _filters(self, window: Window, by: str | None, part: str) -> Filters:
        return replace(self._of_part(part), start=window.start, end=window.end, by=by)

    def _of_part(self, part: str) -> Filters:
        """Return what of a part the reader asked about: never more than either."""
        return limited(self.base, User(limits=self.parts.get(part, {})))

    def _key(self, measure_id: str, window: Window, by: str | None, part: str) -> _Key:
        return measure_id, window.start, window.end, by, part
