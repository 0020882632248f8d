"""Estimates are right on average: within four Monte-Carlo errors of the truth, seeds fixed."""

from __future__ import annotations

import math

import numpy as np
import pytest

from dashboard.estimators.occupancy import occupancy
from dashboard.estimators.survival import kaplan_meier
from tests.bench import coverage
from tests.bench import coverage_processes as processes
from tests.bench import coverage_worlds as worlds

# A median of few or skewed days is off by construction, on no side that matters; the number of
# paths is that of the deals seen, and its range that of many more. Coarse or pushed scores and the
# naive rate are off by more, which their intervals or their checks have to say. Of the turned away
# bounds are no estimate, and by how much the guess is off `test_gate_recovery` holds.
OFF = ("median", "half", "effective number", "in fives", "pushed", "naive", "turned away")
RIGHT = [name for name in coverage.WORLDS if not any(part in name for part in OFF)]
REPETITIONS = 400
# What takes long to draw once.
FEWER = {
    "cure model, profile likelihood": 60,
    "threshold, effect of being worked": 100,
    "delay, days inside the gate": 60,
    "delay, off-hours instrument": 60,
}


def errors_away(found):
    """Return how many Monte-Carlo errors the mean of these deviations lies from nothing."""
    deviations = np.array(found)
    return float(deviations.mean() / (deviations.std(ddof=1) / math.sqrt(deviations.size)))


@pytest.mark.parametrize("name", RIGHT)
def test_the_estimate_is_right_on_average(name):
    made = coverage.draws(name, FEWER.get(name, REPETITIONS))
    told = [draw.value - draw.truth for draw in made if draw.value is not None]
    assert abs(errors_away(told)) <= 4


def naive(days, kinds):
    """Those seen to move by day 30 among all created, young deals included."""
    return float(np.mean((kinds == "moved") & (days <= 30)))


def losses_censored(days, kinds):
    """One minus Kaplan-Meier with losses taken for deals that may still move."""
    return 1 - kaplan_meier(days, kinds == "moved", np.ones(days.size)).survival_at(30).value


@pytest.mark.parametrize(("wrong", "side"), [(naive, -1), (losses_censored, 1)])
def test_the_test_of_bias_sees_the_usual_mistakes(wrong, side):
    random = np.random.default_rng(30)
    truth = worlds.true_share(30)
    found = [wrong(*worlds.deals(random, 150)) - truth for _ in range(REPETITIONS)]
    assert side * errors_away(found) > 8
    assert 0.01 < side * float(np.mean(found)) < 0.12


def talking_of_all(chain, watched):
    """Talking on day 45 among all created; those no longer watched stay in their last state."""
    return float(np.mean(chain[np.arange(len(chain)), np.minimum(watched, 45)] == 0))


def talking_found(chain, watched):
    spans = processes.spans_of(chain, watched)
    made = occupancy(spans, states=processes.STATES, causes=processes.CAUSES)
    return made.share_at(45, "talking").value


def test_counting_the_states_of_all_deals_takes_young_ones_for_talking():
    random = np.random.default_rng(31)
    made = [processes.days_of_deals(random, 200) for _ in range(150)]
    truth = processes.true_occupancy("talking", 45)
    assert errors_away([talking_of_all(*draw) - truth for draw in made]) > 8
    found = [talking_found(*draw) for draw in made]
    assert abs(errors_away([value - truth for value in found])) <= 4


def test_the_variance_is_that_of_repeated_draws():
    """Mean of the stated errors against the spread of the estimates, histograms drawn directly."""
    random = np.random.default_rng(7)
    made = [worlds.risks(random, 150) for _ in range(REPETITIONS)]
    at = [int(np.searchsorted(m.table.days, 30, side="right")) - 1 for m in made]
    spread = np.std([m.shares["moved"][i] for m, i in zip(made, at, strict=True)], ddof=1)
    stated = np.mean([m.variances["moved"][i] for m, i in zip(made, at, strict=True)])
    # The error of a standard deviation from r draws is about sd / sqrt(2 r).
    assert abs(math.sqrt(stated) / spread - 1) <= 4 / math.sqrt(2 * REPETITIONS)
