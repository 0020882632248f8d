"""Where deals stand on each day: ended in one way or another, or waiting in one of two states.

What has ended is the Aalen-Johansen share, the same as anywhere else. What is left is divided as
those are who are still watched on the day, so that the shares of a day end at one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from dashboard import words
from dashboard.estimators.intervals import LEVEL, UNDEFINED, Interval, design_effect, wilson
from dashboard.estimators.risk_table import CENSORED, log_log
from dashboard.estimators.survival import CompetingRisks, aalen_johansen
from dashboard.measures.context import Context
from dashboard.measures.estimates.base import Estimate, groups
from dashboard.measures.registry import Measure
from dashboard.measures.result import FEWEST, Row

# The states that a deal may be in while it waits, as the measure's rows name them.
_WAITING = ("silent", "talking")

Flags = NDArray[np.bool_]


def _is_watched(day: int) -> pl.Expr:
    """Say who is still there after a day; a clock that stopped on it was seen to its end."""
    elapsed, ended = pl.col("elapsed_days"), pl.col("end_kind")
    return (elapsed > day) | ((ended == CENSORED) & (elapsed >= day))


def _stood_in(state: str, day: int) -> pl.Expr:
    """Return the test for the one row of a deal that says it stood in this state on this day."""
    if state not in _WAITING:
        ended = (pl.col("end_kind") == state) & (pl.col("elapsed_days") <= day)
        return ended & (pl.col("from_days") == 0)
    until, is_last = pl.col("until_days"), pl.col("until_days") == pl.col("elapsed_days")
    then = (pl.col("from_days") <= day) & ((until > day) | (is_last & (until == day)))
    return (pl.col("state_then") == state) & then & _is_watched(day)


@dataclass(frozen=True)
class _Path:
    """The deals of one path: their clocks, and for each state and day who stood there."""

    n: int
    risks: CompetingRisks
    accounts: NDArray[np.int64]
    members: NDArray[np.float64]
    stood: Mapping[tuple[str, int], Flags]

    def deff(self, state: str, day: int) -> float:
        """Return the design effect of the plain share in a state on a day, by account."""
        chosen = self.accounts[self.stood[state, day]]
        events = np.bincount(chosen, minlength=self.members.size).astype(np.float64)
        return design_effect(
            self.n,
            float(events.sum()) / self.n,
            float(events @ events),
            float(events @ self.members),
            float(self.members @ self.members),
        )

    def count(self, state: str, day: int) -> int:
        """Return how many stood in a state on a day."""
        return int(self.stood[state, day].sum())


def _path(part: pl.DataFrame, measure: Measure) -> _Path:
    estimator = measure.estimator
    firsts = part.filter(pl.col("from_days") == 0)
    asked = [(state, day) for state in (*estimator.states, *_WAITING) for day in estimator.days]
    stood = part.select(
        pl.col("cluster_id").rank("dense").cast(pl.Int64) - 1,
        (pl.col("from_days") == 0).alias("is_first"),
        *(_stood_in(state, day).alias(f"{state} {day}") for state, day in asked),
    )
    accounts = stood["cluster_id"].to_numpy()
    risks = aalen_johansen(
        firsts["elapsed_days"].to_numpy(),
        firsts["end_kind"].to_list(),
        np.ones(firsts.height),
        causes=estimator.states,
    )
    members = np.bincount(accounts[stood["is_first"].to_numpy()]).astype(np.float64)
    flags = {(state, day): stood[f"{state} {day}"].to_numpy() for state, day in asked}
    return _Path(firsts.height, risks, accounts, members, flags)


def _share(path: _Path, state: str, day: int) -> Interval:
    risks, deff = path.risks, path.deff(state, day)
    if state not in _WAITING:
        return replace(risks, deff=deff).share_at(day, state)
    left, here = risks.open_at(day).value, path.count(state, day)
    if left is None:
        return UNDEFINED
    if bool(risks.table.is_complete(day)):
        return wilson(here, path.n, n_effective=path.n / deff)
    watched = sum(path.count(each, day) for each in _WAITING)
    part = here / watched if watched else 0.0
    return _product(
        left, part, float(risks.table.latest(risks.open_variance, day, 0.0)), watched, deff
    )


def _product(left: float, part: float, variance: float, watched: int, deff: float) -> Interval:
    """Return the share left times the part of it in a state, by the delta method.

    In words: p^2 var(S) + S^2 p (1 - p) / watched, times the design effect, on log(-log(1 - F)).
    """
    own = part * (1 - part) / watched if watched else 0.0
    error = np.sqrt(deff * (part**2 * variance + left**2 * own))
    lower, upper = log_log(np.array([1 - left * part]), np.array([error]), LEVEL)
    low, high = 1 - float(upper[0]), 1 - float(lower[0])
    return Interval(left * part) if np.isnan(low) else Interval(left * part, low, high)


def _rows(
    measure: Measure, frame: pl.DataFrame, context: Context, split: str | None
) -> Iterator[Row]:
    del context
    for outer, part in groups(frame, split):
        for (path_group,), own in part.partition_by("path_group", as_dict=True).items():
            path = _path(own, measure)
            for state, day in path.stood:
                keys = {"path_group": path_group, "state": state, "day": day, **outer}
                yield _row(measure, path, keys, state, day)


def _row(measure: Measure, path: _Path, keys: Mapping[str, object], state: str, day: int) -> Row:
    events = path.count(state, day)
    if path.n < FEWEST:
        return Row(keys, None, None, None, path.n, events, measure.grade, status="too few")
    share = _share(path, state, day)
    status = "too early" if share.value is None else "ok"
    return Row(keys, share.value, share.low, share.high, path.n, events, measure.grade, status)


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
            f"{words.count((there[0].n or 0) - seen)} of {words.count(there[0].n)} deals are not "
            f"yet watched for {last} days; they count for the days they were."
        )


ESTIMATE = Estimate(rows_of=_rows, events_of=_events, notes_of=_notes)
