"""Tables of today told as of a day in the past: by recorded changes, else as they are today.

Rows that happened later are held out already; here go those that were written down later, and what
records say today of a state that they came into later.
"""

from __future__ import annotations

from dashboard import paths
from dashboard.engine.canonical import whole
from dashboard.engine.database import Database, quote

# Each is rewound by queries/rewind/<table>.sql; what reads another one comes after it.
_TABLES = (
    "accounts", "opportunity_contacts", "gate_decisions", "deal_changes", "leads", "opportunities",
)  # fmt: skip
_READ_BESIDE = ("contacts",)


def rewind(database: Database) -> dict[str, int]:
    """Make each `all_<table>` what it was; return of how many deals what is not known."""
    held = database.tables()
    for table in (*_TABLES, *_READ_BESIDE):
        later = f"{whole(table)}_with_later_rows"
        ever = later if later in held else whole(table)
        sql = f"select * from {quote(ever)}"
        if table in _TABLES:
            database.execute(f"alter view {whole(table)} rename to kept_{table}")
            sql = sql if later in held else f"select * from kept_{table}"
        database.execute(f"create view ever_{table} as {sql}")
    for table in _TABLES:
        sql = paths.query_text("rewind", table)
        database.execute(f"create view {whole(table)} as {sql}", name=f"rewind/{table}.sql")
    found = database.query(paths.query_text("rewind", "unknown"), name="rewind/unknown.sql")
    return found.row(0, named=True)
