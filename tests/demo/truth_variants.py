"""Works out the right answers of the harder world and writes truth_variants.json beside it.

Run `python -m tests.demo.truth_variants` after any change of world.toml or of variants.py. The
effect of having come without the gate is known as nowhere else: every deal from outside lives
twice, once as it came and once as if it had come through every gate.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from tests.demo import truth_deals as deal_world
from tests.demo import truth_measures as measures
from tests.demo.truth_deals import IN_FLOW, Deals
from tests.demo.truth_leads import simulate_people
from tests.demo.truth_simulation import AS_OF, DEMO, SEED, simulate, values_of
from tests.demo.variants import HARD

FILE = Path(__file__).with_name("truth_variants.json")
LEADS, BATCHES = 8_000_000, 16
# The sections that decide what becomes of leads and deals.
READ = tuple(
    "window leads score reps sales_gate marketing_gate wait open amount moves ways touches".split()
)
# Days from the creation until an outcome is known; a move must hold three days.
KNOWN_AFTER = {"won": measures.HORIZON, "moved": 33, "silent": measures.STALL + 1}


def harder() -> dict[str, Any]:
    """Return the parameters that are read here, those of the harder world in their places."""
    world = tomllib.loads((DEMO / "world.toml").read_text(encoding="utf-8"))
    return {name: {**world[name], **HARD.get(name, {})} for name in READ}


def made_from() -> str:
    """Return the mark of the parameters."""
    return hashlib.sha256(json.dumps(harder(), sort_keys=True).encode()).hexdigest()


def effects(world: dict[str, Any]) -> dict[str, float]:
    """Return how many more deals from outside end so than had they come through every gate."""
    end = world["window"]["days"]
    first = (AS_OF - dt.timedelta(days=end)).weekday()
    rng, tally = np.random.default_rng(SEED), measures.Tally()
    for _ in range(BATCHES):
        people = simulate_people(world, rng, LEADS // BATCHES, first)
        deals = deal_world.open_deals(world, rng, people)
        outside = deals.only(np.isin(deals.path, measures.OUTSIDE))
        gated = replace(outside, path=np.full(len(outside.path), IN_FLOW))
        for name, ways in (("outside", outside), ("as if gated", gated)):
            _add(tally, rng, world, name, ways)
    shares = values_of(tally)
    return {
        f"like_for_like/{outcome}": round(
            shares[f"outside/{outcome}"] - shares[f"as if gated/{outcome}"], 6
        )
        for outcome in KNOWN_AFTER
    }


def _add(
    tally: measures.Tally, rng: np.random.Generator, world: dict[str, Any], name: str, deals: Deals
) -> None:
    end = world["window"]["days"]
    found = measures.starts(rng, world, deals, deal_world.live(world, rng, deals))
    for outcome, part in (
        ("won", found.won_by_horizon),
        ("moved", found.moved),
        ("silent", found.stalled),
    ):
        known = measures.day(deals.opened) <= end - KNOWN_AFTER[outcome]
        known &= (outcome == "won") | found.is_open_long
        tally.share(f"{name}/{outcome}", part[known])


def main() -> None:
    """Write the right answers."""
    world = harder()
    values = {**values_of(simulate(world, LEADS, BATCHES)), **effects(world)}
    answer = {
        "about": "Right answers of the harder world; made by tests/demo/truth_variants.py",
        "made_from": made_from(),
        "leads": LEADS,
        "values": dict(sorted(values.items())),
    }
    FILE.write_text(json.dumps(answer, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
