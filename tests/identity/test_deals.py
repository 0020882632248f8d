"""Deals and accounts that several records tell: counted once, with one history."""

from __future__ import annotations

from dashboard.engine.database import Database
from tests.facts.world import facts

RECORD = {"leads": "salesforce", "opportunities": "salesforce"}


def rows(database: Database, columns: str, table: str) -> list[tuple[object, ...]]:
    return database.query(f"select {columns} from {table} order by all").rows()


def test_a_merged_deal_counts_once_with_the_history_and_the_touches_of_its_master() -> None:
    database = facts(
        {
            "opportunities": """
                | opportunity_id | merged_into_id | created_at | amount | is_deleted |
                | D1             |                | 2026-01-01 | 10     |            |
                | D2             | D1             | 2026-01-02 | 20     | true       |
                | D3             | gone           | 2026-01-03 | 30     |            |
                | D4             | gone           | 2026-01-04 | 40     |            |
            """,
            "deal_changes": """
                | opportunity_id | changed_at | stage     |
                | D1             | 2026-01-01 | Discovery |
                | D2             | 2026-01-02 | Won       |
                | D4             | 2026-01-04 | Proposal  |
            """,
            "touches": """
                | opportunity_id | at         | direction |
                | D2             | 2026-01-05 | buyer     |
            """,
        },
        only=["fct_deals", "fct_deal_touches"],
    )
    assert rows(database, "opportunity_id, amount_at_as_of, stage", "fct_deals") == [
        ("D1", 10, "Discovery"),
        ("D3", 30, "Proposal"),
    ]
    assert rows(database, "opportunity_id", "fct_deal_touches") == [("D1",)]


def test_a_merged_account_is_one_account_wherever_it_is_named() -> None:
    database = facts(
        {
            "accounts": """
                | account_id | merged_into_id | account_name |
                | A1         |                | Acme         |
                | A2         | A1             | Acme Inc     |
            """,
            "opportunities": """
                | opportunity_id | account_id | created_at |
                | D1             | A1         | 2026-01-01 |
                | D2             | A2         | 2026-01-01 |
            """,
        },
        only=["fct_deals"],
    )
    assert rows(database, "account_id, account_name, cluster_id", "fct_deals") == [
        ("A1", "Acme", 1),
        ("A1", "Acme", 1),
    ]


DEALS = """
    | source_name | opportunity_id | synced_opportunity_id | created_at | stage    | amount | currency | owner_id | account_id | type |
    | salesforce  | 006            |                       | 2026-01-01 | Proposal |        | EUR      | ann      | 001        | New  |
    | salesforce  | 1              |                       | 2026-01-01 | Won      | 5      | USD      | ann      | 001        |      |
    | hubspot     | 1              | 006                   | 2026-01-03 | Contract | 70     | USD      | bob      | 7          | Old  |
    | hubspot     | 2              |                       | 2026-01-04 | Lost     | 9      | USD      | bob      | 7          |      |
"""  # noqa: E501
ACCOUNTS = """
    | source_name | account_id | synced_account_id | account_name | domain    |
    | salesforce  | 001        | 7                 | Acme         |           |
    | hubspot     | 7          |                   | ACME GmbH    | acme.test |
    | hubspot     | 001        |                   | Other        |           |
"""


def test_a_deal_of_two_systems_counts_once_and_what_one_leaves_blank_is_filled() -> None:
    database = facts(
        {"opportunities": DEALS, "accounts": ACCOUNTS},
        only=["opportunities", "accounts", "link_conflicts"],
        record_for=RECORD,
    )
    columns = "opportunity_id, stage, amount, currency, type, owner_id, account_id"
    assert rows(database, columns, "opportunities") == [
        ("006", "Proposal", 70, "USD", "New", "ann", "001"),
        ("1", "Won", 5, "USD", None, "ann", "001"),
        ("hubspot:2", "Lost", 9, "USD", None, "hubspot:bob", "001"),
    ]
    assert rows(database, "account_id, account_name, domain", "accounts") == [
        ("001", "Acme", "acme.test"),
        ("hubspot:001", "Other", None),
    ]
    conflicts = "table_name, column_name, source_name, compared, differing, filled"
    assert rows(database, conflicts, "link_conflicts") == [
        ("opportunities", "amount", "salesforce", 0, 0, 1),
        ("opportunities", "owner_id", "salesforce", 1, None, 0),
        ("opportunities", "stage", "salesforce", 1, None, 0),
    ]


def test_the_other_system_of_record_keeps_its_own_values() -> None:
    database = facts(
        {"opportunities": DEALS, "accounts": ACCOUNTS},
        only=["opportunities"],
        record_for={"leads": "hubspot", "opportunities": "hubspot"},
    )
    assert rows(database, "opportunity_id, stage, amount, type", "opportunities") == [
        ("1", "Contract", 70, "Old"),
        ("2", "Lost", 9, None),
        ("salesforce:1", "Won", 5, None),
    ]


CHANGES = """
    | source_name | opportunity_id | changed_at | stage     |
    | salesforce  | 006            | 2026-01-01 | Discovery |
    | salesforce  | 006            | 2026-01-05 | Proposal  |
    | hubspot     | 1              | 2026-01-01 | Discovery |
    | hubspot     | 1              | 2026-01-06 | Contract  |
    | hubspot     | 2              | 2026-01-06 | Lost      |
"""


def test_of_two_histories_that_of_the_system_of_record_counts() -> None:
    given = {"opportunities": DEALS, "deal_changes": CHANGES}
    database = facts(given, only=["deal_changes"], record_for=RECORD)
    assert rows(database, "opportunity_id, stage", "deal_changes") == [
        ("006", "Discovery"),
        ("006", "Proposal"),
        ("hubspot:2", "Lost"),
    ]


def test_stage_and_pipeline_come_with_the_history_that_counts() -> None:
    given = {"opportunities": DEALS, "deal_changes": CHANGES}
    database = facts(
        given,
        only=["opportunities", "deal_changes"],
        record_for={**RECORD, "deal_changes": "hubspot"},
    )
    assert rows(database, "opportunity_id, stage", "deal_changes") == [
        ("006", "Contract"),
        ("006", "Discovery"),
        ("hubspot:2", "Lost"),
    ]
    deal = "(from opportunities where opportunity_id = '006')"
    assert rows(database, "stage, owner_id", deal) == [("Contract", "ann")]


def test_two_deals_of_the_system_of_record_stay_two_whatever_the_other_merged() -> None:
    deals = """
        | source_name | opportunity_id | synced_opportunity_id | merged_into_id | created_at |
        | salesforce  | D1             |                       |                | 2026-01-01 |
        | salesforce  | D2             |                       |                | 2026-01-01 |
        | hubspot     | H1             | D1                    |                | 2026-01-01 |
        | hubspot     | H2             | D2                    | H1             | 2026-01-01 |
    """
    touches = """
        | source_name | opportunity_id | at         | direction |
        | hubspot     | H1             | 2026-02-01 | buyer     |
        | hubspot     | H2             | 2026-02-02 | buyer     |
    """
    given = {"opportunities": deals, "touches": touches}
    database = facts(given, only=["opportunities", "touches"], record_for=RECORD)
    assert rows(database, "opportunity_id", "opportunities") == [("D1",), ("D2",)]
    assert rows(database, "opportunity_id, at_date::varchar", "touches") == [
        ("D1", "2026-02-01"),
        ("D2", "2026-02-02"),
    ]


def test_deals_alike_in_account_amount_and_close_date_are_counted_and_stay_two() -> None:
    deals = """
        | source_name | opportunity_id | account_id | created_at | amount | expected_close_date |
        | salesforce  | D1             | 001        | 2026-01-01 | 10     | 2026-03-01          |
        | hubspot     | H1             | 7          | 2026-01-01 | 10     | 2026-03-01          |
        | hubspot     | H2             | 7          | 2026-01-01 | 11     | 2026-03-01          |
    """
    given = {"opportunities": deals, "accounts": ACCOUNTS}
    database = facts(given, only=["opportunities", "link_report"], record_for=RECORD)
    assert len(rows(database, "opportunity_id", "opportunities")) == 3
    weak = "(from link_report where strength = 'weak')"
    assert rows(database, "table_name, how, matched", weak) == [
        ("opportunities", "account, amount and close date", 1)
    ]


def test_a_filler_id_links_nothing() -> None:
    deals = [f"| hubspot | H{at} | 0 | 2026-01-01 |" for at in range(21)]
    deals += ["| salesforce | 0 | | 2026-01-01 |"]
    heading = "| source_name | opportunity_id | synced_opportunity_id | created_at |"
    database = facts(
        {"opportunities": "\n".join([heading, *deals])}, only=["opportunities"], record_for=RECORD
    )
    assert len(rows(database, "opportunity_id", "opportunities")) == 22
