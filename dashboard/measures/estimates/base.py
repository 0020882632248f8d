"""What an estimator brings: how its rows are made, and which records each of them counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from dashboard.measures.context import Context
from dashboard.measures.registry import Measure
from dashboard.measures.result import Row

RowsOf = Callable[[Measure, pl.DataFrame, Context, str | None], Iterable[Row]]
EventsOf = Callable[[Measure, pl.DataFrame, Mapping[str, str], Context], pl.DataFrame]
NotesOf = Callable[[Measure, Sequence[Row], Context], Iterable[str]]
NamedOf = Callable[[Measure, Sequence[Row], Context], Mapping[str, Row]]


def counted(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    """Keep the records that count: all of them, unless numerator or value says otherwise."""
    del mark, context
    if measure.input == "ratio":
        return frame.filter(pl.col("numerator") != 0)
    if measure.input == "values":
        return frame.filter(pl.col("value") != 0)
    return frame


def everyone(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    """Take all records of a mark's keys for what it was counted among."""
    del measure, mark, context
    return frame


def silent(measure: Measure, rows: Sequence[Row], context: Context) -> Iterable[str]:
    """Add no note."""
    del measure, rows, context
    return ()


def nothing_more(measure: Measure, rows: Sequence[Row], context: Context) -> Mapping[str, Row]:
    """Let sentences name the rows as they are."""
    del measure, rows, context
    return {}


@dataclass(frozen=True)
class Estimate:
    """One estimator: its rows from folded sums, and the records behind each row.

    `rows_of` gets what the fold made: sums for the inputs ratio, values and spells, the measure's
    own rows for `records`. `members_of` gets the measure's rows of a mark and returns those that
    its number was counted among (its n); `events_of` gets these, and returns those that count.
    `named_of` makes rows that sentences name beside those of the answer: sums, firsts, changes.
    Where `is_ordered` the rows stand as `rows_of` gives them, else in the order of their keys.
    """

    rows_of: RowsOf
    events_of: EventsOf = counted
    members_of: EventsOf = everyone
    notes_of: NotesOf = silent
    named_of: NamedOf = nothing_more
    is_ordered: bool = False


def groups(
    frame: pl.DataFrame, split: str | None
) -> Iterator[tuple[dict[str, object], pl.DataFrame]]:
    """Go through the groups or periods of a split answer, or the one whole of an unsplit one."""
    if not frame.height:
        return
    if split is None:
        yield {}, frame
        return
    name, column = ("period", "period") if split == "month" else ("group", "group_name")
    for (value,), part in frame.partition_by(column, as_dict=True, maintain_order=True).items():
        yield {name: value}, part
