"""SQL that turns one column of a file into a value of ours, or says why it cannot."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from dashboard.engine.database import quote
from dashboard.engine.date_formats import OFFSET, PURE_DAY, DateFormat, plain_value

ValueType = Literal["id", "text", "timestamp", "date", "number", "integer", "boolean"]

_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$"
_INTEGER = r"^[+-]?\d+(\.0*)?$"
_TRUE = "('true', 't', 'yes', 'y', '1', '1.0')"
_FALSE = "('false', 'f', 'no', 'n', '0', '0.0')"
# Exports write an open end as year 9999; such a time would carry the as-of date with it.
_FIRST, _LAST = "1900-01-01", "2101-01-01"
_REASON: dict[str, str] = {
    "timestamp": "bad_timestamp",
    "date": "bad_date",
    "number": "bad_number",
    "integer": "bad_integer",
    "boolean": "bad_boolean",
}
_NUMERIC = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT",
            "UINTEGER", "UBIGINT", "FLOAT", "DOUBLE", "DECIMAL")  # fmt: skip


@dataclass(frozen=True)
class Zones:
    """Times without a zone are in the source's; days are counted in the company's."""

    source: str = "UTC"
    company: str = "UTC"


@dataclass(frozen=True)
class Wanted:
    """One column of ours: where a file has it, its type and its rules.

    Without a heading it is the constant, or null.
    """

    name: str
    type: ValueType
    heading: str | None = None
    constant: str | None = None
    default: str | None = None
    required: bool = False
    values: tuple[str, ...] = ()
    date_name: str | None = None
    null_words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cell:
    """A wanted column in a file: its SQL, the SQL of its local date, and of its faults.

    `faults` pairs a reason with the condition under which a row has it.
    """

    value: str
    local_date: str | None = None
    faults: tuple[tuple[str, str], ...] = field(default=())
    is_days_only: bool = False
    needs_parsing: bool = False


_SQL_TYPES: dict[ValueType, str] = {
    "id": "varchar",
    "text": "varchar",
    "timestamp": "timestamp",
    "date": "date",
    "number": "double",
    "integer": "bigint",
    "boolean": "boolean",
}


def text_literal(text: str) -> str:
    """Write a text into SQL where no parameter can stand."""
    return "'" + text.replace("'", "''") + "'"


def text_of(wanted: Wanted, column_type: str) -> str | None:
    """Return SQL for the text that must be parsed, None where the file's type serves."""
    heading = quote(wanted.heading or "")
    if column_type == "VARCHAR":
        return heading
    kind = column_type.split("(", maxsplit=1)[0]
    serves = {
        "timestamp": kind.startswith(("TIMESTAMP", "DATE")),
        "date": kind.startswith(("TIMESTAMP", "DATE")),
        "number": kind in _NUMERIC,
        "integer": kind in _NUMERIC,
        "boolean": kind == "BOOLEAN",
    }
    return None if serves.get(wanted.type, True) else f"{heading}::varchar"


def cell(wanted: Wanted, column_type: str, dates: DateFormat | None, zones: Zones) -> Cell:
    """Return the SQL for a wanted column; `column_type` is what the file has under its heading."""
    if wanted.heading is None:
        return _constant(wanted, zones)
    text = text_of(wanted, column_type)
    if text is None:
        return _from_type(wanted, column_type, zones)
    return _from_text(wanted, text, dates or DateFormat(), zones)


def _constant(wanted: Wanted, zones: Zones) -> Cell:
    text = wanted.constant if wanted.constant is not None else wanted.default
    shown = "null" if text is None else text_literal(text)
    value = f"cast({shown} as {_SQL_TYPES[wanted.type]})"
    if wanted.type != "timestamp":
        return Cell(value)
    return Cell(_utc(value, zones.source), _local_day(_utc(value, zones.source), zones))


def _from_text(wanted: Wanted, source: str, dates: DateFormat, zones: Zones) -> Cell:
    if wanted.type in ("id", "text"):
        value = _without(f"nullif(trim({source}), '')", wanted.null_words)
        return _plain_cell(wanted, value)
    text = plain_value(source)
    if wanted.type in ("timestamp", "date"):
        return _time_cell(wanted, text, dates, zones)
    value = _typed(wanted.type, text)
    faults = [(_REASON[wanted.type], f"{text} is not null and {value} is null")]
    return Cell(value, None, (*_missing(wanted, text), *faults), needs_parsing=True)


def _without(value: str, words: tuple[str, ...]) -> str:
    if not words:
        return value
    return f"case when {value} not in ({', '.join(map(text_literal, words))}) then {value} end"


def _plain_cell(wanted: Wanted, value: str) -> Cell:
    faults = list(_missing(wanted, value))
    if wanted.values:
        allowed = ", ".join(map(text_literal, wanted.values))
        faults.append(("bad_value", f"lower({value}) not in ({allowed})"))
        value = f"lower({value})"
    if wanted.default is not None:
        value = f"coalesce({value}, {text_literal(wanted.default)})"
    return Cell(value, None, tuple(faults))


def _missing(wanted: Wanted, value: str) -> tuple[tuple[str, str], ...]:
    return (("missing_required", f"{value} is null"),) if wanted.required else ()


def _typed(kind: ValueType, text: str) -> str:
    if kind == "number":
        return f"case when regexp_matches({text}, '{_NUMBER}') then try_cast({text} as double) end"
    if kind == "integer":
        digits = f"regexp_replace({text}, '\\.0*$', '')"
        return (
            f"case when regexp_matches({text}, '{_INTEGER}') then try_cast({digits} as bigint) end"
        )
    return (
        f"case when lower({text}) in {_TRUE} then true "
        f"when lower({text}) in {_FALSE} then false end"
    )


def _time_cell(wanted: Wanted, text: str, dates: DateFormat, zones: Zones) -> Cell:
    day = _day(text, dates)
    if wanted.type == "date":
        value = _in_range(day if day else f"({_naive(text, dates)})::date")
        moment = None
    elif dates.is_days_only and day:
        value, moment = _in_range(day), None
    else:
        value, moment = _in_range(_moment(text, dates, zones)), day
    reason = _REASON[wanted.type]
    faults = (*_missing(wanted, text), (reason, f"{text} is not null and {value} is null"))
    if wanted.type == "date":
        return Cell(value, None, faults, needs_parsing=True)
    if dates.is_days_only and day:
        at = _utc(f"({value})::timestamp", zones.company)
        return Cell(at, value, faults, is_days_only=True, needs_parsing=True)
    local = _local_day(value, zones)
    if moment and dates.has_days:
        is_day = _is_day(text, dates)
        local = f"case when {is_day} then {moment} else {local} end"
    return Cell(value, local, faults, needs_parsing=True)


def _is_day(text: str, dates: DateFormat) -> str:
    if dates.kind == "iso":
        return f"regexp_matches({text}, '{PURE_DAY}')"
    return f"not contains({text}, ':')"


def _day(text: str, dates: DateFormat) -> str | None:
    """Return SQL for the calendar date as written, None where the column holds epochs."""
    if dates.kind == "iso":
        return f"try_cast(regexp_extract({text}, '^\\d{{4}}-\\d{{1,2}}-\\d{{1,2}}') as date)"
    if dates.kind == "pattern":
        return f"({_naive(text, dates)})::date"
    return None


def _naive(text: str, dates: DateFormat) -> str:
    if dates.kind == "iso":
        return f"try_cast(replace({text}, ',', '.') as timestamp)"
    if dates.kind == "pattern":
        patterns = ", ".join(map(text_literal, dates.patterns))
        return f"try_strptime({text}, [{patterns}])"
    factor = 1000 if dates.kind == "seconds" else 1
    return f"make_timestamp_ms(try_cast(try_cast({text} as double) * {factor} as bigint))"


def _moment(text: str, dates: DateFormat, zones: Zones) -> str:
    naive = _naive(text, dates)
    if dates.kind in ("seconds", "milliseconds"):
        return naive
    branches = []
    if dates.has_days:
        midnight = _utc(f"({_day(text, dates)})::timestamp", zones.company)
        branches.append(f"when {_is_day(text, dates)} then {midnight}")
    if dates.has_offsets:
        closed_up = f"regexp_replace(replace({text}, ',', '.'), ' +([+-])', '\\1')"
        zoned = f"try_cast({closed_up} as timestamptz)"
        branches.append(f"when regexp_matches({text}, '{OFFSET}') then {zoned} at time zone 'UTC'")
    rest = _utc(naive, zones.source)
    return f"case {' '.join(branches)} else {rest} end" if branches else rest


def _in_range(value: str) -> str:
    return f"case when {value} >= '{_FIRST}' and {value} < '{_LAST}' then {value} end"


def _utc(naive: str, zone: str) -> str:
    if zone == "UTC":
        return naive
    return f"(({naive}) at time zone {text_literal(zone)}) at time zone 'UTC'"


def _local_day(utc: str, zones: Zones) -> str:
    if zones.company == "UTC":
        return f"({utc})::date"
    return f"((({utc}) at time zone 'UTC') at time zone {text_literal(zones.company)})::date"


def _from_type(wanted: Wanted, column_type: str, zones: Zones) -> Cell:
    """Columns of Parquet have a type already: no text is made of them, and none is parsed."""
    heading = quote(wanted.heading or "")
    kind = column_type.split("(", maxsplit=1)[0]
    if wanted.type in ("id", "text"):
        whole = f"case when {heading} = floor({heading}) then {heading}::bigint::varchar end"
        as_text = f"{heading}::varchar"
        value = f"coalesce({whole}, {as_text})" if kind in ("FLOAT", "DOUBLE") else as_text
        return _plain_cell(wanted, _without(value, wanted.null_words))
    if wanted.type in ("timestamp", "date"):
        return _typed_time(wanted, heading, kind, zones)
    if wanted.type in ("number", "integer"):
        number = f"{heading}::double"
        value = f"case when isfinite({number}) then {number} end"
        if wanted.type == "integer":
            value = f"try_cast({value} as bigint)"
        return Cell(value, None, _missing(wanted, value))
    return Cell(heading, None, _missing(wanted, heading))


def _typed_time(wanted: Wanted, heading: str, kind: str, zones: Zones) -> Cell:
    missing = _missing(wanted, heading)
    out_of_range = f"{heading} < '{_FIRST}' or {heading} >= '{_LAST}'"
    faults = (*missing, (_REASON[wanted.type], out_of_range))
    is_zoned = kind.startswith("TIMESTAMP WITH TIME ZONE") or kind == "TIMESTAMPTZ"
    if wanted.type == "date":
        value = _local_day(f"{heading} at time zone 'UTC'", zones) if is_zoned else heading
        return Cell(f"({value})::date", None, faults)
    if kind == "DATE":
        at = _utc(f"{heading}::timestamp", zones.company)
        return Cell(at, heading, faults, is_days_only=True)
    if is_zoned:
        at = f"({heading} at time zone 'UTC')"
    else:
        at = _utc(f"{heading}::timestamp", zones.source)
    return Cell(at, _local_day(at, zones), faults)
