"""Whether a figure moved beyond luck, each by the test that its kind of change allows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from dashboard import words
from dashboard.estimators.discoveries import p_of_interval
from dashboard.estimators.intervals import design_effect, newcombe
from dashboard.estimators.paired import Pairs, mcnemar_exact, paired_difference
from dashboard.measures.result import FEW
from dashboard.snapshots.change import Usual
from dashboard.snapshots.parts import Reasons
from dashboard.snapshots.sides import Side
from dashboard.snapshots.tracked import Figure
from dashboard.snapshots.tracked import Test as Kind
from dashboard.snapshots.weeks import Stretch, series, weekly


@dataclass(frozen=True)
class Tested:
    """What a test found: the difference it looked at, its range, and p; or why there is none.

    `is_beyond` is what the test itself says, before all that were asked at once are allowed for.
    """

    test: Kind = "none"
    by: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    is_beyond: bool = False
    usual: Usual | None = None
    why: str = ""


def tested(figure: Figure, told: pl.DataFrame, reasons: Reasons) -> Tested:
    """Return what can be said of a figure's change."""
    stretch = Stretch(reasons.after.as_of, (reasons.after.as_of - reasons.before.as_of).days)
    if figure.test == "none":
        return Tested(why="Money hangs on few deals: the deals are tested, their money is told.")
    if stretch.days <= 0:
        return Tested(why="Both have data to the same day: what differs was restated.")
    if (told["reason"] == "definition").any():
        return Tested(why="It is counted otherwise than before.")
    if figure.test == "weeks":
        return _weeks(figure, reasons.after, stretch)
    return _paired(told) if figure.test == "paired" else _cohorts(figure, reasons)


def _weeks(figure: Figure, after: Side, stretch: Stretch) -> Tested:
    """Hold the newest weeks against the weeks before (XmR)."""
    points = series(after.of(figure.id), stretch, after.start)
    found = weekly(points, stretch, "counts" if figure.unit == "count" else "sums")
    if found is None:
        return Tested(why="There are not twelve weeks before it yet.")
    by = found.latest - found.limits.mean
    low, high = found.latest - found.limits.high, found.latest - found.limits.low
    judged = found.judged
    return Tested("weeks", by, low, high, judged.p, judged.is_signal, found.usual)


def _paired(told: pl.DataFrame) -> Tested:
    """Hold the deals that were open both times against themselves (McNemar)."""
    both = told.filter(
        pl.col("numerator").is_not_null()
        & pl.col("numerator_now").is_not_null()
        & (pl.col("reason") != "restated")
    )
    was, is_now = pl.col("numerator") > 0, pl.col("numerator_now") > 0
    gained, lost = both.select((~was & is_now).sum(), (was & ~is_now).sum().alias("lost")).row(0)
    if both.height < FEW:
        return Tested(why=_few(both.height, "stood in both"))
    found = paired_difference(Pairs(gained, lost, both.height))
    p = mcnemar_exact(gained, lost)
    return Tested("paired", found.value, found.low, found.high, p, p < 0.05)


def _cohorts(figure: Figure, reasons: Reasons) -> Tested:
    """Hold the records since against those before (Newcombe, by account)."""
    before, after = reasons.before, reasons.after
    waited = dt.timedelta(days=figure.after_days)
    day = pl.col("business_date")
    earlier = before.of(figure.id).filter(day <= before.as_of - waited)
    # The as-of day itself was not over.
    late = after.of(figure.id).filter(
        (day >= before.as_of - waited) & (day <= after.as_of - waited)
    )
    since = late.join(earlier, on="record_id", how="anti")
    fewest = min(since.height, earlier.height)
    if fewest < FEW:
        return Tested(why=_few(fewest, "since" if since.height == fewest else "before"))
    (k1, n1, size1), (k0, n0, size0) = _counted(since, after), _counted(earlier, before)
    found = newcombe(k1, n1, k0, n0, n1_effective=size1, n2_effective=size0)
    if found.low is None or found.high is None:
        return Tested()
    p = p_of_interval(found.low, found.high)
    is_beyond = found.low > 0 or found.high < 0
    return Tested("cohorts", found.value, found.low, found.high, p, is_beyond)


def _few(n: int, where: str) -> str:
    return f"{words.count(n)} {where}: we compare from {FEW} on."


def _counted(rows: pl.DataFrame, side: Side) -> tuple[int, int, float]:
    """Return events, records, and the records' worth where accounts have several of them."""
    accounts = side.deals.select(pl.col("opportunity_id").alias("record_id"), "account_id")
    by_account = (
        rows.select("record_id", (pl.col("numerator") > 0).cast(pl.Float64).alias("y"))
        .join(accounts, on="record_id", how="left")
        .group_by(pl.coalesce("account_id", "record_id"))
        .agg(pl.col("y").sum(), pl.len().cast(pl.Float64).alias("m"))
    )
    yy, ym, mm, k, n = by_account.select(
        (pl.col("y") ** 2).sum().alias("yy"),
        (pl.col("y") * pl.col("m")).sum().alias("ym"),
        (pl.col("m") ** 2).sum().alias("mm"),
        pl.col("y").sum(),
        pl.col("m").sum(),
    ).row(0)
    return int(k), int(n), n / design_effect(n, k / n, yy, ym, mm)
