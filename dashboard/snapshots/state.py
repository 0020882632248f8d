"""What a snapshot keeps of the records behind its figures: enough to tell later what changed."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from dashboard import answer
from dashboard.answer import Warehouse
from dashboard.estimators.censoring_weights import censoring_weights
from dashboard.estimators.risk_table import CENSORED
from dashboard.measures.access import User
from dashboard.measures.filters import Filters
from dashboard.snapshots.tracked import FELL_SILENT, GROUPED_BY, MEASURES, TRACKED, WOKE, Figure

FIGURES_SCHEMA = {
    "figure": pl.String,
    "record_id": pl.String,
    "numerator": pl.Float64,
    "denominator": pl.Float64,
    "group_name": pl.String,
    "business_date": pl.Date,
}
DEALS_SCHEMA = {
    "opportunity_id": pl.String,
    "account_id": pl.String,
    "account_name": pl.String,
    "created_date": pl.Date,
    "closed_date": pl.Date,
    "outcome": pl.String,
    "stage": pl.String,
    "amount_at_creation": pl.Float64,
    "amount_at_close": pl.Float64,
    "amount_at_as_of": pl.Float64,
    "path_class": pl.String,
    "size_band": pl.String,
    "silent_days": pl.Int64,
    "is_silent": pl.Boolean,
    "is_turned_away_first": pl.Boolean,
    "last_fail_date": pl.Date,
    "last_fail_reason": pl.String,
    "last_sign_date": pl.Date,
}


def figures_of(warehouse: Warehouse, filters: Filters, user: User | None = None) -> pl.DataFrame:
    """Return what each record adds to each tracked figure, and to the weekly series of silences.

    One row a figure and record: numerator, denominator (null for sums), the size band it is in and
    the day it is dated by. Summed over records they are the measure's own row. A figure that cannot
    be computed has no rows.
    """
    rows = answer.contributions(warehouse, MEASURES, replace(filters, by=None), user)
    deals = _every(warehouse, "deals", filters, user).select(
        pl.col("opportunity_id").alias("record_id"), "created_date", "closed_date", GROUPED_BY
    )
    parts = [_figure(each, rows[each.measure], deals) for each in TRACKED if each.measure in rows]
    return _sorted(pl.concat([*parts, *_silences(warehouse, filters, user)], how="vertical"))


def deals_of(warehouse: Warehouse, filters: Filters, user: User | None = None) -> pl.DataFrame:
    """Return every deal that the filters leave, of any time, as it stands on the as-of date.

    The account's name is null unless the config shows names.
    """
    found = _every(warehouse, "deals", filters, user)
    if not warehouse.config.access.show_account_names:
        found = found.with_columns(pl.lit(None, pl.String).alias("account_name"))
    typed = found.select(pl.col(name).cast(kind) for name, kind in DEALS_SCHEMA.items())
    return typed.sort("opportunity_id")


def _every(warehouse: Warehouse, name: str, filters: Filters, user: User | None) -> pl.DataFrame:
    """Return records of any time: what was open before the period is part of what changed."""
    asked = replace(filters, start=None, end=None, until=None, by=None)
    return answer.records_kept(warehouse, name, asked, user)


def _figure(figure: Figure, rows: pl.DataFrame, deals: pl.DataFrame) -> pl.DataFrame:
    for name, value in figure.mark.items():
        rows = rows.filter(pl.col(name).cast(pl.String) == value)
    if "end_kind" in rows.columns and "numerator" not in rows.columns:
        rows = _weighted(rows, figure)
    elif "value" in rows.columns:
        rows = rows.with_columns(
            pl.col("value").alias("numerator"), pl.lit(None, pl.Float64).alias("denominator")
        )
    dated = rows.with_columns(pl.col("record_id").cast(pl.String)).join(
        deals, on="record_id", how="left"
    )
    return _typed(dated, figure.id, figure.clock)


def _weighted(rows: pl.DataFrame, figure: Figure) -> pl.DataFrame:
    """Write a share by a day as a sum over its records (see the estimator)."""
    ended = pl.col("end_kind") == "stalled"
    by_day = ended & (pl.col("elapsed_days") <= figure.after_days)
    weights = censoring_weights(
        rows["elapsed_days"].to_numpy(), (rows["end_kind"] == CENSORED).to_numpy()
    )
    return rows.with_columns(
        pl.when(by_day).then(pl.Series(weights)).otherwise(0.0).alias("numerator"),
        pl.lit(1.0).alias("denominator"),
    )


def _silences(
    warehouse: Warehouse, filters: Filters, user: User | None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return each time a deal fell silent, and each time a silent one showed a sign of life."""
    found = _every(warehouse, "silences", filters, user).with_columns(
        pl.lit(1.0).alias("numerator"), pl.lit(None, pl.Float64).alias("denominator")
    )
    woken = found.filter(pl.col("end_kind") == "touched")
    return (_typed(found, FELL_SILENT, "fell_silent_date"), _typed(woken, WOKE, "ended_date"))


def _typed(rows: pl.DataFrame, figure: str, clock: str) -> pl.DataFrame:
    named = rows.with_columns(
        pl.lit(figure).alias("figure"),
        pl.col(clock).alias("business_date"),
        pl.col(GROUPED_BY).alias("group_name"),
    )
    return named.select(pl.col(name).cast(kind) for name, kind in FIGURES_SCHEMA.items())


def _sorted(frame: pl.DataFrame) -> pl.DataFrame:
    """Put the rows in one order, whatever order the database gave them."""
    return frame.sort("figure", "record_id", "business_date", "numerator", nulls_last=True)
