"""Find how the dates of one column are written: over all its values, never value by value."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.engine.database import Database

_ISO_DAY = r"\d{4}-\d{1,2}-\d{1,2}"
_CLOCK = r"\d{1,2}:\d{2}(:\d{2}([.,]\d{1,9})?)?"
OFFSET = r"(Z|z|[+-]\d{2}(:?\d{2})?)$"
_ISO = rf"^{_ISO_DAY}([ T]+{_CLOCK} ?(Z|z|[+-]\d{{2}}(:?\d{{2}})?)?)?$"
_MIDNIGHT = rf"^{_ISO_DAY}([ T]+00:00(:00([.,]0+)?)?)?$"
PURE_DAY = rf"^{_ISO_DAY}$"
_YEAR_FIRST = rf"^\d{{4}}[/.]\d{{1,2}}[/.]\d{{1,2}}(,? +{_CLOCK})?$"
_YEAR_LAST = rf"^\d{{1,2}}[-/.]\d{{1,2}}[-/.](\d{{2}}|\d{{4}})(,? +{_CLOCK}( ?[AaPp][Mm])?)?$"
NULL_WORDS = ("nan", "nat", "null", "none", "n/a", "#n/a")
# Where a few values speak against many, those few are quarantined; at less than this it is a draw.
_CLEAR = 20

_OTHER_KINDS = ("year_last", "year_first", "seconds", "milliseconds")
_TIMES = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p", ", %H:%M", ", %H:%M:%S")
_WORDS = (
    ("YYYY", "%Y"), ("YY", "%y"), ("DD", "%d"), ("MM", "%m"), ("HH", "%H"), ("hh", "%I"),
    ("mm", "%M"), ("ss", "%S"), ("AM", "%p"), ("PM", "%p"),
)  # fmt: skip


@dataclass(frozen=True)
class DateFormat:
    """How one column writes its dates: ISO 8601, epoch numbers, or patterns of strptime."""

    kind: str = "iso"
    patterns: tuple[str, ...] = ()
    has_days: bool = False
    has_times: bool = True
    has_offsets: bool = False

    @property
    def is_days_only(self) -> bool:
        """Tell whether all values are calendar dates, padded with midnight or not."""
        return not self.has_times


class AmbiguousDatesError(Exception):
    """Day and month cannot be told apart; the message holds an example."""


def plain_value(text: str) -> str:
    """Return SQL for a text (given as SQL) without the words that stand for nothing."""
    words = ", ".join(f"'{word}'" for word in NULL_WORDS)
    blank = f"nullif(trim({text}), '')"
    return f"case when lower({blank}) not in ({words}) then {blank} end"


def find_format(
    database: Database, relation: str, text: str, heading: str, configured: str | None
) -> DateFormat:
    """Decide over all values of a text column; AmbiguousDatesError if they leave it open."""
    value = plain_value(text)
    row = database.query(
        f"""
        with texts as (select {value} as value from {relation})
        select
            count(value)::bigint,
            count(*) filter (regexp_matches(value, $iso))::bigint,
            count(*) filter (regexp_matches(value, $midnight))::bigint,
            count(*) filter (regexp_matches(value, $day))::bigint,
            count(*) filter (contains(value, ':') and regexp_matches(value, $offset))::bigint
        from texts""",
        {"iso": _ISO, "midnight": _MIDNIGHT, "day": PURE_DAY, "offset": OFFSET},
    ).row(0)
    total, iso, midnight, days, offsets = (int(each) for each in row)
    as_iso = DateFormat("iso", (), days > 0, midnight < iso, offsets > 0)
    if 2 * iso >= total:
        return as_iso
    counts = _counts(database, relation, value)
    if not configured and iso >= max(counts[kind] for kind in _OTHER_KINDS):
        return as_iso
    return _other_format(counts, heading, configured)


def _other_format(counts: dict[str, int], heading: str, configured: str | None) -> DateFormat:
    has_times = counts["times"] > 0
    if configured:
        patterns = _configured(configured)
        return DateFormat("pattern", patterns, has_days=True, has_times=has_times)
    kind = max(_OTHER_KINDS, key=counts.__getitem__)
    if kind in ("seconds", "milliseconds"):
        return DateFormat(kind)
    if kind == "year_first":
        patterns = _with_times(f"%Y{mark}%m{mark}%d" for mark in "/.")
    else:
        patterns = _year_last(counts, heading)
    return DateFormat("pattern", patterns, has_days=True, has_times=has_times)


def _counts(database: Database, relation: str, value: str) -> dict[str, int]:
    found = database.query(
        f"""
        with texts as (select {value} as value from {relation}),
        dated as (
            select
                *,
                regexp_matches(value, $year_last) as is_year_last,
                try_cast(regexp_extract(value, '^(\\d+)', 1) as bigint) as first_part,
                try_cast(regexp_extract(value, '^\\d+[-/.](\\d+)', 1) as bigint) as second_part
            from texts
        )
        select
            count(*) filter (is_year_last) as year_last,
            count(*) filter (regexp_matches(value, $year_first)) as year_first,
            count(*) filter (regexp_matches(value, '^\\d{{9,10}}(\\.\\d+)?$')) as seconds,
            count(*) filter (regexp_matches(value, '^\\d{{12,13}}$')) as milliseconds,
            count(*) filter (is_year_last and first_part > 12) as day_first,
            count(*) filter (is_year_last and second_part > 12) as month_first,
            count(*) filter (is_year_last and contains(value, '.')) as dotted,
            count(*) filter (regexp_matches(value, '[-/.]\\d{{4}}(\\D|$)')) as long_years,
            count(*) filter (contains(value, ':')) as times
        from dated""",
        {"year_last": _YEAR_LAST, "year_first": _YEAR_FIRST},
    ).row(0, named=True)
    return {name: int(count) for name, count in found.items()}


def _year_last(counts: dict[str, int], heading: str) -> tuple[str, ...]:
    first, second = counts["day_first"], counts["month_first"]
    if first > _CLEAR * second or (first == second == 0 and counts["dotted"] > 0):
        order = "%d{0}%m{0}"
    elif second > _CLEAR * first:
        order = "%m{0}%d{0}"
    else:
        raise AmbiguousDatesError(
            f"the dates of {heading} may be day first or month first"
            if first == second == 0
            else f"{first} dates of {heading} are day first and {second} are month first"
        )
    year = "%Y" if 2 * counts["long_years"] >= counts["year_last"] else "%y"
    return _with_times(order.format(mark) + year for mark in "/-.")


def _configured(text: str) -> tuple[str, ...]:
    if "%" not in text:
        for word, directive in _WORDS:
            text = re.sub(word, directive, text, count=1)
    return (text,) if "%H" in text or "%I" in text else _with_times((text,))


def _with_times(days: Iterable[str]) -> tuple[str, ...]:
    return tuple(day + time for day, time in itertools.product(days, _TIMES))
