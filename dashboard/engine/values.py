"""SQL that turns one column of a file into a value of ours, or says why it cannot."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from dashboard.engine.database import quote
from dashboard.engine.date_formats import DateFormat
from dashboard.engine.ids import (
    email_domain,
    email_hash,
    id_without_address,
    object_id,
    salesforce_id,
    without_address,
)
from dashboard.engine.number_formats import NumberFormat
from dashboard.engine.number_sql import integer, number
from dashboard.engine.text_columns import filled, plain_value
from dashboard.engine.time_sql import (
    FIRST,
    LAST,
    Zones,
    day,
    in_range,
    is_day,
    local_day,
    moment,
    text_literal,
    utc,
)

ValueType = Literal[
    "id", "text", "timestamp", "date", "number", "integer", "boolean", "email_hash", "email_domain",
    "salesforce_id", "object_id",
]  # fmt: skip

_TRUE = "('true', 't', 'yes', 'y', '1', '1.0')"
_FALSE = "('false', 'f', 'no', 'n', '0', '0.0')"
_REASON: dict[str, str] = {
    "timestamp": "bad_timestamp",
    "date": "bad_date",
    "number": "bad_number",
    "integer": "bad_integer",
    "boolean": "bad_boolean",
}
# The type of every column of a text file; a VARCHAR is a column of Parquet.
TEXT = "TEXT"
_NUMERIC = (
    "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER",
    "UBIGINT", "FLOAT", "DOUBLE", "DECIMAL",
)  # fmt: skip
_SQL_TYPES: dict[ValueType, str] = {
    "id": "varchar",
    "text": "varchar",
    "timestamp": "timestamp",
    "date": "date",
    "number": "double",
    "integer": "bigint",
    "boolean": "boolean",
    "email_hash": "varchar",
    "email_domain": "varchar",
    "salesforce_id": "varchar",
    "object_id": "varchar",
}
_MADE_OF_TEXT = {
    "email_hash": email_hash, "email_domain": email_domain, "salesforce_id": salesforce_id,
    "object_id": object_id,
}  # fmt: skip
_TEXTS = ("id", "text", *_MADE_OF_TEXT)


@dataclass(frozen=True)
class About:
    """The column that names the field which a row of a history is about, and the fields wanted.

    `pattern` is what the name must be like in small letters and digits alone, or must not be.
    """

    heading: str
    pattern: str
    is_kept: bool = True

    @property
    def sql(self) -> str:
        """Return SQL that tells whether a row is about a wanted field."""
        name = f"regexp_replace(lower({quote(self.heading)}::varchar), '[^a-z0-9]', '', 'g')"
        matches = f"regexp_matches({name}, {text_literal(self.pattern)})"
        return matches if self.is_kept else f"not {matches}"


@dataclass(frozen=True)
class Wanted:
    """One column of ours: where a file has it, its type and its rules.

    Without a heading it is the constant, or null. `other_headings` are its names in other versions
    of the file; `null_words` stand for nothing in this file. `about`: it holds values of any field,
    of which the others may be names and free text.
    """

    name: str
    type: ValueType
    heading: str | None = None
    other_headings: tuple[str, ...] = ()
    constant: str | None = None
    default: str | None = None
    required: bool = False
    values: tuple[str, ...] = ()
    date_name: str | None = None
    null_words: tuple[str, ...] = ()
    about: About | None = None


@dataclass(frozen=True)
class Written:
    """How a column of a file writes its dates and numbers."""

    dates: DateFormat = field(default_factory=DateFormat)
    numbers: NumberFormat = field(default_factory=NumberFormat)


@dataclass(frozen=True)
class Cell:
    """A wanted column in a file: its SQL, the SQL of its local date, and of its faults.

    `faults` pairs a reason with the condition under which a row has it. `layers` are names and
    SQL of what must be worked out before, each layer from the one below, so that it is done once.
    """

    value: str
    local_date: str | None = None
    faults: tuple[tuple[str, str], ...] = ()
    is_days_only: bool = False
    layers: tuple[tuple[str, str], ...] = ()


def text_of(wanted: Wanted, column_type: str) -> str | None:
    """Return SQL for the text that must be parsed, None where the file's type serves."""
    heading = quote(wanted.heading or "")
    if column_type in (TEXT, "VARCHAR"):
        return heading
    kind = _kind(column_type)
    serves = {
        "timestamp": kind.startswith(("TIMESTAMP", "DATE")),
        "date": kind.startswith(("TIMESTAMP", "DATE")),
        "number": kind in _NUMERIC,
        "integer": kind in _NUMERIC,
        "boolean": kind == "BOOLEAN",
    }
    return None if serves.get(wanted.type, True) else f"{heading}::varchar"


def _kind(column_type: str) -> str:
    return column_type.split("(", maxsplit=1)[0]


def cell(wanted: Wanted, column_type: str, written: Written, zones: Zones) -> Cell:
    """Return the SQL for a wanted column; `column_type` is what the file has under its heading."""
    if wanted.heading is None:
        return _constant(wanted, zones)
    text = text_of(wanted, column_type)
    if text is None:
        return _from_type(wanted, _kind(column_type), zones)
    if wanted.type in _TEXTS:
        # Only people and their spreadsheets pad texts: what has a type is taken as it is.
        value = filled(text) if column_type == TEXT else f"nullif({text}, '')"
        return _text_cell(wanted, value)
    return _parsed(wanted, text, written, zones)


def _constant(wanted: Wanted, zones: Zones) -> Cell:
    text = wanted.constant if wanted.constant is not None else wanted.default
    shown = "null" if text is None else text_literal(text)
    value = f"cast({shown} as {_SQL_TYPES[wanted.type]})"
    if wanted.type != "timestamp":
        return Cell(value)
    at = utc(value, zones.source)
    return Cell(at, local_day(at, zones))


def _text_cell(wanted: Wanted, value: str) -> Cell:
    if wanted.null_words:
        words = ", ".join(map(text_literal, wanted.null_words))
        value = f"case when {value} not in ({words}) then {value} end"
    if wanted.about is not None:
        value = f"case when {wanted.about.sql} then {value} end"
    if wanted.type in _MADE_OF_TEXT:
        # Worked out at once: the salt is known only while files are read.
        text, made = quote(f"~text {wanted.heading}"), quote(f"~{wanted.type} {wanted.heading}")
        layers = ((text, value), (made, _MADE_OF_TEXT[wanted.type](text)))
        return Cell(made, None, _missing(wanted, made), layers=layers)
    value = without_address(value) if wanted.type == "text" else id_without_address(value)
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


def _parsed(wanted: Wanted, source: str, written: Written, zones: Zones) -> Cell:
    dates = written.dates
    plain = quote(f"~plain {wanted.heading}")
    raw = quote(f"~raw {wanted.type} {wanted.heading}")
    value = quote(f"~{wanted.type} {wanted.heading}")
    is_time = wanted.type in ("timestamp", "date")
    only_days = wanted.type == "date" or dates.is_days_only
    if not is_time:
        parsed = _typed(wanted.type, plain, written.numbers)
    else:
        parsed = day(plain, dates, zones) if only_days else moment(plain, dates, zones)
    checked = in_range(raw) if is_time else raw
    layers = ((plain, plain_value(source)), (raw, parsed), (value, checked))
    faults = (
        *_missing(wanted, plain),
        (_REASON[wanted.type], f"{plain} is not null and {value} is null"),
    )
    if wanted.type != "timestamp":
        return Cell(value, None, faults, layers=layers)
    if only_days:
        at = utc(f"{value}::timestamp", zones.company)
        return Cell(at, value, faults, is_days_only=True, layers=layers)
    local = local_day(value, zones)
    if dates.has_days and zones.company != "UTC":
        local = f"case when {is_day(plain, dates)} then {day(plain, dates, zones)} else {local} end"
    return Cell(value, local, faults, layers=layers)


def _typed(kind: ValueType, text: str, numbers: NumberFormat) -> str:
    if kind == "number":
        return number(text, numbers)
    if kind == "integer":
        return integer(text, numbers)
    return (
        f"case when lower({text}) in {_TRUE} then true "
        f"when lower({text}) in {_FALSE} then false end"
    )


def _from_type(wanted: Wanted, kind: str, zones: Zones) -> Cell:
    """Columns of Parquet have a type already: no text is made of them, and none is parsed."""
    heading = quote(wanted.heading or "")
    if wanted.type in _TEXTS:
        whole = f"case when {heading} = floor({heading}) then {heading}::bigint::varchar end"
        text = f"{heading}::varchar"
        is_float = kind in ("FLOAT", "DOUBLE")
        return _text_cell(wanted, f"coalesce({whole}, {text})" if is_float else text)
    if wanted.type in ("timestamp", "date"):
        return _typed_time(wanted, heading, kind, zones)
    if wanted.type == "boolean":
        return Cell(heading, None, _missing(wanted, heading))
    as_double = f"{heading}::double"
    value = f"case when isfinite({as_double}) then {as_double} end"
    if wanted.type == "integer":
        value = f"try_cast({value} as bigint)"
    return Cell(value, None, _missing(wanted, value))


def _typed_time(wanted: Wanted, heading: str, kind: str, zones: Zones) -> Cell:
    out_of_range = f"{heading} < '{FIRST}' or {heading} >= '{LAST}'"
    faults = (*_missing(wanted, heading), (_REASON[wanted.type], out_of_range))
    is_zoned = kind in ("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ")
    if wanted.type == "date":
        value = local_day(f"{heading} at time zone 'UTC'", zones) if is_zoned else heading
        return Cell(f"({value})::date", None, faults)
    if kind == "DATE":
        at = utc(f"{heading}::timestamp", zones.company)
        return Cell(at, heading, faults, is_days_only=True)
    if is_zoned:
        at = f"({heading} at time zone 'UTC')"
    else:
        at = utc(f"{heading}::timestamp", zones.source)
    return Cell(at, local_day(at, zones), faults)
