"""The measures of the page Moving or stuck, a second time."""

from __future__ import annotations

import polars as pl

from tests.measures.oracle.arithmetic import (
    FEWEST,
    Expected,
    by_day,
    curve,
    ended_by,
    named,
    spells_of,
    split,
)
from tests.measures.oracle.facts import Facts, with_all
from tests.measures.oracle.overview import moving

DAYS = (0, 7, 14, 21, 22, 30, 45, 60, 75, 90)


def momentum_curve(facts: Facts) -> Expected:
    spans = facts.tables["fct_deal_spans"]
    known = spans["opportunity_id"].unique().to_list()
    deals = with_all(moving(facts).filter(pl.col("opportunity_id").is_in(known)))
    found: Expected = {}
    for day in DAYS:
        for state in ("moved", "lost"):
            found |= curve(
                deals,
                "move_kind",
                "days_to_move",
                lambda spells, state=state, day=day: ended_by(spells, [state], day),
                lambda spells, state=state, day=day: by_day(spells, state, day),
                "path_group",
                state=state,
                day=day,
            )
        begun = spans.filter(pl.col("from_days") <= day).sort("from_days")
        latest = begun.group_by("opportunity_id").agg(pl.col("state").last())
        states = dict(latest.select("opportunity_id", "state").iter_rows())
        for keys, part in split(deals, "path_group"):
            found |= _waiting(part, states, day, keys)
    return found


def _waiting(
    part: pl.DataFrame, states: dict[str, str], day: int, keys: dict[str, object]
) -> Expected:
    """Return the silent and the talking among the deals that have not ended by the day."""
    spells = spells_of(part, "move_kind", "days_to_move")
    ended = ended_by(spells, ["moved", "lost"], day) if len(spells) >= FEWEST else None
    still = [
        states[deal]
        for deal, kind, end in part.select(
            "opportunity_id", "move_kind", "days_to_move"
        ).iter_rows()
        if end > day or (kind == "censored" and end >= day)
    ]
    found: Expected = {}
    for state in ("silent", "talking"):
        value = None
        if ended is not None:
            value = (1 - ended) * still.count(state) / len(still) if still else 0.0
        row = {"value": value, "n": len(spells), "events": still.count(state)}
        found[named({**keys, "state": state, "day": day})] = row
    return found
