"""The lead side of the truth: a direct simulation of the people who come in.

Written apart from the generator and from the product's SQL; it shares world.toml with them and
nothing else. Times are in days since day 0, as floats; a calendar date is the whole part.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from statistics import NormalDist
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

ACCEPTED, PICKED, IGNORED, FAILED, LOW_FAILED, UNJUDGED = range(6)
HOUR = 1 / 12
INF = np.inf


@dataclass(frozen=True)
class Traits:
    """Who came in, before anybody did anything: `above` is the score less the line."""

    arrived: Array
    segment: Array
    source: Array
    intent: Array
    fit: Array
    above: Array
    raised: Array

    def only(self, chosen: Array) -> Traits:
        """Return some of them."""
        return Traits(*(getattr(self, each.name)[chosen] for each in fields(self)))


@dataclass(frozen=True)
class People:
    """Everybody who came in, by column."""

    arrived: Array
    segment: Array
    source: Array
    intent: Array
    fit: Array
    scored_high: Array
    raised: Array
    fate: Array
    waited: Array
    qualified: Array
    called: Array
    talked: Array
    judged: Array


def expit(logit: Array) -> Array:
    """Turn logits into probabilities."""
    return np.asarray(1.0 / (1.0 + np.exp(-logit)))


def one_of(rng: np.random.Generator, shares: list[float], size: int) -> Array:
    """Draw positions in a list of shares."""
    return np.searchsorted(np.cumsum(shares)[:-1], rng.random(size), side="right")


def simulate_people(
    world: dict[str, Any], rng: np.random.Generator, size: int, first_weekday: int
) -> People:
    """Draw people evenly over the window and let marketing and sales deal with each."""
    traits = draw_traits(world, rng, size)
    return handle(world, rng, traits, traits.above >= 0, first_weekday)


def draw_traits(world: dict[str, Any], rng: np.random.Generator, size: int) -> Traits:
    """Draw people evenly over the window."""
    lead, points = world["leads"], world["score"]
    arrived = world["window"]["days"] * rng.random(size)
    segment = one_of(rng, lead["segment_share"], size)
    source = one_of(rng, lead["source_share"], size)
    intent = rng.standard_normal(size) + np.array(lead["intent_by_source"])[source]
    # Colleagues share part of their fit; for a share of all people only its total spread counts.
    fit = rng.standard_normal(size) + np.array(lead["fit_by_segment"])[segment]
    mark = points["base"] + points["spread"] * (
        points["fit_weight"] * fit
        + points["intent_weight"] * intent
        + points["noise_weight"] * rng.standard_normal(size)
    )
    above = np.rint(mark).clip(0, 100) - points["gate"]
    raised = rng.random(size) < expit(lead["hand_raise"][0] + lead["hand_raise"][1] * intent)
    return Traits(arrived, segment, source, intent, fit, above, raised)


def handle(
    world: dict[str, Any],
    rng: np.random.Generator,
    traits: Traits,
    offered: Array,
    first_weekday: int,
    fate: Array | None = None,
) -> People:
    """Let marketing and sales deal with each, be it with a fate that is given."""
    fate = _fates(world, rng, traits, offered) if fate is None else fate
    weekend = (np.floor(traits.arrived) + first_weekday) % 7 >= 5
    waited, qualified = _waits(world, rng, traits, offered, weekend)
    called, talked, judged = _contacts(world, rng, traits, fate, waited)
    return People(
        traits.arrived,
        traits.segment,
        traits.source,
        traits.intent,
        traits.fit,
        offered,
        traits.raised,
        fate,
        waited,
        qualified,
        called,
        talked,
        judged,
    )


def _fates(
    world: dict[str, Any], rng: np.random.Generator, traits: Traits, offered: Array
) -> Array:
    above, sales, low = traits.above, world["sales_gate"], world["marketing_gate"]
    size = len(above)
    count = world["reps"]["count"]
    quantiles = [NormalDist().inv_cdf((k + 0.5) / count) for k in range(count)]
    leaning = world["reps"]["leniency_sd"] * rng.choice(quantiles, size)
    yes_high = rng.random(size) < expit(sales["accept"][0] + sales["accept"][1] * above + leaning)
    sensed = sales["override_per_intent"] * traits.intent
    yes_low = rng.random(size) < expit(
        sales["override"][0] + sales["override"][1] * above + sensed + leaning
    )
    no_high = np.where(rng.random(size) < sales["ignored"], IGNORED, FAILED)
    refused = rng.random(size) < low["nurture"] + low["disqualified"]
    no_low = np.where(refused, LOW_FAILED, UNJUDGED)
    return np.where(
        offered, np.where(yes_high, ACCEPTED, no_high), np.where(yes_low, PICKED, no_low)
    )


def _waits(
    world: dict[str, Any],
    rng: np.random.Generator,
    traits: Traits,
    scored_high: Array,
    weekend: Array,
) -> tuple[Array, Array]:
    """Return the whole wait to the first attempt, and when marketing stamps the lead."""
    arrived, rule = traits.arrived, world["wait"]
    size = len(arrived)
    without = rng.gamma(*rule["base_gamma"], size) * np.exp(rule["per_intent"] * traits.intent)
    without += rule["weekend"] * weekend
    gate = rng.gamma(*rule["gate_gamma"], size)
    stamped = arrived + HOUR + rule["stamp_share"] * gate
    return without + scored_high * gate, np.where(scored_high, stamped, INF)


def _contacts(
    world: dict[str, Any],
    rng: np.random.Generator,
    traits: Traits,
    fate: Array,
    waited: Array,
) -> tuple[Array, Array, Array]:
    """Return the times of the first attempt, the first conversation and the first verdict."""
    arrived, sales, low = traits.arrived, world["sales_gate"], world["marketing_gate"]
    size = len(arrived)
    worked, failed = (fate == ACCEPTED) | (fate == PICKED), fate == FAILED
    below = (fate == LOW_FAILED) | (fate == UNJUDGED)
    due = arrived + 1.5 * HOUR + waited
    due += below * rng.exponential(low["later_mean"], size)
    p_call = np.where(traits.raised, low["tried_hand_raise"], low["tried_other"])
    p_call = np.where(worked, 1.0, np.where(failed, sales["tried_before_fail"], p_call))
    p_call[fate == IGNORED] = 0.0
    p_talk = np.where(failed, sales["conversation_before_fail"], low["conversation"])
    p_talk[worked] = 1.0
    thinking = rng.gamma(*sales["decision_gamma"], size)
    lag = rng.exponential(low["conversation_mean"], size)
    lag = np.where(worked, rng.exponential(sales["conversation_mean"], size), lag)
    lag = np.where(failed, thinking * rng.random(size), lag) + HOUR / 12
    is_called = rng.random(size) < p_call
    called = np.where(is_called, due, INF)
    talked = np.where(is_called & (rng.random(size) < p_talk), due + lag, INF)
    judged = np.full(size, INF)
    judged[worked] = (talked + thinking + HOUR / 2)[worked]
    judged[failed] = (due + thinking + HOUR / 2)[failed]
    marketing = arrived + 0.75 * HOUR + rng.exponential(low["verdict_mean"], size)
    judged[fate == LOW_FAILED] = marketing[fate == LOW_FAILED]
    return called, talked, judged
