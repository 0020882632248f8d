"""Did fewer, better leads win more: people qualified, share won and wins, early against late.

Single months are shown and not compared; what is compared are the two halves of the months of
which everybody is old enough.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from dashboard import words
from dashboard.estimators.intervals import (
    LEVEL,
    UNDEFINED,
    Interval,
    critical_value,
    newcombe,
    wilson,
)
from dashboard.measures.context import Context
from dashboard.measures.estimates.base import Estimate, groups
from dashboard.measures.estimates.cohorts import OLD, REACHED, YOUNG, ages, is_by, risks_of
from dashboard.measures.filters import add_months
from dashboard.measures.registry import Measure
from dashboard.measures.result import FEW, FEWEST, Row

# Months in each half: with fewer nobody can tell how much one month differs from the next.
LEAST_MONTHS = 2


def _rows(
    measure: Measure, frame: pl.DataFrame, context: Context, split: str | None
) -> Iterator[Row]:
    for outer, part in groups(frame, split):
        for (month,), own in part.sort("period").partition_by(
            "period", as_dict=True, maintain_order=True
        ).items():  # fmt: skip
            yield from _of_month(measure, own, {"period": month, **outer}, context)


def _of_month(
    measure: Measure, part: pl.DataFrame, outer: Mapping[str, object], context: Context
) -> Iterator[Row]:
    horizon = context.horizon_days
    people = int(part["n"].sum())
    won = int(part.filter(is_by(horizon))["n"].sum())
    month = outer["period"]
    if not isinstance(month, dt.date):
        raise TypeError(f"{month!r} is no month.")
    old = ages(month, horizon, context)
    details = {"horizon_days": horizon, "ages": old, "unit": "share"}
    base = Row({}, None, None, None, people, won, measure.grade, details=details)
    counts = {**details, "unit": "count"}
    yield replace(
        base, keys={"statistic": "qualified", **outer},
        value=float(people), events=people, details=counts,
    )  # fmt: skip
    share = UNDEFINED if old == YOUNG else _share(measure, part, horizon, context)
    yield replace(
        base, keys={"statistic": "won_share", **outer},
        value=share.value, low=share.low, high=share.high, status=_status(share, people, details),
    )  # fmt: skip
    yield replace(
        base, keys={"statistic": "wins", **outer}, details=counts,
        value=float(won) if details["ages"] == OLD else None,
        status="ok" if details["ages"] == OLD else "too early",
    )  # fmt: skip


def _share(measure: Measure, part: pl.DataFrame, horizon: int, context: Context) -> Interval:
    if part["n"].sum() < FEWEST:
        return UNDEFINED
    deff = context.design_effects.get(measure.id, 1.0)
    return risks_of(part, deff).share_at(horizon, REACHED)


def _status(share: Interval, people: int, details: Mapping[str, object]) -> str:
    if share.value is not None:
        return "ok"
    return "too few" if people < FEWEST and details["ages"] == OLD else "too early"


def _events(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    del measure
    if mark.get("statistic", "qualified") == "qualified":
        return frame
    return frame.filter(is_by(context.horizon_days))


@dataclass(frozen=True)
class _Half:
    """Some months in a row: people qualified and wins of each; none is zero, not missing."""

    people: tuple[int, ...]
    wins: tuple[int, ...]

    @property
    def n(self) -> int:
        return sum(self.people)

    @property
    def won(self) -> int:
        return sum(self.wins)


def _halves(rows: Sequence[Row]) -> tuple[_Half, _Half] | None:
    """Divide the ripe months in two of the same length, the oldest left out if they are odd."""
    ripe = {
        month: (row.n or 0, row.events or 0)
        for row in rows
        if row.keys["statistic"] == "won_share" and row.details["ages"] == OLD
        and isinstance(month := row.keys["period"], dt.date)
    }  # fmt: skip
    if not ripe:
        return None
    first, last = min(ripe), max(ripe)
    length = (last.year - first.year) * 12 + last.month - first.month + 1
    counted = [ripe.get(add_months(first, at), (0, 0)) for at in range(length)][length % 2 :]
    half = len(counted) // 2
    if half < LEAST_MONTHS:
        return None
    people, wins = zip(*counted, strict=True)
    return _Half(people[:half], wins[:half]), _Half(people[half:], wins[half:])


def monthly_difference(before: Sequence[int], after: Sequence[int]) -> Interval:
    """Return by how much more happened a month after than before, by Welch's t interval.

    In words: the difference of the two means, its error from how much months differ among
    themselves, or what pure chance would make of such counts if that is more. It misleads where
    months follow each other closely, as in a season. Welch (1947), Biometrika 34:28.
    """
    parts = [_spread(np.asarray(each, dtype=np.float64)) for each in (before, after)]
    difference = float(np.mean(after) - np.mean(before))
    variance = sum(parts)
    if not variance > 0:
        return Interval(difference)
    sizes = (len(before), len(after))
    freedom = variance**2 / sum(
        part**2 / (size - 1) for part, size in zip(parts, sizes, strict=True) if part > 0
    )
    reach = student(freedom) * math.sqrt(variance)
    return Interval(difference, difference - reach, difference + reach)


def student(freedom: float) -> float:
    """Return how many standard errors a 95 % interval reaches, few degrees of freedom given.

    Abramowitz and Stegun (1964), 26.7.5; within 1 % from two degrees on.
    """
    z = critical_value(LEVEL)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / freedom**power for power, term in enumerate(terms, start=1))


def _spread(counts: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
    return float(max(np.var(counts, ddof=1), np.mean(counts)) / counts.size)


def _named(measure: Measure, rows: Sequence[Row], context: Context) -> Mapping[str, Row]:
    """Name the two halves and what changed between them."""
    halves = _halves(rows)
    people = sum(row.n or 0 for row in rows if row.keys["statistic"] == "qualified")
    if halves is None:
        unknown = dict.fromkeys(("volume", "share", "wins"), words.UNKNOWN)
        details = {**unknown, "needs_months": 2 * LEAST_MONTHS}
        few = Row({}, None, None, None, people, 0, status="too few", details=details)
        return {"before": few, "after": few, "change": few}
    before, after = halves
    deff = context.design_effects.get(measure.id, 1.0)
    smallest = min(before.n, after.n)
    share = UNDEFINED
    if smallest >= FEWEST:
        sizes = {"n1_effective": after.n / deff, "n2_effective": before.n / deff}
        share = newcombe(after.won, after.n, before.won, before.n, **sizes)
    change = Row(
        {}, share.value, share.low, share.high, smallest, after.won, measure.grade,
        status="ok" if share.value is not None else "too few",
        details={
            "volume": _said(monthly_difference(before.people, after.people), _VOLUME, smallest),
            "share": _said(share, _SHARE, smallest),
            "wins": _said(monthly_difference(before.wins, after.wins), _WINS, smallest),
            "needs_months": 2 * LEAST_MONTHS,
        },
    )  # fmt: skip
    return {"before": _row(before, deff), "after": _row(after, deff), "change": change}


def _row(half: _Half, deff: float) -> Row:
    share = wilson(half.won, half.n, n_effective=half.n / deff) if half.n >= FEWEST else UNDEFINED
    status = "too few" if half.n < FEWEST else "ok"
    return Row({}, share.value, share.low, share.high, half.n, half.won, status=status)


# Fewer, more, and what is said where the change could be luck.
_VOLUME = ("fewer leads", "more leads", "no clear change in the number of leads")
_SHARE = ("a smaller share won", "a larger share won", "no clear change in the share won")
_WINS = ("fewer wins", "more wins", "no clear change in the number of wins")


def _said(change: Interval, phrases: tuple[str, str, str], smallest: int) -> str:
    """Claim a direction beyond luck alone, and from thirty records on."""
    down, up, same = phrases
    if smallest < FEW or change.low is None or change.high is None:
        return same
    if change.high < 0:
        return down
    return up if change.low > 0 else same


ESTIMATE = Estimate(rows_of=_rows, events_of=_events, named_of=_named)
