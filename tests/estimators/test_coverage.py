"""The committed coverage table belongs to this code, and its figures keep the promised bands."""

from __future__ import annotations

import json
import math

import pytest

from dashboard.estimators.intervals import wilson
from tests.bench import coverage

TABLE = json.loads(coverage.TABLE.read_text(encoding="utf-8"))
FIGURES = TABLE["intervals"]

# METHODS part 0 at 1,000 repetitions and more: what a right 95 % interval keeps.
PROMISED = (0.933, 0.967)
# At 400, for what takes long to draw once.
PROMISED_OF_FEW = (0.925, 0.975)
# Ranks of whole days, ranges around something unknown and the worst bias can only be too wide.
AT_LEAST = (0.93, 1.0)
# What the product does not use, with the reason measured: it holds the truth too rarely.
REJECTED = (0.0, 0.93)
# Known and documented: with few accounts of unequal size, few events of a strong score or few deals
# of many paths the interval is too narrow.
WEAK = (0.90, 0.933)
# One draw of twenty is withheld, since sellers differ too little, and counts as a miss here.
WITHHELD = (0.89, 0.95)
BANDS = {
    "threshold, jump of wins": AT_LEAST,
    "threshold, jump of wins, 5,000 leads": AT_LEAST,
    "threshold, jump of wins, score in fives": AT_LEAST,
    "threshold, jump of wins, scores pushed up": REJECTED,
    "threshold, jump of wins, pushed, in a donut": AT_LEAST,
    "threshold, jump of money": AT_LEAST,
    "threshold, first stage": AT_LEAST,
    "threshold, effect of being worked": AT_LEAST,
    "threshold, placebo below the gate": AT_LEAST,
    "threshold, placebo above the gate": AT_LEAST,
    "delay, naive": REJECTED,
    "seller lenience, 20 sellers": WITHHELD,
    "turned away, bounds in wins": AT_LEAST,
    "turned away, bounds in money": AT_LEAST,
    "turned away, bounds in wins, sellers sense": AT_LEAST,
    "turned away, bounds in money, sellers sense": AT_LEAST,
    "turned away, guess in wins, sellers sense": REJECTED,
    "imbens-manski, ends far apart": AT_LEAST,
    "imbens-manski, ends close together": AT_LEAST,
    "settling test watched, 3 % against 5 %": AT_LEAST,
    "settling test watched, 0.5 % against 6 %": AT_LEAST,
    "settling test watched by newcombe": REJECTED,
    "excess wins of 600 accounts": AT_LEAST,
    "wilson, few uneven accounts with deff": WEAK,
    "wilson, clustered accounts ignored": REJECTED,
    "standardised to both, plain variance": REJECTED,
    "kaplan-meier median": AT_LEAST,
    "aalen-johansen half reached": AT_LEAST,
    "median of 11 days": AT_LEAST,
    "median of 41 days": AT_LEAST,
    "median of 300 days": AT_LEAST,
    "median of clustered days": AT_LEAST,
    "medians of two periods, difference": AT_LEAST,
    "counts of two periods, difference of 3 and 3": AT_LEAST,
    "bounds, truth at the low end": AT_LEAST,
    "bounds, truth at the high end": AT_LEAST,
    "events per time, few uneven accounts": WEAK,
    "events per time, as a poisson count": REJECTED,
    "effective number of 25 paths, 60 deals": WEAK,
    "auc, delong on the logit scale, strong score": WEAK,
}


def test_the_table_was_made_with_these_files():
    stale = {
        name
        for name, mark in coverage.fingerprints().items()
        if TABLE["made_from"].get(name) != mark
    }
    assert not stale, f"{sorted(stale)} changed: run `python -m tests.bench.coverage`, look, commit"
    assert set(TABLE["made_from"]) == set(coverage.fingerprints())


def test_the_table_holds_every_world():
    assert set(FIGURES) == set(coverage.WORLDS)
    assert set(BANDS) <= set(FIGURES)


@pytest.mark.parametrize("name", FIGURES)
def test_measured_coverage_keeps_its_band(name):
    is_slow = name.startswith(("delay", "turned away"))
    low, high = BANDS.get(name, PROMISED_OF_FEW if is_slow else PROMISED)
    assert FIGURES[name]["repetitions"] >= (400 if is_slow else 1_000)
    assert low <= FIGURES[name]["coverage"] <= high


def test_measuring_again_finds_the_same():
    name = "newcombe, 60 against 90"
    again = coverage.measure(name, 2_000)
    room = 4 * math.hypot(again["coverage_error"], FIGURES[name]["coverage_error"])
    assert again["coverage"] == pytest.approx(FIGURES[name]["coverage"], abs=room)


def exact_coverage(n, p):
    """Sum the binomial over the counts whose interval holds p."""
    held = (k for k in range(n + 1) if wilson(k, n).low <= p <= wilson(k, n).high)
    return sum(math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in held)


@pytest.mark.parametrize("n", [30, 50, 100, 150, 300, 1000])
@pytest.mark.parametrize("p", [0.05, 0.1, 0.2, 0.3, 0.5])
def test_wilson_holds_the_truth_as_often_as_it_says(n, p):
    assert 0.925 <= exact_coverage(n, p) <= 0.975


@pytest.mark.parametrize(
    ("n", "p", "expected"), [(10, 0.01, 0.9044), (10, 0.05, 0.9139), (50, 0.01, 0.9106)]
)
def test_where_wilson_is_weak(n, p, expected):
    """A rare event in few records: the docstring warns of it."""
    assert exact_coverage(n, p) == pytest.approx(expected, abs=5e-5)


@pytest.mark.parametrize("n", [30, 100])
def test_wilson_is_right_on_average_over_all_shares(n):
    shares = [(step + 0.5) / 200 for step in range(200)]
    assert sum(exact_coverage(n, p) for p in shares) / 200 == pytest.approx(0.95, abs=0.005)
