"""The design of the test that settles a line: of whom, how many, at what price.

Nothing here knows whether such a test runs already, but that its scores are then the band.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from dashboard.estimators.intervals import wilson
from dashboard.estimators.settling_test import Arms, Plan, arm_sizes, plan
from dashboard.measures.estimates.gate_bins import DAYS_IN_YEAR, Gate, count, total
from dashboard.measures.result import FEWEST

PLAN, SMALLER = "plan", "smaller"
# Stretches below the line that are tried in turn, until one fills the test within a year.
_WIDTHS = (5.0, 10.0, 15.0, 20.0, 30.0, math.inf)
_FILLED_WITHIN = 365


@dataclass(frozen=True)
class Band:
    """A stretch of scores below the line: what its people bring, and could bring let through.

    `today` is the share won of those left alone, `pays_from` how much more pays for the hours,
    `likely` the most that letting through could add as counted above the line, where sales take on
    a part, `most` the same with luck.
    """

    people: pl.DataFrame
    today: float
    pays_from: float
    likely: float
    most: float

    @property
    def is_needed(self) -> bool:
        """Say whether a call could pay at all."""
        return self.most > self.pays_from

    def arms(self, part: float) -> Arms:
        """Return the sizes that find a gain this part of the way from what pays to the most."""
        start = self.today + self.pays_from
        gain = self.likely if self.likely > self.pays_from else self.most
        hoped = min(start + part * (gain - self.pays_from), 1.0)
        return arm_sizes(start, hoped, is_watched=True)


@dataclass(frozen=True)
class Designed:
    """A test of one band: its people, and the plans of its full and its smaller size."""

    gate: Gate
    band: Band
    plans: Mapping[str, Plan]
    leads_a_day: float


# Part of the way from what pays to the most a call could add, that each size finds.
_PARTS = {PLAN: 0.5, SMALLER: 1.0}


def designed(gate: Gate) -> Designed | None:
    """Return the test of the narrowest band that fills within a year, else of the quickest.

    Where a test runs already, its own scores are the band. None where too few tell anything.
    """
    if not gate.has_enough or gate.value_each is None or gate.value_each <= 0:
        return None
    found = [each for each in (_of_band(gate, reach) for reach in _reaches(gate)) if each]
    needed = [each for each in found if each.band.is_needed]
    if not needed:
        return found[-1] if found else None
    quick = [each for each in needed if each.plans[PLAN].days_to_fill <= _FILLED_WITHIN]
    return quick[0] if quick else min(needed, key=lambda each: each.plans[PLAN].days_to_fill)


def _reaches(gate: Gate) -> Iterator[tuple[float, float]]:
    below = gate.tested.filter(pl.col("distance") < 0)["distance"]
    if below.len():
        yield float(str(below.min())), float(str(below.max()))
        return
    for width in _WIDTHS:
        yield -width, -0.0


def _of_band(gate: Gate, reach: tuple[float, float]) -> Designed | None:
    first, last = reach
    inside = pl.col("distance").is_between(first, last) & (pl.col("distance") < 0)
    people = gate.people.filter(inside)
    alone = people.filter(~pl.col("is_worked"))
    price = gate.price_each
    worth = (gate.value_each or 0.0) * gate.assumed.margin
    if count(alone) < FEWEST or worth <= 0:
        return None
    near = gate.near.filter("is_worked")
    ceiling = wilson(total(near, "wins"), count(near))
    today = total(alone, "wins") / count(alone)
    taken = gate.uptake
    likely, most = (taken * ((end or 0.0) - today) for end in (ceiling.value, ceiling.high))
    band = Band(people, today, taken * price / worth, likely, most)
    days = gate.years * DAYS_IN_YEAR
    leads_a_day = (count(people) + count(gate.tested.filter(inside))) / days
    plans = {name: _plan(gate, band, part, leads_a_day) for name, part in _PARTS.items()}
    return Designed(gate, band, plans if band.is_needed else {}, leads_a_day)


def _plan(gate: Gate, band: Band, part: float, leads_a_day: float) -> Plan:
    arms = band.arms(part) if band.is_needed else Arms(1, 1)
    return plan(
        arms,
        leads_per_day=leads_a_day,
        hours_per_lead=gate.uptake * float(gate.hours_each.mid or 0.0),
        rate=gate.assumed.seller_hour_cost,
        horizon_days=gate.assumed.gate_horizon_days,
    )
