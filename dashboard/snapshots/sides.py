"""What a comparison needs of a snapshot: one of the two sides of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import polars as pl

from dashboard.measures.filters import month_end, parse_month
from dashboard.snapshots.archive import Snapshot
from dashboard.snapshots.manifest import Manifest
from dashboard.snapshots.tracked import Figure

_RESTATED = dict.fromkeys((
    "restated_number", "table_name", "record_id", "column_name", "business_date", "old_value",
    "new_value",
), pl.String)  # fmt: skip
# Answers that are none: a figure of theirs has no records, which is not the same as zero.
_NO_ANSWER = ("not computable", "withheld")


@dataclass(frozen=True)
class Side:
    """One snapshot: its as-of date, its period, and what it keeps of the records.

    `restated` are the restatements known by then, values as text; `restatements_known` is the
    number of the last of them. A side of a day in the past that was made later (`is_rerun`) states
    all as it was stated when it was made. `is_cut` says that filters leave records out, the usual
    population among them, so that one of them may come in or go out.
    """

    name: str
    as_of: dt.date
    figures: pl.DataFrame
    deals: pl.DataFrame
    restated: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=_RESTATED))
    start: dt.date | None = None
    end: dt.date | None = None
    restatements_known: int = 0
    is_rerun: bool = False
    are_names_shown: bool = True
    definitions: Mapping[str, str] = field(default_factory=dict)
    rules_hash: str = ""
    asked: Mapping[str, Any] = field(default_factory=dict)
    is_cut: bool = False
    not_computable: frozenset[str] = frozenset()

    @property
    def is_part(self) -> bool:
        """Say whether its readers see a part of the company only."""
        return "limits" in self.asked.get("asked", {})

    @property
    def is_narrowed(self) -> bool:
        """Say whether it leaves out records, by a filter or by what its readers may see."""
        return self.is_part or "where" in self.asked.get("asked", {})

    def has(self, figure: Figure) -> bool:
        """Say whether a figure could be computed then."""
        return figure.measure not in self.not_computable

    def of(self, figure: str) -> pl.DataFrame:
        """Return the records of a figure."""
        return self._by_figure.get(figure, self.figures.clear())

    @cached_property
    def _by_figure(self) -> Mapping[str, pl.DataFrame]:
        parts = self.figures.partition_by("figure", as_dict=True, maintain_order=True)
        return {str(name): part for (name,), part in parts.items()}


def side_of(snapshot: Snapshot) -> Side:
    """Read one side of a comparison from the archive."""
    manifest = snapshot.manifest
    numbers = snapshot.numbers()
    start, end = _period(manifest)
    return Side(
        name=snapshot.name,
        as_of=manifest.as_of_date,
        figures=snapshot.figures(),
        deals=snapshot.deals(),
        restated=snapshot.restated(),
        start=start,
        end=end,
        restatements_known=manifest.restatements_known,
        is_rerun=manifest.is_rerun,
        are_names_shown=manifest.are_names_shown,
        definitions=manifest.definitions,
        rules_hash=manifest.rules_hash,
        asked={"asked": manifest.asked, "only": manifest.only},
        is_cut=_is_cut(manifest),
        not_computable=frozenset(
            name for name, each in numbers.items() if each.get("status") in _NO_ANSWER
        ),
    )


def _is_cut(manifest: Manifest) -> bool:
    filters = manifest.filters
    return bool(filters.get("where")) or filters.get("population") != "all"


def _period(manifest: Manifest) -> tuple[dt.date | None, dt.date | None]:
    first, last = manifest.filters.get("from"), manifest.filters.get("to")
    start = parse_month(str(first)) if first else None
    end = month_end(parse_month(str(last))) if last else None
    return start, end
