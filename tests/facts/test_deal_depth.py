"""How well a deal was known on day 30, and through whose hands it came."""

from __future__ import annotations

from tests.facts.stories import told
from tests.facts.world import facts

PEOPLE = """
    | opportunity_id | person_id | role    | added_at   |
    | d              | c1        | Buyer   | 2026-01-10 |
    | d              | c2        | Finance | 2026-02-09 |
    | d              | c3        | Legal   | 2026-02-10 |
    | d              | c4        | Boss    |            |
    | d              | c5        | Finance | 2026-01-20 |
"""
TOUCHES = """
    | opportunity_id | person_id | at         | direction |
    | d              | c1        | 2025-01-09 | mutual    |
    | d              | c1        | 2025-12-31 | mutual    |
    | d              | c6        | 2026-01-05 | buyer     |
    | d              |           | 2026-02-09 | mutual    |
    | d              | c7        | 2026-02-10 | mutual    |
    | d              | c8        | 2026-01-12 | seller    |
    | d              | c8        | 2026-01-09 | seller    |
    | d              | c8        | 2026-05-29 | seller    |
    | d              | c8        | 2026-05-30 | seller    |
"""


def depths(given: dict[str, str]) -> dict[str, dict[str, object]]:
    """Return each deal's depth by id."""
    database = facts(given, as_of="2026-06-01", only=["fct_deal_depth"])
    rows = database.query("select * from fct_deal_depth")
    return {row["opportunity_id"]: row for row in rows.iter_rows(named=True)}


def test_what_came_after_day_30_or_nobody_knows_when_is_left_out() -> None:
    """By 9 Feb: c1, c2, c5 with a role, c6 who wrote; 31 Dec to 9 Feb are 40 days."""
    given = told({"d": "2026-01-10 Discovery"})
    found = depths({**given, "opportunity_contacts": PEOPLE, "touches": TOUCHES})["d"]
    assert found == {
        "opportunity_id": "d",
        "age_days": 142,
        "is_open_on_day_30": True,
        "score": None,
        "people": 4,
        "roles": 2,
        "two_way_touches": 2,
        "span_days": 40,
        "seller_touches": 2,
    }


def test_a_deal_is_read_on_day_30_if_it_was_still_open_then() -> None:
    given = told(
        {
            "closed on day 30": "2026-01-01 Discovery; +30 Lost",
            "closed on day 31": "2026-01-01 Discovery; +31 Won",
            "open": "2026-01-01 Discovery",
            "30 days old": "2026-05-02 Discovery",
            "29 days old": "2026-05-03 Discovery",
        }
    )
    found = {deal: row["is_open_on_day_30"] for deal, row in depths(given).items()}
    assert found == {
        "closed on day 30": False,
        "closed on day 31": True,
        "open": True,
        "30 days old": True,
        "29 days old": False,
    }
    assert {row["people"] for row in depths(given).values()} == {0}


def test_a_deal_changed_hands_when_somebody_else_owns_it_than_the_lead() -> None:
    """The queue is no person; a lead made after the deal was nobody's before."""
    deals = """
        | opportunity_id | created_at | lead_id | owner_id |
        | handed on      | 2026-01-10 | l1      | u2       |
        | talked before  | 2026-01-10 | l2      | u2       |
        | kept           | 2026-01-10 | l3      | u1       |
        | from a queue   | 2026-01-10 | l4      | u2       |
        | lead after     | 2026-01-10 | l5      | u2       |
        | owner unknown  | 2026-01-10 | l6      |          |
        | no lead        | 2026-01-10 |         | u2       |
    """
    leads = """
        | lead_id | created_at | owner_id |
        | l1      | 2026-01-01 | u1       |
        | l2      | 2026-01-01 | u1       |
        | l3      | 2026-01-01 | u1       |
        | l4      | 2026-01-01 | q        |
        | l5      | 2026-01-11 | u1       |
        | l6      | 2026-01-01 | u1       |
    """
    touches = """
        | lead_id | at         | direction |
        | l1      | 2026-01-05 | seller    |
        | l1      | 2026-01-11 | mutual    |
        | l2      | 2026-01-10 | mutual    |
        | l3      | 2024-12-01 | mutual    |
    """
    users = "| user_id | is_integration |\n| u1 | false |\n| q | true |"
    given = {"opportunities": deals, "leads": leads, "touches": touches, "users": users}
    database = facts(given, as_of="2026-06-01", only=["fct_deal_hand_offs"])
    rows = database.query("select * from fct_deal_hand_offs order by opportunity_id").rows()
    assert rows == [
        ("handed on", True, False),
        ("kept", False, False),
        ("talked before", True, True),
    ]
