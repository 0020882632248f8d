"""The rows that were put aside, each with its place, its reasons and what may be kept of it.

A line that is no row may hold anything, so only its shape is kept. Of a row the columns that are
read anyway are kept, but no address, and no words where a number or a time should stand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from dashboard.engine.database import Database, quote
from dashboard.engine.files import OpenFile
from dashboard.engine.positions import starts_of_lines
from dashboard.engine.reading import Part
from dashboard.engine.text_files import ROW
from dashboard.engine.time_sql import text_literal

_ADDRESS = r'[^\s",;<>|]+@[^\s",;<>|]+'
_LONGEST_SHAPE = 300
_LETTER = re.compile(r"[^\W\d_]")
_DIGIT = re.compile(r"\d")
# Words that stand in numbers, times and flags; any other word there may be somebody's name.
_PLAIN_WORDS = (
    "t", "z", "e", "am", "pm", "utc", "gmt", "st", "nd", "rd", "th", "n", "a", "na", "nan", "none",
    "null", "nil", "true", "false", "yes", "no", "y", "f", "on", "off", "never", "unknown", "tbd",
    "open", "select", "inf", "infinity", "x", "usd", "eur", "gbp", "chf", "today", "yesterday",
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
    "january", "february", "march", "april", "june", "july", "august", "september", "october",
    "november", "december", "mon", "tue", "wed", "thu", "fri", "sat", "sun",
)  # fmt: skip
_IS_PLAIN = rf"^[^\p{{L}}]*((?:{'|'.join(_PLAIN_WORDS)})(?:[^\p{{L}}]+|$))*$"
_TYPED = frozenset({"timestamp", "date", "number", "integer", "boolean"})
_FAULT = "struct(reason varchar, column_name varchar, heading varchar, value varchar, kept varchar)"
_REJECTED_SQL = f"""
            select
                line, byte_position, byte_length, raw_text, [reason] as reasons,
                [{{
                    'reason': reason, 'column_name': null, 'heading': null, 'value': null,
                    'kept': null
                }}]::{_FAULT}[] as faults
            from rejected_lines"""
_REJECTED: dict[str, Any] = {
    "line": pl.Int64,
    "byte_position": pl.Int64,
    "byte_length": pl.Int64,
    "raw_text": pl.String,
    "reason": pl.String,
}


def create(database: Database) -> None:
    """Make the empty table of rows that were put aside; `number` is the row's own in it."""
    database.execute(
        "create or replace table quarantine (number bigint, source_name varchar, file varchar, "
        "table_name varchar, line bigint, byte_position bigint, byte_length bigint, "
        f"raw_text varchar, reasons varchar[], faults {_FAULT}[])"
    )


def shape_of(text: str) -> str:
    """Return a text with every letter as x and every digit as 9."""
    return _DIGIT.sub("9", _LETTER.sub("x", text))


def add(database: Database, file: OpenFile, part: Part, place: Mapping[str, str]) -> dict[str, int]:
    """Copy a file's rejects and bad rows into the quarantine; return the rows per reason."""
    rejected = [
        {
            "line": each.line,
            "byte_position": each.byte_position,
            "byte_length": len(each.text.encode()),
            "raw_text": shape_of(each.text)[:_LONGEST_SHAPE],
            "reason": each.reason,
        }
        for each in file.rejects
    ]
    database.write_table("rejected_lines", pl.DataFrame(rejected, schema=_REJECTED))
    _write_places(database, file, part)
    database.execute(_insert_sql(file, part), place)
    counts = database.query(
        "select reason, count(*) from (select unnest(reasons) as reason from quarantine "
        "where source_name = $source and file = $file and table_name = $table) "
        "group by reason order by count(*) desc, reason",
        place,
    )
    for table in ("rejected_lines", "bad_row_places"):
        database.execute(f"drop table {table}")
    return dict(counts.iter_rows())


def _write_places(database: Database, file: OpenFile, part: Part) -> None:
    """Write line and byte of every bad row, and of the rows that are kept instead of some."""
    rows: list[int] = database.query(
        f"select row from {part.bad_rows} union "
        f"select fault.kept_row from (select unnest(faults) as fault from {part.bad_rows}) "
        "where fault.kept_row is not null order by 1"
    )["row"].to_list()
    lines = file.lines_of(database, rows)
    places: dict[str, Sequence[int | None]] = {"row": rows, "line": lines}
    places["byte_position"] = [None] * len(rows)
    if file.plain is not None:
        places["byte_position"] = [at + 1 for at in starts_of_lines(file.plain.path, lines)]
    database.write_table(
        "bad_row_places", pl.DataFrame(places, schema=dict.fromkeys(places, pl.Int64))
    )


def _insert_sql(file: OpenFile, part: Part) -> str:
    return f"""
        insert into quarantine by name
        with found as (
            {_REJECTED_SQL}
            union all by name
            {_bad_rows_sql(file, part)}
        )
        select
            (select count(*) from quarantine) + row_number() over (order by line) as number,
            $source as source_name, $file as file, $table as table_name, found.*
        from found
        order by number"""


def _bad_rows_sql(file: OpenFile, part: Part) -> str:
    """Return SQL of the bad rows with what may be kept of the columns that are read."""
    known = {name: part.kinds[name] for name in file.types or {} if name in part.kinds}
    texts = {name: f"{quote(name)}::varchar" for name in known}
    wordy = [f"not {_is_plain(texts[name])}" for name, kinds in known.items() if kinds <= _TYPED]
    shown = {name: _shown(texts[name], kinds) for name, kinds in known.items()}
    pairs = ", ".join(f"{text_literal(name)}, {sql}" for name, sql in shown.items())
    values = f"map([{', '.join(map(text_literal, shown))}]::varchar[], "
    values += f"[{', '.join(shown.values())}]::varchar[])"
    return f"""
        select
            line, byte_position, reasons, json_object({pairs})::varchar as raw_text,
            list_transform(faults, lambda each: {{
                'reason': each.reason, 'column_name': each.column_name, 'heading': each.heading,
                'value': {values}[each.heading], 'kept': each.kept
            }})::{_FAULT}[] as faults
        from (
            select
                records.*, bad.reasons, bad.faults, places.line, places.byte_position,
                bad.headings > 1
                or list_contains(bad.reasons, 'duplicate_row')
                or coalesce({" or ".join(wordy) or "false"}, false) as "~may be shifted"
            from ({_faults_sql(part)}) as bad
            inner join {file.relation} as records on bad.row = records."{ROW}"
            inner join bad_row_places as places on places.row = bad.row
        )"""


def _faults_sql(part: Part) -> str:
    """Return SQL of the faults of each bad row, one for each reason and heading."""
    return f"""
        select
            row, list(distinct reason) as reasons, count(distinct heading) as headings,
            list({{
                'reason': reason, 'column_name': column_name, 'heading': heading, 'kept': kept
            }} order by heading, reason) as faults
        from (
            select
                faults.row, fault.reason, fault.heading, min(fault.column_name) as column_name,
                min(coalesce(fault.kept, $file || ':' || kept.line)) as kept
            from (select row, unnest(faults) as fault from {part.bad_rows}) as faults
            left join bad_row_places as kept on kept.row = fault.kept_row
            group by faults.row, fault.reason, fault.heading
        )
        group by row"""


def rows_at(database: Database, file: str, line: int) -> list[dict[str, Any]]:
    """Return the rows of the quarantine that stand on a line of a file, one for each table."""
    return database.rows(
        "select * from quarantine where file = $file and line = $line order by number",
        {"file": file, "line": line},
    )


def row_numbered(database: Database, number: int) -> list[dict[str, Any]]:
    """Return the row of this number, in a list that is empty if there is none."""
    return database.rows("select * from quarantine where number = $number", {"number": number})


def nearest_line(database: Database, file: str, line: int) -> int | None:
    """Return the line of a file's row in the quarantine that is nearest, None if it has none."""
    found = database.value(
        "select line from quarantine where file = $file order by abs(line - $line), line limit 1",
        {"file": file, "line": line},
    )
    return None if found is None else int(str(found))


def record_of(database: Database, file: OpenFile, row: int) -> dict[str, str | None]:
    """Return the cells of one row of an open file, by heading."""
    found = database.rows(
        f'select * exclude ("{ROW}") from {file.relation} where "{ROW}" = $row', {"row": row}
    )
    return {name: None if value is None else str(value) for name, value in found[0].items()}


def _shown(value: str, kinds: frozenset[str]) -> str:
    """Return SQL for what is kept of a value in a column that is read as these types.

    Where a separator too many has shifted a row, a name may stand in any of its columns, and so it
    may in a repeated row that no map has chosen.
    """
    shape = f"regexp_replace(regexp_replace({value}, '\\p{{L}}', 'x', 'g'), '\\p{{N}}', '9', 'g')"
    if kinds & {"email_hash", "email_domain", "any_field"}:
        return shape
    if kinds <= _TYPED:
        return f"case when {_is_plain(value)} then {value} else {shape} end"
    without = f"regexp_replace({value}, {text_literal(_ADDRESS)}, '(e-mail)', 'g')"
    return f'case when "~may be shifted" then {shape} else {without} end'


def _is_plain(value: str) -> str:
    return f"regexp_matches(lower({value}), {text_literal(_IS_PLAIN)})"
