"""One file of a source: opened when it must be, and its parts read anew or as they were kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from dashboard.config import Source
from dashboard.engine import adbc, cache
from dashboard.engine.cache import Cache, Displaced, Entry, Told
from dashboard.engine.column_formats import Formats
from dashboard.engine.database import Database
from dashboard.engine.files import OpenFile, open_file
from dashboard.engine.reading import Part, Selection, read_part
from dashboard.engine.time_sql import Zones
from dashboard.ingest.feeds import Feed
from dashboard.ingest.meter import Meter


@dataclass(frozen=True)
class Surroundings:
    """What reading any file needs: where to, where copies may lie, and what was kept before."""

    database: Database
    scratch: Path
    meter: Meter
    company_zone: str
    salt: str
    kept: Cache | None = None


@dataclass
class Read:
    """What a file gave for one feed; `told` is there if that was kept from an earlier build."""

    feed: Feed
    file: SourceFile
    part: Part
    entry: Entry | None = None
    told: Told | None = None
    displaced: tuple[Displaced, ...] = ()

    @property
    def place(self) -> dict[str, str]:
        """Return how the quarantine tells this file and table."""
        source, feed = self.file.source.name, self.feed
        return {"source": source, "file": feed.file, "table": feed.target.table}


@dataclass
class SourceFile:
    """A file and all that it feeds."""

    around: Surroundings
    source: Source
    path: Path
    feeds: Sequence[Feed]
    opened: OpenFile | None = field(default=None, repr=False)

    @property
    def size(self) -> int:
        """Return the bytes of the file on disk."""
        return self.path.stat().st_size

    @cached_property
    def sha256(self) -> str:
        """Return the hash of what stands in the file."""
        return cache.content_of(self.path)

    @cached_property
    def content(self) -> str:
        """Return a name for what stands in the file and for how it is looked at."""
        how = (self.source.encoding, self.source.delimiter, self.path.suffixes[-2:])
        return cache.digest([self.sha256, repr(how), cache.version()])

    def open(self) -> OpenFile:
        """Return the opened file, for the headings that any feed wants."""
        if self.opened is None:
            meter = self.around.meter
            self.opened = open_file(
                self.around.database,
                self.path,
                lambda heading: any(feed.wants(heading) for feed in self.feeds),
                self.around.scratch,
                encoding=self.source.encoding,
                delimiter=self.source.delimiter,
                on_bytes=meter.done if meter.report else None,
                tables=len(self.feeds),
            )
            if self.source.database and not self.opened.refusal:
                self.opened = adbc.as_answered(self.around.database, self.opened)
            if self.around.kept and not self.opened.refusal:
                self.around.kept.keep_head(self.content, self.opened)
        return self.opened

    def close(self) -> None:
        """Drop what was loaded."""
        if self.opened is not None:
            self.opened.close(self.around.database)

    def as_kept(self, feed: Feed) -> Read | None:
        """Return what an earlier build kept, None where the file must be opened."""
        kept = self.around.kept
        head = kept.head(self.content, self.path) if kept else None
        if kept is None or head is None:
            return None
        chosen = feed.select(head)
        if isinstance(chosen, str) or not chosen:
            return None
        entry = kept.entry(self._key(feed, chosen))
        told = entry.told()
        if told is None:
            return None
        return Read(feed, self, entry.part(self.around.database, self.path), entry, told)

    def anew(self, feed: Feed) -> Read | str | None:
        """Read the file for one feed: a text says why it is refused, None that it feeds nothing."""
        file = self.open()
        if file.refusal:
            return file.refusal
        chosen = feed.select(file)
        if isinstance(chosen, str):
            return chosen
        if not chosen:
            return None
        if self.around.kept is None:
            return Read(feed, self, self._out_of_scratch(self._part(file, chosen)))
        entry = self.around.kept.entry(self._key(feed, chosen))
        entry.clear()
        part = self._part(file, chosen, entry.rows)
        if self._is_in_scratch and not entry.rows.is_file():
            part = cache.kept_in(self.around.database, part, entry.rows)
        entry.keep_part(self.around.database, part, self.path)
        return Read(feed, self, part, entry)

    def _part(
        self, file: OpenFile, chosen: Sequence[Selection], rows_file: Path | None = None
    ) -> Part:
        database = self.around.database
        return read_part(database, file, chosen, self._zones, self._formats, rows_file)

    @property
    def _is_in_scratch(self) -> bool:
        return self.path.is_relative_to(self.around.scratch)

    def _out_of_scratch(self, part: Part) -> Part:
        """Return a part that can be read when the copies of exports are gone."""
        if not part.is_view or not self._is_in_scratch:
            return part
        name = f"{part.name}_rows"
        self.around.database.execute(f"create table {name} as from {part.name}")
        return replace(part, name=name, is_view=False)

    @property
    def _zones(self) -> Zones:
        return Zones(self.source.time_zone or "UTC", self.around.company_zone)

    @property
    def _formats(self) -> Formats:
        source = self.source
        return Formats(source.date_format, source.date_formats, source.number_format)

    def _key(self, feed: Feed, chosen: Sequence[Selection]) -> str:
        """Return the name of all that decides what comes out, the path and its folder left out."""
        parts = (self.content, self.source.name, feed.file, feed.target.name, self.around.salt)
        how = (self._zones, self._formats, tuple(chosen))
        return cache.digest([*parts, repr(how)])
