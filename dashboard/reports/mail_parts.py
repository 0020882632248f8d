"""What a mail consists of: points, each with the deals, the bar or the way that go with it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Way:
    """Words that lead to the dashboard."""

    said: str
    address: str


@dataclass(frozen=True)
class Deal:
    """A deal under a point: its name, what became of it, what it is worth, its story."""

    name: str
    what: str
    amount: str
    story: str | None = None


@dataclass(frozen=True)
class Picture:
    """A bar without words, by its content id, and the words below it.

    `left` and `right` are words in the colours of the parts that they name; `zero` is where the
    zero of an axis is, in hundredths of the bar's width. It is so many pixels high on any screen.
    """

    cid: str
    png: bytes
    height: int
    spoken: str
    left: tuple[str, str] = ("", "ink3")
    right: tuple[str, str] = ("", "ink3")
    zero: float | None = None


@dataclass(frozen=True)
class Point:
    """One point: the fact, what is beside it, where it leads, its deals or its bar."""

    said: str
    beside: str = ""
    way: Way | None = None
    deals: tuple[Deal, ...] = ()
    picture: Picture | None = None
    # What is said where the deals are not listed below it.
    whole: str = ""


def way(said: str, address: str | None) -> Way | None:
    """Return words that lead to an address, where the dashboard is served."""
    return Way(said, address) if address else None
