"""The mapped layout: `[[map]]` builds any canonical table from any file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import groupby
from pathlib import Path

from dashboard.config import Config, Map, Source
from dashboard.engine.files import OpenFile
from dashboard.engine.reading import Selection
from dashboard.engine.values import Wanted
from dashboard.errors import ConfigError, did_you_mean
from dashboard.ingest import contract
from dashboard.ingest.feeds import MAIN_TIME, Feed, Target, empty_columns, wants
from dashboard.ingest.spread import matches, names_in, pattern_of


def feeds(config: Config, source: Source, workspace: Path) -> list[Feed]:
    """Return what the maps of one source read; ConfigError with every fault in them."""
    maps = [each for each in config.maps if config.source_of(each).name == source.name]
    if not maps:
        raise ConfigError(f"[[source]] {source.name!r} has the layout mapped and no [[map]].")
    faults = [fault for each in maps for fault in _faults(config, each)]
    if faults:
        raise ConfigError(*faults)
    found = []
    by_file = sorted(maps, key=lambda each: (each.file, each.table))
    for (file, table), group in groupby(by_file, key=lambda each: (each.file, each.table)):
        together = tuple(group)
        headings = frozenset(h for each in together for h in _headings(config, each))
        patterns = tuple(pattern_of(each.spread) for each in together if each.spread)
        select = partial(_selections, config, together)
        target = _target(source, contract.BY_NAME[table])
        for path in _paths(source, workspace, file):
            name = path.relative_to(workspace / source.folder).as_posix()
            found.append(Feed(target, path, name, wants(headings, patterns), select))
    return found


def _paths(source: Source, workspace: Path, file: str) -> list[Path]:
    folder = workspace / source.folder
    if not folder.is_dir():
        raise ConfigError(
            f"[[source]] {source.name!r}: the folder {folder} is missing. Make it and put the "
            "exports there, or change folder."
        )
    exact = folder / file
    paths = [exact] if exact.is_file() else sorted(p for p in folder.glob(file) if p.is_file())
    if not paths:
        there = sorted(each.name for each in folder.iterdir() if each.is_file())
        raise ConfigError(
            f"[[map]] of {file}: there is no such file in {folder}.{did_you_mean(file, there)} "
            f"It holds: {', '.join(there[:20]) or 'nothing'}."
        )
    return paths


def _target(source: Source, table: contract.Table) -> Target:
    name = "".join(each if each.isalnum() else "_" for each in source.name.lower())
    newest = ("modified_at",) if "modified_at" in table.column_names else ()
    columns = tuple(empty_columns(table).values())
    return Target(f"stg_mapped_{name}__{table.name}", table.name, columns, table.key, newest)


def _faults(config: Config, one_map: Map) -> Iterable[str]:
    table = contract.BY_NAME.get(one_map.table)
    place = f"[[map]] of {one_map.file} to {one_map.table}"
    if table is None:
        yield f"{place}: there is no such table.{did_you_mean(one_map.table, contract.BY_NAME)}"
        return
    known = empty_columns(table)
    names = [*known, *(each.name for each in config.dimensions if each.table == table.name)]
    for name in _names(one_map):
        if name not in names:
            yield (
                f"{place}: {table.name} has no column {name!r}.{did_you_mean(name, names)} "
                f"Known: {', '.join(names)}."
            )
    for name, value in one_map.constants.items():
        allowed = known[name].values if name in known else ()
        if allowed and value not in allowed:
            yield f"{place}: {name} = {value!r} is none of {', '.join(allowed)}."
    given = _names(one_map)
    missing = [each.name for each in table.columns if each.required and each.name not in given]
    if missing:
        yield f"{place}: needs {', '.join(missing)}."


def _names(one_map: Map) -> tuple[str, ...]:
    """Return the columns of ours that a map fills."""
    spread = (*names_in(one_map.spread), str(one_map.into)) if one_map.spread else ()
    return (*one_map.columns, *one_map.constants, *spread)


def _headings(config: Config, one_map: Map) -> set[str]:
    return {
        *_needed(one_map),
        *(each.column for each in config.dimensions if each.table == one_map.table),
    }  # fmt: skip


def _selections(config: Config, maps: tuple[Map, ...], file: OpenFile) -> tuple[Selection, ...]:
    faults = [
        f"[[map]] of {each.file} to {each.table}: {file.no_heading(heading)}"
        for each in maps
        for heading in _needed(each)
        if file.heading(heading) is None
    ]
    if faults:
        raise ConfigError(*faults)
    return tuple(selection for each in maps for selection in _selections_of(config, each, file))


def _needed(one_map: Map) -> list[str]:
    per = (one_map.per,) if one_map.per else ()
    headings = {*one_map.columns.values(), *one_map.where, *one_map.unless, *one_map.filled, *per}
    return sorted(headings)


def _selections_of(config: Config, one_map: Map, file: OpenFile) -> Iterator[Selection]:
    """Yield one selection, or one for each heading that a wide table's template fits."""
    if one_map.spread is None:
        yield _selection(config, one_map, file)
        return
    found = list(matches((one_map.spread,), file.headings))
    if not found:
        raise ConfigError(
            f"[[map]] of {one_map.file} to {one_map.table}: no column is like "
            f"{one_map.spread!r}. It has: {', '.join(file.headings[:40])}."
        )
    for heading, values in found:
        columns = {**one_map.columns, str(one_map.into): heading}
        constants = {**one_map.constants, **values}
        filled = (*one_map.filled, heading)
        one = {"columns": columns, "constants": constants, "filled": filled}
        yield _selection(config, one_map.model_copy(update=one), file)


def _selection(config: Config, one_map: Map, file: OpenFile) -> Selection:
    table = contract.BY_NAME[one_map.table]
    columns = empty_columns(table)
    if config.source_of(one_map).ids == "salesforce":
        for name, column in columns.items():
            if column.type == "id":
                columns[name] = replace(column, type="salesforce_id")
    for each in config.dimensions:
        heading = file.heading(each.column)
        if each.table == table.name and heading is not None:
            slot = config.slot_of(each.name)
            columns[slot] = replace(columns[slot], heading=heading)
    slots = {each.name: config.slot_of(each.name) for each in config.dimensions}
    for name, heading in one_map.columns.items():
        column = columns[slots.get(name, name)]
        columns[column.name] = replace(column, heading=file.heading(heading))
    for name, value in one_map.constants.items():
        column = columns[slots.get(name, name)]
        columns[column.name] = replace(column, constant=value)
    main_time = MAIN_TIME.get(table.name)
    _say_how_times_are_known(columns, main_time, one_map)
    return Selection(
        tuple(columns.values()),
        _condition(one_map.where, file),
        _condition(one_map.unless, file),
        tuple(str(file.heading(each)) for each in one_map.filled),
        one_map.pick,
        file.heading(one_map.per) if one_map.per else None,
        main_time,
        _label(config, one_map),
    )


def _label(config: Config, one_map: Map) -> str:
    """Return how a map that leaves rows out is told from the others; "" for one that takes all."""
    parts = [f"where {heading} = {_listed(values)}" for heading, values in one_map.where.items()]
    parts += [f"unless {name} = {_listed(values)}" for name, values in one_map.unless.items()]
    parts += [f"{heading} filled" for heading in one_map.filled]
    if one_map.pick:
        parts.append(f"{one_map.pick} per {one_map.per}")
    if not parts or one_map not in config.maps:
        return ""
    return f"[[map]] {config.maps.index(one_map) + 1}: {', '.join(parts)}"


def _listed(values: str | list[str]) -> str:
    return values if isinstance(values, str) else " or ".join(values)


def _say_how_times_are_known(
    columns: dict[str, Wanted], main_time: str | None, one_map: Map
) -> None:
    quality = columns.get("date_quality")
    if quality is not None and quality.heading is None and quality.constant is None:
        columns["date_quality"] = replace(quality, constant=one_map.times)
    recorded = columns.get("recorded_at")
    if recorded is None or recorded.heading or recorded.constant or main_time is None:
        return
    if one_map.times == "recorded":
        main = columns[main_time]
        columns["recorded_at"] = replace(recorded, heading=main.heading, constant=main.constant)


def _condition(
    condition: Mapping[str, str | list[str]], file: OpenFile
) -> dict[str, tuple[str, ...]]:
    return {
        str(file.heading(heading)): (values,) if isinstance(values, str) else tuple(values)
        for heading, values in condition.items()
    }
