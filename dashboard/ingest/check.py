"""The report behind `gatecost check`: what was read, what was put aside, and what does not fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dashboard.engine.database import Database
from dashboard.ingest import contract
from dashboard.ingest.accounts import FileLoad, LoadReport
from dashboard.ingest.unclaimed import LIKE

# What refers to these is shown under a name or linked; no count of deals depends on it.
_BESIDE = {"accounts", "persons", "users"}


@dataclass(frozen=True)
class TableReport:
    """A canonical table: rows, how many have each column that any row has, keys, duplicates.

    `duplicates` are the rows put aside because another one is kept, by reason.
    """

    table: str
    rows: int
    columns: Mapping[str, int]
    key: str = ""
    distinct_keys: int = 0
    missing_keys: int = 0
    duplicates: Mapping[str, int] = field(default_factory=dict)

    @property
    def blanks(self) -> dict[str, int]:
        """Return how many rows lack each column that the exports have, the most first."""
        known = contract.BY_NAME[self.table]
        own = {each.name for each in known.columns} | set(contract.DIMENSION_COLUMNS)
        blanks = {name: self.rows - n for name, n in self.columns.items() if name in own}
        in_turn = sorted(blanks.items(), key=lambda each: (-each[1], each[0]))
        return {name: count for name, count in in_turn if count}


@dataclass(frozen=True)
class JoinReport:
    """A reference from one table to another, and how many rows refer to what is not there."""

    table: str
    column: str
    refers_to: str
    filled: int
    unmatched: int

    @property
    def severity(self) -> str:
        """Tell whether counts of deals and leads depend on it."""
        return "note" if self.refers_to in _BESIDE else "warning"


@dataclass(frozen=True)
class ContradictionReport:
    """One kind of contradiction: how many records, a few of them, and how to mend it."""

    kind: str
    title: str
    table: str
    severity: str
    mend: str
    rows: int
    examples: Sequence[str]


@dataclass(frozen=True)
class AsideReport:
    """The rows of one file put aside for one reason, with a column, a value and a line of them."""

    file: str
    table: str
    reason: str
    rows: int
    column: str | None
    value: str | None
    line: int


@dataclass(frozen=True)
class CheckReport:
    """All files and tables; the command adds what can be computed from them."""

    files: tuple[FileLoad, ...]
    ignored: tuple[FileLoad, ...] = ()
    tables: tuple[TableReport, ...] = ()
    joins: tuple[JoinReport, ...] = ()
    contradictions: tuple[ContradictionReport, ...] = ()
    aside: tuple[AsideReport, ...] = ()
    held_out: Mapping[str, int] = field(default_factory=dict)
    links: Sequence[Mapping[str, Any]] = ()

    @property
    def refused(self) -> tuple[str, ...]:
        """Return the files that were refused, each once."""
        return tuple(dict.fromkeys(each.file for each in self.files if each.status == "refused"))

    @property
    def has_warnings(self) -> bool:
        """Tell whether rows were put aside or lost, or something contradicts itself."""
        return (
            any(each.status != "accepted" for each in self.files)
            or any(each.reason.startswith(LIKE) for each in self.ignored)
            or any(each.severity == "warning" for each in self.contradictions)
            or any(each.unmatched and each.severity == "warning" for each in self.joins)
        )


def of_files(database: Database, load: LoadReport) -> CheckReport:
    """Tell what became of the files, where no table could be made of them."""
    return CheckReport(load.files, load.ignored, aside=_aside(database))


def report(database: Database, load: LoadReport) -> CheckReport:
    """Put a load beside what the build writes about the canonical tables."""
    return CheckReport(
        load.files,
        load.ignored,
        _tables(database),
        tuple(
            JoinReport(*row)
            for row in database.query(
                "select table_name, column_name, refers_to, filled, unmatched from joins "
                "order by unmatched desc, table_name, column_name"
            ).iter_rows()
        ),
        _contradictions(database),
        _aside(database),
        dict(database.query("select table_name, rows from held_out where rows > 0").iter_rows()),
        database.query("from link_report").rows(named=True),
    )


def _tables(database: Database) -> tuple[TableReport, ...]:
    supplied = database.query(
        "select table_name, column_name, rows from supplied where rows > 0 order by all"
    )
    columns: dict[str, dict[str, int]] = {}
    for table, column, rows in supplied.iter_rows():
        columns.setdefault(table, {})[column] = rows
    keys = {row[0]: row[1:] for row in database.query("from table_keys").iter_rows()}
    duplicates: dict[str, dict[str, int]] = {}
    for table, reason, rows in database.query(
        "select table_name, reason, count(*) from "
        "(select table_name, unnest(reasons) as reason from quarantine) "
        "where reason like 'duplicate%' group by all order by all"
    ).iter_rows():
        duplicates.setdefault(table, {})[reason] = rows
    return tuple(
        _table(table, found, keys.get(table), duplicates.get(table, {}))
        for table, found in columns.items()
    )


def _table(
    name: str,
    columns: dict[str, int],
    keys: tuple[str, int, int, int] | None,
    duplicates: Mapping[str, int],
) -> TableReport:
    rows = columns.pop("source_name", 0)
    key, _, distinct, missing = keys or ("", 0, 0, 0)
    return TableReport(name, rows, columns, key, distinct, missing, duplicates)


def _contradictions(database: Database) -> tuple[ContradictionReport, ...]:
    found = database.query(
        "select kind, any_value(title), any_value(table_name), any_value(severity), "
        "any_value(mend), count(*), list(record_id || ': ' || detail order by record_id)[:3] "
        "from contradictions group by kind "
        "order by any_value(severity) desc, count(*) desc, kind"
    )
    return tuple(ContradictionReport(*row) for row in found.iter_rows())


def _aside(database: Database) -> tuple[AsideReport, ...]:
    found = database.query(
        "select file, table_name, fault.reason, count(distinct number) as rows, "
        "coalesce(fault.heading, fault.column_name) as heading, "
        "min_by(fault.value, number), min(line) "
        "from (select number, file, table_name, line, unnest(faults) as fault from quarantine) "
        "group by file, table_name, fault.reason, heading "
        "order by rows desc, file, table_name, fault.reason, heading"
    )
    return tuple(AsideReport(*row) for row in found.iter_rows())
