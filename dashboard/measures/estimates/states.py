"""Where deals stand on each day: ended in one way or another, or waiting in one of two states.

What has ended is the Aalen-Johansen share, the same as anywhere else. What is left is divided as
those are who are still watched on the day, so that the shares of a day end at one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from dashboard import words
from dashboard.estimators.intervals import design_effect
from dashboard.estimators.occupancy import Occupancy, Spans, occupancy
from dashboard.estimators.risk_table import CENSORED
from dashboard.measures.context import Context
from dashboard.measures.estimates.base import Estimate, groups
from dashboard.measures.registry import Measure
from dashboard.measures.result import FEWEST, Row

# The states that a deal may be in while it waits, as the measure's rows name them.
_WAITING = ("silent", "talking")

Flags = NDArray[np.bool_]


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
    asked = [(state, day) for state in (*estimator.states, *_WAITING) for day in estimator.days]
    told = part.select(
        pl.col("cluster_id").rank("dense").cast(pl.Int64) - 1,
        "is_last",
        pl.when("is_last").then("end_kind").alias("end_kind"),
        *(_stood_in(state, day).alias(f"{state} {day}") for state, day in asked),
    )
    spans = Spans(
        part["state_then"].to_numpy(),
        part["from_days"].to_numpy(),
        part["until_days"].to_numpy(),
        np.ones(part.height),
        told["end_kind"].to_list(),
    )
    accounts, is_last = told["cluster_id"].to_numpy(), told["is_last"].to_numpy()
    return _Path(
        n=int(is_last.sum()),
        shares=occupancy(spans, states=_WAITING, causes=estimator.states),
        accounts=accounts,
        members=np.bincount(accounts[is_last]).astype(np.float64),
        stood={(state, day): told[f"{state} {day}"].to_numpy() for state, day in asked},
    )


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
    share = path.shares.share_at(day, state, deff=path.deff(state, day))
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
