"""The parts of a table, one per file, become one table; a key stands in it once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.engine.database import Database, quote
from dashboard.engine.reading import FILE_ROW, Part
from dashboard.engine.time_sql import Zones, text_literal
from dashboard.engine.values import Wanted, Written, cell


def unite(
    database: Database,
    name: str,
    columns: Sequence[Wanted],
    parts: Sequence[tuple[str, Part]],
) -> None:
    """Make a table of all its parts, each row with its source's name; empty without parts.

    It has all the columns, also those that only another layout of the family fills.
    """
    selects = [
        _nothing(columns),
        *(
            f"select {text_literal(source)} as source_name, * from {part.name}"
            for source, part in parts
        ),
    ]
    database.execute(f"create view {quote(name)} as {' union all by name '.join(selects)}")


def _nothing(columns: Sequence[Wanted]) -> str:
    chosen = ["null::varchar as source_name", f"null::bigint as {FILE_ROW}"]
    for wanted in columns:
        empty = cell(replace(wanted, heading=None), "", Written(), Zones())
        chosen.append(f"{empty.value} as {quote(wanted.name)}")
        if wanted.date_name:
            chosen.append(f"null::date as {quote(wanted.date_name)}")
    return f"select {', '.join(chosen)} where false"


@dataclass(frozen=True)
class Repeated:
    """A row whose key stands in another row, and that other row: each a part and its row."""

    part: int
    row: int
    kept_part: int
    kept_row: int


def repeated_keys(
    database: Database, parts: Sequence[Part], key: Sequence[str], newest: Sequence[str]
) -> list[Repeated]:
    """Return the rows whose key stands in a newer row, or else in a later one.

    `newest` names times, the first one first. A row without its key repeats none.
    """
    columns = ", ".join(quote(name) for name in key)
    has_key = " and ".join(f"{quote(name)} is not null" for name in key)
    by_time = "".join(f"{quote(name)} desc nulls last, " for name in newest)
    more = "".join(f", {quote(name)}" for name in newest if name not in key)
    together = " union all ".join(
        f"select {place} as part, {FILE_ROW}, {columns}{more} from {part.name} where {has_key}"
        for place, part in enumerate(parts)
    )
    repeated = database.value(
        f"select count(*) - count(distinct hash({columns})) from ({together})"
    )
    if not repeated:
        return []
    newest_first = f"(partition by {columns} order by {by_time}part desc, {FILE_ROW} desc)"
    found = database.query(
        # One row of a file may stand in its part several times, once per gate.
        f"select distinct part, {FILE_ROW}, first_value(part) over {newest_first}, "
        f"first_value({FILE_ROW}) over {newest_first} "
        f"from ({together}) qualify row_number() over {newest_first} > 1"
    )
    rows = {(part, row): Repeated(part, row, *kept) for part, row, *kept in found.iter_rows()}
    return list(rows.values())
