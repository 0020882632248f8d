"""The states in which the deals of a random company wait, and their times without a sign."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence

from dashboard.engine.database import Database
from tests.measures import typed_tables

Rows = Sequence[Mapping[str, object]]


_STAGES = ("Discovery", "Proposal", "Contract")


def make(database: Database, chance: random.Random, deals: Rows) -> None:
    """Write the facts about silence of these deals."""
    spans = [span for deal in deals for span in _spans(chance, deal)]
    typed_tables.load(database, "fct_deal_spans", spans)
    own = random.Random(len(spans))
    starts = [start for deal in deals for start in _starts(own, deal)]
    typed_tables.load(database, "fct_deal_starts", starts)
    silences = [silence for deal in deals for silence in _silences(own, deal)]
    typed_tables.load(database, "fct_deal_silences", silences)


def more_of(at: int, seed: int) -> dict[str, object]:
    """Return what stuck deals have besides, of the deal at this place."""
    chance = random.Random(seed * 100_000 + at)
    return {
        "stage": chance.choice(_STAGES),
        "age_days": chance.randrange(200),
        "longest_close_days": 120,
        "days_from_request": chance.choice((None, 0, 1, 5, 7, 8, 30, 90)),
        "parking": chance.choice((None, None, "parked", "parked_too_long")),
    }


def _starts(chance: random.Random, deal: Mapping[str, object]) -> Iterator[dict[str, object]]:
    for signs in ("all", "stages"):
        for threshold in (14, 21, 30, 45):
            yield {
                "opportunity_id": deal["opportunity_id"],
                "signs": signs,
                "threshold_days": threshold,
                "stall_kind": chance.choice(("stalled", "stalled", "won", "lost", "censored")),
                "days_to_stall": chance.choice((threshold, threshold, 3, 9, threshold + 1)),
            }


def _silences(chance: random.Random, deal: Mapping[str, object]) -> Iterator[dict[str, object]]:
    """Several silences one after the other, under each of four thresholds."""
    for kind in ("own", "fixed", "learned", "hazard"):
        since = 0
        for place in range(1, chance.randrange(1, 4)):
            onset = since + chance.randrange(7, 60)
            days = chance.randrange(1, 80)
            yield {
                "opportunity_id": deal["opportunity_id"],
                "threshold": kind,
                "place": place,
                "from_days": since,
                "onset_days": onset,
                "days_silent": days,
                "stage": chance.choice(_STAGES),
                "end_kind": chance.choice(("touched", "touched", "won", "lost", "silent")),
                "seller_touches": chance.randrange(5) if kind == "own" else None,
            }
            since = onset + days


def _spans(chance: random.Random, deal: Mapping[str, object]) -> Iterator[dict[str, object]]:
    """Talking and silent in turns, from day 0 until the clock of moves ended."""
    end = int(str(deal["days_to_move"]))
    changes = sorted({0, *(chance.randrange(max(end, 1)) for _ in range(chance.randrange(4)))})
    for place, start in enumerate(changes):
        yield {
            "opportunity_id": deal["opportunity_id"],
            "state": ("talking", "silent")[place % 2],
            "from_days": start,
            "until_days": changes[place + 1] if place + 1 < len(changes) else end,
            "is_last": place + 1 == len(changes),
            "end_kind": deal["move_kind"],
        }
