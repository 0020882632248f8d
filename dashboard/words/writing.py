"""How numbers, days and money are written, the same on page, command line and report."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence

from dashboard.words.codes import word

UNKNOWN = "not known"
# Below so many days a difference is told to the tenth of one.
_FEW_DAYS = 10

_CURRENCY_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "BRL": "R$", "INR": "₹"}


def count(value: float | None) -> str:
    """Write a count: 1,234."""
    return UNKNOWN if value is None else f"{round(value):,}"


def money(value: float | None, currency: str = "USD") -> str:
    """Write an amount with at most three digits: $11.6M, $640k, $0."""
    if value is None:
        return UNKNOWN
    sign = _CURRENCY_SIGNS.get(currency, currency + " ")
    minus = "-" if value < 0 else ""
    return f"{minus}{sign}{_three_digits(abs(value))}"


def _three_digits(value: float) -> str:
    if value < 1:
        return "0" if round(value) == 0 else "1"
    # Rounding comes first: 999,600 is 1M, not 1000k.
    digits = 2 - math.floor(math.log10(value))
    rounded = round(value, digits)
    for size, letter in ((1e9, "B"), (1e6, "M"), (1e3, "k")):
        if rounded >= size:
            return f"{rounded / size:.2f}".rstrip("0").rstrip(".") + letter
    return f"{rounded:.0f}"


def in100(value: float | None) -> str:
    """Write a share as so many in a hundred, without the words: 38."""
    if value is None:
        return UNKNOWN
    if 0 < value < 0.005:
        return "under 1"
    if 0.995 < value < 1:
        return "over 99"
    return f"{round(value * 100):d}"


def percent(value: float | None) -> str:
    """Write a share in percent, with one decimal below ten: 31 %, 1.0 %."""
    if value is None:
        return UNKNOWN
    if 0 < value < 0.0005:
        return "under 0.1 %"
    shown = value * 100
    return f"{shown:.1f} %" if 0 < abs(shown) < 9.95 else f"{shown:.0f} %"


def days(value: float | None) -> str:
    """Write a number of days: 14 days, 1 day, 13.5 days."""
    if value is None:
        return UNKNOWN
    shown = f"{value:,.1f}".removesuffix(".0")
    return f"{shown} day" if shown == "1" else f"{shown} days"


def date(value: dt.date | None) -> str:
    """Write a day: 23 Oct 2026."""
    return UNKNOWN if value is None else f"{value.day} {value:%b %Y}"


def month(value: dt.date | None) -> str:
    """Write a month: Oct 2026."""
    return UNKNOWN if value is None else f"{value:%b %Y}"


def points(value: float | None) -> str:
    """Write a difference of shares as so many in a hundred, with its sign: +7, -12."""
    if value is None:
        return UNKNOWN
    return f"{round(value * 100):+d}" if round(value * 100) else "0"


def more_or_fewer(value: float | None) -> str:
    """Write a difference of shares in words: 7 more, 12 fewer."""
    if value is None:
        return UNKNOWN
    size = round(abs(value) * 100)
    return f"{size} {'more' if value >= 0 else 'fewer'}"


def between(low: float | None, high: float | None) -> str:
    """Write the range of a difference of shares, its nearer end first: 1 more to 15 fewer."""
    if low is None or high is None:
        return UNKNOWN
    near, far = (high, low) if low + high < 0 else (low, high)
    same_side = near * far >= 0 or round(abs(near) * 100) == 0
    nearer = str(round(abs(near) * 100)) if same_side else more_or_fewer(near)
    return f"{nearer} to {more_or_fewer(far)}"


def gap(value: float | None, unit: str, currency: str = "USD") -> str:
    """Write a difference in its measure's unit, in words: 4 more, 12 days fewer, 0.3 more."""
    if value is None:
        return UNKNOWN
    return f"{_gap_size(value, unit, currency)} {'more' if value >= 0 else 'fewer'}"


def gap_between(low: float | None, high: float | None, unit: str, currency: str = "USD") -> str:
    """Write the range of a difference, its nearer end first: 1 fewer to 9 more."""
    if low is None or high is None:
        return UNKNOWN
    near, far = (high, low) if low + high < 0 else (low, high)
    nothing = _gap_size(0.0, unit, currency)
    on_one_side = near * far >= 0 or _gap_size(near, unit, currency) == nothing
    nearer = gap(near, unit, currency)
    if on_one_side:
        # The unit is said once, at the far end.
        nearer = _gap_size(near, unit, currency).partition(" day")[0]
    return f"{nearer} to {gap(far, unit, currency)}"


def _gap_size(value: float, unit: str, currency: str) -> str:
    size = abs(value)
    if unit in ("share", "points"):
        # Less than one in 100 is not nothing.
        return f"{size * 100:.1f}".removesuffix(".0") if size < 0.0095 else f"{size * 100:.0f}"
    if unit == "days":
        return days(round(size, 1 if size < _FEW_DAYS else None))
    return in_unit(size, unit, currency)


def rate(value: float | None) -> str:
    """Write a number of events in thirty days: 1.1, 0.24."""
    if value is None:
        return UNKNOWN
    return f"{value:.1f}" if abs(value) >= 1 else f"{value:.2f}"


def each(value: float | None) -> str:
    """Write so many of one thing for each of another: 4.2, 0.35."""
    return rate(value)


def index(value: float | None) -> str:
    """Write an index of a hundred without decimals."""
    return UNKNOWN if value is None else f"{round(value):d}"


FORMATS: Mapping[str, Callable[[float | None], str]] = {
    "count": count,
    "in100": in100,
    "percent": percent,
    "days": days,
    "points": points,
    "more": more_or_fewer,
    "rate": rate,
    "each": each,
    "index": index,
}
FORMAT_NAMES = (*FORMATS, "money", "word")


def formatted(value: object, kind: str, currency: str = "USD") -> str:
    """Write a value in one of the formats that templates may name."""
    if kind == "word":
        return word(str(value))
    if isinstance(value, dt.date):
        return date(value)
    if isinstance(value, str) or not kind:
        return str(value)
    number = None if value is None else float(str(value))
    return money(number, currency) if kind == "money" else FORMATS[kind](number)


def in_unit(value: float | None, unit: str, currency: str = "USD") -> str:
    """Write a measure's value in the measure's own unit."""
    return formatted(value, {"share": "percent"}.get(unit, unit), currency)


def listed(items: Sequence[str], last: str = "and") -> str:
    """Join items as a sentence does: a, b and c."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def shares_of(parts: Sequence[float], total: int = 100) -> list[int]:
    """Round parts of a whole so that they end at `total` (largest remainder)."""
    whole = sum(parts)
    if whole <= 0:
        return [0 for _ in parts]
    exact = [part * total / whole for part in parts]
    rounded = [math.floor(share) for share in exact]
    missing = total - sum(rounded)
    by_remainder = sorted(range(len(parts)), key=lambda at: rounded[at] - exact[at])
    for at in by_remainder[:missing]:
        rounded[at] += 1
    return rounded
