"""Where deals stand on each day: ended in one way or another, or waiting in one of two states.

What has ended is the Aalen-Johansen share, the same as anywhere else. What is left is divided as
those are who are still watched on the day, so that the shares of a day end at one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from dashboard import words
from dashboard.estimators.intervals import Interval, design_effect
from dashboard.estimators.occupancy import Occupancy, Spans, occupancy
from dashboard.estimators.risk_table import CENSORED
from dashboard.measures.context import Context
from dashboard.measures.estimates.base import Estimate, groups
from dashboard.measures.registry import Measure
from dashboard.measures.result import FEWEST, Row

# The states that a deal may be in while it waits, as the measure's rows name them.
_WAITING = ("silent", "talking")

Numbers = NDArray[np.float64]


def _stood_in(state: str, day: int) -> pl.Expr:
    """Return the test for the one row of a deal that says it stood in this state on this day."""
    since, until, is_last = pl.col("from_days"), pl.col("until_days"), pl.col("is_last")
    if state not in _WAITING:
        ended = (pl.col("end_kind") == state) & (pl.col("elapsed_days") <= day)
        return is_last & ended
    # A clock that stopped on a day saw it to its end.
    saw_the_day = is_last & (pl.col("end_kind") == CENSORED) & (until == day)
    return (pl.col("state_then") == state) & (since <= day) & ((until > day) | saw_the_day)


@dataclass(frozen=True)
class _Path:
    """The deals of one path: the shares by day, and for each state and day who stood there."""

    n: int
    shares: Occupancy
    stood: Mapping[tuple[str, int], int]
    # Of accounts with several deals: their deals, and how many of these stood there.
    members: Numbers
    stood_together: Mapping[tuple[str, int], Numbers]

    def deff(self, state: str, day: int) -> float:
        """Return the design effect of the plain share in a state on a day, by account."""
        count, events = self.stood[state, day], self.stood_together[state, day]
        # An account with one deal adds the same to each sum.
        alone = count - events.sum()
        return design_effect(
            self.n,
            count / self.n,
            float(alone + np.sum(events * events)),
            float(alone + np.sum(events * self.members)),
            float(self.n - self.members.sum() + np.sum(self.members * self.members)),
        )


def _path(part: pl.DataFrame, measure: Measure) -> _Path:
    estimator = measure.estimator
    asked = {
        (state, day): _stood_in(state, day)
        for state in (*estimator.states, *_WAITING)
        for day in estimator.days
    }
    alike = part.group_by(
        "state_then",
        "from_days",
        "until_days",
        "is_last",
        "end_kind",
        "elapsed_days",
        maintain_order=True,
    ).len("n")
    counted = (pl.col("n").filter(test).sum().alias(str(name)) for name, test in asked.items())
    spans = Spans(
        alike["state_then"].to_list(),
        alike["from_days"].to_numpy(),
        alike["until_days"].to_numpy(),
        alike["n"].to_numpy(),
        alike.select(pl.when("is_last").then("end_kind"))["end_kind"].to_list(),
    )
    accounts = _accounts_of_several(part, asked)
    return _Path(
        n=int(alike.filter("is_last")["n"].sum()),
        shares=occupancy(spans, states=_WAITING, causes=estimator.states),
        stood=dict(zip(asked, alike.select(counted).row(0), strict=True)),
        members=accounts["members"].to_numpy(),
        stood_together={name: accounts[str(name)].to_numpy() for name in asked},
    )


def _accounts_of_several(
    part: pl.DataFrame, asked: Mapping[tuple[str, int], pl.Expr]
) -> pl.DataFrame:
    """Return the accounts with several deals: how many, and how many of these pass each test."""
    deals = part.filter("is_last")
    several = deals.filter(pl.col("cluster_id").is_duplicated()).select("cluster_id").unique()
    rows = part.join(several, on="cluster_id", how="semi")
    tests = {"members": pl.col("is_last"), **{str(name): test for name, test in asked.items()}}
    # Flags first, then their sums: sums of tests by group take three times as long.
    flags = rows.select("cluster_id", **tests)
    return flags.group_by("cluster_id", maintain_order=True).agg(
        pl.col(*tests).sum().cast(pl.Float64)
    )


def _rows(
    measure: Measure, frame: pl.DataFrame, context: Context, split: str | None
) -> Iterator[Row]:
    del context
    for outer, part in groups(frame, split):
        for (path_group,), own in part.partition_by("path_group", as_dict=True).items():
            path = _path(own, measure)
            for state in (*measure.estimator.states, *_WAITING):
                yield from _of_state(measure, path, state, {"path_group": path_group, **outer})


def _of_state(
    measure: Measure, path: _Path, state: str, named: Mapping[str, object]
) -> Iterator[Row]:
    days = measure.estimator.days
    shares: Sequence[Interval] = [Interval()] * len(days)
    if path.n >= FEWEST:
        shares = _shares(path, state, days)
    for day, share in zip(days, shares, strict=True):
        keys = {"path_group": named["path_group"], "state": state, "day": day, **named}
        status = "too early" if share.value is None else "ok"
        yield Row(
            keys,
            share.value,
            share.low,
            share.high,
            path.n,
            path.stood[state, day],
            measure.grade,
            "too few" if path.n < FEWEST else status,
        )


def _shares(path: _Path, state: str, days: Sequence[int]) -> list[Interval]:
    """Return the shares in a state on all days at once; each has a design effect of its own."""
    deffs = np.array([path.deff(state, day) for day in days])
    # The variance of each day is widened by the number that stands at its place.
    curve = path.shares.shares_on(days, state, deff=deffs)  # type: ignore[arg-type]
    steps = zip(*(part.tolist() for part in (curve.values, curve.lows, curve.highs)), strict=True)
    return [Interval(*(None if math.isnan(part) else part for part in one)) for one in steps]


def _events(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    del context
    estimator = measure.estimator
    wanted = [
        _stood_in(state, day)
        for state in (*estimator.states, *_WAITING)
        for day in estimator.days
        if mark.get("state", state) == state and mark.get("day", str(day)) == str(day)
    ]
    return frame.filter(pl.any_horizontal(wanted)) if wanted else frame.clear()


def _notes(measure: Measure, rows: Sequence[Row], context: Context) -> Iterable[str]:
    """Say for how many deals the last day is still to come."""
    del context
    last = measure.estimator.days[-1]
    there = [row for row in rows if (row.keys["path_group"], row.keys["day"]) == ("all", last)]
    seen = sum(row.events or 0 for row in there)
    if there and seen < (there[0].n or 0):
        yield (
            f"{words.count((there[0].n or 0) - seen)} of {words.counted(there[0].n, 'deals are')} "
            f"not yet watched for {last} days; they count for the days they were."
        )


ESTIMATE = Estimate(rows_of=_rows, events_of=_events, notes_of=_notes)
