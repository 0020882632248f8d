"""Every line that a gate could have: what each would change in a year, least and most."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import numpy as np
import polars as pl

from dashboard.estimators.score_bounds import Gains, WorkedBins, gains
from dashboard.estimators.trade_off import Ends, Moves, Prices, decision_curve, move_gate
from dashboard.measures.estimates.gate_bins import Floats, Gate, count, total
from dashboard.measures.estimates.gate_guess import Guesses

NO_RISE = "Wins do not rise with the score among those we called, so nothing bounds those below."
# So far below the line a best guess may be shown; further it leaves what any lead can tell.
_GUESSED = 15.0
_NO_GUESS = {
    "too few leads were worked below the gate": "too few below the line were called",
    "nothing is recorded to compare them by": "nothing is recorded to compare them by",
    "those worked below the gate are of another kind than those left alone": (
        "those called below the line are of another kind than those left alone"
    ),
}


def why_no_guess(reason: str) -> str | None:
    """Return in words of the screen why there is no best guess; None where there is one."""
    return _NO_GUESS[reason] if reason else None


class Board:
    """Every line that a gate could have, and what it would change in a year."""

    def __init__(self, gate: Gate) -> None:
        self.gate = gate
        self.wins, self.money = gate.bins(in_money=False), gate.bins(in_money=True)
        self.guesses = Guesses(gate)
        self.at = gate.at
        prices = Prices(gate.assumed.margin, _hours(gate, self.wins), gate.assumed.seller_hour_cost)
        self._gained = gains(self.wins, 0.0, window=gate.window)
        self.gained_money = gains(self.money, 0.0, window=gate.window)
        self.of_wins = self._moved(self.wins, self._gained, prices)
        self.of_money = self._moved(self.money, self.gained_money, prices)

    def _moved(self, bins: WorkedBins, gained: Gains, prices: Prices) -> Moves:
        moved = move_gate(bins, gained, prices, 0.0, self.at, uptake=self.gate.uptake)
        return _a_year(moved, self.gate.years)

    def ends(self, statistic: str) -> Ends:
        """Return least and most of one statistic, with luck, for every line."""
        if statistic == "net":
            return self.of_money.net
        if statistic == "value":
            return self.of_money.outcome
        if statistic == "wins":
            return self.of_wins.outcome
        if statistic == "benefit":
            return self.benefit
        counted = self.of_money.hours if statistic == "hours" else self.of_money.leads
        return Ends(counted, counted, counted, counted)

    @cached_property
    def benefit(self) -> Ends:
        """Return the decision curve's least and most at the chance from which hours pay."""
        chance = self.break_even
        if chance is None or chance >= 1:
            unknown = np.full(self.at.size, np.nan)
            return Ends(unknown, unknown, unknown, unknown)
        found = [decision_curve(self.wins, self._gained, 0.0, at, chance) for at in self.at]
        low, high = (np.array([float(each[end]) for each in found]) for end in (0, 1))
        return Ends(low, high, low, high)

    @cached_property
    def ceiling(self) -> float:
        """Return the share won of those called right above the line."""
        near = self.gate.near.filter("is_worked")
        return total(near, "wins") / count(near)

    @cached_property
    def break_even(self) -> float | None:
        """Return the share of wins more from which the hours of a call pay."""
        worth = (self.gate.value_each or 0.0) * self.gate.assumed.margin
        return self.gate.price_each / worth if worth > 0 else None

    def point(self, at: float) -> tuple[float | None, str | None, str | None]:
        """Return the best guess of the net a year at a line, its grade, and why there is none."""
        if at == 0:
            return 0.0, "observed", None
        if at > 0:
            return self._point_above(at)
        if at < -_GUESSED:
            return None, None, "it lies too far from the line for a best guess"
        guess = self.guesses.money(at)
        if guess.interval.value is None:
            return None, None, why_no_guess(guess.reason)
        let_in = (self.money.floors >= at) & (self.money.floors < 0)
        leads = float(self.money.unworked[let_in].sum())
        gained = guess.interval.value * leads - float(self.money.sum_unworked[let_in].sum())
        price = leads * self.gate.uptake * self.gate.price_each
        net = max(gained, 0.0) * self.gate.assumed.margin - price
        return net / self.gate.years, guess.grade, None

    def _point_above(self, at: float) -> tuple[float | None, str | None, str | None]:
        """People left alone stand for the called ones, where the line would let go of them."""
        let_go = (self.money.floors < at) & (self.money.floors >= 0) & (self.money.worked > 0)
        if not self.gained_money.is_adjusted[let_go].all():
            return None, None, "too few with these scores were left alone"
        low = float(self.of_money.net.low[self.at == at][0])
        return low, "adjusted", None


def _hours(gate: Gate, bins: WorkedBins) -> Floats:
    """Return the hours a worked person takes: counted above the line, as just above it below."""
    worked = byscore_of(gate.people.filter("is_worked"), gate)
    spent = dict(zip(worked["distance"].to_list(), worked["hours"].to_list(), strict=True))
    each = float(gate.hours_each.mid or 0.0)
    return np.array(
        [spent.get(at, each) if at >= 0 else each for at in bins.floors], dtype=np.float64
    )


def byscore_of(people: pl.DataFrame, gate: Gate) -> pl.DataFrame:
    """Return the seller hours per person of each distance."""
    minutes = pl.col("minutes") + pl.col("untimed_touches") * gate.assumed.minutes_per_touch
    hours = (minutes.sum() / 60 / pl.col("n").sum()).alias("hours")
    return people.group_by("distance", maintain_order=True).agg(hours)


def _a_year(moved: Moves, years: float) -> Moves:
    def ends(given: Ends) -> Ends:
        return Ends(*(each / years for each in vars(given).values()))

    return replace(
        moved,
        leads=moved.leads / years,
        hours=moved.hours / years,
        outcome=ends(moved.outcome),
        net=ends(moved.net),
    )
