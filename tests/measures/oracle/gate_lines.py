"""The line elsewhere and the test that settles it, a second time: person by person, from the facts.

What luck adds to the ends of a range has estimators with tests of their own; they are given sums
made here. The ends without it are added up here too.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboard.config import Assumptions
from dashboard.estimators.intervals import wilson
from dashboard.estimators.isotonic import rise_with_score
from dashboard.estimators.score_bounds import WorkedBins, gains, worked_bins
from dashboard.estimators.settling_test import Arms, arm_sizes, detectable, progress
from dashboard.estimators.trade_off import Prices, move_gate, net_benefit
from tests.measures.oracle import gate_scores
from tests.measures.oracle.arithmetic import FEWEST, Expected, named
from tests.measures.oracle.facts import Facts

ASSUMED = Assumptions()
HORIZON, MARGIN, RATE = ASSUMED.gate_horizon_days, ASSUMED.margin, ASSUMED.seller_hour_cost
NEAR, SCORES = 30, 5.0
Person = Mapping[str, Any]
Groups = list[tuple[dict[str, object], list[Person]]]


@dataclass(frozen=True)
class Company:
    """The people of each group, those of all, and what is one for all groups."""

    groups: Groups
    line: float
    scores: list[float]


def company_of(facts: Facts) -> Company:
    cut = facts.cut(facts.tables["fct_gate_leads"], "landmark_month", shift=-12)
    hours, stops = _hours(facts), _stops(facts)
    groups: Groups = []
    for keys, people in gate_scores._people(facts):
        for each in people:
            each["hours"] = hours.get(each["person_id"], 0.0)
            each["stop"] = stops.get(each["person_id"], {})
        groups.append((keys, people))
    days = cut.select("landmark_date", "threshold").rows()
    line = max(days)[1] if days else 0.0
    everybody = [each for _, people in groups for each in told(people)]
    return Company(groups, line, sorted({each["distance"] for each in everybody} | {0.0}))


def _hours(facts: Facts) -> dict[str, float]:
    landmarks = dict(facts.tables["fct_gate_leads"].select("person_id", "landmark_date").rows())
    spent: dict[str, float] = defaultdict(float)
    for row in facts.tables["fct_gate_hours"].iter_rows(named=True):
        landmark = landmarks.get(row["person_id"])
        if landmark and 0 <= (row["contact_date"] - landmark).days <= HORIZON:
            minutes = row["minutes"] + row["untimed_touches"] * ASSUMED.minutes_per_touch
            spent[row["person_id"]] += minutes / 60
    return spent


def _stops(facts: Facts) -> dict[str, dict[int, tuple[str, bool]]]:
    found: dict[str, dict[int, tuple[str, bool]]] = defaultdict(dict)
    for person, gate, place, days in (
        facts.tables["fct_gate_stops"].select("person_id", "gate", "place", "passed_days").rows()
    ):
        found[person][place] = gate, days is not None and days <= HORIZON
    return found


def told(people: Sequence[Person]) -> list[Person]:
    return [each for each in people if each["old"] and each["let_through_at_random"] is None]


def total(people: Sequence[Person], name: str) -> float:
    return float(sum(each[name] for each in people))


def _years(facts: Facts, company: Company, people: Sequence[Person]) -> float:
    among = people
    if facts.asked.by != "month":
        among = [each for _, group in company.groups for each in group]
    days = [each["landmark_date"] for each in among if each["old"]]
    return max((max(days) - min(days)).days + 1, 30) / 365.25


class Line:
    """The people of one group at the line, and what those right above it tell."""

    def __init__(self, people: Sequence[Person], scores: Sequence[float]) -> None:
        self.people = told(people)
        self.worked = [each for each in self.people if each["worked"]]
        self.alone = [each for each in self.people if not each["worked"]]
        self.scores = scores
        above = sorted(each["distance"] for each in self.worked if each["distance"] >= 0)
        enough = len(above) >= NEAR
        self.window = max(SCORES, math.floor(above[NEAR - 1]) + 1.0) if enough else math.inf
        self.near = [each for each in self.worked if 0 <= each["distance"] < self.window]
        self.has_enough = len(self.near) >= NEAR
        if self.has_enough:
            offered = [each for each in self.people if 0 <= each["distance"] < self.window]
            self.uptake = len(self.near) / len(offered)
            self.hours = total(self.near, "hours") / len(self.near)

    def bins(self, outcome: str) -> WorkedBins:
        return bins_of(self.worked, self.alone, outcome, lambda each: each["distance"])

    @property
    def rises(self) -> bool:
        wins, leads, current = [0.0], [0.0], sorted({each["distance"] for each in self.people})
        for score in current:
            if wins[-1] >= 10:
                wins.append(0.0)
                leads.append(0.0)
            here = [each for each in self.worked if each["distance"] == score]
            wins[-1] += total(here, "won")
            leads[-1] += len(here)
        if wins[-1] < 10 and len(wins) > 1:
            last, many = wins.pop(), leads.pop()
            wins[-1] += last
            leads[-1] += many
        return rise_with_score(wins, wins, leads).is_plausible


def bins_of(
    treated: Sequence[Person],
    others: Sequence[Person],
    outcome: str,
    place: Callable[[Person], float],
) -> WorkedBins:
    floors = sorted({place(each) for each in (*treated, *others)})
    columns = []
    for power in (0, 1, 2):
        for people in (treated, others):
            sums = [
                sum(float(each[outcome]) ** power for each in people if place(each) == floor)
                for floor in floors
            ]
            columns.append(sums)
    leads, sums, squares = columns[:2], columns[2:4], columns[4:]
    given = (squares[0], squares[1]) if outcome == "value" else None
    return worked_bins(floors, *leads, *sums, given)


def mean(people: Sequence[Person], outcome: str) -> float:
    return total(people, outcome) / len(people) if people else 0.0


def _gain(line: Line, outcome: str, score: float) -> tuple[float, float]:
    """Return what a call adds, least and most, for one person of a score."""
    alone = [each for each in line.alone if each["distance"] == score]
    if score < 0:
        return 0.0, max(mean(line.near, outcome) - mean(alone, outcome), 0.0)
    worked = [each for each in line.worked if each["distance"] == score]
    high = mean(worked, outcome) - (mean(alone, outcome) if len(alone) >= NEAR else 0.0)
    return (high if len(alone) >= NEAR else 0.0), high


def _moved(line: Line, outcome: str, at: float) -> tuple[float, float, float, float]:
    """Return people, hours, and the ends of an outcome, were the line there."""
    leads = hours = low = high = 0.0
    for each in line.people:
        least, most = _gain(line, outcome, each["distance"])
        if at <= each["distance"] < 0 and not each["worked"]:
            leads, hours = leads + line.uptake, hours + line.uptake * line.hours
            low, high = low + line.uptake * least, high + line.uptake * most
        elif 0 <= each["distance"] < at and each["worked"]:
            leads, hours, low, high = leads - 1, hours - each["hours"], low - most, high - least
    return leads, hours, low, high


def threshold_tradeoff(facts: Facts) -> Expected:
    company, found = company_of(facts), {}
    for keys, people in company.groups:
        line = Line(people, company.scores)
        if not line.people:
            continue
        years = _years(facts, company, people)
        for at in company.scores:
            between = [each for each in line.people if min(at, 0) <= each["distance"] < max(at, 0)]
            changed = [each for each in between if each["worked"] == (each["distance"] >= 0)]
            counts = {"n": len(between), "events": len(changed)}
            for statistic, row in _of_line(line, at, years).items():
                key = named({**keys, "line": company.line + at, "statistic": statistic})
                found[_whole(key)] = counts | row
    return found


def _whole(key: frozenset[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    return frozenset((name, value.removesuffix(".0")) for name, value in key)


def _of_line(line: Line, at: float, years: float) -> dict[str, dict[str, Any]]:
    names = ("net", "value", "wins", "hours", "leads", "benefit")
    if not line.has_enough:
        return {name: {"status": "too few", "low": None, "high": None} for name in names}
    leads, hours, low, high = _moved(line, "value", at)
    found = {"hours": (hours / years,) * 2, "leads": (leads / years,) * 2}
    if at < 0 and not line.rises:
        withheld = {"status": "withheld", "low": None, "high": None}
        told = {name: _exact(*ends) for name, ends in found.items()}
        return {**dict.fromkeys(names, withheld), **told}
    found["value"] = low / years, high / years
    found["net"] = tuple((end * MARGIN - hours * RATE) / years for end in (low, high))
    found["wins"] = tuple(end / years for end in _moved(line, "won", at)[2:])
    told = {name: _ends(*ends) for name, ends in found.items()}
    for name, outer in _outer(line, at, years).items():
        told[name] |= outer
    return told | {"benefit": _benefit(line, at)}


def _exact(low: float, high: float) -> dict[str, Any]:
    return {"status": "ok", "low": low, "high": high}


def _ends(low: float, high: float) -> dict[str, Any]:
    return {"status": "ok", "bound_low": low, "bound_high": high}


def _outer(line: Line, at: float, years: float) -> dict[str, dict[str, float]]:
    """Return the ends with luck, by the estimator, from bins made here."""
    found = {}
    for outcome, names in (("value", ("value", "net")), ("won", ("wins",))):
        bins = line.bins(outcome)
        hours = np.zeros(bins.floors.size)
        for place, score in enumerate(bins.floors):
            own = [each for each in line.worked if each["distance"] == score]
            hours[place] = mean(own, "hours") if own and score >= 0 else line.hours
        gained = gains(bins, 0.0, window=line.window)
        prices = Prices(MARGIN, hours, RATE)
        moved = move_gate(bins, gained, prices, 0.0, [at], uptake=line.uptake)
        for name in names:
            ends = moved.net if name == "net" else moved.outcome
            outer = float(ends.outer_low[0]) / years, float(ends.outer_high[0]) / years
            found[name] = dict(zip(("low", "high"), outer, strict=True))
    return found


def _benefit(line: Line, at: float) -> dict[str, Any]:
    wins = total(line.worked, "won")
    worth = total(line.worked, "value") / wins * MARGIN if wins else 0.0
    chance = line.hours * RATE / worth if worth else math.inf
    if chance >= 1:
        return {"status": "ok", "low": None, "high": None}
    passed, low, high = 0, 0.0, 0.0
    for each in line.people:
        if each["distance"] >= at and each["worked"] == (each["distance"] >= 0):
            least, most = _gain(line, "won", each["distance"])
            passed, low, high = passed + 1, low + least, high + most
    ends = (float(net_benefit(end, passed, len(line.people), chance)) for end in (low, high))
    return _exact(*ends)


def settling_test(facts: Facts) -> Expected:
    company, found = company_of(facts), {}
    for keys, people in company.groups:
        line = Line(people, company.scores)
        if not line.people:
            continue
        tested = [p for p in people if p["old"] and p["let_through_at_random"] is not None]
        band = _band(line, tested, _years(facts, company, people))
        for name in ("plan", "smaller"):
            row = {"n": len(line.people), "events": 0, "value": None, "status": "too few"}
            if band is not None:
                row |= {"events": band["alone"], "status": "ok", "value": band.get(name)}
            found[named({**keys, "statistic": name})] = row
        found[named({**keys, "statistic": "progress"})] = _progress(tested, band)
    return found


def _band(line: Line, tested: Sequence[Person], years: float) -> dict[str, Any] | None:
    wins = total(line.worked, "won")
    worth = total(line.worked, "value") / wins * MARGIN if wins else 0.0
    if not line.has_enough or worth <= 0:
        return None
    price = line.hours * RATE / worth
    below = [each["distance"] for each in tested if each["distance"] < 0]
    reaches = [(min(below), max(below))] if below else []
    reaches = reaches or [(-width, 0.0) for width in (5, 10, 15, 20, 30, math.inf)]
    designs = [_design(line, tested, years, price, reach) for reach in reaches]
    known = [each for each in designs if each is not None]
    needed = [each for each in known if each["needed"]]
    if not needed:
        return known[-1] if known else None
    quick = [each for each in needed if each["fill"] <= 365]
    return quick[0] if quick else min(needed, key=lambda each: each["fill"])


def _design(
    line: Line,
    tested: Sequence[Person],
    years: float,
    pays: float,
    reach: tuple[float, float],
) -> dict[str, Any] | None:
    def inside(people: Sequence[Person]) -> list[Person]:
        ends = [each for each in people if reach[0] <= each["distance"] <= reach[1]]
        return [each for each in ends if each["distance"] < 0]

    alone = inside(line.alone)
    if len(alone) < FEWEST:
        return None
    today = mean(alone, "won")
    ceiling = wilson(total(line.near, "won"), len(line.near))
    likely, most = (line.uptake * (end - today) for end in (ceiling.value, ceiling.high))
    pays *= line.uptake
    found: dict[str, Any] = {"alone": len(alone), "needed": most > pays, "fill": math.inf}
    if most <= pays:
        return found
    gain = likely if likely > pays else most
    for name, part in (("plan", 0.5), ("smaller", 1.0)):
        hoped = min(today + pays + part * (gain - pays), 1.0)
        arms = arm_sizes(today + pays, hoped, is_watched=True)
        found[name] = detectable(today + pays, arms, is_watched=True) - today
        found[f"{name}_arms"] = arms
    a_day = (len(inside(line.people)) + len(inside(tested))) / (years * 365.25)
    arms = found["plan_arms"]
    return found | {
        "fill": math.ceil((arms.passed + arms.held) / a_day),
        "each": pays / line.uptake,
    }


def _progress(tested: Sequence[Person], band: dict[str, Any] | None) -> dict[str, Any]:
    passed = [each for each in tested if each["let_through_at_random"]]
    held = [each for each in tested if not each["let_through_at_random"]]
    row: dict[str, Any] = {"n": len(tested), "events": int(total(tested, "won"))}
    row |= {"value": None, "low": None, "status": "too few"}
    is_told = passed and held and band is not None and band["needed"] and len(tested) >= FEWEST
    if not is_told or band is None:
        return row
    found = progress(
        total(passed, "won"),
        total(held, "won"),
        Arms(len(passed), len(held)),
        band["plan_arms"],
        pays_from=band["each"] * mean(passed, "worked"),
    )
    return row | {
        "value": mean(passed, "won") - mean(held, "won"),
        "low": found.watched.low,
        "high": found.watched.high,
        "status": "ok",
    }
