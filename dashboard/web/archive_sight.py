"""The snapshots that a reader may see: none holds more than this reader may ask for today."""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from dashboard.config import Config
from dashboard.errors import DataError, GatecostError
from dashboard.measures.access import User, limited
from dashboard.measures.filters import Filters
from dashboard.snapshots import archive, changes
from dashboard.snapshots.archive import Snapshot
from dashboard.snapshots.change import Changes

# What was read of snapshots that are never written again, and of pairs of them.
_READ = 2_000
_COMPARED = 64


@dataclass(frozen=True)
class Archive:
    """The snapshots of a workspace as one reader sees them, the newest first.

    `broken` names those that cannot be read, for who sees the whole company.
    """

    snapshots: tuple[Snapshot, ...] = ()
    broken: tuple[str, ...] = ()

    @property
    def newest(self) -> Snapshot | None:
        """Return the newest report of everything that its readers may see, else the newest."""
        of_all = (each for each in self.snapshots if each.manifest.is_default)
        of_part = (each for each in self.snapshots if each.manifest.is_of_all_seen)
        return next(iter((*of_all, *of_part, *self.snapshots)), None)

    def named(self, name: str | None) -> Snapshot | None:
        """Return a snapshot by its name; none where this reader has none of that name."""
        return next((each for each in self.snapshots if each.name == name), None)

    def like(self, snapshot: Snapshot) -> tuple[Snapshot, ...]:
        """Return those of which the same was asked, the snapshot itself among them."""
        same = snapshot.manifest.comparable
        return tuple(each for each in self.snapshots if each.manifest.comparable == same)

    def before(self, snapshot: Snapshot) -> Snapshot | None:
        """Return what a snapshot is compared with unless somebody asks for another."""
        recorded = self.named(snapshot.manifest.previous)
        if recorded is not None:
            return recorded
        like = self.like(snapshot)
        older = like[like.index(snapshot) + 1 :]
        is_rerun = snapshot.manifest.is_rerun
        of_kind = (each for each in older if each.manifest.is_rerun == is_rerun)
        return next(iter((*of_kind, *older)), None)


def archive_of(workspace: Path, config: Config, user: User | None) -> Archive:
    """Return what a reader sees of the archive of a workspace."""
    limits = limited(Filters(), user, config.access.limits).where
    seen, broken = [], []
    for name in archive.names(workspace):
        found = _read(workspace, name)
        if found is None:
            broken.append(name)
        elif _may_see(found, limits, config):
            seen.append(found)
    return Archive(tuple(seen), () if limits else tuple(broken))


def changes_of(before: Snapshot, after: Snapshot) -> Changes:
    """Return what changed between two snapshots; of a report's own two, what the report says."""
    own = _own_changes(after) if after.manifest.previous == before.name else None
    return own or _compared(_Kept(before), _Kept(after))


def told_of(snapshot: Snapshot) -> int | None:
    """Return how many changes a snapshot told of; None of the first, which has none before it."""
    return _told(_Kept(snapshot))


def _may_see(found: Snapshot, limits: Mapping[str, Collection[str]], config: Config) -> bool:
    """Say whether a snapshot was narrowed to what a reader may see, names of accounts included."""
    if found.manifest.are_names_shown and not config.access.show_account_names:
        return False
    if not limits:
        return True
    # A filter is a wish: its report gives account of all files. One for who sees a part does not.
    where = found.manifest.filters.get("where") or {}
    return found.manifest.is_part and all(
        name in where and set(where[name]) <= set(allowed) for name, allowed in limits.items()
    )


def _read(workspace: Path, name: str) -> Snapshot | None:
    """Return a snapshot, read once for each time its manifest was written."""
    try:
        written = (archive.folder_of(workspace) / name / archive.MANIFEST).stat().st_mtime_ns
    except OSError:
        return None
    return _read_once(workspace, name, written)


@functools.lru_cache(_READ)
def _read_once(workspace: Path, name: str, written: int) -> Snapshot | None:  # noqa: ARG001
    try:
        return archive.read(workspace, name)
    except GatecostError:
        return None


class _Kept:
    """A snapshot as a cache key: the same folder with the same files."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._key = (snapshot.folder, snapshot.manifest.identity, str(snapshot.manifest.files))

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and other._key == self._key


@functools.lru_cache(_COMPARED)
def _compared(before: _Kept, after: _Kept) -> Changes:
    return changes.compare(before.snapshot, after.snapshot)


@functools.lru_cache(_READ)
def _told(kept: _Kept) -> int | None:
    found = _own_changes(kept.snapshot)
    return None if found is None else len(found.told())


def _own_changes(snapshot: Snapshot) -> Changes | None:
    """Return what a report says changed; None of a first one, and of one in an older form."""
    try:
        found = snapshot.changes()
        return Changes.from_json(found) if found else None
    except (DataError, KeyError, TypeError):
        return None
