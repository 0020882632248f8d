"""The heading line of a text file: its delimiter and its names."""

from __future__ import annotations

import codecs
import csv
import gzip
from dataclasses import dataclass
from pathlib import Path

_DELIMITERS = (",", ";", "\t", "|")
_LONGEST_HEADING = 1 << 20


@dataclass(frozen=True)
class Headings:
    """The names in the first record, one for each column, and how many lines they take."""

    names: tuple[str, ...]
    delimiter: str
    lines: int


def read_headings(path: Path, delimiter: str | None) -> Headings | None:
    """Return the headings of a file, None if it is empty; the most columns decide."""
    opened = gzip.open if path.suffix.lower() == ".gz" else Path.open
    with opened(path, "rb") as file:
        head = file.read(_LONGEST_HEADING)
    codec = "utf-16" if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    text = head.decode(codec, "replace")
    if not text.strip():
        return None
    found = [_split(text, each) for each in ((delimiter,) if delimiter else _DELIMITERS)]
    return max(found, key=lambda each: len(each.names))


def _split(text: str, delimiter: str) -> Headings:
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    try:
        first = next(reader)
    except (csv.Error, StopIteration):
        first = [text.split("\n", 1)[0]]
    return Headings(_distinct([name.strip() for name in first]), delimiter, reader.line_num or 1)


def _distinct(names: list[str]) -> tuple[str, ...]:
    """Name empty headings by their place, and repeated ones by their count."""
    distinct: list[str] = []
    seen: dict[str, int] = {}
    for place, heading in enumerate(names, start=1):
        name = heading or f"column {place}"
        seen[name.lower()] = seen.get(name.lower(), 0) + 1
        count = seen[name.lower()]
        distinct.append(name if count == 1 else f"{name} ({count})")
    return tuple(distinct)
