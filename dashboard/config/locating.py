"""Where in `gatecost.toml` a fault is that was found while the exports were read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from dashboard.config.places import lines_of
from dashboard.config.reading import FILE_NAME

# How faults name the part of the config that they are about.
_NAMED = re.compile(r"\[\[(?P<kind>source|gate|dimension)\]\] '(?P<name>[^']+)'")
_MAP = re.compile(r"\[\[map\]\] of (?P<file>.+?)(?: to (?P<table>[a-z_]+))?: ")
_QUOTED = re.compile(r"'([^']+)'")


def located(workspace: Path, faults: Sequence[str]) -> tuple[str, ...]:
    """Return the faults, each with the line of the config that it is about, if it is about one."""
    path = workspace / FILE_NAME
    if not path.is_file():
        return tuple(faults)
    text = path.read_text(encoding="utf-8-sig")
    content, lines = tomllib.loads(text), lines_of(text)
    return tuple(_located(path, text, content, lines, each) for each in faults)


def _located(
    path: Path, text: str, content: Mapping[str, Any], lines: Mapping[Any, int], fault: str
) -> str:
    place = next(_places(content, fault), None)
    if place is None or place not in lines:
        return fault
    return f"{path}:{_line_within(text, lines, lines[place], fault)}: {fault}"


def _places(content: Mapping[str, Any], fault: str) -> Iterator[tuple[str, int]]:
    """Yield the tables that a fault is about."""
    about = _MAP.search(fault)
    if about:
        for number, each in enumerate(content.get("map", ())):
            files = (each.get("file"), each.get("query_file"))
            if about["file"] in files and about["table"] in (None, each.get("table")):
                yield "map", number
    named = _NAMED.search(fault)
    if named:
        for number, each in enumerate(content.get(named["kind"], ())):
            if each.get("name") == named["name"]:
                yield named["kind"], number


def _line_within(text: str, lines: Mapping[Any, int], first: int, fault: str) -> int:
    """Return the line of the table on which the value stands that the fault quotes."""
    heads = sorted(line for place, line in lines.items() if isinstance(place[-1], int))
    last = next((line for line in heads if line > first), None)
    block = text.split("\n")[first - 1 : last - 1 if last else None]
    for value in _QUOTED.findall(_NAMED.sub("", fault)):
        for number, line in enumerate(block):
            if number and re.search(rf"(?<!\w){re.escape(value)}(?!\w)", line):
                return first + number
    return first
