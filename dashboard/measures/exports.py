"""Where a table that is missing can be exported, in the words of the system that has it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache

from dashboard import paths


@cache
def _places() -> Mapping[str, Mapping[str, str]]:
    path = paths.datasets() / "exports.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def places_of(table: str, layouts: Iterable[str]) -> tuple[str, ...]:
    """Return where a canonical table is exported in the systems of these layouts, each once."""
    systems = dict.fromkeys(filter(None, map(_system_of, layouts)))
    found = (_places()[system].get(table) for system in systems)
    return tuple(place for place in found if place)


def _system_of(layout: str) -> str | None:
    return next((system for system in _places() if _is_of(layout, system)), None)


def _is_of(layout: str, system: str) -> bool:
    """Tell whether all words of a system's name are in a layout's, in any order."""
    return set(system.split("_")) <= set(layout.split("_"))
