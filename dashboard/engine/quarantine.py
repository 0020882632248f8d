"""The rows that were put aside, each with its place, its text and the reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import polars as pl

from dashboard.engine.database import Database, quote
from dashboard.engine.files import OpenFile
from dashboard.engine.reading import Part
from dashboard.engine.text_files import ROW
from dashboard.engine.time_sql import text_literal

# A rejected line is kept as it is, but for addresses: they are never stored.
_ADDRESS = r'[^\s",;<>|]+@[^\s",;<>|]+'
_SCHEMA: dict[str, Any] = {
    "line": pl.Int64,
    "byte_position": pl.Int64,
    "raw_text": pl.String,
    "reasons": pl.List(pl.String),
}


def create(database: Database) -> None:
    """Make the empty table of rows that were put aside."""
    database.execute(
        "create or replace table quarantine (source_name varchar, file varchar, "
        "table_name varchar, line bigint, byte_position bigint, raw_text varchar, "
        "reasons varchar[])"
    )


def add(database: Database, file: OpenFile, part: Part, place: Mapping[str, str]) -> dict[str, int]:
    """Copy a file's rejects and bad rows into the quarantine; return the rows per reason."""
    rejected = [
        {
            "line": each.line,
            "byte_position": each.byte_position,
            "raw_text": each.text,
            "reasons": [each.reason],
        }
        for each in file.rejects
    ]
    together = pl.concat([pl.DataFrame(rejected, schema=_SCHEMA), _bad_rows(database, file, part)])
    database.write_table("to_quarantine", together)
    database.execute(
        "insert into quarantine by name select $source as source_name, $file as file, "
        "$table as table_name, line, byte_position, "
        f"regexp_replace(raw_text, '{_ADDRESS}', '(e-mail)', 'g') as raw_text, "
        "reasons from to_quarantine",
        place,
    )
    database.execute("drop table to_quarantine")
    return dict(Counter(together["reasons"].explode().to_list()).most_common())


def _bad_rows(database: Database, file: OpenFile, part: Part) -> pl.DataFrame:
    """Return the bad rows with the columns that were read, and with no others."""
    pairs = ", ".join(f"{text_literal(name)}, {quote(name)}::varchar" for name in file.types or {})
    raw = f"json_object({pairs})::varchar" if pairs else "''"
    frame = database.query(
        f"""
        with bad as (
            select row, list_distinct(flatten(list(reasons))) as reasons
            from {part.bad_rows} group by row
        )
        select bad.row, {raw} as raw_text, bad.reasons
        from {file.relation} as records
        inner join bad on bad.row = records."{ROW}"
        order by bad.row"""
    )
    lines = pl.Series("line", file.lines_of(database, frame["row"].to_list()), dtype=pl.Int64)
    nowhere = pl.lit(None, pl.Int64).alias("byte_position")
    return frame.with_columns(lines, nowhere).select(pl.col(n).cast(t) for n, t in _SCHEMA.items())
