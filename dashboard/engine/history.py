"""What a warehouse keeps of the builds before it: restated records, and lead scores of each day.

All else in a warehouse follows from the exports and the config alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dashboard import paths
from dashboard.engine import order
from dashboard.engine.database import FINISHED, Database
from dashboard.engine.time_sql import text_literal
from dashboard.errors import DataError, QueryError

_BEFORE = "before"
# `restated_number` counts them in the order in which they were kept, from 1: a report tells by it
# which came after the report before. Those of files that did not count them have none.
_RESTATEMENTS = (
    "built_as_of timestamp, table_name varchar, record_id varchar, column_name varchar, "
    "business_date date, old_value varchar, new_value varchar, restated_number bigint"
)
# A score is kept where it changes: a lead scored alike on a hundred days takes one row.
_CHANGES = "as_of_date date, lead_id varchar, score double"
_DAYS = "as_of_date date"
# Named like this in a finished warehouse; nothing else in one depends on the builds before.
TABLES = {
    "restatements": _RESTATEMENTS,
    "lead_score_changes": _CHANGES,
    "lead_score_days": _DAYS,
}


@dataclass(frozen=True)
class _Stated:
    """What a table of facts states of its records, and by which column a record is known."""

    facts: str
    key: str
    columns: tuple[str, ...]

    @property
    def all_columns(self) -> str:
        """Return the columns as SQL lists them."""
        return ", ".join((self.key, *self.columns))


_STATED = {
    "changed_deals": _Stated(
        "fct_deals",
        "opportunity_id",
        ("created_date", "path_class", "closed_date", "outcome", "amount_at_close"),
    ),
    "changed_leads": _Stated("fct_leads", "lead_id", ("created_date",)),
    "changed_verdicts": _Stated(
        "fct_verdicts", "lead_id", ("gate", "decided_at", "decided_date", "verdict")
    ),
}


def keep(database: Database, before: Path | None) -> None:
    """Write the history of the warehouse before, and what this build adds, into the finished file.

    Runs while the canonical tables are there; DataError where the old warehouse cannot be read.
    """
    for name, columns in TABLES.items():
        database.execute(f"create table {FINISHED}.{name} ({columns})")
    with _attached(database, before) as tables:
        for name in sorted(TABLES.keys() & tables):
            database.execute(f"insert into {FINISHED}.{name} by name from {_BEFORE}.{name}")
        if "built_with" in tables and _is_same_sql(database):
            _compare(database)
    _keep_scores(database)


def write_view(database: Database) -> None:
    """Create the view of the scores of each day, in a finished file opened by itself."""
    database.execute(f"create view lead_scores as {paths.query_text('history', 'lead_scores')}")


def keep_until(database: Database, before: Path | None, moment: dt.datetime) -> int:
    """Write what of the history was known at a moment in the past; this build adds nothing.

    Returns how many values were restated since.
    """
    known = {
        "restatements": "built_as_of <= $moment",
        "lead_score_changes": "as_of_date <= $moment::date",
        "lead_score_days": "as_of_date <= $moment::date",
    }
    for name, columns in TABLES.items():
        database.execute(f"create table {FINISHED}.{name} ({columns})")
    with _attached(database, before) as tables:
        for name in sorted(TABLES.keys() & tables):
            database.execute(
                f"insert into {FINISHED}.{name} by name from {_BEFORE}.{name} where {known[name]}",
                {"moment": moment},
            )
        if "restatements" not in tables:
            return 0
        later = f"select count(*) from {_BEFORE}.restatements where built_as_of > $moment"
        return int(str(database.value(later, {"moment": moment})))


@contextmanager
def _attached(database: Database, before: Path | None) -> Iterator[set[str]]:
    """Attach the warehouse before, and tell which tables it has."""
    if before is None:
        yield set()
        return
    try:
        database.execute(f"attach {text_literal(str(before))} as {_BEFORE} (read_only)")
    except QueryError as error:
        raise DataError(
            f"{before} is the warehouse before and cannot be read, so the restatements and lead "
            "scores kept in it would be lost. Restore it, or remove the file CURRENT beside it to "
            f"begin without them: {str(error).splitlines()[0]}"
        ) from error
    try:
        found = database.query(
            f"select table_name from duckdb_tables() where database_name = '{_BEFORE}'"
        )
        yield set(found["table_name"].to_list())
    finally:
        database.execute(f"detach {_BEFORE}")


def _is_same_sql(database: Database) -> bool:
    """Tell whether both warehouses mean the same by each value: else all would seem restated."""
    was = database.value(f"select fingerprint from {_BEFORE}.built_with")
    return was == order.fingerprint()


def _compare(database: Database) -> None:
    """Write what is stated otherwise than before, looking only at records that differ at all."""
    for name, stated in _STATED.items():
        _write_ids(database, f"{name}_ids", stated)
    for place, table in ((_BEFORE, "stated_before"), (FINISHED, "stated_now")):
        for name, stated in _STATED.items():
            database.execute(
                f"create or replace temp table {name} as select {stated.all_columns} "
                f"from {place}.{stated.facts} "
                f"where {stated.key} in (select {stated.key} from {name}_ids)"
            )
        sql = paths.query_text("history", "stated")
        database.execute(f"create temp table {table} as {sql}", name="stated.sql")
    database.execute(f"create temp table clock_before as from {_BEFORE}.clock")
    restated = paths.query_text("history", "restated")
    database.execute(
        f"""
        insert into {FINISHED}.restatements by name
        select
            restated.*,
            (select count(*) from {FINISHED}.restatements) + row_number() over (
                order by table_name, record_id, column_name, business_date, old_value, new_value
            ) as restated_number
        from ({restated}) as restated""",
        name="restated.sql",
    )


def _write_ids(database: Database, name: str, stated: _Stated) -> None:
    """Write the ids of records that only one of the warehouses has as they are."""
    prints = f"select {stated.key}, hash({stated.all_columns}) as print"
    database.execute(
        f"""
        create temp table {name} as
        with now as ({prints} from {FINISHED}.{stated.facts}),
        earlier as ({prints} from {_BEFORE}.{stated.facts})
        select {stated.key} from now anti join earlier using (print)
        union
        select {stated.key} from earlier anti join now using (print)"""
    )


def _keep_scores(database: Database) -> None:
    """Keep the scores of the as-of day; a day that is built again is kept as built last.

    Exports read as of a day before the last one kept no longer have that day's scores.
    """
    today = "(select as_of_date from clock)"
    if database.value(f"select max(as_of_date) > {today} from {FINISHED}.lead_score_days"):
        return
    for name in ("lead_score_changes", "lead_score_days"):
        database.execute(f"delete from {FINISHED}.{name} where as_of_date = {today}")
    database.execute(
        f"create temp table carried_scores as from {FINISHED}.lead_score_changes "
        f"where as_of_date < {today}"
    )
    scored = paths.query_text("history", "scored")
    database.execute(
        f"insert into {FINISHED}.lead_score_changes by name {scored}", name="scored.sql"
    )
    database.execute(f"insert into {FINISHED}.lead_score_days select as_of_date from clock")
