"""Moves, stays, depth and hand-offs of a random company's deals."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping, Sequence

from dashboard.engine.database import Database
from tests.measures import typed_tables

STAGES = ("Discovery", "Proposal", "Contract")
Rows = Iterator[dict[str, object]]
Deals = Sequence[Mapping[str, object]]


def make(database: Database, deals: Deals, seed: int) -> None:
    """Write the facts on moving of these deals; a deal may have none of them."""
    chance = random.Random(seed)
    for table, rows in (
        ("fct_deal_moves", _moves(chance, deals)),
        ("fct_stage_spells", _spells(chance, deals)),
        ("fct_stage_moves", _stage_moves(chance, deals)),
        ("fct_deal_depth", _depths(chance, deals)),
        ("fct_deal_hand_offs", _hand_offs(chance, deals)),
    ):
        typed_tables.load(database, table, list(rows))


def _moves(chance: random.Random, deals: Deals) -> Rows:
    for deal in deals:
        for at in range(chance.choice((0, 0, 1, 2, 4))):
            is_forward = chance.random() < 0.8
            yield {
                "opportunity_id": deal["opportunity_id"],
                "moved_date": _after(deal, 5 * at),
                "is_forward": is_forward,
                "is_backward": not is_forward,
                "is_watched": chance.random() < 0.9,
                "is_old_enough_to_corroborate": chance.random() < 0.9,
                "is_corroborated": chance.random() < 0.6,
                "seller_touches": chance.randrange(4),
                "spoke_first": chance.choice(("buyer", "both", "seller", "nobody")),
            }


def _spells(chance: random.Random, deals: Deals) -> Rows:
    for deal in deals:
        for rank, stage in enumerate(STAGES[: chance.randrange(4)], 1):
            yield {
                "opportunity_id": deal["opportunity_id"],
                "stage": stage,
                "stage_name": stage,
                "stage_rank": rank,
                "role": chance.choice(("open", "open", "parked")),
                "is_first_stay": chance.random() < 0.9,
                "end_kind": chance.choice(("forward", "won", "lost", "backward", "censored")),
                "stay_days": chance.randrange(80),
            }


def _stage_moves(chance: random.Random, deals: Deals) -> Rows:
    for deal in deals:
        for at in range(chance.randrange(5)):
            yield {
                "opportunity_id": deal["opportunity_id"],
                "stage_before": chance.choice((None, *STAGES)),
                "stage": "Won",
                "moved_date": _after(deal, 3 * at),
                "is_integration": chance.random() < 0.1,
            }


def _depths(chance: random.Random, deals: Deals) -> Rows:
    for deal in deals:
        yield {
            "opportunity_id": deal["opportunity_id"],
            "age_days": chance.randrange(400),
            "is_open_on_day_30": chance.random() < 0.8,
            "score": chance.choice((None, 40, 55, 70, 85)),
            "people": chance.randrange(5),
            "roles": chance.randrange(3),
            "two_way_touches": chance.randrange(6),
            "span_days": chance.randrange(60),
            # At least as many as before its steps.
            "seller_touches": 20 + chance.randrange(8),
        }


def _hand_offs(chance: random.Random, deals: Deals) -> Rows:
    for deal in deals:
        if chance.random() < 0.8:
            yield {
                "opportunity_id": deal["opportunity_id"],
                "is_handed_off": chance.random() < 0.6,
                "has_conversation_before": chance.random() < 0.5,
            }


def _after(deal: Mapping[str, object], days: int) -> dt.date:
    created = deal["created_date"]
    assert isinstance(created, dt.date)
    return created + dt.timedelta(days=days)
