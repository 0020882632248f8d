"""What the exports held: files and rows, what does not fit, and what another export would unlock.

The same account serves the page Data and the snapshot; every line of it leads to its rows.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any, TypeVar

import polars as pl

from dashboard import paths, words
from dashboard.answer import Warehouse
from dashboard.config import Config
from dashboard.engine.database import Database
from dashboard.errors import ConfigError, did_you_mean
from dashboard.ingest import reasons
from dashboard.measures import needs

_Line = TypeVar("_Line")


@dataclass(frozen=True)
class FileLine:
    """One file and the table it became: read = accepted + quarantined."""

    source_name: str
    file: str
    table_name: str
    status: str
    read: int
    accepted: int
    quarantined: int
    reason: str


@dataclass(frozen=True)
class Reason:
    """Why rows were put aside, how many, and what to do about it."""

    reason: str
    said: str
    mend: str
    records: int


@dataclass(frozen=True)
class Contradiction:
    """A kind of contradiction, and how many records have it."""

    kind: str
    title: str
    severity: str
    mend: str
    table_name: str
    records: int


@dataclass(frozen=True)
class Join:
    """A column that names rows of another table, and how many of them are not there."""

    table_name: str
    column_name: str
    refers_to: str
    filled: int
    unmatched: int


@dataclass(frozen=True)
class Coverage:
    """A column of a table, and how many of the table's rows have a value in it."""

    table_name: str
    column_name: str
    filled: int
    table_rows: int


@dataclass(frozen=True)
class LinkLine:
    """What two systems hold of one kind of record."""

    table_name: str
    source_name: str
    other_source: str
    how: str
    strength: str
    matched: int
    only_here: int
    only_there: int
    conflicts: int


@dataclass(frozen=True)
class Restated:
    """A column of which records say another thing than in an earlier build."""

    table_name: str
    column_name: str
    records: int
    last_as_of: dt.date


@dataclass(frozen=True)
class Assumed:
    """A rule in force, and whether the company has set it."""

    name: str
    value: str
    said: str


@dataclass(frozen=True)
class Unlock:
    """What is missing, where to have it from, and the questions it would answer."""

    needs: str
    where: str
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Inventory:
    """The whole account of one build."""

    files: tuple[FileLine, ...] = ()
    reasons: tuple[Reason, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    joins: tuple[Join, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    links: tuple[LinkLine, ...] = ()
    restated: tuple[Restated, ...] = ()
    assumed: tuple[Assumed, ...] = ()
    unlocks: tuple[Unlock, ...] = ()


@dataclass(frozen=True)
class ExportRows:
    """Rows behind one line of the account; the first column says where each stands."""

    title: str
    said: str
    frame: pl.DataFrame


# What each list is called; its rows are what queries/inventory/rows_<list>.sql finds.
_LISTS = {
    "put_aside": "Rows put aside",
    "contradictions": "Records that contradict themselves",
    "restatements": "Records that say another thing now",
}


def of_warehouse(warehouse: Warehouse) -> Inventory:
    """Return the account of a served build."""
    unlocks = needs.unlocks(warehouse.registry, warehouse.context)
    with closing(warehouse.database.cursor()) as cursor:
        return Inventory(
            files=_lines(cursor, FileLine, "files"),
            reasons=tuple(_reason(row) for row in _rows(cursor, "reasons")),
            contradictions=_lines(cursor, Contradiction, "contradictions"),
            joins=_lines(cursor, Join, "joins"),
            coverage=_lines(cursor, Coverage, "coverage"),
            links=_lines(cursor, LinkLine, "links"),
            restated=_lines(cursor, Restated, "restated"),
            assumed=tuple(_assumed(warehouse.config)),
            unlocks=tuple(
                Unlock(each.need, each.way, tuple(one.question for one in each.measures))
                for each in unlocks
            ),
        )


def rows(warehouse: Warehouse, listed: str, mark: Mapping[str, str]) -> ExportRows:
    """Return the rows behind one line; ConfigError if there is no list of that name."""
    if listed not in _LISTS:
        raise ConfigError(f"There is no list {listed!r}.{did_you_mean(listed, _LISTS)}")
    sql = paths.query_text("inventory", f"rows_{listed}")
    names = set(re.findall(r"\$([a-z_]+)", sql))
    with closing(warehouse.database.cursor()) as cursor:
        frame = cursor.query(sql, {name: mark.get(name) for name in names}, name=listed)
    said = [_in_words(name, str(value)) for name, value in mark.items() if name in names]
    return ExportRows(_LISTS[listed], ", ".join(said), _with_words(frame))


def _with_words(frame: pl.DataFrame) -> pl.DataFrame:
    """Return rows with code words put in words."""
    told = [name for name in ("reasons", "becomes") if name in frame.columns]
    return frame.with_columns(
        pl.Series(name, [_in_words(name, each) for each in frame[name]], pl.String) for name in told
    )


def _in_words(name: str, value: str) -> str:
    if name in ("reason", "reasons"):
        return "; ".join(reasons.reason(code).words for code in value.split(", "))
    if name in ("becomes", "table_name"):
        return words.table(value)
    if name == "kind":
        return value.replace("_", " ")
    return words.column(value) if name == "column_name" else value


def _rows(cursor: Database, name: str) -> list[dict[str, Any]]:
    return cursor.rows(paths.query_text("inventory", name), name=f"inventory/{name}.sql")


def _reason(row: Mapping[str, Any]) -> Reason:
    known = reasons.reason(row["reason"])
    return Reason(row["reason"], known.words, known.mend, row["records"])


def _lines(cursor: Database, line: Callable[..., _Line], name: str) -> tuple[_Line, ...]:
    return tuple(line(**row) for row in _rows(cursor, name))


def _assumed(config: Config) -> Iterator[Assumed]:
    """Yield the rules in force; what the config does not name is assumed."""
    for part, name, shown, unit, said in _RULES:
        model = getattr(config, part)
        value = f"{getattr(model, name)} {unit}".strip()
        is_set = name in model.model_fields_set
        yield Assumed(shown, value if is_set else f"{value} (assumed)", said)


# Part of the config, key, what it is called, its unit, and what it decides.
_RULES = (
    ("rules", "stall_days", "silent after", "days", "no sign of life for longer than this"),
    ("rules", "back_stamp_minutes", "before the deal", "minutes",
     "a gate passed at least this long before a deal counts as before it"),
    ("rules", "lookback_days", "verdicts count for", "days",
     "an older verdict says nothing about a deal"),
    ("rules", "horizon_days", "given time", "days",
     "within this many days, wherever it is said what came of something in time"),
    ("company", "time_zone", "time zone", "", "in which days and months are counted"),
    ("company", "currency", "currency", "", "in which money is summed"),
)  # fmt: skip
