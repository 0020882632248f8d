"""Two groups of deals side by side, raw and like for like, with accounts of several deals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress, zip_longest

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
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Deals:
    """Deals as arrays: the place of each one's stratum in `names`, and its account's number."""

    names: Sequence[str]
    stratum: Integers
    account: Integers

    @cached_property
    def is_one_of_several(self) -> Flags:
        """Say of each deal whether its account has further ones."""
        return np.asarray(np.bincount(self.account)[self.account] > 1)


@dataclass(frozen=True)
class Arm:
    """One of the two groups: its records, its events, and how many independent ones they equal."""

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


def deals_of(frame: pl.DataFrame) -> Deals:
    """Read stratum and cluster_id of rows; one without an account has one of its own."""
    names = frame["stratum"].unique().sort().to_list()
    stratum = frame["stratum"].cast(pl.Enum(names)).to_physical().to_numpy().astype(np.int64)
    accounts = frame["cluster_id"].rank("dense").cast(pl.Int64)
    alone = int(accounts.max() or 0) + pl.int_range(1, frame.height + 1, eager=True)  # type: ignore[arg-type]
    return Deals(names, stratum, accounts.fill_null(alone).to_numpy())


def compare(deals: Deals, is_first: Flags, is_event: Flags, chosen: Flags) -> Comparison:
    """Compare the two arms of the chosen deals.

    Intervals take account of accounts with several records: by the design effect of each share
    for the raw ones, of the weighted difference for the others. METHODS part D.
    """
    kept = np.flatnonzero(chosen)
    several = kept[deals.is_one_of_several[kept]]
    sample, of_several = (
        _Sample(
            deals.stratum[rows], deals.account[rows], is_first[rows], is_event[rows].astype(float)
        )
        for rows in (kept, several)
    )
    table = sample.table(len(deals.names))
    arms = [_arm(sample, of_several, of_first) for of_first in (True, False)]
    standard = _widened(
        standardise.standardised_difference(table), _effect(of_several, table, table.n1)
    )
    overlapping = table.n1 * table.n0 / np.maximum(table.n1 + table.n0, 1.0)
    twin = _widened(
        standardise.mantel_haenszel_difference(table), _effect(of_several, table, overlapping)
    )
    same_mix, matched = _same_mix(table.common())
    before, after = _unlike(deals.names, table)
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


@dataclass(frozen=True)
class _Sample:
    stratum: Integers
    account: Integers
    is_first: Flags
    event: Floats

    def table(self, strata: int) -> Strata:
        """Count records and events of both arms per stratum."""

        def counted(of_first: Flags, weights: Floats | None) -> Floats:
            own = None if weights is None else weights[of_first]
            return np.bincount(self.stratum[of_first], own, minlength=strata).astype(np.float64)

        first, second = self.is_first, ~self.is_first
        return standardise.strata(
            counted(first, self.event),
            counted(first, None),
            counted(second, self.event),
            counted(second, None),
        )


def _arm(sample: _Sample, of_several: _Sample, of_first: bool) -> Arm:  # noqa: FBT001
    """Return one group with the design effect of its share."""
    own, shared = sample.is_first == of_first, of_several.is_first == of_first
    n, events = int(own.sum()), int(sample.event[own].sum())
    if not n:
        return Arm(0, 0, 0.0)
    m = np.bincount(of_several.account[shared]).astype(np.float64)
    y = np.bincount(of_several.account[shared], of_several.event[shared])
    # An account with one deal adds the same to each sum.
    alone, ended = n - float(m.sum()), events - float(y.sum())
    sums = (
        float(np.sum(one * other)) + rest
        for one, other, rest in ((y, y, ended), (y, m, ended), (m, m, alone))
    )
    return Arm(n, events, n / intervals.design_effect(n, events / n, *sums))


def _raw(first: Arm, second: Arm) -> Interval:
    if not first.n or not second.n:
        return intervals.UNDEFINED
    sizes = {"n1_effective": first.size, "n2_effective": second.size}
    return intervals.newcombe(first.events, first.n, second.events, second.n, **sizes)


def _effect(of_several: _Sample, table: Strata, weights: Floats) -> float:
    """Return by how much accounts with several records widen a weighted difference, at least 1.

    Each record pulls the difference by its weight times how far it lies from its stratum's share;
    the squares of the sums over accounts, divided by the squares of the records. A thin stratum's
    share leans on the group's own, else a lone record would lie nowhere from it.
    """
    weights = np.where((table.n1 > 0) & (table.n0 > 0), weights, 0.0)
    whole = float(weights.sum())
    if not whole:
        return 1.0
    pulls, squares = np.zeros(len(of_several.event)), 0.0
    for own, k, n, sign in (
        (of_several.is_first, table.k1, table.n1, 1.0),
        (~of_several.is_first, table.k0, table.n0, -1.0),
    ):
        share = (k + _STEADY * k.sum() / max(n.sum(), 1.0)) / (n + _STEADY)
        pull = sign * weights / whole / np.maximum(n, 1.0)
        stratum = of_several.stratum[own]
        pulls[own] = pull[stratum] * (of_several.event[own] - share[stratum])
        squares += float(np.sum(pull**2 * (k * (1 - share) ** 2 + (n - k) * share**2)))
    together = float(np.sum(np.bincount(of_several.account, pulls) ** 2))
    widened = squares - float(np.sum(pulls**2)) + together
    return max(1.0, round(widened / squares, 9)) if squares else 1.0


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


def _unlike(names: Sequence[str], table: Strata) -> tuple[float | None, float | None]:
    """Return the largest difference of any part of the strata, before and after weighting."""
    there = table.n1 + table.n0 > 0
    strata = list(compress(names, there))
    records = table.n1[there], table.n0[there]
    found = [
        each
        for levels in zip_longest(*(stratum.split(PARTS) for stratum in strata), fillvalue="")
        for each in comparison.balance(levels, strata, *records).values()
    ]
    before = (abs(each.before) for each in found if each.before is not None)
    after = (abs(each.after) for each in found if each.after is not None)
    return max(before, default=None), max(after, default=None)
