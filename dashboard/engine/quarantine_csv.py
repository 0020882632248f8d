"""The quarantine of one file as CSV, written so that a spreadsheet opens it and runs nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from dashboard.engine.database import Database
from dashboard.engine.time_sql import text_literal

FIRST_COLUMNS = ("row", "table", "line", "byte_position", "reasons", "column", "value", "kept")
_FORMULA = r"^\s*[=+\-@\t\r]"
_NUMBER = r"^[+-]?\d+([.,]\d+)*$"
_OF_FILE = "source_name = $source and file = $file"


def files(database: Database) -> list[tuple[str, str]]:
    """Return source and file of every file that has rows in the quarantine."""
    return database.query("select distinct source_name, file from quarantine order by all").rows()


def write(database: Database, source: str, file: str, path: Path, mends: Mapping[str, str]) -> None:
    """Write the rows of one file, the columns that were read last, as they were kept."""
    place = {"source": source, "file": file}
    table = pl.DataFrame({"reason": list(mends), "mend": list(mends.values())})
    database.write_table("quarantine_mends", table)
    keys = database.query(
        "select unnest(json_keys(any_value(raw_text))) as name from quarantine "
        f"where {_OF_FILE} and byte_length is null group by table_name order by table_name",
        place,
    )["name"]
    names = list(dict.fromkeys(keys))
    raw = "".join(f", {_guarded(_raw(name))} as {_column_name(name)}" for name in names)
    escaped = text_literal(str(path))
    database.execute(
        f"copy (select {_COLUMNS}{raw} from quarantine where {_OF_FILE} order by number) "
        f"to {escaped} (format csv, header true)",
        place,
    )
    database.execute("drop table quarantine_mends")


def _column_name(heading: str) -> str:
    """Name a column as the file does, but never like one of ours, and never as a formula."""
    shown = f"{heading} (file)" if heading in (*FIRST_COLUMNS, "mend", "shape") else heading
    return '"' + shown.lstrip("=+-@\t\r ").replace('"', '""') + '"'


def _raw(heading: str) -> str:
    escaped = heading.replace('"', '""')
    key = text_literal(f'$."{escaped}"')
    return f"case when byte_length is null then json_extract_string(raw_text, {key}) end"


def _guarded(value: str) -> str:
    return (
        f"case when regexp_matches({value}, '{_FORMULA}') "
        f"and not regexp_matches({value}, '{_NUMBER}') then '''' || ({value}) else {value} end"
    )


def _of_each(field: str) -> str:
    """Return SQL of one field of all faults of a row, as one text."""
    told = f"list_transform(faults, lambda each: coalesce(each.{field}, ''))"
    return f"nullif(trim(array_to_string({told}, '; '), '; '), '')"


_COLUMNS = f"""
    number as row, table_name as "table", line, byte_position,
    array_to_string(reasons, '; ') as reasons, {_guarded(_of_each("heading"))} as "column",
    {_guarded(_of_each("value"))} as "value", {_guarded(_of_each("kept"))} as kept,
    (select string_agg(mend, ' ' order by mend) from quarantine_mends
    where list_contains(reasons, reason)) as mend,
    case when byte_length is not null then {_guarded("raw_text")} end as shape"""
