"""What happens at the line in worlds beside the sample company: scores lifted, a random arm.

Each part draws from a stream of chance of its own; with a share of zero it changes nothing.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from dashboard.demo.world import Flags, World

_LIFTED, _ARM = range(31, 33)


def lifted(world: World, traits: pl.DataFrame) -> pl.Series:
    """Return the scores, some of those a little below the line lifted onto it by hand.

    Somebody who raised a hand is worth it to them: so those lifted are not like those left.
    """
    rules, score = world["tampering"], traits["score"].to_numpy()
    missing = world["score"]["gate"] - score
    near = (missing > 0) & (missing <= rules["reach"]) & traits["raised_hand"].to_numpy()
    chosen = near & (world.stream(_LIFTED).random(world.leads) < rules["lifted"])
    return pl.Series("score", np.where(chosen, world["score"]["gate"], score))


def random_arm(world: World, traits: pl.DataFrame) -> pl.Series:
    """Return who is in the test below the line: true let through, false held back, else null."""
    rules, chance = world["random_arm"], world.stream(_ARM)
    missing = world["score"]["gate"] - traits["score"].to_numpy()
    near = (missing > 0) & (missing <= rules["reach"])
    chosen = near & (chance.random(world.leads) < rules["share"])
    let_through = chance.random(world.leads) < rules["let_through"]
    return pl.Series("let_through", let_through).set(pl.Series(~chosen), None)


def has_arm(leads: pl.DataFrame) -> bool:
    """Say whether anybody is in the test."""
    return leads["let_through"].null_count() < leads.height


def is_let_through(traits: pl.DataFrame) -> Flags:
    """Say who was let through at random: sales accepts every one of them."""
    return traits["let_through"].fill_null(value=False).to_numpy()
