"""The truth of the gate: what reaching its line does, and what those below it would have brought.

Nobody can be on both sides of a line; here everybody can. People with the very score of the line
live as if they had reached it and as if they had not; people below it whom nobody took on live once
more as if sales had. All of them are watched for a year, as the product does.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.demo import truth_deals as deal_world
from tests.demo.truth_deals import BACK_STAMPED, RETURNED, WON
from tests.demo.truth_leads import (
    ACCEPTED,
    HOUR,
    INF,
    LOW_FAILED,
    PICKED,
    UNJUDGED,
    Array,
    People,
    Traits,
    draw_traits,
    handle,
)
from tests.demo.truth_measures import YEAR, Tally, day, outcomes

# People of the line live so often, on each side of it.
LIVES = 4
# So many points below the line are "just below" it.
NEAR = 10
# Of the people below the line, so many in a batch live a second time.
BELOW = 60_000
OUTCOMES = ("won", "value", "worked")


def add_gate(
    tally: Tally,
    rng: np.random.Generator,
    world: dict[str, Any],
    size: int,
    window: tuple[int, int],
    first_weekday: int,
) -> None:
    """Add one batch: `window` holds the first and the last day of those counted."""
    drawn = draw_traits(world, rng, size)
    traits = drawn.only((drawn.arrived >= window[0]) & (day(drawn.arrived) <= window[1]))
    at_line = traits.only(np.repeat(np.flatnonzero(traits.above == 0), LIVES))
    for side, offered in (("above", True), ("below", False)):
        people = handle(world, rng, at_line, np.full(len(at_line.arrived), offered), first_weekday)
        _add(tally, f"line/{side}", *_followed(world, rng, people))
    below = traits.only(np.flatnonzero(traits.above < 0)[:BELOW])
    _add_turned_away(tally, rng, world, below, first_weekday)


def _add_turned_away(
    tally: Tally, rng: np.random.Generator, world: dict[str, Any], below: Traits, weekday: int
) -> None:
    """Add those whom nobody took on: as they lived, and as if sales had taken them on."""
    nobody = np.zeros(len(below.arrived), dtype=bool)
    people = handle(world, rng, below, nobody, weekday)
    left = np.isin(people.fate, (LOW_FAILED, UNJUDGED))
    as_lived = _followed(world, rng, people)
    others = below.only(left)
    taken_on = np.full(len(others.arrived), ACCEPTED)
    again = handle(world, rng, others, ~nobody[left], weekday, taken_on)
    worked = _followed(world, rng, again)
    for name, chosen in (
        ("turned_away", np.ones(int(left.sum()), dtype=bool)),
        ("just_below", others.above >= -NEAR),
    ):
        _add(tally, f"{name}/as_lived", *(each[left][chosen] for each in as_lived))
        _add(tally, f"{name}/taken_on", *(each[chosen] for each in worked))


def _followed(
    world: dict[str, Any], rng: np.random.Generator, people: People
) -> tuple[Array, Array, Array]:
    """Return of each: whether won within a year, for how much, and whether sales took them on."""
    # Nobody is cut off: what a year after the last of them brings is in it.
    endless = {**world, "window": {**world["window"], "days": 10 * YEAR}}
    deals = deal_world.open_deals(endless, rng, people)
    deals = deals.only(deals.person >= 0)
    state, since = outcomes(deal_world.live(world, rng, deals), 1e9)
    size, came = len(people.arrived), day(people.arrived)
    won, value = np.zeros(size, dtype=bool), np.zeros(size)
    in_time = (state == WON) & (day(since) - came[deals.person] <= YEAR)
    won[deals.person[in_time]] = True
    value[deals.person[in_time]] = deals.amount[in_time]
    accepted = np.where(np.isin(people.fate, (ACCEPTED, PICKED)), people.judged, INF)
    back = deals.path == RETURNED
    accepted[deals.person[back]] = deals.opened[back] - 1
    closed = np.where(np.isfinite(since), since, INF)
    stamped = (deals.path == BACK_STAMPED) & (deals.stamp_due < closed)
    accepted[deals.person[stamped]] = deals.stamp_due[stamped] + HOUR / 3
    return won, value, day(accepted) - came <= YEAR


def _add(tally: Tally, name: str, *each: Array) -> None:
    for outcome, values in zip(OUTCOMES, each, strict=True):
        tally.share(f"{name}/{outcome}", values)


def gate_values(tally: Tally) -> dict[str, float]:
    """Return the jumps at the line, and what each below it brought and would have brought."""
    mean = {name: part / whole for name, (part, whole) in tally.ratios.items()}
    jumps = {
        f"threshold_jump/{statistic}": mean[f"line/above/{outcome}"] - mean[f"line/below/{outcome}"]
        for statistic, outcome in (
            ("itt_share", "won"),
            ("itt_value", "value"),
            ("first_stage", "worked"),
        )
    }
    people = {
        f"{name}/{outcome}/{lived}": mean[f"{name}/{lived}/{outcome}"]
        for name in ("turned_away", "just_below")
        for outcome in ("won", "value")
        for lived in ("as_lived", "taken_on")
    }
    return {name: round(value, 6) for name, value in (jumps | people).items()}


def gate_truth(
    world: dict[str, Any], leads: int, batches: int, end: int, first_weekday: int, seed: int
) -> dict[str, float]:
    """Return the truth of the gate for those who came in the year before the last."""
    rng, tally = np.random.default_rng(seed), Tally()
    for _ in range(batches):
        add_gate(tally, rng, world, leads // batches, (0, end - YEAR), first_weekday)
    return gate_values(tally)
