"""`[source.columns.x]`: what a layout cannot know, or finds under another heading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dashboard.config import Source
from dashboard.engine.files import headings_of
from dashboard.engine.profile import Column
from dashboard.ingest import layout_files, layouts
from dashboard.ingest.propose import vocabulary
from dashboard.ingest.propose.folders import System
from dashboard.ingest.propose.items import Item, comment, pairs
from dashboard.ingest.propose.seen import OwnFile, Seen

# canonical table -> canonical column -> heading
StandIns = Mapping[str, Mapping[str, str]]


def stand_ins(system: System) -> dict[str, dict[str, str]]:
    """Return what to read where a file lacks a heading that its layout needs."""
    found: dict[str, dict[str, str]] = {}
    if system.layout is None:
        return found
    synonyms = vocabulary.read("headings")["stand_ins"]
    for file in layout_files.layout(system.layout).files:
        for path in layouts.paths_of(system.folder, file)[:1] if file.feeds else ():
            there = headings_of(path)
            alike = {each.lower() for each in there}
            for column in file.columns:
                names = [column.heading, *column.other_headings]
                is_missing = not any(each and each.lower() in alike for each in names)
                if column.required and is_missing and column.name in synonyms:
                    heading = vocabulary.best_heading(there, synonyms[column.name])
                    if heading:
                        found.setdefault(str(file.feeds), {})[column.name] = heading
    return found


def with_stand_ins(source: Source, found: StandIns) -> Source:
    """Return a source that reads the stand-ins, unless a person has said what to read."""
    columns = {table: {**named, **source.columns.get(table, {})} for table, named in found.items()}
    return source.model_copy(update={"columns": {**source.columns, **columns}})


def items(seen: Seen, found: Mapping[str, StandIns]) -> Iterator[Item]:
    """Yield the columns of each source: stand-ins, the buyer's own request, the score."""
    for source in seen.sources:
        tables = dict.fromkeys([*found.get(source.name, {}), "leads"])
        for table in tables:
            own = [
                each
                for each in seen.files
                if (each.source, each.table) == (source.name, table)
                and source.name not in seen.mapped
            ]
            lines: list[str] = []
            for name, heading in found.get(source.name, {}).get(table, {}).items():
                why = f"the file has no column of that meaning; {heading} stands in for {name}"
                lines += [*comment(why, "unsure"), *pairs({name: heading})]
            for file in own if table == "leads" else ():
                lines += [*_hand_raise(file), *_score(file)]
            if lines:
                yield Item(
                    f"columns/{source.name}/{table}",
                    "systems",
                    "\n".join([f"[source.columns.{table}]", *lines]),
                )


def _hand_raise(file: OwnFile) -> list[str]:
    words = vocabulary.read("headings")["hand_raise"]["words"]
    for column in file.sheet.columns:
        if column.is_time and vocabulary.has_word(column.heading, words):
            why = (
                f"its name says that the buyer asked: {column.filled:,} of {column.rows:,} have it."
            )
            return [*comment(why, "unsure"), *pairs({"hand_raised_at": column.heading})]
    return []


def _score(file: OwnFile) -> list[str]:
    column = frozen_score(file)
    if column is None:
        return []
    why = f"written once, as its name says: {column.filled:,} of {column.rows:,} have it."
    return [*comment(why, "unsure"), *pairs({"score": column.heading})]


def frozen_score(file: OwnFile) -> Column | None:
    """Return the score, only if it was written once: today's score knows how it ended."""
    frozen = vocabulary.read("headings")["score"]["frozen"]
    for column in file.sheet.columns:
        is_score = column.is_number and vocabulary.has_word(column.heading, ["score"])
        if is_score and vocabulary.has_word(column.heading, frozen):
            return column
    return None
