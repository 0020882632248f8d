"""How numbers, days and money are written, the same on page, command line and report."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence

from dashboard.words.codes import word
from dashboard.words.rounding import half_up, whole

UNKNOWN = "not known"
# Below so many days a difference is told to the tenth of one.
_FEW_DAYS = 10
# So is a number of hours.
_FEW_HOURS = 10

_CURRENCY_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "BRL": "R$", "INR": "₹"}


def begun(text: str) -> str:
    """Write a text as a sentence begins: its first letter large, the others as they are."""
    return text[:1].upper() + text[1:]


def count(value: float | None) -> str:
    """Write a count: 1,234."""
    return UNKNOWN if value is None else f"{whole(value):,}"


def money(value: float | None, currency: str = "USD") -> str:
    """Write an amount with at most three digits: $11.6M, $640k, $0."""
    if value is None:
        return UNKNOWN
    minus = "-" if value < 0 else ""
    return f"{minus}{_sign(currency)}{_three_digits(abs(value))}"


def whole_money(value: float | None, currency: str = "USD") -> str:
    """Write an amount as it is recorded, since what changed may be its last digit: $111,500."""
    if value is None:
        return UNKNOWN
    minus = "-" if value < 0 else ""
    return f"{minus}{_sign(currency)}{half_up(abs(value), 2):,}".removesuffix(".00")


def _sign(currency: str) -> str:
    return _CURRENCY_SIGNS.get(currency, currency + " ")


def _three_digits(value: float) -> str:
    if value < 1:
        return str(whole(value))
    # Rounding comes first: 999,600 is 1M, not 1000k.
    digits = 2 - math.floor(math.log10(value))
    rounded = half_up(value, digits)
    for size, letter in ((10**9, "B"), (10**6, "M"), (10**3, "k")):
        if rounded >= size:
            return f"{(rounded / size).normalize():f}{letter}"
    return str(whole(float(rounded)))


def in100(value: float | None) -> str:
    """Write a share as so many in a hundred, without the words: 38."""
    if value is None:
        return UNKNOWN
    if 0 < value < 0.005:
        return "under 1"
    if 0.995 <= value < 1:
        return "over 99"
    return str(whole(value, times=100))


def percent(value: float | None) -> str:
    """Write a share in percent, with one decimal below ten: 31 %, 1.0 %."""
    if value is None:
        return UNKNOWN
    if 0 < value < 0.0005:
        return "under 0.1 %"
    digits = 1 if 0 < abs(value) < 0.0995 else 0
    return f"{half_up(value, digits, times=100)} %"


def days(value: float | None) -> str:
    """Write a number of days: 14 days, 1 day, 13.5 days."""
    if value is None:
        return UNKNOWN
    shown = f"{half_up(value, 1):,}".removesuffix(".0")
    return f"{shown} day" if shown == "1" else f"{shown} days"


def hours(value: float | None) -> str:
    """Write a number of hours: 1,240 hours, 2.5 hours, 1 hour; the tenth below ten alone."""
    if value is None:
        return UNKNOWN
    shown = f"{half_up(value, 1 if abs(value) < _FEW_HOURS else 0):,}".removesuffix(".0")
    return f"{shown} hour" if shown == "1" else f"{shown} hours"


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
    shown = whole(value, times=100)
    return f"{shown:+d}" if shown else "0"


def more_or_fewer(value: float | None, digits: int = 0) -> str:
    """Write a difference of shares in words: 7 more, 12 fewer; 1.3 more with one digit."""
    if value is None:
        return UNKNOWN
    return f"{_of_100(value, digits)} {'more' if value >= 0 else 'fewer'}"


def _of_100(value: float, digits: int) -> str:
    shown = str(half_up(abs(value), digits, times=100))
    return shown.removesuffix(".0") if digits else shown


def between(low: float | None, high: float | None, digits: int = 0) -> str:
    """Write the range of a difference of shares, its nearer end first: 1 more to 15 fewer."""
    if low is None or high is None:
        return UNKNOWN
    near, far = (high, low) if low + high < 0 else (low, high)
    same_side = near * far >= 0 or _of_100(near, digits) == _of_100(0.0, digits)
    nearer = _of_100(near, digits) if same_side else more_or_fewer(near, digits)
    return f"{nearer} to {more_or_fewer(far, digits)}"


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
        digits = 1 if size < 0.0095 else 0
        return str(half_up(size, digits, times=100)).removesuffix(".0")
    if unit == "days":
        return days(float(half_up(size, 1 if size < _FEW_DAYS else 0)))
    return in_unit(size, unit, currency)


def rate(value: float | None) -> str:
    """Write a number of events in thirty days: 1.1, 0.24."""
    if value is None:
        return UNKNOWN
    return str(half_up(value, 1 if abs(value) >= 1 else 2))


def each(value: float | None) -> str:
    """Write so many of one thing for each of another: 4.2, 0.35."""
    return rate(value)


def index(value: float | None) -> str:
    """Write an index of a hundred without decimals."""
    return UNKNOWN if value is None else str(whole(value))


FORMATS: Mapping[str, Callable[[float | None], str]] = {
    "count": count,
    "in100": in100,
    "percent": percent,
    "days": days,
    "hours": hours,
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
