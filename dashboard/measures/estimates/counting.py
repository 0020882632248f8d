"""What estimators over single records share: rows of counts, and how alike accounts are."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
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
    rows = frame.select("cluster_id", y=part.cast(pl.Float64), m=each).fill_null(0.0)
    accounts = rows.group_by("cluster_id", maintain_order=True).sum()
    y, m = accounts["y"].to_numpy(), accounts["m"].to_numpy()
    if not m.sum():
        return 1.0
    sums = (float(np.sum(one * other)) for one, other in ((y, y), (y, m), (m, m)))
    return design_effect(float(m.sum()), float(y.sum() / m.sum()), *sums)
