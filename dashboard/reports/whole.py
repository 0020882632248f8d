"""Folders that others on this machine must not read, put in place whole: several, or none.

What one run prepares together is moved in by one step and then set out. A run that is killed
before that step leaves nothing that counts, one that is killed after it leaves all: whoever looks
next sets the rest out.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

_LOCK = ".putting.lock"
_MAKING = ".making-"
_WHOLE = ".whole-"


def private(folder: Path) -> Path:
    """Make a folder, or find it, so that its owner alone can look into it."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if folder.stat().st_mode & 0o077:
        folder.chmod(0o700)
    return folder


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Wait until no other run puts anything into a folder; what a killed one left is settled."""
    with (folder / _LOCK).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        _clear(folder)
        _set_out(folder)
        yield


def put(folder: Path, found: Mapping[str, Mapping[str, bytes]]) -> None:
    """Put folders with their files in place, all or none; only who holds `folder` may.

    One that is there already gives way.
    """
    making = Path(tempfile.mkdtemp(prefix=_MAKING, dir=folder))
    for name, files in found.items():
        (making / name).mkdir(mode=0o700)
        for file, content in files.items():
            _write(making / name / file, content)
        _sync(making / name)
    _sync(making)
    making.rename(folder / f"{_WHOLE}{making.name.removeprefix(_MAKING)}")
    _sync(folder)
    _set_out(folder)


def settle(folder: Path) -> None:
    """Set out what a killed run put in place and no more."""
    if any(folder.glob(f"{_WHOLE}*")):
        with held(folder):
            return


def _set_out(folder: Path) -> None:
    for whole in folder.glob(f"{_WHOLE}*"):
        for each in sorted(whole.iterdir()):
            target = folder / each.name
            if target.is_dir():
                shutil.rmtree(target)
            each.rename(target)
        _sync(folder)
        whole.rmdir()


def _clear(folder: Path) -> None:
    """Remove what was never put in place."""
    for leftover in folder.glob(f"{_MAKING}*"):
        shutil.rmtree(leftover)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
