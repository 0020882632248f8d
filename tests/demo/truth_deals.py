"""The deal side of the truth: which people become deals, and what becomes of each deal.

Written apart from the generator: each open stage is left after one exponential time and a coin
says which way; all events of a deal stand in one row of a matrix, in order of time.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from tests.demo.truth_leads import (
    ACCEPTED,
    FAILED,
    HOUR,
    IGNORED,
    INF,
    LOW_FAILED,
    PICKED,
    UNJUDGED,
    Array,
    People,
    expit,
    one_of,
)

PATHS = (
    "in_flow",
    "returned",
    "skipped",
    "rejected_before",
    "back_stamped",
    "bypassed",
    "unlinked",
    "contact_only",
)
(IN_FLOW, RETURNED, SKIPPED, REJECTED, BACK_STAMPED, BYPASSED, UNLINKED, CONTACT_ONLY) = range(8)
TEMPERS = ("in_flow", "returned", "skipped", "rejected_before", *["direct"] * 2, "unlinked")

WON, LOST, HOLD = 9, -1, -2


@dataclass(frozen=True)
class Deals:
    """All deals opened by the end of the window, whoever they came from."""

    person: Array
    path: Array
    opened: Array
    segment: Array
    amount: Array
    guess: Array
    stamp_due: Array

    def only(self, chosen: Array) -> Deals:
        """Return some of the deals."""
        return Deals(*(getattr(self, each.name)[chosen] for each in fields(self)))


def open_deals(world: dict[str, Any], rng: np.random.Generator, people: People) -> Deals:
    """Turn people into deals by the way their fate allows, and add deals without a lead."""
    rule, size = world["open"], len(people.arrived)
    logit = rule["logit"][0] + rule["logit"][1] * people.intent + rule["logit"][2] * people.fit
    chance = expit(logit + np.array(rule["by_segment"])[people.segment])
    fate = people.fate
    part = np.zeros(size)
    worked = (fate == ACCEPTED) | (fate == PICKED)
    part[worked] = np.exp(world["wait"]["effect"] * people.waited[worked])
    part[fate == IGNORED] = rule["ignored_direct"]
    direct = np.array(rule["direct_by_source"])[people.source]
    part[fate == UNJUDGED] = direct[fate == UNJUDGED]
    part[(fate == FAILED) | (fate == LOW_FAILED)] = rule["back"]
    who = np.flatnonzero(rng.random(size) < part * chance)
    path, opened = _ways(world, rng, people, who)
    kept = opened < world["window"]["days"]
    who, path, opened = who[kept], path[kept], opened[kept]
    extra = [
        (way, round(rule[f"{name}_per_1000"] * size / 1000))
        for way, name in ((CONTACT_ONLY, "contact_only"), (UNLINKED, "unlinked"))
    ]
    more = sum(count for _, count in extra)
    person = np.concatenate([who, np.full(more, -1)])
    path = np.concatenate([path, *[np.full(count, way) for way, count in extra]])
    opened = np.concatenate([opened, world["window"]["days"] * rng.random(more)])
    segment = np.concatenate(
        [people.segment[who], one_of(rng, world["leads"]["segment_share"], more)]
    )
    amount, guess = _amounts(world, rng, segment, path)
    due = opened + rng.uniform(*rule["back_stamp_days"], len(opened))
    stamp_due = np.where(path == BACK_STAMPED, due, INF)
    return Deals(person, path, opened, segment, amount, guess, stamp_due)


def _ways(
    world: dict[str, Any], rng: np.random.Generator, people: People, who: Array
) -> tuple[Array, Array]:
    rule, count, fate = world["open"], len(who), people.fate[who]
    judged, arrived = people.judged[who], people.arrived[who]
    slowly = judged + HOUR + rng.exponential(rule["later_mean"], count)
    at_once = judged + HOUR / 180
    accepted = np.where(rng.random(count) < rule["later_share"], slowly, at_once)
    picked = judged + HOUR + rng.exponential(rule["override_later_mean"], count)
    strolled = rng.gamma(*rule["direct_gamma"], count)
    heard = np.zeros(count)
    for called in (people.called[who], people.talked[who]):
        heard = np.where(np.isfinite(called), np.maximum(heard, called + HOUR), heard)
    direct = np.maximum(arrived + 2 * HOUR + strolled, heard)
    back = np.maximum(judged + rng.uniform(*rule["back_days"], count), heard)
    cases = [fate == ACCEPTED, fate == PICKED, fate == IGNORED, fate == UNJUDGED]
    opened = np.select(
        cases, [accepted, picked, people.qualified[who] + 1 + strolled, direct], default=back
    )
    late = np.where(rng.random(count) < rule["back_stamped"], BACK_STAMPED, BYPASSED)
    again = np.where(rng.random(count) < rule["back_through_gate"], RETURNED, REJECTED)
    return np.select(cases, [IN_FLOW, SKIPPED, SKIPPED, late], default=again), opened


def _amounts(
    world: dict[str, Any], rng: np.random.Generator, segment: Array, path: Array
) -> tuple[Array, Array]:
    rule, count = world["amount"], len(segment)
    dearer = np.isin(path, (REJECTED, BACK_STAMPED, BYPASSED, CONTACT_ONLY))
    exact = np.array(rule["median"])[segment] * rng.lognormal(0, rule["sigma"], count)
    exact *= np.where(dearer, rule["outside_factor"], 1.0)
    step = rule["rounded_to"]
    amount = np.maximum(step, step * np.rint(exact / step))
    first = amount * rng.lognormal(0, rule["first_guess_sigma"], count)
    return amount, np.maximum(step, step * np.rint(first / step))


@dataclass(frozen=True)
class Lives:
    """The events of each deal: times in order along a row, INF where there is none."""

    born_closed: Array
    stays: Array
    alive_from: Array
    times: Array
    states: Array

    def only(self, chosen: Array) -> Lives:
        """Return the lives of some deals."""
        return Lives(*(getattr(self, each.name)[chosen] for each in fields(self)))


class _Rows:
    """Grows the matrix of events column by column."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.times: list[Array] = []
        self.states: list[Array] = []

    def add(self, mask: Array, when: Array, state: Array | int) -> None:
        self.times.append(np.where(mask, when, INF))
        self.states.append(np.broadcast_to(np.asarray(state), (self.count,)).copy())


def live(world: dict[str, Any], rng: np.random.Generator, deals: Deals) -> Lives:
    """Let every deal run to its end, however long that takes."""
    rule, count = world["moves"], len(deals.opened)
    way = np.where(deals.path == CONTACT_ONLY, BYPASSED, deals.path)
    temper = [world["ways"][name] for name in TEMPERS]
    born_closed = rng.random(count) < rule["born_closed"]
    stays = (rng.random(count) < rule["never_moves"]) & ~born_closed
    silent = rng.random(count) < np.array([each["silent"] for each in temper])[way]
    silent &= ~born_closed
    forward = rule["forward"] * np.array([each["forward"] for each in temper])[way]
    forward *= np.array(rule["forward_by_segment"])[deals.segment]
    if rule["forward_sd_by_company"]:
        # What a company's deals share matters to nobody who counts shares of all deals.
        forward *= rng.lognormal(0, rule["forward_sd_by_company"], count)
    falls = rule["lost"] * np.array([each["lost"] for each in temper])[way]
    forward = np.select([born_closed, stays], [rule["born_forward"], 0.0], default=forward)
    falls = np.select(
        [born_closed, stays], [rule["born_lost"], rule["never_moves_lost"]], default=falls
    )
    quiet = rule["silent_from"] + rng.exponential(rule["silent_more_mean"], count)
    alive_from = deals.opened + silent * quiet
    rows = _Rows(count)
    early = deals.opened + rng.exponential(1 / rule["silent_lost"], count)
    gone = early < alive_from
    rows.add(gone, early, LOST)
    stage = np.where(born_closed, 4, 1)
    stage, lost_at = _run(world, rng, rows, (~gone, stage, alive_from), (forward, falls))
    reopened = (stage >= 2) & (lost_at < INF) & (lost_at - deals.opened > 30)
    reopened &= rng.random(count) < rule["reopened"]
    again = lost_at + 5 + rng.exponential(rule["reopened_after"], count)
    rows.add(reopened, again, stage)
    again = np.where(reopened, again, 0.0)
    _run(world, rng, rows, (reopened, stage, again), (forward, falls))
    return Lives(born_closed, stays, alive_from, np.stack(rows.times, 1), np.stack(rows.states, 1))


def _run(
    world: dict[str, Any],
    rng: np.random.Generator,
    rows: _Rows,
    start: tuple[Array, Array, Array],
    hazards: tuple[Array, Array],
) -> tuple[Array, Array]:
    """Run deals from a stage to won or lost; return where and when the lost ones fell."""
    rule = world["moves"]
    running, stage, since = (part.copy() for part in start)
    forward, falls = hazards
    lost_at = np.full(rows.count, INF)
    lost_in = stage.copy()
    for _ in range(4):
        ends = since + rng.exponential(1.0, rows.count) / (forward + falls)
        drops = running & (rng.random(rows.count) * (forward + falls) < falls)
        rises = running & ~drops
        wins = rises & (stage == 4)
        rows.add(drops, ends, LOST)
        lost_at[drops], lost_in[drops] = ends[drops], stage[drops]
        rows.add(wins, ends, WON)
        running = rises & ~wins
        stage = stage + running
        rows.add(running, ends, stage)
        since = _detour(rule, rng, rows, running, stage, np.where(running, ends, since))
    return lost_in, lost_at


def _detour(
    rule: dict[str, Any],
    rng: np.random.Generator,
    rows: _Rows,
    running: Array,
    stage: Array,
    since: Array,
) -> Array:
    count = rows.count
    held = running & (stage <= 3) & (rng.random(count) < rule["parked"])
    hold = since + 4 + rng.exponential(rule["parked_after"], count)
    resume = hold + rng.uniform(*rule["parked_days"], count)
    slips = running & ~held & (stage >= 3) & (rng.random(count) < rule["backward"])
    slip = since + 4 + rng.exponential(rule["backward_after"], count)
    regain = slip + 5 + rng.exponential(rule["backward_again"], count)
    rows.add(held, hold, HOLD)
    rows.add(held, resume, stage)
    rows.add(slips, slip, stage - 1)
    rows.add(slips, regain, stage)
    return np.where(held, resume, np.where(slips, regain, since))
