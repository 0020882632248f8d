"""The same quantities worked out slowly, in exact fractions, from one record at a time."""

from __future__ import annotations

from fractions import Fraction


def shares_by_record(records, day, causes):
    """Walk day by day through (day, cause or 0) records; return each share and what is open."""
    open_share = Fraction(1)
    shares = dict.fromkeys(causes, Fraction(0))
    for today in range(day + 1):
        at_risk = sum(1 for when, _ in records if when >= today)
        if not at_risk:
            break
        before = open_share
        for cause in causes:
            ended = sum(1 for when, what in records if when == today and what == cause)
            shares[cause] += before * Fraction(ended, at_risk)
            open_share -= before * Fraction(ended, at_risk)
    return shares, open_share


def shares_by_redistribution(records, day, causes):
    """Give the weight of each censored record in equal parts to all who stayed longer (Efron)."""
    weights = [Fraction(1, len(records))] * len(records)
    # Events of a day come before its censorings, so a censored record stays past its day's events.
    order = sorted(range(len(records)), key=lambda i: (records[i][0], records[i][1] == 0))
    for place, index in enumerate(order):
        when, what = records[index]
        later = order[place + 1 :]
        if what == 0 and when < day and later:
            for other in later:
                weights[other] += weights[index] / len(later)
            weights[index] = Fraction(0)
    return {
        cause: sum(
            (
                w
                for w, (when, what) in zip(weights, records, strict=True)
                if what == cause and when <= day
            ),
            Fraction(0),
        )
        for cause in causes
    }


def variance_by_record(records, day, cause, causes):
    """Sum the delta method's three parts as they are printed, day by day."""
    final = shares_by_record(records, day, causes)[0][cause]
    total = Fraction(0)
    for today in sorted({when for when, _ in records if when <= day}):
        n = sum(1 for when, _ in records if when >= today)
        d = sum(1 for when, what in records if when == today and what != 0)
        k = sum(1 for when, what in records if when == today and what == cause)
        shares, _ = shares_by_record(records, today, causes)
        before = shares_by_record(records, today - 1, causes)[1]
        gap = final - shares[cause]
        if n > d:
            total += gap**2 * Fraction(d, n * (n - d))
        total += before**2 * Fraction((n - k) * k, n**3)
        total -= 2 * gap * before * Fraction(k, n**2)
    return total
