"""Two groups of deals side by side, raw and like for like, with accounts of several deals."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np
import numpy.typing as npt
import polars as pl

from dashboard.estimators import comparison, intervals, standardise
from dashboard.estimators.intervals import LEVEL, Interval, critical_value
from dashboard.estimators.standardise import Difference, Overlap, Strata

# Between the parts of a stratum's text.
PARTS = " | "
# So many records' worth of the group's own share steady the share of a thin stratum.
_STEADY = 2.0

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Arm:
    """One of the two groups: its records, its events, and how much they are worth."""

    n: int
    events: int
    size: float

    @property
    def share(self) -> Interval:
        """Return the share of events with its interval."""
        if not self.n:
            return intervals.UNDEFINED
        return intervals.wilson(self.events, self.n, n_effective=self.size)


@dataclass(frozen=True)
class Comparison:
    """What two groups differ by: raw, with the same mix of strata, and by the Mantel-Haenszel twin.

    `same_mix` is the second group's share, had it the strata of the first; `first_matched` the
    first group's in the strata that both have. All differences are first less second.
    """

    first: Arm
    second: Arm
    overlap: Overlap
    raw: Interval
    like_for_like: Difference
    mantel_haenszel: Difference
    same_mix: Interval
    first_matched: float | None
    e_value: comparison.EValue
    simpson_alarm: bool
    unlike_before: float | None
    unlike_after: float | None


def compare(frame: pl.DataFrame, first: str, second: str) -> Comparison:
    """Compare two arms; one row a record: arm, stratum, is_event, cluster_id, record_id.

    Intervals take account of accounts with several records: by the design effect of each share
    for the raw ones, of the weighted difference for the others. METHODS part D.
    """
    records = _by_account(frame)
    cells = _cells(records, first, second)
    table = standardise.strata(*(cells[name].to_numpy() for name in ("k1", "n1", "k0", "n0")))
    common = table.common()
    arms = [_arm(records.filter(pl.col("arm") == name)) for name in (first, second)]
    standard = _widened(
        standardise.standardised_difference(table), _effect(records, cells, table.n1, first)
    )
    twin = _widened(
        standardise.mantel_haenszel_difference(table),
        _effect(records, cells, table.n1 * table.n0 / (table.n1 + table.n0), first),
    )
    same_mix, matched = _same_mix(common)
    before, after = _unlike(cells)
    return Comparison(
        first=arms[0],
        second=arms[1],
        overlap=standardise.overlap(table),
        raw=_raw(*arms),
        like_for_like=standard,
        mantel_haenszel=twin,
        same_mix=same_mix,
        first_matched=matched,
        e_value=_e_value(matched, same_mix.value, standard),
        simpson_alarm=standardise.simpson_alarm(standardise.crude_difference(table), standard),
        unlike_before=before,
        unlike_after=after,
    )


def _by_account(frame: pl.DataFrame) -> pl.DataFrame:
    """Give records without an account one of their own."""
    if not frame["cluster_id"].null_count():
        return frame
    own = pl.concat_str(pl.lit("record/"), pl.col("record_id").cast(pl.String))
    return frame.with_columns(pl.coalesce(pl.col("cluster_id").cast(pl.String), own))


def _cells(records: pl.DataFrame, first: str, second: str) -> pl.DataFrame:
    """Count records and events of both arms per stratum."""
    is_first, is_second = pl.col("arm") == first, pl.col("arm") == second
    event = pl.col("is_event")
    return (
        records.group_by("stratum")
        .agg(
            is_first.sum().alias("n1"),
            (is_first & event).sum().alias("k1"),
            is_second.sum().alias("n0"),
            (is_second & event).sum().alias("k0"),
        )
        .sort("stratum")
    )


def _arm(records: pl.DataFrame) -> Arm:
    n, events = records.height, int(records["is_event"].sum())
    if not n:
        return Arm(0, 0, 0.0)
    accounts = records.group_by("cluster_id").agg(
        pl.len().alias("m"), pl.col("is_event").sum().alias("y")
    )
    m, y = (accounts[name].cast(pl.Float64).to_numpy() for name in ("m", "y"))
    sums = float(y @ y), float(y @ m), float(m @ m)
    return Arm(n, events, n / intervals.design_effect(n, events / n, *sums))


def _raw(first: Arm, second: Arm) -> Interval:
    if not first.n or not second.n:
        return intervals.UNDEFINED
    return intervals.newcombe(
        first.events,
        first.n,
        second.events,
        second.n,
        n1_effective=first.size,
        n2_effective=second.size,
    )


def _effect(records: pl.DataFrame, cells: pl.DataFrame, weights: Floats, first: str) -> float:
    """Return by how much accounts with several records widen a weighted difference, at least 1.

    Each record pulls the difference by its weight times how far it lies from its stratum's share;
    the squares of the sums over accounts, divided by the squares of the records. A thin stratum's
    share leans on the group's own, else a lone record would lie nowhere from it.
    """
    weights = np.where((cells["n1"].to_numpy() > 0) & (cells["n0"].to_numpy() > 0), weights, 0.0)
    whole = float(weights.sum())
    if not whole:
        return 1.0
    pulls = cells.with_columns(pl.Series("weight", weights / whole))
    for k, n in (("k1", "n1"), ("k0", "n0")):
        total = float(cells[n].sum())
        share = float(cells[k].sum()) / total if total else 0.0
        steadied = (pl.col(k) + _STEADY * share) / (pl.col(n) + _STEADY)
        pulls = pulls.with_columns(
            steadied.alias(f"share_{n}"),
            pl.when(pl.col(n) > 0).then(pl.col("weight") / pl.col(n)).alias(f"pull_{n}"),
        )
    is_first = pl.col("arm") == first
    distance = pl.col("is_event") - pl.when(is_first).then("share_n1").otherwise("share_n0")
    pull = pl.when(is_first).then(pl.col("pull_n1")).otherwise(-pl.col("pull_n0"))
    pulled = records.join(pulls, on="stratum").select("cluster_id", (distance * pull).alias("z"))
    alone = float((pulled["z"] ** 2).sum())
    together = float((pulled.group_by("cluster_id").agg(pl.col("z").sum())["z"] ** 2).sum())
    # The last digits depend on the order of adding.
    return max(1.0, round(together / alone, 9)) if alone else 1.0


def _widened(difference: Difference, effect: float) -> Difference:
    value, error = difference.value, difference.standard_error
    if value is None or error is None:
        return difference
    error *= math.sqrt(effect)
    reach = critical_value(LEVEL) * error
    return Difference(value, max(-1.0, value - reach), min(1.0, value + reach), error)


def _same_mix(common: Strata) -> tuple[Interval, float | None]:
    """Return the second group's share with the first one's mix, and the first group's own."""
    if not common.n1.size:
        return intervals.UNDEFINED, None
    weights = common.n1 / common.n1.sum()
    share = float(np.sum(weights * common.k0 / common.n0))
    matched = float(common.k1.sum() / common.n1.sum())
    near = (common.k0 + standardise.ADDED) / (common.n0 + 2 * standardise.ADDED)
    variance = float(np.sum(weights**2 * near * (1 - near) / common.n0))
    middle = float(np.sum(weights * near))
    size = middle * (1 - middle) / variance
    return intervals.wilson(min(share * size, size), size), matched


def _e_value(first: float | None, second: float | None, standard: Difference) -> comparison.EValue:
    """Return the E-value of the ratio of the two shares of one mix; none where one of them is 0."""
    if not first or not second or standard.low is None or standard.high is None:
        return comparison.EValue()
    low, high = ((second + end) / second for end in (standard.low, standard.high))
    return comparison.e_value(first / second, max(low, 0.0), high)


def _unlike(cells: pl.DataFrame) -> tuple[float | None, float | None]:
    """Return the largest difference of any part of the strata, before and after weighting."""
    strata = cells["stratum"].to_list()
    records = cells["n1"].to_numpy(), cells["n0"].to_numpy()
    found = [
        each
        for levels in zip_longest(*(stratum.split(PARTS) for stratum in strata), fillvalue="")
        for each in comparison.balance(levels, strata, *records).values()
    ]
    before = (abs(each.before) for each in found if each.before is not None)
    after = (abs(each.after) for each in found if each.after is not None)
    return max(before, default=None), max(after, default=None)
