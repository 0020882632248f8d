"""Facts from canonical tables written as text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from functools import cache

import polars as pl

from dashboard import build, paths
from dashboard.engine import canonical, order
from dashboard.engine.database import Database, open_in_memory, quote
from dashboard.ingest import contract, identity, sources
from tests import text_tables

SETTINGS: dict[str, object] = {
    "time_zone": "UTC",
    "currency": "USD",
    "horizon_days": 180,
    "stall_days": 21,
    "back_stamp_minutes": 10,
    "lookback_days": 365,
    "history_starts": None,
    "accounts_matched_to_leads": False,
    "has_type_map": False,
    "alike_slots": "dim_1",
}

TWO_GATES = """
    | gate | position | step | before      |
    | MQL  | 1        | mql  | opportunity |
    | SQL  | 2        | sql  | opportunity |
"""

STAGES = """
    | stage     | role   | rank |
    | Discovery | open   | 1    |
    | Proposal  | open   | 2    |
    | Contract  | open   | 3    |
    | Later     | parked |      |
    | Won       | won    |      |
    | Lost      | lost   |      |
"""


def facts(
    given: dict[str, str],
    *,
    as_of: str = "2026-10-01",
    gates: str = TWO_GATES,
    settings: dict[str, object] | None = None,
    configs: dict[str, str] | None = None,
    only: Collection[str] = (),
    record_for: dict[str, str] | None = None,
) -> Database:
    """Return a database with the facts that follow from canonical tables written as text.

    A date in an `_at` column is midnight UTC; `_date` columns follow by themselves. `only` names
    the facts asked for: these and what they read are made, which is quicker than all. `record_for`
    names the system of record per table, where the column source_name tells of several.
    """
    frames = {name: text_tables.read(text) for name, text in {"stages": STAGES, **given}.items()}
    return facts_from_frames(
        frames,
        as_of=as_of,
        gates=gates,
        settings=settings,
        configs=configs,
        only=only,
        record_for=record_for,
    )


def facts_from_frames(
    frames: dict[str, pl.DataFrame],
    *,
    as_of: str,
    gates: str = TWO_GATES,
    settings: dict[str, object] | None = None,
    configs: dict[str, str] | None = None,
    only: Collection[str] = (),
    record_for: dict[str, str] | None = None,
) -> Database:
    """Do the same for canonical tables that are frames of text already."""
    database = open_in_memory()
    end = _write_settings(database, as_of, {**SETTINGS, **(settings or {})})
    _write_configs(database, gates, configs or {})
    ties, files = wanted_files(frozenset(only))
    read = set().union(*(file.reads for file in (*ties, *files)))
    for table in contract.TABLES:
        if table.name in frames:
            _stage(database, table, frames[table.name])
    names = _source_names(frames)
    sources.write(database, names, record_for or {})
    for table in contract.TABLES:
        if not {table.name, canonical.whole(table.name)} & read:
            continue
        spaces = sources.spaces_of(table) if len(names) > 1 else {}
        canonical.unite(database, table.name, build.column_types(table), spaces)
        if table.name in frames and table.name in build._HAPPENED:
            canonical.hold_out(database, table.name, build._HAPPENED[table.name], end)
    identity.tie(database, ties, read)
    for file in files:
        kind = "view" if file.is_view else "table"
        database.execute(f"create {kind} {file.name} as {file.sql}", name=f"{file.name}.sql")
    return database


def _source_names(frames: dict[str, pl.DataFrame]) -> list[str]:
    named = (frame["source_name"] for frame in frames.values() if "source_name" in frame.columns)
    return sorted(set().union(*(set(column.drop_nulls()) for column in named)))


@cache
def wanted_files(
    only: frozenset[str],
) -> tuple[tuple[order.SqlFile, ...], tuple[order.SqlFile, ...]]:
    """Return the SQL files that make the tables asked for: those of identity, then the others."""
    ties, *others = (
        order.read_folder(paths.queries() / name) for name in ("identity", "facts", "cubes")
    )
    rest = tuple(file for layer in others for file in layer)
    wanted = set(only) or {file.name for file in rest}
    reads = {file.name: file.reads for file in (*ties, *rest)}
    while more := set().union(*(reads.get(name, set()) for name in wanted)) - wanted:
        wanted |= more
    chosen = tuple(file for file in ties if file.name in wanted)
    return chosen, order.in_order(tuple(file for file in rest if file.name in wanted))


def _write_settings(database: Database, as_of: str, settings: dict[str, object]) -> dt.datetime:
    database.write_table(
        "settings",
        pl.DataFrame(
            {name: [value] for name, value in settings.items()},
            schema_overrides={"history_starts": pl.Date},
        ),
    )
    day = dt.date.fromisoformat(as_of)
    end = dt.datetime.combine(day, dt.time(23, 59))
    database.write_table("clock", pl.DataFrame({"as_of_at": [end], "as_of_date": [day]}))
    return end


def _write_configs(database: Database, gates: str, configs: dict[str, str]) -> None:
    given = text_tables.read(gates)
    wanted = (
        "gate", "label", "position", "step", "before", "stage", "since", "until", "sources",
        "required_fields", "decided_by",
    )  # fmt: skip
    for column in wanted:
        if column not in given.columns:
            given = given.with_columns(pl.lit(None, pl.String).alias(column))
    database.write_table(
        "config_gates",
        given.with_columns(
            pl.col("position", "required_fields").cast(pl.Int64),
            pl.col("since").str.to_date(),
            pl.col("until").str.to_date(),
            pl.col("sources").str.split(" "),
        ),
    )
    empty = {
        "config_types": "| type |",
        "config_helpers": "| role |",
        "config_gate_lines": "| gate | since | threshold |",
        "config_source_families": "| source | family |",
        "config_rates": "| currency | valid_from_date | rate |\n| USD | 1970-01-01 | 1 |",
    }
    for name, text in {**empty, **configs}.items():
        frame = text_tables.read(text)
        if name == "config_rates":
            frame = frame.with_columns(
                pl.col("valid_from_date").str.to_date(), pl.col("rate").cast(pl.Float64)
            )
        if name == "config_gate_lines":
            frame = frame.with_columns(
                pl.col("since").str.to_date(), pl.col("threshold").cast(pl.Float64)
            )
        database.write_table(name, frame)


def _stage(database: Database, table: contract.Table, frame: pl.DataFrame) -> None:
    """Write a text table as staging: typed, with local dates and defaults."""
    types = build.column_types(table)
    unknown = set(frame.columns) - set(types)
    assert not unknown, f"{table.name} has no column {unknown}"
    database.write_table(f"text__{table.name}", frame)
    chosen = [f"{quote(name)}::{types[name]} as {quote(name)}" for name in frame.columns]
    for column in table.columns:
        if column.type == "timestamp" and column.name in frame.columns:
            date = contract.date_column(column.name)
            if date not in frame.columns:
                chosen.append(f"{quote(column.name)}::timestamp::date as {quote(date)}")
        if column.default is not None and column.name not in frame.columns:
            chosen.append(f"'{column.default}' as {quote(column.name)}")
    main = {"gate_decisions": "decided", "deal_changes": "changed"}.get(table.name)
    if main and "recorded_at" not in frame.columns:
        chosen.append(f"{main}_at::timestamp as recorded_at")
        known = (
            f"{main}_date::date"
            if f"{main}_date" in frame.columns
            else f"{main}_at::timestamp::date"
        )
        chosen.append(f"{known} as recorded_date")
    database.execute(
        f"create table stg_text__{table.name} as select {', '.join(chosen)} from text__{table.name}"
    )
