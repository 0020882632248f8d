"""Periods in words: the presets, fiscal quarters and years by name, any two months.

A fiscal year is named by the year in which it ends: with a start in February, FY26 is February
2025 to January 2026.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dashboard import words
from dashboard.measures.filters import Filters, add_months

_MONTHS = 12
_QUARTER = 3


@dataclass(frozen=True)
class Period:
    """A period to choose, its first and last month, and what it is called."""

    name: str
    start: dt.date | None
    end: dt.date | None


def presets(as_of: dt.date, fiscal_start: int) -> list[Period]:
    """Return the periods that people ask for by name, the nearest first."""
    month = as_of.replace(day=1)
    year = _year_start(month, fiscal_start)
    quarter = add_months(month, -(_months_into(month, fiscal_start) % _QUARTER))
    return [
        Period(f"12 months to {words.date(as_of)}", add_months(month, -11), month),
        Period(f"24 months to {words.date(as_of)}", add_months(month, -23), month),
        Period(f"{_quarter_name(quarter, fiscal_start)} so far", quarter, month),
        *(_whole_quarter(add_months(quarter, -_QUARTER * back), fiscal_start) for back in (1, 2)),
        Period(f"{_year_name(year, fiscal_start)} so far", year, month),
        Period(
            _year_name(add_months(year, -_MONTHS), fiscal_start),
            add_months(year, -_MONTHS),
            add_months(year, -1),
        ),
        Period("All our data", None, None),
    ]


def how_years_are_named(fiscal_start: int) -> str:
    """Say where a fiscal year begins and by which year it is called."""
    first = words.month(dt.date(2025, fiscal_start, 1))
    last = words.month(add_months(dt.date(2025, fiscal_start, 1), _MONTHS - 1))
    name = _year_name(dt.date(2025, fiscal_start, 1), fiscal_start)
    return f"{name} is {first} to {last}, named by the year it ends."


def period_words(filters: Filters, as_of: dt.date, fiscal_start: int | None = None) -> str:
    """Say a period as the sentence does; whole fiscal periods by name where a start is given."""
    start, end = filters.start, filters.end
    month = as_of.replace(day=1)
    running = end is None or end >= month
    if start is None:
        return "all our data" if running else f"all to {words.month(end)}"
    if running:
        for months in (12, 24):
            if start == add_months(month, 1 - months):
                return f"the {months} months to {words.date(as_of)}"
        return f"{words.month(start)} to {words.date(as_of)}"
    plain = words.month(start) if start == end else f"{words.month(start)} to {words.month(end)}"
    name = _fiscal_name(start, end, fiscal_start) if fiscal_start and end else ""
    return f"{name} ({plain})" if name else plain


def _fiscal_name(start: dt.date, end: dt.date, fiscal_start: int) -> str:
    """Return the name of a whole fiscal quarter or year; nothing for any other period."""
    into = _months_into(start, fiscal_start)
    if into == 0 and end == add_months(start, _MONTHS - 1):
        return _year_name(start, fiscal_start)
    if into % _QUARTER == 0 and end == add_months(start, _QUARTER - 1):
        return _quarter_name(start, fiscal_start)
    return ""


def _whole_quarter(first: dt.date, fiscal_start: int) -> Period:
    return Period(_quarter_name(first, fiscal_start), first, add_months(first, _QUARTER - 1))


def _months_into(month: dt.date, fiscal_start: int) -> int:
    return (month.month - fiscal_start) % _MONTHS


def _year_start(month: dt.date, fiscal_start: int) -> dt.date:
    return add_months(month, -_months_into(month, fiscal_start))


def _year_name(month: dt.date, fiscal_start: int) -> str:
    last = add_months(_year_start(month, fiscal_start), _MONTHS - 1)
    return f"FY{last.year % 100:02d}"


def _quarter_name(month: dt.date, fiscal_start: int) -> str:
    quarter = _months_into(month, fiscal_start) // _QUARTER + 1
    return f"{_year_name(month, fiscal_start)} Q{quarter}"
