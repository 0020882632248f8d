"""Make a snapshot: all of it, checked, moved into the archive in one step, or nothing.

The same inputs give the same bytes and, where they are there already, no second snapshot.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from dashboard import answer
from dashboard.answer import Warehouse
from dashboard.errors import ConfigError, GatecostError
from dashboard.measures import filters as filtering
from dashboard.measures.access import User
from dashboard.measures.dimension_values import check_asked
from dashboard.measures.filters import Filters
from dashboard.present.pages import page_called
from dashboard.reports import completeness, contents
from dashboard.reports.gathering import gathered
from dashboard.reports.html import report_html
from dashboard.reports.material import Material
from dashboard.reports.past import as_it_was
from dashboard.snapshots import archive
from dashboard.snapshots import changes as changing
from dashboard.snapshots.archive import Snapshot
from dashboard.snapshots.changes import Changes
from dashboard.snapshots.made_from import Question, manifest_of
from dashboard.snapshots.manifest import Manifest

Told = Callable[[str], None]
_SCRATCH = ".making-"


@dataclass(frozen=True)
class Asked:
    """What a snapshot is asked: without a period the config's, without a page all of them.

    `where` is what is asked for, `user` what its readers may see at most. `as_of` is a day in the
    past, to be told as it was known then. `known` are the snapshots that its readers got before:
    what has changed is told since the last of these, and since the last of all where there is none.
    """

    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    start: dt.date | None = None
    end: dt.date | None = None
    is_all: bool = False
    only: str | None = None
    as_of: dt.date | None = None
    pdf: bool = False
    user: User | None = None
    link: str | None = None
    known: tuple[str, ...] = ()


class Made:
    """A snapshot that is in the archive, new or from an earlier run, and what it was made of.

    Its warehouse stays open for the letters that are written from it, until it is closed.
    `unknown` tells what of a day in the past could only be taken as it is today.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        gather: Callable[[], Material],
        held: ExitStack,
        unknown: tuple[str, ...],
        *,
        is_new: bool,
    ) -> None:
        self.snapshot = snapshot
        self.is_new = is_new
        self.unknown = unknown
        self._gather = gather
        self._held = held

    @cached_property
    def material(self) -> Material:
        """Return the answers and changes, worked out when first asked for."""
        return self._gather()

    def close(self) -> None:
        """Let the warehouse go."""
        self._held.close()


def make(workspace: Path, asked: Asked, told: Told | None = None) -> Made:
    """Make a snapshot, or find the one that the same inputs made; LockedError if another run is."""
    say = told or (lambda _: None)
    with archive.lock(workspace) as folder, ExitStack() as stack:
        _clear(folder)
        say("Opening the warehouse")
        opened = as_it_was(workspace, asked.as_of) if asked.as_of else _served(workspace)
        warehouse, unknown = stack.enter_context(opened)
        question = _question(warehouse, asked)
        manifest = manifest_of(warehouse, question)
        since = archive.previous_of(workspace, manifest, asked.known) or archive.previous_of(
            workspace, manifest
        )
        manifest = manifest.model_copy(update={"previous": since.name if since else None})

        def gather(found: Snapshot | None = None) -> Material:
            material = gathered(warehouse, question, manifest)
            kept = found.changes() if found else None
            changes = Changes.from_json(kept) if kept else None
            name = found.name if found else archive.free_name(workspace, manifest)
            return replace(
                material, since=since, changes=changes, name=name, not_known_then=unknown
            )

        found = archive.same_as(workspace, manifest)
        if found is not None:
            return Made(found, lambda: gather(found), stack.pop_all(), unknown, is_new=False)
        say("Answering every measure")
        snapshot, material = _written(folder, gather(), question, say)
        return Made(snapshot, lambda: material, stack.pop_all(), unknown, is_new=True)


@contextmanager
def _served(workspace: Path) -> Iterator[tuple[Warehouse, tuple[str, ...]]]:
    """Open the served build; nothing in it is unknown as of its own time."""
    with closing(answer.open_warehouse(workspace)) as warehouse:
        yield warehouse, ()


def _question(warehouse: Warehouse, asked: Asked) -> Question:
    """Return the question; ConfigError where it names a page, dimension or value that is not."""
    default = warehouse.default_filters()
    is_default = not (asked.is_all or asked.start or asked.end)
    chosen = default if is_default else Filters(start=asked.start, end=asked.end)
    chosen = replace(chosen, where=asked.where)
    filtering.check(chosen, warehouse.context.dimensions)
    with closing(warehouse.database.cursor()) as cursor:
        limits = warehouse.config.access.limits
        # What a reader is limited to is typed as well: nobody has a value that is misspelt.
        for typed in (asked.where, asked.user.limits if asked.user else {}):
            check_asked(cursor, warehouse.context.dimensions, typed, limits)
    return Question(
        filters=chosen,
        is_default_period=is_default,
        only=page_called(asked.only).slug if asked.only else None,
        user=asked.user,
        is_rerun=asked.as_of is not None,
        with_pdf=asked.pdf,
        link=asked.link,
    )


def _written(
    folder: Path, material: Material, question: Question, say: Told
) -> tuple[Snapshot, Material]:
    """Write all files beside the archive, check them, and move them in; on a fault, nothing."""
    scratch = _Scratch(folder / f"{_SCRATCH}{os.getpid()}")
    try:
        scratch.begin()
        for path, content in contents.written(material, question.filters, question.user):
            scratch.write(path, content)
        material = _with_changes(material, scratch)
        changes = material.changes.to_json() if material.changes else None
        scratch.write(archive.CHANGES, contents.json_text(changes).encode())
        say("Drawing the report")
        scratch.write(archive.REPORT, report_html(material).encode())
        if question.with_pdf:
            scratch.write(archive.PDF, _pdf(material))
        snapshot = scratch.finished(material.manifest, material.name)
        say("Checking that nothing is missing")
        completeness.check(snapshot, material)
        scratch.move(folder / material.name)
    except OSError as error:
        raise GatecostError(
            f"The snapshot could not be written to {folder} ({error.strerror or error}). Nothing "
            "was kept of it; the snapshots before are as they were."
        ) from error
    finally:
        scratch.remove()
    return Snapshot(folder / material.name, snapshot.manifest), material


def _with_changes(material: Material, scratch: _Scratch) -> Material:
    """Compare what was just written with the snapshot before."""
    if material.since is None:
        return material
    return replace(
        material,
        changes=changing.compare(material.since, scratch.so_far(material.manifest, material.name)),
    )


def _pdf(material: Material) -> bytes:
    """Return the report as PDF; ConfigError where what sets it is not installed."""
    try:
        from dashboard.reports.pdf import report_pdf  # noqa: PLC0415

        return report_pdf(material)
    except ModuleNotFoundError as error:
        raise ConfigError(
            f"A PDF needs {error.name}, which is not installed. Install gatecost[pdf]."
        ) from error


class _Scratch:
    """A snapshot in the making, under a name that nobody takes for one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files: dict[str, str] = {}

    def begin(self) -> None:
        self.folder.mkdir()

    def write(self, path: str, content: bytes) -> None:
        """Write a file down to the disk."""
        target = self.folder / path
        target.parent.mkdir(exist_ok=True)
        with target.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        self._files[path] = hashlib.sha256(content).hexdigest()

    def so_far(self, manifest: Manifest, name: str) -> Snapshot:
        """Return what is written already, to be read like a snapshot."""
        files = dict(sorted(self._files.items()))
        return Snapshot(self.folder, manifest.model_copy(update={"files": files}), name)

    def finished(self, manifest: Manifest, name: str) -> Snapshot:
        """Write the manifest, which names every other file."""
        snapshot = self.so_far(manifest, name)
        self.write(archive.MANIFEST, snapshot.manifest.text().encode())
        return snapshot

    def move(self, target: Path) -> None:
        """Put the whole folder where it belongs, in one step."""
        for folder in (*(each for each in self.folder.iterdir() if each.is_dir()), self.folder):
            _sync(folder)
        self.folder.replace(target)
        _sync(target.parent)

    def remove(self) -> None:
        """Remove what was not moved."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _clear(folder: Path) -> None:
    """Remove what killed runs left behind; only the holder of the lock may."""
    for leftover in folder.glob(f"{_SCRATCH}*"):
        shutil.rmtree(leftover)
