"""What the layouts plan and the loader does: which file becomes rows of which table, and how."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dashboard.engine.files import OpenFile
from dashboard.engine.reading import Selection
from dashboard.engine.values import Wanted
from dashboard.ingest import contract


@dataclass(frozen=True)
class Target:
    """A table made from files: all its columns, its key, and the times that tell the newest row."""

    name: str
    table: str
    columns: tuple[Wanted, ...]
    key: tuple[str, ...] = ()
    newest: tuple[str, ...] = ()


@dataclass(frozen=True)
class Feed:
    """One file that feeds one target; `wants` tells which of its headings are to be read.

    `select` returns the selections, or a text that refuses.
    """

    target: Target
    path: Path
    file: str
    wants: Callable[[str], bool]
    select: Callable[[OpenFile], tuple[Selection, ...] | str]


def wants(
    headings: Iterable[str], patterns: Sequence[re.Pattern[str]] = ()
) -> Callable[[str], bool]:
    """Return what tells of a heading whether it is among these, or like one of the patterns."""
    alike = {each.lower() for each in headings}
    return lambda heading: (
        heading.lower() in alike or any(each.fullmatch(heading) for each in patterns)
    )


# The time by which rows of a table are put in order, where the contract has more than one.
MAIN_TIME = {
    "leads": "created_at",
    "gate_decisions": "decided_at",
    "accounts": "created_at",
    "opportunities": "created_at",
    "opportunity_contacts": "added_at",
    "deal_changes": "changed_at",
    "touches": "at",
    "meetings": "held_at",
    "forecasts": "called_at",
    "partners": "applied_at",
}


def empty_columns(table: contract.Table) -> dict[str, Wanted]:
    """Return every column of a canonical table, filled by nothing yet."""
    columns = {column.name: of_contract(column) for column in table.columns}
    if table.has_dimensions:
        columns |= {name: Wanted(name, "text") for name in contract.DIMENSION_COLUMNS}
    return columns


def of_contract(column: contract.Column, heading: str | None = None) -> Wanted:
    """Return a column of the contract, read from a heading or left to its default."""
    return Wanted(
        column.name,
        column.type,
        heading,
        default=column.default,
        required=column.required,
        values=column.values,
        date_name=date_name(column.name, column.type),
    )


def date_name(name: str, kind: str) -> str | None:
    """Return the name of the local date beside a time, None for other types."""
    return contract.date_column(name) if kind == "timestamp" else None
