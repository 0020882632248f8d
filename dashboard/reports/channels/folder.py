"""A snapshot copied into a folder, whole or not at all; a second copy of the same does no harm."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from dashboard.reports.channels import HandingOver, UndeliveredError
from dashboard.snapshots.archive import MANIFEST

_COPYING = ".copying-"


def copy(snapshot: Path, folder: Path, handing_over: HandingOver) -> str:
    """Copy a snapshot's folder into another; return where it is."""
    target = folder / snapshot.name
    manifest = (snapshot / MANIFEST).read_bytes()
    try:
        if target.is_dir():
            return _is_there(target, manifest)
        folder.mkdir(parents=True, exist_ok=True)
        copying = folder / f"{_COPYING}{os.getpid()}-{snapshot.name}"
        for leftover in folder.glob(f"{_COPYING}*-{snapshot.name}"):
            shutil.rmtree(leftover)
        try:
            shutil.copytree(snapshot, copying)
            handing_over()
            copying.replace(target)
        finally:
            shutil.rmtree(copying, ignore_errors=True)
    except OSError as error:
        raise UndeliveredError(
            f"{folder} cannot be written: {error.strerror or error}", is_passing=False
        ) from None
    return f"copied to {target}"


def _is_there(target: Path, manifest: bytes) -> str:
    if (target / MANIFEST).is_file() and (target / MANIFEST).read_bytes() == manifest:
        return f"was there already: {target}"
    raise UndeliveredError(
        f"{target} is there and is another snapshot; nothing is written over. Move it away",
        is_passing=False,
    )
