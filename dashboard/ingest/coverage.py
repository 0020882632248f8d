"""What the canonical tables hold: keys, references that lead nowhere, kept for the page Data."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from dashboard.engine import coverage
from dashboard.engine.coverage import Reference
from dashboard.engine.database import Database
from dashboard.ingest import contract

_KEYS = {
    "table_name": pl.String, "key_columns": pl.String, "rows": pl.Int64,
    "distinct_keys": pl.Int64, "missing_keys": pl.Int64,
}  # fmt: skip
_JOINS = {
    "table_name": pl.String, "column_name": pl.String, "refers_to": pl.String, "filled": pl.Int64,
    "matched": pl.Int64, "unmatched": pl.Int64,
}  # fmt: skip


def write(database: Database) -> None:
    """Write the tables `table_keys` and `joins`; a reference to a table that is empty is left out.

    What no export holds cannot be joined, and is told as missing instead.
    """
    filled = _filled_tables(database)
    keys, joins = [], []
    for table in contract.TABLES:
        if table.name not in filled:
            continue
        counted = coverage.count_keys(database, table.name, table.key)
        shown = ", ".join(table.key)
        keys.append((table.name, shown, counted.rows, counted.distinct, counted.missing))
        references = list(_references(table, filled))
        found = coverage.count_joins(database, table.name, references)
        joins += [
            (table.name, each.column, table.refers[each.column], one.filled, one.matched,
             one.unmatched)
            for each in references
            if (one := found[each.column]).filled
        ]  # fmt: skip
    database.write_table("table_keys", pl.DataFrame(keys, schema=_KEYS, orient="row"))
    database.write_table("joins", pl.DataFrame(joins, schema=_JOINS, orient="row"))


def _filled_tables(database: Database) -> set[str]:
    found = database.query("select distinct table_name from supplied where rows > 0")
    return set(found["table_name"])


def _references(table: contract.Table, filled: set[str]) -> Iterator[Reference]:
    for column, target in table.refers.items():
        keys = tuple(each for each in contract.keys_of(target) if each[0] in filled)
        if keys:
            yield Reference(column, keys, contract.REFERS_ONLY.get(column))
