"""Why one row was put aside: what the export says there, what is wrong with it, how to mend it.

The quarantine keeps no text that may name a person, so the line is read again from the export.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard.config import Config, Source
from dashboard.engine import quarantine
from dashboard.engine.database import Database
from dashboard.engine.files import OpenFile, open_file
from dashboard.engine.headings import read_headings
from dashboard.engine.positions import record_at
from dashboard.errors import ConfigError, did_you_mean
from dashboard.ingest.reasons import reason


@dataclass(frozen=True)
class Fault:
    """One reason: its code and words, the column and value it is about, the row kept instead."""

    code: str
    words: str
    mend: str
    heading: str | None
    column: str | None
    value: str | None
    kept: str | None


@dataclass(frozen=True)
class Why:
    """One row of the quarantine, explained; `says` is the record as the export has it."""

    row: int
    source: str
    file: str
    table: str
    line: int
    byte_position: int | None
    says: str | None
    faults: tuple[Fault, ...]


def explain(
    database: Database, config: Config, workspace: Path, asked: str, scratch: Path
) -> list[Why]:
    """Explain a row by its number, or by `file:line`; ConfigError names the nearest if none is."""
    rows = _rows(database, asked)
    sources = {source.name: source for source in config.sources}
    return [_explained(each, sources, workspace, scratch, database) for each in rows]


def _rows(database: Database, asked: str) -> list[dict[str, Any]]:
    if asked.isdecimal():
        found = quarantine.row_numbered(database, int(asked))
        if not found:
            count = database.value("select count(*) from quarantine")
            known = f"They are numbered 1 to {count}." if count else "No row was put aside."
            raise ConfigError(f"There is no row {asked} in the quarantine. {known}")
        return found
    file, colon, line = asked.rpartition(":")
    if not colon or not line.isdecimal():
        raise ConfigError(f"--why {asked!r} is no row. Write FILE:LINE, or a row's number.")
    found = quarantine.rows_at(database, file, int(line))
    if not found:
        raise ConfigError(_nearest(database, file, int(line)))
    return found


def _nearest(database: Database, file: str, line: int) -> str:
    """Say that no row was put aside there, and which one is near."""
    near = quarantine.nearest_line(database, file, line)
    if near is not None:
        return f"No row of {file} on line {line} was put aside. The nearest is {file}:{near}."
    files = database.query("select distinct file from quarantine order by file")["file"].to_list()
    known = f" Rows were put aside of: {', '.join(files)}." if files else ""
    return f"No row of {file!r} was put aside.{did_you_mean(file, files)}{known}"


def _explained(
    row: Mapping[str, Any],
    sources: Mapping[str, Source],
    workspace: Path,
    scratch: Path,
    database: Database,
) -> Why:
    source = sources.get(row["source_name"])
    path = workspace / source.folder / row["file"] if source else None
    says: str | None = None
    cells: dict[str, str | None] = {}
    if source and path and path.is_file():
        opened = open_file(
            database, path, lambda _: True, scratch,
            encoding=source.encoding, delimiter=source.delimiter,
        )  # fmt: skip
        try:
            says, cells = _record(database, opened, source, row)
        finally:
            opened.close(database)
    faults = tuple(_fault(each, cells) for each in row["faults"])
    return Why(
        row["number"], row["source_name"], row["file"], row["table_name"], row["line"],
        row["byte_position"], says, faults,
    )  # fmt: skip


def _record(
    database: Database, opened: OpenFile, source: Source, row: Mapping[str, Any]
) -> tuple[str | None, dict[str, str | None]]:
    """Return the record as the export has it, and its cells by heading where it has all."""
    if opened.plain is not None and row["byte_position"] is not None:
        says = record_at(opened.plain.path, row["byte_position"] - 1)
        return says, _cells(opened.plain.path, source, says)
    lines = opened.lines_of(database, range(opened.rows))
    if row["byte_length"] is not None or row["line"] not in lines:
        return None, {}
    cells = quarantine.record_of(database, opened, lines.index(row["line"]))
    return "\n".join(f"{name}: {value}" for name, value in cells.items() if value), cells


def _cells(path: Path, source: Source, record: str) -> dict[str, str | None]:
    headings = read_headings(path, source.delimiter)
    if headings is None:
        return {}
    cells = next(csv.reader(record.split("\n"), delimiter=headings.delimiter), [])
    is_whole = len(cells) == len(headings.names)
    return dict(zip(headings.names, cells, strict=True)) if is_whole else {}


def _fault(fault: Mapping[str, Any], cells: Mapping[str, str | None]) -> Fault:
    about = reason(fault["reason"])
    heading = fault["heading"]
    value = cells.get(heading, fault["value"]) if heading else None
    return Fault(
        fault["reason"], about.words, about.mend, heading, fault["column_name"], value,
        fault["kept"],
    )  # fmt: skip
