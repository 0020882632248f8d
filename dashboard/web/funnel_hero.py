"""The funnel: at each step those who entered it, those who got so far, those too young to say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dash import html

from dashboard import words
from dashboard.measures.result import Result, Row
from dashboard.present.marks import word_of
from dashboard.present.nothing import no_leads
from dashboard.present.sentence import Part
from dashboard.web import states
from dashboard.web.parts import Child, aria, counted, heard, percent
from dashboard.web.row_frame import why
from dashboard.web.sheet import Sheet

MEASURE = "funnel"
_YOUNG = "cohort_conversion"
_FIRST, _DEAL, _WON = "lead", "deal", "won"
_BY_WHOM = "qualified "


@dataclass(frozen=True)
class Young:
    """Those not at a step yet, of the months too young for it, all younger than so many days."""

    count: int
    days: int
    since: str


@dataclass(frozen=True)
class Step:
    """One step: who entered it, who reached it or a later one, who is too young to have.

    `code` is the conventional step that a gate stands for, "" where it stands for none.
    """

    name: str
    code: str
    strict: Row
    reached: Row
    young: Young | None = None

    @property
    def missed(self) -> float:
        """Return how many got this far or further without this step."""
        return (self.reached.value or 0.0) - (self.strict.value or 0.0)


def headline(sheet: Sheet) -> list[Part]:
    """Say how many people came in and how many got to each step."""
    steps = _steps(sheet)
    if not steps or not steps[0].strict.value:
        return [(no_leads(sheet), "")]
    first, *rest = steps
    came = f"{words.count(first.strict.value)} people came in"
    return [(f"{came}: {', '.join(_said(rest))}." if rest else f"{came}.", "")]


def _said(steps: Sequence[Step]) -> list[str]:
    """Count the people of each step; what two steps in a row begin with is said once."""
    said, before = [], ""
    for each in steps:
        name = {_DEAL: "with a deal", _WON: "won so far"}.get(each.name, each.name)
        again = name.startswith(_BY_WHOM) and before.startswith(_BY_WHOM)
        shown = name.removeprefix(_BY_WHOM) if again else name
        said.append(f"{words.count(each.strict.value)} {shown}")
        before = name
    return said


def hero(sheet: Sheet) -> Child:
    """Return the bars of each step, all on one scale; those of people known open them."""
    steps = _steps(sheet)
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
            html.P([" ".join(_key(steps)), " ", about], className="note"),
        ],
        id="steps",
    )


def _key(steps: Sequence[Step]) -> list[str]:
    """Say what each kind of bar counts, as far as it is shown."""
    said = ["Filled: entered this step."]
    if any(each.missed for each in steps):
        said.append("Outlined: these, and those who got further without this step.")
    if any(each.young for each in steps):
        said.append("Hatched: may still get there, too early to say; by whole months.")
    return said


def _step(sheet: Sheet, step: Step, top: float) -> html.Li:
    missed = step.missed
    bars: list[Child] = [_bar(sheet, step, step.strict, "strict", "entered" if missed else "", top)]
    if missed:
        further = f"got this far or further, {words.count(missed)} of them without this step"
        bars.append(_bar(sheet, step, step.reached, "reached", further, top))
    if step.young:
        bars.append(_young(step.young, top))
    name: list[Child] = [{_FIRST: "came in", _DEAL: "had a deal"}.get(step.name, step.name)]
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


def _steps(sheet: Sheet) -> list[Step]:
    result = sheet.usable(MEASURE)
    if result is None:
        return []
    found: dict[str, dict[str, Row]] = {}
    for row in result.rows:
        found.setdefault(str(row.keys["step"]), {})[str(row.keys["reading"])] = row
    months = sheet.usable(_YOUNG)
    codes, labels = _codes(sheet), {each.name: each.on_screen for each in sheet.config.gates}
    young = _too_young(months) if months else {}
    return [
        Step(
            name=words.word(codes[name]) if name in codes else labels.get(name, name),
            code=codes.get(name, ""),
            strict=rows["strict"],
            reached=rows["reached"],
            young=young.get(codes.get(name, name)),
        )
        for name, rows in found.items()
        if {"strict", "reached"} <= rows.keys()
    ]


def _codes(sheet: Sheet) -> dict[str, str]:
    """Return the step that each gate stands for; two gates of one step keep their own names."""
    gates = sheet.config.gates
    times = Counter(each.step for each in gates)
    return {each.name: each.step for each in gates if each.step and times[each.step] == 1}


def _too_young(result: Result) -> Mapping[str, Young]:
    """Return, per step, those not there yet who have not had its days."""
    cells: dict[str, list[Row]] = {}
    for row in result.rows:
        if row.status == "too early" and row.keys.get("row"):
            cells.setdefault(str(row.keys["column"]), []).append(row)
    return {
        step: Young(
            count=sum((row.n or 0) - (row.events or 0) for row in rows),
            days=int(str(rows[0].details["horizon_days"])),
            since=word_of(min(str(row.keys["row"]) for row in rows), result),
        )
        for step, rows in cells.items()
    }
