"""What the measures of a gate's money share: people by score, and what a call of one takes.

They read the columns of the slice `chosen_gate_money`. Scores are counted from the line that stood
on each person's day, so that lines of several heights are one gate at 0.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl

from dashboard.config import Assumptions
from dashboard.estimators.gate_ledger import Range
from dashboard.estimators.isotonic import rise_with_score
from dashboard.estimators.score_bounds import WorkedBins, worked_bins
from dashboard.measures.context import Context
from dashboard.measures.estimates import base

Floats = npt.NDArray[np.float64]

# Worked people with a score this far above the line stand for the most that others could bring; a
# wider stretch where it holds fewer than so many of them.
WINDOW = 5.0
LEAST_NEAR = 30
# Bins in which so many worked people won are wide enough for the test that wins rise with score.
LEAST_WINS = 10
DAYS_IN_YEAR = 365.25
# A stretch this short is no year's measure.
LEAST_DAYS = 30
# What a full-time seller works in a year.
HOURS_A_YEAR = 2_080.0
# The ledger's money rests on these, whatever the gate.
PRICES = ("hour_cost", "minutes", "margin", "horizon")

_SUMS = (
    "n", "wins", "value", "value_squares", "minutes", "untimed_touches", "minutes_without_win",
    "untimed_without_win",
)  # fmt: skip


@dataclass(frozen=True)
class Gate:
    """People old enough to tell at a gate with a line, and what a reader assumes.

    `people` holds one row a bin: those in the random test are in `tested` alone. `line` is the
    score from which people pass, `at` the distances from it of every score there is, `years` how
    long a time they came in, `share` their part of all the people of the answer.
    """

    people: pl.DataFrame
    tested: pl.DataFrame
    assumed: Assumptions
    line: float
    years: float
    at: Floats
    share: float = 1.0

    @cached_property
    def window(self) -> float:
        """Return how far above the line the worked people stand for those below it."""
        near = self.people.filter(pl.col("is_worked") & (pl.col("distance") >= 0))
        upto = (
            near.group_by("distance", maintain_order=True).agg(pl.col("n").sum()).sort("distance")
        )
        enough = upto.filter(pl.col("n").cum_sum() >= LEAST_NEAR)
        if not enough.height:
            return math.inf
        return max(WINDOW, math.floor(float(enough["distance"][0])) + 1.0)

    @cached_property
    def near(self) -> pl.DataFrame:
        """Return the people with a score right above the line, worked or not."""
        return self.people.filter(pl.col("distance").is_between(0, self.window, closed="left"))

    @cached_property
    def has_enough(self) -> bool:
        """Say whether enough were worked right above the line to speak of anybody below it."""
        return count(self.near.filter("is_worked")) >= LEAST_NEAR

    @cached_property
    def uptake(self) -> float:
        """Return the share of the people right above the line that sales take on."""
        return count(self.near.filter("is_worked")) / count(self.near)

    @cached_property
    def hours_each(self) -> Range:
        """Return what one worked person right above the line takes in seller hours."""
        return self.hours_of(self.near.filter("is_worked"))

    def hours_of(self, worked: pl.DataFrame) -> Range:
        """Return what one of these worked people takes in seller hours.

        From the lesser to the larger of two means: of all of them, and of those who never won, as
        a person who would not have bought is like these.
        """
        everyone = self.hours(worked) / count(worked)
        in_vain = count(worked) - total(worked, "wins")
        others = self.hours(worked, "_without_win") / in_vain if in_vain else everyone
        return Range(min(everyone, others), max(everyone, others), everyone)

    def hours(self, people: pl.DataFrame, of: str = "") -> float:
        """Return the seller hours spent on people: recorded minutes, and touches without any."""
        minutes = total(people, f"minutes{of}")
        untimed = total(people, f"untimed{of}" if of else "untimed_touches")
        return (minutes + untimed * self.assumed.minutes_per_touch) / 60

    @property
    def price_each(self) -> float:
        """Return the money that working one person more at the line takes."""
        return float(self.hours_each.mid or 0.0) * self.assumed.seller_hour_cost

    def bins(self, *, in_money: bool) -> WorkedBins:
        """Return the people as bins by distance; the outcome is a win, or what was won."""
        return bins_of(self.people, "is_worked", in_money=in_money)

    @cached_property
    def rises(self) -> bool:
        """Say whether the records leave it open that wins rise with score among the worked."""
        bins = _wide(self.bins(in_money=False))
        return rise_with_score(bins.sum_worked, bins.squares_worked, bins.worked).is_plausible

    @cached_property
    def value_each(self) -> float | None:
        """Return what a person who won brought on average, of those worked."""
        worked = self.people.filter("is_worked")
        wins = total(worked, "wins")
        return total(worked, "value") / wins if wins else None


def gates_of(
    frame: pl.DataFrame, context: Context, split: str | None
) -> Iterator[tuple[dict[str, object], Gate]]:
    """Go through the groups or periods of an answer; each is one gate.

    All have the scores of the whole, so that each can be asked about each line.
    """
    line = at_the_line(frame)
    whole = gate_of(line, context)
    if whole is None:
        return
    for named, part in base.groups(line, split):
        gate = gate_of(part, context)
        if gate is not None:
            share = 1.0 if split == "month" else count(gate.people) / count(whole.people)
            yield named, replace(gate, at=whole.at, share=share)


def gate_of(line: pl.DataFrame, context: Context) -> Gate | None:
    """Return the gate of some bins at the line; None where nobody is old enough to tell."""
    old = old_enough(line)
    people = old.filter(pl.col("let_through_at_random").is_null())
    if not people.height:
        return None
    return Gate(
        people=people,
        tested=old.filter(pl.col("let_through_at_random").is_not_null()),
        assumed=context.assumptions,
        line=float(people["line_now"][0]),
        years=_years(old),
        at=np.union1d(people["distance"].to_numpy().astype(np.float64), [0.0]),
    )


def at_the_line(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the bins at the gate with the line, without those at the later ones."""
    return frame.filter(pl.col("part") == "line")


def old_enough(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the people who have had the whole time in which they are followed."""
    return frame.filter(pl.col("is_old"))


def is_below(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the people whom the line turned away and nobody worked."""
    return frame.filter((pl.col("distance") < 0) & ~pl.col("is_worked"))


def count(people: pl.DataFrame) -> int:
    """Return how many people these are."""
    return int(people["n"].sum())


def total(people: pl.DataFrame, column: str) -> float:
    """Return a column's sum over people."""
    return float(people[column].sum())


def score_of(value: float) -> float:
    """Return a score as it is written: whole where it is whole."""
    return int(value) if float(value).is_integer() else float(value)


def bins_of(people: pl.DataFrame, treated: str, *, in_money: bool) -> WorkedBins:
    """Return people as bins by distance, those of the column `treated` as the worked ones."""
    summed = people.group_by("distance", treated, maintain_order=True).agg(
        pl.col(_SUMS[:4]).sum().cast(pl.Float64)
    )
    distances = np.sort(people["distance"].unique().to_numpy().astype(np.float64))
    columns: dict[tuple[str, bool], Floats] = {}
    for is_treated in (True, False):
        part = summed.filter(pl.col(treated) == is_treated)
        place = np.searchsorted(distances, part["distance"].to_numpy())
        for name in _SUMS[:4]:
            column = np.zeros(distances.size)
            column[place] = part[name].to_numpy()
            columns[name, is_treated] = column
    outcome = "value" if in_money else "wins"
    squares = columns["value_squares", True], columns["value_squares", False]
    return worked_bins(
        distances,
        columns["n", True],
        columns["n", False],
        columns[outcome, True],
        columns[outcome, False],
        squares if in_money else None,
    )


def wide_people(people: pl.DataFrame, treated: str, least: int) -> pl.DataFrame:
    """Return people with neighbouring scores put together until so many of each are treated.

    Each bin is called by its lowest distance; what is left at the top goes with the last one.
    """
    sums = people.group_by("distance", maintain_order=True).agg(
        (pl.col("n") * pl.col(treated).cast(pl.Int64)).sum().alias("treated")
    )
    names: dict[float, float] = {}
    started: list[float] = []
    gathered = least
    for distance, treated_here in sums.sort("distance").rows():
        if gathered >= least:
            started.append(distance)
            gathered = 0
        gathered += treated_here
        names[distance] = started[-1]
    if gathered < least and len(started) > 1:
        names = {at: started[-2] if bin_ == started[-1] else bin_ for at, bin_ in names.items()}
    return people.with_columns(pl.col("distance").replace_strict(names, return_dtype=pl.Float64))


def _wide(bins: WorkedBins) -> WorkedBins:
    """Return bins put together until enough worked people of each won."""
    place, gathered, at = np.zeros(bins.floors.size, dtype=np.int64), 0.0, 0
    for index, wins in enumerate(bins.sum_worked):
        if gathered >= LEAST_WINS:
            at, gathered = at + 1, 0.0
        gathered += float(wins)
        place[index] = at
    if gathered < LEAST_WINS and at:
        place[place == at] = at - 1
    first = np.concatenate([[True], np.diff(place) > 0])
    sums = {
        name: np.bincount(place, values).astype(np.float64)
        for name, values in vars(bins).items()
        if name != "floors"
    }
    return WorkedBins(floors=bins.floors[first], **sums)


def _years(line: pl.DataFrame) -> float:
    """Return how long a time people came in, in years: of a month its own, else of the whole."""
    is_month = line["period"].null_count() < line.height
    names = ("first_date", "last_date") if is_month else ("first_day", "last_day")
    first, last = line[names[0]].min(), line[names[1]].max()
    if not isinstance(first, dt.date) or not isinstance(last, dt.date):
        return LEAST_DAYS / DAYS_IN_YEAR
    return max((last - first).days + 1, LEAST_DAYS) / DAYS_IN_YEAR
