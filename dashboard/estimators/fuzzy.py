"""What being worked does to the leads that the gate decides about: one jump over another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dashboard.estimators.discontinuity import (
    REACH,
    Jump,
    Reason,
    best_jump,
    enough_lines,
    honest_jump,
    smoothness_of,
)
from dashboard.estimators.intervals import LEVEL
from dashboard.estimators.score_bins import Bins

# The gate must change for at least a tenth of leads whether they are worked.
LEAST_SHIFT = 0.10
# Doublings of a step, and halvings of an edge: to some millionths of the first step.
DOUBLINGS, HALVINGS = 30, 18
ROUNDS = 4
TINY = 1e-12


@dataclass(frozen=True)
class Ratio:
    """The effect of being worked with its interval; an open end is None."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    first_stage: Jump | None = None
    reason: Reason | None = None


def fuzzy_ratio(
    outcome: Bins,
    treated: Bins,
    together: Bins,
    *,
    reach: float = REACH,
    level: float = LEVEL,
) -> Ratio:
    """Return the jump of the outcome over the jump of the share worked, by honest inversion.

    In words: an effect t is possible when outcome - t x worked has no jump, by its own honest
    interval; the interval is all such t. `together` has the outcomes of the worked as its sums,
    and all three have the same bins. None unless the share worked jumps by more than a tenth with
    confidence. It speaks of leads at the threshold whom the gate lets through, and it misleads
    when the gate does anything else to a lead than have it worked. Anderson and Rubin (1949);
    Noack and Rothe (2024), Econometrica 92:687.
    """
    if not (np.array_equal(outcome.x, treated.x) and np.array_equal(outcome.x, together.x)):
        raise ValueError("Outcome, worked and both together need the same scores.")
    first_stage = honest_jump(treated, reach=reach, level=level)
    drawn = enough_lines(outcome, reach=reach)
    whole = honest_jump(outcome, reach=reach, level=level)
    if whole.value is None or first_stage.low is None or drawn is None:
        return Ratio(first_stage=first_stage, reason=whole.reason or first_stage.reason)
    if first_stage.low <= LEAST_SHIFT:
        return Ratio(first_stage=first_stage, reason="weak")

    def rest(effect: float) -> Jump:
        less = _less(outcome, treated, together, effect)
        return best_jump(less, drawn, smoothness_of(less, reach=reach) or 0.0, level=level)

    value = _without_rest(rest, whole.value, first_stage.value or 1.0)
    step = max(-(whole.low or 0.0) + whole.value, TINY) / first_stage.low
    low, high = (_edge(rest, value, sign * step) for sign in (-1, 1))
    return Ratio(value, low, high, first_stage)


def _less(outcome: Bins, treated: Bins, together: Bins, effect: float) -> Bins:
    """Return the bins of outcome - effect x worked, worked being 0 or 1."""
    sums = outcome.y - effect * treated.y
    squares = outcome.squares - 2 * effect * together.y + effect**2 * treated.y
    return Bins(outcome.x, outcome.n, sums, squares, outcome.events)


def _without_rest(rest: Callable[[float], Jump], jump: float, shift: float) -> float:
    """Return the effect that leaves no jump; the bandwidth changes with it, hence some rounds."""
    value = jump / shift
    for _ in range(ROUNDS):
        value += (rest(value).value or 0.0) / shift
    return value


def _edge(rest: Callable[[float], Jump], value: float, step: float) -> float | None:
    """Return where, away from the value, effects cease to be possible."""
    inside, outside = value, value + step
    for _ in range(DOUBLINGS):
        if not _holds_zero(rest(outside)):
            break
        inside, outside = outside, outside + (outside - value)
    else:
        return None
    for _ in range(HALVINGS):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if _holds_zero(rest(middle)) else (inside, middle)
    return (inside + outside) / 2


def _holds_zero(jump: Jump) -> bool:
    return jump.low is None or jump.high is None or jump.low <= 0 <= jump.high
