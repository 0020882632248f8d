"""The line of totals, and whether they match the company's own report."""

from __future__ import annotations

from dash import html

from dashboard import words
from dashboard.present.control_words import check_of, value_of
from dashboard.present.sentence import plural
from dashboard.web import compared
from dashboard.web.parts import Child, aria, counted, heard
from dashboard.web.sheet import Sheet

# What the check is marked with where the totals on screen are the report's own.
_EQUAL = "equal"


def totals_line(sheet: Sheet) -> html.P:
    """Return money, deals and accounts won, then the check against the company's report."""
    money = value_of(sheet.results.get("control_totals"), "won_amount")
    deals = value_of(sheet.results.get("control_totals"), "won_deals")
    accounts = value_of(sheet.results.get("control_totals"), "new_accounts")
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
    check = check_of(sheet)
    if check.state == "differs":
        return html.Span(check.said, className="differs")
    if check.state not in (_EQUAL, "matches"):
        return html.Span(check.said)
    is_same = check.state == _EQUAL
    same = [html.Span("= ", **aria(hidden="true")), heard("equal to ")] if is_same else ["matches "]
    long = html.Span(check.report, className="long")
    short = html.Span("your own report", className="short")
    return html.Span([check.before, *same, long, short], className=_EQUAL if is_same else "")
