"""What the files of a well-known export feed: recognised by their names and headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from dashboard.config import Config, Gate, Source
from dashboard.engine.files import OpenFile, headings_of, is_known, stem_of
from dashboard.engine.reading import Selection
from dashboard.engine.values import Wanted
from dashboard.errors import ConfigError, did_you_mean
from dashboard.ingest import contract, layout_files, told_fields
from dashboard.ingest.feeds import Feed, Target, wants
from dashboard.ingest.layout_files import LayoutFile, layout, names
from dashboard.ingest.spread import Spread, pattern_of

# Opportunity_2.csv, opportunity.part-0003.parquet and Lead (1).csv are parts of one table.
_PART = re.compile(r"([-_ .]+(part[-_ ]?)?\d+|\s*\(\d+\))$")


def recognise(folder: Path) -> list[str]:
    """Return the layouts of which this folder holds the telling file with its headings."""
    found = []
    for each in map(layout, names()):
        telling = next(file for file in each.files if file.name == each.known_by)
        if any(each.known_headings <= _lower(path) for path in paths_of(folder, telling)):
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
    found = [
        each
        for file in layout(source.layout).files
        for path in paths_of(folder, file)
        for each in _feeds_of(config, source, file, path, path.relative_to(folder).as_posix())
    ]
    if not found:
        raise ConfigError(
            f"[[source]] {source.name!r}: no file of the layout {source.layout} is in {folder}."
        )
    return found


def _feeds_of(
    config: Config, source: Source, file: LayoutFile, path: Path, shown: str
) -> Iterator[Feed]:
    family = layout(source.layout).family
    columns = _with_config(file, config, source)
    select = partial(_select, file, columns, source, told_fields.wanted(config))
    target = _target(family, file)
    yield Feed(target, path, shown, wants(_headings(columns)), select)
    for spread in file.spreads:
        kept = _headings(spread.keep)
        patterns = tuple(map(pattern_of, spread.headings))
        spread_target = _spread_target(family, file, spread)
        yield Feed(spread_target, path, shown, wants(kept, patterns), partial(_spread, spread))
    if file.gates_of:
        yield _gate_feed(config, source, file, path, shown)


def targets(name: str) -> list[Target]:
    """Return all raw tables of a layout's family: those without a file are made empty."""
    family = layout(name).family
    files = layout_files.files_of(family)
    return [
        *(_target(family, file) for file in files),
        *(_spread_target(family, file, spread) for file in files for spread in file.spreads),
        *(_gate_target(family, file) for file in files if file.gates_of),
    ]


def _target(family: str, file: LayoutFile) -> Target:
    columns = layout_files.columns_of(family, file.name)
    name = f"raw_{family}__{file.name}"
    return Target(name, file.feeds or file.name, columns, file.key, file.newest)


def _spread_target(family: str, file: LayoutFile, spread: Spread) -> Target:
    name = f"{file.name}_{spread.name}"
    return Target(f"raw_{family}__{name}", name, spread.columns)


def paths_of(folder: Path, file: LayoutFile) -> list[Path]:
    """Return the files of one kind: in the folder, or as parts in a folder of that name."""
    found = []
    for each in sorted(folder.iterdir()):
        if each.name.startswith((".", "_")):
            continue
        if each.is_dir():
            if _is_named(each.name.lower(), file.stems):
                parts = (path for path in sorted(each.rglob("*")) if path.is_file())
                found += [path for path in parts if is_known(path) and _claims(file, path)]
        elif is_known(each) and _is_named(stem_of(each), file.stems) and _claims(file, each):
            found.append(each)
    return found


def _is_named(name: str, stems: Sequence[str]) -> bool:
    candidates = {name, _PART.sub("", name)}
    patterns = [pattern_of_stem(stem) for stem in stems]
    return any(pattern.fullmatch(each) for pattern in patterns for each in candidates)


def pattern_of_stem(stem: str) -> re.Pattern[str]:
    """Return what the name of a file must be like; a star stands for anything."""
    return re.compile(re.escape(stem.lower()).replace(r"\*", ".*"))


def _claims(file: LayoutFile, path: Path) -> bool:
    """Tell by its headings whether a file of the right name is of this kind."""
    if not file.with_headings and not file.without_headings:
        return True
    headings = _lower(path)
    return file.with_headings <= headings and not file.without_headings & headings


def _lower(path: Path) -> frozenset[str]:
    return frozenset(each.lower() for each in headings_of(path))


def _headings(columns: Sequence[Wanted]) -> frozenset[str]:
    return frozenset(
        heading
        for each in columns
        if each.heading
        for heading in (each.heading, *each.other_headings)
    )


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
    file: LayoutFile,
    columns: tuple[Wanted, ...],
    source: Source,
    fields: frozenset[str],
    opened: OpenFile,
) -> tuple[Selection, ...] | str:
    lacking = [
        each.heading
        for each in columns
        if each.required and each.heading and _found(each, opened).heading is None
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
    found = told_fields.limit([_found(each, opened) for each in columns], fields)
    return (Selection(found, main_time=file.main_time),)


def _spread(spread: Spread, opened: OpenFile) -> tuple[Selection, ...] | str:
    kept = [_found(each, opened) for each in spread.keep]
    if kept[0].heading is None:
        return f"it lacks {spread.keep[0].heading}"
    return tuple(spread.selections(kept, opened.headings))


def _found(wanted: Wanted, opened: OpenFile) -> Wanted:
    headings = (wanted.heading, *wanted.other_headings)
    found = (opened.heading(each) for each in headings if each)
    heading = next((each for each in found if each is not None), None)
    return replace(wanted, heading=heading, other_headings=())


_GATE_COLUMNS = (
    Wanted("gate", "text"),
    Wanted("current_value", "text"),
    Wanted("reason", "text"),
    Wanted("gate_at", "timestamp", date_name="gate_date"),
    Wanted("date_quality", "text", constant="editable"),
)


def _gate_target(name: str, file: LayoutFile) -> Target:
    key = (*file.gates_of, "gate")
    columns = (*_record_columns(file, file.columns), *_GATE_COLUMNS)
    return Target(f"raw_{name}__{file.name}_gates", "gate_decisions", columns, key, file.newest)


def _record_columns(file: LayoutFile, columns: tuple[Wanted, ...]) -> tuple[Wanted, ...]:
    """Return by what a record is known and by what its newest row is, the first one first."""
    by_name = {each.name: each for each in columns}
    return tuple(by_name[name] for name in dict.fromkeys((*file.gates_of, *file.newest)))


def _gate_feed(config: Config, source: Source, file: LayoutFile, path: Path, shown: str) -> Feed:
    """Read each gate's own fields, which only the config knows: one row per record and gate."""
    record = _record_columns(file, _with_config(file, config, source))
    gates = tuple(gate for gate in config.gates if gate.source in (None, source.name))
    fields = {
        name for gate in gates for each in _fields(gate) for name in (each, file.prefix + each)
    }
    headings = frozenset({*fields, *_headings(record)})
    is_strict = _is_only_layout(config)
    select = partial(_gate_selections, gates, record, file.prefix, is_strict=is_strict)
    family = layout(source.layout).family
    return Feed(_gate_target(family, file), path, shown, wants(headings), select)


def _is_only_layout(config: Config) -> bool:
    """Tell whether a gate's fields can be in no other source's files."""
    return sum(source.layout != "mapped" for source in config.sources) == 1


def _fields(gate: Gate) -> list[str]:
    return [each for each in (gate.field, gate.date_field, gate.reason_field) if each]


def _gate_selections(
    gates: tuple[Gate, ...],
    record: tuple[Wanted, ...],
    prefix: str,
    opened: OpenFile,
    *,
    is_strict: bool,
) -> tuple[Selection, ...] | str:
    own = partial(_own, prefix, opened)
    faults = [
        f"{opened.path.name}: [[gate]] {gate.name!r}: {opened.no_heading(heading)}"
        for gate in gates
        for heading in (gate.date_field, gate.reason_field)
        if heading and own(_GATE_COLUMNS[0], heading).heading is None
        if is_strict or gate.source
    ]
    if faults:
        raise ConfigError(*faults)
    found = [_found(each, opened) for each in record]
    if found[0].heading is None:
        return f"it lacks {record[0].heading}"
    chosen = []
    for gate in gates:
        name, current, reason, at, quality = _GATE_COLUMNS
        if not any(own(name, heading).heading for heading in _fields(gate)):
            continue
        columns = (
            *found,
            replace(name, constant=gate.name),
            own(current, gate.field),
            own(reason, gate.reason_field),
            own(at, gate.date_field),
            quality,
        )
        chosen.append(Selection(columns, main_time="gate_at"))
    return tuple(chosen)


def _own(prefix: str, opened: OpenFile, wanted: Wanted, heading: str | None) -> Wanted:
    """Return a column that the config names, with or without what a loader puts before it."""
    others = (prefix + heading,) if heading else ()
    return _found(replace(wanted, heading=heading, other_headings=others), opened)
