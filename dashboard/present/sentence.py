"""A sentence as page and report write it: its parts, each with the colour of its bar's part."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard import words

# The text, and the tone of the part of the bar that it names; "" for plain words.
Part = tuple[str, str]


def plain(parts: Iterable[Part]) -> str:
    """Return a sentence without its colours."""
    return "".join(text for text, _ in parts)


def share(part: float | None, whole: float | None) -> float:
    """Return a part's width in hundredths, 0 where there is no whole."""
    return 100.0 * part / whole if part and whole else 0.0


def plural(number: float | None, noun: str, many: str = "") -> str:
    """Write a count with its noun: 1 win, 9 wins, 3 people."""
    return f"{words.count(number)} {noun if number == 1 else many or noun + 's'}"
