"""The whole way through against known truth: twenty companies are built, and each measure's
answers are held to the values that the separate simulation gives.

A 95 % interval misses one time in twenty; five misses in twenty would be chance once in 400
measures, so at most four are allowed, and never a value beyond four standard errors.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from dashboard import answer, build, demo
from dashboard.measures.filters import Filters

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo_truth")]

SEEDS = range(1, 21)
PERIOD = Filters(start=dt.date(2025, 11, 1), end=dt.date(2026, 10, 1))
NORMAL = 1.959964

# Each answer: the measure and the keys of its row.
ANSWERS: dict[str, tuple[str, dict[str, str]]] = {
    "lead_to_won_conversion": ("lead_to_won_conversion", {}),
    "mql_to_sql_conversion": ("mql_to_sql_conversion", {}),
    "win_rate": ("win_rate", {}),
    "won_by_cohort": ("won_by_cohort", {}),
    "sales_velocity": ("sales_velocity", {}),
    **{
        f"won_without_gate/{component}/{statistic}": (
            "won_without_gate",
            {"component": component, "statistic": statistic},
        )
        for component in ("strict", "ours", "wide")
        for statistic in ("deals", "amount")
    },
    **{
        f"path_mix/{path}/{statistic}": ("path_mix", {"part": path, "statistic": statistic})
        for path in (
            "in_flow returned skipped rejected_before back_stamped bypassed unlinked".split()
        )
        for statistic in ("deals", "amount")
    },
    **{
        f"stalled_immediately/{group}": ("stalled_immediately", {"path_group": group})
        for group in ("all", "through_every_gate", "no_gate")
    },
    **{
        f"momentum_30_days/{state}": ("momentum_30_days", {"state": state})
        for state in ("moved", "lost", "unmoved")
    },
    **{
        f"first_conversation_wait/{clock}": ("first_conversation_wait", {"clock": clock})
        for clock in ("attempt", "conversation")
    },
    **{
        f"rejected_then_won/{statistic}": ("rejected_then_won", {"statistic": statistic})
        for statistic in ("deals", "amount", "verdicts")
    },
    "stalled_value/deals": ("stalled_value", {"statistic": "deals"}),
    "stalled_value/amount": ("stalled_value", {"statistic": "amount"}),
}

# Read over all data: a year must pass before it is known what became of a refusal.
WHOLE_HISTORY = {"rejected_then_won/verdicts"}


@dataclass(frozen=True)
class Answer:
    """One company's answer; for a range, the share without what cannot be told."""

    value: float
    low: float | None
    high: float | None


@pytest.fixture(scope="module")
def truth(root: Path) -> dict[str, float]:
    text = (root / "datasets" / "demo" / "truth.json").read_text(encoding="utf-8")
    return json.loads(text)["values"]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Answer]]:
    found: dict[str, list[Answer]] = defaultdict(list)
    for seed in SEEDS:
        folder = tmp_path_factory.mktemp("company")
        demo.make(folder, seed=seed)
        build.build(folder)
        for name, given in answers_of(folder).items():
            found[name].append(given)
    return found


def answers_of(folder: Path) -> dict[str, Answer]:
    measures = sorted({measure for measure, _ in ANSWERS.values()})
    warehouse = answer.open_warehouse(folder)
    try:
        recent = answer.answers(warehouse, measures, PERIOD)
        ever = answer.answers(warehouse, ["rejected_then_won"], Filters())
    finally:
        warehouse.close()
    found = {}
    for name, (measure, keys) in ANSWERS.items():
        row = (ever if name in WHOLE_HISTORY else recent)[measure].row(**keys)
        assert row is not None, name
        if row.value is not None:
            found[name] = Answer(row.value, row.low, row.high)
    return found


def standard_error(given: Answer) -> float:
    assert given.low is not None
    assert given.high is not None
    # The wider side: near zero an interval is not even.
    return max(given.high - given.value, given.value - given.low) / NORMAL


def is_missed(name: str, given: Answer, truth: dict[str, float]) -> bool:
    assert given.low is not None
    assert given.high is not None
    # A range must hold both of its true ends.
    upper = truth.get(name.replace("won_without_gate", "won_without_gate_high"), truth[name])
    return truth[name] < given.low or upper > given.high


@pytest.mark.parametrize("name", ANSWERS)
def test_answers_are_true(name, answers, truth):
    given = answers[name]
    assert len(given) >= len(SEEDS) / 2, f"{name} is too few in most companies"
    if any(each.low is None for each in given):
        assert_unbiased(name, [each.value for each in given], truth[name])
        return
    misses = [each for each in given if is_missed(name, each, truth)]
    assert len(misses) <= 4, (name, truth[name], misses)
    for each in given:
        assert abs(each.value - truth[name]) <= 4 * standard_error(each), (name, truth[name], each)


def assert_unbiased(name: str, values: list[float], expected: float) -> None:
    """An answer without an interval: the mean over the companies, whole days allowed for."""
    error = float(np.std(values, ddof=1)) / len(values) ** 0.5
    assert abs(float(np.mean(values)) - expected) <= 4 * error + 0.5, (name, expected, values)


@pytest.mark.parametrize("name", ANSWERS)
def test_answers_have_no_bias(name, answers, truth):
    values = [each.value for each in answers[name]]
    assert_near(name, values, truth[name])


def assert_near(name: str, values: list[float], expected: float) -> None:
    """The mean of twenty is within four of its own standard errors: a finer sieve for faults."""
    error = float(np.std(values, ddof=1)) / len(values) ** 0.5
    grain = 0.5 if expected >= 1 else 0.0
    assert abs(float(np.mean(values)) - expected) <= 4 * error + grain, (name, expected, values)
