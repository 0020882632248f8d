"""SQL for times and days: parsed from text, moved between zones, held within sane years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.engine.date_formats import OFFSET, PURE_DAY, DateFormat

# Exports write an open end as year 9999; such a time would carry the as-of date with it.
FIRST, LAST = "1900-01-01", "2101-01-01"
_EPOCHS = {"seconds": 1_000_000, "milliseconds": 1_000, "microseconds": 1}
_DAY_MS = 86_400_000


@dataclass(frozen=True)
class Zones:
    """Times without a zone are in the source's; days are counted in the company's."""

    source: str = "UTC"
    company: str = "UTC"


def text_literal(text: str) -> str:
    """Write a text into SQL where no parameter can stand: in views and file names."""
    return "'" + text.replace("'", "''") + "'"


def utc(naive: str, zone: str) -> str:
    """Return SQL for the UTC time of a time without a zone."""
    if zone == "UTC":
        return naive
    return f"(({naive}) at time zone {text_literal(zone)}) at time zone 'UTC'"


def local_day(at: str, zones: Zones) -> str:
    """Return SQL for the company's calendar day of a UTC time."""
    if zones.company == "UTC":
        return f"({at})::date"
    return f"((({at}) at time zone 'UTC') at time zone {text_literal(zones.company)})::date"


def in_range(value: str) -> str:
    """Return SQL for a time or day, null outside of the years that can be meant."""
    return f"case when {value} >= '{FIRST}' and {value} < '{LAST}' then {value} end"


def is_day(text: str, dates: DateFormat) -> str:
    """Return SQL that tells whether one value is a calendar date without a time."""
    if dates.kind == "iso":
        return f"regexp_matches({text}, '{PURE_DAY}')"
    if dates.kind == "serial":
        return f"regexp_matches({text}, '^\\d+(\\.0*)?$')"
    return f"not contains({text}, ':')"


def day(text: str, dates: DateFormat, zones: Zones) -> str:
    """Return SQL for the calendar date as written; an epoch is a moment and has a local date."""
    if dates.kind == "iso":
        return f"try_cast(regexp_extract({text}, '^\\d{{4}}-\\d{{1,2}}-\\d{{1,2}}') as date)"
    if dates.kind == "pattern":
        as_written = f"({_naive(text, dates)})::date"
        if not dates.has_offsets:
            return as_written
        # The day stands before its time: with the offset taken off, the clock is as written.
        bare = f"regexp_replace({text}, ' ?{OFFSET}', '')"
        without = [each.removesuffix("%z").removesuffix("%Z").rstrip() for each in dates.zoned]
        written = f"({_strptime(bare, without)})::date"
        return f"case when {_has_offset(text)} then {written} else {as_written} end"
    if dates.kind == "serial":
        return f"({_naive(text, dates)})::date"
    return local_day(_naive(text, dates), zones)


def moment(text: str, dates: DateFormat, zones: Zones) -> str:
    """Return SQL for the UTC time; a date without a time is the company's midnight."""
    naive = _naive(text, dates)
    if dates.kind in _EPOCHS:
        return naive
    branches = []
    if dates.has_days:
        midnight = utc(f"({day(text, dates, zones)})::timestamp", zones.company)
        branches.append(f"when {is_day(text, dates)} then {midnight}")
    if dates.has_offsets:
        branches.append(f"when {_has_offset(text)} then {_zoned(text, dates)} at time zone 'UTC'")
    rest = utc(naive, zones.source)
    return f"case {' '.join(branches)} else {rest} end" if branches else rest


def _has_offset(text: str) -> str:
    return f"contains({text}, ':') and regexp_matches({text}, '{OFFSET}')"


def _zoned(text: str, dates: DateFormat) -> str:
    if dates.kind == "pattern":
        return _strptime(text, dates.zoned)
    closed_up = f"regexp_replace(replace({text}, ',', '.'), ' +([+-])', '\\1')"
    return f"try_cast({closed_up} as timestamptz)"


def _naive(text: str, dates: DateFormat) -> str:
    if dates.kind == "iso":
        return f"try_cast(replace({text}, ',', '.') as timestamp)"
    if dates.kind == "pattern":
        return _strptime(text, dates.patterns)
    number = f"try_cast({text} as double)"
    if dates.kind == "serial":
        # To the millisecond: a fraction of a day is never exact.
        since = f"to_milliseconds(round({number} * {_DAY_MS})::bigint)"
        return f"timestamp '1899-12-30' + {since}"
    return f"make_timestamp(try_cast({number} * {_EPOCHS[dates.kind]} as bigint))"


def _strptime(text: str, patterns: Sequence[str]) -> str:
    listed = ", ".join(map(text_literal, patterns))
    return f"try_strptime({text}, [{listed}])" if patterns else "null::timestamp"
