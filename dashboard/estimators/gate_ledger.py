"""What a gate costs and what it protects, in money, as ranges that say what they rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from dashboard.estimators.intervals import ROUNDING, Interval

Grade = Literal["observed", "adjusted", "causal-at-gate", "bound", "assumed"]


@dataclass(frozen=True)
class Range:
    """Least and most of an amount, and a best guess where one may be had.

    No value between is likelier than another. Unlike an interval of chance it is not narrowed by
    adding: the sum of two may lie where both lie at one end.
    """

    low: float
    high: float
    mid: float | None = None

    def __post_init__(self) -> None:
        """Refuse ends the wrong way round, and a guess outside of them beyond rounding."""
        mid = self.low if self.mid is None else self.mid
        slack = ROUNDING * max(abs(self.low), abs(self.high))
        if not self.low - slack <= mid <= self.high + slack or self.low > self.high:
            raise ValueError(f"{self.low} to {self.high} around {self.mid} is not a range.")


NOTHING = Range(0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Line:
    """One line of the ledger; those outside the net stand beside it."""

    name: str
    side: Literal["cost", "credit"]
    amount: Range
    grade: Grade
    is_in_net: bool = True

    @property
    def certain(self) -> float:
        """Return the part that is there wherever in its range the truth lies; of a guess none."""
        return 0.0 if self.grade == "assumed" else max(self.amount.low, 0.0)


@dataclass(frozen=True)
class Ledger:
    """All lines, and their sums: costs, credits, and the net cost, below 0 if the gate saves."""

    lines: tuple[Line, ...]
    cost: Range
    credit: Range
    net: Range


def lost_value(
    recovered: float, high: float, margin: float, *, point: Interval | None = None
) -> Range:
    """Return the margin on what turned-away leads would have brought and did not: W - recovered.

    `recovered` is what they brought all the same, by another door; `high` what they would have
    brought worked, at most (rising outcomes); `point` the best guess of the same where one may be
    shown. Low is 0 by construction: if working never hurts, W is at least what came anyway, and
    that is not lost. The mid is kept inside the range. METHODS E5.
    """
    most = max(high - recovered, 0.0) * margin
    if point is None or point.value is None:
        return Range(0.0, most)
    return Range(0.0, most, min(max(point.value - recovered, 0.0) * margin, most))


def delay_cost(expected: Interval, margin: float) -> Range | None:
    """Return the margin on D, the value that waiting inside the gate is expected to take away.

    `expected` comes from the decay of winning with waiting, sum of V p (1 - exp(-decay x days)).
    Without an interval there is no line. It may begin below 0: waiting is not proven to hurt.
    """
    if expected.value is None or expected.low is None or expected.high is None:
        return None
    return Range(expected.low * margin, expected.high * margin, expected.value * margin)


def hours_protected(
    leads: float,
    hours_each: Range,
    rate: float,
    *,
    spare_hours: float | None = None,
    busy_rate: float | None = None,
) -> Range:
    """Return P, the price of the hours that turned-away leads would have taken: leads x h x rate.

    `spare_hours` are hours that sellers have left: working more leads takes those first, and they
    have no other use; so low prices only the hours beyond them. Unknown, all hours are priced, and
    the line is an assumption. `busy_rate` is what an hour brings in the present queue, for the
    hours beyond the spare ones where capacity binds; it is the high end if above the rate. It
    misleads when nobody would have worked those leads anyway. METHODS E5.
    """
    beyond = [
        max(leads * each - (spare_hours or 0.0), 0.0) for each in (hours_each.low, hours_each.high)
    ]
    within = leads * hours_each.high - beyond[1]
    high = beyond[1] * max(rate, busy_rate or rate) + within * rate
    mid = None if hours_each.mid is None else leads * hours_each.mid * rate
    low = beyond[0] * min(rate, busy_rate or rate)
    return Range(low, high, None if mid is None else min(max(mid, low), high))


def admitted_in_vain(leads: float, hours_each: Range, rate: float) -> Range:
    """Return the price of the hours spent on leads that passed and of which nothing came.

    It stands beside the net, not in it: without the gate these leads would be worked too. It is
    what a perfect gate would save, as P is what this one does.
    """
    mid = None if hours_each.mid is None else leads * hours_each.mid * rate
    return Range(leads * hours_each.low * rate, leads * hours_each.high * rate, mid)


def ledger(lines: Sequence[Line]) -> Ledger:
    """Return the sums of the lines: net cost = costs - credits, each end with its own.

    The net is lowest where all costs are lowest and all credits highest. A mid is summed only where
    every line of the net has one: half a guess is none.
    """
    cost, credit = (
        _sum([line.amount for line in lines if line.side == side and line.is_in_net])
        for side in ("cost", "credit")
    )
    mid = None if cost.mid is None or credit.mid is None else cost.mid - credit.mid
    net = Range(cost.low - credit.high, cost.high - credit.low, mid)
    return Ledger(tuple(lines), cost, credit, net)


def _sum(amounts: Sequence[Range]) -> Range:
    mids = [amount.mid for amount in amounts if amount.mid is not None]
    return Range(
        sum(amount.low for amount in amounts),
        sum(amount.high for amount in amounts),
        sum(mids) if len(mids) == len(amounts) else None,
    )
