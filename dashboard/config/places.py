"""On which line of a TOML file each key stands, which its parser does not tell."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

Place = tuple[str | int, ...]

_KEY = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_DOTTED = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_TABLE = re.compile(rf"^\s*\[(?P<more>\[?)\s*(?P<keys>{_DOTTED})\s*\]\]?")
_PAIR = re.compile(rf"^\s*(?P<keys>{_DOTTED})\s*=")


def lines_of(text: str) -> dict[Place, int]:
    """Return the line of every table and key; those within inline tables have their table's."""
    lines: dict[Place, int] = {}
    counts: dict[Place, int] = {}
    table: Place = ()
    for number, statement in _statements(text):
        heading = _TABLE.match(statement)
        pair = None if heading else _PAIR.match(statement)
        if heading:
            table = _place_of_table(_keys(heading["keys"]), counts, is_list=bool(heading["more"]))
        if heading or pair:
            place = table if heading else (*table, *_keys(pair["keys"] if pair else ""))
            for length in range(1, len(place) + 1):
                lines.setdefault(place[:length], number)
    return lines


def line_of(lines: Mapping[Place, int], place: Place) -> int | None:
    """Return the line of a place, or of the nearest place around it that has one."""
    for length in range(len(place), 0, -1):
        if place[:length] in lines:
            return lines[place[:length]]
    return None


def _place_of_table(keys: list[str], counts: dict[Place, int], *, is_list: bool) -> Place:
    place: Place = ()
    for key in keys[:-1]:
        place = (*place, key)
        if place in counts:
            place = (*place, counts[place])
    place = (*place, keys[-1])
    if not is_list:
        return place
    counts[place] = counts.get(place, -1) + 1
    return (*place, counts[place])


def _keys(dotted: str) -> list[str]:
    """Return the keys of a dotted name, without their quotes."""
    inner: Any = tomllib.loads(f"{dotted} = 0")
    keys = []
    while isinstance(inner, dict):
        key, inner = next(iter(inner.items()))
        keys.append(key)
    return keys


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Yield the first line of each table heading and pair; a value may go on over many lines."""
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        yield at + 1, lines[at]
        end = at + 1
        if _PAIR.match(lines[at]):
            while not _is_whole("\n".join(lines[at:end])) and end < len(lines):
                end += 1
        at = end


def _is_whole(statement: str) -> bool:
    try:
        tomllib.loads(statement)
    except tomllib.TOMLDecodeError:
        return False
    return True
