"""How people handled the records: types mended, leads handed on, boxes ticked, colleagues named.

None of it changes what became of a lead or a deal. Each part draws from a stream of chance of its
own, so that the rest of the world stays as it is whatever these parameters say.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from dashboard.demo.journeys import Temper
from dashboard.demo.world import MINUTE, Flags, Floats, Integers, World, by_position

_TYPES, _OWNERS, _TICKS, _BY_HAND, _PEOPLE, NAMES, _LOSSES = range(1, 8)
COMPETITOR = 1
"""The place of the reason that names a competitor; before it stands the one for silence."""


def type_changes(world: World, deals: pl.DataFrame) -> pl.DataFrame:
    """Return the deals that began as another type, when that was changed, and from what.

    The change comes at any time of the deal's life, with an even chance, and never at its ends.
    """
    rules, chance = world["type_changes"], world.stream(_TYPES)
    created = deals["created"].to_numpy()
    life = np.minimum(deals["closed"].to_numpy(), world.days) - created - 2 * MINUTE
    changed = (chance.random(deals.height) < rules["share"]) & (life > 0)
    at = created + MINUTE + chance.random(deals.height) * life
    first = chance.choice(len(rules["first_types"]), deals.height, p=rules["first_type_share"])
    return pl.DataFrame(
        {
            "deal": np.flatnonzero(changed),
            "at": at[changed],
            "old": by_position(rules["first_types"], first[changed]),
            "rep": deals["rep"].to_numpy()[changed],
        }
    )


def lead_owners(world: World, leads: pl.DataFrame) -> Integers:
    """Return who owns each lead: its seller, or somebody of sales development.

    A deal always belongs to the seller. So where somebody else owns the lead it was handed on;
    whether anybody had talked with the buyer by then is for the lead's own history to say.
    """
    rules, chance = world["sales_development"], world.stream(_OWNERS)
    kept = chance.random(leads.height) >= rules["leads_share"]
    person = first_developer(world) + chance.integers(0, rules["count"], leads.height)
    return np.where(kept, leads["rep"].to_numpy(), person)


def first_developer(world: World) -> int:
    """Return the number of the first user of sales development: after all who were there before."""
    return int(world["reps"]["count"]) + 2


def ticks(world: World, deals: pl.DataFrame) -> Floats:
    """Return when sales' gate was filled in on each back-stamped deal; never on the others.

    Some fill it in at once with marketing's gate, the others minutes later; nobody past midnight.
    """
    rules, chance = world["paperwork"], world.stream(_TICKS)
    due = deals["stamp_due"].to_numpy()
    later = due + rules["minutes_apart"] * MINUTE
    shortest, longest = rules["seconds_apart"]
    at_once = due + chance.uniform(shortest, longest, deals.height) * MINUTE / 60
    is_at_once = chance.random(deals.height) < rules["in_one_go"]
    return np.where(is_at_once & (np.floor(later) == np.floor(due)), at_once, later)


def stamped_by_hand(world: World, leads: pl.DataFrame) -> Flags:
    """Say on which leads a person, and no automated process, sets marketing's stamp."""
    chance = world.stream(_BY_HAND)
    return np.asarray(chance.random(leads.height) < world["paperwork"]["stamped_by_hand"])


def colleagues(world: World, deals: pl.DataFrame, temper: Temper) -> Integers:
    """Return how many more people of the buyer are named on each deal when it is opened.

    Deals that will get going have more: what moves a deal also brings people to the table.
    """
    rules, chance = world["buyer_people"], world.stream(_PEOPLE)
    is_slow = temper.stays | (temper.alive_from > deals["created"].to_numpy())
    count = chance.poisson(np.where(is_slow, rules["more_slow"], rules["more"]))
    return np.where(deals["way"].to_numpy() == "unlinked", 0, count)


def loss_reasons(world: World, leads: pl.DataFrame, deals: pl.DataFrame) -> list[pl.Series]:
    """Return the reason and the competitor that a seller would enter, were the deal lost.

    The longer its lead waited for a first attempt, the likelier silence and a competitor.
    """
    rules, chance = world["losses"], world.stream(_LOSSES)
    lead = deals["lead"].to_numpy()
    wait = (leads["attempted"] - leads["created"]).to_numpy()[lead.clip(min=0)]
    wait = np.where((lead >= 0) & np.isfinite(wait), wait, 0.0)
    weight = np.tile(np.asarray(rules["share"], dtype=np.float64), (deals.height, 1))
    weight[:, : COMPETITOR + 1] *= np.exp(rules["per_day"] * wait)[:, None]
    edge = np.cumsum(weight / weight.sum(axis=1, keepdims=True), axis=1)
    place = (chance.random(deals.height)[:, None] > edge[:, :-1]).sum(axis=1)
    name = chance.choice(rules["competitors"], deals.height)
    return [
        pl.Series("loss_reason", by_position(rules["reasons"], place)),
        pl.Series("competitor", np.where(place == COMPETITOR, name, "")),
    ]
