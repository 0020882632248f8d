"""The whole way through against known truth: twenty companies are built, and each measure's
answers are held to the values that the separate simulation gives.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from dashboard import answer, build, demo
from dashboard.demo import salesforce
from tests.demo.companies import ANSWERS, answers_of_all
from tests.demo.faults import faults

SEEDS = range(1, 21)


@pytest.fixture(scope="module")
def truth(root: Path) -> dict[str, float]:
    text = (root / "datasets" / "demo" / "truth.json").read_text(encoding="utf-8")
    return json.loads(text)["values"]


@pytest.mark.slow
def test_answers_are_true(truth):
    found = faults(ANSWERS, answers_of_all(SEEDS), truth)
    assert not found, "\n".join(found)


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
