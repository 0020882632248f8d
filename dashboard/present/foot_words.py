"""What stands around answers: their filters in words, the clock of the data, whom they count."""

from __future__ import annotations

import datetime as dt

from dashboard import words
from dashboard.present.answers import Answers
from dashboard.present.period_words import period_words


def filters_said(told: Answers, begins: str) -> list[str]:
    """Say the period and each filter that is set; `begins` says by which day records are dated."""
    fiscal_start = told.config.company.fiscal_year_starts
    said = [f"{begins} {period_words(told.filters, told.as_of_day, fiscal_start)}"]
    said += [
        f"{each.on_screen} {words.listed([*chosen], 'or')}"
        for each in told.config.dimensions
        if (chosen := told.filters.where.get(each.name))
    ]
    return said


def clock_words(told: Answers, as_of_label: str) -> str:
    """Say up to when the data know, in which zone days are counted, and where the year begins."""
    company = told.config.company
    starts = f"{dt.date(2000, company.fiscal_year_starts, 1):%b}"
    clock = f"Data to {data_to(told, as_of_label)} · days in {company.time_zone}"
    return f"{clock} · fiscal year starts {starts}"


def data_to(told: Answers, as_of_label: str) -> str:
    """Say up to when the data know: a day, with its time where a recorded change tells it."""
    # A day that no recorded change confirms says where it is from; its time of day means nothing.
    if as_of_label in ("from business dates", "from the config"):
        return f"{words.date(told.as_of_day)} ({as_of_label})"
    return f"{words.date(told.as_of.date())}, {told.as_of:%H:%M} UTC"


def whom_counted(told: Answers) -> str:
    """Say which deals are counted, in which money, and how deals are linked to people."""
    company = told.config.company
    is_new_business = told.config.types and told.filters.population == "new_business"
    population = "New business" if is_new_business else "All deals, new business or not"
    rates = " at dated rates" if told.config.rates else ""
    return (
        f"{population}. Money in {company.currency}{rates}. Deals are linked to people "
        "by ids and hashed e-mail, not by names."
    )
