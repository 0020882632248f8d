"""When a report is due, as the config writes it: "Mon 07:00", "weekdays 07:30", "last day 17:00".

Times are those of the company's zone, on a clock of 24 hours.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from dashboard.errors import did_you_mean

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
# The last day of a month, however many days it has.
LAST_DAY = -1
# A day that every month has: a report of the 31st would be lost in five months of twelve.
_LATEST_DAY = 28

_LONG = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SEVERAL = {"daily": tuple(range(7)), "weekdays": tuple(range(5)), "weekends": (5, 6)}
_NUMBERS = {name: number for number, name in enumerate(_LONG)} | {
    name.lower(): number for number, name in enumerate(WEEKDAYS)
}
_TIME = re.compile(r"(\d{1,2}):(\d{2})")
_HOW = (
    'Write days, then the time on a clock of 24 hours: "Mon 07:00", "Tue, Thu 07:00", '
    '"weekdays 07:30", "daily 06:00", "day 1 08:00" or "last day 17:00"'
)


@dataclass(frozen=True)
class Due:
    """A time of day in the company's zone, on weekdays (Monday is 0) or on a day of each month."""

    time: dt.time
    weekdays: tuple[int, ...] = ()
    day: int | None = None

    def is_on(self, day: dt.date) -> bool:
        """Say whether it is due on this day."""
        if self.day is None:
            return day.weekday() in self.weekdays
        if self.day == LAST_DAY:
            return (day + dt.timedelta(days=1)).day == 1
        return day.day == self.day

    def __str__(self) -> str:
        return f"{self._days} {self.time:%H:%M}"

    @property
    def _days(self) -> str:
        if self.day is not None:
            return "last day" if self.day == LAST_DAY else f"day {self.day}"
        named = {numbers: name for name, numbers in _SEVERAL.items()}
        return named.get(self.weekdays) or ", ".join(WEEKDAYS[each] for each in self.weekdays)


def due(text: str) -> Due:
    """Return when a report is due; ValueError names all that is wrong with it, and the mend."""
    before, _, last = text.strip().rpartition(" ")
    faults: list[str] = []
    time = _time(last, faults)
    days = _days(before.strip().lower(), faults) if before else None
    if not before:
        faults.append("it needs a day and a time, with a space between them")
    if time is None or days is None or faults:
        raise ValueError(f"{text!r} is no time of a report: {'; '.join(faults)}. {_HOW}")
    numbers, day = days
    return Due(time, numbers, day)


def _time(text: str, faults: list[str]) -> dt.time | None:
    found = _TIME.fullmatch(text)
    if found and int(found[1]) <= 23 and int(found[2]) <= 59:
        return dt.time(int(found[1]), int(found[2]))
    faults.append(f"{text!r} is no time of day between 00:00 and 23:59")
    return None


def _days(text: str, faults: list[str]) -> tuple[tuple[int, ...], int | None] | None:
    """Return the weekdays, or the day of the month, that a text names."""
    if text == "last day":
        return (), LAST_DAY
    if re.fullmatch(r"day \d+", text):
        return _day_of_month(int(text.removeprefix("day ")), faults)
    if text in _SEVERAL:
        return _SEVERAL[text], None
    names = [each for each in re.split(r"[,\s]+", text) if each]
    for each in names:
        if each not in _NUMBERS:
            known = (*_LONG, *(name.lower() for name in WEEKDAYS), *_SEVERAL)
            faults.append(f"{each!r} is no day.{did_you_mean(each, known)}".rstrip("."))
    found = {_NUMBERS[each] for each in names if each in _NUMBERS}
    return (tuple(sorted(found)), None) if found else None


def _day_of_month(number: int, faults: list[str]) -> tuple[tuple[int, ...], int] | None:
    if 1 <= number <= _LATEST_DAY:
        return (), number
    if 1 <= number <= 31:
        faults.append(f"not every month has a day {number}, so write a day up to 28 or last day")
    else:
        faults.append(f"no month has a day {number}")
    return None
