"""Several systems in one workspace: whose word counts, and whose an id is.

Per table one source is the system of record. Its ids stay as they are; those of another source
that has ids of its own get its name in front, since two systems may both have a 123.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import polars as pl

from dashboard.config import Config
from dashboard.engine import canonical
from dashboard.engine.database import Database
from dashboard.errors import ConfigError, did_you_mean
from dashboard.ingest import contract

# Whose ids a space holds, first the table by which its system of record is known.
SPACES = {
    "person": ("leads", "contacts"),
    "account": ("accounts",),
    "opportunity": ("opportunities",),
    "user": ("users",),
    "partner": ("partners",),
}

_ID_COLUMNS = {
    "lead_id": "person",
    "person_id": "person",
    "account_id": "account",
    "opportunity_id": "opportunity",
    "converted_opportunity_id": "opportunity",
    "owner_id": "user",
    "actor_id": "user",
    "user_id": "user",
    "partner_id": "partner",
    "entity_id": "entity",
}
_MERGED = {
    "leads": "person",
    "contacts": "person",
    "accounts": "account",
    "opportunities": "opportunity",
}

# Where the config names no system of record for a table, that of another one speaks for it.
_FOLLOWS = {"contacts": "leads", "gate_decisions": "leads"}
_MAIN = "opportunities"


def record_for(config: Config) -> dict[str, str]:
    """Return the system of record that the config names, per table; ConfigError with all faults."""
    found: dict[str, str] = {}
    faults = []
    for source in config.sources:
        for table in source.record_for:
            if table not in contract.BY_NAME:
                near = did_you_mean(table, contract.BY_NAME)
                faults.append(
                    f"[[source]] {source.name!r}: record_for names {table!r}, which is no "
                    f"table.{near} Known: {', '.join(contract.BY_NAME)}."
                )
            elif table in found:
                faults.append(
                    f"[[source]] {source.name!r} and {found[table]!r} are both the record for "
                    f"{table}. Keep {table!r} in record_for of one of them."
                )
            else:
                found[table] = source.name
    if faults:
        raise ConfigError(*faults)
    return found


def places(names: Collection[str], declared: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the sources per table in the order in which their word counts.

    The order in which the config lists the sources does not matter.
    """
    return {table.name: _in_order(table.name, names, declared) for table in contract.TABLES}


def _in_order(table: str, names: Collection[str], declared: Mapping[str, str]) -> list[str]:
    speaking = (declared.get(each) for each in (table, _FOLLOWS.get(table, table), _MAIN))
    first = list(dict.fromkeys(each for each in speaking if each is not None and each in names))
    return [*first, *sorted(set(names) - set(first))]


def write(database: Database, names: Sequence[str], declared: Mapping[str, str]) -> None:
    """Write record_places and id_prefixes; with one source there is nothing to tell apart."""
    several = names if len(names) > 1 else ()
    ordered = places(several, declared)
    database.write_table(
        "record_places",
        pl.DataFrame(
            [
                (table, source, place)
                for table, sources in ordered.items()
                for place, source in enumerate(sources)
            ],
            schema={"table_name": pl.String, "source_name": pl.String, "place": pl.Int64},
            orient="row",
        ),
    )
    fed = {
        table: canonical.sources_of(database, table) if several else set()
        for tables in SPACES.values()
        for table in tables
    }
    rows = [
        (name, *(prefixes[name] for prefixes in _prefixes(several, ordered, fed)))
        for name in several
    ]
    schema = ["source_name", *(f"{space}_prefix" for space in SPACES)]
    database.write_table(
        "id_prefixes", pl.DataFrame(rows, schema=dict.fromkeys(schema, pl.String), orient="row")
    )


def _prefixes(
    names: Sequence[str], ordered: Mapping[str, Sequence[str]], fed: Mapping[str, set[str]]
) -> Iterator[dict[str, str]]:
    """Yield, per space, what stands before each source's ids.

    A source has ids of its own where it feeds the table they belong to, or where none does; else
    it speaks of the record system's.
    """
    for tables in SPACES.values():
        feeding = set().union(*(fed[table] for table in tables)) or set(names)
        own = [name for name in ordered[tables[0]] if name in feeding]
        yield {name: f"{name}:" if name in own[1:] else "" for name in names}


def spaces_of(table: contract.Table) -> dict[str, str]:
    """Return the columns of a table that hold ids of a source, and of which kind."""
    found = {
        column.name: _ID_COLUMNS[column.name]
        for column in table.columns
        if column.name in _ID_COLUMNS
    }
    if table.name in _MERGED:
        found["merged_into_id"] = _MERGED[table.name]
    return found
