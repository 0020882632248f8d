"""The test that would settle it, as a thing of its own: its course in time, and its six facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from dash import html

from dashboard import words
from dashboard.measures.result import Result, Row
from dashboard.present.settling_words import day, days, facts_of, number, so_far, why_not
from dashboard.web.parts import Child, aria, link, percent
from dashboard.web.sheet import Sheet

MEASURE = "settling_test"
_MEETING = "/meeting"
# Words at the ends of the line take this much of it, in hundredths: a look stands clear of them.
_LEAST_APART = 22.0


def settling_of(sheet: Sheet, result: Result) -> Child:
    """Return the test's course and facts; where none is needed or possible, why."""
    plan = result.row(statistic="plan")
    if plan is None or plan.details.get("passed") is None:
        return html.P(why_not(plan), className="note")
    smaller, progress = (result.row(statistic=each) for each in ("smaller", "progress"))
    facts = facts_of(plan.details, smaller.details if smaller else {}, sheet.currency)
    return html.Div(
        [
            _course(sheet, plan.details, progress),
            html.Dl([html.Div([html.Dt(name), html.Dd(said)]) for name, said in facts]),
            html.P(
                [
                    link("Take it to the meeting", sheet.elsewhere(_MEETING)),
                    html.Span(so_far(progress), className="note"),
                ],
                className="on",
            ),
        ],
        className="settling",
    )


def _course(sheet: Sheet, plan: Mapping[str, object], progress: Row | None) -> html.Div:
    """Draw the test's course: where it stands, when one may look, when it ends."""
    done = dict(progress.details) if progress else {}
    began = day(done.get("started")) or sheet.as_of_day
    until = day(plan.get("until")) or began
    people = number(plan, "passed") + number(plan, "held")
    so_far = sum(number(done, name) for name in ("passed_so_far", "held_so_far", "running"))
    looks = [each for each in days(plan.get("looks")) if began < each < until]
    length = max((until - began).days, 1)
    places = [(100 * (each - began).days / length, each) for each in looks]
    clear = [place for place in places if _LEAST_APART < place[0] < 100 - _LEAST_APART]
    share = min(float(str(done.get("share_done") or 0.0)), 1.0)
    spoken = f"{words.count(so_far)} of {words.count(people)} so far; settled {words.month(until)}"
    marks = [
        _mark(0.0, f"{words.count(so_far)} of {words.count(people)} so far", began, "first"),
        *(_mark(place, "look, may stop", each, "look") for place, each in clear),
        _mark(100.0, "settled", until, "last"),
    ]
    run = html.Span(className="done", style={"width": percent(100 * share)})
    return html.Div([run, *marks], className="course", role="img", **aria(label=spoken))


def _mark(place: float, said: str, day: dt.date, look: str) -> html.Span:
    return html.Span(
        [html.B(said), html.I(), html.Span(words.month(day))],
        className=f"at-time {look}",
        style={"left": percent(place)},
    )
