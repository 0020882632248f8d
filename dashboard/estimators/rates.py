"""Events per time at risk, for records that belong to accounts."""

from __future__ import annotations

import math

from dashboard.estimators.intervals import LEVEL, UNDEFINED, Interval, critical_value

# Below this share of the squared events a spread is rounding, not a spread.
NO_SPREAD = 1e-12


def event_rate(
    events: float,
    exposure: float,
    sum_ee: float,
    sum_ex: float,
    sum_xx: float,
    clusters: int,
    *,
    per: float = 30.0,
    level: float = LEVEL,
) -> Interval:
    """Return events per `per` units of exposure (moves per 30 open days), robust to accounts.

    In words: all events over all days at risk. Its error comes from how far the events e of each
    account lie from what its days x would give at that rate, times G / (G - 1) for G accounts
    with days at risk, on the log scale; the three sums run over accounts. The mean of each deal's
    own rate is another number, which short deals decide. Without any event the rate is 0, and its
    upper end the rate at which a Poisson count would be 0 only 2.5 % of the time. No interval
    with one account, or where all accounts have the same rate. It is too narrow with few accounts
    (30 of uneven size held the truth 91 % of the time), and the upper end without events is too
    low when events come in bursts. Cochran (1977), Sampling Techniques, 6.3; Garwood (1936).
    """
    if not (events >= 0 and exposure >= 0):
        raise ValueError(f"{events} events in {exposure} days at risk are no rate.")
    if exposure == 0:
        return UNDEFINED
    rate = float(events / exposure)
    if events == 0:
        return Interval(0.0, 0.0, -math.log((1 - level) / 2) / exposure * per)
    spread = sum_ee - 2 * rate * sum_ex + rate * rate * sum_xx
    if clusters < 2 or spread <= NO_SPREAD * sum_ee:
        return Interval(rate * per)
    error = math.sqrt(spread * clusters / (clusters - 1)) / events
    factor = math.exp(critical_value(level) * error)
    return Interval(rate * per, rate * per / factor, rate * per * factor)
