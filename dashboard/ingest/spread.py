"""Wide tables: one column per stage, with the date on which a deal entered it.

A template such as `Date entered "{stage} ({pipeline})"` tells these columns; what stands in the
place of a name becomes a column of that name, one row per record and column that is filled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from dashboard.engine.reading import Selection
from dashboard.engine.values import Wanted
from dashboard.ingest.feeds import date_name

_NAME = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class Spread:
    """The columns of a file that become rows: which columns each row keeps, and the templates."""

    name: str
    keep: tuple[Wanted, ...]
    headings: tuple[str, ...]
    into: str

    @property
    def columns(self) -> tuple[Wanted, ...]:
        """Return all columns of the rows: those kept, those in the templates, and the time."""
        found = (name for each in self.headings for name in names_in(each))
        texts = tuple(Wanted(name, "text") for name in dict.fromkeys(found))
        return (*self.keep, *texts, self.time())

    def time(self, heading: str | None = None) -> Wanted:
        """Return the column of the time under a heading."""
        return Wanted(self.into, "timestamp", heading, date_name=date_name(self.into, "timestamp"))

    def selections(self, kept: Sequence[Wanted], headings: Sequence[str]) -> Iterator[Selection]:
        """Yield what each matching heading of a file becomes."""
        for heading, values in matches(self.headings, headings):
            texts = (
                replace(each, constant=values.get(each.name))
                for each in self.columns[len(self.keep) : -1]
            )
            columns = (*kept, *texts, self.time(heading))
            yield Selection(columns, filled=(heading,), main_time=self.into)


@cache
def pattern_of(template: str) -> re.Pattern[str]:
    """Return what a heading must be like to fit a template; upper and lower case are alike."""
    parts = _NAME.split(template)
    whole = "".join(
        f"(?P<{part}>.+)" if place % 2 else re.escape(part) for place, part in enumerate(parts)
    )
    return re.compile(whole, re.IGNORECASE)


def names_in(template: str) -> list[str]:
    """Return the names in a template."""
    return _NAME.findall(template)


def matches(
    templates: Sequence[str], headings: Sequence[str]
) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each heading that fits, by the first template that it fits, and what it names."""
    for heading in headings:
        for template in templates:
            found = pattern_of(template).fullmatch(heading)
            if found:
                yield heading, found.groupdict()
                break
