"""What a reader may assume instead of the config: an hour's cost, a margin, how long to look.

Each has a short key, in an address and on the command line, and the limits of the config's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from dashboard.config import ASSUMED_KEYS, Assumptions
from dashboard.errors import ConfigError, unknown_name

# No sign, no power of ten: what is typed is what is meant.
_NUMBER = re.compile(r"[0-9]{1,10}(?:\.[0-9]{1,6})?")


@dataclass(frozen=True)
class Assumption:
    """One of them: its key, its name in the config, and between what it may lie."""

    key: str
    name: str
    low: float
    high: float
    is_whole: bool

    def read(self, text: str) -> float | None:
        """Return the number a text holds; None where it is none, or outside the limits."""
        if not _NUMBER.fullmatch(text):
            return None
        number = float(text)
        is_sound = self.low <= number <= self.high and (number.is_integer() or not self.is_whole)
        return number if is_sound else None


@cache
def all_of_them() -> tuple[Assumption, ...]:
    """Return every assumption a reader may change, in the order in which they are shown."""
    return tuple(_described(key, name) for key, name in ASSUMED_KEYS.items())


def _described(key: str, name: str) -> Assumption:
    found = Assumptions.model_json_schema()["properties"][name]
    # An assumption that may be unknown lists its number first.
    limits = found.get("anyOf", [found])[0]
    is_whole = limits["type"] == "integer"
    return Assumption(key, name, limits["minimum"], limits["maximum"], is_whole)


def under(said: Assumptions, assumed: Mapping[str, float]) -> Assumptions:
    """Return the config's assumptions with those a reader put in their place."""
    if not assumed:
        return said
    whole = {each.name for each in all_of_them() if each.is_whole}
    changed: dict[str, Any] = {
        name: int(value) if name in whole else value for name, value in assumed.items()
    }
    return said.model_copy(update=changed)


def read(asked: Mapping[str, Sequence[str]], said: Assumptions) -> dict[str, float]:
    """Return what an address assumes otherwise than the config; what is no number is ignored."""
    found = {}
    for each in all_of_them():
        number = each.read(asked[each.key][0]) if asked.get(each.key) else None
        if number is not None and number != getattr(said, each.name):
            found[each.name] = number
    return found


def pairs(assumed: Mapping[str, float]) -> list[tuple[str, str]]:
    """Return assumptions as an address and the command line write them."""
    return [
        (each.key, written(assumed[each.name])) for each in all_of_them() if each.name in assumed
    ]


def written(number: float) -> str:
    """Return a number as short as it can be read again: 95, 0.65."""
    return f"{Decimal(repr(float(number))).normalize():f}"


def parsed(typed: Iterable[tuple[str, str]], said: Assumptions) -> dict[str, float]:
    """Return what the command line assumes; ConfigError with the limits where it cannot be."""
    known = {each.key: each for each in all_of_them()}
    found = {}
    for key, text in typed:
        if key not in known:
            raise unknown_name("assumption", key, list(known))
        each = known[key]
        number = each.read(text.strip())
        if number is None:
            kind = "a whole number" if each.is_whole else "a number"
            raise ConfigError(
                f"{key} cannot be {text!r}. Write {kind} "
                f"from {written(each.low)} to {written(each.high)}."
            )
        if number != getattr(said, each.name):
            found[each.name] = number
    return found
