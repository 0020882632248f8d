"""A column of texts that must be parsed, and what is said where it cannot be told how."""

from __future__ import annotations

from dataclasses import dataclass

NULL_WORDS = ("nan", "nat", "null", "none", "n/a", "#n/a")


@dataclass(frozen=True)
class TextColumn:
    """A column of a file that must be parsed: where it is, the SQL of its text, its heading."""

    relation: str
    text: str
    heading: str


class UnclearColumnError(Exception):
    """It cannot be told how a column is written; each argument names a column and the mend."""


def filled(text: str) -> str:
    """Return SQL for a text (given as SQL) without blanks around it, null where nothing is left."""
    # A tab or a line end sorts before the first character that can be seen.
    bare = f"trim({text})"
    return f"case when {bare} < '!' then nullif(trim({bare}, ' \t\n\r\v\f'), '') else {bare} end"


def plain_value(text: str) -> str:
    """Return SQL for a text (given as SQL) without the words that stand for nothing."""
    words = ", ".join(f"'{word}'" for word in NULL_WORDS)
    longest = max(map(len, NULL_WORDS))
    value = filled(text)
    is_value = f"strlen({value}) > {longest} or lower({value}) not in ({words})"
    return f"case when {is_value} then {value} end"
