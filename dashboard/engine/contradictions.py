"""The table `contradictions`: what several SELECTs find, each row with what it is about."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.engine.database import Database


def create(database: Database) -> None:
    """Make the empty table."""
    database.execute(
        "create or replace table contradictions (kind varchar, title varchar, severity varchar, "
        "mend varchar, table_name varchar, record_id varchar, other_id varchar, detail varchar)"
    )


def add(database: Database, sql: str, about: Mapping[str, str], *, name: str) -> None:
    """Add what one SELECT finds; a column that it does not have is null."""
    told = ", ".join(f"${column} as {column}" for column in about)
    database.execute(
        f"insert into contradictions by name select {told}, found.* from ({sql}) as found "
        "order by record_id",
        about,
        name=name,
    )
