"""What the columns of an open file hold: how well filled, how many values, of which kind."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dashboard.engine.database import Database, quote
from dashboard.engine.files import OpenFile
from dashboard.engine.text_columns import plain_value

# A file larger than this is judged by its beginning.
SAMPLE_BYTES = 32_000_000
# Of a column with more values than this none is listed.
MOST_VALUES = 60

_KINDS = {
    "numbers": r"^[+-]?\d[\d,]*\.?\d*$",
    "dates": r"^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2}))([ T,].*)?$",
    "clocks": r"\d{1,2}:\d{2}",
    "emails": r"^[^@\s]+@[^@\s]+\.[^@\s]+$",
    "booleans": r"^(?i)(true|false|t|f|yes|no|y|n|0|1)$",
}


@dataclass(frozen=True)
class Column:
    """One column of a file; the kinds are counts of the values that look like one."""

    heading: str
    rows: int
    filled: int
    distinct: int
    numbers: int
    dates: int
    clocks: int
    emails: int
    booleans: int
    longest: int
    values: tuple[tuple[str, int], ...] = ()

    @property
    def fill(self) -> float:
        """Return the share of rows that have a value."""
        return self.filled / self.rows if self.rows else 0.0

    @property
    def is_time(self) -> bool:
        """Tell whether nearly all values look like a date or a time."""
        return self.filled > 0 and self.dates >= 0.95 * self.filled

    @property
    def is_number(self) -> bool:
        """Tell whether nearly all values are numbers."""
        return self.filled > 0 and self.numbers >= 0.95 * self.filled

    @property
    def is_key(self) -> bool:
        """Tell whether nearly every row has a value of its own."""
        return self.filled == self.rows > 0 and self.distinct >= 0.98 * self.rows

    @property
    def has_times(self) -> bool:
        """Tell whether its dates carry a time of day."""
        return self.is_time and self.clocks > 0


def columns(database: Database, file: OpenFile, headings: Iterable[str] = ()) -> list[Column]:
    """Return what each column holds; without headings, of all columns that were loaded."""
    chosen = list(headings) or list(file.types or {})
    return [_column(database, file.relation, each) for each in chosen]


def _column(database: Database, relation: str, heading: str) -> Column:
    value = plain_value(f"{quote(heading)}::varchar")
    counts = ", ".join(
        f"count(*) filter (regexp_matches(value, ${name})) as {name}" for name in _KINDS
    )
    found = database.query(
        f"with texts as (select {value} as value from {relation}) "
        "select count(*) as rows, count(value) as filled, "
        "count(distinct value) as distinct_values, "
        f"coalesce(max(length(value)), 0) as longest, {counts} from texts",
        _KINDS,
    ).row(0, named=True)
    distinct = found.pop("distinct_values")
    values: tuple[tuple[str, int], ...] = ()
    if 0 < distinct <= MOST_VALUES:
        values = tuple(
            database.query(
                f"select {value} as value, count(*) as rows from {relation} "
                f"where {value} is not null group by all order by rows desc, value"
            ).iter_rows()
        )
    return Column(heading, distinct=distinct, values=values, **found)


def frequent(database: Database, table: str, column: str, source: str) -> list[tuple[str, int]]:
    """Return the values of a column of one source's raw table, the most frequent first."""
    return database.query(
        f"select {quote(column)}, count(*) as rows from {quote(table)} "
        f"where source_name = $source and {quote(column)} is not null "
        f"group by all order by rows desc, {quote(column)}",
        {"source": source},
    ).rows()


def values_with(database: Database, table: str, column: str, other: str) -> set[str]:
    """Return the values of a column in those rows of a table in which another one is filled."""
    found = database.query(
        f"select distinct {quote(column)} as value from {quote(table)} "
        f"where {quote(other)} is not null and {quote(column)} is not null"
    )
    return set(found["value"].to_list())


def share_of_keys(
    database: Database, file: OpenFile, heading: str, other: OpenFile, other_heading: str
) -> float:
    """Return which share of a column's values stand in a column of another file."""
    mine = f"select distinct {quote(heading)}::varchar as value from {file.relation}"
    theirs = f"select {quote(other_heading)}::varchar from {other.relation}"
    found = database.query(
        f"select count(*) as all_values, count(*) filter (value in ({theirs})) as shared "
        f"from ({mine}) where value is not null"
    ).row(0)
    return float(found[1]) / found[0] if found[0] else 0.0


def sample_of(path: Path, scratch: Path) -> Path:
    """Return the file, or of a large text file a copy of its beginning that ends with a line."""
    name = path.name.lower()
    is_packed = name.endswith(".gz")
    is_text = name.removesuffix(".gz").endswith((".csv", ".tsv", ".txt", ".jsonl", ".ndjson"))
    if not is_text or path.stat().st_size <= SAMPLE_BYTES / (10 if is_packed else 1):
        return path
    opened = gzip.open if is_packed else Path.open
    with opened(path, "rb") as file:
        head = file.read(SAMPLE_BYTES)
    target = scratch / f"sample-{path.name.removesuffix('.gz')}"
    target.write_bytes(head[: head.rfind(b"\n") + 1])
    return target
