"""People, touches and decisions that two systems hold."""

from __future__ import annotations

import pytest

from dashboard.config import parse
from dashboard.errors import ConfigError
from dashboard.ingest import identity, links, sources
from tests.facts.world import facts

RECORD = {"leads": "salesforce", "opportunities": "salesforce"}

LEADS = """
    | source_name | lead_id | person_id | synced_lead_id | synced_person_id | email_hash | created_at | source | owner_id |
    | salesforce  | 00Q1    | 0031      |                |                  |            | 2026-01-05 | Event  | ann      |
    | salesforce  | 00Q2    |           |                |                  | bob        | 2026-01-05 |        | ann      |
    | salesforce  | 77      |           |                |                  |            | 2026-01-05 | Web    | ann      |
    | hubspot     | 11      |           |                | 0031             |            | 2026-01-01 | Web    | ann      |
    | hubspot     | 12      |           |                |                  | bob        | 2026-01-02 | Web    | cy       |
    | hubspot     | 13      |           | 00Q1           |                  |            | 2026-01-03 | Web    | ann      |
    | hubspot     | 77      |           |                |                  |            | 2026-01-04 | Ads    | ann      |
"""  # noqa: E501


def test_a_person_of_two_systems_counts_once_with_the_values_of_the_system_of_record() -> None:
    database = facts({"leads": LEADS}, only=["fct_lead_persons", "fct_persons"], record_for=RECORD)
    links_found = "select lead_id, person_id, how from fct_lead_persons order by 1"
    assert database.query(links_found).rows() == [
        ("00Q1", "0031", "converted"),
        ("00Q2", "00Q2", "email"),
        ("77", "77", None),
        ("hubspot:11", "0031", "synced_id"),
        ("hubspot:12", "00Q2", "email"),
        ("hubspot:13", "0031", "synced_id"),
        ("hubspot:77", "hubspot:77", None),
    ]
    values = "select person_id, lead_id, source, created_date::varchar from fct_persons order by 1"
    assert database.query(values).rows() == [
        ("0031", "00Q1", "Event", "2026-01-01"),
        ("00Q2", "00Q2", "Web", "2026-01-02"),
        ("77", "77", "Web", "2026-01-05"),
        ("hubspot:77", "hubspot:77", "Ads", "2026-01-04"),
    ]


def test_the_report_says_what_both_hold_and_what_one_alone_and_where_they_differ() -> None:
    database = facts({"leads": LEADS}, only=["link_report", "link_conflicts"], record_for=RECORD)
    found = links.report(database)
    between = [each for each in found.links if each.other_source]
    assert [(each.how, each.matched, each.only_here, each.only_there) for each in between] == [
        ("email", 1, 1, 1),
        ("synced_id", 1, 1, 1),
    ]
    assert [
        (each.column, each.source, each.compared, each.differing, each.filled)
        for each in found.conflicts
    ] == [("owner_id", "salesforce", 2, 1, 0), ("source", "salesforce", 1, 1, 1)]


def test_ids_that_two_systems_share_by_chance_are_not_mixed() -> None:
    database = facts(
        {
            "leads": LEADS,
            "gate_decisions": """
                | source_name | entity_id | gate | decided_at | verdict |
                | hubspot     | 77        | MQL  | 2026-02-01 | pass    |
                | marketing   | 77        | SQL  | 2026-02-01 | pass    |
            """,
        },
        only=["fct_verdicts"],
        record_for=RECORD,
    )
    # A source without leads of its own speaks of those of the system of record.
    found = database.query("select lead_id, gate from fct_verdicts order by 1")
    assert found.rows() == [("77", "SQL"), ("hubspot:77", "MQL")]


def test_a_decision_that_both_hold_within_a_day_counts_once() -> None:
    decisions = """
        | source_name | entity_id | gate | decided_at       | verdict |
        | salesforce  | 00Q1      | MQL  | 2026-02-01 10:00 | pass    |
        | hubspot     | 11        | MQL  | 2026-02-02 09:00 | pass    |
        | hubspot     | 11        | MQL  | 2026-02-02 11:00 | pass    |
        | hubspot     | 13        | MQL  | 2026-02-01 10:00 | fail    |
        | hubspot     | 77        | MQL  | 2026-02-01 10:00 | pass    |
        | salesforce  | 77        | MQL  | 2026-02-01 10:00 | pass    |
        | hubspot     | 12        | MQL  | 2026-02-01 10:00 | pass    |
        | salesforce  | 00Q2      | SQL  | 2026-02-01 10:00 | pass    |
    """
    database = facts(
        {"leads": LEADS, "gate_decisions": decisions}, only=["fct_verdicts"], record_for=RECORD
    )
    found = database.query(
        "select person_id, gate, verdict, decided_at::varchar from fct_verdicts order by all"
    )
    assert found.rows() == [
        ("0031", "MQL", "fail", "2026-02-01 10:00:00"),
        ("0031", "MQL", "pass", "2026-02-01 10:00:00"),
        ("0031", "MQL", "pass", "2026-02-02 11:00:00"),
        ("00Q2", "MQL", "pass", "2026-02-01 10:00:00"),
        ("00Q2", "SQL", "pass", "2026-02-01 10:00:00"),
        ("77", "MQL", "pass", "2026-02-01 10:00:00"),
        ("hubspot:77", "MQL", "pass", "2026-02-01 10:00:00"),
    ]


TOUCHES = """
    | source_name | lead_id | person_id | at                  | kind | direction |
    | salesforce  | 00Q1    |           | 2026-02-01 10:00:10 | Call | seller    |
    | hubspot     | 11      |           | 2026-02-01 10:00:50 | CALL | seller    |
    | hubspot     | 11      |           | 2026-02-01 10:00:50 | CALL | buyer     |
    | hubspot     | 13      |           | 2026-02-01 10:01:00 | CALL | seller    |
    | hubspot     |         | 11        | 2026-02-01 10:00:00 | call | seller    |
    | salesforce  | 77      |           | 2026-02-01 10:00:10 | Call | seller    |
    | hubspot     | 77      |           | 2026-02-01 10:00:10 | Call | seller    |
"""


def test_a_touch_that_both_hold_in_the_same_minute_counts_once() -> None:
    database = facts(
        {"leads": LEADS, "touches": TOUCHES}, only=["fct_contacts", "link_report"],
        record_for=RECORD,
    )  # fmt: skip
    found = database.query(
        "select person_id, direction, strftime(contact_at, '%H:%M:%S') from fct_contacts "
        "order by all"
    )
    assert found.rows() == [
        ("0031", "buyer", "10:00:50"),
        ("0031", "seller", "10:00:10"),
        ("0031", "seller", "10:01:00"),
        ("77", "seller", "10:00:10"),
        ("hubspot:77", "seller", "10:00:10"),
    ]
    left_out = "select source_name, matched from link_report where table_name = 'touches'"
    assert database.query(left_out).rows() == [("hubspot", 2)]


def test_a_meeting_that_both_hold_in_the_same_minute_counts_once() -> None:
    meetings = """
        | source_name | lead_id | held_at             |
        | salesforce  | 00Q1    | 2026-02-01 10:00:10 |
        | hubspot     | 11      | 2026-02-01 10:00:50 |
        | hubspot     | 13      | 2026-02-01 10:02:00 |
    """
    database = facts(
        {"leads": LEADS, "meetings": meetings}, only=["fct_contacts"], record_for=RECORD
    )
    assert database.query("select count(*) from fct_contacts").rows() == [(2,)]


def test_of_two_primary_persons_the_system_of_record_names_the_one() -> None:
    database = facts(
        {
            "leads": LEADS,
            "opportunities": """
                | source_name | opportunity_id | synced_opportunity_id | created_at |
                | salesforce  | 006            |                       | 2026-03-01 |
                | hubspot     | 5              | 006                   | 2026-03-01 |
            """,
            "opportunity_contacts": """
                | source_name | opportunity_id | person_id | is_primary | added_at   |
                | hubspot     | 5              | 12        | true       | 2026-03-01 |
                | salesforce  | 006            | 0031      | true       | 2026-03-02 |
                | hubspot     | 5              | 11        | false      | 2026-03-03 |
            """,
        },
        only=["fct_deal_links", "fct_deal_persons"],
        record_for=RECORD,
    )
    link = database.query("select opportunity_id, person_id from fct_deal_links")
    assert link.rows() == [("006", "0031")]
    people = database.query("select person_id from fct_deal_persons order by 1")
    assert people.rows() == [("0031",), ("00Q2",)]


def test_a_stage_that_two_systems_name_stands_once() -> None:
    stages = """
        | source_name | stage | role | rank |
        | hubspot     | Talk  | open | 9    |
        | salesforce  | Talk  | open | 1    |
        | hubspot     | Demo  | open | 2    |
    """
    database = facts({"stages": stages}, only=["stages"], record_for=RECORD)
    found = database.query("select stage, rank from stages order by 1")
    assert found.rows() == [("Demo", 2), ("Talk", 1)]


def test_who_speaks_for_shared_records_is_asked_and_never_guessed() -> None:
    database = facts({"leads": LEADS}, only=["link_report"], record_for=RECORD)
    identity.refuse_unclear(database, RECORD)
    with pytest.raises(ConfigError, match="'hubspot' and 'salesforce' hold 1 of the same people"):
        identity.refuse_unclear(database, {"opportunities": "salesforce"})
    alone = facts(
        {"leads": "| source_name | lead_id | created_at |\n| a | 1 | 2026-01-01 |\n"
                  "| b | 1 | 2026-01-01 |"},
        only=["link_report"],
    )  # fmt: skip
    identity.refuse_unclear(alone, {})


def test_one_system_speaks_for_a_table() -> None:
    toml = {
        "source": [
            {"name": "a", "record_for": ["leads", "leeds"]},
            {"name": "b", "record_for": ["leads"]},
        ]
    }
    with pytest.raises(ConfigError) as error:
        sources.record_for(parse(toml))
    assert "Did you mean 'leads'?" in error.value.faults[0]
    assert "both the record for leads" in error.value.faults[1]


def test_the_order_in_which_sources_are_listed_does_not_matter() -> None:
    declared = {"opportunities": "c"}
    one, other = (sources.places(names, declared) for names in (["a", "b", "c"], ["c", "b", "a"]))
    assert one == other
    assert (one["opportunities"], one["users"]) == (["c", "a", "b"], ["c", "a", "b"])
    assert (one["leads"], one["contacts"]) == (["c", "a", "b"], ["c", "a", "b"])
    by_marketing = sources.places(["a", "b", "c"], {**declared, "leads": "b"})
    assert (by_marketing["leads"], by_marketing["contacts"]) == (["b", "c", "a"], ["b", "c", "a"])
