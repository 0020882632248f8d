"""How many keys a table has, and how many of its references lead to a row of another table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.engine.database import Database, quote
from dashboard.engine.time_sql import text_literal


@dataclass(frozen=True)
class Keys:
    """The rows of a table, its distinct keys, and the rows in which a part of the key is blank."""

    rows: int
    distinct: int
    missing: int


@dataclass(frozen=True)
class Reference:
    """A column whose values must stand in one of the target columns, (table, column) each.

    Where `only` names a column and a value, other rows refer to something else.
    """

    column: str
    targets: tuple[tuple[str, str], ...]
    only: tuple[str, str] | None = None


@dataclass(frozen=True)
class Joined:
    """How many rows fill a reference, and how many of these lead to a row."""

    filled: int
    matched: int

    @property
    def unmatched(self) -> int:
        """Return the rows whose reference leads nowhere."""
        return self.filled - self.matched


def count_keys(database: Database, table: str, key: Sequence[str]) -> Keys:
    """Count the rows and keys of a table; one without a key has only rows."""
    if not key:
        rows = database.value(f"select count(*)::bigint from {quote(table)}")
        return Keys(int(str(rows)), 0, 0)
    columns = ", ".join(quote(name) for name in key)
    is_whole = " and ".join(f"{quote(name)} is not null" for name in key)
    found = database.query(
        f"select count(*)::bigint, count(distinct ({columns})) filter ({is_whole})::bigint, "
        f"count(*) filter (not ({is_whole}))::bigint from {quote(table)}"
    )
    return Keys(*found.row(0))


def count_joins(
    database: Database, table: str, references: Sequence[Reference]
) -> dict[str, Joined]:
    """Count what each reference of a table leads to, all in one pass."""
    if not references:
        return {}
    counts, joins = [], []
    for place, each in enumerate(references):
        value = f"rows.{quote(each.column)}"
        if each.only:
            condition = f"rows.{quote(each.only[0])} = {text_literal(each.only[1])}"
            value = f"case when {condition} then {value} end"
        known = " union ".join(
            f"select {quote(column)} as known from {quote(target)}"
            for target, column in each.targets
        )
        joins.append(f"left join (select distinct known from ({known})) as k{place} "
                     f"on {value} = k{place}.known")  # fmt: skip
        counts += [f"count({value})::bigint", f"count(k{place}.known)::bigint"]
    found = database.query(
        f"select {', '.join(counts)} from {quote(table)} as rows {' '.join(joins)}"
    ).row(0)
    return {
        each.column: Joined(found[2 * place], found[2 * place + 1])
        for place, each in enumerate(references)
    }
