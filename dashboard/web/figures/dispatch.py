"""Which figure draws an answer: its shape says."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dash import html

from dashboard.measures.registry import Shape
from dashboard.measures.result import Result
from dashboard.web.figures import decay, jump, roles, settling, tradeoff, worded
from dashboard.web.figures.bins import bins_of
from dashboard.web.figures.breakdown import breakdown_of
from dashboard.web.figures.comparison import ESTIMATOR, comparison_of
from dashboard.web.figures.curve import curve_of
from dashboard.web.figures.ledger import ledger_of
from dashboard.web.figures.matrix import matrix_of
from dashboard.web.figures.number import number_of
from dashboard.web.figures.parts import parts_of
from dashboard.web.figures.range import range_of
from dashboard.web.figures.steps import steps_of
from dashboard.web.figures.trend import trend_of
from dashboard.web.parts import Child, aria
from dashboard.web.sheet import Sheet

FIGURES: Mapping[Shape, Callable[[Sheet, Result], Child]] = {
    "number": number_of,
    "breakdown": breakdown_of,
    "parts": parts_of,
    "steps": steps_of,
    "matrix": matrix_of,
    "bins": bins_of,
    "range": range_of,
    "ledger": ledger_of,
    "curve": curve_of,
    "trend": trend_of,
}


# Answers whose picture no shape gives in five seconds.
OF_THEIR_OWN: Mapping[str, Callable[[Sheet, Result], Child]] = {
    settling.MEASURE: settling.settling_of,
    tradeoff.MEASURE: tradeoff.tradeoff_of,
    jump.MEASURE: jump.jump_of,
    decay.MEASURE: decay.decay_of,
    roles.MEASURE: roles.roles_of,
    worded.FRICTION: worded.friction_of,
    worded.LEDGER: worded.gate_ledger_of,
}

# What a check found, where it forbids the answer.
FAILED_CHECKS: Mapping[str, Callable[[Sheet, Result], Child]] = {jump.MEASURE: jump.failed_check}


def picture_of_the_check(sheet: Sheet, result: Result) -> Child:
    """Return the picture of the check for which an answer is withheld; nothing without one."""
    draw = FAILED_CHECKS.get(result.measure.id)
    return draw(sheet, result) if draw and result.status == "withheld" else None


def figure_of(sheet: Sheet, result: Result) -> html.Div:
    """Return the figure of an answer; every mark in it opens exactly its rows."""
    is_comparison = result.measure.estimator.name == ESTIMATOR
    shaped = comparison_of if is_comparison else FIGURES[result.measure.shape]
    draw = OF_THEIR_OWN.get(result.measure.id, shaped)
    drawn = draw(sheet, result)
    name = f"figure figure-{result.measure.shape}"
    return html.Div(drawn, className=name, role="group", **aria(label=result.measure.title))
