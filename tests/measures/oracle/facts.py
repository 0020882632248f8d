"""The facts of a company as frames, cut by what a reader asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from dashboard.measures.filters import Filters

# A reader's dimension and the column that holds it.
COLUMNS = {"segment": "dim_1"}
GROUPS = {
    "through_every_gate": ("in_flow", "returned"),
    "no_gate": ("rejected_before", "back_stamped", "bypassed"),
    "missed_a_step": ("skipped",),
    "cannot_tell": ("unlinked",),
}


@dataclass(frozen=True)
class Facts:
    """All facts of a company, the question asked of them, and the as-of date."""

    tables: Mapping[str, pl.DataFrame]
    asked: Filters
    as_of: dt.date
    horizon: int = 180

    def cut(self, frame: pl.DataFrame, month: str | None, *, shift: int = 0) -> pl.DataFrame:
        """Keep what the reader asked for, and name period or group."""
        for name, values in self.asked.where.items():
            frame = frame.filter(pl.col(COLUMNS[name]).is_in(list(values)))
        if "is_new_business" in frame.columns and self.asked.population == "new_business":
            frame = frame.filter("is_new_business")
        if month is not None:
            start, end = (shifted(each, shift) for each in (self.asked.start, self.asked.end))
            if start is not None:
                frame = frame.filter(pl.col(month) >= start)
            if end is not None:
                frame = frame.filter(pl.col(month) <= end)
        by = self.asked.by
        if by == "month":
            column = pl.col(month) if month else pl.lit(None, pl.Date)
            return frame.with_columns(column.alias("period"))
        if by is not None:
            absent = "(not computable)" if by == "path_class" else None
            return frame.with_columns(
                pl.col(COLUMNS.get(by, by)).fill_null(pl.lit(absent, pl.String)).alias("group")
            )
        return frame

    def deals(self, month: str | None) -> pl.DataFrame:
        """Return the chosen deals, by the month of `created` or `closed`."""
        frame = self.tables["fct_deals"]
        of_group = {code: group for group, codes in GROUPS.items() for code in codes}
        frame = frame.with_columns(
            pl.col("path_class").replace_strict(of_group, default=None).alias("path_group")
        )
        return self.cut(frame, f"{month}_month" if month else None)

    def won(self) -> pl.DataFrame:
        """Return the chosen deals that were won."""
        return self.deals("closed").filter(pl.col("outcome") == "won")


def shifted(month: dt.date | None, months: int) -> dt.date | None:
    if month is None:
        return None
    at = month.year * 12 + month.month - 1 + months
    return dt.date(at // 12, at % 12 + 1, 1)


def with_all(frame: pl.DataFrame) -> pl.DataFrame:
    """Put every deal into the group `all` too; a deal without a path is in that one alone."""
    everybody = frame.with_columns(pl.lit("all").alias("path_group"))
    return pl.concat([everybody, frame.filter(pl.col("path_group").is_not_null())])
