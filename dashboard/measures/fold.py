"""From a measure's rows to sums: the fixed queries that fold any measure of one input."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import polars as pl

from dashboard import paths
from dashboard.engine.database import Database
from dashboard.errors import QueryError
from dashboard.measures.registry import Measure

MEASURED = "measured"

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "ratio": ("record_id", "cluster_id", "n", "numerator", "denominator"),
    "spells": ("record_id", "cluster_id", "n", "end_kind", "elapsed_days"),
    "values": ("record_id", "cluster_id", "n", "value"),
    "mixed": (
        "record_id", "cluster_id", "n", "numerator", "denominator", "end_kind", "elapsed_days",
    ),
    "rows": ("record_id", "n", "sort_value"),
}  # fmt: skip

# Keys that an estimator makes: they stand in the header and in no SQL.
MADE_KEYS = ("state", "day")


@dataclass(frozen=True)
class Folded:
    """The sums of a measure, one frame for each input it has; `effects` belong to spells."""

    ratios: pl.DataFrame | None = None
    spells: pl.DataFrame | None = None
    effects: pl.DataFrame | None = None
    values: pl.DataFrame | None = None
    rows: pl.DataFrame | None = None


@cache
def _text_of(name: str) -> str:
    return (paths.queries() / "folds" / f"{name}.sql").read_text(encoding="utf-8")


def measure_rows(
    cursor: Database, measure: Measure, parameters: Mapping[str, object]
) -> tuple[str, ...]:
    """Run a measure's SQL into the table `measured`; return its key columns in order."""
    bound = {name: parameters[name] for name in measure.parameters}
    name = f"measures/{measure.id}.sql"
    statement = f"create or replace temp table {MEASURED} as\n{measure.sql}"
    cursor.execute(statement, bound, name=name)
    columns = tuple(cursor.columns(MEASURED))
    promised = ("period", "group_name", *_COLUMNS[measure.input])
    lacking = [column for column in promised if column not in columns]
    if lacking:
        raise QueryError(
            f"{name} returned {', '.join(columns)}; a measure with input = "
            f"{measure.input!r} returns {', '.join(promised)} after its keys."
        )
    others = tuple(column for column in columns if column not in promised)
    return () if measure.input == "rows" else _keys(measure, others, name)


def _keys(measure: Measure, found: tuple[str, ...], name: str) -> tuple[str, ...]:
    made = _made_by_estimator(measure)
    expected = tuple(key for key in measure.keys if key not in made or key in found)
    if set(found) != set(expected):
        raise QueryError(
            f"{name} returned the keys {', '.join(found) or 'none'}; its header promises "
            f"{', '.join(expected) or 'none'}."
        )
    return expected


def _made_by_estimator(measure: Measure) -> tuple[str, ...]:
    is_lag = measure.estimator.name == "lag_statistics"
    return (*MADE_KEYS, "statistic") if is_lag else MADE_KEYS


def fold(
    cursor: Database,
    measure: Measure,
    asked: tuple[Sequence[str], Sequence[int]],
    *,
    whole: bool,
) -> Folded:
    """Fold `measured` to one row per key, for the whole or per group and period.

    `asked` are the causes and days at which design effects are needed.
    """
    bound: dict[str, object] = {"whole": whole}
    _read_from(cursor, f"from {MEASURED}")
    if measure.input == "rows":
        return Folded(rows=_folded(cursor, "rows", {}))
    if measure.input == "ratio":
        return Folded(ratios=_folded(cursor, "ratio", bound))
    if measure.input == "values":
        return Folded(values=_folded(cursor, "values", bound))
    ratios = None
    if measure.input == "mixed":
        _read_from(cursor, _text_of("ratio_part"))
        ratios = _folded(cursor, "ratio", bound)
        _read_from(cursor, _text_of("spells_part"))
    spells = _folded(cursor, "spells", bound)
    causes, days = asked
    if not causes or not days:
        return Folded(ratios=ratios, spells=spells)
    asked_for = {**bound, "causes": list(causes), "days": list(days)}
    return Folded(ratios=ratios, spells=spells, effects=_folded(cursor, "effects", asked_for))


def _read_from(cursor: Database, sql: str) -> None:
    """Let the fold queries read these rows of `measured`."""
    cursor.execute(f"create or replace temp view folding as\n{sql}", name="folds")


def _folded(cursor: Database, name: str, bound: Mapping[str, object]) -> pl.DataFrame:
    return cursor.query(_text_of(name), bound, name=f"folds/{name}.sql")
