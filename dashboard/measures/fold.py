"""From a measure's rows to sums: the fixed queries that fold any measure of one input.

A measure's SQL becomes the first step of a fold query, so that one query answers it; both texts
are files, and values are bound.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

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
    """The sums of a measure, one frame for each input it has; `effects` belong to spells."""

    keys: tuple[str, ...] = ()
    ratios: pl.DataFrame | None = None
    spells: pl.DataFrame | None = None
    effects: pl.DataFrame | None = None
    values: pl.DataFrame | None = None
    rows: pl.DataFrame | None = None


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
    def run(fold_name: str, part: str = "all_rows", **more: object) -> pl.DataFrame:
        bound = {name: asked.parameters[name] for name in measure.parameters} | more
        return cursor.query(_joined(measure, part, fold_name), bound, name=_name(measure))

    if measure.input == "rows":
        return Folded(rows=run("rows"))
    if measure.input == "values":
        values = run("values", whole=whole)
        return Folded(_keys(measure, values, "values"), values=values)
    is_mixed = measure.input == "mixed"
    ratios = spells = effects = None
    if is_mixed or measure.input == "ratio":
        ratios = run("ratio", "ratio_part" if is_mixed else "all_rows", whole=whole)
    if is_mixed or measure.input == "spells":
        part = "spells_part" if is_mixed else "all_rows"
        spells = run("spells", part, whole=whole)
        if asked.causes and asked.days:
            wanted = {"causes": list(asked.causes), "days": list(asked.days)}
            effects = run("effects", part, whole=whole, **wanted)
    frame, kind = (spells, "spells") if ratios is None else (ratios, "ratio")
    return Folded(_keys(measure, frame, kind), ratios=ratios, spells=spells, effects=effects)


@cache
def _text_of(name: str) -> str:
    return (paths.queries() / "folds" / f"{name}.sql").read_text(encoding="utf-8")


def _joined(measure: Measure, part: str, fold_name: str) -> str:
    """Put the measure's SQL, the rows of it that are meant, and the fold into one query."""
    steps, is_more, rest = _text_of(fold_name).partition("\nwith\n")
    tail = f",\n{rest}" if is_more else steps
    return f"with\n\nmeasured as (\n{measure.sql}\n),\n\nfolding as (\n{_text_of(part)}\n){tail}"


def _name(measure: Measure) -> str:
    return f"measures/{measure.id}.sql"


def _keys(measure: Measure, frame: pl.DataFrame | None, kind: str) -> tuple[str, ...]:
    """Return the keys in the order of the header; QueryError if they are not the header's."""
    columns = [] if frame is None else frame.columns
    known = ("period", "group_name", *_FOLDED[kind])
    found = [column for column in columns if column not in known]
    made = (*MADE_KEYS, "statistic") if measure.estimator.name == "lag_statistics" else MADE_KEYS
    expected = tuple(key for key in measure.keys if key not in made or key in found)
    if set(found) != set(expected):
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
