"""The whole world in frames, with what only its maker knows: each deal's true path."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import polars as pl

from dashboard.demo import activity, handling, journeys, leads, names, signs, world
from dashboard.demo import deals as opening
from dashboard.demo.world import Changes, World


@dataclass(frozen=True)
class Ledger:
    """Everything that happened. Times are days since day 0; codes of stages as in `journeys`.

    `deals` are of new business and hold `path_class`, `stage`, `closed`; `customer_deals` are
    renewals and upsells; `company_names` is by company number.
    """

    world: World
    leads: pl.DataFrame
    deals: pl.DataFrame
    customer_deals: pl.DataFrame
    moves: pl.DataFrame
    bulk_moves: pl.DataFrame
    pushes: pl.DataFrame
    type_changes: pl.DataFrame
    lead_touches: pl.DataFrame
    deal_touches: pl.DataFrame
    content: pl.DataFrame
    second_signs: pl.DataFrame
    company_names: tuple[str, ...]


def make_world(
    seed: int, *, leads_count: int, as_of: dt.date, changes: Changes | None = None
) -> Ledger:
    """Let two years happen, in the world as it is written down or with some of it changed."""
    this = world.load(seed=seed, leads=leads_count, as_of=as_of, changes=changes or {})
    people = leads.draw_leads(this)
    people = people.with_columns(
        pl.Series("reason", names.reasons(this, people["fate"].to_numpy())),
        pl.Series("owner", handling.lead_owners(this, people)),
        pl.Series("stamped_by_hand", handling.stamped_by_hand(this, people)),
    )
    opened = opening.draw_deals(this, people)
    temper = journeys.draw_temper(this, opened)
    moves = journeys.draw_moves(this, opened, temper)
    ends = journeys.closings(opened, moves)
    closed = ends["closed"].to_numpy()
    bulk = activity.bulk_moves(this, opened, temper, closed)
    deals = opened.with_columns(
        ends["stage"].fill_null(pl.Series(temper.first_stage)),
        ends["closed"],
        pl.Series("first_stage", temper.first_stage),
        pl.Series("path_class", journeys.path_classes(this, opened, closed)),
        pl.Series("accept_due", handling.ticks(this, opened)),
        pl.Series("colleagues", handling.colleagues(this, opened, temper)),
        *handling.loss_reasons(this, people, opened),
    )
    customers = activity.customer_deals(this)
    companies = _company_count(deals, people) + this.count(this["existing_customers"]["per_1000"])
    return Ledger(
        world=this,
        leads=people,
        deals=deals,
        customer_deals=customers,
        moves=moves,
        bulk_moves=bulk,
        pushes=activity.close_date_pushes(this, opened, closed),
        type_changes=handling.type_changes(this, deals),
        lead_touches=activity.lead_touches(this, people),
        deal_touches=activity.deal_touches(this, opened, temper, closed),
        content=signs.content(this, people),
        second_signs=signs.second_signs(this, people, deals),
        company_names=tuple(
            str(name) for name in names.company_names(this, companies, _biggest(deals))
        ),
    )


def _company_count(deals: pl.DataFrame, people: pl.DataFrame) -> int:
    highest = max(
        np.max(deals["company"].to_numpy(), initial=0),
        np.max(people["company"].to_numpy(), initial=0),
    )
    return int(highest) + 1


def _biggest(deals: pl.DataFrame) -> np.ndarray:
    """Return the companies with the largest wins, largest first, once each."""
    won = deals.filter(pl.col("stage") == journeys.WON).sort("amount", "created", descending=True)
    return won["company"].unique(maintain_order=True).to_numpy()
