"""What is said where nothing is left to count: of what there is none, and by which choice."""

from __future__ import annotations

from dashboard.present.answers import Answers


def none_of(told: Answers, what: str) -> str:
    """Say that there is none of it, and what was asked: the filters, the period, all the data.

    A period without such a record says nothing of a segment, nor a segment of the whole.
    """
    if told.filters.where:
        return f"No {what} matches these filters."
    if told.filters.start or told.filters.end:
        return f"There is no {what} in this period."
    return f"There is no {what} in these data."


def no_wins(told: Answers) -> str:
    """Say that no deal was won here."""
    return none_of(told, "won deal")


def no_leads(told: Answers) -> str:
    """Say that nobody came in as a lead here."""
    return none_of(told, "lead")
