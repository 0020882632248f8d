"""Layouts of well-known exports, declared in datasets/layouts/*.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

from dashboard import paths
from dashboard.config import Config, Gate, Source
from dashboard.engine.files import OpenFile, csv_headings
from dashboard.engine.reading import Selection
from dashboard.engine.values import Wanted
from dashboard.errors import ConfigError, did_you_mean, unknown_name
from dashboard.ingest import contract
from dashboard.ingest.feeds import MAIN_TIME, Feed, Target, date_name, empty_columns

_SUFFIXES = (".csv", ".csv.gz", ".parquet")


@dataclass(frozen=True)
class LayoutFile:
    """One kind of file: the stems it goes by, the table it feeds, its columns and its key.

    `gates_of` names the column by which the gates' own fields are read beside it.
    """

    name: str
    stems: tuple[str, ...]
    feeds: str | None
    columns: tuple[Wanted, ...]
    key: tuple[str, ...]
    newest: str | None
    gates_of: str | None


@dataclass(frozen=True)
class Layout:
    """A whole export; it is recognised by a file of it that has these headings."""

    name: str
    files: tuple[LayoutFile, ...]
    known_by: str
    known_headings: frozenset[str]


def names() -> list[str]:
    """Return the layouts there are, without `mapped`."""
    return sorted(path.stem for path in (paths.datasets() / "layouts").glob("*.toml"))


@cache
def layout(name: str) -> Layout:
    """Read a layout; ConfigError with a suggestion if there is none of that name."""
    if name not in names():
        raise unknown_name("layout", name, ["mapped", *names()])
    path = paths.datasets() / "layouts" / f"{name}.toml"
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    nulls = tuple(content.get("null_ids", ()))
    files = tuple(_layout_file(key, each, nulls) for key, each in content["files"].items())
    known = content["recognise"]
    return Layout(name, files, known["file"], frozenset(known["headings"]))


def _layout_file(name: str, content: dict[str, Any], nulls: tuple[str, ...]) -> LayoutFile:
    feeds = content.get("feeds")
    columns = empty_columns(contract.BY_NAME[feeds]) if feeds else {}
    for key, value in content["columns"].items():
        given: dict[str, Any] = {"heading": value} if isinstance(value, str) else dict(value)
        kind = given.pop("type", columns[key].type if key in columns else "text")
        base = columns.get(key, Wanted(key, kind))
        columns[key] = replace(base, type=kind, date_name=date_name(key, kind), **given)
    with_nulls = (
        replace(each, null_words=nulls) if each.type == "id" else each for each in columns.values()
    )
    return LayoutFile(
        name,
        tuple(content["stems"]),
        feeds,
        tuple(with_nulls),
        tuple(content.get("key", ())),
        content.get("newest"),
        content.get("gates_of"),
    )


def recognise(folder: Path) -> list[str]:
    """Return the layouts of which this folder holds the telling file with its headings."""
    found = []
    for each in map(layout, names()):
        stems = next(file.stems for file in each.files if file.name == each.known_by)
        if any(each.known_headings <= csv_headings(path) for path in _paths(folder, stems)):
            found.append(each.name)
    return found


def feeds(config: Config, source: Source, workspace: Path) -> list[Feed]:
    """Return what one source's files feed; what is not there feeds nothing."""
    folder = workspace / source.folder
    if not folder.is_dir():
        raise ConfigError(
            f"[[source]] {source.name!r}: the folder {folder} is missing. Make it and put the "
            "exports there, or change folder."
        )
    faults = list(_column_faults(source))
    if faults:
        raise ConfigError(*faults)
    found = []
    for file in layout(source.layout).files:
        for path in _paths(folder, file.stems):
            shown = path.relative_to(folder).as_posix()
            columns = _with_config(file, config, source)
            headings = frozenset(each.heading for each in columns if each.heading)
            select = partial(_select, file, columns, source)
            found.append(Feed(target(source.layout, file), path, shown, headings, select))
            if file.gates_of:
                found.append(_gate_feed(config, source, file, path, shown))
    if not found:
        raise ConfigError(
            f"[[source]] {source.name!r}: no file of the layout {source.layout} is in {folder}."
        )
    return found


def targets(name: str) -> list[Target]:
    """Return all raw tables of a layout: those without a file are made empty."""
    files = layout(name).files
    return [
        *(target(name, file) for file in files),
        *(_gate_target(name, file) for file in files if file.gates_of),
    ]


def target(name: str, file: LayoutFile) -> Target:
    """Return the raw table that one kind of file becomes."""
    return Target(
        f"raw_{name}__{file.name}", file.feeds or file.name, file.columns, file.key, file.newest
    )


def _paths(folder: Path, stems: tuple[str, ...]) -> list[Path]:
    known = {f"{stem}{suffix}".lower() for stem in stems for suffix in _SUFFIXES}
    return sorted(each for each in folder.iterdir() if each.name.lower() in known)


def _column_faults(source: Source) -> Iterator[str]:
    fed = {file.feeds for file in layout(source.layout).files if file.feeds}
    for table, columns in source.columns.items():
        if table not in fed:
            yield f"[source.columns.{table}]: no file feeds it.{did_you_mean(table, fed)}"
            continue
        known = [column.name for column in contract.BY_NAME[table].columns]
        for name in columns:
            if name not in known:
                yield (
                    f"[source.columns.{table}]: there is no column {name!r}."
                    f"{did_you_mean(name, known)} Known: {', '.join(known)}."
                )


def _with_config(file: LayoutFile, config: Config, source: Source) -> tuple[Wanted, ...]:
    """Add the headings that only the company knows: its own columns and its dimensions."""
    own = dict(source.columns.get(file.feeds or "", {}))
    for each in config.dimensions:
        if each.table == file.feeds:
            own[config.slot_of(each.name)] = each.column
    return tuple(
        replace(each, heading=own[each.name]) if each.name in own else each for each in file.columns
    )


def _select(
    file: LayoutFile, columns: tuple[Wanted, ...], source: Source, opened: OpenFile
) -> tuple[Selection, ...] | str:
    lacking = [
        each.heading
        for each in columns
        if each.required and each.heading and opened.heading(each.heading) is None
    ]
    if lacking:
        return f"it lacks {', '.join(lacking)}. It has: {', '.join(opened.headings[:40])}"
    faults = [
        f"{opened.path.name}: [source.columns.{file.feeds}] {name}: {opened.no_heading(heading)}"
        for name, heading in source.columns.get(file.feeds or "", {}).items()
        if opened.heading(heading) is None
    ]
    if faults:
        raise ConfigError(*faults)
    main_time = MAIN_TIME.get(file.feeds or "")
    return (Selection(tuple(_found(each, opened) for each in columns), main_time=main_time),)


def _found(wanted: Wanted, opened: OpenFile) -> Wanted:
    heading = opened.heading(wanted.heading) if wanted.heading else None
    return replace(wanted, heading=heading)


_GATE_COLUMNS = (
    Wanted("gate", "text"),
    Wanted("current_value", "text"),
    Wanted("reason", "text"),
    Wanted("gate_at", "timestamp", date_name="gate_date"),
    Wanted("date_quality", "text", constant="editable"),
)


def _gate_target(name: str, file: LayoutFile) -> Target:
    key = (str(file.gates_of), "gate")
    columns = (*_record_columns(file, file.columns), *_GATE_COLUMNS)
    return Target(f"raw_{name}__{file.name}_gates", "gate_decisions", columns, key, file.newest)


def _record_columns(file: LayoutFile, columns: tuple[Wanted, ...]) -> tuple[Wanted, ...]:
    """Return by what a record is known and by what its newest row is, the first one first."""
    by_name = {each.name: each for each in columns}
    return tuple(by_name[name] for name in (file.gates_of, file.newest) if name)


def _gate_feed(config: Config, source: Source, file: LayoutFile, path: Path, shown: str) -> Feed:
    """Read each gate's own fields, which only the config knows: one row per record and gate."""
    record = _record_columns(file, _with_config(file, config, source))
    fields = {heading for gate in config.gates for heading in _fields(gate)}
    headings = frozenset({*fields, *(each.heading for each in record if each.heading)})
    select = partial(_gate_selections, config.gates, record)
    return Feed(_gate_target(source.layout, file), path, shown, headings, select)


def _fields(gate: Gate) -> list[str]:
    return [each for each in (gate.field, gate.date_field, gate.reason_field) if each]


def _gate_selections(
    gates: tuple[Gate, ...], record: tuple[Wanted, ...], opened: OpenFile
) -> tuple[Selection, ...] | str:
    faults = [
        f"{opened.path.name}: [[gate]] {gate.name!r}: {opened.no_heading(heading)}"
        for gate in gates
        for heading in (gate.date_field, gate.reason_field)
        if heading and opened.heading(heading) is None
    ]
    if faults:
        raise ConfigError(*faults)
    found = [_found(each, opened) for each in record]
    if found[0].heading is None:
        return f"it lacks {record[0].heading}"
    chosen = []
    for gate in gates:
        if not any(opened.heading(heading) for heading in _fields(gate)):
            continue
        name, current, reason, at, quality = _GATE_COLUMNS
        columns = (
            *found,
            replace(name, constant=gate.name),
            _found(replace(current, heading=gate.field), opened),
            _found(replace(reason, heading=gate.reason_field), opened),
            _found(replace(at, heading=gate.date_field), opened),
            quality,
        )
        chosen.append(Selection(columns, main_time="gate_at"))
    return tuple(chosen)
