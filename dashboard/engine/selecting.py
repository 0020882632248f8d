"""Which rows of a file are chosen, and the SQL that makes rows of a table of them."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dashboard.engine.database import quote
from dashboard.engine.opened import OpenFile
from dashboard.engine.text_columns import plain_value
from dashboard.engine.text_files import ROW
from dashboard.engine.time_sql import text_literal
from dashboard.engine.values import Cell, Wanted

Condition = Mapping[str, Sequence[str]]

FILE_ROW = "file_row"


@dataclass(frozen=True)
class Selection:
    """Which rows of a file, and what becomes of their columns.

    `filled` are headings under which a chosen row has a value. `main_time` orders the rows for
    `pick`; if the file has it as dates only, date_quality says so. The rows of a selection with a
    `label` are counted.
    """

    columns: tuple[Wanted, ...]
    where: Condition = field(default_factory=dict)
    unless: Condition = field(default_factory=dict)
    filled: tuple[str, ...] = ()
    pick: str | None = None
    per: str | None = None
    main_time: str | None = None
    label: str = ""


def all_sql(
    file: OpenFile,
    selections: Sequence[Selection],
    cells: Sequence[Mapping[Wanted, Cell]],
    bad_rows: str | None,
) -> str:
    """Return SQL for the rows that the selections choose, without the bad ones."""
    return " union all by name ".join(
        select_sql(file, selection, each, bad_rows)
        for selection, each in zip(selections, cells, strict=True)
    )


def chosen(condition: Condition, filled: Sequence[str] = ()) -> str:
    """Return SQL that tells whether a row meets all parts of a condition."""
    parts = [f"{plain_value(f'{quote(heading)}::varchar')} is not null" for heading in filled]
    for heading, values in condition.items():
        allowed = ", ".join(map(text_literal, values))
        parts.append(f"coalesce(trim({quote(heading)}::varchar) in ({allowed}), false)")
    return " and ".join(parts) or "true"


def layered(file: OpenFile, cells: Sequence[Mapping[Wanted, Cell]]) -> str:
    """Return the file's relation with all that is worked out once, layer upon layer."""
    every = [one.layers for each in cells for one in each.values()]
    relation = file.relation
    for level in itertools.zip_longest(*every):
        columns = dict.fromkeys(f"{each[1]} as {each[0]}" for each in level if each)
        relation = f"(select *, {', '.join(columns)} from {relation})"
    return relation


def select_sql(
    file: OpenFile, selection: Selection, cells: Mapping[Wanted, Cell], bad_rows: str | None
) -> str:
    """Return SQL for the rows that one selection chooses, without the bad ones."""
    columns = [f'"{ROW}" as {FILE_ROW}']
    for wanted, each in cells.items():
        columns.append(f"{each.value} as {quote(wanted.name)}")
        if wanted.date_name:
            columns.append(f"{each.local_date} as {quote(wanted.date_name)}")
    conditions = [chosen(selection.where, selection.filled)]
    if bad_rows is not None:
        conditions.append(f'"{ROW}" not in (select row from {bad_rows})')
    per = quote(selection.per or "")
    if selection.unless:
        others = f"select {per} from {file.relation} where {chosen(selection.unless)}"
        conditions.append(f"{per} is not null and {per} not in ({others} and {per} is not null)")
    relation = layered(file, [cells])
    sql = f"select {', '.join(columns)} from {relation} where {' and '.join(conditions)}"
    return sql + _pick(selection, cells)


def _pick(selection: Selection, cells: Mapping[Wanted, Cell]) -> str:
    if selection.pick is None:
        return ""
    order = "asc" if selection.pick == "first" else "desc"
    times = [each.value for wanted, each in cells.items() if wanted.name == selection.main_time]
    by_time = f"{times[0]} {order} nulls last, " if times else ""
    per = quote(selection.per or "")
    return f' qualify row_number() over (partition by {per} order by {by_time}"{ROW}" {order}) = 1'
