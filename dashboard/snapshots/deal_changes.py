"""What became of deals since the snapshot before: fallen silent, won after a refusal, woken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from dashboard.snapshots import said
from dashboard.snapshots.change import DEAL_KINDS, DealChange, DealKind
from dashboard.snapshots.sides import Side
from dashboard.snapshots.tracked import FELL_SILENT, WOKE
from dashboard.snapshots.weeks import Stretch, Weekly, series, weekly

# Where so few are usual each of them is a story of its own.
_RARE = 2
# The series of weeks that says how many are usual.
_SERIES: Mapping[DealKind, str] = {
    "went_silent": FELL_SILENT,
    "won_after_turned_away": "rejected_then_won_deals",
    "revived": WOKE,
}


@dataclass(frozen=True)
class DealGroup:
    """The deals of one kind, the largest first, and how many are usual."""

    kind: DealKind
    deals: tuple[DealChange, ...]
    weekly: Weekly | None

    @property
    def is_beyond(self) -> bool:
        """Say whether there are more than usual, or each is rare enough to be told."""
        if not self.deals or self.weekly is None:
            return bool(self.deals)
        is_story = self.kind == "won_after_turned_away" and self.weekly.usual.high <= _RARE
        return is_story or self.weekly.is_above


def found(before: Side, after: Side, currency: str) -> tuple[DealGroup, ...]:
    """Return the deals of each kind; a kind with none has an empty group."""
    stretch = Stretch(after.as_of, (after.as_of - before.as_of).days)
    both = _both(before.deals, after.deals)
    groups = []
    for kind in DEAL_KINDS:
        rows = both.filter(_is(kind, before.as_of)).with_columns(_amount(kind).alias("amount"))
        ordered = rows.sort(["amount", "opportunity_id"], descending=[True, False], nulls_last=True)
        deals = tuple(_deal(kind, row, currency) for row in ordered.rows(named=True))
        points = series(after.of(_SERIES[kind]), stretch, None) if stretch.days > 0 else []
        usual = weekly(points, stretch, "counts") if points else None
        groups.append(DealGroup(kind, deals, usual))
    return tuple(groups)


def _both(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    then = before.select(
        "opportunity_id",
        pl.col("outcome").alias("outcome_then"),
        pl.col("is_silent").alias("is_silent_then"),
        pl.col("silent_days").alias("silent_days_then"),
        pl.col("last_sign_date").alias("last_sign_then"),
    )
    return after.join(then, on="opportunity_id", how="left")


def _is(kind: DealKind, since: dt.date) -> pl.Expr:
    outcome, silent = pl.col("outcome"), pl.col("is_silent")
    was_silent = pl.col("is_silent_then").fill_null(value=False)
    if kind == "went_silent":
        return (outcome == "open") & silent & ~was_silent
    if kind == "won_after_turned_away":
        was_open = pl.col("outcome_then").is_not_null() & (pl.col("outcome_then") != "won")
        # The as-of day itself was not over.
        is_late = pl.col("outcome_then").is_null() & (pl.col("closed_date") >= since)
        return (outcome == "won") & pl.col("is_turned_away_first") & (was_open | is_late)
    # A sign of life, or won: a deal that was lost, or parked, did not wake.
    signed = pl.col("last_sign_date") > pl.col("last_sign_then")
    return was_silent & (((outcome == "open") & ~silent & signed) | (outcome == "won"))


def _amount(kind: DealKind) -> pl.Expr:
    now = pl.col("amount_at_as_of")
    if kind == "went_silent":
        return now
    return pl.when(pl.col("outcome") == "won").then("amount_at_close").otherwise(now)


def _deal(kind: DealKind, row: Mapping[str, Any], currency: str) -> DealChange:
    day = row["closed_date"] if row["outcome"] == "won" else row["last_sign_date"]
    return DealChange(
        kind=kind,
        record_id=row["opportunity_id"],
        account=row["account_name"],
        amount=row["amount"],
        said=said.deal(kind, row, currency),
        stage=row["stage"],
        silent_days=row["silent_days"] if kind == "went_silent" else row["silent_days_then"],
        date=day.isoformat() if day else None,
    )
