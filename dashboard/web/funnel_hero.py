"""The funnel: at each step those who entered it, those who got so far, those too young to say."""

from __future__ import annotations

from dash import html

from dashboard import words
from dashboard.measures.result import Row
from dashboard.present.funnel_words import (
    DEAL,
    FIRST,
    MEASURE,
    Step,
    Young,
    key,
    steps_of,
)
from dashboard.web import states
from dashboard.web.parts import Child, aria, counted, heard, percent
from dashboard.web.row_frame import why
from dashboard.web.sheet import Sheet


def hero(sheet: Sheet) -> Child:
    """Return the bars of each step, all on one scale; those of people known open them."""
    steps = steps_of(sheet)
    if not steps:
        return html.Section(html.P(why(sheet, MEASURE), className="note"), id="steps")
    if not steps[0].strict.value:
        return html.Section(states.instead(sheet, sheet.results.get(MEASURE)), id="steps")
    top = max(each.reached.value or 0.0 for each in steps) or 1.0
    about = counted(sheet.about(MEASURE), "The funnel")
    return html.Section(
        [
            html.Ol([_step(sheet, each, top) for each in steps], className="funnel-steps"),
            html.P(
                "These are the people who came in, and how far they are by now. Deals below are "
                "counted by their own dates, whoever came in when.",
                className="of-whom",
            ),
            html.P([" ".join(key(steps)), " ", about], className="note"),
        ],
        id="steps",
    )


def _step(sheet: Sheet, step: Step, top: float) -> html.Li:
    missed = step.missed
    bars: list[Child] = [_bar(sheet, step, step.strict, "strict", "entered" if missed else "", top)]
    if missed:
        further = f"got this far or further, {words.count(missed)} of them without this step"
        bars.append(_bar(sheet, step, step.reached, "reached", further, top))
    if step.young:
        bars.append(_young(step.young, top))
    name: list[Child] = [{FIRST: "came in", DEAL: "had a deal"}.get(step.name, step.name)]
    if step.code:
        name += [" ", html.Span(step.code.upper(), className="code")]
    return html.Li([html.Span(name, className="of"), html.Div(bars, className="pair")])


def _bar(sheet: Sheet, step: Step, row: Row, reading: str, said: str, top: float) -> html.A:
    number = words.count(row.value)
    spoken = [heard(f"{step.name}: "), html.B(number), heard(" people")]
    label = [*spoken, f" {said}"] if said else spoken
    return html.A(
        [_fill("fill", row.value or 0.0, top), html.Span(label, className="value")],
        href=sheet.drill(MEASURE, **row.keys),
        className=f"step-bar {reading}",
    )


def _young(young: Young, top: float) -> html.Div:
    count = words.count(young.count)
    are = "is" if young.count == 1 else "are"
    said = (
        f"{count} came in since {young.since}, less than {words.days(young.days)} ago, "
        f"and {are} not there yet"
    )
    return html.Div(
        [_fill("fill hatched", young.count, top), html.Span(said, className="value")],
        className="step-bar young",
    )


def _fill(look: str, count: float, top: float) -> html.Span:
    """Return a bar by its share of the longest; the page's width says how long that is."""
    return html.Span(
        className=look, style={"--share": percent(100 * count / top)}, **aria(hidden="true")
    )
