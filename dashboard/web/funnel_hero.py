"""The funnel: at each step those who entered it, those who got so far, those too young to say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dash import html

from dashboard import words
from dashboard.measures.result import Row
from dashboard.web.parts import Child, Part, aria, counted, percent
from dashboard.web.row_frame import why
from dashboard.web.sheet import Sheet

MEASURE = "funnel"
_YOUNG = "cohort_conversion"
_FIRST, _DEAL, _WON = "lead", "deal", "won"


@dataclass(frozen=True)
class Step:
    """One step: who entered it, who reached it or a later one, who is too young to have."""

    name: str
    strict: Row
    reached: Row
    young: int = 0
    days: int = 0


def headline(sheet: Sheet) -> list[Part]:
    """Say how many people came in and how many got to each step."""
    steps = _steps(sheet)
    if not steps or not steps[0].strict.value:
        return [("Nobody came in as a lead in this period.", "")]
    first, *rest = steps
    named = {_DEAL: "with a deal", _WON: "won so far"}
    said = [f"{words.count(each.strict.value)} {named.get(each.name, each.name)}" for each in rest]
    came = f"{words.count(first.strict.value)} people came in"
    return [(f"{came}: {', '.join(said)}." if said else f"{came}.", "")]


def hero(sheet: Sheet) -> Child:
    """Return two bars a step on one scale, each opening its people."""
    steps = _steps(sheet)
    if not steps:
        return html.Section(html.P(why(sheet, MEASURE), className="note"), id="steps")
    top = max(each.reached.value or 0.0 for each in steps) or 1.0
    notes = ["Entered: passed this very step. So far or further: passed it or a later one."]
    if any(each.young for each in steps):
        notes.append("Hatched: not there yet, and too young to say.")
    return html.Section(
        [
            html.Ol([_step(sheet, each, top) for each in steps], className="funnel-steps"),
            html.P(
                [" ".join(notes), counted(sheet.about(MEASURE), "The funnel")], className="note"
            ),
        ],
        id="steps",
    )


def _step(sheet: Sheet, step: Step, top: float) -> html.Li:
    same = step.strict.value == step.reached.value
    bars = [_bar(sheet, step, step.strict, "strict", "" if same else "entered", top)]
    if not same:
        bars.append(_bar(sheet, step, step.reached, "reached", "so far or further", top))
    if step.young:
        bars.append(_young(step, top))
    name = {_FIRST: "came in", _DEAL: "had a deal"}.get(step.name, step.name)
    return html.Li([html.Span(name, className="of"), html.Div(bars, className="pair")])


def _bar(sheet: Sheet, step: Step, row: Row, reading: str, said: str, top: float) -> html.A:
    number = words.count(row.value)
    label = [html.B(number), f" {said}"] if said else [html.B(number)]
    return html.A(
        [
            html.Span(className="fill", style={"width": percent(100 * (row.value or 0.0) / top)}),
            html.Span(label, className="value"),
        ],
        href=sheet.drill(MEASURE, **row.keys),
        className=f"step-bar {reading}",
        **aria(label=f"{step.name}: {number} people {said}".strip()),
    )


def _young(step: Step, top: float) -> html.Div:
    count = words.count(step.young)
    said = f"{count} too early: came in less than {words.days(step.days)} ago"
    return html.Div(
        [
            html.Span(
                className="fill hatched",
                style={"width": percent(100 * step.young / top)},
                **aria(hidden="true"),
            ),
            html.Span(said, className="value"),
        ],
        className="step-bar young",
    )


def _steps(sheet: Sheet) -> list[Step]:
    result = sheet.usable(MEASURE)
    if result is None:
        return []
    found: dict[str, dict[str, Row]] = {}
    for row in result.rows:
        found.setdefault(str(row.keys["step"]), {})[str(row.keys["reading"])] = row
    young = _too_young(sheet)
    return [
        Step(name, rows["strict"], rows["reached"], *young.get(name.lower(), (0, 0)))
        for name, rows in found.items()
        if {"strict", "reached"} <= rows.keys()
    ]


def _too_young(sheet: Sheet) -> Mapping[str, tuple[int, int]]:
    """Return, per step, those not there yet who have not had its days, and how many days."""
    result = sheet.usable(_YOUNG)
    found: dict[str, tuple[int, int]] = {}
    for row in result.rows if result else ():
        if row.status != "too early" or not row.keys.get("row"):
            continue
        step = str(row.keys["column"]).lower()
        waiting = (row.n or 0) - (row.events or 0)
        found[step] = (found.get(step, (0, 0))[0] + waiting, int(str(row.details["horizon_days"])))
    return found
