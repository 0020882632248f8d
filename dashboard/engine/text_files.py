"""Load a text file into a table of texts, losing nothing: every line is in a row or in a reject.

A quote that is never closed swallows lines without a word; only counting them finds it.
"""

from __future__ import annotations

import csv
import itertools
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dashboard.engine.database import Database, quote
from dashboard.engine.headings import Headings
from dashboard.engine.plain_text import PlainText
from dashboard.engine.time_sql import text_literal

ROW = "~row"
HASH = "~hash"
NEWLINES = "~newlines"
_BLANKS = "~blanks"

# A record longer than this is quarantined as too_long.
_LONGEST_LINE = 16_777_216
# DuckDB cuts the text of a rejected record here.
_CUT = 10_000
_REASONS = {
    "MISSING COLUMNS": "wrong_columns",
    "TOO MANY COLUMNS": "wrong_columns",
    "LINE SIZE OVER MAXIMUM": "too_long",
}
_numbers = itertools.count(1)
# A record that is too long for this is in the rejects already.
csv.field_size_limit(2 * _LONGEST_LINE)


@dataclass(frozen=True)
class Reject:
    """A record that is no row: where it starts, what it says and why it was refused."""

    record: int
    byte_position: int
    line: int
    lines: int
    text: str
    reason: str


@dataclass(frozen=True)
class TextTable:
    """The loaded rows, and the rejects; `unexplained` lines belong to neither.

    `first_line` is the one behind the headings. Where lines are blank (`has_blanks`), the place of
    a row among the records does not say its line.
    """

    table: str
    rows: int
    rejects: tuple[Reject, ...] = ()
    unexplained: int = 0
    path: Path = Path()
    headings: Headings | None = None
    has_blanks: bool = False

    @property
    def first_line(self) -> int:
        """Return the line behind the headings."""
        return self.headings.preamble + self.headings.lines + 1 if self.headings else 1


def load_text(
    database: Database, plain: PlainText, headings: Headings, wanted: Iterable[str]
) -> TextTable:
    """Load the wanted columns; the others are counted and never stored."""
    number = next(_numbers)
    table = f"text_{number}"
    rejects_table = f"text_rejects_{number}"
    database.execute("set preserve_insertion_order = true")
    try:
        database.execute(_load_sql(table, rejects_table, plain.path, headings, wanted))
        rejects = _rejects(database, rejects_table, plain.path)
    finally:
        database.execute("set preserve_insertion_order = false")
        for name in (rejects_table, f"{rejects_table}_scans"):
            database.execute(f"drop table if exists {name}")
    rows, newlines, blanks = database.query(
        f'select count(*)::bigint, coalesce(sum("{NEWLINES}"), 0)::bigint, '
        f'coalesce(sum("{_BLANKS}"), 0)::bigint from {table}'
    ).row(0)
    # Blank lines outside of quotes are skipped, unless there is one column: then they are rows.
    blank_lines = plain.blank_lines - blanks - sum(each.text.count("\n\n") for each in rejects)
    titles = len(preamble_of(plain.path, headings))
    # Those above the headings are skipped as lines, the blank ones among them too.
    skipped = blank_lines if len(headings.names) > 1 else headings.preamble - titles
    explained = titles + headings.lines + rows + newlines + skipped
    explained += sum(each.lines for each in rejects)
    has_blanks = skipped > headings.preamble - titles
    return TextTable(
        table, rows, rejects, plain.lines - explained, plain.path, headings, has_blanks
    )


def preamble_of(path: Path, headings: Headings) -> list[Reject]:
    """Return the titles that stand above the headings, each line as a reject."""
    found = []
    byte = 0
    with path.open("rb") as file:
        for number, line in enumerate(itertools.islice(file, headings.preamble), start=1):
            text = line.decode("utf-8", "replace").rstrip("\n")
            if text:
                found.append(Reject(number, byte + 1, number, 1, text, "preamble"))
            byte += len(line)
    return found


def _load_sql(
    table: str, rejects_table: str, path: Path, headings: Headings, wanted: Iterable[str]
) -> str:
    every = [quote(name) for name in headings.names]
    joined = f"concat_ws(chr(31), {', '.join(every)})"
    chosen = [quote(name) for name in headings.names if name in set(wanted)]
    columns = ", ".join(f"{text_literal(name)}: 'VARCHAR'" for name in headings.names)
    return f"""
        create table {table} as
        with records as (
            select {", ".join(every)}, {joined} as "~all"
            from read_csv(
                {text_literal(str(path))}, columns = {{{columns}}}, auto_detect = false,
                header = true, skip = {headings.preamble}, compression = 'none',
                delim = {text_literal(headings.delimiter)}, quote = '"', escape = '"',
                max_line_size = {_LONGEST_LINE}, store_rejects = true, rejects_limit = 0,
                rejects_table = '{rejects_table}', rejects_scan = '{rejects_table}_scans'
            )
        )
        select
            {"".join(f"{name}, " for name in chosen)}
            hash({", ".join(every)}) as "{HASH}",
            case
                when contains("~all", chr(10))
                    then strlen("~all") - strlen(replace("~all", chr(10), ''))
                else 0
            end::integer as "{NEWLINES}",
            case
                when contains("~all", chr(10) || chr(10))
                    then strlen("~all")
                    - strlen(regexp_replace("~all", chr(10) || '+', chr(10), 'g'))
                else 0
            end::integer as "{_BLANKS}"
        from records"""


def _rejects(database: Database, table: str, path: Path) -> tuple[Reject, ...]:
    """Return one reject for each refused record: a record may have several errors."""
    # One record may have several errors; the first column's stands for all.
    found = database.query(
        f"select line, line_byte_position, error_type, csv_line from {table} "
        "qualify row_number() over (partition by line_byte_position order by column_idx) = 1 "
        "order by line_byte_position"
    )
    # Blank lines before a record are told as part of it.
    texts = [text.lstrip("\n") for text in found["csv_line"]]
    starts = [
        position - 1 + len(text) - len(own)
        for position, text, own in zip(
            found["line_byte_position"], found["csv_line"], texts, strict=True
        )
    ]
    records = zip(
        starts, lines_at(path, starts), found["line"], found["error_type"], texts, strict=True
    )
    rejects = []
    for start, line, record, kind, text in records:
        whole = _record(path, start) if len(text) >= _CUT else text.rstrip("\n")
        # An unclosed quote explains its own line only: what it swallowed is missing.
        lines = 1 if kind == "UNQUOTED VALUE" else whole.count("\n") + 1
        reason = _REASONS.get(kind, "unreadable_text")
        rejects.append(Reject(record, start + 1, line, lines, whole, reason))
    return tuple(rejects)


def lines_at(path: Path, starts: Sequence[int]) -> list[int]:
    """Return the line on which each position is, in one pass through the file."""
    lines: list[int] = []
    line, position = 1, 0
    with path.open("rb") as file:
        for start in starts:
            while position < start:
                chunk = file.read(min(1 << 22, start - position))
                if not chunk:
                    break
                line += chunk.count(b"\n")
                position += len(chunk)
            lines.append(line)
    return lines


def _record(path: Path, start: int) -> str:
    """Return a long record from its first byte to the first line end outside of quotes."""
    parts: list[bytes] = []
    quotes = 0
    with path.open("rb") as file:
        file.seek(start)
        for line in file:
            parts.append(line)
            quotes += line.count(b'"')
            if quotes % 2 == 0:
                break
    return b"".join(parts).decode("utf-8", "replace").rstrip("\n")


def lines_of_rows(database: Database, text: TextTable, rows: Sequence[int]) -> list[int]:
    """Return the line on which each loaded row starts, the rejects before it counted in."""
    if not rows or text.headings is None:
        return []
    if text.has_blanks:
        return _lines_by_reading(text, text.headings, rows)
    newlines_before = database.query(
        f"select chosen.number, (select coalesce(sum({quote(NEWLINES)}), 0)::bigint "
        f"from {text.table} as earlier where earlier.rowid < chosen.number) as newlines "
        f"from unnest($rows::bigint[]) as chosen (number)"
        if _spans_lines(database, text)
        else "select number, 0::bigint as newlines from unnest($rows::bigint[]) as t (number)",
        {"rows": list(rows)},
    )
    extra = dict(zip(newlines_before["number"], newlines_before["newlines"], strict=True))
    # A reject's record number counts the lines above the headings and the headings; before it
    # stand its own row and earlier rejects.
    before = 2 + text.headings.preamble
    thresholds = [each.record - before - place for place, each in enumerate(text.rejects)]
    spans = [0, *itertools.accumulate(each.lines for each in text.rejects)]
    return [
        text.first_line + row + extra[row] + spans[bisect_right(thresholds, row)] for row in rows
    ]


def _lines_by_reading(text: TextTable, headings: Headings, rows: Sequence[int]) -> list[int]:
    wanted, lines = set(rows), dict.fromkeys(rows, 0)
    rejected = {each.line for each in text.rejects}
    line, row = 0, -1
    with text.path.open("r", encoding="utf-8", errors="replace", newline="\n") as file:
        reader = csv.reader(itertools.islice(file, text.first_line - 1, None),
                            delimiter=headings.delimiter)  # fmt: skip
        for cells in reader:
            start, line = text.first_line + line, reader.line_num
            if not cells or start in rejected:
                continue
            row += 1
            if row in wanted:
                lines[row] = start
    return [lines[row] for row in rows]


def _spans_lines(database: Database, text: TextTable) -> bool:
    return bool(database.value(f'select bool_or("{NEWLINES}" > 0) from {text.table}'))
