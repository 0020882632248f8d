"""What stands for an answer on paper: its shape says."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dashboard.measures.counts import USUAL
from dashboard.measures.registry import Shape
from dashboard.measures.result import Result
from dashboard.present.answers import Answers
from dashboard.present.marks import by_count
from dashboard.present.print.drawn import Drawn
from dashboard.present.print.funnel import funnel_of
from dashboard.present.print.gate import balance_of, settling_of, tradeoff_of, verdict_of
from dashboard.present.print.lines import (
    alike_of,
    breakdown_of,
    comparison_of,
    number_of,
    range_of,
)
from dashboard.present.print.moving import standing_of
from dashboard.present.print.plots import curve_of, trend_of
from dashboard.present.print.tables import largest_of, ledger_of, matrix_of
from dashboard.present.print.wholes import bins_of, parts_of, steps_of

Draw = Callable[[Answers, Result], list[Drawn]]

FIGURES: Mapping[Shape, Draw] = {
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

# Answers whose picture no shape gives.
_OF_THEIR_OWN: Mapping[str, Draw] = {
    "like_for_like": alike_of,
    "momentum_curve": standing_of,
    "gate_cost_range": balance_of,
    "gate_verdict": verdict_of,
    "funnel": funnel_of,
    "threshold_tradeoff": tradeoff_of,
    "settling_test": settling_of,
    "largest_wins": largest_of,
}
_COMPARISON = "like_for_like"
_USABLE = ("ok", "too few")


def drawn(told: Answers, result: Result) -> list[Drawn]:
    """Return the pictures and tables of an answer; none where it has no number to draw."""
    if result.status not in _USABLE or not result.rows:
        return []
    measure = result.measure
    own = _OF_THEIR_OWN.get(measure.id)
    if own is not None:
        return own(told, result)
    if measure.estimator.name == _COMPARISON:
        return comparison_of(told, result)
    shown = result if measure.shape == "trend" else by_count(result, USUAL)
    return FIGURES[measure.shape](told, shown)
