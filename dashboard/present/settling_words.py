"""The test that would settle it, in words: whom it takes, how long, its price, how far it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from dashboard import words
from dashboard.measures.result import Row
from dashboard.present.sentence import plural

_READINGS = {
    "pays": "Settled: calling them pays.",
    "does not pay": "Settled: calling them does not pay.",
    "ended open": "Ended, and still open.",
}


def why_not(plan: Row | None) -> str:
    """Say why there is no test to plan."""
    reason = str(plan.details.get("reason") or "") if plan else ""
    return reason or "There are too few people below the line to plan a test."


def facts_of(
    plan: Mapping[str, object], smaller: Mapping[str, object], currency: str
) -> Iterator[tuple[str, str]]:
    """Say the facts of a test: who, how many, its price, what it can see, when it stops."""
    low, high = (words.count(number(plan, f"band_{end}")) for end in ("low", "high"))
    month = words.count(number(plan, "leads_a_month"))
    yield "Who", f"Score {low} to {high}, about {month} a month; a coin decides"
    passed, held = (words.count(number(plan, name)) for name in ("passed", "held"))
    yield "How many", f"{passed} called, {held} left as today; {_how_long(plan)}"
    price = words.money(number(plan, "price"), currency)
    yield "Price", f"{plural(number(plan, 'hours'), 'seller hour')}{_of_people(plan)}, {price}"
    yield "It can see", f"{_gap(plan, 'sees')} won in 100, or a larger gap; {_from_which(plan)}"
    yield "Stop early if", "the whole range lies on one side of what pays, on any day"
    if smaller.get("passed") is not None:
        size, hours = (words.count(number(smaller, name)) for name in ("passed", "hours"))
        sees = _gap(smaller, "sees")
        yield "Smaller", f"{size} a side, {hours} hours: sees {sees} in 100, no smaller gap"


def _from_which(plan: Mapping[str, object]) -> str:
    pays = plan.get("pays_from")
    if pays is None:
        return "a smaller one it may miss"
    least = _gap(plan, "pays_from")
    return f"the hours pay from {'under 0.1 more' if least == '0 more' else least}"


def _how_long(plan: Mapping[str, object]) -> str:
    """Say how long it takes to call them, and how long until the last of them can tell."""
    fill, days = (number(plan, name) for name in ("days_to_fill", "days"))
    return f"{words.days(fill)} to call them, then {words.days(days - fill)} to see who buys"


def _of_people(plan: Mapping[str, object]) -> str:
    """Say how many sellers that is, from half of one on."""
    people = number(plan, "people")
    return f" ({words.rate(people)} people for a year)" if people >= 0.5 else ""


def _gap(plan: Mapping[str, object], name: str) -> str:
    return words.gap(number(plan, name), "share")


def so_far(progress: Row | None) -> str:
    """Say how far the test is."""
    reading = str(progress.details.get("reading") or "") if progress else ""
    if reading in _READINGS:
        return _READINGS[reading]
    if reading != "goes on" or progress is None:
        return "Not begun: nobody is let through by lot yet."
    low, high = progress.low, progress.high
    if low is None or high is None:
        return "Under way; too early to read."
    return f"Under way: so far {words.between(low, high)} in 100 won."


def number(told: Mapping[str, object], name: str) -> float:
    """Return one number of a plan; 0 where it has none."""
    return float(str(told.get(name) or 0.0))


def day(value: object) -> dt.date | None:
    """Return a day of a plan; None where it has none."""
    return value if isinstance(value, dt.date) else None


def days(value: object) -> Sequence[dt.date]:
    """Return the days of a plan."""
    return [each for each in value if isinstance(each, dt.date)] if isinstance(value, list) else []
