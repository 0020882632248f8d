"""Pairs that are one thing become groups: what is linked to the same, over any number of steps."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from dashboard.engine.database import Database, quote

Numbers = npt.NDArray[np.int64]


def write_groups(database: Database, pairs: str, grouped: str) -> None:
    """Write the table `grouped` (record_id, group_id) from the columns of `pairs`.

    `pairs` holds record_id and other_id; a group goes by the least of its ids.
    """
    found = database.query(f"select record_id, other_id from {quote(pairs)}")
    database.write_table(grouped, group(found))


def group(pairs: pl.DataFrame) -> pl.DataFrame:
    """Return each id that stands in a pair, with the least id that it is linked to."""
    ids = pl.concat([pairs["record_id"], pairs["other_id"].alias("record_id")]).unique().sort()
    place = pl.DataFrame({"record_id": ids}, schema={"record_id": pl.String}).with_row_index("at")
    left, right = (
        pairs.select(pl.col(name).alias("record_id"))
        .join(place, on="record_id", how="left", maintain_order="left")["at"]
        .to_numpy()
        .astype(np.int64)
        for name in ("record_id", "other_id")
    )
    least = _least(len(ids), left, right)
    return place.select("record_id", place["record_id"].gather(least).alias("group_id"))


def _least(size: int, left: Numbers, right: Numbers) -> Numbers:
    """Return the least number that each number is linked to.

    Each round moves whole groups to the least group beside them, and follows that to its end, so
    that a chain of any length is done in a few rounds.
    """
    group_of = np.arange(size)
    while True:
        lower = np.arange(size)
        np.minimum.at(lower, group_of[left], group_of[right])
        np.minimum.at(lower, group_of[right], group_of[left])
        while (lower != lower[lower]).any():
            lower = lower[lower]
        if (lower[group_of] == group_of).all():
            return group_of
        group_of = lower[group_of]
