"""Rows that stand in quotes as a whole, as spreadsheets leave them: "1,""Ann"",2"."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from dashboard.engine.headings import Headings, is_one_cell
from dashboard.engine.plain_text import PlainText


def is_wrapped(line: str, headings: Headings) -> bool:
    """Tell whether a line is one quoted cell that holds as many cells as there are headings."""
    return _inner(line, headings) is not None


def unwrap(plain: PlainText, headings: Headings, target: Path) -> PlainText:
    """Return a copy of a file in which the wrapped rows stand bare, line by line."""
    with plain.path.open("rb") as source, target.open("wb") as out:
        for line in source:
            text = line.decode("utf-8", "surrogateescape")
            inner = _inner(text, headings)
            end = "\n" if text.endswith("\n") else ""
            written = line if inner is None else (inner + end).encode("utf-8", "surrogateescape")
            out.write(written)
    plain.discard()
    return replace(plain, path=target, is_copy=True)


def _inner(line: str, headings: Headings) -> str | None:
    text = line.rstrip("\n")
    outer = _cells(text, headings.delimiter)
    if len(outer) != 1 or "\n" in outer[0] or not is_one_cell(text, outer[0]):
        return None
    return outer[0] if len(_cells(outer[0], headings.delimiter)) == len(headings.names) else None


def _cells(text: str, delimiter: str) -> Sequence[str]:
    try:
        return next(csv.reader([text], delimiter=delimiter), [])
    except csv.Error:
        return []
