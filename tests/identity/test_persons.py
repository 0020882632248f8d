"""Which records are one person, and how that is known."""

from __future__ import annotations

from dashboard.engine.database import Database
from tests.facts.world import facts


def people(database: Database) -> dict[str, tuple[str, str | None]]:
    """Return the person of each lead record, and how that is known."""
    rows = database.query("select lead_id, person_id, how from fct_lead_persons")
    return {row[0]: row[1:] for row in rows.iter_rows()}


def persons(**given: str) -> dict[str, tuple[str, str | None]]:
    return people(facts(given, only=["fct_lead_persons"]))


def test_one_address_is_one_person_and_the_contact_comes_first() -> None:
    found = persons(
        leads="""
            | lead_id | person_id | created_at | email_hash |
            | L1      |           | 2026-01-01 | a          |
            | L2      | C2        | 2026-01-02 | a          |
            | L3      |           | 2026-01-03 | b          |
            | L4      |           | 2026-01-04 | b          |
            | L5      |           | 2026-01-05 | c          |
            | L6      |           | 2026-01-06 |            |
            | L7      |           | 2026-01-07 |            |
        """,
        contacts="""
            | person_id | email_hash |
            | C5        | c          |
        """,
    )
    assert found == {
        "L1": ("C2", "email"),
        "L2": ("C2", "converted"),
        "L3": ("L3", "email"),
        "L4": ("L3", "email"),
        "L5": ("C5", "email"),
        "L6": ("L6", None),
        "L7": ("L7", None),
    }


def test_merges_are_followed_over_any_number_of_steps_and_in_a_circle() -> None:
    chain = "\n".join(f"| L{at:02} | L{at + 1:02} | 2026-01-01 |" for at in range(1, 40))
    circle = "\n".join(
        ["| X1 | X2 | 2026-01-01 |", "| X2 | X3 | 2026-01-01 |", "| X3 | X1 | 2026-01-01 |"]
    )
    found = persons(leads=f"| lead_id | merged_into_id | created_at |\n{chain}\n{circle}")
    assert {person for lead, (person, _) in found.items() if lead.startswith("L")} == {"L40"}
    assert {person for lead, (person, _) in found.items() if lead.startswith("X")} == {"X1"}
    assert {how for _, how in found.values()} == {"merged"}


def test_a_merged_contact_is_its_master_wherever_it_is_named() -> None:
    database = facts(
        {
            "contacts": "| person_id | merged_into_id |\n| C1 | C2 |\n| C2 | |",
            "leads": "| lead_id | person_id | created_at |\n| L1 | C1 | 2026-01-01 |",
            "opportunities": "| opportunity_id | created_at |\n| D1 | 2026-02-01 |",
            "opportunity_contacts": "| opportunity_id | person_id |\n| D1 | C1 |\n| D1 | C2 |",
            "touches": "| person_id | at | direction |\n| C1 | 2026-02-02 | buyer |",
        },
        only=["fct_lead_persons", "fct_deal_links", "fct_deal_touches"],
    )
    assert people(database)["L1"] == ("C2", "converted")
    assert database.query("select person_id from fct_deal_links").rows() == [("C2",)]
    assert database.query("select opportunity_id, person_id from fct_deal_touches").rows() == [
        ("D1", "C2")
    ]


def test_a_person_turned_away_who_buys_through_a_contact_made_by_hand_is_found() -> None:
    database = facts(
        {
            "leads": """
                | lead_id | created_at | email_hash |
                | L1      | 2026-01-01 | ann        |
                | L2      | 2026-01-01 | bob        |
            """,
            "contacts": """
                | person_id | account_id | email_hash |
                | C1        | A1         | ann        |
            """,
            "gate_decisions": """
                | entity_id | gate | decided_at | verdict | fail_kind |
                | L1        | SQL  | 2026-01-10 | fail    | rejected  |
                | L2        | SQL  | 2026-01-10 | pass    |           |
            """,
            "opportunities": """
                | opportunity_id | account_id | created_at | outcome | closed_at  |
                | D1             | A1         | 2026-03-01 | won     | 2026-04-01 |
            """,
            "opportunity_contacts": """
                | opportunity_id | person_id |
                | D1             | C1        |
            """,
        },
        only=["fct_deals", "fct_leads"],
    )
    deal = database.query("select person_id, path_class, is_turned_away_first from fct_deals")
    assert deal.rows() == [("C1", "rejected_before", True)]
    lead = "select account_id, won_deals from fct_leads where person_id = 'C1'"
    assert database.query(lead).rows() == [("A1", 1)]


def test_records_with_the_same_id_of_another_system_are_one_person() -> None:
    found = persons(
        leads="""
            | source_name | lead_id | synced_lead_id | synced_person_id | created_at |
            | hubspot     | 1       | 00Q1           |                  | 2026-01-01 |
            | hubspot     | 2       |                | 0032             | 2026-01-01 |
            | hubspot     | 3       |                | 0032             | 2026-01-01 |
            | hubspot     | 4       |                |                  | 2026-01-01 |
        """
    )
    assert found == {
        "1": ("1", None),
        "2": ("2", "synced_id"),
        "3": ("2", "synced_id"),
        "4": ("4", None),
    }


def test_the_address_of_a_desk_links_nobody_and_is_counted() -> None:
    leads = [f"| D{at} | C{at} | A{at} | 2026-01-01 | desk |" for at in range(6)]
    leads += [f"| P{at} | | | 2026-01-01 | person |" for at in range(6)]
    leads += [f"| F{at} | | | 2026-01-01 | filler |" for at in range(21)]
    heading = "| lead_id | person_id | account_id | created_at | email_hash |"
    database = facts({"leads": "\n".join([heading, *leads])}, only=["fct_lead_persons"])
    found = people(database)
    assert len({person for lead, (person, _) in found.items() if lead.startswith("D")}) == 6
    assert len({person for lead, (person, _) in found.items() if lead.startswith("P")}) == 1
    assert len({person for lead, (person, _) in found.items() if lead.startswith("F")}) == 21
    shared = database.query("select persons, accounts from shared_addresses order by 1")
    assert shared.rows() == [(6, 6), (21, 0)]


def test_a_deleted_record_tells_nothing_by_its_address() -> None:
    found = persons(
        leads="""
            | lead_id | created_at | email_hash | is_deleted |
            | L1      | 2026-01-01 | a          |            |
            | L2      | 2026-01-01 | a          | true       |
        """
    )
    assert found["L2"] == ("L2", None)


ACCOUNTS = """
    | account_id | domain                 |
    | A1         | https://www.Acme.test/ |
    | A2         | twice.test             |
    | A3         | twice.test             |
    | A4         | gmail.com              |
"""


def test_an_account_is_known_by_id_then_by_contact_then_weakly_by_domain() -> None:
    database = facts(
        {
            "accounts": ACCOUNTS,
            "contacts": "| person_id | account_id | email_hash |\n| C1 | A4 | ann |",
            "leads": """
                | lead_id | account_id | created_at | email_hash | email_domain |
                | by id   | A9         | 2026-01-01 |            | acme.test    |
                | contact |            | 2026-01-01 | ann        | acme.test    |
                | domain  |            | 2026-01-01 |            | acme.test    |
                | twice   |            | 2026-01-01 |            | twice.test   |
                | free    |            | 2026-01-01 |            | gmail.com    |
            """,
        },
        only=["fct_persons"],
    )
    links = "select lead_id, account_id, how, strength from link_lead_accounts order by 1"
    assert database.query(links).rows() == [
        ("contact", "A4", "contact", "strong"),
        ("domain", "A1", "domain", "weak"),
    ]
    accounts = "select lead_id, account_id from fct_persons where account_id is not null order by 1"
    assert database.query(accounts).rows() == [("by id", "A9"), ("contact", "A4")]


def test_a_lead_of_the_account_by_domain_leaves_a_deal_without_person_untold() -> None:
    given = {
        "accounts": ACCOUNTS,
        "leads": """
            | lead_id | created_at | email_domain |
            | L1      | 2025-01-01 | other.test   |
            | L2      | 2026-02-01 | acme.test    |
        """,
        "gate_decisions": """
            | entity_id | gate | decided_at | verdict |
            | L1        | MQL  | 2025-01-02 | pass    |
        """,
        "opportunities": """
            | opportunity_id | account_id | created_at |
            | of a lead      | A1         | 2026-03-01 |
            | of nobody      | A2         | 2026-03-01 |
        """,
    }
    database = facts(given, settings={"accounts_matched_to_leads": True}, only=["fct_deal_paths"])
    paths = "select opportunity_id, path_class, sub_origin from fct_deal_paths order by 1"
    assert database.query(paths).rows() == [
        ("of a lead", "unlinked", "account_only"),
        ("of nobody", "bypassed", "account_unknown"),
    ]
