"""Worlds in which the gate is put to the test, and what the product says of companies in them."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import tempfile
import tomllib
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from dashboard import answer, build, demo
from dashboard.demo.world import changed
from dashboard.measures.filters import Filters
from dashboard.measures.result import Row
from tests.demo.companies import PERIOD
from tests.demo.truth_gate import gate_truth
from tests.demo.truth_simulation import AS_OF, DEMO

Changes = Mapping[str, Mapping[str, Any]]

# Of those up to 15 points below the line half are in a test, and half of these are let through.
ARM: Changes = {"random_arm": {"share": 0.5}}
# Who raised a hand and lacks a point to three is lifted onto the line, nine times of ten.
LIFTED: Changes = {"tampering": {"lifted": 0.9}}
# Below the line sellers pick whom they sense will buy, which no record says.
SENSED: Changes = {"sales_gate": {"override_per_intent": 0.6}}
# A gate whose line decides nearly all, and deals that are small, many, and soon won.
SHARP: Changes = {
    "sales_gate": {"accept": [2.5, 0.0], "override": [-5.0, 0.0], "ignored": 0.0},
    "open": {"direct_by_source": [0.0] * 6},
    "amount": {"median": [6000.0] * 3, "sigma": 0.2},
    "moves": {"forward": 0.1, "lost": 0.006, "never_moves": 0.0},
}
TRUTH_LEADS, TRUTH_BATCHES, TRUTH_SEED = 6_000_000, 12, 65

Rows = dict[str, Row]
# measure, keys, and by which name it is asked for
ASKED = {
    "share": ("threshold_jump", {"statistic": "itt_share"}),
    "value": ("threshold_jump", {"statistic": "itt_value"}),
    "bunching": ("threshold_jump", {"statistic": "bunching"}),
    "turned_away": ("gate_ledger", {"gate": "MQL", "component": "turned_away"}),
    "leads": ("threshold_tradeoff", {"line": "55", "statistic": "leads"}),
    "wins": ("threshold_tradeoff", {"line": "55", "statistic": "wins"}),
    "net": ("threshold_tradeoff", {"line": "55", "statistic": "net"}),
    "progress": ("settling_test", {"statistic": "progress"}),
}


@dataclass(frozen=True)
class Told:
    """What the product says of one company: its rows, and its verdict at each price of an hour."""

    rows: Rows
    verdicts: Mapping[float, Row]


def truth_of(changes: Changes) -> dict[str, float]:
    """Work out the truth of a world; lifted scores and tests by lot leave it as it is."""
    world = changed(tomllib.loads((DEMO / "world.toml").read_text(encoding="utf-8")), changes)
    end = world["window"]["days"]
    weekday = (AS_OF - dt.timedelta(days=end)).weekday()
    return gate_truth(world, TRUTH_LEADS, TRUTH_BATCHES, end, weekday, TRUTH_SEED)


def told_of(seeds: Iterable[int], changes: Changes, prices: Iterable[float] = ()) -> list[Told]:
    """Make, build and ask one company after the other, on two cores."""
    ask = partial(_told, changes=changes, prices=tuple(prices))
    spawning = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=spawning) as workers:
        return list(workers.map(ask, seeds))


def _told(seed: int, changes: Changes, prices: tuple[float, ...]) -> Told:
    ledger = demo.make_world(seed, leads_count=demo.LEADS, as_of=demo.AS_OF, changes=changes)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        demo.write(folder, ledger)
        build.build(folder)
        warehouse = answer.open_warehouse(folder)
        try:
            measures = sorted({measure for measure, _ in ASKED.values()})
            found = answer.answers(warehouse, measures, PERIOD)
            verdicts = {}
            for price in prices:
                assumed = Filters(
                    start=PERIOD.start, end=PERIOD.end, assumed={"seller_hour_cost": price}
                )
                row = answer.answer(warehouse, "gate_verdict", assumed).row(basis="margin")
                assert row is not None
                verdicts[price] = row
        finally:
            warehouse.close()
    rows = {name: found[measure].row(**keys) for name, (measure, keys) in ASKED.items()}
    assert all(row is not None for row in rows.values()), rows
    return Told({name: row for name, row in rows.items() if row is not None}, verdicts)
