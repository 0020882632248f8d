"""How the money of a gate is said: lost to the left of zero, gained or saved to the right."""

from __future__ import annotations

from dashboard import words


def lost_or(low: float | None, high: float | None, currency: str, right: str) -> str:
    """Return a range of money in words, lost first: between $2.0M lost and $0.3M saved.

    `right` is what lies right of zero: saved, or gained.
    """
    if low is None or high is None:
        return words.UNKNOWN
    ends = [words.money(abs(end), currency) for end in (low, high)]
    if ends[0] == ends[1] and low * high >= 0:
        return f"{ends[0]} {'lost' if low < 0 else right}"
    if low < 0 < high:
        return f"between {ends[0]} lost and {ends[1]} {right}"
    near, far = (ends[1], ends[0]) if high <= 0 else (ends[0], ends[1])
    return f"between {near} and {far} {'lost' if high <= 0 else right}"
