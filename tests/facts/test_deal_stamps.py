"""Gates ticked in one go: by when and by whom they were passed, as deals written out in text."""

from __future__ import annotations

import pytest

from tests.facts.world import facts

LEAD = """
    | lead_id | created_at | converted_opportunity_id |
    | L1      | 2026-05-01 | D1                       |
"""
DEAL = """
    | opportunity_id | created_at          | outcome |
    | D1             | 2026-06-10 12:00:00 | open    |
"""
USERS = """
    | user_id | is_integration |
    | U1      | false          |
    | ROBOT   | true           |
"""
HEAD = "| entity_id | gate | decided_at | actor_id | decided_by | verdict | date_quality |"

# gate, time, actor, who decides, kind of date
PASSES = {
    "two gates sixty seconds apart, long before": (
        ("MQL, 2026-05-10 09:00:00, U1", "SQL, 2026-05-10 09:01:00, U2"), (2, True, False),
    ),
    "two gates sixty-one seconds apart": (
        ("MQL, 2026-05-10 09:00:00, U1", "SQL, 2026-05-10 09:01:01, U1"), (2, False, False),
    ),
    "both by one person within ten minutes of the deal, before and after": (
        ("MQL, 2026-06-10 11:50:00, U1", "SQL, 2026-06-10 12:10:00, U1"), (2, False, True),
    ),
    "one of them eleven minutes before": (
        ("MQL, 2026-06-10 11:49:00, U1", "SQL, 2026-06-10 12:10:00, U1"), (2, False, False),
    ),
    "by two persons": (
        ("MQL, 2026-06-10 11:59:00, U1", "SQL, 2026-06-10 12:01:00, U2"), (2, False, False),
    ),
    "nobody knows by whom": (
        ("MQL, 2026-06-10 12:00:00, ", "SQL, 2026-06-10 12:00:30, "), (2, True, None),
    ),
    "one gate alone is no tick of all": (("MQL, 2026-06-10 12:00:00, U1",), (1, False, False)),
    "one gate passed twice is one gate": (
        ("MQL, 2026-06-10 12:00:00, U1", "MQL, 2026-06-10 12:00:20, U1"), (1, False, False),
    ),
    "known by its day alone is no time": (("MQL, 2026-06-10, U1, sales, date",), None),
    "an automated process ticks no box": (("MQL, 2026-06-10 12:00:00, U1, system",), None),
    "nor does an integration that writes for people": (
        ("MQL, 2026-06-10 12:00:00, ROBOT", "SQL, 2026-06-10 12:00:30, U1"), (1, False, False),
    ),
    "more than thirty days after the deal": (("MQL, 2026-07-20, U1",), None),
}  # fmt: skip


@pytest.mark.parametrize("name", PASSES)
def test_boxes_ticked_in_one_go(name: str) -> None:
    passes, expected = PASSES[name]
    rows = []
    for told in passes:
        gate, time, actor, *more = (part.strip() for part in told.split(","))
        by, quality = (*more, *("sales", "recorded")[len(more) :])
        rows.append(f"| L1 | {gate} | {time} | {actor} | {by} | pass | {quality} |")
    given = {
        "leads": LEAD, "opportunities": DEAL, "users": USERS,
        "gate_decisions": "\n".join([HEAD, *rows]),
    }  # fmt: skip
    found = facts(given, only=["fct_deal_stamps"]).query(
        "select gates_stamped, is_stamped_in_one_minute, is_stamped_at_creation"
        " from fct_deal_stamps"
    )
    assert found.rows() == ([] if expected is None else [expected])
