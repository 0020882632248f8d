"""The best guess of what people whom the line turned away would bring, let through.

From those let through at random; else from those that sellers worked all the same, if these are
like the others in all that is recorded. Sales are taken to take on as many of them as of those
right above the line, however many they took on of either.
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
    """The guesses at one gate: what the turned away of a stretch of scores would bring."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._check = _checked(gate)
        self._cells = _cells(gate)
        self.money = cache(self._money)

    def _money(self, first: float) -> Guess:
        """Return what one of those from a distance up to the line would bring, in money."""
        tested = _tested(self._gate, first)
        if tested is not None and tested[0].value is not None:
            told = self._taken_on(*tested, first)
            return best_guess(told, told, self._check)
        modelled = outcome_if_worked(self._cells, 0.0, between=(first, 0.0))
        return best_guess(None, self._taken_on(modelled, 1.0, first), self._check)

    def _taken_on(self, brought: Interval, taken: float, first: float) -> Interval:
        """Return what one would bring if sales took on as many as right above the line.

        `brought` is what one brought of those of whom sales took on the part `taken`; who is not
        taken on brings what those left alone brought.
        """
        if brought.value is None:
            return brought
        left = is_below(self._gate.people).filter(pl.col("distance") >= first)
        share, anyway = self._gate.uptake / taken, total(left, "value") / max(count(left), 1)
        ends = (brought.value, brought.low, brought.high)
        told = (None if end is None else anyway + share * (end - anyway) for end in ends)
        return Interval(*told)


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
            maintain_order=True,
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
        gate.people.group_by("distance", pl.col("alike").fill_null(""), maintain_order=True)
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


def _tested(gate: Gate, first: float) -> tuple[Interval, float] | None:
    """Return what one let through at random brought, and the part of them that sales took on.

    None where there is no such test, or where sales took on nobody.
    """
    stretch = pl.col("distance").is_between(first, 0.0, closed="left")
    passed = gate.tested.filter(pl.col("let_through_at_random") & stretch)
    taken = count(passed.filter("is_worked"))
    if not taken:
        return None
    others = is_below(gate.people).filter(stretch)
    by_lot = pl.col("let_through_at_random").fill_null(value=False)
    both = pl.concat([passed, others]).with_columns(is_passed_by_lot=by_lot)
    bins = bins_of(both, "is_passed_by_lot", in_money=True)
    brought = outcome_of_passed(bins.worked, bins.sum_worked, bins.squares_worked, bins.unworked)
    return brought, taken / count(passed)
