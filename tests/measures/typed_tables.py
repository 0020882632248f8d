"""Facts and slices written as text tables: typed by the names of their columns, and loaded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlglot import parse_one

from dashboard import paths
from dashboard.engine.database import Database, quote
from tests import text_tables

# What a fact holds where a test does not say.
_DEFAULTS: Mapping[str, object] = {
    "is_new_business": True,
    "n": 1,
    "pipeline": "default",
    **{f"dim_{slot}": "(not recorded)" for slot in range(1, 9)},
}
_WHOLE = ("n", "deals", "won_deals", "fails", "step_order", "order", "score")
_NUMBERS = ("amount", "value", "sort_value", "numerator", "denominator")


def type_of(column: str) -> str:
    """Return a column's type by its name; the names are rules of the house."""
    if column.startswith(("is_", "has_")):
        return "boolean"
    if column == "period" or column.endswith(("_date", "_month")):
        return "date"
    if column.endswith("_at") and not column.startswith("amount_"):
        return "timestamp"
    if column in _WHOLE or column.endswith("_days") or column.startswith("days_"):
        return "bigint"
    is_number = column in _NUMBERS or column.startswith("amount_") or column.endswith("_amount")
    return "double" if is_number else "varchar"


def value_of(cell: str | None, column: str) -> object:
    """Turn a cell into a value of its column's type."""
    if cell is None:
        return None
    kind = type_of(column)
    if kind == "boolean":
        return cell == "true"
    if kind == "date":
        return dt.date.fromisoformat(cell)
    if kind == "timestamp":
        return dt.datetime.fromisoformat(cell)
    return {"bigint": int, "double": float}.get(kind, str)(cell)


def load(database: Database, table: str, text: str) -> None:
    """Make a table of a text; a fact gets every column its SQL file promises."""
    frame = text_tables.read(text)
    columns = [*frame.columns, *(each for each in promised(table) if each not in frame.columns)]
    definition = ", ".join(f"{quote(name)} {type_of(name)}" for name in columns)
    database.execute(f"create table {quote(table)} ({definition})")
    for row in frame.rows(named=True):
        given = {name: value_of(cell, name) for name, cell in row.items()}
        values = {name: given.get(name, _DEFAULTS.get(name)) for name in columns}
        if "cluster_id" in values and "cluster_id" not in given:
            values["cluster_id"] = values.get("account_id") or next(iter(values.values()))
        holders = ", ".join(f"${place}" for place, _ in enumerate(columns, start=1))
        numbered = {str(place): values[name] for place, name in enumerate(columns, start=1)}
        database.execute(f"insert into {quote(table)} values ({holders})", numbered)


def promised(table: str) -> list[str]:
    """Return the columns that a fact's or cube's last SELECT lists; none of any other table."""
    for layer in ("facts", "cubes"):
        path = paths.queries() / layer / f"{table}.sql"
        if path.is_file():
            tree = parse_one(path.read_text(encoding="utf-8"), read="duckdb")
            return [str(name) for name in tree.named_selects]
    return []
