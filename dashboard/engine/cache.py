"""What was read of a file is kept beside the warehouse: an unchanged file is not opened again.

An entry is found by what stands in the file, what is asked of it and the code that reads it. It is
used only whole and unchanged; whatever is wrong with one, the file is read anew.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from dashboard.engine.database import Database
from dashboard.engine.opened import OpenFile
from dashboard.engine.reading import Part, rows_from, write_rows
from dashboard.engine.time_sql import text_literal

_ROWS, _BAD, _ASIDE, _TOLD = "rows.parquet", "bad_rows.parquet", "aside.parquet", "entry.json"
_PATH, _BAD_ROWS = "«path»", "«bad rows»"
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Displaced:
    """A row left out beside another file's: that row is kept instead, `kept` says where it is."""

    row: int
    kept_file: str
    kept_row: int
    kept: str


@dataclass(frozen=True)
class Told:
    """What is known of a file and one table without opening it.

    `rejects` and `quarantined` count lines that are no rows, and rows that are bad by themselves.
    """

    rows: int
    size: int
    lines: int
    rejects: int
    quarantined: int
    reasons: Mapping[str, int]
    displaced: tuple[Displaced, ...] = ()


@cache
def version() -> str:
    """Return what changes whenever the code that reads files does."""
    modules = sorted(Path(__file__).parent.glob("*.py"))
    return digest([duckdb.__version__, *(each.read_text(encoding="utf-8") for each in modules)])


def digest(parts: Sequence[str]) -> str:
    """Return a name for a list of texts, as good as the texts themselves."""
    found = hashlib.sha256()
    for each in parts:
        found.update(f"{len(each)}:".encode() + each.encode())
    return found.hexdigest()


def content_of(path: Path) -> str:
    """Return a name for what stands in a file."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


class Cache:
    """The entries of one workspace; those that a build did not use are removed in its end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.used: set[str] = set()

    def entry(self, key: str) -> Entry:
        """Return the place of an entry, whether it is there or not."""
        self.used.add(key)
        return Entry(self.folder / key)

    def head(self, key: str, path: Path) -> OpenFile | None:
        """Return a file that was read before as far as its headings tell it: without its rows."""
        self.used.add(key)
        told = _read(self.folder / key / _TOLD)
        if told is None:
            return None
        return OpenFile(path, tuple(told["headings"]), aliases=told["aliases"])

    def keep_head(self, key: str, file: OpenFile) -> None:
        """Keep the headings of a file."""
        folder = self.folder / key
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / _TOLD, {"headings": list(file.headings), "aliases": dict(file.aliases)})

    def retire(self) -> None:
        """Remove what the build that used this did not ask for."""
        if not self.folder.is_dir():
            return
        for each in self.folder.iterdir():
            if each.name not in self.used:
                shutil.rmtree(each, ignore_errors=True)


@dataclass(frozen=True)
class Entry:
    """What is kept of one file for one table."""

    folder: Path

    @property
    def rows(self) -> Path:
        """Return the file of the accepted rows; there is none where they stay in the export."""
        return self.folder / _ROWS

    def clear(self) -> None:
        """Make the entry's folder anew, to be filled."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)

    def keep_part(self, database: Database, part: Part, path: Path) -> None:
        """Keep what makes a part of the file at a path, before the other files are looked at."""
        _copy(database, f"select * from {part.bad_rows} order by row", self.folder / _BAD)
        select = part.select.replace(text_literal(str(path)), _PATH)
        _write(
            self.folder / "part.json",
            {
                "select": select.replace(part.bad_rows, _BAD_ROWS),
                "quarantined": part.quarantined,
                "filled": sorted(part.filled),
                "kinds": {heading: sorted(kinds) for heading, kinds in part.kinds.items()},
                "chosen": dict(part.chosen),
            },
        )

    def keep_told(self, database: Database, told: Told, place: Mapping[str, str]) -> None:
        """Keep the counts and the rows put aside; from now on the entry is whole."""
        _copy(
            database,
            "select * exclude (number) from quarantine where source_name = $source "
            "and file = $file and table_name = $table order by number",
            self.folder / _ASIDE,
            place,
        )
        names = sorted(each.name for each in self.folder.iterdir() if each.name != _TOLD)
        prints = {name: content_of(self.folder / name) for name in names}
        _write(self.folder / _TOLD, {"prints": prints, **asdict(told)})

    def told(self) -> Told | None:
        """Return what is known of the file; None if the entry is not whole."""
        told = _read(self.folder / _TOLD)
        if told is None:
            return None
        try:
            prints = told.pop("prints")
            is_whole = all(content_of(self.folder / n) == each for n, each in prints.items())
            displaced = tuple(Displaced(**each) for each in told.pop("displaced"))
            return Told(**told, displaced=displaced) if is_whole else None
        except (OSError, KeyError, TypeError):
            return None

    def part(self, database: Database, path: Path) -> Part:
        """Return the part that was kept, now of the file at a path."""
        number = next(_numbers)
        kept: dict[str, Any] = json.loads((self.folder / "part.json").read_text(encoding="utf-8"))
        bad_rows, name = f"kept_bad_rows_{number}", f"kept_part_{number}"
        database.execute(f"create table {bad_rows} as from {_parquet(self.folder / _BAD)}")
        select = kept["select"].replace(_BAD_ROWS, bad_rows)
        select = select.replace(_PATH, text_literal(str(path)))
        if self.rows.is_file():
            select = rows_from(self.rows, bad_rows)
        database.execute(f"create view {name} as {select}")
        kinds = {heading: frozenset(each) for heading, each in kept["kinds"].items()}
        return Part(
            name,
            is_view=True,
            bad_rows=bad_rows,
            select=select,
            quarantined=int(kept["quarantined"]),
            filled=frozenset(kept["filled"]),
            kinds=kinds,
            chosen=kept["chosen"],
        )

    def put_aside(self, database: Database) -> None:
        """Put the rows that were put aside into the quarantine again."""
        database.execute(
            "insert into quarantine by name select "
            "(select count(*) from quarantine) + row_number() over (order by file_row_number) "
            "as number, * exclude (file_row_number) from "
            f"read_parquet({text_literal(str(self.folder / _ASIDE))}, file_row_number = true)"
        )


def kept_in(database: Database, part: Part, rows: Path) -> Part:
    """Copy the rows of a part that stay in an export into a file, and return what reads that."""
    write_rows(database, f"from {part.name}", rows)
    select = rows_from(rows, part.bad_rows)
    database.execute(f"create or replace view {part.name} as {select}")
    return replace(part, select=select)


def _parquet(path: Path) -> str:
    return f"read_parquet({text_literal(str(path))})"


def _copy(
    database: Database, sql: str, target: Path, parameters: Mapping[str, object] | None = None
) -> None:
    database.execute(f"copy ({sql}) to {text_literal(str(target))} (format parquet)", parameters)


def _write(target: Path, content: Mapping[str, object]) -> None:
    """Write a file whole or not at all."""
    beside = target.with_suffix(".new")
    beside.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    beside.replace(target)


def _read(path: Path) -> dict[str, Any] | None:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) else None
