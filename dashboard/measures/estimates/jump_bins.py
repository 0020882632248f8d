"""Leads by score on both sides of a gate's line, as the estimators of a jump read them.

They read the columns of `threshold_jump`: one row a bin, or a lead. Scores are counted from the
line of the lead's own day, in points of a hundred, whatever scale the company scores on.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from dashboard.estimators.discontinuity import REACH, Jump
from dashboard.estimators.discontinuity_checks import Study, study
from dashboard.estimators.fuzzy import Ratio, fuzzy_ratio
from dashboard.estimators.score_bins import Bins, binned

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

# Finer scores are counted by tenths of a point.
FINEST = 10.0
# Scores that are no whole numbers, with more values than these near the line, are a continuum.
MOST_SCORES = 120
ROUNDING = 1e-6
# Of a source with fewer leads in a hundred nothing is told about both sides.
LEAST_SHARE, MOST_SOURCES = 0.1, 4

SOURCE, HAND_RAISED, SIGNS = "source ", "hand_raised", "signs"
SUMS = ("n", "wins", "events", "value", "value_squares", "value_capped", "value_capped_squares")


def counted() -> pl.Expr:
    """Return the test for leads that are old enough and in no test by lot."""
    return old_enough() & pl.col("let_through_at_random").is_null()


def old_enough() -> pl.Expr:
    """Return the test for leads that had the whole time in which they are followed."""
    return pl.col("is_old")


def scale_of(top: float) -> float:
    """Return by what scores are multiplied to lie on a scale of about a hundred."""
    return 10.0 ** (2 - math.ceil(math.log10(top / 2))) if top > 0 else 1.0


def placed(frame: pl.DataFrame) -> pl.DataFrame:
    """Add `x`, the points from the line, which no rounding moves to the other side of it."""
    top = frame["top"][0] if frame.height else None
    points = pl.col("distance").cast(pl.Float64) * scale_of(float(top or 0.0))
    return frame.with_columns(
        x=((points * FINEST + ROUNDING).floor() / FINEST), points=points.floor()
    )


@dataclass(frozen=True)
class Leads:
    """The leads of one answer or group, by score.

    `everyone` are all that are old enough. Those in a test by lot are in their number at a score
    alone: a test draws them from one side of the line, which would seem thin without them. What
    the traits are, and whether scores are a continuum, is settled for the whole answer.
    """

    everyone: pl.DataFrame
    named_traits: tuple[str, ...] = ()
    is_continuous: bool = False

    @cached_property
    def rows(self) -> pl.DataFrame:
        """Return the leads in no test by lot, of whom everything but their number is told."""
        return self.everyone.filter(counted())

    @property
    def top(self) -> float:
        """Return the largest score or line of the answer."""
        return float(self.everyone["top"][0]) if self.everyone.height else 0.0

    @cached_property
    def near(self) -> Numbers:
        """Return the scores within reach of the line that any lead has."""
        xs = np.unique(self.everyone["x"].to_numpy())
        return np.asarray(xs[np.abs(xs) <= REACH])

    @cached_property
    def step(self) -> float:
        """Return how far apart neighbouring scores lie, in points."""
        apart = np.diff(self.near)
        return float(np.median(apart)) if apart.size else 1.0

    @cached_property
    def _by_score(self) -> pl.DataFrame:
        parts = {"worked": "is_worked", "hand_raised": "is_hand_raised"}
        sums = [pl.col(name).cast(pl.Float64).sum() for name in SUMS]
        n = pl.col("n").cast(pl.Float64)
        sums += [n.filter(pl.col(flag)).sum().alias(name) for name, flag in parts.items()]
        for name in ("wins", "value"):
            worked = pl.col(name).cast(pl.Float64).filter(pl.col("is_worked")).sum()
            sums.append(worked.alias(f"worked_{name}"))
        signs = pl.col("readiness").cast(pl.Float64)
        sums += [(n * signs).sum().alias("signs"), (n * signs**2).sum().alias("signs_squares")]
        for trait in self.named_traits:
            if trait.startswith(SOURCE):
                of_source = n.filter(pl.col("source") == trait.removeprefix(SOURCE))
                sums.append(of_source.sum().alias(trait))
        return self.rows.group_by("x", maintain_order=True).agg(sums).sort("x")

    def bins(self, outcome: str, squares: str | None = None, events: str | None = None) -> Bins:
        """Return the bins of one outcome; its events are counted as `binned` says."""
        table = self._by_score
        return binned(
            table["x"].to_numpy(),
            table["n"].to_numpy(),
            table[outcome].to_numpy(),
            table[squares].to_numpy() if squares else None,
            table[events].to_numpy() if events else None,
        )

    @cached_property
    def counts(self) -> Bins:
        """Return how many of everyone have each score, with no outcome."""
        table = self.everyone.group_by("x", maintain_order=True).agg(pl.col("n").sum()).sort("x")
        n = table["n"].to_numpy()
        return binned(table["x"].to_numpy(), n, np.zeros(n.size))

    @cached_property
    def won(self) -> Bins:
        """Return the leads with who of them had won by the horizon."""
        return self.bins("wins")

    @cached_property
    def worked(self) -> Bins:
        """Return the leads with who of them sales took on."""
        return self.bins("worked", "worked", "n")

    @cached_property
    def value(self) -> Bins:
        """Return the leads with what they brought."""
        return self.bins("value", "value_squares", "events")

    @cached_property
    def traits(self) -> Mapping[str, Bins]:
        """Return what was settled before the score, by its name."""
        squares = {SIGNS: "signs_squares"}
        return {each: self.bins(each, squares.get(each, each), "n") for each in self.named_traits}

    @cached_property
    def study(self) -> Study:
        """Return the jump of the share won with every check beside it."""
        return study(
            self.won,
            self.traits,
            counts=self.counts,
            is_continuous=self.is_continuous,
            step=self.step,
        )

    def ratio(self, outcome: str) -> Ratio:
        """Return what being worked adds to an outcome, wins or value, for leads at the line."""
        whole = self.won if outcome == "wins" else self.value
        sums = self._by_score[f"worked_{outcome}"].to_numpy()
        # Of these the sums alone are read.
        together = Bins(self.worked.x, self.worked.n, sums, sums, self.worked.n)
        return fuzzy_ratio(whole, self.worked, together)

    @property
    def jump(self) -> Jump:
        """Return the jump of the share won, withheld where a check fails."""
        return self.study.jump


def traits_of(rows: pl.DataFrame) -> tuple[str, ...]:
    """Return the traits that differ between leads: large sources, a raised hand, other signs."""
    found = [f"{SOURCE}{each}" for each in large_sources(rows)]
    found += [HAND_RAISED] if rows["is_hand_raised"].any() else []
    return (*found, SIGNS) if int(str(rows["readiness"].max() or 0)) > 1 else tuple(found)


def is_continuum(rows: pl.DataFrame) -> bool:
    """Say whether scores near the line have so many values that neighbours cannot be told."""
    near = rows.filter(pl.col("x").abs() <= REACH)
    is_whole = (near["score"] - near["score"].round()).abs().max()
    return near["x"].n_unique() > MOST_SCORES and float(str(is_whole or 0.0)) > ROUNDING


def large_sources(rows: pl.DataFrame) -> tuple[str, ...]:
    """Return the sources with at least a tenth of the leads, at most the four largest."""
    total = int(rows["n"].sum())
    by_source = (
        rows.group_by("source", maintain_order=True)
        .agg(pl.col("n").sum())
        .sort("n", "source", descending=True)
    )
    large = by_source.filter(pl.col("n") >= LEAST_SHARE * total).head(MOST_SOURCES)
    return tuple(sorted(str(each) for each in large["source"].to_list()))
