"""What may be said of a gate: costs more than it saves, is working, or is not established."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

from dashboard.estimators.difference import difference
from dashboard.estimators.gate_ledger import Range
from dashboard.estimators.intervals import LEVEL, UNDEFINED, Interval, critical_value

Finding = Literal["costs more than it saves", "is working", "not established"]
Roles = Literal[
    "protects and progresses",
    "protects only",
    "progresses only",
    "neither",
    "not established",
]

POWER = 0.8
# The half-width of an honest discontinuity shrinks with n to this power (of a mean with n to 1/2):
# more leads allow a narrower bandwidth too.
DISCONTINUITY_SHRINKS = 0.4
# Past so many times the present leads no number is worth naming.
MOST_TIMES = 1_000.0
# A difference in the share of deals that move, or stall, below which it does not matter.
LEAST_DIFFERENCE = 0.05


@dataclass(frozen=True)
class Verdict:
    """The finding, the money one more lead at the gate brings and costs, and the rest of the two.

    `leads_needed` are those with which the test would likely tell, None where it told or where
    the two lie so close together that no number of leads would.
    """

    finding: Finding
    brings: Interval
    costs: Interval
    rest: Interval
    leads_needed: int | None = None


def verdict_at_margin(
    jump: Interval,
    first_stage: Interval,
    *,
    margin: float,
    cost_per_worked_lead: float,
    leads: int,
    shrinks: float = DISCONTINUITY_SHRINKS,
) -> Verdict | None:
    """Return whether one more lead just below the gate would repay the seller's time.

    `jump` is the jump of won value per lead at the gate, `first_stage` that of the share worked,
    `leads` those the jump was found with. In words: jump x margin less cost x first stage, with the
    interval of a difference (`difference`); the gate costs more than it saves there if all of it
    is above 0, works if all is below. A first stage without interval is taken as known. It
    misleads when read of leads far from the gate: it is a statement about the next lead. None
    without a jump. METHODS E5.
    """
    brings = _times(jump, margin)
    share = first_stage
    if share.low is None or share.high is None:
        share = Interval(share.value, share.value, share.value)
    costs = _times(share, cost_per_worked_lead)
    rest = difference(brings, costs)
    if rest.value is None or rest.low is None or rest.high is None:
        return None
    if rest.low > 0:
        return Verdict("costs more than it saves", brings, costs, rest)
    if rest.high < 0:
        return Verdict("is working", brings, costs, rest)
    needed = leads_needed(rest, leads, shrinks=shrinks)
    return Verdict("not established", brings, costs, rest, needed)


def leads_needed(
    rest: Interval, leads: int, *, shrinks: float = DISCONTINUITY_SHRINKS, power: float = POWER
) -> int | None:
    """Return about how many leads would tell a quantity from 0, were it as large as it seems.

    In words: leads x (half-width asked for / present half-width) ^ (-1 / shrinks); the half-width
    asked for leaves the interval clear of 0 with `power`. None for more than a thousand times the
    leads there are: then so little hangs on it that either answer is right. It misleads as a
    promise: the quantity itself is known no better than its interval.
    """
    if rest.value is None or rest.low is None or rest.high is None:
        return None
    z = critical_value(LEVEL)
    asked = abs(rest.value) * z / (z + NormalDist().inv_cdf(power))
    present = (rest.high - rest.low) / 2
    if asked <= 0 or present <= 0:
        return None
    times = (present / asked) ** (1 / shrinks)
    return math.ceil(leads * times) if times <= MOST_TIMES else None


def verdict_of_net(net: Range) -> Finding:
    """Return what the net cost of a ledger says: all of it above 0, all below, or neither."""
    if net.low > 0:
        return "costs more than it saves"
    return "is working" if net.high < 0 else "not established"


def progresses(
    moved: Interval, stalled: Interval, *, least: float = LEAST_DIFFERENCE
) -> bool | None:
    """Return whether gated deals get on better than others of their kind; None if it is open.

    `moved` and `stalled` are like-for-like differences, gated less ungated, of the share that moved
    on in 30 days and of the share that stalled. They do if more move or fewer stall beyond chance,
    and the other does not speak against it; they do not if both intervals rule out a help of
    `least`. METHODS E5; for ruling out: Schuirmann (1987).
    """
    ends = (moved.low, moved.high, stalled.low, stalled.high)
    if any(end is None for end in ends):
        return None
    move_low, move_high, stall_low, stall_high = (end for end in ends if end is not None)
    helps, harms = move_low > 0 or stall_high < 0, move_high < 0 or stall_low > 0
    if helps and not harms:
        return True
    return False if move_high < least and stall_low > -least else None


def roles(finding: Finding, *, does_progress: bool | None) -> Roles:
    """Return which of its two roles a gate plays: keeping hours free, and moving buyers on.

    Protects only: it filters and does not help. Progresses only: as a filter it is noise. While
    one of the two is open, so is the answer.
    """
    if finding == "not established" or does_progress is None:
        return "not established"
    if finding == "is working":
        return "protects and progresses" if does_progress else "protects only"
    return "progresses only" if does_progress else "neither"


def _times(interval: Interval, factor: float) -> Interval:
    if interval.value is None:
        return UNDEFINED
    if interval.low is None or interval.high is None:
        return Interval(interval.value * factor)
    return Interval(interval.value * factor, interval.low * factor, interval.high * factor)
