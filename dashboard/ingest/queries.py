"""A warehouse as a source: its queries become files, and each file the rows of a table."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dashboard.config import Config, Map, Source, Warehouse
from dashboard.engine import adbc
from dashboard.engine.files import headings_of
from dashboard.errors import ConfigError, did_you_mean
from dashboard.ingest import contract
from dashboard.ingest.feeds import empty_columns

# Told what comes in: its name, and the rows and bytes so far.
Told = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Asking:
    """A warehouse that is about to be asked, and where its answers go."""

    config: Config
    source: Source
    database: Warehouse
    workspace: Path
    folder: Path
    told: Told


def ask(asking: Asking, maps: Sequence[Map], names: dict[Path, str]) -> tuple[Source, list[Map]]:
    """Run all queries of a source; return it as a folder of files, and its maps of those.

    `names` is told what each file is called to people.
    """
    source, database = asking.source, asking.database
    texts = {f"query {table}": sql for table, sql in source.queries.items()}
    called = []
    for each in maps:
        sql = _sql_of(each, asking.workspace)
        called.append(_called(each, sql, texts))
        texts[called[-1]] = sql
    faults = [
        f"[[source]] {source.name!r}, {name}: {fault}."
        for name, sql in texts.items()
        if (fault := adbc.fault_of_query(sql, database.kind))
    ]
    if faults:
        raise ConfigError(*faults)
    address = _address(source.name, database, asking.workspace)
    asking.folder.mkdir(parents=True)
    warehouse = adbc.Warehouse(source.name, database.kind, address)
    files = adbc.fetch(warehouse, texts, asking.folder, asking.told)
    names.update({path: name for name, path in files.items()})
    of_files = [
        *_maps_of_queries(asking, files),
        *(
            _of_file(each, source, files[name].name)
            for each, name in zip(maps, called, strict=True)
        ),
    ]
    return source.model_copy(update={"folder": str(asking.folder)}), of_files


def _called(one_map: Map, sql: str, texts: Mapping[str, str]) -> str:
    """Return what a map's query is called: the same query has one name, another one another."""
    name, number = one_map.read_from, 2
    while texts.get(name, sql) != sql:
        name, number = f"{one_map.read_from} {number}", number + 1
    return name


def _of_file(one_map: Map, source: Source, file: str) -> Map:
    names = {"source": source.name, "file": file, "query": None, "query_file": None}
    return one_map.model_copy(update=names)


def _sql_of(one_map: Map, workspace: Path) -> str:
    if one_map.query is not None:
        return one_map.query
    path = workspace / str(one_map.query_file)
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"[[map]] of {one_map.query_file} to {one_map.table}: {path} cannot be read: {error}."
        ) from error


def _address(source: str, database: Warehouse, workspace: Path) -> str:
    if database.address_env is not None:
        found = os.environ.get(database.address_env, "")
        place = f"the environment variable {database.address_env} is not set"
    else:
        path = workspace / str(database.address_file)
        found = path.read_text(encoding="utf-8") if path.is_file() else ""
        place = f"{path} is missing or empty"
    if not found.strip():
        raise ConfigError(
            f"[[source]] {source!r}: {place}. It holds the address of the warehouse, such as "
            "postgresql://user:password@host/database."
        )
    return found.strip()


def _maps_of_queries(asking: Asking, files: Mapping[str, Path]) -> Iterator[Map]:
    """Yield a map for each query of [source.queries]: its columns are named like the table's."""
    faults: list[str] = []
    for name in asking.source.queries:
        path = files[f"query {name}"]
        table = contract.BY_NAME.get(name)
        place = f"[[source]] {asking.source.name!r}, queries: {name}"
        if table is None:
            near = did_you_mean(name, contract.BY_NAME)
            faults.append(f"{place}: there is no such table.{near}")
            continue
        headings = headings_of(path)
        faults += _column_faults(asking.config, table, headings, place)
        known = empty_columns(table)
        # A warehouse may tell the names of columns in capitals.
        columns = {each.lower(): each for each in headings if each.lower() in known}
        yield Map(source=asking.source.name, table=name, file=path.name, columns=columns)
    if faults:
        raise ConfigError(*faults)


def _column_faults(
    config: Config, table: contract.Table, headings: tuple[str, ...], place: str
) -> Iterator[str]:
    own = {each.column.lower() for each in config.dimensions if each.table == table.name}
    known = list(empty_columns(table))
    given = {each.lower() for each in headings}
    for each in headings:
        if each.lower() not in own and each.lower() not in known:
            yield (
                f"{place}: {table.name} has no column {each!r}.{did_you_mean(each, known)} "
                f"Known: {', '.join(known)}."
            )
    missing = [each.name for each in table.columns if each.required and each.name not in given]
    if missing:
        yield f"{place}: needs {', '.join(missing)}."
