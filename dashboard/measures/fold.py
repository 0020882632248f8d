"""From a measure's rows to sums: the fixed queries that fold any measure of one input.

A measure's SQL becomes the first step of a fold query, so that one query answers it; both texts
are files, and values are bound.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from dashboard import paths
from dashboard.engine.database import Database
from dashboard.errors import QueryError
from dashboard.measures.registry import Measure

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "ratio": ("record_id", "cluster_id", "n", "numerator", "denominator"),
    "spells": ("record_id", "cluster_id", "n", "end_kind", "elapsed_days"),
    "values": ("record_id", "cluster_id", "n", "value"),
    "mixed": (
        "record_id", "cluster_id", "n", "numerator", "denominator", "end_kind", "elapsed_days",
    ),
    "rows": ("record_id", "n", "sort_value"),
    "records": ("record_id", "cluster_id", "n"),
}  # fmt: skip

# What a fold adds to the keys.
_FOLDED: Mapping[str, tuple[str, ...]] = {
    "ratio": (
        "n", "events", "numerator", "denominator", "squares",
        "clusters", "sum_yy", "sum_ym", "sum_mm",
    ),
    "spells": ("end_kind", "elapsed_days", "n"),
    "values": ("n", "events", "value"),
}  # fmt: skip

Entries = Sequence[Mapping[str, Any]]

# Keys that an estimator makes: they stand in the header and in no SQL.
MADE_KEYS = ("state", "day")


@dataclass(frozen=True)
class Asked:
    """What a measure is folded for: bound values, and where design effects are needed."""

    parameters: Mapping[str, object]
    causes: Sequence[str] = ()
    days: Sequence[int] = ()


@dataclass(frozen=True)
class Folded:
    """The sums of a measure, one table for each input it has; `effects` belong to spells."""

    keys: tuple[str, ...] = ()
    ratios: Entries | None = None
    spells: pl.DataFrame | None = None
    effects: Entries = ()
    values: Entries | None = None
    rows: pl.DataFrame | None = None
    records: pl.DataFrame | None = None

    def frame(self) -> pl.DataFrame:
        """Return the one table of a measure that has one input."""
        for table in (self.records, self.rows, self.spells):
            if table is not None:
                return table
        return pl.DataFrame(list(self.ratios or self.values or ()), infer_schema_length=None)


def rows_of(cursor: Database, measure: Measure, parameters: Mapping[str, object]) -> pl.DataFrame:
    """Return a measure's rows as its SQL gives them: one a record, when slices hold records."""
    bound = {name: parameters[name] for name in measure.parameters}
    return cursor.query(measure.sql, bound, name=_name(measure))


def fold(cursor: Database, measure: Measure, asked: Asked, *, whole: bool) -> Folded:
    """Fold a measure's rows to one per key, for the whole or per group and period."""
    try:
        return _fold(cursor, measure, asked, whole=whole)
    except QueryError:
        _check_columns(cursor, measure, asked)
        raise


def _fold(cursor: Database, measure: Measure, asked: Asked, *, whole: bool) -> Folded:
    bound = {name: asked.parameters[name] for name in measure.parameters}

    def sums(kind: str, part: str = "all_rows") -> Entries:
        sql = _joined(measure, kind, part, whole=whole)
        return cursor.rows(sql, bound, name=_name(measure))

    if measure.input == "rows":
        sql = _joined(measure, "rows", "all_rows", whole=whole)
        return Folded(rows=cursor.query(sql, bound, name=_name(measure)))
    if measure.input == "records":
        sql = _joined(measure, "records", "all_rows", whole=whole)
        return Folded(records=cursor.query(sql, bound, name=_name(measure)))
    if measure.input == "values":
        values = sums("values")
        return Folded(_keys(measure, values, "values"), values=values)
    if measure.input == "ratio":
        ratios = sums("ratio")
        return Folded(_keys(measure, ratios, "ratio"), ratios=ratios)
    if measure.input == "mixed":
        spells = _spells(cursor, measure, asked, "spells_part", whole=whole)
        return replace(spells, ratios=sums("ratio", "ratio_part"))
    return _spells(cursor, measure, asked, "all_rows", whole=whole)


def _spells(cursor: Database, measure: Measure, asked: Asked, part: str, *, whole: bool) -> Folded:
    bound = {name: asked.parameters[name] for name in measure.parameters}
    sql = _joined(measure, "spells", part, whole=whole)
    spells = cursor.query(sql, bound, name=_name(measure))
    effects: Entries = ()
    if asked.causes and asked.days:
        wanted = {**bound, "causes": list(asked.causes), "days": list(asked.days)}
        sql = _joined(measure, "effects", part, whole=whole)
        effects = cursor.rows(sql, wanted, name=_name(measure))
    keys = _keys(measure, spells.head(1).rows(named=True), "spells")
    return Folded(keys, spells=spells, effects=effects)


def _joined(measure: Measure, kind: str, part: str, *, whole: bool) -> str:
    """Make one query of a measure's SQL, the rows of it that are meant, and their fold.

    `whole` folds the rows of a split measure as if nobody had split it.
    """
    steps = {"measured": measure.sql}
    if whole:
        # A trend keeps its months.
        text = "whole_by_period" if "period" in measure.keys else "whole"
        steps = {"measured_split": measure.sql, "measured": paths.query_text("folds", text)}
    steps["folding"] = paths.query_text("folds", part)
    first = ",\n".join(f"{name} as (\n{sql}\n)" for name, sql in steps.items())
    before, has_steps, after = paths.query_text("folds", kind).partition("\nwith\n")
    return f"with\n{first},\n{after}" if has_steps else f"with\n{first}\n{before}"


def _name(measure: Measure) -> str:
    return f"measures/{measure.id}.sql"


def _keys(measure: Measure, entries: Entries, kind: str) -> tuple[str, ...]:
    """Return the keys in the order of the header; QueryError if they are not the header's."""
    known = {"period", "group_name", *_FOLDED[kind]} - set(measure.keys)
    found = [column for column in entries[0] if column not in known] if entries else []
    made = (*MADE_KEYS, "statistic") if measure.estimator.name == "lag_statistics" else MADE_KEYS
    expected = tuple(key for key in measure.keys if key not in made or key in found)
    if entries and set(found) != set(expected):
        raise QueryError(
            f"{_name(measure)} returned the keys {', '.join(found) or 'none'}; its header "
            f"promises {', '.join(expected) or 'none'}."
        )
    return expected


def _check_columns(cursor: Database, measure: Measure, asked: Asked) -> None:
    """Say which columns are missing, if that is why a fold failed."""
    columns = rows_of(cursor, measure, asked.parameters).columns
    promised = ("period", "group_name", *_COLUMNS[measure.input])
    lacking = [column for column in promised if column not in columns]
    if lacking:
        raise QueryError(
            f"{_name(measure)} returned {', '.join(columns)}; a measure with input = "
            f"{measure.input!r} returns {', '.join(promised)} beside its keys."
        )
