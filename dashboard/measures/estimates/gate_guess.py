"""The best guess of what people whom the line turned away would bring, if one may be shown.

From those let through at random; else from those that sellers worked all the same, if these are
like the others in all that is recorded.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from dashboard.estimators.comparison import Balance, balance
from dashboard.estimators.intervals import Interval
from dashboard.estimators.overrides import (
    Cells,
    Guess,
    OverrideCheck,
    best_guess,
    cells,
    check_overrides,
    outcome_if_worked,
    outcome_of_passed,
)
from dashboard.measures.estimates.gate_bins import Gate, bins_of, count, is_below, total

# What the guess itself does not use, but a seller may go by.
TRAITS = ("source", "readiness")
# People within so many points of score are alike in it, for the check.
_ALIKE_SCORES = 5


class Guesses:
    """The guesses at one gate: what the turned away of a stretch of scores would bring, worked."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._check = _checked(gate)
        self._cells = _cells(gate)
        self.money = cache(self._money)

    def _money(self, first: float) -> Guess:
        """Return what one of those from a distance up to the line would bring, in money."""
        tested = _tested(self._gate, first)
        if tested is not None and tested.value is not None:
            return best_guess(tested, tested, self._check)
        modelled = outcome_if_worked(self._cells, 0.0, between=(first, 0.0))
        return best_guess(None, modelled, self._check)


def _checked(gate: Gate) -> OverrideCheck:
    """Return whether those worked below the line are like those left alone."""
    below = gate.people.filter(pl.col("distance") < 0)
    worked = below.filter("is_worked")
    traits = {trait: _balance(below, trait) for trait in TRAITS}
    return check_overrides(traits, count(worked), total(worked, "wins"))


def _balance(below: pl.DataFrame, trait: str) -> dict[str, Balance]:
    near = (pl.col("distance") / _ALIKE_SCORES).floor().cast(pl.String)
    n = pl.col("n").cast(pl.Float64)
    sums = (
        below.group_by(
            (pl.col("alike").fill_null("") + near).alias("stratum"),
            pl.col(trait).cast(pl.String).fill_null("").alias("level"),
        )
        .agg(
            (n * pl.col("is_worked")).sum().alias("n1"),
            (n * ~pl.col("is_worked")).sum().alias("n0"),
        )
        .sort("stratum", "level")
    )
    if not sums.height:
        return {}
    columns = (sums["level"].to_list(), sums["stratum"].to_list(), sums["n1"], sums["n0"])
    return dict(balance(*columns))


def _cells(gate: Gate) -> Cells:
    is_worked = pl.col("is_worked")
    sums = (
        gate.people.group_by("distance", pl.col("alike").fill_null(""))
        .agg(
            *(
                pl.col(name).filter(is_worked).sum().alias(name)
                for name in ("n", "value", "value_squares")
            ),
            pl.col("n").filter(~is_worked).sum().alias("unworked"),
        )
        .sort("distance", "alike")
    )
    segments = sums["alike"].rank("dense").cast(pl.Int64)
    names = ("n", "value", "value_squares", "unworked")
    return cells(sums["distance"], segments, *(sums[name] for name in names))


def _tested(gate: Gate, first: float) -> Interval | None:
    """Return what those let through at random brought; None where there is no such test."""
    stretch = pl.col("distance").is_between(first, 0.0, closed="left")
    passed = gate.tested.filter(pl.col("let_through_at_random") & stretch)
    if not passed.height:
        return None
    others = is_below(gate.people).filter(stretch)
    by_lot = pl.col("let_through_at_random").fill_null(value=False)
    both = pl.concat([passed, others]).with_columns(is_passed_by_lot=by_lot)
    bins = bins_of(both, "is_passed_by_lot", in_money=True)
    return outcome_of_passed(bins.worked, bins.sum_worked, bins.squares_worked, bins.unworked)
