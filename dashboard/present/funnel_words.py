"""The funnel in words: at each step those who entered it, those who got so far, those too young."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard import words
from dashboard.measures.result import Result, Row
from dashboard.present.answers import Answers
from dashboard.present.marks import word_of
from dashboard.present.nothing import no_leads
from dashboard.present.sentence import Part

MEASURE = "funnel"
_YOUNG = "cohort_conversion"
FIRST, DEAL, _WON = "lead", "deal", "won"
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


def headline(told: Answers) -> list[Part]:
    """Say how many people came in and how many got to each step."""
    steps = steps_of(told)
    if not steps or not steps[0].strict.value:
        return [(no_leads(told), "")]
    first, *rest = steps
    came = f"{words.count(first.strict.value)} people came in"
    return [(f"{came}: {', '.join(_said(rest))}." if rest else f"{came}.", "")]


def _said(steps: Sequence[Step]) -> list[str]:
    """Count the people of each step; what two steps in a row begin with is said once."""
    said, before = [], ""
    for each in steps:
        name = {DEAL: "with a deal", _WON: "won so far"}.get(each.name, each.name)
        again = name.startswith(_BY_WHOM) and before.startswith(_BY_WHOM)
        shown = name.removeprefix(_BY_WHOM) if again else name
        said.append(f"{words.count(each.strict.value)} {shown}")
        before = name
    return said


def key(steps: Sequence[Step]) -> list[str]:
    """Say what each kind of bar counts, as far as it is shown."""
    said = ["Filled: entered this step."]
    if any(each.missed for each in steps):
        said.append("Outlined: these, and those who got further without this step.")
    if any(each.young for each in steps):
        said.append("Hatched: may still get there, too early to say; by whole months.")
    return said


def steps_of(told: Answers) -> list[Step]:
    """Return the steps of the funnel that have both counts, in order."""
    result = told.usable(MEASURE)
    if result is None:
        return []
    found: dict[str, dict[str, Row]] = {}
    for row in result.rows:
        found.setdefault(str(row.keys["step"]), {})[str(row.keys["reading"])] = row
    months = told.usable(_YOUNG)
    codes, labels = _codes(told), {each.name: each.on_screen for each in told.config.gates}
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


def _codes(told: Answers) -> dict[str, str]:
    """Return the step that each gate stands for; two gates of one step keep their own names."""
    gates = told.config.gates
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
