"""The first screen of a meeting: where the leads went, and what both sides agreed in writing."""

from __future__ import annotations

from dash import html

from dashboard import words
from dashboard.config import Agreement
from dashboard.measures.result import Result
from dashboard.present.nothing import no_leads
from dashboard.present.sentence import plural
from dashboard.web import card, states
from dashboard.web.parts import Child, aria, counted, percent
from dashboard.web.sheet import Sheet

MEASURE = "where_leads_went"
_NEVER = "never_tried"
# All parts, by what was done.
_GROUPS = {
    "were tried": ("deal_won", "deal_open", "deal_lost", "talked", "not_reached"),
    "were not tried before any deal": ("never_tried", "not_passed"),
    "were turned away": ("rejected", "recycled", "disqualified", "turned_away"),
    "are too young to say": ("too_young",),
}
_ORDER = tuple(part for parts in _GROUPS.values() for part in parts)
_ABOUT = {
    "ready": "A lead is ready for sales when",
    "evaluation": "An evaluation begins when",
    "deal": "A deal is created when",
}


def head(sheet: Sheet) -> html.Div:
    """Return the headline, and below it everybody by what was done."""
    result = sheet.usable(MEASURE)
    if result is None:
        found = sheet.results.get(MEASURE)
        return html.Div(html.H1(card.finding(found)), className="head")
    if states.is_empty(result):
        return html.Div(html.H1(no_leads(sheet)), className="head")
    groups = [
        f"{words.count(sum(_value(result, part, 'leads') for part in parts))} {said}"
        for said, parts in _GROUPS.items()
    ]
    won = plural(_value(result, "all", "won_deals"), "deal")
    said = f"Of all, {words.listed(groups)}. Together they have bought {won} since."
    about = counted(sheet.about(MEASURE), "Where the leads went")
    return html.Div(
        [html.H1(result.finding), html.P([said, about], className="gates")], className="head"
    )


def picture(sheet: Sheet) -> Child:
    """Return every part as a bar of one scale, with what its people bought since."""
    result = sheet.usable(MEASURE)
    if result is None or states.is_empty(result):
        return states.instead(sheet, sheet.results.get(MEASURE))
    total = _value(result, "all", "leads")
    title = f"{plural(total, 'lead')}, each in one part"
    heading = html.Div(
        [html.Span(title), html.Span("bought since")], className="went-head", **aria(hidden="true")
    )
    most = max((_value(result, part, "leads") for part in _ORDER), default=0.0)
    lines = [_line(sheet, result, part, most) for part in _ORDER if _value(result, part, "leads")]
    return html.Section([heading, html.Ul(lines, className="went")], id="went", **aria(label=title))


def _line(sheet: Sheet, result: Result, part: str, most: float) -> html.Li:
    leads = _value(result, part, "leads")
    people = plural(leads, "lead")
    bar = html.Span(
        html.Span(className="fill", style={"width": percent(100 * leads / most)}),
        className="went-bar",
        **aria(hidden="true"),
    )
    name = html.A(words.word(part), href=sheet.drill(MEASURE, went=part, statistic="leads"))
    number = html.B(
        [words.count(leads), html.Span(people[len(words.count(leads)) :], className="heard")]
    )
    return html.Li(
        [name, bar, number, _bought(sheet, result, part)],
        className="of-note" if part == _NEVER else None,
    )


def _bought(sheet: Sheet, result: Result, part: str) -> html.Span:
    deals = _value(result, part, "won_deals")
    if not deals:
        return html.Span(
            [
                html.Span("none bought since", className="heard"),
                html.I("none", **aria(hidden="true")),
            ],
            className="since",
        )
    money = result.row(went=part, statistic="won_amount")
    amount = f", {words.money(money.value, sheet.currency)}" if money and money.value else ""
    address = sheet.drill(MEASURE, went=part, statistic="won_deals")
    return html.Span(html.A(f"{plural(deals, 'deal')}{amount}", href=address), className="since")


def _value(result: Result, part: str, statistic: str) -> float:
    row = result.row(went=part, statistic=statistic)
    return (row.value or 0.0) if row else 0.0


def agreements(sheet: Sheet) -> html.Section:
    """Return what both sides agreed in writing, or that it is not written yet."""
    written = {each.about: each for each in sheet.config.agreements}
    boxes = [
        html.Div(
            [html.H3(title), *_agreement(sheet, written.get(about))],  # type: ignore[call-overload]
            className="agreed" if about in written else "agreed missing",
        )
        for about, title in _ABOUT.items()
    ]
    title = html.Div(html.H2("What we agreed in writing"), className="section-head")
    return html.Section([title, html.Div(boxes, className="agreements")], id="agreed")


def _agreement(sheet: Sheet, written: Agreement | None) -> list[Child]:
    if written is None:
        return [
            html.P("Not written yet."),
            html.P("Once agreed, it goes into gatecost.toml: [[agreement]].", className="note"),
        ]
    obey = _obeying(sheet) if written.means == "every_gate" else None
    return [html.P(written.text), *([html.P(obey, className="note")] if obey else [])]


def _obeying(sheet: Sheet) -> str | None:
    """Say how many of the deals created had passed every gate first."""
    passed = sheet.row("stalled_immediately", path_group="through_every_gate")
    everyone = sheet.row("stalled_immediately", path_group="all")
    if not passed or not everyone or not everyone.n:
        return None
    return f"{words.count(passed.n)} of {plural(everyone.n, 'deal')} created had passed every gate."
