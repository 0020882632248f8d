"""Works out the demo's right answers by direct simulation, and writes datasets/demo/truth.json.

Run `python -m tests.demo.truth_simulation` after any change of world.toml. It reads world.toml and
nothing else of the project: neither the generator nor the SQL under test. Shares by a day after
creation are read from lives that are watched to their end, so that they are what an estimator
with censored lives aims at; figures "so far" are read at the as-of date, as the product does.
Leads arrive evenly over two years and no way to a deal takes longer than eleven months and some
days, so the deals created in the last twelve months are a steady mix.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any

import numpy as np

from tests.demo import truth_deals as deal_world
from tests.demo import truth_measures as measures
from tests.demo.truth_deals import WON
from tests.demo.truth_gate import gate_truth
from tests.demo.truth_leads import simulate_people

DEMO = Path(__file__).parents[2] / "datasets" / "demo"
AS_OF = dt.date(2026, 10, 23)
PERIOD_STARTS = dt.date(2025, 11, 1)
# Twenty times two million: the truth's own error is then a small part of one company's.
LEADS, BATCHES, SEED = 40_000_000, 80, 20_261_023


def simulate(world: dict[str, Any], leads: int, batches: int) -> measures.Tally:
    """Run all batches."""
    end = world["window"]["days"]
    first = AS_OF - dt.timedelta(days=end)
    start = (PERIOD_STARTS - first).days
    rng, tally = np.random.default_rng(SEED), measures.Tally()
    for _ in range(batches):
        people = simulate_people(world, rng, leads // batches, first.weekday())
        deals = deal_world.open_deals(world, rng, people)
        lives = deal_world.live(world, rng, deals)
        state, since = measures.outcomes(lives, end)
        path = measures.path_at_as_of(deals, state, since, end)
        measures.add_leads(tally, people, deals, state == WON, (start, end))
        measures.add_wins(tally, deals, state, since, path, start)
        measures.add_verdicts(tally, people, deals, lives, end)
        young = measures.day(deals.opened) >= start
        fresh, alive = deals.only(young), lives.only(young)
        measures.add_starts(tally, rng, world, fresh, alive, path[young])
        measures.add_silence(tally, rng, world, fresh, alive, end)
    return tally


def values_of(tally: measures.Tally) -> dict[str, float]:
    """Return what was added up: shares, and the middle of the days kept."""
    values = {name: round(part / whole, 6) for name, (part, whole) in tally.ratios.items()}
    for name, days in tally.days.items():
        everyone = np.sort(np.concatenate(days))
        values[name] = float(everyone[(len(everyone) - 1) // 2])
    return values


def main() -> None:
    """Write the right answers."""
    source = (DEMO / "world.toml").read_bytes()
    world = tomllib.loads(source.decode())
    tally = simulate(world, LEADS, BATCHES)
    end = world["window"]["days"]
    weekday = (AS_OF - dt.timedelta(days=end)).weekday()
    gate = gate_truth(world, LEADS, BATCHES, end, weekday, SEED)
    answer = {
        "about": "Right answers of the sample company; made by tests/demo/truth_simulation.py",
        "world_sha256": hashlib.sha256(source).hexdigest(),
        "leads": LEADS,
        "as_of": AS_OF.isoformat(),
        "period": [PERIOD_STARTS.isoformat(), AS_OF.isoformat()],
        "values": dict(sorted((values_of(tally) | gate).items())),
    }
    text = json.dumps(answer, indent=2) + "\n"
    (DEMO / "truth.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
