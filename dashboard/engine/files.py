"""Open one exported file, CSV or Parquet, as a relation with a row number. Nothing is converted."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow
import pyarrow.parquet

from dashboard.engine import text_files
from dashboard.engine.database import Database, quote
from dashboard.engine.headings import read_headings
from dashboard.engine.plain_text import Encoding, PlainText, UnreadableFileError, prepare
from dashboard.engine.text_files import HASH, ROW, Reject, TextTable
from dashboard.engine.time_sql import text_literal
from dashboard.engine.values import TEXT, Written
from dashboard.errors import QueryError, did_you_mean

# Kinds of files that can be read; each may also be packed with gzip.
SUFFIXES = (".csv", ".tsv", ".txt", ".parquet")
Wants = Iterable[str] | Callable[[str], bool]
_numbers = itertools.count(1)


@dataclass(frozen=True)
class OpenFile:
    """A file that can be selected from; `types` holds a DuckDB type for each wanted heading.

    `headings` are all of the file's, `refusal` says why it cannot be used.
    """

    path: Path
    headings: tuple[str, ...] = ()
    types: Mapping[str, str] | None = None
    relation: str = ""
    rows: int = 0
    size: int = 0
    lines: int = 0
    rejects: tuple[Reject, ...] = ()
    refusal: str = ""
    text: TextTable | None = None
    plain: PlainText | None = None
    # Found out once, although several tables may be made of the file.
    written: dict[tuple[str, str], Written] = field(default_factory=dict)
    repeated: str = ""
    # Numbers were written by a program that gives them a type, as in JSON: their digits stand
    # in no groups.
    has_typed_numbers: bool = False

    @property
    def is_text(self) -> bool:
        """Tell whether the file was loaded as texts."""
        return self.text is not None

    def heading(self, name: str) -> str | None:
        """Return the file's own spelling of a heading, None if it has none like it."""
        if name in self.headings:
            return name
        alike = [each for each in self.headings if each.lower() == name.lower()]
        return alike[0] if alike else None

    def no_heading(self, name: str) -> str:
        """Say that the file lacks a heading, and which is near."""
        return f"it has no column {name!r}.{did_you_mean(name, self.headings)}"

    def lines_of(self, database: Database, rows: Sequence[int]) -> list[int]:
        """Return the line (of Parquet: the record) of each row."""
        if self.text is None:
            return [row + 1 for row in rows]
        return text_files.lines_of_rows(database, self.text, rows)

    def close(self, database: Database) -> None:
        """Drop what was loaded and remove the copy on disk."""
        for table in (self.repeated, self.text.table if self.text else ""):
            if table:
                database.execute(f"drop table if exists {table}")
        if self.plain is not None:
            self.plain.discard()


def _with_repeated_rows(database: Database, file: OpenFile) -> OpenFile:
    """Find the rows that repeat an earlier one in every column of the file.

    Of Parquet the wanted columns are compared first: all are read only if some rows agree in those.
    """
    if file.refusal:
        return file
    table = f"repeated_rows_{next(_numbers)}"
    names = [quote(name) for name in file.types or {}]
    some = quote(HASH) if file.is_text else f"hash({', '.join(names or ['0'])})"
    database.execute(
        f"create table {table}_prints as "
        f"select {some} as print from {file.relation} group by {some} having count(*) > 1"
    )
    none_agree = database.value(f"select count(*) from {table}_prints") == 0
    if file.is_text:
        every, relation = some, file.relation
    else:
        every = f"hash({', '.join(quote(name) for name in file.headings)})"
        relation = f'(select *, file_row_number as "{ROW}" from {_parquet(file.path)})'
    database.execute(
        f'create table {table} as select "{ROW}", '
        f'min("{ROW}") over (partition by {every}) as kept_row from {relation} '
        f"where {'false' if none_agree else f'{some} in (select print from {table}_prints)'} "
        f'qualify row_number() over (partition by {every} order by "{ROW}") > 1'
    )
    database.execute(f"drop table {table}_prints")
    return replace(file, repeated=table)


def headings_of(path: Path) -> tuple[str, ...]:
    """Return the headings of a file without reading its rows; none if it has none to see."""
    if path.suffix.lower() == ".parquet":
        try:
            return tuple(pyarrow.parquet.read_schema(path).names)
        except (OSError, pyarrow.ArrowInvalid):
            return ()
    try:
        headings = read_headings(path, None)
    except (OSError, EOFError):
        return ()
    return headings.names if headings else ()


def stem_of(path: Path) -> str:
    """Return a file's name in lower case without the endings that say how it is written."""
    name = path.name.lower().removesuffix(".gz")
    return next((name.removesuffix(each) for each in SUFFIXES if name.endswith(each)), name)


def is_known(path: Path) -> bool:
    """Tell whether a file is of a kind that can be read, by its name."""
    return path.name.lower().removesuffix(".gz").endswith(SUFFIXES)


def open_file(
    database: Database,
    path: Path,
    wanted: Wants,
    scratch: Path,
    *,
    encoding: Encoding | None = None,
    delimiter: str | None = None,
) -> OpenFile:
    """Open a file for the wanted headings; a file that cannot be trusted comes back refused.

    `wanted` holds headings, or tells of a heading whether it is wanted.
    """
    wants = wanted if callable(wanted) else _one_of(wanted)
    if path.suffix.lower() == ".parquet":
        return _with_repeated_rows(database, _open_parquet(database, path, wants))
    try:
        plain = prepare(path, encoding, scratch)
    except UnreadableFileError as error:
        return OpenFile(path, size=path.stat().st_size, refusal=str(error))
    return _with_repeated_rows(database, _open_text(database, path, plain, wants, delimiter))


def _one_of(headings: Iterable[str]) -> Callable[[str], bool]:
    alike = {each.lower() for each in headings}
    return lambda heading: heading.lower() in alike


def _open_text(
    database: Database,
    path: Path,
    plain: PlainText,
    wants: Callable[[str], bool],
    delimiter: str | None,
) -> OpenFile:
    headings = read_headings(plain.path, delimiter)
    if headings is None:
        plain.discard()
        return OpenFile(path, size=plain.size, refusal="it is empty: not even a heading")
    chosen = [name for name in headings.names if wants(name)]
    try:
        text = text_files.load_text(database, plain, headings, chosen)
    except QueryError as error:
        plain.discard()
        return OpenFile(
            path, headings.names, size=plain.size, lines=plain.lines, refusal=_cause(error)
        )
    refusal = ""
    if text.unexplained:
        refusal = (
            f"{text.unexplained:,} of its {plain.lines:,} lines ({plain.size:,} bytes) are in no "
            "record, as when a quote is never closed. Export it again"
        )
    return OpenFile(
        path,
        headings.names,
        dict.fromkeys(chosen, TEXT),
        f'(select rowid as "{ROW}", * from {text.table})',
        text.rows,
        plain.size,
        plain.lines,
        text.rejects,
        refusal,
        text,
        plain,
    )


def _cause(error: QueryError) -> str:
    first_line = str(error).split("\n", 1)[0]
    return f"it cannot be read as CSV ({first_line[:200]})"


def _parquet(path: Path) -> str:
    return f"read_parquet({text_literal(str(path))}, file_row_number = true)"


def _open_parquet(database: Database, path: Path, wants: Callable[[str], bool]) -> OpenFile:
    size = path.stat().st_size
    try:
        described = database.query(f"describe select * from {_parquet(path)}")
        rows = database.value(f"select count(*)::bigint from {_parquet(path)}")
    except QueryError as error:
        return OpenFile(path, size=size, refusal=str(error).split("\n", 1)[0][:200])
    every = dict(zip(described["column_name"], described["column_type"], strict=True))
    every.pop("file_row_number", None)
    types = {name: str(kind) for name, kind in every.items() if wants(name)}
    chosen = "".join(f"{quote(name)}, " for name in types)
    relation = f'(select {chosen}file_row_number as "{ROW}" from {_parquet(path)})'
    return OpenFile(path, tuple(every), types, relation, int(str(rows)), size)
