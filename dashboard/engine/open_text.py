"""Open a text file: find its headings, load its rows, and say of every other line what it is."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

from dashboard.engine import text_files
from dashboard.engine.database import Database
from dashboard.engine.headings import Headings, Wants, heading_fault, read_headings
from dashboard.engine.opened import OpenFile
from dashboard.engine.plain_text import PlainText
from dashboard.engine.tails import Tail, find_tail
from dashboard.engine.text_files import ROW, Reject, TextTable, load_text
from dashboard.engine.values import TEXT
from dashboard.engine.wrapped import is_wrapped, unwrap
from dashboard.errors import QueryError

# Where more than every second record is put aside for one reason, the file is read wrongly.
_FEWEST_REJECTS = 3


def open_text(
    database: Database, path: Path, plain: PlainText, wants: Wants, delimiter: str | None
) -> OpenFile:
    """Load the wanted columns of plain lines; a file that cannot be trusted comes back refused."""
    closed = OpenFile(path, size=plain.size, lines=plain.lines, plain=plain)
    headings = read_headings(plain.path, delimiter, wants)
    if headings is None:
        return replace(closed, refusal="it is empty: not even a heading")
    closed = replace(closed, headings=headings.names)
    fault = heading_fault(plain.path, headings, delimiter, wants)
    if fault:
        return replace(closed, refusal=fault)
    chosen = [name for name in headings.names if wants(name)]
    try:
        plain, text = _load(database, plain, headings, chosen)
    except QueryError as error:
        return replace(closed, refusal=_cause(error))
    closed = replace(closed, plain=plain, text=text)
    return _accounted(closed, plain, headings, text, chosen)


def _load(
    database: Database, plain: PlainText, headings: Headings, chosen: list[str]
) -> tuple[PlainText, TextTable]:
    """Load the rows; if some stand in quotes as a whole, take these off and load again."""
    copy = plain.path.with_name(f"{plain.path.name}.bare")
    if headings.is_wrapped:
        plain = unwrap(plain, headings, copy)
    text = load_text(database, plain, headings, chosen)
    if headings.is_wrapped or not any(is_wrapped(each.text, headings) for each in text.rejects):
        return plain, text
    database.execute(f"drop table {text.table}")
    plain = unwrap(plain, headings, copy)
    return plain, load_text(database, plain, headings, chosen)


def _accounted(
    closed: OpenFile, plain: PlainText, headings: Headings, text: TextTable, chosen: list[str]
) -> OpenFile:
    """Take the lines that are no rows from the rows, and refuse what cannot be explained."""
    tail = find_tail(plain.path, headings) if text.rows or text.rejects else None
    under = _under(plain, text, tail) if tail else []
    rows = text.rows - (len(tail.rows) if tail else 0)
    above = text_files.preamble_of(plain.path, headings)
    rejects = [
        replace(each, reason="footer") if tail and each.byte_position > tail.byte else each
        for each in text.rejects
    ]
    return replace(
        closed,
        types=dict.fromkeys(chosen, TEXT),
        relation=f'(select rowid as "{ROW}", * from {text.table} where rowid < {rows})',
        rows=rows,
        rejects=(*above, *rejects, *under),
        refusal=_unexplained(plain, text) or _misread(rejects, rows, plain, headings),
    )


def _under(plain: PlainText, text: TextTable, tail: Tail) -> list[Reject]:
    """Return the rows that are lines of the tail, as wide as they are."""
    lines = text_files.lines_at(plain.path, [byte for byte, _ in tail.rows])
    record = text.rows + len(text.rejects)
    return [
        Reject(record, byte + 1, line, 1, words, "footer")
        for (byte, words), line in zip(tail.rows, lines, strict=True)
    ]


def _unexplained(plain: PlainText, text: TextTable) -> str:
    if not text.unexplained:
        return ""
    return (
        f"{text.unexplained:,} of its {plain.lines:,} lines ({plain.size:,} bytes) are in no "
        "record, as when a quote is never closed. Export it again"
    )


def _misread(rejects: list[Reject], rows: int, plain: PlainText, headings: Headings) -> str:
    """Say once what most of the lines would say each."""
    counts = Counter(each.reason for each in rejects)
    total = rows + len(rejects)
    reason, count = counts.most_common(1)[0] if counts else ("", 0)
    if count < _FEWEST_REJECTS or 2 * count <= total:
        return ""
    if reason == "unreadable_text":
        return (
            f"{count:,} of its {total:,} records are no text in {plain.encoding}: "
            'is the encoding "latin-1" or "utf-16"? Set encoding right, or leave it out'
        )
    if reason == "wrong_columns":
        return (
            f"{count:,} of its {total:,} records have more or fewer cells than the "
            f"{len(headings.names)} headings between {headings.delimiter!r}: is the delimiter "
            "another? Set delimiter, or export it again"
        )
    return ""


def _cause(error: QueryError) -> str:
    first_line = str(error).split("\n", 1)[0]
    return f"it cannot be read as CSV ({first_line[:200]})"
