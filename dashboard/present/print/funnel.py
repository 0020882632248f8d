"""The funnel on paper: at each step those who entered it, those who got so far, the too young."""

from __future__ import annotations

from dashboard import words
from dashboard.measures.result import Result
from dashboard.present.answers import Answers
from dashboard.present.funnel_words import DEAL, FIRST, Step, key, steps_of
from dashboard.present.print.drawn import WIDTH, Drawn, Picture
from dashboard.present.print.paper import Paper, width_of

_HEAD, _BAR, _GAP = 20.0, 11.0, 4.0


def funnel_of(told: Answers, result: Result) -> list[Drawn]:
    """Return the bars of each step, all on one scale."""
    del result
    steps = steps_of(told)
    if not steps or not steps[0].strict.value:
        return []
    top = max(each.reached.value or 0.0 for each in steps) or 1.0
    paper = Paper(WIDTH, sum(_height(each) for each in steps))
    at = 0.0
    for step in steps:
        _draw(paper, step, at, top)
        at += _height(step)
    spoken = "; ".join(f"{_name(each)}: {words.count(each.strict.value)}" for each in steps)
    return [Picture(paper, spoken, note=" ".join(key(steps)))]


def _height(step: Step) -> float:
    bars = 1 + bool(step.missed) + (step.young is not None)
    return _HEAD + bars * (_BAR + _GAP) + 8


def _name(step: Step) -> str:
    return {FIRST: "came in", DEAL: "had a deal"}.get(step.name, step.name)


def _draw(paper: Paper, step: Step, top: float, most: float) -> None:
    paper.text(0, top + 9, _name(step), "ink")
    if step.code:
        paper.text(width_of(_name(step)) + 8, top + 9, step.code.upper(), "ink3", size=11)
    said = words.count(step.strict.value)
    paper.text(WIDTH, top + 9, said, "ink", bold=True, anchor="end")
    if step.missed:
        also = f"or further {words.count(step.reached.value)}"
        paper.text(WIDTH - width_of(said, bold=True) - 8, top + 9, also, "ink3", anchor="end")
    at = top + _HEAD
    paper.rect(0, at, max(WIDTH * (step.strict.value or 0.0) / most, 1), _BAR, "solid")
    at += _BAR + _GAP
    if step.missed:
        wide = max(WIDTH * (step.reached.value or 0.0) / most, 2)
        corners = [(0.5, at), (wide, at), (wide, at + _BAR), (0.5, at + _BAR), (0.5, at)]
        paper.line(corners, "solid")
        at += _BAR + _GAP
    if step.young is not None:
        wide = max(WIDTH * step.young.count / most, 2)
        paper.hatched(0, at, wide, _BAR)
        said = f"{words.count(step.young.count)} may still get there"
        if wide + width_of(said, 11) + 8 < WIDTH:
            paper.text(wide + 8, at + _BAR / 2, said, "ink3", size=11)
