"""The workspace's folder `quarantine/`: one CSV for each file of which rows were put aside.

A row is mended in the export, not here: the next build reads it there, and writes these anew.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from dashboard.engine import quarantine_csv
from dashboard.engine.database import Database
from dashboard.ingest.reasons import all_reasons

FOLDER = "quarantine"
# A file that does not begin like ours is somebody's own, and stays.
_OURS = ",".join(quarantine_csv.FIRST_COLUMNS).encode()
_UNSAFE = re.compile(r"[^\w .()-]")


def write(database: Database, folder: Path) -> None:
    """Write the files of this build into a folder of their own."""
    mends = {code: each.mend for code, each in all_reasons().items()}
    folder.mkdir(parents=True, exist_ok=True)
    for source, file in quarantine_csv.files(database):
        path = folder / _path_of(source, file)
        path.parent.mkdir(parents=True, exist_ok=True)
        quarantine_csv.write(database, source, file, path, mends)


def publish(written: Path, workspace: Path) -> None:
    """Put the files in the workspace's folder, instead of those of the build before."""
    folder = workspace / FOLDER
    clear(folder)
    for path in sorted(written.rglob("*.csv")):
        target = folder / path.relative_to(written)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(path, target)


def clear(folder: Path) -> None:
    """Remove what an earlier build wrote, and folders that are empty then."""
    if not folder.is_dir():
        return
    for path in folder.rglob("*.csv"):
        with path.open("rb") as file:
            is_ours = file.read(len(_OURS)) == _OURS
        if is_ours:
            path.unlink()
    for inner in sorted((each for each in folder.rglob("*") if each.is_dir()), reverse=True):
        _remove_if_empty(inner)
    _remove_if_empty(folder)


def _remove_if_empty(folder: Path) -> None:
    if not any(folder.iterdir()):
        folder.rmdir()


def _path_of(source: str, file: str) -> Path:
    """Return where a file's quarantine stands: its own path, which never leads out of there."""
    parts = [_UNSAFE.sub("_", part) for part in Path(file).parts if part.strip("./\\")]
    name = parts[-1] if parts else "file"
    parts[-1:] = [name if name.lower().endswith(".csv") else f"{name}.csv"]
    return Path(_UNSAFE.sub("_", source).strip(". ") or "source", *parts)
