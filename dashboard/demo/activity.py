"""What happened around the leads and deals: calls, mails, meetings, and edits of the records."""

from __future__ import annotations

import numpy as np
import polars as pl

from dashboard.demo.journeys import Temper
from dashboard.demo.world import (
    MINUTE,
    NEVER,
    Floats,
    Integers,
    World,
    by_position,
)

LEAD_ATTEMPT = "Call - no answer"
LEAD_CONVERSATION = "Call - connected"


def lead_touches(world: World, leads: pl.DataFrame) -> pl.DataFrame:
    """Return the first attempt and the first conversation of each lead that had one."""
    numbered = leads.select(
        pl.int_range(pl.len(), dtype=pl.Int64).alias("lead"), "attempted", "talked"
    )
    parts = [
        numbered.select(
            "lead",
            pl.lit(-1, pl.Int64).alias("deal"),
            pl.col(time).alias("at"),
            pl.lit(kind).alias("kind"),
        )
        for time, kind in (("attempted", LEAD_ATTEMPT), ("talked", LEAD_CONVERSATION))
    ]
    return pl.concat(parts).filter(pl.col("at") < world.days).sort("at", "lead")


def deal_touches(world: World, deals: pl.DataFrame, temper: Temper, closed: Floats) -> pl.DataFrame:
    """Return what buyers and sellers did while each deal was open."""
    touches = world["touches"]
    rate = np.where(temper.stays, touches["never_moves_rate"], touches["buyer_rate"])
    created = deals["created"].to_numpy()
    buyer_deal, buyer_at = _events(world, rate, temper.alive_from, closed)
    seller_rate = np.full(deals.height, touches["seller_rate"])
    seller_deal, seller_at = _events(world, seller_rate, created + 5 * MINUTE, closed)
    buyer_kind = world.pick(touches["kind_share"], len(buyer_at))
    seller_kind = world.pick(touches["seller_kind_share"], len(seller_at))
    frame = pl.DataFrame(
        {
            "deal": np.concatenate([buyer_deal, seller_deal]),
            "at": np.concatenate([buyer_at, seller_at]),
            "kind": np.concatenate(
                [
                    by_position(touches["kinds"], buyer_kind),
                    by_position(touches["seller_kinds"], seller_kind),
                ]
            ),
        }
    )
    return frame.with_columns(
        pl.Series("lead", deals["lead"].to_numpy()[frame["deal"].to_numpy()])
    ).sort("at", "deal")


def _events(world: World, rate: Floats, since: Floats, until: Floats) -> tuple[Integers, Floats]:
    """Draw events at a constant rate between two times, per deal."""
    end = np.minimum(until, world.days)
    length = np.maximum(0.0, end - since)
    counts = world.chance.poisson(rate * length)
    deal = np.repeat(np.arange(len(rate)), counts)
    return deal, since[deal] + world.chance.random(len(deal)) * length[deal]


def close_date_pushes(world: World, deals: pl.DataFrame, closed: Floats) -> pl.DataFrame:
    """Return when an owner pushed an open deal's close date, and how often by then."""
    every = world["edits"]["push_every"]
    created = deals["created"].to_numpy()
    end = np.minimum(closed, world.days)
    counts = np.floor(np.maximum(0.0, end - created - 1) / every).astype(np.int64)
    deal = np.repeat(np.arange(len(counts)), counts)
    first = np.repeat(np.cumsum(counts) - counts, counts)
    number = np.arange(len(deal)) - first + 1
    return pl.DataFrame({"deal": deal, "at": created[deal] + number * every, "pushes": number})


def bulk_moves(world: World, deals: pl.DataFrame, temper: Temper, closed: Floats) -> pl.DataFrame:
    """Return stage moves made in one go: deals nobody worked, many within minutes."""
    edits = world["edits"]
    created = deals["created"].to_numpy()
    moved = np.zeros(deals.height, dtype=np.bool_)
    parts = []
    for number in range(edits["bulk_times"]):
        day = world.days - 40.5 - edits["bulk_every"] * (edits["bulk_times"] - 1 - number)
        waiting = temper.stays & (created < day - edits["bulk_age"]) & (closed > day + 1)
        chosen = np.flatnonzero(waiting & ~moved)[: edits["bulk_size"]]
        moved[chosen] = True
        at = day + np.arange(len(chosen)) * MINUTE / 6
        parts.append(
            pl.DataFrame(
                {
                    "deal": chosen,
                    "at": at,
                    "left": np.ones(len(chosen), dtype=np.int64),
                    "entered": np.full(len(chosen), 2),
                }
            )
        )
    return pl.concat(parts)


def customer_deals(world: World) -> pl.DataFrame:
    """Return renewals and upsells of customers from before the history begins."""
    rules = world["existing_customers"]
    customers = world.count(rules["per_1000"])
    phase = world.uniform((0, rules["renewal_days"]), customers)
    cycles = -(-(world.days + int(rules["renewal_opened"])) // rules["renewal_days"])
    due = (phase[:, None] + rules["renewal_days"] * np.arange(cycles)).ravel()
    upsells = world.chance.poisson(rules["upsell_per_year"] * world.days / 365, customers)
    upsell_customer = np.repeat(np.arange(customers), upsells)
    opened = world.uniform((0, world.days), len(upsell_customer))
    renewal = pl.DataFrame(
        {
            "customer": np.repeat(np.arange(customers), cycles),
            "created": due - rules["renewal_opened"],
            "closed": due,
            "won": world.happens(rules["renewed"], len(due)),
            "type": np.full(len(due), "Renewal"),
        }
    )
    upsell = pl.DataFrame(
        {
            "customer": upsell_customer,
            "created": opened,
            "closed": opened + 2 + world.exponential(rules["upsell_days"], len(opened)),
            "won": world.happens(rules["upsell_won"], len(opened)),
            "type": np.full(len(opened), "Upsell"),
        }
    )
    both = pl.concat([renewal, upsell]).filter(
        (pl.col("created") >= 0) & (pl.col("created") < world.days)
    )
    spread = np.exp(world.chance.normal(0, rules["amount_sigma"], both.height))
    amount = np.round(rules["amount_median"] * spread / 500) * 500
    return both.with_columns(
        pl.Series("amount", amount),
        pl.when(pl.col("closed") < world.days).then("closed").otherwise(NEVER).alias("closed"),
    ).sort("created")
