"""Staging tables become canonical tables: every contract column, whatever the exports had."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from dashboard.engine.database import Database, quote


def unite(
    database: Database,
    table: str,
    columns: Mapping[str, str],
    *,
    record_sources: Sequence[str] = (),
) -> None:
    """Make one canonical table as a view over all `stg_*__<table>`, matched by column name.

    `columns` is name -> DuckDB type; a column that no staging table has is null, and where there
    is no staging table the canonical table is empty. `record_sources` limits the rows to the
    systems that are the record for this table.
    """
    staged = sorted(
        name
        for name in database.tables()
        if name.startswith("stg_") and name.endswith(f"__{table}")
    )
    only = _record_table(database, table, record_sources)
    parts = [_part(database, name, columns, only) for name in staged]
    database.execute(
        f"create or replace view {quote(table)} as "
        + " union all by name ".join([*parts, _empty(columns)]),
        name=f"canonical table {table}",
    )


def hold_out(database: Database, table: str, time_column: str, as_of_at: object) -> int:
    """Leave out the rows after the as-of time and return how many there are."""
    named = quote(table)
    later = f"{quote(time_column)} > $as_of_at::timestamp"
    held_out = database.value(f"select count(*) from {named} where {later}", {"as_of_at": as_of_at})
    count = int(str(held_out))
    if count:
        whole = quote(f"{table}_with_later_rows")
        database.execute(f"alter view {named} rename to {whole}")
        database.execute(
            f"create view {named} as select * from {whole} "
            f"where ({quote(time_column)} > (select as_of_at from clock)) is not true",
            name=f"rows of {table} up to the as-of time",
        )
    return count


def count_filled(database: Database, table: str, columns: Sequence[str]) -> dict[str, int]:
    """Return how many rows have a value, per column."""
    counts = ", ".join(f"count({quote(column)}) as {quote(column)}" for column in columns)
    return database.query(f"select {counts} from {quote(table)}").row(0, named=True)


def _record_table(database: Database, table: str, sources: Sequence[str]) -> str | None:
    if not sources:
        return None
    name = f"record_sources__{table}"
    database.write_table(name, pl.DataFrame({"source_name": list(sources)}))
    return name


def _part(database: Database, staged: str, columns: Mapping[str, str], only: str | None) -> str:
    present = database.columns(staged)
    chosen = [
        f"{quote(name)}::{kind} as {quote(name)}"
        for name, kind in columns.items()
        if name in present
    ]
    limit = f" where source_name in (select source_name from {quote(only)})" if only else ""
    return f"(select {', '.join(chosen)} from {quote(staged)}{limit})"


def _empty(columns: Mapping[str, str]) -> str:
    nulls = ", ".join(f"null::{kind} as {quote(name)}" for name, kind in columns.items())
    return f"(select {nulls} where false)"
