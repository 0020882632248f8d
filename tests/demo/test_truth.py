"""The whole way through against known truth: twenty companies are built, and each measure's
answers are held to the values that the separate simulation gives.

A 95 % interval misses one time in twenty; five misses in twenty would be chance once in 400
measures, so at most four are allowed, and never a value beyond four standard errors.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from dashboard import answer, build, demo
from dashboard.demo import salesforce
from tests.demo.companies import ANSWERS, Answer, answers_of_all

SEEDS = range(1, 21)
MISSES = 4
ERRORS = 4.0
NORMAL = 1.959964


@pytest.fixture(scope="module")
def truth(root: Path) -> dict[str, float]:
    text = (root / "datasets" / "demo" / "truth.json").read_text(encoding="utf-8")
    return json.loads(text)["values"]


@pytest.mark.slow
def test_answers_are_true(truth):
    companies = answers_of_all(SEEDS)
    faults = []
    for name in ANSWERS:
        given = [company[name] for company in companies if name in company]
        if len(given) < len(SEEDS) / 2:
            faults.append(f"{name} is too few in {len(SEEDS) - len(given)} companies")
            continue
        faults += [*bias_of(name, given, truth[name]), *interval_faults(name, given, truth)]
    assert not faults, "\n".join(faults)


def bias_of(name: str, given: list[Answer], expected: float) -> list[str]:
    """The mean of twenty is within four of its own errors, a finer sieve; days are whole."""
    values = [each.value for each in given]
    error = float(np.std(values, ddof=1)) / len(values) ** 0.5
    grain = 0.5 if expected >= 1 else 0.0
    if abs(float(np.mean(values)) - expected) <= ERRORS * error + grain:
        return []
    return [f"{name}: the mean is {np.mean(values):.4f}, the truth {expected:.4f}"]


def interval_faults(name: str, given: list[Answer], truth: dict[str, float]) -> list[str]:
    """A range is held at each of its ends; another interval at its one value."""
    upper = truth.get(name.replace("won_without_gate", "won_without_gate_high"), truth[name])
    if any(each.low is None or each.high is None for each in given):
        return []
    far = [each for each in given if abs(each.value - truth[name]) > ERRORS * error_of(each)]
    faults = []
    for end in {truth[name], upper}:
        misses = sum(not low(each) <= end <= high(each) for each in given)
        if misses > MISSES:
            faults.append(f"{name}: {misses} intervals miss {end}")
    return [*faults, *(f"{name}: {each} is far from {truth[name]}" for each in far)]


def low(given: Answer) -> float:
    assert given.low is not None
    return given.low


def high(given: Answer) -> float:
    assert given.high is not None
    return given.high


def error_of(given: Answer) -> float:
    """Return the standard error: of the wider side, as near zero an interval is not even."""
    upper = given.value if given.upper_value is None else given.upper_value
    return max(high(given) - upper, given.value - low(given)) / NORMAL


@pytest.fixture(scope="module")
def small_company(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, demo.Ledger]:
    ledger = demo.make_world(5, leads_count=6_000, as_of=demo.AS_OF)
    folder = tmp_path_factory.mktemp("company")
    demo.write(folder, ledger)
    build.build(folder)
    return folder, ledger


def test_every_deal_is_found_again_as_it_was(small_company):
    """Deal by deal: path class, outcome, day of closing and amount are those of the ledger."""
    folder, ledger = small_company
    warehouse = answer.open_warehouse(folder)
    found = warehouse.database.query(
        "select opportunity_id, path_class, outcome, closed_date, amount_at_close from fct_deals"
    )
    warehouse.close()
    deals = ledger.deals.with_columns(
        pl.Series("opportunity_id", salesforce.ids("Opportunity", np.arange(ledger.deals.height)))
    ).join(found, on="opportunity_id", suffix="_found")
    assert deals.height == ledger.deals.height
    wrong = deals.filter(pl.col("path_class") != pl.col("path_class_found"))
    assert wrong.is_empty(), wrong.select("way", "path_class", "path_class_found")
    outcomes = pl.col("stage").replace_strict({101: "won", 102: "lost"}, default="open")
    assert deals.filter(outcomes != pl.col("outcome")).is_empty()
    closed = deals.filter(pl.col("outcome") != "open")
    days = closed.select(
        (pl.col("closed_date") - ledger.world.first_day).dt.total_days() - pl.col("closed").floor()
    )
    assert days.to_series().abs().max() == 0
    won = closed.filter(pl.col("outcome") == "won")
    assert (won["amount"] == won["amount_at_close"]).all()
