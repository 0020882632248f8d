"""Turn the rows of one open file into rows of one table, and put aside those that cannot be.

Rows read = rows accepted + rows quarantined; a row that no selection chooses is accepted.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from dashboard.engine import column_formats
from dashboard.engine.column_formats import Formats
from dashboard.engine.database import Database
from dashboard.engine.files import OpenFile
from dashboard.engine.progress import FINDING, LOOKING, WRITING
from dashboard.engine.selecting import FILE_ROW, Selection, all_sql, chosen, layered, select_sql
from dashboard.engine.text_files import ROW
from dashboard.engine.time_sql import Zones, text_literal
from dashboard.engine.values import Cell, Wanted, cell

__all__ = ["FILE_ROW", "Part", "Selection", "read_part", "rows_from", "write_rows"]

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Part:
    """The accepted rows of one file for one table; a view where Parquet can stay where it is."""

    name: str
    is_view: bool
    bad_rows: str
    select: str
    quarantined: int
    filled: frozenset[str]
    # Heading -> the types it is read as: what may be shown of a value follows from it.
    kinds: Mapping[str, frozenset[str]] = field(default_factory=dict)
    # Label -> the rows that the selection of this label made.
    chosen: Mapping[str, int] = field(default_factory=dict)

    def leave_out(
        self, database: Database, rows: Mapping[int, str], reason: str, column: str | None = None
    ) -> None:
        """Take out more rows, each beside the one that is kept instead of it.

        They are known to be bad only beside the other files.
        """
        frame = pl.DataFrame({"row": rows.keys(), "kept": rows.values()})
        database.write_table("more_bad_rows", frame)
        fault = _fault(reason, column, None, kept="kept")
        database.execute(f"insert into {self.bad_rows} select row, [{fault}] from more_bad_rows")
        database.execute("drop table more_bad_rows")
        if self.is_view:
            database.execute(f"create or replace view {self.name} as {self.select}")
        else:
            bad = f"select row from {self.bad_rows}"
            database.execute(f"delete from {self.name} where {FILE_ROW} in ({bad})")


def read_part(
    database: Database,
    file: OpenFile,
    selections: Sequence[Selection],
    zones: Zones,
    formats: Formats | None = None,
    rows_file: Path | None = None,
) -> Part:
    """Convert the chosen rows; UnclearColumnError holds a message for each unclear column.

    With `rows_file` they are written there, but for those that can stay in the export.
    """
    number = next(_numbers)
    bad_rows, name = f"raw_bad_rows_{number}", f"raw_part_{number}"
    columns = [wanted for each in selections for wanted in each.columns]
    progress = file.progress
    with progress.stage(progress.of_a_table * LOOKING, database):
        column_formats.find(database, file, columns, formats or Formats())
    cells = [_cells(file, each, zones) for each in selections]
    with progress.stage(progress.of_a_table * FINDING, database):
        quarantined = _find_bad_rows(database, file, selections, cells, bad_rows)
    select = all_sql(file, selections, cells, bad_rows)
    stays = _stays(file, selections, cells)
    with progress.stage(progress.of_a_table * WRITING, database):
        if stays:
            rows = all_sql(file, selections, cells, None) if quarantined == 0 else select
            database.execute(f"create view {name} as {rows}")
        elif rows_file is None:
            database.execute(f"create table {name} as {select}")
        else:
            write_rows(database, select, rows_file)
            select, stays = rows_from(rows_file, bad_rows), True
            database.execute(f"create view {name} as {select}")
    filled = frozenset(
        wanted.name for selection in selections for wanted in selection.columns if wanted.heading
    )
    counts = _count_chosen(database, file, selections, cells, bad_rows)
    return Part(name, stays, bad_rows, select, quarantined, filled, _kinds(selections), counts)


def _stays(
    file: OpenFile, selections: Sequence[Selection], cells: Sequence[Mapping[Wanted, Cell]]
) -> bool:
    """Tell whether rows can be read from the export itself whenever they are wanted."""
    return not (
        file.is_text
        or file.copies
        or any(
            selection.pick or selection.unless or any(one.layers for one in each.values())
            for selection, each in zip(selections, cells, strict=True)
        )
    )


def write_rows(database: Database, select: str, target: Path) -> None:
    """Write the rows of a SELECT to a Parquet file."""
    database.execute(f"copy ({select}) to {text_literal(str(target))} (format parquet)")


def rows_from(rows: Path, bad_rows: str) -> str:
    """Return SQL for the rows in such a file without those left out."""
    return (
        f"select * from read_parquet({text_literal(str(rows))}) "
        f"where {FILE_ROW} not in (select row from {bad_rows})"
    )


def _count_chosen(
    database: Database,
    file: OpenFile,
    selections: Sequence[Selection],
    cells: Sequence[Mapping[Wanted, Cell]],
    bad_rows: str,
) -> dict[str, int]:
    counts = {}
    for selection, each in zip(selections, cells, strict=True):
        if selection.label:
            sql = select_sql(file, selection, each, bad_rows)
            counts[selection.label] = int(str(database.value(f"select count(*) from ({sql})")))
    return counts


def _kinds(selections: Sequence[Selection]) -> dict[str, frozenset[str]]:
    kinds: dict[str, set[str]] = {}
    for each in selections:
        for wanted in each.columns:
            if wanted.heading:
                kind = wanted.type if wanted.about is None else "any_field"
                kinds.setdefault(wanted.heading, set()).add(kind)
        for heading in (*each.where, *each.unless, *each.filled, *filter(None, [each.per])):
            kinds.setdefault(heading, {"text"})
    return {heading: frozenset(found) for heading, found in kinds.items()}


def _cells(file: OpenFile, selection: Selection, zones: Zones) -> dict[Wanted, Cell]:
    types = file.types or {}
    cells = {}
    for wanted in selection.columns:
        heading = wanted.heading or ""
        written = column_formats.of(file, wanted)
        cells[wanted] = cell(wanted, types.get(heading, ""), written, zones)
    by_name = {wanted.name: each for wanted, each in cells.items()}
    main = by_name.get(selection.main_time or "")
    if main is None or not main.is_days_only:
        return cells
    return {
        wanted: replace(each, value="'date'")
        if wanted.name == "date_quality" and wanted.heading is None
        else each
        for wanted, each in cells.items()
    }


def _find_bad_rows(
    database: Database,
    file: OpenFile,
    selections: Sequence[Selection],
    cells: Sequence[Mapping[Wanted, Cell]],
    table: str,
) -> int:
    faults = [
        (
            _fault(reason, wanted.name, wanted.heading),
            f"({chosen(selection.where, selection.filled)}) and ({condition})",
        )
        for selection, each in zip(selections, cells, strict=True)
        for wanted, one in each.items()
        for reason, condition in one.faults
    ]
    repeated = _fault("duplicate_row", None, None, kept_row="kept_row")
    found = f'select "{ROW}" as row, [{repeated}] as faults from {file.repeated}'
    if faults:
        told = ", ".join(f"case when {sql} then {fault} end" for fault, sql in faults)
        found += f"""
            union all
            select "{ROW}", list_filter([{told}], lambda each: each is not null)
            from {layered(file, cells)}
            where {" or ".join(f"({sql})" for _, sql in faults)}"""
    database.execute(
        f"create table {table} as "
        f"select row, list_distinct(flatten(list(faults))) as faults from ({found}) group by row"
    )
    return int(str(database.value(f"select count(*) from {table}")))


def _fault(
    reason: str,
    column: str | None,
    heading: str | None,
    *,
    kept: str = "null",
    kept_row: str = "null",
) -> str:
    """Return SQL of one fault of a row: why, in which column, and which row is kept instead."""
    name, under = (text_literal(each) if each else "null" for each in (column, heading))
    return (
        f"{{'reason': '{reason}', 'column_name': {name}::varchar, 'heading': {under}::varchar, "
        f"'kept': {kept}::varchar, 'kept_row': {kept_row}::bigint}}"
    )
