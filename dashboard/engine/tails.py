"""The lines under the rows of a report: copyright, who made it and when, grand totals."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from dashboard.engine.headings import Headings

_TAIL = 1 << 16
_MOST_LINES = 15
_WORDS = re.compile(
    r"\s*(copyright\b|©|\(c\) |confidential\b|all rights reserved|generated (by|on)\b|run (by|on)\b"
    r"|report (generated|created|run)|exported (on|by|from|at)\b|filtered by\b)",
    re.IGNORECASE,
)
_TOTALS = re.compile(
    r"\s*(grand\s+(totals?|summar(y|ies))|totals?|sum|count)\s*(\([\d,]+ records?\))?:?\s*",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[^A-Za-z]*")


@dataclass(frozen=True)
class Tail:
    """Where the lines under the rows start, and those of them that are as wide as a row."""

    byte: int
    rows: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class _Line:
    byte: int
    text: str
    is_as_wide: bool
    is_known: bool
    is_narrow: bool


def find_tail(path: Path, headings: Headings) -> Tail | None:
    """Return the lines that are no rows, None if the file ends with a row."""
    if len(headings.names) == 1:
        return None
    found: list[_Line] = []
    for byte, text in _last_lines(path):
        if not text.strip():
            continue
        line = _line(byte, text, headings)
        if line is None or len(found) == _MOST_LINES:
            break
        found.append(line)
    # From the top: a row may be filled in one column only, but no row stands below a known line.
    found.reverse()
    known = next((place for place, each in enumerate(found) if each.is_known), None)
    if known is None:
        return None
    while known > 0 and found[known - 1].is_narrow:
        known -= 1
    chosen = found[known:]
    return Tail(chosen[0].byte, tuple((each.byte, each.text) for each in chosen if each.is_as_wide))


def _last_lines(path: Path) -> list[tuple[int, str]]:
    """Return the last lines of a file, the last one first, each with its first byte."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - _TAIL))
        tail = file.read()
    start = size - len(tail)
    lines = []
    for line in tail.split(b"\n"):
        lines.append((start, line.decode("utf-8", "replace")))
        start += len(line) + 1
    # The first may be the end of a line; the heading is never one.
    return lines[:0:-1]


def _line(byte: int, text: str, headings: Headings) -> _Line | None:
    if text.count('"') % 2:
        return None
    try:
        cells = next(csv.reader([text], delimiter=headings.delimiter))
    except csv.Error:
        return None
    width, filled = len(headings.names), [cell for cell in cells if cell.strip()]
    if not filled:
        return None
    is_narrow = len(cells) == 1
    is_word = bool(_WORDS.match(filled[0])) and (len(filled) == 1 or len(cells) != width)
    is_total = (
        bool(_TOTALS.fullmatch(filled[0]))
        and all(_NUMBER.fullmatch(cell) for cell in filled[1:])
        and len(filled) < width
    )
    if not (is_word or is_total or len(filled) == 1):
        return None
    return _Line(byte, text, len(cells) == width, is_word or is_total, is_narrow)
