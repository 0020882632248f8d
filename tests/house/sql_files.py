"""The SQL of the project, parsed: for the tests of layers and of portability."""

from __future__ import annotations

from pathlib import Path

import sqlglot
from sqlglot import exp

QUERIES = Path(__file__).resolve().parents[2] / "queries"

# Written from the config by ingest, or by the build; every layer may read them.
SMALL_TABLES = {"clock", "settings", "dimensions"}


def sql_files(*folders: str) -> list[Path]:
    """Return the SQL files of some layers, in order."""
    return sorted(path for folder in folders for path in (QUERIES / folder).glob("*.sql"))


def statements(path: Path) -> list[exp.Expression]:
    """Return the statements of a file; an empty one between semicolons counts."""
    parsed = sqlglot.parse(path.read_text(encoding="utf-8"), read="duckdb")
    return [statement for statement in parsed if statement is not None]


def select_in(path: Path) -> exp.Expression:
    """Return the one SELECT of a file."""
    found = statements(path)
    assert len(found) == 1, f"{path.name} holds {len(found)} statements, not one"
    assert isinstance(found[0], exp.Query), f"{path.name} is no SELECT"
    return found[0]


def tables_read(path: Path) -> set[str]:
    """Return the tables a file reads, its own steps left out."""
    tree = select_in(path)
    steps = {step.alias for step in tree.find_all(exp.CTE)}
    return {table.name for table in tree.find_all(exp.Table) if table.name} - steps
