"""Exports become a warehouse that is swapped in whole or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from dashboard import config as configs
from dashboard import ingest, paths
from dashboard.config import Config
from dashboard.engine import canonical, history, order, publish
from dashboard.engine.cache import Cache
from dashboard.engine.database import (
    FINISHED,
    Database,
    attach_finished,
    detach_finished,
    open_for_building,
    quote,
)
from dashboard.errors import CheckError, DataError
from dashboard.ingest import as_of, contract, contradictions, coverage, identity, put_aside, sources

# The time by which a row of a canonical table happened; later ones are held out of the build.
_HAPPENED = {
    "leads": "created_at",
    "contacts": "created_at",
    "gate_decisions": "decided_at",
    "opportunities": "created_at",
    "deal_changes": "changed_at",
    "touches": "at",
    "meetings": "held_at",
    "forecasts": "called_at",
}

_TYPES = {
    "id": "VARCHAR",
    "text": "VARCHAR",
    "timestamp": "TIMESTAMP",
    "date": "DATE",
    "number": "DOUBLE",
    "integer": "BIGINT",
    "boolean": "BOOLEAN",
    "email_hash": "VARCHAR",
    "email_domain": "VARCHAR",
}


@dataclass(frozen=True)
class Built:
    """What a build made: the file, its as-of time, what was read, and what was held out."""

    path: Path
    as_of: as_of.AsOf
    load: ingest.LoadReport
    held_out: dict[str, int]


def build(workspace: Path, progress: ingest.Progress | None = None) -> Built:
    """Build the workspace's warehouse and publish it; the old one is served until then."""
    config = configs.load(workspace)
    with publish.build_lock(workspace):
        scratch = publish.scratch(workspace)
        finished, aside = scratch.with_suffix(".finished"), scratch.with_suffix(".aside")
        kept = Cache(publish.folder_of(workspace) / "cache")
        try:
            with closing(open_for_building(scratch)) as database:
                attach_finished(database, finished)
                load = ingest.read_sources(database, config, workspace, progress, kept=kept)
                refuse(load)
                run_layer(database, paths.queries() / "staging")
                moment, held_out = unite_tables(database, config)
                make_facts(database)
                history.keep(database, publish.current_if_any(workspace))
                put_aside.write(database, aside)
                keep_small_tables(database)
                detach_finished(database)
            write_views(finished)
            published = publish.publish(finished)
            put_aside.publish(aside, workspace)
            kept.retire()
            return Built(published, moment, load, held_out)
        finally:
            publish.clear(workspace)


def refuse(load: ingest.LoadReport) -> None:
    """Stop where a file was refused whole: without it every number would be another."""
    faults = [
        f"{each.file} was refused: {each.reason} ({each.bytes:,} bytes, {each.newlines:,} lines)."
        for each in load.files
        if each.status == "refused"
    ]
    if faults:
        raise DataError(*dict.fromkeys(faults), "Nothing was published; the old warehouse is kept.")


def run_layer(database: Database, folder: Path, *, kept: Collection[str] = ()) -> None:
    """Run the SQL files of one layer in the order that follows from what they read.

    Tables named in `kept`, and all cubes with them, are written to the finished file at once.
    Staging of a layout that no source uses has nothing to read and is left out.
    """
    is_staging = folder.name == "staging"
    beginnings = _used_staging(database) if is_staging else ("",)
    for file in order.in_order(order.read_folder(folder, beginnings)):
        if is_staging and not file.reads <= database.tables():
            continue
        kind = "view" if file.is_view else "table"
        is_kept = kept and (folder.name == "cubes" or file.name in kept)
        name = f"{FINISHED}.{file.name}" if is_kept else file.name
        database.execute(f"create {kind} {name} as {file.sql}", name=f"{file.name}.sql")


def _used_staging(database: Database) -> tuple[str, ...]:
    """Return how staging files begin that have anything to read; the others are not even opened."""
    raw = (name for name in database.tables() if name.startswith("raw_") and "__" in name)
    families = {name.removeprefix("raw_").partition("__")[0] for name in raw}
    return tuple(f"stg_{family}__" for family in sorted({*families, "config"}))


def unite_tables(
    database: Database,
    config: Config,
    after_holding_out: Callable[[Database], None] = lambda _: None,
) -> tuple[as_of.AsOf, dict[str, int]]:
    """Make the canonical tables as of the right moment, and count what every column holds.

    `after_holding_out` may change the rows of the exports that are left before they are united.
    """
    declared = sources.record_for(config)
    names = [source.name for source in config.sources]
    sources.write(database, names, declared)
    for table in contract.TABLES:
        spaces = sources.spaces_of(table) if len(names) > 1 else {}
        canonical.unite(database, table.name, column_types(table), spaces)
    moment = as_of.find(database, config)
    write_clock(database, config, moment)
    held_out = {
        name: canonical.hold_out(database, name, column, moment.at)
        for name, column in _HAPPENED.items()
    }
    after_holding_out(database)
    identity.make_canonical(database, declared)
    write_counts(database, held_out)
    database.write_table("built_with", pl.DataFrame({"fingerprint": [order.fingerprint()]}))
    return moment, held_out


def make_facts(database: Database) -> None:
    """Make all that answers read of the canonical tables; CheckError where it cannot be."""
    examine(database)
    run_layer(database, paths.queries() / "facts", kept=kept_facts())
    run_layer(database, paths.queries() / "cubes", kept=kept_facts())
    run_checks(database, paths.queries() / "checks")


def examine(database: Database) -> None:
    """Write what the canonical tables hold and where they contradict themselves."""
    coverage.write(database)
    contradictions.write(database)


def column_types(table: contract.Table) -> dict[str, str]:
    """Return the DuckDB type of every column of a canonical table."""
    types = {"source_name": "VARCHAR"}
    for column in table.columns:
        types[column.name] = _TYPES[column.type]
        if column.type == "timestamp":
            types[contract.date_column(column.name)] = "DATE"
    if table.has_dimensions:
        types |= dict.fromkeys(contract.DIMENSION_COLUMNS, "VARCHAR")
    return types


def write_clock(database: Database, config: Config, moment: as_of.AsOf) -> None:
    """Write the as-of time, by which all clocks end: one row."""
    at = moment.at.replace(tzinfo=None)
    local = at.replace(tzinfo=dt.UTC).astimezone(config.company.zone).date()
    database.write_table(
        "clock", pl.DataFrame({"as_of_at": [at], "as_of_date": [local], "label": [moment.label]})
    )


def write_counts(database: Database, held_out: dict[str, int]) -> None:
    """Write how many rows each canonical column fills, and how many rows came too late."""
    filled = [
        (table.name, column, rows)
        for table in contract.TABLES
        for column, rows in canonical.count_filled(
            database, table.name, list(column_types(table))
        ).items()
    ]
    database.write_table(
        "supplied",
        pl.DataFrame(filled, schema=["table_name", "column_name", "rows"], orient="row"),
    )
    database.write_table(
        "held_out",
        pl.DataFrame(
            list(held_out.items()),
            schema={"table_name": pl.String, "rows": pl.Int64},
            orient="row",
        ),
    )


def run_checks(database: Database, folder: Path) -> None:
    """Run every check: a SELECT of rows that must not exist. CheckError shows the rows found."""
    faults = []
    for file in order.read_folder(folder):
        found = database.query(file.sql, name=f"{file.name}.sql")
        if found.height:
            shown = "\n".join(f"  {row}" for row in found.head(5).iter_rows(named=True))
            faults.append(f"The check {file.name} found {found.height} rows, such as:\n{shown}")
    if faults:
        raise CheckError(*faults, "Nothing was published; the old warehouse is kept.")


# What drill-down and a deal's timeline read besides the slices.
_KEPT_FACTS = {
    "fct_leads", "fct_deals", "fct_deal_links", "fct_deal_touches", "fct_stage_moves",
    "fct_verdicts", "fct_verdict_spells", "fct_deal_persons", "fct_deal_verdicts",
    "fct_gates_asked", "fct_deal_edits",
    "fct_deal_arrivals",
}  # fmt: skip
_KEPT_SMALL = {
    "built_with", "clock", "settings", "supplied", "held_out", "load_files", "quarantine",
    "dimensions", "contradictions", "table_keys", "joins", "link_report", "link_conflicts",
}  # fmt: skip


def kept_facts() -> frozenset[str]:
    """Return the facts that answers read.

    Staging, canonical tables and the facts that only lead to these stay in the scratch file, so
    that the warehouse holds answers and not exports.
    """
    facts = order.read_folder(paths.queries() / "facts")
    tables = {file.name for file in facts if not file.is_view}
    slices = order.read_folder(paths.queries() / "slices")
    return frozenset(_KEPT_FACTS | (tables & frozenset().union(*(each.reads for each in slices))))


def keep_small_tables(database: Database) -> None:
    """Copy the config, the load report and the clock to the finished file."""
    for name in sorted(database.tables()):
        if name in _KEPT_SMALL or name.startswith("config_"):
            database.execute(f"create table {FINISHED}.{quote(name)} as from {quote(name)}")


def write_views(finished: Path) -> None:
    """Create the views that a finished file can answer by itself."""
    files = tuple(file for file in order.read_folder(paths.queries() / "facts") if file.is_view)
    with closing(open_for_building(finished)) as database:
        for file in order.in_order(files):
            if file.reads <= database.tables():
                database.execute(f"create view {file.name} as {file.sql}", name=f"{file.name}.sql")
        history.write_view(database)
