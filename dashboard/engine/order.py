"""SQL files, the tables they read, and the order that follows from it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import sqlglot
from sqlglot import exp

from dashboard import paths
from dashboard.errors import QueryError

# A file whose first line says so becomes a view: read seldom, and cheap to work out again.
_VIEW_MARK = "-- view:"


@dataclass(frozen=True)
class SqlFile:
    """One SELECT; its name is the name of the table it makes."""

    name: str
    sql: str
    reads: frozenset[str]

    @property
    def is_view(self) -> bool:
        """Whether the file makes a view rather than a table."""
        return self.sql.startswith(_VIEW_MARK)


@cache
def read_file(path: Path) -> SqlFile:
    """Read one SQL file and find the tables it reads."""
    sql = path.read_text(encoding="utf-8")
    return SqlFile(path.stem, sql, frozenset(tables_in(sql, path.name)))


def read_folder(folder: Path, beginnings: tuple[str, ...] = ("",)) -> tuple[SqlFile, ...]:
    """Read the SQL files of a folder, by name: all, or those whose names begin like this."""
    paths_there = sorted(folder.glob("*.sql"))
    return tuple(read_file(path) for path in paths_there if path.name.startswith(beginnings))


def fingerprint() -> str:
    """Return what tells the SQL that makes a warehouse's tables from any other version of it."""
    whole = hashlib.sha256()
    for layer in ("staging", "identity", "contradictions", "facts", "cubes"):
        for path in sorted((paths.queries() / layer).glob("*.sql")):
            whole.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()


def tables_in(sql: str, name: str = "a query") -> set[str]:
    """Return the tables a SELECT reads, its own steps left out."""
    try:
        tree = sqlglot.parse_one(sql, read="duckdb")
    except sqlglot.errors.ParseError as error:
        raise QueryError(f"{name} cannot be read as one SELECT: {error}") from error
    steps = {step.alias_or_name for step in tree.find_all(exp.CTE)}
    return {table.name for table in tree.find_all(exp.Table)} - steps


def in_order(files: tuple[SqlFile, ...]) -> tuple[SqlFile, ...]:
    """Put files so that each comes after those it reads."""
    by_name = {file.name: file for file in files}
    graph = {file.name: sorted(file.reads & by_name.keys()) for file in files}
    try:
        return tuple(by_name[name] for name in TopologicalSorter(graph).static_order())
    except CycleError as error:
        raise QueryError(f"These SQL files read each other in a circle: {error.args[1]}") from error


def columns_of(sql: str) -> tuple[str, ...]:
    """Return the columns that a SELECT names, in its order; none where it takes all of a table."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    names = tree.named_selects if isinstance(tree, exp.Query) else []
    return () if "*" in names else tuple(names)
