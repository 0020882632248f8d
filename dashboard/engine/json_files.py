"""Load JSON records into a table of texts: one object a line, or one array of objects.

An object within a record becomes columns of its own: the key `amount` under `properties` is the
heading `properties_amount`, which may be asked for as `properties.amount` too. Lists stay JSON.
"""

from __future__ import annotations

import itertools
import json
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from dashboard.engine.database import Database, quote
from dashboard.engine.headings import Wants, distinct
from dashboard.engine.kinds import JsonKind, head_of
from dashboard.engine.opened import OpenFile
from dashboard.engine.plain_text import PlainText
from dashboard.engine.positions import starts_of_lines
from dashboard.engine.text_files import HASH, NEWLINES, ROW, Reject, TextTable, lines_at
from dashboard.engine.time_sql import text_literal
from dashboard.engine.values import TEXT
from dashboard.errors import QueryError

_LONGEST = 16_777_216
_DEEPEST = 6
_HEAD = 1 << 18
_FEWEST_REJECTS = 3
_OBJECT = "~object"
_numbers = itertools.count(1)


@dataclass(frozen=True)
class _Key:
    """A place within a record: the keys that lead to it."""

    keys: tuple[str, ...]

    @property
    def path(self) -> str:
        return "$" + "".join(f".{json.dumps(key, ensure_ascii=False)}" for key in self.keys)

    @property
    def heading(self) -> str:
        return "_".join(key.strip() for key in self.keys)

    @property
    def dotted(self) -> str:
        return ".".join(key.strip() for key in self.keys)


def open_json(
    database: Database, path: Path, plain: PlainText, kind: JsonKind, wants: Wants
) -> OpenFile:
    """Load the wanted keys; what is no object is a reject with its line, or refuses an array."""
    number = next(_numbers)
    raw, rejected = f"json_records_{number}", f"json_rejects_{number}"
    closed = OpenFile(path, size=plain.size, lines=plain.lines, has_typed_numbers=True)
    if kind == "lines":
        closed = replace(closed, plain=plain)
    elif plain.is_copy:
        closed = replace(closed, copies=(plain.path,))
    database.execute("set preserve_insertion_order = true")
    try:
        _load(database, plain.path, kind, raw, rejected)
        return _opened(database, closed, plain, kind, raw, wants)
    except QueryError as error:
        cause = str(error).split("\n", 1)[0][:200]
        return replace(closed, refusal=f"it cannot be read as JSON ({cause}). Export it again")
    finally:
        database.execute("set preserve_insertion_order = false")
        for name in (raw, rejected, f"{rejected}_scans"):
            database.execute(f"drop table if exists {name}")


def headings_of_json(path: Path) -> tuple[str, ...]:
    """Return the headings of the first records of a file."""
    text = head_of(path, _HEAD).decode("utf-8-sig", "replace").lstrip(" \t\r\n[")
    decoder = json.JSONDecoder()
    found: dict[str, None] = {}
    while text.startswith("{"):
        try:
            record, end = decoder.raw_decode(text)
        except (ValueError, RecursionError):
            break
        found |= dict.fromkeys(_flat(record))
        text = text[end:].lstrip(" \t\r\n,")
    return tuple(found)


def _flat(record: Mapping[str, object], parents: tuple[str, ...] = ()) -> Iterator[str]:
    for name, value in record.items():
        key = _Key((*parents, name))
        if isinstance(value, Mapping) and len(key.keys) < _DEEPEST:
            yield from _flat(value, key.keys)
        else:
            yield key.heading


def _load(database: Database, path: Path, kind: JsonKind, raw: str, rejected: str) -> None:
    if kind == "lines":
        # A byte that JSON forbids within a line: the whole line is one cell.
        records = f"""
            select line as record from read_csv(
                {text_literal(str(path))}, columns = {{'line': 'VARCHAR'}}, auto_detect = false,
                header = false, compression = 'none', delim = '\x01', quote = '', escape = '',
                max_line_size = {_LONGEST}, store_rejects = true, rejects_limit = 0,
                rejects_table = '{rejected}', rejects_scan = '{rejected}_scans'
            )"""
    else:
        form = "array" if kind == "array" else "unstructured"
        records = (
            f"select json::varchar as record from read_json_objects({text_literal(str(path))}, "
            f"format = '{form}', maximum_object_size = {_LONGEST})"
        )
    database.execute(
        f"create table {raw} as select record, "
        "case when json_valid(record) then json_type(record) = 'OBJECT' else false end "
        f"as is_object from ({records})"
    )


def _opened(
    database: Database,
    closed: OpenFile,
    plain: PlainText,
    kind: JsonKind,
    raw: str,
    wants: Wants,
) -> OpenFile:
    table = raw.replace("records", "text")
    keys = list(_keys(database, raw, _Key(())))
    headings = distinct([key.heading for key in keys])
    chosen = {
        heading: key.path
        for heading, key in zip(headings, keys, strict=True)
        if wants(heading) or wants(key.dotted)
    }
    damaged = _damaged(database, raw, plain, kind)
    bad, first_of = _places(database, raw, plain, damaged, kind)
    rows = int(str(database.value(f"select count(*) filter (is_object) from {raw}")))
    closed = replace(closed, headings=headings, rows=rows, rejects=bad)
    if rows == 0:
        what = "no record" if not bad else "no record that is a JSON object"
        return replace(closed, rows=0, rejects=(), refusal=f"it holds {what}. Export it again")
    _extract(database, raw, table, chosen)
    return replace(
        closed,
        types=dict.fromkeys(chosen, TEXT),
        relation=f'(select rowid as "{ROW}", * from {table} where "{_OBJECT}")',
        text=TextTable(table, rows, path=plain.path),
        line_of=first_of,
        aliases={key.dotted.lower(): name for name, key in zip(headings, keys, strict=True)},
        refusal=_misread(rows, len(bad)),
    )


def _misread(rows: int, rejects: int) -> str:
    if rejects < _FEWEST_REJECTS or rejects <= rows:
        return ""
    return (
        f"{rejects:,} of its {rows + rejects:,} lines are no JSON object: "
        "export one object a line, or one array of objects"
    )


def _extract(database: Database, raw: str, table: str, chosen: Mapping[str, str]) -> None:
    paths = ", ".join(text_literal(path) for path in chosen.values())
    columns = "".join(
        f"found[{place}] as {quote(name)}, " for place, name in enumerate(chosen, start=1)
    )
    found = f"json_extract_string(record, [{paths}]::varchar[])"
    database.execute(
        f"""
        create table {table} as
        select {columns} hash(record) as "{HASH}", 0 as "{NEWLINES}", is_object as "{_OBJECT}"
        from (
            select record, is_object, case when is_object then {found} end as found from {raw}
        )"""
    )


def _keys(database: Database, raw: str, parent: _Key) -> Iterator[_Key]:
    """Yield every key under a parent in the order of appearance, those of objects within too."""
    found = database.query(
        f"select keys from (select json_keys(record, $path) as keys, min(rowid) as first "
        f"from {raw} where is_object group by keys) order by first",
        {"path": parent.path},
    )["keys"].to_list()
    names = dict.fromkeys(name for keys in found for name in keys or ())
    keys = [_Key((*parent.keys, name)) for name in names]
    if not keys:
        return
    paths = ", ".join(text_literal(key.path) for key in keys)
    types = database.query(
        f"select distinct json_type(record, [{paths}]) as types from {raw} where is_object"
    )["types"].to_list()
    for key, kinds in zip(keys, zip(*types, strict=True), strict=True):
        is_object = "OBJECT" in kinds and len(key.keys) < _DEEPEST
        if is_object:
            yield from _keys(database, raw, key)
        if not is_object or set(kinds) - {"OBJECT", "NULL", None}:
            yield key


def _damaged(database: Database, raw: str, plain: PlainText, kind: JsonKind) -> list[Reject]:
    """Return the lines that could not even be read as text."""
    if kind != "lines":
        return []
    found = database.query(
        f"select distinct on (line) line, line_byte_position, csv_line "
        f"from {raw.replace('records', 'rejects')} order by line"
    )
    # Blank lines before a line are told as part of it.
    starts = [
        position - 1 + len(text) - len(text.lstrip("\n"))
        for position, text in zip(found["line_byte_position"], found["csv_line"], strict=True)
    ]
    lines = lines_at(plain.path, starts)
    return [
        Reject(line, start + 1, line, 1, text.strip("\n"), "unreadable_text")
        for line, start, text in zip(lines, starts, found["csv_line"], strict=True)
    ]


def _places(
    database: Database, raw: str, plain: PlainText, damaged: list[Reject], kind: JsonKind
) -> tuple[tuple[Reject, ...], Callable[[int], int]]:
    """Return all records that are no rows, and what tells the line of a row."""
    before = [each.line - 1 - place for place, each in enumerate(damaged)]

    def line_of(row: int) -> int:
        return row + 1 + bisect_right(before, row)

    found = database.query(
        f"select rowid as row, record from {raw} "
        "where not is_object and trim(record) <> '' order by rowid"
    )
    lines = [line_of(row) for row in found["row"]]
    starts = starts_of_lines(plain.path, lines) if kind == "lines" else [-1] * len(lines)
    bad = [
        Reject(line, start + 1, line, 1, text, "bad_json")
        for line, start, text in zip(lines, starts, found["record"], strict=True)
    ]
    return tuple(sorted((*damaged, *bad), key=lambda each: each.line)), line_of
