"""What sellers did for each person: minutes as recorded, and the touches without any."""

from __future__ import annotations

from tests.facts.world import facts

LEADS = """
    | lead_id | created_at | person_id | converted_opportunity_id |
    | L1      | 2026-01-01 | P1        | D1                       |
    | L2      | 2026-01-01 | P2        |                          |
"""
DEALS = """
    | opportunity_id | created_at | stage     | type     |
    | D1             | 2026-02-01 | Discovery | New      |
    | D2             | 2026-02-01 | Discovery | Renewal  |
"""
ROLES = """
    | opportunity_id | person_id |
    | D1             | P9        |
    | D1             | P2        |
    | D2             | P2        |
"""
USERS = """
    | user_id | role                      | is_integration |
    | ae      | Account Executive         |                |
    | sdr     | Sales Development Rep     |                |
    | mm      | Marketing Manager         |                |
    | both    | VP Sales and Marketing    |                |
    | sync    |                           | true           |
"""


def hours(touches: str, meetings: str | None = None, **about: object) -> list[tuple[object, ...]]:
    """Return person, day of 2026-02, side, minutes and touches without minutes."""
    given = {
        "leads": LEADS, "opportunities": DEALS, "opportunity_contacts": ROLES, "users": USERS,
        "touches": touches,
    }  # fmt: skip
    if meetings:
        given["meetings"] = meetings
    database = facts(given, only=["fct_gate_hours"], **about)  # type: ignore[arg-type]
    found = database.query(
        "select person_id, day(contact_date) as day, actor_side, minutes, untimed_touches "
        "from fct_gate_hours order by all"
    )
    return found.rows()


def test_minutes_and_touches_without_minutes_are_kept_apart() -> None:
    touches = """
        | lead_id | at         | direction | actor_id | minutes |
        | L1      | 2026-02-03 | seller    | ae       | 10      |
        | L1      | 2026-02-03 | mutual    | ae       | 20      |
        | L1      | 2026-02-03 | seller    | ae       |         |
        | L1      | 2026-02-03 | seller    |          |         |
        | L1      | 2026-02-03 | seller    | sdr      | 0       |
        | L1      | 2026-02-04 | seller    | ae       |         |
    """
    assert hours(touches) == [
        ("P1", 3, "sales_development", 0.0, 0),
        ("P1", 3, "seller", 30.0, 2),
        ("P1", 4, "seller", 0.0, 1),
    ]


def test_buyers_machines_and_marketing_spend_no_hour_of_sales() -> None:
    touches = """
        | lead_id | at         | direction | actor_id | actor_role | minutes |
        | L1      | 2026-02-03 | buyer     | ae       |            | 10      |
        | L1      | 2026-02-03 | seller    | sync     |            | 10      |
        | L1      | 2026-02-03 | seller    | mm       |            | 10      |
        | L1      | 2026-02-03 | seller    | ae       | marketing  | 10      |
        | L1      | 2026-02-05 | seller    | both     |            | 10      |
    """
    assert hours(touches) == [("P1", 5, "seller", 10.0, 0)]


def test_a_touch_counts_for_the_person_behind_the_deal_it_names() -> None:
    """P2 is a lead of their own, P9 is none; both have a role in the deal of P1."""
    touches = """
        | person_id | opportunity_id | at         | direction | minutes |
        | P2        | D1             | 2026-02-03 | seller    | 1       |
        | P2        |                | 2026-02-03 | seller    | 2       |
        | P9        |                | 2026-02-03 | seller    | 4       |
        |           | D1             | 2026-02-03 | seller    | 8       |
        | P8        |                | 2026-02-03 | seller    | 16      |
    """
    assert hours(touches) == [("P1", 3, "seller", 13.0, 0), ("P2", 3, "seller", 2.0, 0)]


def test_what_is_done_on_a_renewal_is_no_effort_on_a_lead() -> None:
    touches = """
        | person_id | opportunity_id | at         | direction | minutes |
        | P2        | D2             | 2026-02-03 | seller    | 1       |
        | P2        |                | 2026-02-03 | seller    | 2       |
    """
    types = {"config_types": "| type |\n| New |"}
    told = hours(touches, settings={"has_type_map": True}, configs=types)
    assert told == [("P2", 3, "seller", 2.0, 0)]


def test_a_touch_with_several_people_counts_once() -> None:
    touches = """
        | touch_id | lead_id | at         | direction | minutes |
        | T1       | L2      | 2026-02-03 | seller    | 30      |
        | T1       | L1      | 2026-02-03 | seller    |         |
        | T2       | L1      | 2026-02-04 | seller    |         |
        | T2       | L2      | 2026-02-04 | seller    |         |
        |          | L1      | 2026-02-05 | seller    |         |
        |          | L2      | 2026-02-05 | seller    |         |
    """
    assert hours(touches) == [
        ("P1", 3, "seller", 30.0, 0),
        ("P1", 4, "seller", 0.0, 1),
        ("P1", 5, "seller", 0.0, 1),
        ("P2", 5, "seller", 0.0, 1),
    ]


def test_a_held_meeting_is_sellers_time_and_a_planned_one_is_not() -> None:
    meetings = """
        | meeting_id | lead_id | booked_at  | held_at    | minutes | owner_id |
        | M1         | L1      | 2026-01-20 | 2026-02-03 | 45      | ae       |
        | M2         | L1      | 2026-01-20 |            | 45      | ae       |
    """
    touches = "| lead_id | at | direction |\n| L2 | 2026-02-09 | buyer |"
    assert hours(touches, meetings) == [("P1", 3, "seller", 45.0, 0)]
