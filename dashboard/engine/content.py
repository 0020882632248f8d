"""What stands in a warehouse, as one print for each table: the order of the rows does not count."""

from __future__ import annotations

from dashboard.engine import history
from dashboard.engine.database import Database, quote


def prints(database: Database, *, with_history: bool = False) -> dict[str, str]:
    """Return a print of every table's rows: the same exports, config and salt give the same.

    History depends on the builds before and is left out unless asked for.
    """
    found = database.query(
        "select table_name from duckdb_tables() where not temporary order by table_name"
    )
    names = [name for name in found["table_name"] if with_history or name not in history.TABLES]
    return {name: print_of(database, name) for name in names}


def print_of(database: Database, name: str) -> str:
    """Return a print of a table: its rows in any order, repeats counted."""
    rows, *parts = database.query(
        f"""
        with digests as (
            select sha256(each_row::varchar) as digest from {quote(name)} as each_row
        )
        select
            count(*),
            coalesce(sum(('0x' || digest[1:15])::bigint), 0)::varchar,
            coalesce(sum(('0x' || digest[16:30])::bigint), 0)::varchar
        from digests"""
    ).row(0)
    columns = ", ".join(f"{column} {kind}" for column, kind in database.columns(name).items())
    return f"{rows} rows of {columns}: {' '.join(parts)}"
