"""Publishing a build whole or not at all: versioned files, a pointer, a lock.

`warehouse/CURRENT` names the file that is served. A reader that has a file open keeps it; a new
name is needed because a process that still has a file open would get the old one again.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
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


def current_if_any(workspace: Path) -> Path | None:
    """Return the served warehouse file, None if nothing was built yet."""
    if not (folder_of(workspace) / POINTER).is_file():
        return None
    path = current(workspace)
    return path if path.is_file() else None


def salt(workspace: Path, *, is_kept: bool) -> str:
    """Return what the workspace's addresses are hashed with, made where there is none yet.

    A run that keeps nothing takes one that is gone with it.
    """
    path = folder_of(workspace) / "salt"
    if not path.is_file():
        made = secrets.token_hex(32)
        if not is_kept:
            return made
        # Whole or not at all, and from the first moment readable by its owner only.
        beside = path.with_name(f"building-{os.getpid()}.salt")
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(made + "\n")
        beside.replace(path)
    return path.read_text(encoding="utf-8").strip()


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
    _clear_checks(folder_of(workspace))


@contextmanager
def scratch_of_a_check(workspace: Path) -> Iterator[Path]:
    """Make a folder for a run that keeps nothing; those of killed runs are removed first.

    A run in progress is known by its process, since it does not hold the lock of a build.
    """
    parent = folder_of(workspace)
    had_none = not parent.is_dir()
    parent.mkdir(parents=True, exist_ok=True)
    _clear_checks(parent)
    folder = parent / f"checking-{os.getpid()}"
    folder.mkdir()
    try:
        yield folder
    finally:
        _remove(folder)
        if had_none and not any(parent.iterdir()):
            parent.rmdir()


def _clear_checks(folder: Path) -> None:
    for leftover in folder.glob("checking-*"):
        process = leftover.name.removeprefix("checking-")
        if process.isdigit() and int(process) != os.getpid() and _is_running(int(process)):
            continue
        _remove(leftover)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


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
