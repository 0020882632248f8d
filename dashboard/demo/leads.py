"""The people who came in: who they are, how they score, what marketing and sales decided."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import polars as pl

from dashboard.demo import trials
from dashboard.demo.world import (
    MINUTE,
    NEVER,
    Flags,
    Floats,
    Integers,
    Texts,
    World,
    by_position,
    logistic,
)


def draw_leads(world: World) -> pl.DataFrame:
    """Return one row per lead: its traits, its verdict and the times of what was done with it.

    `fate` is accepted, picked (by sales, below the line), ignored, nurture, disqualified by
    marketing (`refused`), a fail kind of sales, or none. Times are days since day 0.
    """
    traits = _traits(world)
    traits = traits.with_columns(trials.lifted(world, traits))
    traits = traits.with_columns(trials.random_arm(world, traits))
    fate = _fates(world, traits)
    return traits.with_columns(pl.Series("fate", fate), *_times(world, traits, fate))


def _traits(world: World) -> pl.DataFrame:
    count, leads, score = world.leads, world["leads"], world["score"]
    companies = max(1, round(count / leads["leads_per_company"]))
    company = world.chance.integers(0, companies, count)
    segment = world.pick(leads["segment_share"], companies)[company]
    region = world.pick(leads["region_share"], companies)[company]
    source = world.pick(leads["source_share"], count)
    intent = by_position(leads["intent_by_source"], source) + world.chance.normal(size=count)
    shared = leads["fit_shared_by_company"]
    fit = (
        by_position(leads["fit_by_segment"], segment)
        + np.sqrt(shared) * world.chance.normal(size=companies)[company]
        + np.sqrt(1 - shared) * world.chance.normal(size=count)
    )
    noise = world.chance.normal(size=count)
    weighted = score["fit_weight"] * fit + score["intent_weight"] * intent
    points = score["base"] + score["spread"] * (weighted + score["noise_weight"] * noise)
    hand_raise = leads["hand_raise"]
    return pl.DataFrame(
        {
            "created": np.sort(world.uniform((0, world.days), count)),
            "company": company,
            "segment": segment,
            "region": region,
            "source": source,
            "intent": intent,
            "fit": fit,
            "score": np.clip(np.round(points), 0, 100).astype(np.int64),
            "rep": world.chance.integers(0, world["reps"]["count"], count),
            "raised_hand": world.happens(logistic(hand_raise[0] + hand_raise[1] * intent), count),
        }
    )


def _fates(world: World, traits: pl.DataFrame) -> Texts:
    count, sales, marketing = world.leads, world["sales_gate"], world["marketing_gate"]
    leaning = _leniency(world)[traits["rep"].to_numpy()]
    above = traits["score"].to_numpy() - world["score"]["gate"]
    offered = above >= 0
    accept, override = sales["accept"], sales["override"]
    sensed = override[0] + override[1] * above
    sensed = sensed + sales["override_per_intent"] * traits["intent"].to_numpy()
    logit = np.where(offered, accept[0] + accept[1] * above, sensed)
    worked = world.happens(logistic(logit + leaning), count)
    let_through = trials.is_let_through(traits)
    offered, worked = offered | let_through, worked | let_through
    ignored = world.happens(sales["ignored"], count)
    kind = by_position(sales["fail_kinds"], world.pick(sales["fail_kind_share"], count))
    nurture, refused = marketing["nurture"], marketing["disqualified"]
    rest = 1 - nurture - refused
    low = by_position(["nurture", "refused", "none"], world.pick([nurture, refused, rest], count))
    turned_down = np.where(ignored, "ignored", kind)
    return np.where(
        offered, np.where(worked, "accepted", turned_down), np.where(worked, "picked", low)
    )


def _leniency(world: World) -> Floats:
    """Return each representative's leaning: the same team in every world, spread as a normal."""
    reps = world["reps"]
    shares = (np.arange(reps["count"]) + 0.5) / reps["count"]
    normal = NormalDist(0, reps["leniency_sd"])
    return np.array([normal.inv_cdf(float(share)) for share in shares])


def _times(world: World, traits: pl.DataFrame, fate: Texts) -> list[pl.Series]:
    created = traits["created"].to_numpy()
    offered = traits["score"].to_numpy() >= world["score"]["gate"]
    offered |= trials.is_let_through(traits)
    waited, gate_days = _waits(world, traits, created)
    wait = waited + np.where(offered, gate_days, 0.0)
    stamped = created + 60 * MINUTE + world["wait"]["stamp_share"] * gate_days
    tried = _tried(world, traits, fate)
    late = world.exponential(world["marketing_gate"]["later_mean"], world.leads)
    unscreened = np.isin(fate, ("none", "nurture", "refused"))
    attempt = created + 90 * MINUTE + wait + np.where(unscreened, late, 0.0)
    decision_lag = world.gamma(world["sales_gate"]["decision_gamma"], world.leads)
    talk_lag = _talk_lags(world, fate, decision_lag)
    talked = attempt + talk_lag
    by_marketing = np.isin(fate, ("nurture", "refused"))
    verdict_lag = world.exponential(world["marketing_gate"]["verdict_mean"], world.leads)
    accepted = np.isin(fate, ("accepted", "picked"))
    decided = np.where(accepted, talked, attempt) + decision_lag + 30 * MINUTE
    decided = np.where(by_marketing, created + 45 * MINUTE + verdict_lag, decided)
    decided = np.where(np.isin(fate, ("ignored", "none")), NEVER, decided)
    return [
        pl.Series("wait", wait),
        pl.Series("stamped", np.where(offered, stamped, NEVER)),
        pl.Series("attempted", np.where(tried, attempt, NEVER)),
        pl.Series("talked", np.where(tried, talked, NEVER)),
        pl.Series("decided", decided),
    ]


def _waits(world: World, traits: pl.DataFrame, created: Floats) -> tuple[Floats, Floats]:
    """Return the days to the first attempt without a gate, and the days the gate adds."""
    wait = world["wait"]
    weekday = (np.floor(created).astype(np.int64) + world.first_day.weekday()) % 7
    pace = np.exp(wait["per_intent"] * traits["intent"].to_numpy())
    base = world.gamma(wait["base_gamma"], world.leads) * pace
    return (
        base + wait["weekend"] * (weekday >= 5),
        world.gamma(wait["gate_gamma"], world.leads),
    )


def _tried(world: World, traits: pl.DataFrame, fate: Texts) -> Flags:
    """Say for whom a seller tried at all."""
    marketing, sales = world["marketing_gate"], world["sales_gate"]
    below = np.where(
        traits["raised_hand"].to_numpy(), marketing["tried_hand_raise"], marketing["tried_other"]
    )
    chance = np.select(
        [
            np.isin(fate, ("accepted", "picked")),
            np.isin(fate, sales["fail_kinds"]),
            fate == "ignored",
        ],
        [1.0, sales["tried_before_fail"], 0.0],
        default=below,
    )
    return world.happens(chance, world.leads)


def _talk_lags(world: World, fate: Texts, decision_lag: Floats) -> Floats:
    """Return the days from the first attempt to a conversation; never where there was none."""
    sales, marketing = world["sales_gate"], world["marketing_gate"]
    count = world.leads
    accepted = np.isin(fate, ("accepted", "picked"))
    failed = np.isin(fate, sales["fail_kinds"])
    # A conversation before a no lies between the attempt and the verdict.
    within = decision_lag * world.chance.random(count)
    soon = world.exponential(sales["conversation_mean"], count)
    later = world.exponential(marketing["conversation_mean"], count)
    lag = np.select([accepted, failed], [soon, within], default=later)
    chance = np.select(
        [accepted, failed],
        [1.0, sales["conversation_before_fail"]],
        default=marketing["conversation"],
    )
    return np.where(world.happens(chance, count), lag + 5 * MINUTE, NEVER)


def source_names(world: World, positions: Integers) -> list[str]:
    """Return the sources as the export spells them."""
    return [str(name) for name in by_position(world["leads"]["sources"], positions)]
