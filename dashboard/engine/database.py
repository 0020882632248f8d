"""One DuckDB database: for building, for serving, or in memory. The only door to SQL."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from dashboard.errors import QueryError

Parameters = Mapping[str, object]

# No extension is ever fetched: what a company's exports hold must not leave the machine.
_NO_DOWNLOADS = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}

# The name of the file that will be served, while it is built beside the scratch one.
FINISHED = "finished"

_SECONDS_BETWEEN_LOOKS = 0.2


def quote(identifier: str) -> str:
    """Quote a name that comes from a file or a config, so that it can only be a name."""
    return '"' + identifier.replace('"', '""') + '"'


class Database:
    """A DuckDB connection. Times are naive TIMESTAMPs in UTC; days are local DATEs.

    `before_each` is called before each statement, on the thread that asks it.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        before_each: Callable[[], None] = lambda: None,
    ) -> None:
        self.connection = connection
        self._before_each = before_each

    def execute(self, sql: str, parameters: Parameters | None = None, *, name: str = "") -> None:
        """Run one statement; QueryError carries its name and text."""
        self._before_each()
        try:
            self.connection.execute(sql, dict(parameters) if parameters else None)
        except duckdb.Error as error:
            raise _query_error(error, sql, name) from error

    def query(
        self, sql: str, parameters: Parameters | None = None, *, name: str = ""
    ) -> pl.DataFrame:
        """Return the rows of one SELECT."""
        self._before_each()
        try:
            relation = self.connection.sql(sql, params=dict(parameters) if parameters else None)
            frame: pl.DataFrame = relation.pl()
        except duckdb.Error as error:
            raise _query_error(error, sql, name) from error
        return frame

    def rows(
        self, sql: str, parameters: Parameters | None = None, *, name: str = ""
    ) -> list[dict[str, Any]]:
        """Return the rows of one SELECT that folds to a few: cheaper than a frame."""
        self._before_each()
        try:
            done = self.connection.execute(sql, dict(parameters) if parameters else None)
            names = [column[0] for column in done.description]
            return [dict(zip(names, row, strict=True)) for row in done.fetchall()]
        except duckdb.Error as error:
            raise _query_error(error, sql, name) from error

    def value(self, sql: str, parameters: Parameters | None = None) -> object:
        """Return the first cell of a SELECT's first row, None if there is no row."""
        frame = self.query(sql, parameters)
        return frame.item(0, 0) if frame.height else None

    def tables(self) -> set[str]:
        """Return the names of all tables and views, temporary ones too."""
        found = self.query(
            "select table_name from duckdb_tables() union all "
            "select view_name from duckdb_views() where not internal"
        )
        return set(found["table_name"].to_list())

    def columns(self, table: str) -> dict[str, str]:
        """Return a table's columns and their DuckDB types, in order."""
        described = self.query(f"describe {quote(table)}")
        return dict(zip(described["column_name"], described["column_type"], strict=True))

    def write_table(self, table: str, frame: pl.DataFrame, *, temporary: bool = False) -> None:
        """Create or replace a table from a frame; temporary ones work on a read-only warehouse."""
        kind = "temp table" if temporary else "table"
        self.connection.register("frame_to_write", frame)
        try:
            self.execute(f"create or replace {kind} {quote(table)} as from frame_to_write")
        finally:
            self.connection.unregister("frame_to_write")

    @contextmanager
    def watched(self, told: Callable[[float], None]) -> Iterator[None]:
        """Tell, from a thread of its own, how far the longest statement run meanwhile has come.

        `told` is called with shares from 0 to 1 that never go back.
        """
        self.connection.execute("set enable_progress_bar = true")
        self.connection.execute("set enable_progress_bar_print = false")
        ended = threading.Event()
        watching = threading.Thread(target=self._watch, args=(told, ended), daemon=True)
        watching.start()
        try:
            yield
        finally:
            ended.set()
            watching.join()
            self.connection.execute("set enable_progress_bar = false")

    def _watch(self, told: Callable[[float], None], ended: threading.Event) -> None:
        furthest = 0.0
        while not ended.wait(_SECONDS_BETWEEN_LOOKS):
            share = self.connection.query_progress() / 100
            if share > furthest:
                furthest = min(share, 1.0)
                told(furthest)

    def cursor(self, before_each: Callable[[], None] = lambda: None) -> Database:
        """Return a cursor with temporary tables of its own: one per request, never shared."""
        return Database(self.connection.cursor(), before_each)

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()


def _query_error(error: duckdb.Error, sql: str, name: str) -> QueryError:
    where = name or "a query"
    return QueryError(f"{where} failed: {error}\nThe SQL was:\n{sql.strip()}")


def open_for_building(
    path: Path,
    *,
    memory_limit: str = "600MB",
    threads: int = 2,
    temp_directory: Path | None = None,
) -> Database:
    """Open a new file to build in, within a memory limit, spilling beside it."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        **_NO_DOWNLOADS,
        "memory_limit": memory_limit,
        "threads": str(threads),
        "temp_directory": str(temp_directory or path.with_suffix(".spill")),
        "preserve_insertion_order": "false",
    }
    return _settled(duckdb.connect(str(path), config=settings))


def open_in_memory() -> Database:
    """Open an empty database that is gone when it is closed."""
    return _settled(duckdb.connect(":memory:", config=dict(_NO_DOWNLOADS)))


def _settled(connection: duckdb.DuckDBPyConnection) -> Database:
    connection.execute("set global TimeZone = 'UTC'")
    # stdout is for results; DuckDB would draw its bar there.
    connection.execute("set enable_progress_bar = false")
    return Database(connection)


def open_for_serving(path: Path, *, memory_limit: str = "1GB") -> Database:
    """Open a warehouse to answer from: read-only, and closed to files, network and settings.

    Each statement runs on the thread that asks it: its sums add up in the same order every time,
    and statements of many readers run side by side without waiting for each other's parts.
    """
    connection = duckdb.connect(str(path), read_only=True, config=dict(_NO_DOWNLOADS))
    if _is_locked(connection):
        # This process has the file open already, and shares its settings.
        return Database(connection)
    database = _settled(connection)
    for statement in (
        "set threads = 1",
        f"set memory_limit = '{memory_limit}'",
        "set temp_directory = ''",
        "set enable_external_access = false",
        "set lock_configuration = true",
    ):
        connection.execute(statement)
    return database


def _is_locked(connection: duckdb.DuckDBPyConnection) -> bool:
    # fetchall: a result that is not fetched to its end blocks the connection.
    found = connection.execute("select current_setting('lock_configuration')").fetchall()
    return bool(found[0][0])


def attach_finished(database: Database, path: Path) -> None:
    """Attach a new file as `finished`: what is created there is read by its bare name too."""
    escaped = str(path).replace("'", "''")
    building = quote(str(database.value("select current_database()")))
    database.execute(f"attach '{escaped}' as {FINISHED}")
    database.execute(f"set search_path = '{building}.main,{FINISHED}.main'")


def detach_finished(database: Database) -> None:
    """Close the finished file, whole on disk."""
    building = quote(str(database.value("select current_database()")))
    database.execute(f"set search_path = '{building}.main'")
    database.execute(f"detach {FINISHED}")
