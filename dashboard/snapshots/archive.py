"""The archive `snapshots/` of a workspace: one folder a snapshot, never written again once there.

A folder is moved in whole, its manifest with the hash of every other file; so whatever stands under
a name that is no scratch name is complete, or was damaged afterwards, which reading it tells.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pydantic

from dashboard.errors import ConfigError, DataError, GatecostError, LockedError, did_you_mean
from dashboard.snapshots.manifest import FORMAT, Manifest

MANIFEST = "manifest.json"
REPORT = "report.html"
PDF = "report.pdf"
NUMBERS = "numbers.json"
CHANGES = "changes.json"
FIGURES = "state/figures.parquet"
DEALS = "state/deals.parquet"
RESTATED = "rows/restated.csv"

# 2026-10-23, 2026-10-23_1a2b3c4d, 2026-10-23_1a2b3c4d.2
_NAME = re.compile(r"(?P<base>\d{4}-\d{2}-\d{2}(?:_[0-9a-f]{8})?)(?:\.(?P<number>[1-9]\d*))?")


@dataclass(frozen=True)
class Snapshot:
    """One snapshot of the archive, or one in the making: `called` is the name that it will have."""

    folder: Path
    manifest: Manifest
    called: str = ""

    @property
    def name(self) -> str:
        """Return the name of its folder."""
        return self.called or self.folder.name

    def numbers(self) -> dict[str, dict[str, Any]]:
        """Return every answer, by the id of its measure: the objects of `Result.to_json`."""
        found: dict[str, dict[str, Any]] = json.loads(self._checked(NUMBERS))
        return found

    def changes(self) -> dict[str, Any] | None:
        """Return what had changed since the snapshot before it; None where there was none."""
        found: dict[str, Any] | None = json.loads(self._checked(CHANGES))
        return found

    def figures(self) -> pl.DataFrame:
        """Return what each record adds to each tracked figure: see `snapshots/state.py`."""
        return pl.read_parquet(self._checked(FIGURES))

    def deals(self) -> pl.DataFrame:
        """Return the deals as they stood: see `snapshots/state.py`."""
        return pl.read_parquet(self._checked(DEALS))

    def restated(self) -> pl.DataFrame:
        """Return all restatements known by then, `restated_number` ascending, values as text."""
        return pl.read_csv(self._checked(RESTATED), infer_schema=False)

    def html(self) -> str:
        """Return the report."""
        return self._checked(REPORT).decode("utf-8")

    def read(self, path: str) -> bytes:
        """Return one of its files; ConfigError where the snapshot has none of that name."""
        if path not in self.manifest.files:
            near = did_you_mean(path, self.manifest.files)
            raise ConfigError(f"The snapshot {self.name} has no file {path!r}.{near}")
        return self._checked(path)

    def damage(self) -> tuple[str, ...]:
        """Return what is wrong with its files, in words; nothing where all are as made."""
        found: list[str] = []
        for path in self.manifest.files:
            try:
                self._checked(path)
            except GatecostError as error:
                found += error.faults
        return tuple(found)

    def _checked(self, path: str) -> bytes:
        """Return a file's content; DataError where it is not what the manifest says."""
        try:
            content = (self.folder / path).read_bytes()
        except OSError as error:
            raise DataError(f"The snapshot {self.name} is damaged: {path} is missing.") from error
        if hashlib.sha256(content).hexdigest() != self.manifest.files.get(path):
            raise DataError(
                f"The snapshot {self.name} is damaged: {path} is not as it was made. Make it again "
                "under another name by moving this folder away."
            )
        return content


def folder_of(workspace: Path) -> Path:
    """Return the folder of a workspace's snapshots."""
    return workspace / "snapshots"


def names(workspace: Path) -> list[str]:
    """Return the names of all snapshots, the newest as-of date first, of one date the last made."""
    try:
        found = [each.name for each in folder_of(workspace).iterdir() if each.is_dir()]
    except OSError:
        return []
    return sorted((each for each in found if _NAME.fullmatch(each)), key=_order, reverse=True)


def _order(name: str) -> tuple[str, int, str]:
    found = _NAME.fullmatch(name)
    base, number = (found["base"], int(found["number"] or 0)) if found else (name, 0)
    return base[:10], number, base


def read(workspace: Path, name: str) -> Snapshot:
    """Return a snapshot; ConfigError with the nearest name, DataError where it is damaged."""
    known = names(workspace)
    if name not in known:
        listing = ", ".join(known[:5]) or "none yet: run `gatecost snapshot`"
        raise ConfigError(
            f"There is no snapshot called {name!r}.{did_you_mean(name, known)} Known: {listing}."
        )
    folder = folder_of(workspace) / name
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if content.get("format") != FORMAT:
            raise DataError(
                f"The snapshot {name} is of another version of gatecost (format "
                f"{content.get('format')!r}, this one reads {FORMAT})."
            )
        return Snapshot(folder, Manifest.model_validate(content))
    except (OSError, ValueError, AttributeError, pydantic.ValidationError) as error:
        raise DataError(
            f"The snapshot {name} is damaged: {MANIFEST} cannot be read. Move its folder away."
        ) from error


def readable(workspace: Path) -> Iterator[Snapshot]:
    """Yield the snapshots whose manifests can be read, the newest first."""
    for name in names(workspace):
        try:
            yield read(workspace, name)
        except DataError:
            continue


def same_as(workspace: Path, manifest: Manifest) -> Snapshot | None:
    """Return the sound snapshot that was made from exactly this, if there is one."""
    identity = manifest.identity
    for found in readable(workspace):
        if found.manifest.identity == identity and not found.damage():
            return found
    return None


def previous_of(
    workspace: Path, manifest: Manifest, among: Collection[str] | None = None
) -> Snapshot | None:
    """Return the latest snapshot of the same question that was made from other inputs.

    Never one of a later as-of time; for a day in the past only those of earlier days, and first
    those that were made later too: a snapshot made in its time is compared with one that was not
    only where there is no other, for that one states all as it is stated today. `among` are
    the names of those that its readers know, where others are made between their reports.
    """
    of_other_kind: Snapshot | None = None
    for found in readable(workspace):
        theirs = found.manifest
        if among is not None and found.name not in among:
            continue
        if theirs.comparable != manifest.comparable or theirs.made_from == manifest.made_from:
            continue
        if theirs.as_of > manifest.as_of:
            continue
        if manifest.is_rerun and theirs.as_of_date >= manifest.as_of_date:
            continue
        if theirs.is_rerun == manifest.is_rerun:
            return found
        of_other_kind = of_other_kind or found
    return of_other_kind


def free_name(workspace: Path, manifest: Manifest) -> str:
    """Return the name that a new snapshot takes: none is ever written over.

    It is counted on from the last, also where one before it was moved away: of one day the last
    made has the highest number.
    """
    base = manifest.base_name
    found = [found for each in names(workspace) if (found := _NAME.fullmatch(each))]
    taken = [int(each["number"] or 0) for each in found if each["base"] == base]
    return f"{base}.{max(taken) + 1}" if taken else base


@contextmanager
def lock(workspace: Path) -> Iterator[Path]:
    """Hold the archive for one run and yield its folder; LockedError if another run has it."""
    folder = folder_of(workspace)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = (folder / ".lock").open("w")
    except OSError as error:
        raise GatecostError(
            f"{folder} cannot be written ({error.strerror}). Nothing was made."
        ) from error
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LockedError(
                f"Another run makes a snapshot in {folder}. Wait for it to end."
            ) from error
        yield folder
