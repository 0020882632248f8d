"""What each gate costs and protects, line by line: amounts of money with the people behind them.

A person is stopped at one gate: at that with the line if it turned them away and nobody worked them
all the same, else at the first later one that did not let them through. What is set against it is
that they had been let through there, the other gates as they are: then sales take on as many of
them as of those right above the line, and these do as well as the ones taken on there.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl

from dashboard.estimators.bounds import Bounds
from dashboard.estimators.gate_ledger import (
    NOTHING,
    Grade,
    Line,
    Range,
    admitted_in_vain,
    hours_protected,
    lost_value,
)
from dashboard.estimators.intervals import Interval
from dashboard.estimators.score_bounds import WorkedBins, winnable
from dashboard.measures.estimates.gate_bins import (
    Gate,
    bins_of,
    count,
    is_below,
    old_enough,
    total,
    wide_people,
)
from dashboard.measures.estimates.gate_board import NO_RISE, why_no_guess
from dashboard.measures.estimates.gate_guess import Guesses
from dashboard.measures.result import FEWEST

TURNED_AWAY, WAITING, RUNNING, HOURS_KEPT = "turned_away", "waiting", "running", "hours_kept"
IN_VAIN, TRUE_NEGATIVES, NET = "admitted_in_vain", "true_negatives", "net"
ALL_GATES = "all_gates"
COSTS = (TURNED_AWAY, WAITING, RUNNING, IN_VAIN)
BESIDE = (IN_VAIN, TRUE_NEGATIVES)
TOO_FEW = "Too few with these scores were let through to tell what the others would bring."
NOBODY = "Nobody was turned away there."


@dataclass(frozen=True)
class Entry:
    """One line of a gate; without amount it says why. `plain_high` is its end without luck."""

    name: str
    amount: Range | None
    grade: Grade
    n: int
    events: int
    status: str = "ok"
    plain_high: float | None = None
    details: dict[str, object] = field(default_factory=dict)

    @property
    def line(self) -> Line | None:
        """Return the line of the ledger; None where there is no amount."""
        if self.amount is None:
            return None
        side = "cost" if self.name in COSTS else "credit"
        return Line(self.name, side, self.amount, self.grade, self.name not in BESIDE)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Stops:
    """The people at one gate, as its ledger counts them: worked or let through, and stopped."""

    name: str
    let_through: pl.DataFrame
    stopped: pl.DataFrame
    hours_each: Range | None
    brought: Bounds
    reason: str | None
    guess: Interval | None = None
    guess_grade: str | None = None
    guess_reason: str | None = None


def stops_of(gate: Gate, frame: pl.DataFrame) -> list[Stops]:
    """Return the stops of every gate, that with the line first."""
    later = old_enough(frame).filter(
        (pl.col("part") == "gate") & pl.col("let_through_at_random").is_null()
    )
    found = [_at_the_line(gate)]
    for (_, _), people in sorted(later.partition_by("place", "gate_name", as_dict=True).items()):
        found.append(_at_a_later(gate, people))
    return found


def _at_the_line(gate: Gate) -> Stops:
    name = str(gate.people["gate_name"][0])
    stopped = is_below(gate.people)
    let_through = gate.people.filter("is_worked")
    if not gate.has_enough or not gate.rises:
        reason = NO_RISE if gate.has_enough else TOO_FEW
        hours = _hours_of_one(gate) if gate.has_enough else None
        return Stops(name, let_through, stopped, hours, Bounds(), reason)
    bins = _stopped_below(gate.bins(in_money=True))
    guess = Guesses(gate).money(-math.inf)
    return Stops(
        name,
        let_through,
        stopped,
        _hours_of_one(gate),
        _taken_on(winnable(bins, 0.0, window=gate.window), total(stopped, "value"), gate.uptake),
        None,
        _times(guess.interval, count(stopped)),
        guess.grade,
        why_no_guess(guess.reason),
    )


def _hours_of_one(gate: Gate) -> Range:
    """Return the seller hours that one person let through at the line takes: some are taken on."""
    each, share = gate.hours_each, gate.uptake
    return Range(share * each.low, share * each.high, share * (each.mid or 0.0))


def _taken_on(worked: Bounds, anyway: float, share: float) -> Bounds:
    """Return what people would bring of whom sales take on a part: the others bring what they did.

    `worked` is what all of them would bring worked, `anyway` what they brought.
    """
    ends = (worked.low, worked.high, worked.outer_low, worked.outer_high)
    told = (None if end is None else anyway + share * (end - anyway) for end in ends)
    return Bounds(*told)


def _stopped_below(bins: WorkedBins) -> WorkedBins:
    """Return bins without those above the line whom nobody worked: later gates stopped these."""
    kept = np.where(bins.floors < 0, 1.0, 0.0)
    names = ("unworked", "sum_unworked", "squares_unworked")
    return replace(bins, **{name: getattr(bins, name) * kept for name in names})


def _at_a_later(gate: Gate, people: pl.DataFrame) -> Stops:
    """Return the stops of a gate after the line: those let through with the same score stand by."""
    name = str(people["gate_name"][0])
    let_through, stopped = people.filter("is_worked"), people.filter(~pl.col("is_worked"))
    if count(let_through) < FEWEST:
        return Stops(name, let_through, stopped, None, Bounds(), TOO_FEW)
    bins = bins_of(wide_people(people, "is_worked", FEWEST), "is_worked", in_money=True)
    brought = winnable(bins, float(bins.floors[0]), window=math.inf)
    return Stops(name, let_through, stopped, gate.hours_of(let_through), brought, None)


def entries_of(gate: Gate, stops: Stops, spare: float | None) -> list[Entry]:
    """Return the lines of one gate; `spare` are the seller hours that are left for its people."""
    return [
        _turned_away(gate, stops),
        _running(gate, stops),
        _hours_kept(gate, stops, spare),
        _in_vain(gate, stops.let_through),
        _true_negatives(stops),
    ]


def _turned_away(gate: Gate, stops: Stops) -> Entry:
    people, margin = stops.stopped, gate.assumed.margin
    recovered = total(people, "value")
    details: dict[str, object] = {"leads": count(people), "recovered": recovered}
    details |= {"point_grade": stops.guess_grade, "point_reason": stops.guess_reason}
    entry = Entry(
        TURNED_AWAY, None, "bound", count(people), int(total(people, "wins")), details=details
    )
    if not entry.n:
        return replace(entry, amount=NOTHING, plain_high=0.0, details=details | {"reason": NOBODY})
    high = stops.brought.outer_high
    if high is None:
        status = "withheld" if stops.reason == NO_RISE else "too few"
        return replace(entry, status=status, details=details | {"reason": stops.reason or TOO_FEW})
    amount = lost_value(recovered, high, margin, point=stops.guess)
    plain = max((stops.brought.high or 0.0) - recovered, 0.0) * margin
    return replace(entry, amount=amount, plain_high=plain)


def _running(gate: Gate, stops: Stops) -> Entry:
    """Return the price of the hours spent on people whom the gate then turned away.

    What a person took who came back by another door was spent on the deal, not on the gate.
    """
    hours = gate.hours(stops.stopped, "_without_win")
    money = hours * gate.assumed.seller_hour_cost
    details: dict[str, object] = {"hours_low": hours, "hours_high": hours, "tools": 0.0}
    n = count(stops.stopped)
    return Entry(RUNNING, Range(money, money, money), "observed", n, n, "ok", money, details)


def _hours_kept(gate: Gate, stops: Stops, spare: float | None) -> Entry:
    people = stops.stopped
    nothing_came = count(people) - int(total(people, "wins"))
    details: dict[str, object] = {"leads": nothing_came, "spare_hours": spare}
    grade: Grade = "assumed" if spare is None else "bound"
    entry = Entry(HOURS_KEPT, None, grade, count(people), nothing_came, details=details)
    if not nothing_came:
        hours = {"hours_low": 0.0, "hours_high": 0.0}
        return replace(entry, amount=NOTHING, details=details | hours)
    if stops.hours_each is None:
        return replace(entry, status="too few", details=details | {"reason": TOO_FEW})
    each = stops.hours_each
    amount = hours_protected(
        nothing_came,
        each,
        gate.assumed.seller_hour_cost,
        spare_hours=spare,
    )
    hours = {"hours_low": nothing_came * each.low, "hours_high": nothing_came * each.high}
    return replace(entry, amount=amount, details=details | hours)


def _in_vain(gate: Gate, let_through: pl.DataFrame) -> Entry:
    """Return the price of the hours spent on people who passed and of whom nothing came."""
    in_vain = count(let_through) - int(total(let_through, "wins"))
    hours = gate.hours(let_through, "_without_win")
    each = hours / in_vain if in_vain else 0.0
    amount = admitted_in_vain(in_vain, Range(each, each, each), gate.assumed.seller_hour_cost)
    details: dict[str, object] = {"leads": in_vain, "hours_low": hours, "hours_high": hours}
    return Entry(IN_VAIN, amount, "observed", count(let_through), in_vain, details=details)


def _true_negatives(stops: Stops) -> Entry:
    """Return how many were turned away and nothing came of them: a count, beside the money."""
    people = stops.stopped
    nothing_came = count(people) - int(total(people, "wins"))
    details: dict[str, object] = {"unit": "count", "leads": nothing_came}
    return Entry(TRUE_NEGATIVES, None, "observed", count(people), nothing_came, details=details)


def _times(interval: Interval, factor: float) -> Interval:
    if interval.value is None:
        return interval
    ends = (interval.low, interval.high)
    return Interval(
        interval.value * factor, *(None if end is None else end * factor for end in ends)
    )
