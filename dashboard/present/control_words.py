"""Whether our totals are those of the company's own report, in words."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard import words
from dashboard.config import ControlTotals
from dashboard.measures.result import Result
from dashboard.present.answers import Answers
from dashboard.present.period_words import period_words

# Reports round to cents; a difference under one unit of money is none.
_SAME_MONEY = 1.0


@dataclass(frozen=True)
class Check:
    """How our totals stand to the company's own report.

    `state` is "equal" where the totals shown are the report's own, "matches" where those of its
    period are, "differs", or "unchecked". `report` is what the report is called, with when and by
    whom it was confirmed; `said` is all of it in words.
    """

    state: str
    said: str
    report: str = ""
    before: str = ""


def check_of(told: Answers) -> Check:
    """Compare the totals of the report's period with the report."""
    if told.is_limited:
        return Check("unchecked", "your part of the company")
    totals = told.config.control_totals
    if totals is None:
        return Check("unchecked", "not yet checked against your own report")
    report = f"“{totals.label}”"
    if (totals.won_count, totals.won_amount, totals.deals_created) == (None, None, None):
        return Check("unchecked", f"not yet checked against {report}")
    if told.control is None:
        said = f"{report} covers no whole months, so it cannot be checked"
        return Check("unchecked", said)
    return _compared(told, totals, told.control, report)


def _compared(told: Answers, totals: ControlTotals, ours: Result, report: str) -> Check:
    differences = _differences(totals, ours, told.currency)
    whole = "without filters, " if told.filters.where else ""
    when = ""
    if (ours.filters.start, ours.filters.end) != (told.filters.start, told.filters.end):
        when = f" ({period_words(ours.filters, told.as_of_day)})"
    if differences:
        said = f"{whole}does not match {report}{when}: {'; '.join(differences)}"
        return Check("differs", said)
    who = f", confirmed by {totals.confirmed_by}" if totals.confirmed_by else ", not yet confirmed"
    named = f"{report}{when}{who}"
    # The totals shown are the report's own where period and filters are the report's.
    if whole or when:
        return Check("matches", f"{whole}matches {named}", named, whole)
    return Check("equal", f"equal to {named}", named)


def _differences(totals: ControlTotals, ours: Result, currency: str) -> list[str]:
    found = []
    for statistic, theirs, noun in (
        ("won_deals", totals.won_count, "won"),
        ("deals_created", totals.deals_created, "created"),
    ):
        mine = value_of(ours, statistic) or 0.0
        if theirs is not None and mine != theirs:
            found.append(f"{words.count(mine)} {noun} here, {words.count(theirs)} there")
    if totals.won_amount is not None:
        found += _money_difference(totals.won_amount, ours, currency)
    return found


def _money_difference(theirs: float, ours: Result, currency: str) -> list[str]:
    mine = value_of(ours, "won_amount")
    if mine is None and value_of(ours, "won_deals"):
        return ["its money cannot be checked"]
    gap = (mine or 0.0) - theirs
    if abs(gap) < _SAME_MONEY:
        return []
    more = "more" if gap > 0 else "less"
    return [f"{words.money(abs(gap), currency)} {more} here"]


def value_of(result: Result | None, statistic: str) -> float | None:
    """Return one total of an answer; None where it is not known."""
    row = result.row(statistic=statistic) if result else None
    return row.value if row else None
