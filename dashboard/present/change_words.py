"""The parts of a change in words, and their sizes, so that what is printed adds up."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from types import MappingProxyType

from dashboard import words

# What each part of a change is, in the order in which they are taken.
PARTS = MappingProxyType(
    {
        "restated": "Past values stated otherwise now",
        "definition": "Counted otherwise than before",
        "moved": "Records that came into or left the filters",
        "matured": "Records of before that went on",
        "left": "Records that left the period",
        "new": "New records",
        "mix": "New records, of other sizes than before",
        "rate": "New records, size for size",
    }
)
_SHARES = ("share", "points")


def end(value: float, unit: str, currency: str) -> str:
    """Write a figure to the digit in which its parts are told: 26.9 in 100, $4,215,000, 96."""
    size = _size(_rounded(value, unit), unit, currency)
    return f"{size} in 100" if unit in _SHARES else size


def signed(by: float, unit: str, currency: str) -> str:
    """Write a difference with its sign: +0.4, -$90,000."""
    return _signed(_rounded(by, unit), unit, currency)


def parts(before: float, by: Sequence[float], unit: str, currency: str) -> list[str]:
    """Write the parts of a change with their signs; as printed, they lead from end to end.

    What is rounded is where each part arrives.
    """
    told, arrived = [], before
    for each in by:
        step = _rounded(arrived + each, unit) - _rounded(arrived, unit)
        arrived += each
        told.append(_signed(step, unit, currency))
    return told


def _rounded(value: float, unit: str) -> Decimal:
    """Round to the last digit that is told; a share in hundredths."""
    if unit in _SHARES:
        return words.half_up(value, 1, times=100)
    return words.half_up(value, 0 if unit in ("money", "count") else 1)


def _signed(step: Decimal, unit: str, currency: str) -> str:
    sign = "+" if step > 0 else "-" if step < 0 else ""
    return f"{sign}{_size(abs(step), unit, currency)}"


def _size(rounded: Decimal, unit: str, currency: str) -> str:
    if unit == "money":
        return words.whole_money(float(rounded), currency)
    return f"{rounded:,}" if unit in (*_SHARES, "count") else words.in_unit(float(rounded), unit)
