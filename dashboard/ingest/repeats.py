"""A key stands once in a table, over all files of a source: the newest row is kept."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.engine import assemble
from dashboard.engine.assemble import Repeated
from dashboard.engine.cache import Displaced
from dashboard.engine.database import Database
from dashboard.ingest.source_file import Read


def leave_out(database: Database, reads: Sequence[Read]) -> None:
    """Take the rows of one target out whose key stands in a newer row, of any of its files."""
    target = reads[0].feed.target
    if not target.key:
        return
    parts = [each.part for each in reads]
    repeated = assemble.repeated_keys(database, parts, target.key, target.newest)
    kept = _places_kept(database, reads, repeated)
    for place, read in enumerate(reads):
        own = [each for each in repeated if each.part == place]
        read.displaced = tuple(
            Displaced(each.row, _name_of(reads[each.kept_part]), each.kept_row, kept[each])
            for each in sorted(own, key=lambda each: each.row)
        )
        if own:
            rows = {each.row: each.kept for each in read.displaced}
            read.part.leave_out(database, rows, "duplicate_key", target.key[0])


def _name_of(read: Read) -> str:
    """Return a name for a file as it is, so that a changed one is looked at again."""
    return f"{read.feed.file} {read.file.content}" if read.entry else read.feed.file


def _places_kept(
    database: Database, reads: Sequence[Read], repeated: Sequence[Repeated]
) -> dict[Repeated, str]:
    """Return file and line of the row that is kept instead of each repeated one.

    A file is opened only for lines that no earlier build has told.
    """
    places: dict[Repeated, str] = {}
    before = [
        {(each.row, each.kept_file, each.kept_row): each.kept for each in read.told.displaced}
        if read.told
        else {}
        for read in reads
    ]
    for place, read in enumerate(reads):
        unknown = []
        for each in (each for each in repeated if each.kept_part == place):
            known = before[each.part].get((each.row, _name_of(read), each.kept_row))
            if known is None:
                unknown.append(each)
            else:
                places[each] = known
        if unknown:
            lines = read.file.open().lines_of(database, [each.kept_row for each in unknown])
            for each, line in zip(unknown, lines, strict=True):
                places[each] = f"{read.feed.file}:{line}"
    return places
