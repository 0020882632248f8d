"""Find how the dates of one column are written: over all its values, never value by value."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from dashboard.engine.database import Database
from dashboard.engine.date_shapes import Shape, shape_of
from dashboard.engine.text_columns import TextColumn, UnclearColumnError, plain_value

_ISO_DAY = r"\d{4}-\d{1,2}-\d{1,2}"
_CLOCK = r"\d{1,2}:\d{2}(:\d{2}([.,]\d{1,9})?)?"
OFFSET = r"(Z|z|UTC|GMT|[+-]\d{2}(:?\d{2})?)$"
_ISO = rf"^{_ISO_DAY}([ T]+{_CLOCK} ?(Z|z|[+-]\d{{2}}(:?\d{{2}})?)?)?$"
PURE_DAY = rf"^{_ISO_DAY}$"
# Where a few values speak against many, those few are quarantined; at less than this it is a draw.
_CLEAR = 20
_MOST_SHAPES = 2000
# As days since the end of 1899: 1954 to 2101.
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 73_415

_NUMBER_KINDS = ("seconds", "milliseconds", "microseconds", "serial")
_WORDS = (
    ("YYYY", "%Y"), ("YY", "%y"), ("DD", "%d"), ("MMM", "%b"), ("MM", "%m"), ("HH", "%H"),
    ("hh", "%I"), ("mm", "%M"), ("ss", "%S"), ("AM", "%p"), ("PM", "%p"),
)  # fmt: skip


@dataclass(frozen=True)
class DateFormat:
    """How one column writes its dates: ISO 8601, numbers of some kind, or patterns of strptime.

    `zoned` are the patterns that say the zone, `patterns` those that do not.
    """

    kind: str = "iso"
    patterns: tuple[str, ...] = ()
    zoned: tuple[str, ...] = ()
    has_days: bool = False
    has_times: bool = True
    has_offsets: bool = False

    @property
    def is_days_only(self) -> bool:
        """Tell whether all values are calendar dates, padded with midnight or not."""
        return not self.has_times


@dataclass(frozen=True)
class _Shaped:
    """All values of one shape: how many, and what is needed to put day and month in order."""

    shape: Shape
    count: int
    example: str
    first_over_12: int
    second_over_12: int
    # Null for a shape without a time: what is latest among its times, as text.
    earliest_time: str
    latest_time: str

    @property
    def is_midnight(self) -> bool:
        """Tell whether all times of this shape are the start of a day."""
        both = self.earliest_time.lower() + self.latest_time.lower()
        if "am" in both:
            both = both.replace("12", "00")
        return bool(self.shape.time) and not re.search("[1-9]|pm", both)


@dataclass
class _Column:
    """The values of a column that are not ISO 8601, and how many are."""

    heading: str
    total: int
    iso: int
    shaped: list[_Shaped] = field(default_factory=list)

    def count(self, kind: str) -> int:
        """Return how many values are of a kind."""
        return self.iso if kind == "iso" else sum(each.count for each in self.of(kind))

    def of(self, kind: str) -> list[_Shaped]:
        """Return the shapes of a kind."""
        return [each for each in self.shaped if each.shape.kind == kind]


class Look(NamedTuple):
    """What one pass over a column tells of its dates: most columns need no other."""

    total: int
    iso: int
    days: int
    has_times: bool
    has_offsets: bool


def look_sql(value: str) -> tuple[dict[str, str], list[str]]:
    """Return SQL of columns to work out first, by name, and of the figures of a `Look`."""
    iso, clock = f"{value}_iso", f"{value}_clock"
    first = {
        iso: f"regexp_matches({value}, '{_ISO}')",
        clock: f"contains({value}, ':')",
    }
    is_timed = f"{iso} and {clock}"
    time_of_day = f"trim(substr({value}, strpos({value}, ':') - 2), ' T:0.,')"
    return first, [
        f"count({value})::bigint",
        f"count(*) filter ({iso})::bigint",
        f"count(*) filter ({iso} and not {clock})::bigint",
        f"coalesce(bool_or({is_timed} and {time_of_day} <> ''), false)",
        f"coalesce(bool_or({is_timed} and regexp_matches({value}, '{OFFSET}')), false)",
    ]


def find_format(
    database: Database,
    column: TextColumn,
    look: Look,
    configured: str | None = None,
    of_heading: str | None = None,
) -> DateFormat:
    """Decide over all values of a text column; UnclearColumnError if they leave it open.

    `configured` settles what is open, `of_heading` is how this column alone is written.
    """
    has_times = look.has_times or look.has_offsets
    as_iso = DateFormat("iso", (), (), look.days > 0, has_times, look.has_offsets)
    # So few others cannot make a draw, whatever they are.
    if _CLEAR * (look.total - look.iso) <= look.iso and not of_heading:
        return as_iso
    found = _Column(column.heading, look.total, look.iso)
    found.shaped = _shaped(database, column, with_iso=of_heading is not None)
    if of_heading:
        return _as_configured(found, of_heading)
    decided = _decide(found, configured)
    return as_iso if decided is None else decided


def _shaped(database: Database, column: TextColumn, *, with_iso: bool) -> list[_Shaped]:
    """Return what kinds of dates there are, most frequent first."""
    clock = "substr(value, greatest(strpos(value, ':') - 2, 1))"
    found = database.query(
        f"""
        with texts as (select {plain_value(column.text)} as value from {column.relation})
        select
            translate(value, '123456789', '000000000') as shape,
            count(*)::bigint,
            any_value(value),
            min(value),
            count(*) filter (substr(value, 1, 2) > '12')::bigint,
            count(*) filter (substr(value, 4, 2) > '12')::bigint,
            count(*) filter (substr(value, 3, 2) > '12')::bigint,
            min({clock}),
            max({clock}),
            max(value)
        from texts
        where value is not null {"" if with_iso else "and not regexp_matches(value, $iso)"}
        group by shape
        order by count(*) desc, shape
        limit {_MOST_SHAPES}""",
        None if with_iso else {"iso": _ISO},
    )
    shaped = []
    for text, count, example, least, first, fourth, third, earliest, latest, most in found.rows():
        shape = shape_of(text)
        if shape is None or (shape.kind == "serial" and not _is_serial(least, most)):
            continue
        over = fourth if shape.first_digits == 2 else third
        shaped.append(
            _Shaped(
                shape, count, example,
                first if shape.first_digits == 2 else 0,
                over if shape.second_digits == 2 else 0,
                earliest, latest,
            )
        )  # fmt: skip
    return shaped


def _is_serial(least: str, most: str) -> bool:
    return float(least) >= _FIRST_SERIAL and float(most) <= _LAST_SERIAL


def _decide(column: _Column, configured: str | None) -> DateFormat | None:
    """Return the column's format, None for ISO 8601."""
    kinds = Counter({kind: column.count(kind) for kind in _kinds(column)})
    # Days since 1899 look like any number: they count only where all values do.
    if kinds["serial"] < column.total:
        del kinds["serial"]
    # The order of day and month may be open; which of the two it is comes later.
    ranked = kinds.most_common(2)
    if not ranked:
        return None
    kind, most = ranked[0]
    second = ranked[1][1] if len(ranked) > 1 else 0
    if configured:
        return None if 2 * column.iso >= column.total else _as_configured(column, configured)
    if second * _CLEAR > most:
        raise _unclear(column, [_example(column, each) for each, _ in ranked])
    if kind == "iso":
        return None
    if kind in _NUMBER_KINDS:
        return _as_numbers(kind, column.of(kind))
    return _as_patterns(column.of(kind), _order(column) if kind == "year_last" else ())


def _kinds(column: _Column) -> list[str]:
    return [*(["iso"] if column.iso else []), *{each.shape.kind: 0 for each in column.shaped}]


def _example(column: _Column, kind: str) -> str:
    if kind == "iso":
        return f"{column.iso:,} are like '2024-12-31'"
    return f"{column.count(kind):,} are like {column.of(kind)[0].example!r}"


def _as_numbers(kind: str, shaped: Sequence[_Shaped]) -> DateFormat:
    if kind != "serial":
        return DateFormat(kind)
    has_times = any("." in each.example for each in shaped)
    return DateFormat(kind, has_days=True, has_times=has_times)


def _as_patterns(shaped: Sequence[_Shaped], order: tuple[str, ...]) -> DateFormat:
    def patterns(chosen: Iterable[_Shaped]) -> tuple[str, ...]:
        whole = (each.shape.day.format(*order) + each.shape.time for each in chosen)
        return tuple(dict.fromkeys(whole))

    zoned = patterns(each for each in shaped if each.shape.is_zoned)
    return DateFormat(
        "pattern",
        patterns(each for each in shaped if not each.shape.is_zoned),
        zoned,
        has_days=any(not each.shape.time for each in shaped),
        has_times=any(each.shape.time and not each.is_midnight for each in shaped),
        has_offsets=bool(zoned),
    )


def _order(column: _Column) -> tuple[str, ...]:
    """Return the directives of day and month in the order in which the column has them."""
    shaped = column.of("year_last")
    first = sum(each.first_over_12 for each in shaped)
    second = sum(each.second_over_12 for each in shaped)
    is_dotted = all("." in each.shape.day for each in shaped)
    if first > _CLEAR * second or (first == second == 0 and is_dotted):
        return ("%d", "%m")
    if second > _CLEAR * first:
        return ("%m", "%d")
    if first == second == 0:
        said = [f"they may be day first or month first, such as {shaped[0].example!r}"]
    else:
        said = [f"{first:,} are day first and {second:,} are month first"]
    raise _unclear(column, said)


def _unclear(column: _Column, said: Sequence[str]) -> UnclearColumnError:
    return UnclearColumnError(
        f"it cannot be told how the dates of {column.heading!r} are written: {' and '.join(said)}. "
        f'Set date_formats = {{ {column.heading!r} = "DD/MM/YYYY" }}, or as they are written'
    )


def _as_configured(column: _Column, configured: str) -> DateFormat:
    """Return the configured format with the times that stand beside the days."""
    pattern = _pattern(configured)
    if "%H" in pattern or "%I" in pattern:
        return DateFormat("pattern", (pattern,), has_days=False)
    shaped = [each for each in column.shaped if each.shape.kind not in _NUMBER_KINDS]
    times = _as_patterns([_with_day(each, pattern) for each in shaped], ())
    return replace(times, patterns=tuple(dict.fromkeys((pattern, *times.patterns))), has_days=True)


def _with_day(each: _Shaped, pattern: str) -> _Shaped:
    return replace(each, shape=replace(each.shape, day=pattern))


def _pattern(text: str) -> str:
    if "%" in text:
        return text
    for word, directive in _WORDS:
        text = re.sub(rf"(?<!%){word}", directive, text, count=1)
    return text
