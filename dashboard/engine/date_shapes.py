"""What the shape of a date says: a text in which every digit is a nought, such as 00/00/0000."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_MONTH = "|".join(sorted({*_MONTHS, *_LONG_MONTHS}, key=len, reverse=True))
_WEEKDAY = r"(?P<weekday>(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?"
_TIME = (
    r"(?:(?P<gap>,? +|T)(?P<hour>0{1,2}):00(?P<seconds>:00(?P<fraction>[.,]0{1,9})?)?"
    r"(?P<half>(?: |\u202f)?[ap]m)?(?P<zone> ?(?:z|utc|gmt|[+-]00:?(?:00)?))?)?"
)


def _regex(day: str) -> re.Pattern[str]:
    return re.compile(f"{_WEEKDAY}{day}{_TIME}", re.IGNORECASE)


# The names of the groups say in which order the parts of a day stand.
_DAYS = (
    ("year_last", _regex(r"(?P<first>0{1,2})(?P<mark>[-/.])(?P<second>0{1,2})(?P=mark)"
                         r"(?P<year>0000|00)")),
    ("year_first", _regex(r"(?P<year>0000)(?P<mark>[-/.])(?P<month>0{1,2})(?P=mark)"
                          r"(?P<day>0{1,2})")),
    ("compact", _regex(r"(?P<compact>00000000)")),
    ("named", _regex(rf"(?P<day>0{{1,2}})(?P<mark>[- /.]?) ?(?P<name>{_MONTH})\.?"
                     r"(?P<mark2>[- /.,]{0,2})(?P<year>0000|00)")),
    ("named", _regex(rf"(?P<name>{_MONTH})\.? (?P<day>0{{1,2}})(?P<mark2>, | )(?P<year>0000)")),
    ("named", _regex(rf"(?P<year>0000)(?P<mark>[- /])(?P<name>{_MONTH})(?P<mark2>[- /])"
                     r"(?P<day>0{1,2})")),
)  # fmt: skip
_NUMBERS = (
    ("seconds", re.compile(r"0{9,10}(\.0+)?")),
    ("milliseconds", re.compile(r"0{12,13}(\.0)?")),
    ("microseconds", re.compile(r"0{15,16}")),
    ("serial", re.compile(r"00000(\.0+)?")),
)


@dataclass(frozen=True)
class Shape:
    """One way of writing a time: its kind, and the strptime pattern of all that is not the day.

    `day` is a pattern too, but for dates that end in a year: there `{0}` and `{1}` stand for the
    day and the month in the order that the whole column has.
    """

    kind: str
    day: str = ""
    time: str = ""
    is_zoned: bool = False
    first_digits: int = 0
    second_digits: int = 0
    has_short_year: bool = False


def shape_of(text: str) -> Shape | None:
    """Return what a shape is, None if it is no date."""
    for kind, pattern in _NUMBERS:
        if pattern.fullmatch(text):
            return Shape(kind)
    for kind, pattern in _DAYS:
        found = pattern.fullmatch(text)
        if found:
            return _shape(kind, found)
    return None


def _shape(kind: str, found: re.Match[str]) -> Shape:
    parts = found.groupdict()
    start, end = found.start("gap"), len(found.string)
    day_text = found.string[: start if start >= 0 else end]
    return Shape(
        kind,
        _day(kind, day_text, parts),
        _time(parts),
        parts["zone"] is not None,
        len(parts.get("first") or ""),
        len(parts.get("second") or ""),
        parts.get("year") == "00",
    )


def _day(kind: str, text: str, parts: dict[str, str | None]) -> str:
    if kind == "compact":
        return "%Y%m%d"
    year = "%y" if parts["year"] == "00" else "%Y"
    mark = parts.get("mark") or ""
    weekday = _weekday(parts["weekday"])
    if kind == "year_last":
        return f"{weekday}{{0}}{mark}{{1}}{mark}{year}"
    if kind == "year_first":
        return f"{weekday}%Y{mark}%m{mark}%d"
    return weekday + _named(text[len(parts["weekday"] or "") :], parts, year)


def _named(text: str, parts: dict[str, str | None], year: str) -> str:
    name = parts["name"] or ""
    directive = "%B" if name.lower() in _LONG_MONTHS and name.lower() != "may" else "%b"
    before, after = text.split(name, 1)
    if before:
        first = "%Y" if before.startswith("0000") else "%d"
        last = "%d" if first == "%Y" else year
        return re.sub("0+", first, before) + directive + re.sub("0+", last, after)
    return directive + re.sub("0000", "%Y", re.sub(r"\b0{1,2}\b", "%d", after))


def _weekday(text: str | None) -> str:
    if not text:
        return ""
    name = text.rstrip(", ")
    return ("%a" if len(name) == 3 else "%A") + text[len(name) :]


def _time(parts: dict[str, str | None]) -> str:
    if parts["gap"] is None:
        return ""
    half, fraction, zone = parts["half"] or "", parts["fraction"] or "", parts["zone"] or ""
    clock = "%I:%M" if half else "%H:%M"
    if parts["seconds"]:
        clock += ":%S"
    if fraction:
        clock += fraction[0] + "%f"
    if half:
        clock += half[:-2] + "%p"
    if zone:
        clock += " " if zone.startswith(" ") else ""
        clock += "%z" if zone.strip()[0] in "+-" else "%Z"
    return (parts["gap"] or "") + clock
