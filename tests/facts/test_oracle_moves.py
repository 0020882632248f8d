"""Random companies: moves, stays, depth and hand-offs agree with the rules, record by record."""

from __future__ import annotations

from hypothesis import given, settings

from tests.facts import oracle_moves
from tests.facts.company import facts_of, told_apart
from tests.facts.oracle import World
from tests.facts.random_company import companies
from tests.facts.test_oracle import FIRST_DAY

DAY = f"date_diff('day', date '{FIRST_DAY.date()}', {{}})"
FACTS = {
    "moves": f"(select *, {DAY.format('moved_date')} as day from fct_deal_moves)",
    "stays": f"(select *, {DAY.format('entered_date')} as entered,"
    f" {DAY.format('left_date')} as left_on from fct_stage_spells)",
}
NAMES = ("fct_deal_moves", "fct_stage_spells", "fct_deal_depth", "fct_deal_hand_offs")


def differences(world: World) -> list[str]:
    database = facts_of(world, *NAMES)
    return [
        *told_apart(
            database, FACTS["moves"], oracle_moves.deal_moves(world), "opportunity_id", "day"
        ),
        *told_apart(database, FACTS["stays"], oracle_moves.stays(world), "opportunity_id", "place"),
        *told_apart(database, "fct_deal_depth", oracle_moves.depth(world), "opportunity_id"),
        *told_apart(
            database, "fct_deal_hand_offs", oracle_moves.hand_offs(world), "opportunity_id"
        ),
    ]


@settings(max_examples=settings().max_examples // 10)
@given(companies())
def test_moves_and_stays_agree_with_the_rules(world: World) -> None:
    assert differences(world) == []
