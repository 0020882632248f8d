"""Open one exported file of any kind as a relation with a row number. Nothing is converted."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow
import pyarrow.parquet

from dashboard.engine.database import Database, quote
from dashboard.engine.headings import Wants, read_headings
from dashboard.engine.json_files import headings_of_json, open_json
from dashboard.engine.kinds import UnreadableFileError, head_of, json_kind, kind_of, unpack
from dashboard.engine.open_text import open_text
from dashboard.engine.opened import OpenFile
from dashboard.engine.plain_text import Encoding, PlainText, prepare
from dashboard.engine.progress import COMPARING, COUNTING, LOADING, FileProgress, OnBytes
from dashboard.engine.text_files import HASH, ROW
from dashboard.engine.time_sql import text_literal
from dashboard.engine.workbooks import headings_of_workbook, sheet_as_csv
from dashboard.errors import QueryError

__all__ = ["SUFFIXES", "OpenFile", "headings_of", "is_known", "open_file", "stem_of"]

# Names of files that can be read; each may also be packed with gzip. The content decides the kind.
SUFFIXES = (
    ".csv", ".tsv", ".psv", ".txt", ".parquet", ".xlsx", ".xls", ".json", ".jsonl", ".ndjson",
)  # fmt: skip
Wanting = Iterable[str] | Wants
_WHOLE = (b"PAR1", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_numbers = itertools.count(1)


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
        relation = file.whole
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
    try:
        return _headings_of(path)
    except (OSError, EOFError, UnreadableFileError, pyarrow.ArrowInvalid):
        return ()


def _headings_of(path: Path) -> tuple[str, ...]:
    if not head_of(path, 4).startswith(_WHOLE):
        if json_kind(path, path.name):
            return headings_of_json(path)
        headings = read_headings(path)
        return headings.names if headings else ()
    # These tell their headings only as a whole.
    with tempfile.TemporaryDirectory() as folder:
        whole = unpack(path, Path(folder))
        if kind_of(whole) == "parquet":
            return tuple(pyarrow.parquet.read_schema(whole).names)
        return headings_of_workbook(whole)


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
    wanted: Wanting,
    scratch: Path,
    *,
    encoding: Encoding | None = None,
    delimiter: str | None = None,
    on_bytes: OnBytes | None = None,
    tables: int = 1,
) -> OpenFile:
    """Open a file for the wanted headings; a file that cannot be trusted comes back refused.

    `wanted` holds headings, or tells of a heading whether it is wanted. The kind of the file is
    told by its content, whatever its name. `on_bytes` is told how many of its bytes are done, never
    fewer than before; they all are when the last of so many `tables` is read.
    """
    wants = wanted if callable(wanted) else _one_of(wanted)
    progress = FileProgress(path.stat().st_size, on_bytes, tables)
    asked = _Asked(database, path, wants, scratch, encoding, delimiter, progress)
    try:
        source = unpack(path, scratch)
    except UnreadableFileError as error:
        return OpenFile(path, size=path.stat().st_size, refusal=str(error))
    copies = () if source == path else (source,)
    try:
        file = _open_kind(asked, source)
    except UnreadableFileError as error:
        file = OpenFile(path, size=path.stat().st_size, refusal=str(error))
    file = replace(file, copies=(*file.copies, *copies), progress=progress)
    if file.refusal:
        file.close(database)
        return file
    with progress.stage(COMPARING, database):
        return _with_repeated_rows(database, file)


@dataclass(frozen=True)
class _Asked:
    database: Database
    path: Path
    wants: Wants
    scratch: Path
    encoding: Encoding | None
    delimiter: str | None
    progress: FileProgress

    def plain(self, source: Path, encoding: Encoding | None) -> PlainText:
        """Return text as plain lines, and tell how much of it was gone through."""
        size = self.progress.size
        whole = max(source.stat().st_size, 1)
        with self.progress.stage(COUNTING) as told:
            return prepare(
                source, encoding, self.scratch, size, lambda done: told(done * size // whole)
            )


def _open_kind(asked: _Asked, source: Path) -> OpenFile:
    database, path, wants = asked.database, asked.path, asked.wants
    kind = kind_of(source)
    if kind == "parquet":
        return _open_parquet(database, path, source, wants)
    if kind == "workbook":
        return _open_workbook(asked, source)
    plain = asked.plain(source, asked.encoding)
    as_json = json_kind(plain.path, path.name)
    with asked.progress.stage(LOADING, database):
        if as_json:
            return open_json(database, path, plain, as_json, wants)
        return open_text(database, path, plain, wants, asked.delimiter)


def _open_workbook(asked: _Asked, source: Path) -> OpenFile:
    sheet = sheet_as_csv(source, asked.wants, asked.scratch / f"{asked.path.name}.sheet")
    plain = asked.plain(sheet.path, "utf-8")
    file = open_text(asked.database, asked.path, plain, asked.wants, ",")
    before = file.text.headings.preamble + 1 if file.text and file.text.headings else 1
    rejects = tuple(replace(each, line=sheet.rows[each.record - 1]) for each in file.rejects)
    return replace(
        file,
        lines=len(sheet.rows),
        plain=None,
        copies=(sheet.path, plain.path),
        line_of=lambda row: sheet.rows[row + before],
        rejects=rejects,
        has_typed_numbers=True,
    )


def _one_of(headings: Iterable[str]) -> Wants:
    alike = {each.lower() for each in headings}
    return lambda heading: heading.lower() in alike


def _parquet(path: Path) -> str:
    return f"read_parquet({text_literal(str(path))}, file_row_number = true)"


def _open_parquet(database: Database, path: Path, source: Path, wants: Wants) -> OpenFile:
    size = path.stat().st_size
    try:
        described = database.query(f"describe select * from {_parquet(source)}")
        rows = database.value(f"select count(*)::bigint from {_parquet(source)}")
    except QueryError as error:
        return OpenFile(path, size=size, refusal=str(error).split("\n", 1)[0][:200])
    every = dict(zip(described["column_name"], described["column_type"], strict=True))
    every.pop("file_row_number", None)
    types = {name: str(kind) for name, kind in every.items() if wants(name)}
    chosen = "".join(f"{quote(name)}, " for name in types)
    relation = f'(select {chosen}file_row_number as "{ROW}" from {_parquet(source)})'
    # All columns, to find the rows that are repeated whole.
    whole = f'(select *, file_row_number as "{ROW}" from {_parquet(source)})'
    return OpenFile(path, tuple(every), types, relation, int(str(rows)), size, whole=whole)
