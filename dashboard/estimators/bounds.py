"""Shares of which a part cannot be told: the two extremes, and the luck around them."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.estimators.intervals import Interval, kish_wilson, wilson


@dataclass(frozen=True)
class Bounds:
    """What the records allow (low, high), and what they allow with luck (outer)."""

    low: float | None = None
    high: float | None = None
    outer_low: float | None = None
    outer_high: float | None = None


def bound_share(
    k_certain: float,
    k_cannot_tell: float,
    n: float,
    *,
    n_effective: float | None = None,
) -> Bounds:
    """Return the share if none, and if all, of the records that cannot be told belong to it.

    Outer: Wilson's low of the low and Wilson's high of the high. It misleads when read as an
    interval around a best guess: no value inside is likelier than another. Manski (1990);
    Imbens and Manski (2004), whose narrower interval this one contains.
    """
    low = wilson(k_certain, n, n_effective=n_effective)
    high = wilson(k_certain + k_cannot_tell, n, n_effective=n_effective)
    return _between(low, high)


def bound_money(certain: float, cannot_tell: float, total: float, sum_squares: float) -> Bounds:
    """Return the share of money if none, and if all, of the money that cannot be told belongs.

    `sum_squares` is the sum of squared amounts over all records; outer as in `bound_share`, on
    Kish's effective number.
    """
    low = kish_wilson(certain, total, sum_squares)
    high = kish_wilson(certain + cannot_tell, total, sum_squares)
    return _between(low, high)


def _between(low: Interval, high: Interval) -> Bounds:
    if low.value is None or high.value is None:
        return Bounds()
    return Bounds(low.value, high.value, low.low, high.high)
