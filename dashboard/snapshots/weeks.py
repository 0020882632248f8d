"""How many there usually are: the weeks before, cut from the records of the later snapshot."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

import polars as pl

from dashboard.estimators.individuals_chart import (
    LEAST_POINTS,
    RUN,
    Judged,
    Kind,
    Limits,
    count_tail,
    judged,
    limits,
)
from dashboard.snapshots.change import Usual

WEEK = 7
# Half a year before: longer, and the company is another.
_MOST_POINTS = 26


@dataclass(frozen=True)
class Stretch:
    """The days since the snapshot before, in spans of a week, or fewer where they are fewer."""

    as_of: dt.date
    days: int

    @property
    def span(self) -> int:
        """Return how many days a point of the series has."""
        return min(self.days, WEEK)

    @property
    def new(self) -> int:
        """Return how many points lie since the snapshot before, the first of them maybe in part."""
        return math.ceil(self.days / self.span)


@dataclass(frozen=True)
class Weekly:
    """The newest weeks held against those before, and what is usual.

    `latest` is the newest week farthest from the mean, `most` the largest of them.
    """

    latest: float
    most: float
    limits: Limits
    usual: Usual
    judged: Judged

    @property
    def is_above(self) -> bool:
        """Say whether any of the newest weeks has more than usual."""
        return self.most > self.usual.high


def series(
    rows: pl.DataFrame, stretch: Stretch, first: dt.date | None, value: str = "numerator"
) -> list[float]:
    """Return sums of whole spans of days that were over on the as-of date, the oldest first.

    The spans begin at `first`, or at the first record if that is later.
    """
    dated = rows.filter(pl.col("business_date") < stretch.as_of)
    if dated.is_empty():
        return []
    known = dated["business_date"].min()
    begins = max(filter(None, [first, known if isinstance(known, dt.date) else None]))
    points = (stretch.as_of - begins).days // stretch.span
    since = (pl.lit(stretch.as_of) - pl.col("business_date")).dt.total_days() - 1
    placed = dated.with_columns((since // stretch.span).alias("back"))
    sums = {
        int(back): math.fsum(part[value].drop_nulls().to_list())
        for (back,), part in placed.partition_by("back", as_dict=True).items()
    }
    return [sums.get(back, 0.0) for back in reversed(range(points))]


def weekly(points: list[float], stretch: Stretch, of: Kind) -> Weekly | None:
    """Hold the newest points against those before them; None below twelve of these."""
    new = stretch.new
    # A run of eight can be looked for where twelve points are left before it.
    tested = max(new, RUN) if len(points) >= LEAST_POINTS + max(new, RUN) else new
    before = points[:-tested][-_MOST_POINTS:]
    known = limits(before) if len(before) >= LEAST_POINTS else None
    if known is None:
        return None
    found = judged(known, points[-tested:], new, of=of)
    usual = _usual(known, stretch.span, of)
    # Of several new weeks the one farthest from the mean is told.
    latest = max(points[-new:], key=lambda each: abs(each - known.mean))
    return Weekly(latest, max(points[-new:]), known, usual, found)


def _usual(known: Limits, days: int, of: Kind) -> Usual:
    low, high = max(known.low, 0.0), known.high
    if of == "counts":
        low, high = float(math.ceil(low)), float(math.floor(high))
        # Few events are no chart: one more than ever is nothing unusual yet.
        while count_tail(high + 1, known.mean * known.points, known.points) > 0.025:
            high += 1
    return Usual(low, high, known.points, days)
