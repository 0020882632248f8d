"""Read every file of every source: raw tables, mapped staging, and the account of each row."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from dashboard.config import Config, Source
from dashboard.engine import assemble, publish, quarantine
from dashboard.engine.column_formats import Formats
from dashboard.engine.database import Database
from dashboard.engine.date_formats import UnclearColumnError
from dashboard.engine.files import OpenFile, open_file
from dashboard.engine.reading import Part, read_part
from dashboard.engine.time_sql import Zones
from dashboard.errors import ConfigError
from dashboard.ingest import config_tables, layouts, mapped
from dashboard.ingest.feeds import Feed, Target

# Called with a file's name, and the rows and bytes read so far.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class FileLoad:
    """What became of one file for one table: read = accepted + quarantined."""

    source_name: str
    file: str
    table_name: str
    status: str
    read: int = 0
    accepted: int = 0
    quarantined: int = 0
    bytes: int = 0
    newlines: int = 0
    reason: str = ""
    reasons: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class LoadReport:
    """All files of a load, in the order in which they were read."""

    files: tuple[FileLoad, ...]

    @property
    def has_refusals(self) -> bool:
        """Tell whether a file was refused."""
        return any(each.status == "refused" for each in self.files)


@dataclass
class _Run:
    """What a load has gathered so far."""

    database: Database
    config: Config
    scratch: Path
    progress: Progress | None
    parts: dict[Target, list[tuple[str, Part]]]
    loads: list[FileLoad]
    faults: list[str]
    rows: int = 0
    bytes: int = 0


def read_sources(
    database: Database,
    config: Config,
    workspace: Path,
    progress: Progress | None = None,
    scratch_in: Path | None = None,
) -> LoadReport:
    """Read all sources into raw tables and mapped staging; ConfigError with every fault.

    Without `scratch_in`, copies of exports lie where the next build removes what a killed run left.
    """
    folder = scratch_in or publish.folder_of(workspace)
    folder.mkdir(parents=True, exist_ok=True)
    config_tables.write(database, config)
    quarantine.create(database)
    with tempfile.TemporaryDirectory(prefix="building-", dir=folder) as scratch:
        run = _Run(database, config, Path(scratch), progress, defaultdict(list), [], [])
        for source in config.sources:
            try:
                _read_source(run, source, _feeds(config, source, workspace))
            except ConfigError as error:
                run.faults += error.faults
    _check_dimensions(run)
    if run.faults:
        raise ConfigError(*dict.fromkeys(run.faults))
    for source in config.sources:
        for target in layouts.targets(source.layout) if source.layout != "mapped" else ():
            run.parts.setdefault(target, [])
    for name in dict.fromkeys(target.name for target in run.parts):
        # Two layouts of a family may tell the newest row of one table by different columns.
        same = [target for target in run.parts if target.name == name]
        columns = {each.name: each for target in same for each in target.columns}
        parts = [part for target in same for part in run.parts[target]]
        assemble.unite(database, name, tuple(columns.values()), parts)
    _write_loads(database, run.loads)
    return LoadReport(tuple(run.loads))


def _feeds(config: Config, source: Source, workspace: Path) -> list[Feed]:
    if source.layout == "mapped":
        return mapped.feeds(config, source, workspace)
    return layouts.feeds(config, source, workspace)


def _read_source(run: _Run, source: Source, feeds: Sequence[Feed]) -> None:
    opened: dict[Path, OpenFile] = {}
    done: list[tuple[Feed, OpenFile, Part]] = []
    try:
        for feed in feeds:
            run.parts.setdefault(feed.target, [])
            if feed.path not in opened:
                opened[feed.path] = _open(run, source, feed, feeds)
            part = _read(run, source, feed, opened[feed.path])
            if part is not None:
                done.append((feed, opened[feed.path], part))
        for target in dict.fromkeys(feed.target for feed, _, _ in done):
            of_target = [part for feed, _, part in done if feed.target == target]
            done = _without_repeated_keys(run, target, done)
            run.parts[target] += [(source.name, part) for part in of_target]
        for feed, file, part in done:
            _account(run, source, feed, file, part)
    finally:
        for file in opened.values():
            file.close(run.database)


def _open(run: _Run, source: Source, feed: Feed, feeds: Sequence[Feed]) -> OpenFile:
    if run.progress:
        run.progress(feed.file, run.rows, run.bytes)
    of_file = [each.wants for each in feeds if each.path == feed.path]
    file = open_file(
        run.database,
        feed.path,
        lambda heading: any(wants(heading) for wants in of_file),
        run.scratch,
        encoding=source.encoding,
        delimiter=source.delimiter,
    )
    run.rows += file.rows
    run.bytes += file.size
    if run.progress:
        run.progress(feed.file, run.rows, run.bytes)
    return file


def _read(run: _Run, source: Source, feed: Feed, file: OpenFile) -> Part | None:
    refusal = file.refusal
    try:
        if not refusal:
            selections = feed.select(file)
            if not isinstance(selections, str):
                if not selections:
                    return None
                zones = Zones(source.time_zone or "UTC", run.config.company.time_zone)
                return read_part(run.database, file, selections, zones, _formats(source))
            refusal = selections
    except ConfigError as error:
        run.faults += error.faults
        return None
    except UnclearColumnError as error:
        run.faults += [
            f"{feed.file}: {each} in [[source]] {source.name!r}." for each in error.args
        ]
        return None
    run.loads.append(
        FileLoad(
            source.name, feed.file, feed.target.table, "refused",
            bytes=file.size, newlines=file.lines, reason=refusal,
        )
    )  # fmt: skip
    return None


def _formats(source: Source) -> Formats:
    return Formats(source.date_format, source.date_formats, source.number_format)


def _without_repeated_keys(
    run: _Run, target: Target, done: Sequence[tuple[Feed, OpenFile, Part]]
) -> list[tuple[Feed, OpenFile, Part]]:
    if not target.key:
        return list(done)
    of_target = [each for each in done if each[0].target == target]
    parts = [part for _, _, part in of_target]
    repeated = assemble.repeated_keys(run.database, parts, target.key, target.newest)
    kept = _places_kept(run.database, of_target, repeated)
    more: dict[str, int] = {}
    for place, part in enumerate(parts):
        rows = {each.row: kept[each] for each in repeated if each.part == place}
        if rows:
            part.leave_out(run.database, rows, "duplicate_key", target.key[0])
            more[part.name] = len(rows)
    return [
        (feed, file, replace(part, quarantined=part.quarantined + more.get(part.name, 0)))
        for feed, file, part in done
    ]


def _places_kept(
    database: Database,
    parts: Sequence[tuple[Feed, OpenFile, Part]],
    repeated: Sequence[assemble.Repeated],
) -> dict[assemble.Repeated, str]:
    """Return file and line of the row that is kept instead of each repeated one."""
    places: dict[assemble.Repeated, str] = {}
    for place, (feed, file, _) in enumerate(parts):
        own = [each for each in repeated if each.kept_part == place]
        lines = file.lines_of(database, [each.kept_row for each in own])
        places |= {each: f"{feed.file}:{line}" for each, line in zip(own, lines, strict=True)}
    return places


def _account(run: _Run, source: Source, feed: Feed, file: OpenFile, part: Part) -> None:
    quarantined = part.quarantined + len(file.rejects)
    read = file.rows + len(file.rejects)
    reasons: dict[str, int] = {}
    if quarantined:
        place = {"source": source.name, "file": feed.file, "table": feed.target.table}
        reasons = quarantine.add(run.database, file, part, place)
    status = "quarantined" if quarantined else "accepted"
    run.loads.append(
        FileLoad(
            source.name, feed.file, feed.target.table, status, read, read - quarantined,
            quarantined, file.size, file.lines, "", reasons,
        )
    )  # fmt: skip


def _check_dimensions(run: _Run) -> None:
    """Refuse a dimension whose column is in no file of its table."""
    for each in run.config.dimensions:
        slot = run.config.slot_of(each.name)
        parts = [
            part for target, found in run.parts.items() for _, part in found
            if target.table == each.table
        ]  # fmt: skip
        if parts and not any(slot in part.filled for part in parts):
            run.faults.append(
                f"[[dimension]] {each.name!r}: no file that feeds {each.table} has the column "
                f"{each.column!r}."
            )


def _write_loads(database: Database, loads: Sequence[FileLoad]) -> None:
    rows = [{name: getattr(each, name) for name in _LOAD_SCHEMA} for each in loads]
    database.write_table("load_files", pl.DataFrame(rows, schema=_LOAD_SCHEMA))


_LOAD_SCHEMA = {
    "source_name": pl.String, "file": pl.String, "table_name": pl.String, "status": pl.String,
    "read": pl.Int64, "accepted": pl.Int64, "quarantined": pl.Int64, "bytes": pl.Int64,
    "newlines": pl.Int64, "reason": pl.String,
}  # fmt: skip
