"""What init has seen of the exports, from which everything is proposed."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dashboard import paths
from dashboard.config import Source
from dashboard.engine import profile
from dashboard.engine.database import Database
from dashboard.engine.files import OpenFile, open_file
from dashboard.ingest import layout_files, layouts
from dashboard.ingest.propose import vocabulary
from dashboard.ingest.propose.folders import System
from dashboard.ingest.propose.maps import Mapped
from dashboard.ingest.propose.tables import Sheet

# Files of these tables hold the fields that a company makes itself.
_WITH_OWN_FIELDS = ("opportunities", "leads", "contacts", "accounts")


@dataclass(frozen=True)
class OwnFile:
    """A file whose columns were looked at: what of ours it feeds, and whether it holds gates."""

    source: str
    table: str
    sheet: Sheet
    holds_gates: bool = False
    # Headings that the layout reads already: ours -> heading
    known: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Seen:
    """The staged tables, and the files behind them."""

    database: Database
    systems: Sequence[System]
    sources: Sequence[Source]
    files: Sequence[OwnFile] = ()
    mapped: Mapping[str, Mapped] = field(default_factory=dict)

    def rows(
        self, name: str, parameters: Mapping[str, object] | None = None
    ) -> list[dict[str, Any]]:
        """Return the rows of one query of queries/proposals."""
        sql = paths.query_text("proposals", name)
        return self.database.query(sql, parameters, name=f"{name}.sql").rows(named=True)

    def has_layout(self, family: str) -> bool:
        """Tell whether a source is read by a layout of this family."""
        return any(
            each.layout and layout_files.layout(each.layout).family == family
            for each in self.systems
        )


@contextmanager
def sheets(
    database: Database, files: Sequence[Path], folder: Path, scratch: Path, source: Source
) -> Iterator[list[Sheet]]:
    """Open files, large ones by a sample, and look at every column of them."""
    opened: list[tuple[Path, OpenFile]] = []
    try:
        for path in files:
            sample = profile.sample_of(path, scratch)
            file = open_file(
                database, sample, _may_be_looked_at, scratch,
                encoding=source.encoding, delimiter=source.delimiter,
            )  # fmt: skip
            opened.append((path, file))
        yield [
            Sheet(file, path.relative_to(folder).as_posix(), tuple(profile.columns(database, file)))
            for path, file in opened
            if not file.refusal
        ]
    finally:
        for _, file in opened:
            file.close(database)


def _may_be_looked_at(heading: str) -> bool:
    return not vocabulary.has_word(heading, vocabulary.read("headings")["persons"]["words"])


def own_files(
    database: Database, system: System, source: Source, scratch: Path
) -> Iterator[OwnFile]:
    """Look at the files of a layout that may hold gates, dimensions and scores."""
    if system.layout is None:
        return
    layout = layout_files.layout(system.layout)
    if layout.family == "event_log":
        return
    for file in layout.files:
        if file.feeds not in _WITH_OWN_FIELDS and not file.gates_of:
            continue
        # The first part of a table stands for all: parts have the same headings.
        paths_found = layouts.paths_of(system.folder, file)[:1]
        known = {each.name: each.heading for each in file.columns if each.heading}
        with sheets(database, paths_found, system.folder, scratch, source) as found:
            for sheet in found:
                table = file.feeds or "leads"
                yield OwnFile(system.name, table, sheet, file.gates_of is not None, known)


def mapped_files(source: str, mapped: Mapped) -> Iterator[OwnFile]:
    """Return the same of files that maps read."""
    for each in mapped.guesses:
        if each.table in _WITH_OWN_FIELDS:
            yield OwnFile(source, each.table, each.sheet, known=each.columns)


def unclaimed(seen: Seen) -> list[Sheet]:
    """Return the files that feed nothing."""
    return list(itertools.chain.from_iterable(each.left for each in seen.mapped.values()))
