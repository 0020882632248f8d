"""What a shape consists of, wherever it is drawn: wholes, bridges, ranges, lists and cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from dashboard import words
from dashboard.measures.result import Row
from dashboard.present.marks import Mark
from dashboard.present.sentence import plural

_Own = TypeVar("_Own", bound=Mark)

# Shares read off curves end at one but for this.
_ROUNDING = 0.01
# Shares below this are told apart by their first decimal.
_ONE_DECIMAL = 0.0995
# What of a record stands in its own place, or only leads to it.
_APART = ("account_name", "amount", "hours", "path_class", "lead_id")
# What stands as a number beside the name, the first of these that there is.
_NUMBERS = ("amount", "hours")


def parts_of_whole(marks: Sequence[_Own]) -> list[_Own]:
    """Return the first marks that together are a whole; none where they are none."""
    if any(each.row.numerator is not None for each in marks):
        return [each for each in marks if size(each)]
    running = 0.0
    for at, each in enumerate(marks):
        if each.unit != "share" or not each.is_drawn:
            return []
        running += each.row.value or 0.0
        if abs(running - 1.0) < _ROUNDING:
            return [part for part in marks[: at + 1] if size(part)]
    return []


def size(found: Mark) -> float:
    """Return how much of a whole a part is: money or deals where it has them, else its share."""
    return float(found.row.numerator or found.row.value or found.row.events or 0.0)


def place_in_order(found: Mark) -> float:
    """Return at which step a mark stands."""
    return float(str(found.row.keys.get("order", 0)))


def starts_of_bridge(main: Sequence[Mark]) -> list[float]:
    """Return where each bar begins: stocks at zero, what comes or goes where the last ended."""
    starts, running = [], 0.0
    for at, each in enumerate(main):
        value = each.row.value or 0.0
        if at in (0, len(main) - 1):
            starts.append(0.0)
            running = value
        else:
            starts.append(max(0.0, min(running, running + value)))
            running += value
    return starts


def signed(found: Mark, *, is_stock: bool) -> str:
    """Write a step of a bridge: what came in with its sign, a stock without."""
    return f"+{found.text}" if (found.row.value or 0.0) > 0 and not is_stock else found.text


def ends_of_axis(found: Sequence[Mark]) -> tuple[float, float]:
    """Return the ends of one axis for all ranges of a unit."""
    reached = (
        (each.row.value, each.row.low, each.row.high, each.row.bound_low, each.row.bound_high)
        for each in found
    )
    ends = [float(end) for each in reached for end in each if end is not None]
    low, high = min([0.0, *ends]), max([0.0, *ends]) or 1.0
    if found[0].unit == "share":
        return 0.0, 1.0
    if low < 0:
        # A difference is read from zero to both sides alike.
        return -max(-low, high), max(-low, high)
    return low, high


def has_two_ends(row: Row) -> bool:
    """Say whether a row lies between two ends that the records leave open."""
    return (
        row.bound_low is not None and row.bound_high is not None and row.bound_high > row.bound_low
    )


def name_of_range(found: Mark) -> str:
    """Return a part's name, and its reading where it has one of its own."""
    statistic = found.row.keys.get("statistic")
    own = words.word(str(statistic)) if statistic else ""
    return found.name if own in ("", found.name) else f"{found.name}: {own}"


def text_of_range(found: Mark) -> str:
    """Write both ends where the records leave them open; else the number."""
    row = found.row
    if not has_two_ends(row) or not found.is_drawn:
        return found.text
    low, high = words.in100(row.bound_low), words.in100(row.bound_high)
    return found.text if low == high else f"{low} to {high} in 100"


def columns_of_list(rows: Sequence[Row], most: int) -> list[str]:
    """Return what is told of the records of a list beside their name and number."""
    names = dict.fromkeys(name for row in rows for name in row.details)
    told = [
        name
        for name in names
        if name not in _APART
        and not name.startswith(("is_", "has_"))
        and any(row.details.get(name) is not None for row in rows)
    ]
    return told[:most]


def number_of_list(rows: Sequence[Row]) -> str:
    """Return which number stands beside a name in a list; "" where there is none."""
    known = (name for name in _NUMBERS if any(row.details.get(name) is not None for row in rows))
    return next(known, "")


def text_of_cell(found: Mark, nouns: tuple[str, str]) -> str:
    """Write a cell of a matrix: its own words, how many where it is early, its share, its number.

    `nouns` are what is counted, one and many.
    """
    if said := found.row.details.get("said"):
        return str(said)
    if found.state == "early" and found.unit == "share":
        return plural(found.row.events, *nouns)
    if found.unit == "share" and found.state in ("sure", "small"):
        value = found.row.value or 0.0
        tenths = str(words.half_up(value, 1, times=100))
        return tenths if 0 < value < _ONE_DECIMAL else words.in100(value)
    return found.text
