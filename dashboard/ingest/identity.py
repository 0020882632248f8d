"""From what each system says to one company: people, accounts and deals that several records tell.

The layer queries/identity reads `all_<table>` and makes the link tables and the canonical tables.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import polars as pl

from dashboard import paths
from dashboard.engine import canonical, groups, order
from dashboard.engine.database import Database
from dashboard.engine.order import SqlFile
from dashboard.errors import ConfigError
from dashboard.ingest import contract

# pairs_<x> tells which two ids are one; the engine groups them into grouped_<x>.
_PAIRS = "pairs_"
_LINKS = "link_"


def make_canonical(database: Database, declared: Mapping[str, str]) -> None:
    """Make every canonical table from `all_<table>`; `declared` is the record system per table.

    ConfigError where two systems hold the same records, and nobody said whose word counts.
    """
    tie(database, order.read_folder(paths.queries() / "identity"), set(contract.BY_NAME))
    refuse_unclear(database, declared)


def tie(database: Database, files: Collection[SqlFile], tables: Collection[str]) -> None:
    """Run these files of the layer, and pass on as they are the tables that none of them makes."""
    write_free_mail(database)
    for file in order.in_order(tuple(files)):
        _make(database, file)
    made = {file.name for file in files}
    for table in contract.TABLES:
        if table.name in tables and table.name not in made:
            canonical.pass_on(database, table.name)


def _make(database: Database, file: SqlFile) -> None:
    """Make one table of the layer, and group what it pairs."""
    if file.name in contract.BY_NAME and _has_no_links(database, file):
        canonical.pass_on(database, file.name)
        return
    kind = "view" if file.is_view else "table"
    database.execute(f"create {kind} {file.name} as {file.sql}", name=f"{file.name}.sql")
    if file.name.startswith(_PAIRS):
        groups.write_groups(database, file.name, f"grouped_{file.name.removeprefix(_PAIRS)}")


def _has_no_links(database: Database, file: SqlFile) -> bool:
    """Tell whether a table is nothing but its rows: then they are not held against anything."""
    links = [name for name in file.reads if name.startswith(_LINKS)]
    return bool(links) and all(canonical.is_empty(database, name) for name in links)


def write_free_mail(database: Database) -> None:
    """Write the domains at which anybody may have an address: they say nothing of a company."""
    lines = (paths.datasets() / "free_mail_domains.txt").read_text(encoding="utf-8").splitlines()
    domains = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    database.write_table(
        "free_mail_domains", pl.DataFrame({"domain": domains}, schema={"domain": pl.String})
    )


# Per table whose records two systems share: what they are called, and who may speak for them.
_SHARED = {"leads": "people", "opportunities": "deals"}


def refuse_unclear(database: Database, declared: Mapping[str, str]) -> None:
    """Ask whose word counts where two systems hold the same people or deals."""
    held = database.query("select table_name, source_name, other_source, matched from link_report")
    faults = []
    for table, what in _SHARED.items():
        shared = held.filter(
            (pl.col("table_name") == table) & (pl.col("source_name") != pl.col("other_source"))
        )
        if table in declared or not shared["matched"].sum():
            continue
        systems = sorted({*shared["source_name"], *shared["other_source"]})
        most = max(shared["matched"].to_list())
        choices = " or ".join(repr(each) for each in systems)
        faults.append(
            f"{' and '.join(repr(each) for each in systems)} hold {most:,} of the same {what}. "
            f"Say whose values count: record_for = [{table!r}] in [[source]] {choices}."
        )
    if faults:
        raise ConfigError(*faults)
