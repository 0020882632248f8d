"""How much of what was looked at is as usual, and how much nobody can judge."""

from __future__ import annotations

from dashboard.snapshots.change import Changes


def as_usual(changes: Changes) -> int:
    """Count the figures that were tested, and the deals of known limits, of which nothing is told.

    What is told further down than a mail reads is no more usual than what it reads.
    """
    tested = sum(each.p is not None and not each.is_signal for each in changes.figures)
    told = {each.key for each in changes.lines if each.about == "deals"}
    return tested + len(changes.usual.keys() - told)


def not_judged(changes: Changes) -> int:
    """Count what was looked at and can be told to be neither usual nor more than that.

    Too few records or weeks, money that hangs on few deals, or a measure that counts otherwise.
    """
    told = sum(each.about == "deals" for each in changes.lines)
    signals = sum(each.is_signal for each in changes.figures)
    return max(0, changes.asked - as_usual(changes) - told - signals)
