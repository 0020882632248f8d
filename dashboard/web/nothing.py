"""What is said where nothing is left to count: of what there is none, and by which choice."""

from __future__ import annotations

from dashboard.web.sheet import Sheet


def none_of(sheet: Sheet, what: str) -> str:
    """Say that there is none of it, and what was asked: the filters, the period, all the data.

    A period without such a record says nothing of a segment, nor a segment of the whole.
    """
    if sheet.filters.where:
        return f"No {what} matches these filters."
    if sheet.filters.start or sheet.filters.end:
        return f"There is no {what} in this period."
    return f"There is no {what} in these data."


def no_wins(sheet: Sheet) -> str:
    """Say that no deal was won here."""
    return none_of(sheet, "won deal")


def no_leads(sheet: Sheet) -> str:
    """Say that nobody came in as a lead here."""
    return none_of(sheet, "lead")
