"""The account of every file: what was read, accepted, put aside or refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from dashboard.engine.database import Database


@dataclass(frozen=True)
class MapLoad:
    """A map that leaves rows of a file out on purpose: what it chose, and what it did not."""

    map: str
    chosen: int
    not_chosen: int


@dataclass(frozen=True)
class FileLoad:
    """What became of one file for one table: read = accepted + quarantined.

    `content` is the SHA-256 of the file, where a build hashes it. `is_reused` says that the file is
    unchanged since the last build and was not opened again.
    """

    source_name: str
    file: str
    table_name: str
    status: str
    read: int = 0
    accepted: int = 0
    quarantined: int = 0
    bytes: int = 0
    newlines: int = 0
    reason: str = ""
    reasons: dict[str, int] = field(default_factory=dict)
    is_reused: bool = False
    maps: tuple[MapLoad, ...] = ()
    content: str = ""


@dataclass(frozen=True)
class LoadReport:
    """All files of a load, in the order in which they were read, and those that nothing reads."""

    files: tuple[FileLoad, ...]
    ignored: tuple[FileLoad, ...] = ()

    @property
    def has_refusals(self) -> bool:
        """Tell whether a file was refused."""
        return any(each.status == "refused" for each in self.files)


def write(database: Database, loads: Sequence[FileLoad]) -> None:
    """Write load_files; whether a file was read or reused is no property of the data."""
    rows = [{name: getattr(each, name) for name in _SCHEMA} for each in loads]
    database.write_table("load_files", pl.DataFrame(rows, schema=_SCHEMA))


_SCHEMA = {
    "source_name": pl.String, "file": pl.String, "table_name": pl.String, "status": pl.String,
    "read": pl.Int64, "accepted": pl.Int64, "quarantined": pl.Int64, "bytes": pl.Int64,
    "newlines": pl.Int64, "reason": pl.String, "content": pl.String,
}  # fmt: skip
