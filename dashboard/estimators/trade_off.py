"""What would change if the gate stood elsewhere: leads, hours, wins and money, as ranges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dashboard.estimators.score_bounds import Gains, WorkedBins, imbens_manski

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Prices:
    """What a lead is worth and costs; a number, or one entry a bin.

    `worth`: money kept per unit of outcome: for wins the value of a win times the margin, for money
    the margin. `hours`: a seller's hours on one worked lead. `rate`: money per hour.
    """

    worth: ArrayLike
    hours: ArrayLike
    rate: float

    def cost(self) -> Numbers:
        """Return the money that working one lead takes."""
        return np.asarray(self.hours, dtype=np.float64) * self.rate


@dataclass(frozen=True)
class Ends:
    """Least and most with the range that also holds the luck, one entry a threshold or bin."""

    low: Numbers
    high: Numbers
    outer_low: Numbers
    outer_high: Numbers


@dataclass(frozen=True)
class Moves:
    """What moving the gate to each of these scores would change against today."""

    at: Numbers
    leads: Numbers
    hours: Numbers
    outcome: Ends
    net: Ends


@dataclass(frozen=True)
class Curve:
    """All that is worked and what it brings, with the gate at each of these scores."""

    at: Numbers
    leads: Numbers
    hours: Numbers
    outcome: Ends


def incremental_net(leads: ArrayLike, gain: ArrayLike, prices: Prices) -> Numbers:
    """Return what working these leads leaves over: n [(p1 - p0) V margin - c], a bin.

    `gain` is p1 - p0, what working adds, never p1 alone: leads that would have come anyway are no
    success of the hour. (With the average instead, the answer of the worked example turns round.)
    """
    each = np.asarray(gain, dtype=np.float64) * np.asarray(prices.worth, dtype=np.float64)
    return np.asarray(leads, dtype=np.float64) * (each - prices.cost())


def net_by_bin(bins: WorkedBins, gained: Gains, prices: Prices, gate: float) -> Ends:
    """Return the incremental net of each bin: of its worked leads above the gate, the others below.

    Below the gate it is what working those nobody worked would have left over. The outer ranges
    hold for a bin by itself; for several bins together take `move_gate`, where the common error of
    their ceiling is added once.
    """
    is_above = bins.floors >= gate
    leads = np.where(is_above, bins.worked, bins.unworked)
    scale = leads * np.asarray(prices.worth, dtype=np.float64)
    high_error = np.hypot(gained.high_error, np.where(is_above, 0.0, gained.ceiling_error))
    low, high = (incremental_net(leads, each, prices) for each in (gained.low, gained.high))
    return Ends(low, high, *imbens_manski(low, high, scale * gained.low_error, scale * high_error))


def move_gate(
    bins: WorkedBins,
    gained: Gains,
    prices: Prices,
    gate: float,
    at: ArrayLike,
    *,
    uptake: float = 1.0,
) -> Moves:
    """Return what would change if the gate stood at these scores instead of where it stands.

    In words: lowered, a share `uptake` of the leads in between that nobody works would be worked;
    raised, the worked ones in between would not. Sums over bins of leads x gain, and for the net x
    worth less the cost. The ranges are Imbens and Manski's at 95 %. It misleads for moves so far
    that sellers would be short of hours, or would choose other leads than today: those effects are
    not in it. `gained` comes from `gains` for the same gate.
    """
    if not 0 <= uptake <= 1:
        raise ValueError(f"The share that would be worked lies between 0 and 1, not {uptake}.")
    asked = np.atleast_1d(np.asarray(at, dtype=np.float64))[:, None]
    let_in = np.where((bins.floors >= asked) & (bins.floors < gate), bins.unworked * uptake, 0.0)
    let_go = np.where((bins.floors < asked) & (bins.floors >= gate), bins.worked, 0.0)
    worth = np.broadcast_to(np.asarray(prices.worth, dtype=np.float64), bins.floors.shape)
    hours = np.broadcast_to(np.asarray(prices.hours, dtype=np.float64), bins.floors.shape)
    changed = let_in - let_go
    return Moves(
        at=asked[:, 0],
        leads=changed.sum(axis=1),
        hours=changed @ hours,
        outcome=_ends(let_in, let_go, gained, np.zeros(len(asked))),
        net=_ends(let_in * worth, let_go * worth, gained, changed @ (hours * prices.rate)),
    )


def curve_over_thresholds(
    bins: WorkedBins,
    gained: Gains,
    prices: Prices,
    gate: float,
    *,
    uptake: float = 1.0,
) -> Curve:
    """Return leads, hours and outcome with the gate at each bin's score.

    In words: what the worked leads brought, which is counted, and the change of `move_gate` from
    there; so it is certain at today's gate and a range anywhere else. Leads worked below the gate
    today stay worked. What comes without work is not in it.
    """
    moved = move_gate(bins, gained, prices, gate, bins.floors, uptake=uptake)
    hours = np.broadcast_to(np.asarray(prices.hours, dtype=np.float64), bins.floors.shape)
    today = float(bins.sum_worked.sum())
    ends = Ends(*(today + each for each in vars(moved.outcome).values()))
    leads = float(bins.worked.sum()) + moved.leads
    return Curve(moved.at, leads, float(bins.worked @ hours) + moved.hours, ends)


def net_benefit(
    true_positives: ArrayLike, passed: ArrayLike, n: float, chance: ArrayLike
) -> Numbers:
    """Return a decision curve's net benefit per lead: TP/n - FP/n x pt / (1 - pt).

    `passed` are the leads worked, `true_positives` those of them that were worth it, and `chance`
    is pt, the chance of a win from which an hour pays: cost / (value of a win x margin). Passing
    nobody gives 0. In money it is net / (n x (1 - pt) x value x margin). It misleads with all wins
    as true positives: some would have come without work; give it the wins gained. Vickers and
    Elkin (2006), Medical Decision Making 26:565.
    """
    right, worked, pt = (
        np.asarray(each, dtype=np.float64) for each in (true_positives, passed, chance)
    )
    if n <= 0 or np.any(pt < 0) or np.any(pt >= 1):
        raise ValueError("A net benefit needs leads, and a chance from 0 to below 1.")
    return np.asarray(right / n - (worked - right) / n * pt / (1 - pt), dtype=np.float64)


def decision_curve(
    bins: WorkedBins, gained: Gains, gate: float, at: float, chance: ArrayLike
) -> tuple[Numbers, Numbers]:
    """Return the least and the most net benefit per lead of a gate at a score, by `chance`.

    Against passing nobody. True positives are the wins that working adds: of worked leads from
    today's gate up, and of those let in below it as far as bounded. The bins' outcome must be wins.
    """
    is_in = bins.floors >= at
    leads = np.where(is_in, np.where(bins.floors >= gate, bins.worked, bins.unworked), 0.0)
    n, passed = float((bins.worked + bins.unworked).sum()), float(leads.sum())
    low, high = float(leads @ gained.low), float(leads @ gained.high)
    return net_benefit(low, passed, n, chance), net_benefit(high, passed, n, chance)


def _ends(let_in: Numbers, let_go: Numbers, gained: Gains, cost: Numbers) -> Ends:
    """Return the ends of a change: rows are thresholds, columns bins, entries leads or money."""
    low = let_in @ gained.low - let_go @ gained.high - cost
    high = let_in @ gained.high - let_go @ gained.low - cost
    low_variance, high_variance = gained.low_error**2, gained.high_error**2
    below = np.sqrt(let_in**2 @ low_variance + let_go**2 @ high_variance)
    common = (let_in.sum(axis=1) * gained.ceiling_error) ** 2
    above = np.sqrt(let_in**2 @ high_variance + let_go**2 @ low_variance + common)
    return Ends(low, high, *imbens_manski(low, high, below, above))
