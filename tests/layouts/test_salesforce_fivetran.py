"""Salesforce as Fivetran writes it: the objects themselves, and versions in History Mode."""

from __future__ import annotations

import pytest

from dashboard import build
from dashboard.ingest import layouts
from tests.ingest.workspaces import Loaded, staged, write
from tests.layouts.piped import plain

FIVETRAN = """
[[source]]
name = "salesforce"
layout = "fivetran_salesforce"
"""
GATES = """
[[gate]]
name = "MQL"
step = "mql"
field = "mql_status_c"
pass = ["Marketing Qualified"]
decided_by = "marketing"

[[gate]]
name = "SQL"
step = "sql"
field = "mql_status_c"
reason_field = "reason_c"
pass = ["Sales Qualified"]
pass_on_conversion = true
decided_by = "sales"

[gate.fail]
rejected = ["Rejected"]
"""
OPEN = "9999-12-31 23:59:59"

OPPORTUNITIES = plain(
    "id|_fivetran_synced|_fivetran_deleted|account_id|amount|close_date|created_date|is_closed"
    "|is_deleted|is_won|last_modified_date|owner_id|probability|stage_name|type",
    "006A|2026-04-01 00:00:00|false|001A|900|2026-03-05 00:00:00|2026-02-01 09:00:00|true|false"
    "|true|2026-03-01 10:00:00|005A|100|Gewonnen|New",
    "006B|2026-04-01 00:00:00|true|001A||2026-03-05 00:00:00|2026-02-01 09:00:00|false|false"
    "|false|2026-03-01 10:00:00|005A|20|Talk|New",
    "006C|2026-04-01 00:00:00|false|001A||2026-03-05 00:00:00|2026-02-01 09:00:00|true|true"
    "|false|2026-03-01 10:00:00|005A|0|Verloren|New",
)
# The object OpportunityHistory: its rows have ids of their own and point at the deal.
NATIVE = plain(
    "id|opportunity_id|created_by_id|created_date|stage_name|amount|close_date|probability"
    "|forecast_category|is_deleted|_fivetran_synced",
    "008A|006A|005A|2026-02-01 09:00:00|Talk|800|2026-03-05 00:00:00|20|Pipeline|false|2026-04-01",
    "008B|006A|005A|2026-02-05 09:00:00|Talk|900|2026-03-05 00:00:00|20|Pipeline|false|2026-04-01",
    "008C|006A|005A|2026-03-01 10:00:00|Gewonnen|900|2026-03-05 00:00:00|100|Closed|false"
    "|2026-04-01",
)
# The same table name in History Mode: versions of the deals, told by the deal's own id.
VERSIONS = plain(
    "id|_fivetran_active|_fivetran_start|_fivetran_end|_fivetran_synced|amount|close_date"
    "|created_date|is_closed|is_deleted|is_won|last_modified_by_id|owner_id|probability|stage_name",
    # From its first day on.
    "006A|false|2026-02-01 09:00:00|2026-02-05 08:59:59|2026-02-05|800|2026-03-05 00:00:00"
    "|2026-02-01 09:00:00|false|false|false|005A|005A|20|Talk",
    "006A|false|2026-02-05 09:00:00|2026-02-06 08:59:59|2026-02-06|900|2026-03-05 00:00:00"
    "|2026-02-01 09:00:00|false|false|false|005A|005A|20|Talk",
    # Another owner, and nothing that a deal's history is about.
    "006A|false|2026-02-06 09:00:00|2026-03-01 09:59:59|2026-03-01|900|2026-03-05 00:00:00"
    "|2026-02-01 09:00:00|false|false|false|005A|005B|20|Talk",
    f"006A|true|2026-03-01 10:00:00|{OPEN}|2026-04-01|900|2026-03-05 00:00:00"
    "|2026-02-01 09:00:00|true|false|true|005B|005B|100|Gewonnen",
    # First seen months after its creation: what it was then is only what the next is held against.
    "006D|false|2026-02-01 09:00:00|2026-02-09 08:59:59|2026-02-09|50|2026-03-05 00:00:00"
    "|2025-06-01 09:00:00|false|false|false|005A|005A|20|Talk",
    f"006D|true|2026-02-09 09:00:00|{OPEN}|2026-04-01|50|2026-03-05 00:00:00"
    "|2025-06-01 09:00:00|true|false|false|005A|005A|0|Verloren",
    # Its last version no longer holds: it was deleted.
    "006E|false|2026-02-01 09:00:00|2026-02-09 08:59:59|2026-02-09||2026-03-05 00:00:00"
    "|2026-02-01 09:00:00|false|false|false|005A|005A|20|Talk",
)
CHANGES = (
    "select opportunity_id, strftime(changed_at, '%m-%d'), stage, amount, probability, actor_id "
    "from stg_salesforce__deal_changes order by opportunity_id, changed_at"
)
CHANGES_OF_A = [
    ("006A", "02-01", "Talk", 800.0, 20.0, "005A"),
    ("006A", "02-05", None, 900.0, None, "005A"),
]


def kinds_of(name: str, loaded: Loaded) -> list[tuple[str, int]]:
    """Return what a file was taken for, with the rows of it that were taken."""
    return [(each.table_name, each.accepted) for each in loaded.report.files if each.file == name]


def test_an_export_by_fivetran_is_recognised_by_its_headings(tmp_path):
    write(tmp_path, {"sf_opportunity_data.csv": OPPORTUNITIES})
    assert layouts.recognise(tmp_path) == ["fivetran_salesforce"]


def test_deals_deleted_in_salesforce_or_gone_from_it_are_marked(tmp_path):
    loaded = staged(tmp_path, FIVETRAN, {"opportunity.csv": OPPORTUNITIES})
    assert loaded.rows(
        "select opportunity_id, stage, outcome, amount, is_deleted "
        "from stg_salesforce__opportunities order by 1"
    ) == [
        ("006A", "Gewonnen", "won", 900.0, False),
        ("006B", "Talk", "open", None, True),
        ("006C", "Verloren", "lost", None, True),
    ]


def test_opportunity_history_with_an_opportunity_id_is_the_history_object(tmp_path):
    files = {"opportunity.csv": OPPORTUNITIES, "opportunity_history.csv": NATIVE}
    loaded = staged(tmp_path, FIVETRAN, files)
    assert kinds_of("opportunity_history.csv", loaded) == [("opportunity_history", 3)]
    assert loaded.rows(CHANGES) == [
        *CHANGES_OF_A,
        ("006A", "03-01", "Gewonnen", None, 100.0, "005A"),
    ]


def test_opportunity_history_with_a_start_is_versions_of_deals(tmp_path):
    files = {"opportunity.csv": OPPORTUNITIES, "opportunity_history.csv": VERSIONS}
    loaded = staged(tmp_path, FIVETRAN, files)
    assert kinds_of("opportunity_history.csv", loaded) == [("opportunities", 7)]
    assert loaded.rows(CHANGES) == [
        *CHANGES_OF_A,
        ("006A", "03-01", "Gewonnen", None, 100.0, "005B"),
        ("006D", "02-09", "Verloren", None, 0.0, "005A"),
        ("006E", "02-01", "Talk", None, 20.0, "005A"),
    ]


@pytest.mark.parametrize("name", ["opportunity.csv", "sf_opportunity_history_data.csv"])
def test_versions_alone_tell_the_deals_too(tmp_path, name):
    loaded = staged(tmp_path, FIVETRAN, {name: VERSIONS})
    assert loaded.rows(
        "select opportunity_id, owner_id, stage, outcome, is_deleted "
        "from stg_salesforce__opportunities order by 1"
    ) == [
        ("006A", "005B", "Gewonnen", "won", False),
        ("006D", "005A", "Verloren", "lost", False),
        ("006E", "005A", "Talk", "open", True),
    ]
    assert loaded.file(name, "opportunities").status == "accepted"


@pytest.mark.parametrize(
    ("end", "is_deleted"),
    [
        ("9999-12-31 23:59:59", False),
        ("2050-01-01 00:00:00", False),
        ("", False),
        ("2026-03-09 00:00:00", True),
    ],
)
def test_a_version_without_end_holds_however_the_end_is_written(tmp_path, end, is_deleted):
    rows = VERSIONS.replace("_fivetran_active", "ignored").replace(OPEN, end)
    loaded = staged(tmp_path, FIVETRAN, {"opportunity_history.csv": rows})
    assert loaded.rows(
        "select is_deleted from stg_salesforce__opportunities where opportunity_id = '006A'"
    ) == [(is_deleted,)]
    assert loaded.file("opportunity_history.csv", "opportunities").status == "accepted"


def test_both_histories_of_a_deal_are_not_counted_twice(tmp_path):
    files = {"opportunity_history.csv": NATIVE, "opportunity.csv": VERSIONS}
    loaded = staged(tmp_path, FIVETRAN, files)
    assert [row[:4] for row in loaded.rows(CHANGES) if row[0] == "006A"] == [
        ("006A", "02-01", "Talk", 800.0),
        ("006A", "02-05", None, 900.0),
        ("006A", "03-01", "Gewonnen", None),
    ]


def test_field_history_is_read_beside_the_deals(tmp_path):
    history = plain(
        "id|opportunity_id|created_by_id|created_date|field|data_type|old_value|new_value"
        "|is_deleted",
        "017A|006A|005A|2026-01-01 09:00:00|created|Text|||false",
        "017B|006A|005A|2026-03-01 10:00:00|StageName|Text|Talk|Gewonnen|false",
        "017C|006A|005A|2026-03-01 10:00:00|Amount|Currency|800.0|900.0|true",
    )
    files = {"opportunity.csv": OPPORTUNITIES, "opportunity_field_history.csv": history}
    assert [
        each for each in staged(tmp_path, FIVETRAN, files).rows(CHANGES) if each[0] == "006A"
    ] == [
        ("006A", "02-01", "Talk", 900.0, None, None),
        ("006A", "03-01", "Gewonnen", None, None, "005A"),
    ]


def test_stages_take_their_roles_from_versions_and_the_stage_table(tmp_path):
    stages = plain(
        "id|api_name|master_label|sort_order|is_closed|is_won|default_probability",
        "01JA|Talk|Conversation|2|false|false|20",
        "01JB|Gewonnen|Closed Won|9|true|true|100",
        "01JC|Hello|Hello|1|false|false|5",
    )
    files = {"opportunity_history.csv": VERSIONS, "opportunity_stage.csv": stages}
    assert staged(tmp_path, FIVETRAN, files).rows(
        "select stage, role, rank from stg_salesforce__stages order by 1"
    ) == [
        ("Gewonnen", "won", None),
        ("Hello", "open", 1),
        ("Talk", "open", 2),
        ("Verloren", "lost", None),
    ]


LEAD_VERSIONS = plain(
    "id|_fivetran_active|_fivetran_start|_fivetran_end|created_date|is_converted|converted_date"
    "|converted_opportunity_id|last_modified_date|mql_status_c|reason_c|lead_source",
    "00QA|false|2026-01-01 10:00:00|2026-01-10 11:12:12|2026-01-01 10:00:00|false|||2026-01-01|New"
    "||Web",
    "00QA|false|2026-01-10 11:12:13|2026-02-01 08:59:57|2026-01-01 10:00:00|false|||2026-01-10"
    "|Marketing Qualified||Web",
    "00QA|false|2026-02-01 08:59:58|2026-02-01 08:59:59|2026-01-01 10:00:00|false|||2026-02-01"
    "|Sales Qualified||Web",
    f"00QA|true|2026-02-01 09:00:00|{OPEN}|2026-01-01 10:00:00|true|2026-02-01|006A|2026-02-01"
    "|Sales Qualified||Web",
    # Created with the value of a verdict, and rejected later.
    "00QB|false|2026-01-02 10:00:30|2026-01-15 09:59:59|2026-01-02 10:00:00|false|||2026-01-02"
    "|Marketing Qualified||Fair",
    f"00QB|true|2026-01-15 10:00:00|{OPEN}|2026-01-02 10:00:00|false|||2026-01-15|Rejected"
    "|no budget|Fair",
    # First seen long after its creation: nobody knows when it became what it was.
    f"00QC|true|2026-01-02 10:00:00|{OPEN}|2025-01-02 10:00:00|false|||2026-01-02"
    "|Marketing Qualified||Fair",
)
DECISIONS = (
    "select entity_id, gate, verdict, date_quality, strftime(decided_at, '%m-%d %H:%M:%S'), reason "
    "from stg_salesforce__gate_decisions order by all"
)


@pytest.mark.parametrize("name", ["lead_history.csv", "lead.csv"])
def test_versions_of_leads_tell_the_gates_to_the_second(tmp_path, name):
    loaded = staged(tmp_path, FIVETRAN + GATES, {name: LEAD_VERSIONS})
    assert loaded.rows(DECISIONS) == [
        ("00QA", "MQL", "pass", "recorded", "01-10 11:12:13", None),
        ("00QA", "SQL", "pass", "recorded", "02-01 08:59:58", None),
        ("00QA", "SQL", "pass", "recorded", "02-01 09:00:00", None),
        ("00QB", "MQL", "pass", "recorded", "01-02 10:00:30", None),
        ("00QB", "SQL", "fail", "recorded", "01-15 10:00:00", "no budget"),
    ]
    assert loaded.rows(
        "select lead_id, converted_opportunity_id, source, is_deleted from stg_salesforce__leads "
        "order by 1"
    ) == [
        ("00QA", "006A", "Web", False),
        ("00QB", None, "Fair", False),
        ("00QC", None, "Fair", False),
    ]


def test_the_lead_history_object_calls_fields_by_their_api_names(tmp_path):
    leads = plain(
        "id|created_date|last_modified_date|is_converted|mql_status_c|reason_c|master_record_id",
        "00QA|2026-01-01 10:00:00|2026-01-15 10:00:00|false|Rejected|no budget|",
        "00QB|2026-01-03 10:00:00|2026-01-15 10:00:00|false|New||00QA",
    )
    history = plain(
        "id|lead_id|created_by_id|created_date|field|old_value|new_value|is_deleted",
        "01LA|00QA|005A|2026-01-10 11:12:13|MQL_Status__c|New|Marketing Qualified|false",
        "01LB|00QA|005A|2026-01-15 10:00:00|MQL_Status__c|Marketing Qualified|Rejected|false",
        "01LC|00QA|005A|2026-01-16 10:00:00|MQL_Status__c|Rejected|Sales Qualified|true",
    )
    files = {"lead.csv": leads, "lead_history.csv": history}
    loaded = staged(tmp_path, FIVETRAN + GATES, files)
    assert loaded.rows(DECISIONS) == [
        ("00QA", "MQL", "pass", "recorded", "01-10 11:12:13", None),
        ("00QA", "SQL", "fail", "recorded", "01-15 10:00:00", "no budget"),
    ]
    assert loaded.rows("select merged_into_id from stg_salesforce__leads order by lead_id") == [
        (None,), ("00QA",),
    ]  # fmt: skip


def test_contacts_and_accounts_come_from_versions_too(tmp_path):
    contacts = plain(
        "id|_fivetran_active|_fivetran_start|_fivetran_end|account_id|email|master_record_id"
        "|created_date",
        f"003A|true|2026-01-02 00:00:00|{OPEN}|001A|Ann@Mail.Example|| 2026-01-01",
        "003A|false|2026-01-01 00:00:00|2026-01-01 23:59:59|001B|ann@old.example||2026-01-01",
    )
    accounts = plain(
        "id|_fivetran_deleted|website|name|master_record_id",
        "001A|false|https://www.Example.com/start?x=1|Example|",
        "001B|true|example.com:8080|Example|001A",
        "001C|false|n/a|Other|",
    )
    files = {"contact_history.csv": contacts, "sf_account_data.csv": accounts}
    loaded = staged(tmp_path, FIVETRAN, files)
    assert loaded.rows(
        "select person_id, account_id, email_domain, is_deleted from stg_salesforce__contacts"
    ) == [("003A", "001A", "mail.example", False)]
    assert loaded.rows(
        "select account_id, domain, merged_into_id, is_deleted from stg_salesforce__accounts "
        "order by 1"
    ) == [
        ("001A", "example.com", None, False),
        ("001B", "example.com", "001A", True),
        ("001C", None, None, False),
    ]


def test_tasks_events_and_responses_are_touches(tmp_path):
    tasks = plain(
        "id|who_id|what_id|owner_id|type|task_subtype|call_type|is_closed|is_deleted"
        "|completed_date_time|activity_date|created_date|account_id|call_duration_in_seconds",
        "00TA|00QA||005A||Call|Inbound|true|false|2026-01-05 11:00:00||2026-01-04 10:00:00||120",
    )
    events = plain(
        "id|who_id|what_id|owner_id|type|is_child|is_deleted|start_date_time|duration_in_minutes"
        "|created_date|account_id",
        "00UA|003A|006A|005A||false|false|2026-01-06 11:00:00|30|2026-01-04 10:00:00|001A",
    )
    members = plain(
        "id|lead_id|contact_id|status|has_responded|first_responded_date|is_deleted"
        "|last_modified_date",
        "00vA|00QA||Attended|true|2026-01-07|false|2026-02-01 00:00:00",
        "00vB|00QA||Sent|false||false|2026-01-04 10:00:00",
    )
    files = {"task.csv": tasks, "event.csv": events, "campaign_member.csv": members}
    assert staged(tmp_path, FIVETRAN, files).rows(
        "select touch_id, lead_id, person_id, opportunity_id, kind, direction, minutes, "
        "strftime(touches.at, '%m-%d %H:%M') from stg_salesforce__touches as touches order by 1"
    ) == [
        ("00TA", "00QA", None, None, "Call", "buyer", 2.0, "01-05 11:00"),
        ("00UA", None, "003A", "006A", "meeting", "mutual", 30.0, "01-06 11:00"),
        ("00vA", "00QA", None, None, "campaign response", "buyer", None, "01-07 00:00"),
    ]


def test_a_users_role_is_named(tmp_path):
    files = {
        "user.csv": plain("id|department|is_active|user_type|user_role_id", "005A|EMEA|true||00EA"),
        "user_role.csv": plain("id|name", "00EA|Seller"),
    }
    assert staged(tmp_path, FIVETRAN, files).rows(
        "select user_id, role, team from stg_salesforce__users"
    ) == [("005A", "Seller", "EMEA")]


def test_without_a_role_a_users_title_is_taken(tmp_path):
    users = plain("id|title|user_role_id", "005A|Account Executive|", "005B|Intern|00EA")
    files = {"user.csv": users, "user_role.csv": plain("id|name", "00EA|Seller")}
    assert staged(tmp_path, FIVETRAN, files).rows(
        "select user_id, role from stg_salesforce__users order by user_id"
    ) == [("005A", "Account Executive"), ("005B", "Seller")]


def test_tables_with_a_heading_only_are_empty_and_accepted(tmp_path):
    files = {
        "opportunity.csv": OPPORTUNITIES,
        "opportunity_history.csv": VERSIONS.splitlines()[0],
        "lead.csv": LEAD_VERSIONS.splitlines()[0] + "\n",
    }
    loaded = staged(tmp_path, FIVETRAN + GATES, files)
    assert {each.status for each in loaded.report.files} == {"accepted"}
    assert loaded.rows("select count(*) from stg_salesforce__leads") == [(0,)]


@pytest.mark.real
def test_the_seeds_of_dbt_salesforce_build(tmp_path, shared):
    folder = shared / "data" / "fivetran" / "salesforce"
    assert layouts.recognise(folder) == ["fivetran_salesforce"]
    (tmp_path / "exports").symlink_to(folder)
    (tmp_path / "gatecost.toml").write_text(FIVETRAN, encoding="utf-8")
    built = build.build(tmp_path)
    read = {each.file: each for each in built.load.files if each.status != "ignored"}
    assert {each.status for each in read.values()} == {"accepted"}
    # History Mode, in spite of the name: ten versions, none of them a deal's beginning.
    assert read["sf_opportunity_history_data.csv"].table_name == "opportunities"
    assert {
        name: read[name].accepted for name in ("sf_opportunity_data.csv", "sf_lead_data.csv")
    } == {
        "sf_opportunity_data.csv": 10,
        "sf_lead_data.csv": 1,
    }
