"""What type a deal began as and became, from histories written out in text."""

from __future__ import annotations

import pytest

from tests.facts.world import facts

DEAL = """
    | opportunity_id | created_at          | closed_at           | outcome |
    | D1             | 2026-06-10 12:00:00 | 2026-09-01 12:00:00 | won     |
"""
HISTORIES = {
    "a type that stays": (("06-10, New",), ("New", "New", 0)),
    "one change": (("06-10, New", "07-01, Upgrade"), ("New", "Upgrade", 1)),
    "there and back are two": (
        ("06-10, New", "07-01, Upgrade", "07-02, New"), ("New", "New", 2),
    ),
    "saved again with the same type": (("06-10, New", "07-01, New"), ("New", "New", 0)),
    "first told on the day after": (("06-11, New", "07-01, Upgrade"), ("New", "Upgrade", 1)),
    "first told later, so that nobody knows how it began": (("07-01, Upgrade",), None),
    "a change after the close": (("06-10, New", "09-02, Renewal"), ("New", "New", 0)),
    "no history": ((), None),
}  # fmt: skip


@pytest.mark.parametrize("name", HISTORIES)
def test_what_became_of_the_type(name: str) -> None:
    told, expected = HISTORIES[name]
    rows = [f"| D1 | 2026-{day.split(', ')[0]} 15:00:00 | {day.split(', ')[1]} |" for day in told]
    changes = "\n".join(["| opportunity_id | changed_at | type |", *rows])
    database = facts({"opportunities": DEAL, "deal_changes": changes}, only=["fct_deal_types"])
    found = database.query("select first_type, last_type, type_changes from fct_deal_types")
    assert found.rows() == ([] if expected is None else [expected])
