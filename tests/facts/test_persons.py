"""Who a lead record is, and which person a deal is linked to."""

from __future__ import annotations

from tests.facts.world import facts


def persons(leads: str) -> dict[str, str]:
    """Return the person of each lead record."""
    database = facts({"leads": leads}, only=["fct_lead_persons"])
    return dict(database.query("select lead_id, person_id from fct_lead_persons").iter_rows())


def test_a_converted_lead_is_its_contact_and_a_merged_one_its_master() -> None:
    assert persons("""
        | lead_id   | person_id | merged_into_id | created_at |
        | alone     |           |                | 2026-01-01 |
        | converted | C1        |                | 2026-01-01 |
        | merged    |           | converted      | 2026-01-01 |
        | had one   | C9        | alone          | 2026-01-01 |
        | twice     |           | merged         | 2026-01-01 |
        | thrice    |           | twice          | 2026-01-01 |
        | orphan    |           | gone           | 2026-01-01 |
        | orphan 2  |           | gone           | 2026-01-01 |
    """) == {
        "alone": "alone",
        "converted": "C1",
        "merged": "C1",
        "had one": "alone",
        "twice": "C1",
        "thrice": "C1",
        "orphan": "gone",
        "orphan 2": "gone",
    }


def test_a_person_stands_once_with_the_first_of_each_value() -> None:
    leads = """
        | lead_id | person_id | created_at | hand_raised_at | source | account_id | dim_1 | score |
        | L2      | C1        | 2026-02-01 | 2026-02-03     | event  | A1         | SMB   | 70    |
        | L1      | C1        | 2026-01-01 | 2026-02-05     |        |            |       | 30    |
        | L3      | C1        | 2026-01-01 |                | web    | A2         | Large | 50    |
    """
    database = facts({"leads": leads}, only=["fct_persons"])
    row = database.query(
        """
        select
            person_id, lead_id, source, account_id, dim_1, score,
            cast(created_date as varchar), cast(hand_raised_date as varchar)
        from fct_persons
        """
    )
    assert row.rows() == [("C1", "L1", "web", "A2", "Large", 30, "2026-01-01", "2026-02-03")]


def test_a_deleted_lead_is_nobody_and_a_merged_one_stays_a_part() -> None:
    leads = """
        | lead_id | merged_into_id | is_deleted | created_at | hand_raised_at |
        | kept    |                |            | 2026-02-01 | 2026-12-01     |
        | merged  | kept           | true       | 2026-01-01 |                |
        | deleted |                | true       | 2026-01-01 |                |
    """
    database = facts({"leads": leads}, as_of="2026-10-01", only=["fct_persons"])
    rows = database.query(
        "select person_id, cast(created_date as varchar), hand_raised_date from fct_persons"
    )
    assert rows.rows() == [("kept", "2026-01-01", None)]


DEALS = """
    | opportunity_id | lead_id | account_id | created_at |
    | named          | L1      | A1         | 2026-03-01 |
    | converted      |         | A1         | 2026-03-01 |
    | primary        |         | A1         | 2026-03-01 |
    | earliest       |         | A1         | 2026-03-01 |
    | too late       |         | A1         | 2026-03-01 |
    | account        |         | A1         | 2026-03-01 |
    | nobody         |         |            | 2026-03-01 |
"""
LEADS = """
    | lead_id | person_id | created_at | converted_opportunity_id |
    | L1      | C1        | 2026-01-01 |                          |
    | L2      | C2        | 2026-01-02 | named                    |
    | L3      | C3        | 2026-01-03 | converted                |
    | L4      |           | 2026-01-02 | converted                |
"""
ROLES = """
    | opportunity_id | person_id | is_primary | added_at   |
    | converted      | C9        | true       | 2026-03-01 |
    | primary        | C5        | false      | 2026-03-01 |
    | primary        | C6        | true       | 2026-03-09 |
    | earliest       | C7        |            |            |
    | earliest       | C8        |            | 2026-03-09 |
    | earliest       | C9        |            | 2026-03-05 |
    | too late       | C9        |            | 2026-12-01 |
"""


def test_a_deal_is_linked_by_ids_the_converted_lead_first() -> None:
    given = {"opportunities": DEALS, "leads": LEADS, "opportunity_contacts": ROLES}
    database = facts(given, as_of="2026-10-01", only=["fct_deal_links"])
    rows = database.query("select opportunity_id, person_id, link_kind from fct_deal_links")
    assert {row[0]: row[1:] for row in rows.iter_rows()} == {
        "named": ("C1", "converted_lead"),
        "converted": ("L4", "converted_lead"),
        "primary": ("C6", "contact_role"),
        "earliest": ("C9", "contact_role"),
        "too late": (None, "account_only"),
        "account": (None, "account_only"),
        "nobody": (None, "no_person"),
    }
