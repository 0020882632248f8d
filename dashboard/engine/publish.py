"""Publishing a build whole or not at all: versioned files, a pointer, a lock.

`warehouse/CURRENT` names the file that is served. A reader that has a file open keeps it; a new
name is needed because a process that still has a file open would get the old one again.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboard.errors import ConfigError, LockedError

POINTER = "CURRENT"
KEPT_VERSIONS = 3


def folder_of(workspace: Path) -> Path:
    """Return the workspace's warehouse folder."""
    return workspace / "warehouse"


def current(workspace: Path) -> Path:
    """Return the served warehouse file; ConfigError if nothing was built yet."""
    pointer = folder_of(workspace) / POINTER
    if not pointer.is_file():
        raise ConfigError(f"{workspace} has no warehouse yet. Run `gatecost build` first.")
    return folder_of(workspace) / pointer.read_text(encoding="utf-8").strip()


@contextmanager
def build_lock(workspace: Path) -> Iterator[None]:
    """Hold the workspace for one build; LockedError if another run has it."""
    folder = folder_of(workspace)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LockedError(
                f"Another build holds {folder}. Wait for it to end; the old warehouse is served."
            ) from error
        yield


def scratch(workspace: Path) -> Path:
    """Return the path to build in, with what killed builds left behind removed."""
    clear(workspace)
    return folder_of(workspace) / f"building-{os.getpid()}.duckdb"


def clear(workspace: Path) -> None:
    """Remove what unfinished builds left behind; only the holder of the lock may."""
    for leftover in folder_of(workspace).glob("building-*"):
        _remove(leftover)


def publish(built: Path) -> Path:
    """Make a finished file in the warehouse folder the served one, and retire old versions."""
    name = f"db-{_hash_of(built)}.duckdb"
    final = built.with_name(name)
    _sync(built)
    built.replace(final)
    # The newest build is the newest file, also where the same content was built before.
    os.utime(final)
    pointer = built.with_name(f"{POINTER}.new")
    pointer.write_text(name + "\n", encoding="utf-8")
    _sync(pointer)
    pointer.replace(built.with_name(POINTER))
    _sync(built.parent)
    _retire(built.parent, keep=final)
    return final


@contextmanager
def in_use(path: Path) -> Iterator[None]:
    """Mark a served file as in use, so that no build removes it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield
    finally:
        os.close(handle)


def _retire(folder: Path, keep: Path) -> None:
    versions = sorted(folder.glob("db-*.duckdb"), key=lambda path: path.stat().st_mtime)
    for old in versions[:-KEPT_VERSIONS]:
        if old != keep and not _is_in_use(old):
            _remove(old)


def _is_in_use(path: Path) -> bool:
    with path.open("rb") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _remove(path: Path) -> None:
    if path.is_dir():
        for child in path.iterdir():
            _remove(child)
        path.rmdir()
    else:
        path.unlink(missing_ok=True)


def _hash_of(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()[:12]


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
