"""By how much the chance of a win falls with a day of waiting, and what the gate's days took.

Read off everybody who was tried within thirty days, talked with or not. Rows are those of the slice
`chosen_lead_delays`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from dashboard.estimators.log_linear import indicators, log_linear
from dashboard.estimators.waiting import (
    DelayCost,
    Rate,
    cost_of_delay,
    decay_rate,
    instrumented_rate,
)
from dashboard.measures.result import FEWEST
from dashboard.measures.worked_out import once_alike

Numbers = NDArray[np.float64]

RATES = ("rate_naive", "rate_adjusted", "rate_inside_gate", "rate_off_hours")
# Who was tried later is no case of a lead that waited: the rate of a day is read off the others.
MOST_HOURS = 30 * 24
_DAY = 24.0
# Levels with fewer people than that are one level.
_FEW_PEOPLE = 30
_SINGULAR = 1e-8
QUICK = (
    pl.col("is_old") & pl.col("tried_hours").is_not_null() & (pl.col("tried_hours") <= MOST_HOURS)
)


@dataclass(frozen=True)
class Tried:
    """Those tried within thirty days, alike in one row: days, the part inside, wins, traits.

    `traits` are columns of what is known of them beforehand; `value_of_a_win` is in money.
    """

    days: Numbers
    inside: Numbers
    n: Numbers
    wins: Numbers
    off_hours: Numbers
    traits: Numbers
    value_of_a_win: Numbers

    @property
    def with_hours(self) -> Numbers:
        """Return the traits and, beside them, whether the hand was raised off hours."""
        return np.column_stack([self.traits, self.off_hours])

    @property
    def people(self) -> tuple[Numbers, ...]:
        """Return all of it but the money."""
        return self.days, self.inside, self.n, self.wins, self.off_hours, self.traits


def tried_of(frame: pl.DataFrame) -> Tried:
    """Return what the rates are read off, from rows of the slice of delays."""
    alike = ("alike", "source_family", "score_tenth", "is_off_hours", "tried_hours", "inside_hours")
    rows = (
        frame.filter(QUICK)
        .group_by(alike, maintain_order=True)
        .agg(pl.col("n", "wins", "value").sum())
        # In one order, whatever table they come from.
        .sort(alike)
    )
    return Tried(
        days=numbers_in(rows["tried_hours"]) / _DAY,
        inside=numbers_in(rows["inside_hours"]) / _DAY,
        n=numbers_in(rows["n"]),
        wins=numbers_in(rows["wins"]),
        off_hours=numbers_in(rows["is_off_hours"]),
        traits=_traits(rows),
        value_of_a_win=_value_of_a_win(rows),
    )


def _value_of_a_win(rows: pl.DataFrame) -> Numbers:
    """Return the mean value of a win of those alike; of all where fewer than ten were won."""
    money, won = numbers_in(rows["value"]), numbers_in(rows["wins"])
    of_all = float(money.sum()) / max(float(won.sum()), 1.0)
    sums = rows.select(pl.col("value", "wins").sum().over("alike"))
    value, wins = numbers_in(sums["value"]), numbers_in(sums["wins"])
    return np.where(wins >= FEWEST, value / np.maximum(wins, 1), of_all)


def numbers_in(column: pl.Series) -> Numbers:
    """Return a column as numbers; what is null is nothing."""
    return column.cast(pl.Float64).fill_null(0.0).to_numpy()


def _traits(rows: pl.DataFrame) -> Numbers:
    """Return the score by its tenth, whether there is none, and the levels of what is alike."""
    levels = [_levels(rows, name) for name in ("alike", "source_family")]
    none = numbers_in(rows["score_tenth"].is_null())
    return np.column_stack([numbers_in(rows["score_tenth"]), none, indicators(*levels)])


def _levels(rows: pl.DataFrame, name: str) -> NDArray[np.str_]:
    people = rows.group_by(name, maintain_order=True).agg(pl.col("n").sum())
    many = people.filter(pl.col("n") >= _FEW_PEOPLE)[name].to_list()
    kept = pl.when(pl.col(name).is_in(many)).then(pl.col(name)).otherwise(pl.lit(""))
    return rows.select(kept.fill_null("").cast(pl.String))[name].to_numpy().astype(str)


def _told_apart(traits: Numbers, first: Sequence[Numbers], n: Numbers) -> Numbers:
    """Return the columns that do not follow from those before them, the days first of all."""
    columns = np.column_stack([np.ones_like(n), *first, traits])
    alike = columns.T @ (columns * n[:, None])
    kept = [0]
    for at in range(1, columns.shape[1]):
        known = alike[np.ix_(kept, kept)]
        told = alike[kept, at] @ np.linalg.lstsq(known, alike[kept, at], rcond=None)[0]
        if alike[at, at] - told > _SINGULAR * max(alike[at, at], 1.0):
            kept.append(at)
    return columns[:, [at for at in kept if at > len(first)]]


def rates_of(frame: pl.DataFrame, deff: float = 1.0) -> Mapping[str, Rate]:
    """Return the rate of a day by name: as it stands, like with like, inside, by the clock alone.

    `deff` widens the ranges where people share accounts.
    """
    tried = tried_of(frame)
    if tried.wins.sum() < FEWEST:
        return {}
    found = once_alike(tried.people, "rates of a day", lambda: _rates(tried))
    return {name: _widened(rate, deff) for name, rate in found.items()}


def _rates(tried: Tried) -> Mapping[str, Rate]:
    days, inside, n, wins = tried.days, tried.inside, tried.n, tried.wins
    outside = days - inside
    beside = np.column_stack([tried.with_hours, outside])
    return {
        "rate_naive": decay_rate(days, wins, n),
        "rate_adjusted": decay_rate(days, wins, n, _told_apart(tried.with_hours, [days], n)),
        "rate_inside_gate": decay_rate(inside, wins, n, _told_apart(beside, [inside], n)),
        "rate_off_hours": instrumented_rate(
            days, tried.off_hours, wins, n, _told_apart(tried.traits, [tried.off_hours], n)
        ),
    }


def _widened(rate: Rate, deff: float) -> Rate:
    if rate.value is None or rate.low is None or rate.high is None:
        return rate
    by = math.sqrt(max(deff, 1.0))
    low = rate.value - (rate.value - rate.low) * by
    return replace(rate, low=low, high=rate.value + (rate.high - rate.value) * by)


def expected_of(tried: Tried) -> Numbers | None:
    """Return what each row was expected to bring without a day inside, in money.

    The chance of a win of those alike who spent no day inside, times the mean value of their wins
    (of all wins where fewer than ten of them were won); none where that chance has no fit.
    """
    if tried.wins.sum() < FEWEST:
        return None
    people = (*tried.people, tried.value_of_a_win)
    return once_alike(people, "expected", lambda: _expected(tried))


def _expected(tried: Tried) -> Numbers | None:
    beside = np.column_stack([tried.with_hours, tried.days - tried.inside])
    ones = np.ones_like(tried.n)
    told = _told_apart(beside, [tried.inside], tried.n)
    fit = log_linear(np.column_stack([ones, told, tried.inside]), tried.wins, tried.n)
    if fit is None:
        return None
    at_once = np.column_stack([ones, told, np.zeros_like(ones)])
    return tried.n * np.minimum(np.exp(at_once @ fit.values), 1.0) * tried.value_of_a_win


def cost_of(frame: pl.DataFrame, rate: Rate | None = None) -> DelayCost:
    """Return what those tried within thirty days were expected to bring, and what waiting took.

    From rows of the slice of delays, by the rate of the days inside the gate unless another is
    given.
    """
    if rate is None:
        rate = rates_of(frame).get("rate_inside_gate", Rate(reason="no fit"))
    tried = tried_of(frame)
    expected = expected_of(tried)
    if expected is None:
        return cost_of_delay([], [], Rate(reason="no fit"))
    return cost_of_delay(expected, tried.inside, rate)
