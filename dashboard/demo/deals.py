"""The deals, and the way each came: through the gates, around them, or with nobody on record."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

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

HOUR = 60 * MINUTE


@dataclass(frozen=True)
class Openings:
    """Deals about to be opened: their lead (-1 for none), the way they came, and when."""

    lead: Integers
    way: Texts
    created: Floats


def draw_deals(world: World, leads: pl.DataFrame) -> pl.DataFrame:
    """Return one row per deal of new business, oldest first.

    `way` is in_flow, returned, skipped, rejected_before, direct, back_stamped, contact_only or
    unlinked. A deal to be back-stamped has `stamp_due`; whether it lives to see it, and so its
    path class, is known only once it has been worked.
    """
    chance = _opening_chance(world, leads)
    parts = [
        _worked(world, leads, chance),
        _ignored(world, leads, chance),
        _direct(world, leads, chance),
        _back(world, leads, chance),
        _without_lead(world, "contact_only"),
        _without_lead(world, "unlinked"),
    ]
    lead = np.concatenate([part.lead for part in parts])
    way = np.concatenate([part.way for part in parts])
    created = np.concatenate([part.created for part in parts])
    kept = np.flatnonzero(created < world.days)
    order = kept[np.argsort(created[kept], kind="stable")]
    return _described(world, leads, Openings(lead[order], way[order], created[order]))


def _opening_chance(world: World, leads: pl.DataFrame) -> Floats:
    """Return each lead's chance of becoming a deal, were it worked without any wait."""
    base, per_intent, per_fit = world["open"]["logit"]
    logit = (
        base
        + per_intent * leads["intent"].to_numpy()
        + per_fit * leads["fit"].to_numpy()
        + by_position(world["open"]["by_segment"], leads["segment"].to_numpy())
    )
    return logistic(logit)


def _worked(world: World, leads: pl.DataFrame, chance: Floats) -> Openings:
    """Open deals from leads that sales accepted."""
    opening, count = world["open"], leads.height
    fate = leads["fate"].to_numpy()
    slowed = chance * np.exp(world["wait"]["effect"] * leads["wait"].to_numpy())
    opens = world.happens(slowed, count) & np.isin(fate, ("accepted", "picked"))
    later = world.happens(opening["later_share"], count)
    # The conversion stamps the acceptance and the deal in one go, some seconds apart.
    lag = np.where(later, HOUR + world.exponential(opening["later_mean"], count), MINUTE / 3)
    picked_lag = HOUR + world.exponential(opening["override_later_mean"], count)
    lag = np.where(fate == "picked", picked_lag, lag)
    way = np.where(fate == "picked", "skipped", "in_flow")
    return _chosen(opens, way, leads["decided"].to_numpy() + lag)


def _ignored(world: World, leads: pl.DataFrame, chance: Floats) -> Openings:
    """Open deals from leads above the line that sales never tried and that called again."""
    opening, count = world["open"], leads.height
    opens = world.happens(opening["ignored_direct"] * chance, count)
    opens &= leads["fate"].to_numpy() == "ignored"
    lag = 1 + world.gamma(opening["direct_gamma"], count)
    return _chosen(opens, np.full(count, "skipped"), leads["stamped"].to_numpy() + lag)


def _direct(world: World, leads: pl.DataFrame, chance: Floats) -> Openings:
    """Open deals from leads that no gate has judged."""
    opening, count = world["open"], leads.height
    part = by_position(opening["direct_by_source"], leads["source"].to_numpy())
    opens = world.happens(part * chance, count) & (leads["fate"].to_numpy() == "none")
    stamped = world.happens(opening["back_stamped"], count)
    created = leads["created"].to_numpy() + 2 * HOUR
    created = created + world.gamma(opening["direct_gamma"], count)
    way = np.where(stamped, "back_stamped", "direct")
    return _chosen(opens, way, _after_talks(leads, created))


def _back(world: World, leads: pl.DataFrame, chance: Floats) -> Openings:
    """Open deals from people whom marketing or sales had turned away."""
    opening, count = world["open"], leads.height
    turned_away = ("nurture", "refused", *world["sales_gate"]["fail_kinds"])
    opens = world.happens(opening["back"] * chance, count)
    opens &= np.isin(leads["fate"].to_numpy(), turned_away)
    again = world.happens(opening["back_through_gate"], count)
    created = leads["decided"].to_numpy() + world.uniform(opening["back_days"], count)
    way = np.where(again, "returned", "rejected_before")
    return _chosen(opens, way, _after_talks(leads, created))


def _without_lead(world: World, way: str) -> Openings:
    count = world.count(world["open"][f"{way}_per_1000"])
    return Openings(np.full(count, -1), np.full(count, way), world.uniform((0, world.days), count))


def _after_talks(leads: pl.DataFrame, created: Floats) -> Floats:
    """Open a deal no sooner than an hour after the lead's calls, which are no touches of it."""
    for name in ("attempted", "talked"):
        called = leads[name].to_numpy()
        created = np.maximum(created, np.where(np.isfinite(called), called + HOUR, created))
    return created


def _chosen(opens: Flags, way: Texts, created: Floats) -> Openings:
    lead = np.flatnonzero(opens)
    return Openings(lead, way[lead], created[lead])


def _described(world: World, leads: pl.DataFrame, openings: Openings) -> pl.DataFrame:
    count, has_lead = len(openings.lead), openings.lead >= 0
    of_lead = leads[openings.lead.clip(min=0)]
    companies = max(1, int(leads["company"].to_numpy().max()) + 1)
    # Deals without a lead come from companies of their own, numbered after all others.
    own = companies + np.cumsum(~has_lead) - 1
    drawn_segment = world.pick(world["leads"]["segment_share"], count)
    drawn_region = world.pick(world["leads"]["region_share"], count)
    segment = np.where(has_lead, of_lead["segment"].to_numpy(), drawn_segment)
    stamp_lag = world.uniform(world["open"]["back_stamp_days"], count)
    back_stamped = openings.way == "back_stamped"
    amount = _amounts(world, segment, openings.way)
    origins = world["open"]["contact_only_origins"]
    guess = np.exp(world.chance.normal(0, world["amount"]["first_guess_sigma"], count))
    return pl.DataFrame(
        {
            "lead": openings.lead,
            "way": openings.way,
            "created": openings.created,
            "company": np.where(has_lead, of_lead["company"].to_numpy(), own),
            "segment": segment,
            "region": np.where(has_lead, of_lead["region"].to_numpy(), drawn_region),
            "rep": np.where(
                has_lead,
                of_lead["rep"].to_numpy(),
                world.chance.integers(0, world["reps"]["count"], count),
            ),
            "source": np.where(has_lead, of_lead["source"].to_numpy(), -1),
            "origin": by_position(origins, world.chance.integers(0, len(origins), count)),
            "amount": amount,
            "first_amount": _rounded(world, amount * guess),
            "stamp_due": np.where(back_stamped, openings.created + stamp_lag, NEVER),
        }
    )


def _amounts(world: World, segment: Integers, way: Texts) -> Floats:
    amount = world["amount"]
    outside = np.isin(way, ("direct", "back_stamped", "rejected_before", "contact_only"))
    spread = np.exp(world.chance.normal(0, amount["sigma"], len(segment)))
    median = by_position(amount["median"], segment)
    return _rounded(world, median * spread * np.where(outside, amount["outside_factor"], 1.0))


def _rounded(world: World, amount: Floats) -> Floats:
    step = world["amount"]["rounded_to"]
    return np.asarray(np.maximum(step, np.round(amount / step) * step), dtype=np.float64)
