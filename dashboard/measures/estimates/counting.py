"""What estimators over single records share: rows of counts, and how alike accounts are."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from dashboard.estimators.intervals import design_effect
from dashboard.measures.registry import Measure
from dashboard.measures.result import FEWEST, Row


def counts(measure: Measure, keys: Mapping[str, object], n: int, events: int) -> Row:
    """Return a row of counts without a number yet; `too few` where it shall have none."""
    status = "too few" if n < FEWEST else "ok"
    return Row(keys, None, None, None, n=n, events=events, grade=measure.grade, status=status)


def effect_of(frame: pl.DataFrame, part: pl.Expr, whole: pl.Expr | None = None) -> float:
    """Return the design effect of a share whose parts and wholes add up over the rows.

    Without `whole` each row counts one. Rows of an account are told by `cluster_id`.
    """
    each = pl.lit(1.0) if whole is None else whole.cast(pl.Float64)
    sums = (
        frame.select("cluster_id", part.cast(pl.Float64).alias("y"), each.alias("m"))
        .group_by("cluster_id")
        .agg(pl.col("y").sum(), pl.col("m").sum())
        .select(
            y=pl.col("y").sum(),
            m=pl.col("m").sum(),
            yy=(pl.col("y") ** 2).sum(),
            ym=(pl.col("y") * pl.col("m")).sum(),
            mm=(pl.col("m") ** 2).sum(),
        )
        .row(0, named=True)
    )
    if not sums["m"]:
        return 1.0
    share = sums["y"] / sums["m"]
    return design_effect(sums["m"], share, sums["yy"], sums["ym"], sums["mm"])
