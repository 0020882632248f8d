"""Facts and slices for tests: typed by the names of their columns, completed, and loaded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache

import polars as pl
from sqlglot import parse_one

from dashboard import paths
from dashboard.engine.database import Database
from tests import text_tables

# What a fact holds where a test does not say.
_DEFAULTS: Mapping[str, object] = {
    "is_new_business": True,
    "n": 1,
    "pipeline": "default",
    **{f"dim_{slot}": "(not recorded)" for slot in range(1, 9)},
}
# The three counts of what did not come through the gate, by the path classes in them.
_OUTSIDE: Mapping[str, tuple[str, ...]] = {
    "is_outside_strict": ("rejected_before", "bypassed"),
    "is_outside_ours": ("rejected_before", "bypassed", "back_stamped"),
    "is_outside_wide": ("rejected_before", "bypassed", "back_stamped", "skipped", "returned"),
}
_WHOLE = (
    "n",
    "position",
    "deals",
    "won_deals",
    "fails",
    "step_order",
    "order",
    "score",
    "mql_entries",
    "place",
)
_COUNTS = (
    "people",
    "required_fields",
    "others",
    "others_won",
    "others_with_deal",
    "roles",
    "gates_stamped",
    "place",
    "type_changes",
    "stage_rank",
    "seller_touches",
    "buyer_touches",
    "two_way_touches",
    "score_tenth",
    "tried_hours",
    "inside_hours",
    "wins",
    "closed",
    "competitor",
    "dark",
    "untimed_touches",
    "sign_count",
    "alike_won",
    "alike_turned_away",
    "readiness",
    "events",
    "deals_won",
    "people_with_deal",
    "upto",
    "of_score",
    "everyone",
)
_NUMBERS = (
    "amount",
    "value",
    "sort_value",
    "numerator",
    "denominator",
    "minutes",
    "hours",
    "distance",
    "value_squares",
    "value_capped",
    "value_capped_squares",
    "top",
)
# A score and its line in facts and slices of the gate; elsewhere a line is the name of a rule.
_AT_THE_GATE = ("threshold", "score")
# True, false, or not known: nobody is in a test that there is not.
_FLAGS = ("let_through_at_random",)


@cache
def type_of(column: str, table: str = "") -> type[pl.DataType]:
    """Return a column's type by its name; the names are rules of the house."""
    if column in _AT_THE_GATE and "_gate_" in table:
        return pl.Float64
    if column.startswith(("is_", "has_")) or column in _FLAGS:
        return pl.Boolean
    if column == "period" or column.endswith(("_date", "_month")):
        return pl.Date
    if column in _NUMBERS or column.startswith("amount_") or column.endswith("_amount"):
        return pl.Float64
    if column.endswith("_at"):
        return pl.Datetime
    if column in (*_WHOLE, *_COUNTS) or column.endswith(("_days", "_minutes")):
        return pl.Int64
    if column.startswith("days_"):
        return pl.Int64
    return pl.String


def value_of(cell: str | None, column: str, table: str = "") -> object:
    """Turn a cell into a value of its column's type."""
    kind = type_of(column, table)
    if cell is None or kind is pl.String:
        return cell
    if kind is pl.Boolean:
        return cell == "true"
    if kind is pl.Date:
        return dt.date.fromisoformat(cell)
    if kind is pl.Datetime:
        return dt.datetime.fromisoformat(cell)
    return int(cell) if kind is pl.Int64 else float(cell)


def load_text(database: Database, table: str, text: str) -> None:
    """Make a table of a text table."""
    rows = text_tables.read(text).rows(named=True)
    load(
        database,
        table,
        [{name: value_of(cell, name, table) for name, cell in row.items()} for row in rows],
    )


def load(database: Database, table: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Make a table of rows; a fact gets every column its SQL file promises."""
    given = list(dict.fromkeys(name for row in rows for name in row))
    columns = [*given, *(each for each in promised(table) if each not in given)]
    schema = {name: type_of(name, table) for name in columns}
    completed = [{name: _value(row, name) for name in columns} for row in rows]
    database.write_table(table, pl.DataFrame(completed, schema=schema))


def _value(row: Mapping[str, object], name: str) -> object:
    if name == "cluster_id" and name not in row:
        return row.get("account_id") or next(iter(row.values()))
    if name in _OUTSIDE and name not in row:
        path = row.get("path_class")
        return None if path is None else path in _OUTSIDE[name]
    default = False if type_of(name) is pl.Boolean and name not in _FLAGS else None
    return row.get(name, _DEFAULTS.get(name, default))


@cache
def promised(table: str) -> tuple[str, ...]:
    """Return the columns that a fact's or cube's last SELECT lists; none of any other table."""
    for layer in ("facts", "cubes"):
        path = paths.queries() / layer / f"{table}.sql"
        if path.is_file():
            tree = parse_one(path.read_text(encoding="utf-8"), read="duckdb")
            return tuple(str(name) for name in tree.named_selects)
    return ()
