"""What is proposed: pieces of `gatecost.toml`, each with its evidence and how sure it is."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import tomlkit

Mark = Literal["", "assumed", "unsure", "required"]

_WIDTH = 110


@dataclass(frozen=True)
class Item:
    """One piece of the config, known by its key from one run to the next.

    `text` is TOML with its comments. `parts` are values within it that later exports may add to,
    each with what is proposed for it.
    """

    key: str
    section: str
    text: str
    parts: Mapping[str, str] = field(default_factory=dict)


def comment(text: str, mark: Mark = "") -> list[str]:
    """Return a text as lines of comment, the mark (unsure, assumed, required) before it."""
    whole = f"{mark}: {text}" if mark else text
    # A name from a file may hold anything; a line end would leave the comment.
    safe = "".join(each if each.isprintable() else " " for each in whole)
    return textwrap.wrap(
        safe, _WIDTH, initial_indent="# ", subsequent_indent="#   ", break_on_hyphens=False
    )


def value(content: object) -> str:
    """Return a value as TOML writes it."""
    if isinstance(content, Mapping):
        inner = ", ".join(f"{key(name)} = {value(each)}" for name, each in content.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(content, list | tuple):
        return f"[{', '.join(value(each) for each in content)}]"
    return tomlkit.item(content).as_string()


def key(name: str) -> str:
    """Return a key as TOML writes it: bare where that is allowed."""
    return tomlkit.key(name).as_string()


def pairs(content: Mapping[str, object]) -> list[str]:
    """Return one line for each key; what is None is left out."""
    return [f"{key(name)} = {value(each)}" for name, each in content.items() if each is not None]


def block(heading: str, content: Mapping[str, object], comments: Iterable[str] = ()) -> str:
    """Return a table with its heading, the comments above it."""
    return "\n".join([*comments, heading, *pairs(content)])


def listed(found: Iterable[tuple[object, int]], most: int = 12) -> str:
    """Return values and how often each is there: `Won 12, Lost 7 and 3 more`."""
    every = list(found)
    shown = ", ".join(f"{each!r} {count:,}" for each, count in every[:most])
    return shown + (f" and {len(every) - most} more" if len(every) > most else "")
