"""Read every file of every source: raw tables, mapped staging, and the account of each row."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from dashboard.config import Config, Source, located
from dashboard.engine import assemble, ids, publish, quarantine
from dashboard.engine.cache import Cache, Told
from dashboard.engine.database import Database
from dashboard.engine.reading import Part
from dashboard.engine.text_columns import UnclearColumnError
from dashboard.errors import ConfigError
from dashboard.ingest import accounts, config_tables, gather, layouts, mapped, repeats, unclaimed
from dashboard.ingest.accounts import FileLoad, LoadReport, MapLoad
from dashboard.ingest.feeds import Feed, Target
from dashboard.ingest.meter import Meter, Progress
from dashboard.ingest.source_file import Read, SourceFile, Surroundings


@dataclass
class _Run:
    """What a load has come to so far."""

    config: Config
    around: Surroundings
    parts: dict[Target, list[tuple[str, Part]]] = field(default_factory=lambda: defaultdict(list))
    loads: list[FileLoad] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def read_sources(
    database: Database,
    config: Config,
    workspace: Path,
    progress: Progress | None = None,
    scratch_in: Path | None = None,
    *,
    kept: Cache | None = None,
) -> LoadReport:
    """Read all sources into raw tables and mapped staging; ConfigError with every fault.

    Without `scratch_in`, copies of exports lie where the next build removes what a killed run left.
    With `kept`, files that an earlier build has read are not opened again.
    """
    folder = scratch_in or publish.folder_of(workspace)
    folder.mkdir(parents=True, exist_ok=True)
    config_tables.write(database, config)
    quarantine.create(database)
    salt = publish.salt(workspace, is_kept=kept is not None)
    ids.set_email_salt(database, salt)
    meter = Meter(progress)
    with tempfile.TemporaryDirectory(prefix="building-", dir=folder) as made:
        scratch = Path(made).resolve()
        found = gather.gather(config, workspace, scratch, meter.came_in)
        zone = config.company.time_zone
        run = _Run(found.config, Surroundings(database, scratch, meter, zone, salt, kept))
        planned = _plan(run, workspace, found)
        meter.total = sum(file.size for files in planned.values() for file in files)
        for source in found.config.sources:
            _read_source(run, source, planned.get(source.name, []))
        read = {file.path for files in planned.values() for file in files}
        ignored = unclaimed.find(workspace, found.config.sources, read)
    _check_dimensions(run)
    if run.faults:
        raise ConfigError(*located(workspace, tuple(dict.fromkeys(run.faults))))
    _unite(database, run)
    accounts.write(database, [*run.loads, *ignored])
    return LoadReport(tuple(run.loads), tuple(ignored))


def _plan(run: _Run, workspace: Path, found: gather.Gathered) -> dict[str, list[SourceFile]]:
    """Return the files of every source with what each feeds, in the order of the feeds."""
    planned: dict[str, list[SourceFile]] = {}
    for source in found.config.sources:
        layout = mapped if source.layout == "mapped" else layouts
        try:
            feeds = layout.feeds(found.config, source, workspace)
        except ConfigError as error:
            run.faults += error.faults
            continue
        by_path: dict[Path, list[Feed]] = {}
        for feed in feeds:
            run.parts.setdefault(feed.target, [])
            shown = replace(feed, file=found.names.get(feed.path, feed.file))
            by_path.setdefault(feed.path.resolve(), []).append(shown)
        planned[source.name] = [
            SourceFile(run.around, source, path, of_path) for path, of_path in by_path.items()
        ]
    return planned


def _read_source(run: _Run, source: Source, files: Sequence[SourceFile]) -> None:
    reads: list[Read] = []
    try:
        for file in files:
            reads += _read_file(run, file)
        for target in dict.fromkeys(each.feed.target for each in reads):
            of_target = [each for each in reads if each.feed.target == target]
            repeats.leave_out(run.around.database, of_target)
            run.parts[target] += [(source.name, each.part) for each in of_target]
        for each in reads:
            run.loads.append(_account(run.around.database, each))
    finally:
        for file in files:
            file.close()


def _read_file(run: _Run, file: SourceFile) -> list[Read]:
    meter = run.around.meter
    meter.begin(file.feeds[0].file, file.size)
    reads: list[Read] = []
    for number, feed in enumerate(file.feeds, start=1):
        read = _read(run, file, feed)
        if read is not None:
            reads.append(read)
        meter.convert(number, len(file.feeds))
    rows = [each.told.rows for each in reads if each.told]
    meter.end(file.opened.rows if file.opened else max(rows, default=0))
    return reads


def _read(run: _Run, file: SourceFile, feed: Feed) -> Read | None:
    try:
        read = file.as_kept(feed) or file.anew(feed)
    except ConfigError as error:
        run.faults += error.faults
        return None
    except UnclearColumnError as error:
        run.faults += [
            f"{feed.file}: {each} in [[source]] {file.source.name!r}." for each in error.args
        ]
        return None
    if isinstance(read, str):
        opened = file.open()
        run.loads.append(
            FileLoad(
                file.source.name, feed.file, feed.target.table, "refused",
                bytes=opened.size, newlines=opened.lines, reason=read,
            )
        )  # fmt: skip
        return None
    return read


def _account(database: Database, read: Read) -> FileLoad:
    """Put the bad rows of a file aside, as they were put before where nothing has changed."""
    told = read.told
    is_reused = told is not None and told.displaced == read.displaced
    if told is not None and read.entry is not None and is_reused:
        read.entry.put_aside(database)
    else:
        told = _told_anew(database, read)
    quarantined = told.quarantined + told.rejects + len(told.displaced)
    total = told.rows + told.rejects
    return FileLoad(
        read.file.source.name, read.feed.file, read.feed.target.table,
        "quarantined" if quarantined else "accepted", total, total - quarantined, quarantined,
        told.size, told.lines, "", dict(told.reasons), is_reused and read.file.opened is None,
        _maps(read, told), read.file.sha256 if read.file.around.kept else "",
    )  # fmt: skip


def _maps(read: Read, told: Told) -> tuple[MapLoad, ...]:
    """Tell apart what each map of a file leaves out on purpose."""
    whole = told.rows - told.quarantined
    return tuple(MapLoad(label, rows, whole - rows) for label, rows in read.part.chosen.items())


def _told_anew(database: Database, read: Read) -> Told:
    file, part = read.file.open(), read.part
    reasons: dict[str, int] = {}
    if part.quarantined or file.rejects or read.displaced:
        reasons = quarantine.add(database, file, part, read.place)
    told = Told(
        file.rows, file.size, file.lines, len(file.rejects), part.quarantined, reasons,
        read.displaced,
    )  # fmt: skip
    if read.entry is not None:
        read.entry.keep_told(database, told, read.place)
    return told


def _unite(database: Database, run: _Run) -> None:
    """Make one table of the parts of each name, empty where a layout has no file for it."""
    for source in run.config.sources:
        for target in layouts.targets(source.layout) if source.layout != "mapped" else ():
            run.parts.setdefault(target, [])
    for name in dict.fromkeys(target.name for target in run.parts):
        # Two layouts of a family may tell the newest row of one table by different columns.
        same = [target for target in run.parts if target.name == name]
        columns = {each.name: each for target in same for each in target.columns}
        parts = [part for target in same for part in run.parts[target]]
        assemble.unite(database, name, tuple(columns.values()), parts)


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
