"""The rows of a ledger: one a record, made when they are looked at.

A ledger may hold a hundred thousand records of which a page shows ten.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, overload

import polars as pl

from dashboard import words
from dashboard.measures.result import Result, Row

_OWN = ("period", "group_name", "record_id", "n", "sort_value")


@dataclass(frozen=True)
class LedgerRows(Sequence[Row]):
    """All rows of a ledger, the largest first."""

    frame: pl.DataFrame
    grade: str
    split: str | None = None
    hidden: tuple[str, ...] = ()

    def __len__(self) -> int:
        """Return how many records there are."""
        return self.frame.height

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, at: int | slice) -> Row | tuple[Row, ...]:
        """Return one row, or some of them."""
        if isinstance(at, slice):
            return tuple(self._row(each) for each in self.frame[at].iter_rows(named=True))
        return self._row(self.frame.row(at, named=True))

    def __iter__(self) -> Iterator[Row]:
        """Go through all rows."""
        return (self._row(each) for each in self.frame.iter_rows(named=True))

    @property
    def n(self) -> int:
        """Return how many records the ledger stands for."""
        return int(self.frame["n"].sum())

    def total(self) -> Row:
        """Return the number and the value of all records."""
        return self._summed(self.n, self.frame["sort_value"].drop_nulls().to_list())

    def by_path(self) -> dict[str, Row]:
        """Return the number and the value of the records of each path class and path group."""
        if "path_class" not in self.frame.columns:
            return {}
        parts = {
            name: part for (name,), part in self.frame.group_by("path_class", maintain_order=True)
        }
        groups = {**{code: (code,) for code in words.PATH_CLASSES}, **words.PATH_GROUPS}
        found = {}
        for name, classes in groups.items():
            chosen = [parts[each] for each in classes if each in parts]
            values = [v for part in chosen for v in part["sort_value"].drop_nulls().to_list()]
            found[name] = self._summed(sum(int(part["n"].sum()) for part in chosen), values)
        return found

    def _summed(self, n: int, values: Sequence[float]) -> Row:
        value = math.fsum(values) if values else None
        return Row({}, value, None, None, n, n, self.grade, numerator=value)

    def _row(self, entry: Mapping[str, Any]) -> Row:
        keys: dict[str, object] = {"record_id": entry["record_id"]}
        if self.split == "month":
            keys["period"] = entry["period"]
        elif self.split is not None:
            keys["group"] = entry["group_name"]
        details = {
            name: value
            for name, value in entry.items()
            if name not in _OWN and name not in self.hidden
        }
        n = entry["n"]
        return Row(keys, entry["sort_value"], None, None, n, n, self.grade, details=details)


def records_of(result: Result) -> int:
    """Return how many records an answer speaks of, at least."""
    if isinstance(result.rows, LedgerRows):
        return result.rows.n
    return max((row.n or 0 for row in result.rows), default=0)
