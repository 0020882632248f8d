"""What stands for an answer on paper: pictures with their words, and tables."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.present.print.paper import Paper

# A picture of a card is so wide, in pixels: it is read beside its words and on a phone.
WIDTH = 370.0


@dataclass(frozen=True)
class Picture:
    """A drawn figure: its title above, how to read it below, and all it shows in words."""

    paper: Paper
    spoken: str
    title: str = ""
    note: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of words and numbers: the first column names each, `shades` darken cells, 0 to 1.

    `marks` are the paths whose mark stands before the name of each row, "" for none.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()
    shades: tuple[tuple[float, ...], ...] = ()
    marks: tuple[str, ...] = ()
    title: str = ""
    note: str = ""


Drawn = Picture | Table
