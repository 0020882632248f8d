"""The rows of a ledger: one a record, made when they are looked at.

A ledger may hold a hundred thousand records of which a page shows ten.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, overload

import polars as pl

from dashboard.measures.result import Row

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

    def sum_of(self, path_classes: Sequence[str] | None = None) -> Row:
        """Return the number and the value of the records, of some path classes or of all."""
        frame = self.frame
        if path_classes is not None and "path_class" in frame.columns:
            frame = frame.filter(pl.col("path_class").is_in(list(path_classes)))
        known = frame["sort_value"].drop_nulls().cast(pl.Float64)
        value = float(known.sum()) if known.len() else None
        n = int(frame["n"].sum())
        return Row({}, value, None, None, n, n, grade=self.grade, numerator=value)

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
