"""Staging tables become one table each: every contract column, whatever the exports had.

`all_<table>` is the union of what the sources say; the canonical table of the bare name follows
from it by the SQL of queries/identity.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard.engine.database import Database, quote

# Whose ids an entity's are, by entity_type.
ENTITY_SPACES = {
    "lead": "person",
    "opportunity": "opportunity",
    "customer": "account",
    "partner": "partner",
}


def whole(table: str) -> str:
    """Return the name of the union of a table's staging."""
    return f"all_{table}"


def unite(
    database: Database,
    table: str,
    columns: Mapping[str, str],
    spaces: Mapping[str, str] | None = None,
) -> None:
    """Make `all_<table>` as a view over all `stg_*__<table>`, matched by column name.

    `columns` is name -> DuckDB type; a column that no staging table has is null, and where there
    is no staging table the table is empty. `spaces` names the columns that hold ids, and whose:
    two systems may both have a 123, so that the table id_prefixes says what stands before it.
    """
    parts = [_part(database, name, columns, spaces or {}) for name in staged(database, table)]
    database.execute(
        f"create or replace view {quote(whole(table))} as "
        + " union all by name ".join([*parts, _empty(columns)]),
        name=f"all rows of {table}",
    )


def staged(database: Database, table: str) -> list[str]:
    """Return the staging tables that feed a canonical table."""
    return sorted(
        name
        for name in database.tables()
        if name.startswith("stg_") and name.endswith(f"__{table}")
    )


def sources_of(database: Database, table: str) -> set[str]:
    """Return the sources that feed a canonical table with at least one row."""
    found: set[str] = set()
    for name in staged(database, table):
        rows = database.query(f"select distinct source_name from {quote(name)}")
        found |= set(rows["source_name"].drop_nulls())
    return found


def is_empty(database: Database, table: str) -> bool:
    """Tell whether a table has no row."""
    return database.value(f"select 1 from {quote(table)} limit 1") is None


def pass_on(database: Database, table: str) -> None:
    """Make a canonical table of all its rows as they are."""
    database.execute(
        f"create or replace view {quote(table)} as select * from {quote(whole(table))}",
        name=f"canonical table {table}",
    )


def hold_out(database: Database, table: str, time_column: str, as_of_at: object) -> int:
    """Leave out the rows after the as-of time and return how many there are."""
    named = quote(whole(table))
    later = f"{quote(time_column)} > $as_of_at::timestamp"
    held_out = database.value(f"select count(*) from {named} where {later}", {"as_of_at": as_of_at})
    count = int(str(held_out))
    if count:
        with_later = quote(f"{whole(table)}_with_later_rows")
        database.execute(f"alter view {named} rename to {with_later}")
        database.execute(
            f"create view {named} as select * from {with_later} "
            f"where ({quote(time_column)} > (select as_of_at from clock)) is not true",
            name=f"rows of {table} up to the as-of time",
        )
    return count


def count_filled(database: Database, table: str, columns: Sequence[str]) -> dict[str, int]:
    """Return how many rows have a value, per column."""
    counts = ", ".join(f"count({quote(column)}) as {quote(column)}" for column in columns)
    return database.query(f"select {counts} from {quote(table)}").row(0, named=True)


def _part(
    database: Database, staging: str, columns: Mapping[str, str], spaces: Mapping[str, str]
) -> str:
    present = database.columns(staging)
    chosen = [
        f"{_own_id(name, spaces)}::{kind} as {quote(name)}"
        for name, kind in columns.items()
        if name in present
    ]
    prefixed = " left join id_prefixes using (source_name)" if spaces else ""
    return f"(select {', '.join(chosen)} from {quote(staging)}{prefixed})"


def _own_id(column: str, spaces: Mapping[str, str]) -> str:
    if column not in spaces:
        return quote(column)
    if spaces[column] in ENTITY_SPACES.values() or spaces[column] == "user":
        return f"coalesce({spaces[column]}_prefix, '') || {quote(column)}"
    prefixes = " ".join(
        f"when '{kind}' then {space}_prefix" for kind, space in ENTITY_SPACES.items()
    )
    return f"coalesce(case entity_type {prefixes} end, '') || {quote(column)}"


def _empty(columns: Mapping[str, str]) -> str:
    nulls = ", ".join(f"null::{kind} as {quote(name)}" for name, kind in columns.items())
    return f"(select {nulls} where false)"
