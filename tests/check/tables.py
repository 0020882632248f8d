"""Canonical tables typed by hand, for what is looked for in them."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

import polars as pl

from dashboard import build
from dashboard.config import Config
from dashboard.engine import canonical as canonical_tables
from dashboard.engine.database import Database, open_in_memory
from dashboard.ingest import config_tables, contract

AS_OF = dt.datetime(2026, 6, 30, 12)
_STAGES = [
    {"stage": "New", "role": "open", "rank": 1},
    {"stage": "Offer", "role": "open", "rank": 2},
    {"stage": "Later", "role": "parked"},
    {"stage": "Won", "role": "won"},
    {"stage": "Lost", "role": "lost"},
]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def canonical(config: Config | None = None, **tables: list[dict[str, Any]]) -> Database:
    """Make all canonical tables as of 30 June 2026; an `x_date` gives its `x_at` noon of it.

    The database is the same each time, emptied: to make all tables takes a while.
    """
    database = _empty()
    config_tables.write(database, config or Config())
    for table in contract.TABLES:
        database.execute(f"delete from {table.name}")
        for row in {"stages": _STAGES, **tables}.get(table.name, []):
            _insert(database, table, row)
    return database


@cache
def _empty() -> Database:
    database = open_in_memory()
    database.write_table(
        "clock", pl.DataFrame({"as_of_at": [AS_OF], "as_of_date": [AS_OF.date()], "label": [""]})
    )
    for table in contract.TABLES:
        types = build.column_types(table)
        columns = ", ".join(f'"{name}" {kind}' for name, kind in types.items())
        database.execute(f"create table {table.name} ({columns})")
    return database


def write_supplied(database: Database) -> None:
    """Write how many rows fill each column, as the build does."""
    rows = [
        (table.name, name, count)
        for table in contract.TABLES
        for name, count in canonical_tables.count_filled(
            database, table.name, [each.name for each in table.columns]
        ).items()
    ]
    database.write_table(
        "supplied", pl.DataFrame(rows, schema=["table_name", "column_name", "rows"], orient="row")
    )


def _insert(database: Database, table: contract.Table, row: dict[str, Any]) -> None:
    full = {each.name: each.default for each in table.columns if each.default} | row
    for column in table.columns:
        date = contract.date_column(column.name)
        if column.type == "timestamp" and full.get(date) is not None:
            full[date] = day(full[date]) if isinstance(full[date], str) else full[date]
            full.setdefault(column.name, dt.datetime.combine(full[date], dt.time(12)))
    database.execute(
        f"insert into {table.name} by name select " + ", ".join(f"${n} as {n}" for n in full),
        {"source_name": "crm", **full} if "source_name" in full else full,
    )
