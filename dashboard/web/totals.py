"""The line of totals, and whether they match the company's own report."""

from __future__ import annotations

import datetime as dt

from dash import html

from dashboard import words
from dashboard.config import ControlTotals
from dashboard.measures.result import Result
from dashboard.present.period_words import period_words
from dashboard.present.sentence import plural
from dashboard.web import compared
from dashboard.web.parts import Child, aria, counted, heard
from dashboard.web.sheet import Sheet

# Reports round to cents; a difference under one unit of money is none.
_SAME_MONEY = 1.0
# What the check is marked with where the totals on screen are the report's own.
_EQUAL = "equal"


def totals_line(sheet: Sheet) -> html.P:
    """Return money, deals and accounts won, then the check against the company's report."""
    money = _value(sheet.results.get("control_totals"), "won_amount")
    deals = _value(sheet.results.get("control_totals"), "won_deals")
    accounts = _value(sheet.results.get("control_totals"), "new_accounts")
    shown: list[Child] = []
    for statistic, value, text in (
        ("won_amount", money, f"{words.money(money, sheet.currency)} won"),
        ("won_deals", deals, plural(deals, "deal")),
        ("new_accounts", accounts, plural(accounts, "new account")),
    ):
        if value is not None:
            number, rest = text.split(" ", 1)
            address = sheet.drill("control_totals", statistic=statistic)
            joint = [" · "] if shown else []
            shown += [*joint, html.A([html.B(number), f" {rest}"], href=address)]
            shown += _beside(sheet, statistic)
    check = _matches(sheet)
    joint = [" " if getattr(check, "className", "") == _EQUAL else " · "] if shown else []
    return html.P(
        [*shown, *joint, check, counted(sheet.about("control_totals"), "The totals")],
        className="totals",
    )


def _beside(sheet: Sheet, statistic: str) -> list[Child]:
    """Return the same total of the other side in brackets; an arrow where it is beyond luck."""
    result = sheet.results.get("control_totals")
    row = result.row(statistic=statistic) if result else None
    change = result.compared.of(row) if result and result.compared and row else None
    if result is None or result.compared is None or change is None or change.other is None:
        return []
    there = change.other.value
    is_money = statistic == "won_amount"
    text = words.money(there, sheet.currency) if is_money else words.count(there)
    shape = compared.arrow(change)
    sure = f", {compared.brief(change)}"
    label = heard(f"{result.compared.against.label} ")
    inner = ["(", label, text, *([" ", shape] if shape else []), sure, ")"]
    return [" ", html.Span(inner, className="before")]


def _matches(sheet: Sheet) -> html.Span:
    """Say whether our totals are those of the company's own report."""
    if sheet.is_limited:
        return html.Span("your part of the company")
    totals = sheet.config.control_totals
    if totals is None:
        return html.Span("not yet checked against your own report")
    report = f"“{totals.label}”"
    if (totals.won_count, totals.won_amount, totals.deals_created) == (None, None, None):
        return html.Span(f"not yet checked against {report}")
    if sheet.control is None:
        return html.Span(f"{report} covers no whole months, so it cannot be checked")
    differences = _differences(totals, sheet.control, sheet.currency)
    when, whole = "", ""
    if sheet.filters.where:
        whole = "without filters, "
    if (sheet.control.filters.start, sheet.control.filters.end) != _period(sheet):
        when = f" ({period_words(sheet.control.filters, sheet.as_of_day)})"
    who = f", confirmed by {totals.confirmed_by}" if totals.confirmed_by else ", not yet confirmed"
    if differences:
        said = f"{whole}does not match {report}{when}: {'; '.join(differences)}"
        return html.Span(said, className="differs")
    # The totals shown are the report's own where period and filters are the report's.
    is_same = not (when or whole)
    same = [html.Span("= ", **aria(hidden="true")), heard("equal to ")] if is_same else ["matches "]
    long = html.Span(f"{report}{when}{who}", className="long")
    short = html.Span("your own report", className="short")
    return html.Span([whole, *same, long, short], className=_EQUAL if is_same else "")


def _period(sheet: Sheet) -> tuple[dt.date | None, dt.date | None]:
    return sheet.filters.start, sheet.filters.end


def _differences(totals: ControlTotals, ours: Result, currency: str) -> list[str]:
    found = []
    for statistic, theirs, noun in (
        ("won_deals", totals.won_count, "won"),
        ("deals_created", totals.deals_created, "created"),
    ):
        mine = _value(ours, statistic) or 0.0
        if theirs is not None and mine != theirs:
            found.append(f"{words.count(mine)} {noun} here, {words.count(theirs)} there")
    if totals.won_amount is not None:
        found += _money_difference(totals.won_amount, ours, currency)
    return found


def _money_difference(theirs: float, ours: Result, currency: str) -> list[str]:
    mine = _value(ours, "won_amount")
    if mine is None and _value(ours, "won_deals"):
        return ["its money cannot be checked"]
    gap = (mine or 0.0) - theirs
    if abs(gap) < _SAME_MONEY:
        return []
    more = "more" if gap > 0 else "less"
    return [f"{words.money(abs(gap), currency)} {more} here"]


def _value(result: Result | None, statistic: str) -> float | None:
    row = result.row(statistic=statistic) if result else None
    return row.value if row else None
