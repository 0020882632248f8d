"""Two independent quantities side by side: by how much one is above the other, and how sure."""

from __future__ import annotations

import math

from dashboard.estimators.intervals import LEVEL, UNDEFINED, Interval, critical_value


def difference(one: Interval, other: Interval) -> Interval:
    """Return one quantity less another, each with its own interval (MOVER).

    In words: the distances from each value to its ends, added as squares; of shares with Wilson's
    intervals this is Newcombe's method 10. It holds for whatever has an interval of its own:
    shares, rates, medians of days, curves read on a day. It misleads for groups that share records
    or accounts: where these move both alike it is too wide, so it claims too little. Zou and Donner
    (2008), Statistics in Medicine 27:1693.
    """
    if one.value is None or other.value is None:
        return UNDEFINED
    value = one.value - other.value
    if one.low is None or one.high is None or other.low is None or other.high is None:
        return Interval(value)
    down = math.hypot(one.value - one.low, other.high - other.value)
    up = math.hypot(one.high - one.value, other.value - other.low)
    return Interval(value, value - down, value + up)


def count_interval(k: float, *, level: float = LEVEL) -> Interval:
    """Return a count of events with the score interval of a Poisson count.

    In words: all means from which k lies within z of their own standard errors, (k - m)^2 = z^2 m.
    What happened is counted and needs no interval; this is for comparing it with what happened
    another time. It misleads where events come in bursts, as several deals of one account do:
    then it is too narrow. Rao (1948); Barker (2002), The American Statistician 56:85.
    """
    if k < 0:
        raise ValueError(f"{k} is no count.")
    z = critical_value(level)
    middle, half = k + z * z / 2, z * math.sqrt(k + z * z / 4)
    return Interval(k, max(0.0, middle - half), middle + half)


def count_difference(one: float, other: float, *, level: float = LEVEL) -> Interval:
    """Return one count less another, of the same length of time, as Poisson counts.

    In words: `difference` of the two score intervals. It misleads where one account brings several
    events (see `count_interval`), and is a little wide for small counts: of two times with 3 events
    to be expected it held the truth 96.9 % of the time. Li, Tang, Poon and Tang (2011),
    Communications in Statistics - Simulation and Computation 40:1478.
    """
    return difference(count_interval(one, level=level), count_interval(other, level=level))


def bounds_difference(
    one: tuple[Interval, Interval], other: tuple[Interval, Interval]
) -> tuple[Interval, Interval]:
    """Return the least and the most by which one quantity that is only bounded is above another.

    Each is given as the lower and the upper end that the records allow, each end with its own
    interval. In words: the least is one's lower end less the other's upper end, the most the other
    way round, each by `difference`. No value between is likelier than another.
    """
    return difference(one[0], other[1]), difference(one[1], other[0])
