"""How many different ways there are: entropy, effective numbers, and both at equal size.

Counts are records per variant (won deals per path); their order and zeros do not matter.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dashboard.estimators.intervals import LEVEL, UNDEFINED, Interval, critical_value

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]

# Four fifths of ten records are eight, also where adding up leaves 7.999999.
ROUNDING = 1e-9


@dataclass(frozen=True)
class Rarefied:
    """What a draw of `n` records would show on average: variants, and effective numbers."""

    n: int
    richness: float
    effective: float
    inverse_simpson: float


def entropy(counts: ArrayLike) -> float | None:
    """Return Shannon's entropy in nats; divided by ln 2 it is in bits.

    In words: the mean of -ln(share) over records. It is too low for few records, since rare
    variants have not been seen yet: see `miller_madow` and `rarefied`. Shannon (1948).
    """
    shares = _shares(counts)
    return float(-np.sum(shares * np.log(shares))) if shares.size else None


def miller_madow(counts: ArrayLike) -> float | None:
    """Return the entropy in nats with (m - 1) / (2 n) added, for m variants in n records.

    The first term of what few records hide; it misleads where most variants occur once: then it
    is still too low. Miller (1955); Madow (1948).
    """
    plain = entropy(counts)
    present = _present(counts)
    return None if plain is None else plain + (present.size - 1) / (2 * float(present.sum()))


def effective_number(counts: ArrayLike) -> float | None:
    """Return exp(entropy): as many equally common variants would be as varied.

    It misleads between groups of unlike size: compare `rarefied` numbers. Hill (1973), order 1.
    """
    plain = entropy(counts)
    return None if plain is None else math.exp(plain)


def effective_interval(counts: ArrayLike, *, deff: float = 1.0, level: float = LEVEL) -> Interval:
    """Return the effective number, and the range of the one that many more records would show.

    In words: how much the entropy falls when each record in turn is left out (the jackknife) says
    how much too low it is and how much it varies; its variance is multiplied by `deff` where
    records share accounts. So the value lies low in its range, or at its end. No range where all
    variants are equally common. It misleads below about 100 records, and where most variants
    occur once: the truth lies above. With 25 paths of uneven size the range held the truth 94 %
    of the time for 300 records, 92 % for 60. Zahl (1977), Ecology 58:907.
    """
    present = _present(counts)
    n = float(present.sum())
    plain = entropy(present)
    if plain is None:
        return UNDEFINED
    if n < 2:
        return Interval(math.exp(plain))
    terms, fewer = _times_log(present), _times_log(present - 1)
    without = math.log(n - 1) - (terms.sum() - terms + fewer) / (n - 1)
    pseudo = n * plain - (n - 1) * without
    middle = float(present @ pseudo) / n
    variance = float(present @ (pseudo - middle) ** 2) / (n - 1) / n * deff
    if variance <= ROUNDING**2:
        return Interval(math.exp(plain))
    reach = critical_value(level) * math.sqrt(variance)
    low = max(0.0, min(plain, middle - reach))
    return Interval(math.exp(plain), math.exp(low), math.exp(middle + reach))


def inverse_simpson(counts: ArrayLike) -> float | None:
    """Return 1 / sum of squared shares: the effective number that rare variants hardly move.

    Simpson (1949); Hill (1973), order 2.
    """
    shares = _shares(counts)
    return 1 / float(np.sum(shares**2)) if shares.size else None


def held_by(counts: ArrayLike, share: float = 0.8) -> int | None:
    """Return how many of the most common variants hold this share of the records together."""
    present = np.sort(_present(counts))[::-1]
    if not present.size:
        return None
    reached = np.cumsum(present) >= (share - ROUNDING) * present.sum()
    return int(np.argmax(reached)) + 1


def rarefied(counts: ArrayLike, n: int) -> Rarefied | None:
    """Return how varied `n` records drawn from these would be on average; None for fewer than n.

    Exact, without drawing: the expected number of variants that occur k times among n follows the
    hypergeometric law, and the effective numbers are those of such expected counts. Two groups are
    to be compared at the size of the smaller one. It misleads far below that size: at n = 1
    everything looks the same. Hurlbert (1971), Ecology 52:577; Chao et al. (2014), Ecological
    Monographs 84:45, equations 4 and 5.
    """
    present = np.rint(_present(counts)).astype(np.int64)
    total = int(present.sum())
    if n < 1 or n > total:
        return None
    sizes, variants = np.unique(present, return_counts=True)
    times = np.arange(1, n + 1)
    expected = np.zeros(n)
    log_factorial = np.append(0.0, np.cumsum(np.log(np.arange(1, total + 1))))

    def log_choose(of: NDArray[np.int64] | int, chosen: NDArray[np.int64] | int) -> Numbers:
        return np.asarray(log_factorial[of] - log_factorial[chosen] - log_factorial[of - chosen])

    for size, number in zip(sizes.tolist(), variants.tolist(), strict=True):
        k = times[(times <= size) & (n - times <= total - size)]
        logs = log_choose(size, k) + log_choose(total - size, n - k) - log_choose(total, n)
        expected[k - 1] += number * np.exp(logs)
    shares = times / n
    entropy_of_n = -float(np.sum(expected * shares * np.log(shares)))
    squares = float(np.sum(expected * shares**2))
    return Rarefied(n, float(expected.sum()), math.exp(entropy_of_n), 1 / squares)


def _present(counts: ArrayLike) -> Numbers:
    numbers = np.asarray(counts, dtype=np.float64)
    if not np.all(numbers >= 0):
        raise ValueError("A variant has fewer than no records.")
    return numbers[numbers > 0]


def _shares(counts: ArrayLike) -> Numbers:
    present = _present(counts)
    return np.asarray(present / present.sum(), dtype=np.float64)


def _times_log(counts: Numbers) -> Numbers:
    """Return x ln x, which is 0 at 0."""
    return np.asarray(counts * np.log(np.maximum(counts, 1)), dtype=np.float64)
