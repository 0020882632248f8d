"""Counts beside a share, and whose records they are."""

from __future__ import annotations

from dashboard import words
from dashboard.measures.result import Row
from dashboard.present.answers import Answers


def is_beyond_counts(row: Row) -> bool:
    """Say whether a share is another than that of its counts so far: the young are in it too."""
    if not row.n or row.value is None:
        return False
    return words.in100(row.value) != words.in100((row.events or 0) / row.n)


def so_far(row: Row, of_whom: str = "") -> str:
    """Set a count beside its share where the share has the young in it as well: how they relate."""
    counts = f"{words.count(row.events)} of {words.count(row.n)} {of_whom}".rstrip()
    if not is_beyond_counts(row):
        return counts
    return f"{counts} so far, {words.in100(row.value)} in 100 once the young are as old"


def created_here(told: Answers) -> str:
    """Say whose creation a number is of: that of the period, or of all our data."""
    is_all = told.filters.start is None and told.filters.end is None
    return "created, in all our data" if is_all else "created in this period"
