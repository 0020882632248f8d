"""The heading line of a text file: its delimiter, its names, and what stands before it."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dashboard.engine.date_shapes import shape_of
from dashboard.engine.kinds import head_of

DELIMITERS = (",", ";", "\t", "|", "^", "~", "\x01", "\x1f")
_LONGEST_HEADING = 1 << 20
_SAMPLE = 25
# Titles and filters above the headings of a report.
_LONGEST_PREAMBLE = 20
_NUMBER = re.compile(r"[-+]?[\d.,]*\d[\d.,]*%?")
_ID = re.compile(r"(?=.*\d)([A-Za-z0-9]{15}|[A-Za-z0-9]{18}|[0-9a-fA-F-]{36})")
_DIGITS = str.maketrans("123456789", "000000000")

Wants = Callable[[str], bool]


@dataclass(frozen=True)
class Headings:
    """The names of the columns and how many lines they take, `preamble` lines before them.

    `is_wrapped`: the whole line of headings stands in quotes, and so may the rows.
    """

    names: tuple[str, ...]
    delimiter: str
    lines: int
    preamble: int = 0
    is_wrapped: bool = False

    def wanted(self, wants: Wants) -> int:
        """Return how many of the names are wanted."""
        return sum(map(wants, self.names))


@dataclass(frozen=True)
class _Record:
    line: int
    lines: int
    cells: list[str]

    @property
    def is_blank(self) -> bool:
        return not any(cell.strip() for cell in self.cells)


def read_headings(
    path: Path, delimiter: str | None = None, wants: Wants | None = None
) -> Headings | None:
    """Return the headings of a file, None if it is empty.

    What is wanted tells the delimiter and the line; failing that, the most columns do.
    """
    text = _head(path)
    if not text.strip():
        return None
    found = [_find(text, each, wants) for each in ((delimiter,) if delimiter else DELIMITERS)]
    best = max(found, key=lambda each: (each.wanted(wants) if wants else 0, len(each.names)))
    return _unwrapped(text, best, wants) if len(best.names) == 1 else best


def heading_fault(path: Path, headings: Headings, delimiter: str | None, wants: Wants) -> str:
    """Say why these cannot be the headings that are wanted, and how to mend it; else nothing."""
    if headings.wanted(wants):
        return ""
    if delimiter:
        other = read_headings(path, None, wants)
        if other and (other.wanted(wants) or len(other.names) > len(headings.names)):
            count = len(headings.names)
            shown = "one column" if count == 1 else f"{count} columns"
            return (
                f"with the delimiter {delimiter!r} it has {shown}: is the delimiter "
                f"{other.delimiter!r}? Set delimiter right, or leave it out"
            )
    data = [name for name in headings.names if _is_data(name)]
    if data:
        return (
            f"its first line seems to be data and not headings (such as {data[0]!r}): "
            "add a line with the names of the columns"
        )
    return ""


def _is_data(cell: str) -> bool:
    text = cell.strip()
    return bool(
        _NUMBER.fullmatch(text) or _ID.fullmatch(text) or _is_date(text)
    )  # fmt: skip


def _is_date(text: str) -> bool:
    return any(each.isdigit() for each in text) and shape_of(text.translate(_DIGITS)) is not None


def _head(path: Path) -> str:
    head = head_of(path, _LONGEST_HEADING)
    codec = "utf-16" if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    return head.decode(codec, "replace").replace("\r\n", "\n").replace("\r", "\n")


def _records(text: str, delimiter: str) -> Iterator[_Record]:
    lines = (line + "\n" for line in text.split("\n"))
    reader = csv.reader(lines, delimiter=delimiter)
    before = 0
    while before < _SAMPLE * 10:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            cells = [text.split("\n", before + 1)[before]]
        yield _Record(before, reader.line_num - before, cells)
        before = reader.line_num


def _find(text: str, delimiter: str, wants: Wants | None) -> Headings:
    records = [each for _, each in zip(range(_SAMPLE), _records(text, delimiter), strict=False)]
    filled = [each for each in records if not each.is_blank] or records
    chosen = _heading_place(filled, wants) if wants else 0
    record = filled[chosen]
    names = [name.strip() for name in record.cells]
    rows = [each.cells for each in filled[chosen + 1 :]]
    # Rows that all end in a delimiter have one more column, without a name.
    if rows and all(len(row) == len(names) + 1 and not row[-1].strip() for row in rows):
        names.append("")
    return Headings(distinct(names), delimiter, record.lines, record.line)


def _heading_place(records: Sequence[_Record], wants: Wants) -> int:
    """Return which record holds the headings: a later one only if it clearly does."""

    def wanted(record: _Record) -> int:
        return sum(wants(cell.strip()) for cell in record.cells)

    if wanted(records[0]):
        return 0
    for place, record in enumerate(records[: _LONGEST_PREAMBLE + 1]):
        width = len(record.cells)
        is_wider = all(len(each.cells) <= width for each in records[:place])
        if wanted(record) >= 2 and is_wider and not any(map(_is_data, record.cells)):
            return place
    return 0


def _unwrapped(text: str, outer: Headings, wants: Wants | None) -> Headings:
    """Return the headings inside of a line that stands in quotes as a whole."""
    if not is_one_cell(text.split("\n")[outer.preamble], outer.names[0]):
        return outer
    inner = [_find(outer.names[0], each, None) for each in DELIMITERS]
    best = max(inner, key=lambda each: (each.wanted(wants) if wants else 0, len(each.names)))
    if len(best.names) == 1 or (wants and not best.wanted(wants)):
        return outer
    return replace(outer, names=best.names, delimiter=best.delimiter, is_wrapped=True)


def is_one_cell(line: str, cell: str) -> bool:
    """Tell whether a line is exactly this cell in quotes."""
    return line.rstrip() == '"' + cell.replace('"', '""') + '"'


def distinct(names: list[str]) -> tuple[str, ...]:
    """Name empty headings by their place, and repeated ones by their count."""
    distinct: list[str] = []
    seen: dict[str, int] = {}
    for place, heading in enumerate(names, start=1):
        name = heading or f"column {place}"
        seen[name.lower()] = seen.get(name.lower(), 0) + 1
        count = seen[name.lower()]
        distinct.append(name if count == 1 else f"{name} ({count})")
    return tuple(distinct)
