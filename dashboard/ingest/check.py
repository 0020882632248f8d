"""The report behind `gatecost check`: what was read, what was put aside, and what is supplied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.engine.database import Database
from dashboard.ingest.accounts import FileLoad, LoadReport


@dataclass(frozen=True)
class TableSupply:
    """A canonical table: its rows, and how many of them have each column that any row has."""

    table: str
    rows: int
    columns: dict[str, int]


@dataclass(frozen=True)
class CheckReport:
    """All files and tables; the runtime adds what can be computed from them."""

    files: tuple[FileLoad, ...]
    tables: tuple[TableSupply, ...]

    @property
    def has_warnings(self) -> bool:
        """Tell whether a row was put aside or a file refused."""
        return any(each.status != "accepted" for each in self.files)

    def to_json(self) -> dict[str, Sequence[object]]:
        """Return the machine interface of `gatecost check --format json`, without measures."""
        return {
            "files": [
                {
                    "file": each.file,
                    "table": each.table_name,
                    "source": each.source_name,
                    "status": each.status,
                    "read": each.read,
                    "accepted": each.accepted,
                    "quarantined": each.quarantined,
                    "reasons": each.reasons,
                    "bytes": each.bytes,
                    "newlines": each.newlines,
                    "reason": each.reason or None,
                }
                for each in self.files
            ],
            "tables": [
                {"table": each.table, "rows": each.rows, "columns": each.columns}
                for each in self.tables
            ],
        }


def report(database: Database, load: LoadReport) -> CheckReport:
    """Put a load beside the table `supplied`, which the build writes after the union."""
    supplied = database.query(
        "select table_name, column_name, rows from supplied where rows > 0 order by all"
    )
    columns: dict[str, dict[str, int]] = {}
    for table, column, rows in supplied.iter_rows():
        columns.setdefault(table, {})[column] = rows
    tables = [
        TableSupply(table, found.pop("source_name", 0), found) for table, found in columns.items()
    ]
    return CheckReport(load.files, tuple(tables))
