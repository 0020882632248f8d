"""Bring what is not a plain file into one: results of queries, remote objects, Delta tables.

What comes back is a config whose sources all lie in folders and whose maps all name files, so
that nobody else needs to know where rows come from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dashboard.config import Config, Map, Source
from dashboard.engine import delta, object_stores
from dashboard.ingest.queries import Asking, Told, ask


@dataclass(frozen=True)
class Gathered:
    """A config of plain files only, and what those that were made here are called to people."""

    config: Config
    names: Mapping[Path, str] = field(default_factory=dict)


def gather(config: Config, workspace: Path, scratch: Path, told: Told) -> Gathered:
    """Bring every source into folders; ConfigError or DataError where one cannot be had."""
    names: dict[Path, str] = {}
    sources: list[Source] = []
    maps: list[Map] = []
    for number, source in enumerate(config.sources):
        folder = scratch / f"source_{number}"
        own = [each for each in config.maps if config.source_of(each).name == source.name]
        if source.database is not None:
            asking = Asking(config, source, source.database, workspace, folder, told)
            changed, own = ask(asking, own, names)
        else:
            is_remote = object_stores.is_remote(source.folder)
            there = _fetched(source, workspace, folder, told) if is_remote else source
            changed, own = _without_delta(there, own, workspace, folder, names)
        sources.append(changed)
        maps += own
    plain = config.model_copy(update={"sources": tuple(sources), "maps": tuple(maps)})
    return Gathered(plain, names)


def _fetched(source: Source, workspace: Path, folder: Path, told: Told) -> Source:
    file = workspace / source.store_file if source.store_file else None
    store = object_stores.store_of(source.name, source.folder, file)
    folder.mkdir(parents=True)
    object_stores.fetch(store, folder, lambda name, done, _: told(name, 0, done))
    return source.model_copy(update={"folder": str(folder)})


def _without_delta(
    source: Source, maps: list[Map], workspace: Path, scratch: Path, names: dict[Path, str]
) -> tuple[Source, list[Map]]:
    """Return a source in which every Delta table is one file, with links to all other files."""
    folder = workspace / source.folder
    tables = sorted(each.parent for each in folder.rglob(delta.LOG) if each.is_dir())
    if not tables:
        return source, maps
    target = scratch.with_name(f"{scratch.name}_tables")
    files: dict[str, str] = {}
    for table in tables:
        shown = table.relative_to(folder).as_posix()
        file = target / f"{shown}.parquet"
        file.parent.mkdir(parents=True, exist_ok=True)
        delta.write_current(table, file)
        files[shown], names[file] = f"{shown}.parquet", shown
    for path in folder.rglob("*"):
        if path.is_file() and not any(table in path.parents for table in tables):
            link = target / path.relative_to(folder)
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(path.resolve())
    renamed = [each.model_copy(update={"file": files.get(each.file, each.file)}) for each in maps]
    return source.model_copy(update={"folder": str(target)}), renamed
