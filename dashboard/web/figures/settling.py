"""The test that would settle it, as a thing of its own: its course in time, and its six facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from dash import html

from dashboard import words
from dashboard.measures.result import Result, Row
from dashboard.present.sentence import plural
from dashboard.web.parts import Child, aria, link, percent
from dashboard.web.sheet import Sheet

MEASURE = "settling_test"
_MEETING = "/meeting"
# Words at the ends of the line take this much of it, in hundredths: a look stands clear of them.
_LEAST_APART = 22.0
_READINGS = {
    "pays": "Settled: calling them pays.",
    "does not pay": "Settled: calling them does not pay.",
    "ended open": "Ended, and still open.",
}


def settling_of(sheet: Sheet, result: Result) -> Child:
    """Return the test's course and facts; where none is needed or possible, why."""
    plan = result.row(statistic="plan")
    if plan is None or plan.details.get("passed") is None:
        return html.P(_why_not(plan), className="note")
    smaller, progress = (result.row(statistic=each) for each in ("smaller", "progress"))
    facts = _facts(plan.details, smaller.details if smaller else {}, sheet.currency)
    return html.Div(
        [
            _course(sheet, plan.details, progress),
            html.Dl([html.Div([html.Dt(name), html.Dd(said)]) for name, said in facts]),
            html.P(
                [
                    link("Take it to the meeting", sheet.elsewhere(_MEETING)),
                    html.Span(_so_far(progress), className="note"),
                ],
                className="on",
            ),
        ],
        className="settling",
    )


def _why_not(plan: Row | None) -> str:
    reason = str(plan.details.get("reason") or "") if plan else ""
    return reason or "There are too few people below the line to plan a test."


def _course(sheet: Sheet, plan: Mapping[str, object], progress: Row | None) -> html.Div:
    """Draw the test's course: where it stands, when one may look, when it ends."""
    done = dict(progress.details) if progress else {}
    began = _day(done.get("started")) or sheet.as_of_day
    until = _day(plan.get("until")) or began
    people = _number(plan, "passed") + _number(plan, "held")
    so_far = sum(_number(done, name) for name in ("passed_so_far", "held_so_far", "running"))
    looks = [each for each in _days(plan.get("looks")) if began < each < until]
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


def _facts(
    plan: Mapping[str, object], smaller: Mapping[str, object], currency: str
) -> Iterator[tuple[str, str]]:
    low, high = (words.count(_number(plan, f"band_{end}")) for end in ("low", "high"))
    month = words.count(_number(plan, "leads_a_month"))
    yield "Who", f"Score {low} to {high}, about {month} a month; a coin decides"
    passed, held = (words.count(_number(plan, name)) for name in ("passed", "held"))
    yield "How many", f"{passed} called, {held} left as today; {_how_long(plan)}"
    price = words.money(_number(plan, "price"), currency)
    yield "Price", f"{plural(_number(plan, 'hours'), 'seller hour')}{_of_people(plan)}, {price}"
    yield "It can see", f"{_gap(plan, 'sees')} won in 100, or a larger gap; {_from_which(plan)}"
    yield "Stop early if", "the whole range lies on one side of what pays, on any day"
    if smaller.get("passed") is not None:
        size, hours = (words.count(_number(smaller, name)) for name in ("passed", "hours"))
        sees = _gap(smaller, "sees")
        yield "Smaller", f"{size} a side, {hours} hours: sees {sees} in 100, no smaller gap"


def _from_which(plan: Mapping[str, object]) -> str:
    pays = plan.get("pays_from")
    if pays is None:
        return "a smaller one it may miss"
    least = _gap(plan, "pays_from")
    return f"the hours pay from {'under 0.1 more' if least == '0 more' else least}"


def _how_long(plan: Mapping[str, object]) -> str:
    """Say how long it takes to call them, and how long until the last of them can tell."""
    fill, days = (_number(plan, name) for name in ("days_to_fill", "days"))
    return f"{words.days(fill)} to call them, then {words.days(days - fill)} to see who buys"


def _of_people(plan: Mapping[str, object]) -> str:
    """Say how many sellers that is, from half of one on."""
    people = _number(plan, "people")
    return f" ({words.rate(people)} people for a year)" if people >= 0.5 else ""


def _gap(plan: Mapping[str, object], name: str) -> str:
    return words.gap(_number(plan, name), "share")


def _so_far(progress: Row | None) -> str:
    reading = str(progress.details.get("reading") or "") if progress else ""
    if reading in _READINGS:
        return _READINGS[reading]
    if reading != "goes on" or progress is None:
        return "Not begun: nobody is let through by lot yet."
    low, high = progress.low, progress.high
    if low is None or high is None:
        return "Under way; too early to read."
    return f"Under way: so far {words.between(low, high)} in 100 won."


def _number(told: Mapping[str, object], name: str) -> float:
    return float(str(told.get(name) or 0.0))


def _day(value: object) -> dt.date | None:
    return value if isinstance(value, dt.date) else None


def _days(value: object) -> Sequence[dt.date]:
    return [each for each in value if isinstance(each, dt.date)] if isinstance(value, list) else []
