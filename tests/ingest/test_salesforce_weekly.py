"""The weekly export: each quirk of the layout, and where gate decisions come from."""

from __future__ import annotations

import pytest

from dashboard.errors import ConfigError
from dashboard.ingest import layouts
from tests.ingest.workspaces import SALESFORCE, staged, write

NONE = "000000000000000AAA"
GATES = """
[[gate]]
name = "MQL"
step = "mql"
field = "Status"
pass = ["Marketing Qualified"]
decided_by = "marketing"

[[gate]]
name = "SQL"
step = "sql"
field = "Status"
reason_field = "Reason__c"
pass = ["Sales Qualified"]
pass_on_conversion = true
decided_by = "sales"

[gate.fail]
rejected = ["Rejected"]
"""


def table(*rows: str) -> str:
    """Write rows of words parted by | as the export writes them: everything in quotes."""
    return "".join(
        ",".join(f'"{value.strip()}"' for value in row.split("|")) + "\n" for row in rows
    )


LEADS = table(
    "Id|IsDeleted|MasterRecordId|LastName|Email|LeadSource|Status|OwnerId|IsConverted"
    "|ConvertedDate|ConvertedAccountId|ConvertedContactId|ConvertedOpportunityId|CreatedDate"
    "|LastModifiedDate|Reason__c|Mql_Date__c",
    f"00Q1|0|{NONE}|Ada|ada@example.com|Web|Sales Qualified|005a|1|2026-02-01 00:00:00|0011|0031"
    "|0061|2026-01-01 10:00:00|2026-02-01 09:00:00||2026-01-10 00:00:00",
    f"00Q2|0|{NONE}|Bob|bob@example.com|unknown|Rejected|005a|0||{NONE}|{NONE}|{NONE}"
    "|2026-01-02 10:00:00|2026-01-20 09:00:00|no budget|2026-01-12 00:00:00",
    f"00Q3|1|00Q2|Cy|cy@example.com||New|005a|0||{NONE}|{NONE}|{NONE}"
    "|2026-01-03 10:00:00|2026-01-04 09:00:00||",
)
LEAD_HISTORY = table(
    "Id|IsDeleted|LeadId|CreatedById|CreatedDate|Field|DataType|OldValue|NewValue",
    "01L0|0|00Q1|005i|2026-01-01 10:00:00|created|Text||",
    "01L1|0|00Q1|005i|2026-01-10 11:12:13|Status|Text|New|Marketing Qualified",
    "01L2|0|00Q1|005a|2026-02-01 08:59:58|Status|Text|Marketing Qualified|Sales Qualified",
    "01L3|0|00Q1|005a|2026-02-01 09:00:00|leadConverted|Text||",
    "01L4|0|00Q1|005a|2026-02-01 09:00:00|Owner|EntityId|005a|005b",
    "01L5|0|00Q1|005a|2026-02-01 09:00:00|Owner|Text|Ann|Ben",
    "01L6|0|00Q2|005a|2026-01-15 10:00:00|Status|Text|Marketing Qualified|Rejected",
)
OPPORTUNITIES = table(
    "Id|IsDeleted|AccountId|Name|StageName|StageSortOrder|Amount|Probability|CloseDate|Type"
    "|LeadSource|IsClosed|IsWon|CurrencyIsoCode|OwnerId|CreatedDate|LastModifiedDate"
    "|LastStageChangeDate",
    "0061|0|0011|Deal|Gewonnen|9|1000|100|2026-03-05 00:00:00|New|Web|1|1|EUR|005a"
    "|2026-02-01 09:00:00|2026-03-01 10:00:00|2026-03-01 10:00:00",
    f"0062|0|{NONE}|Deal|Talk|2||20|2026-09-01 00:00:00|New||0|0|000|005a"
    "|2026-02-02 09:00:00|2026-02-20 10:00:00|",
)
HISTORY = table(
    "Id|OpportunityId|CreatedById|CreatedDate|StageName|Amount|CloseDate|Probability"
    "|ForecastCategory|FromOpportunityStageName|IsDeleted",
    "008a|0061|005a|2026-02-01 09:00:00|Talk|900|2026-03-05 00:00:00|20|Pipeline||0",
    "008b|0061|005a|2026-02-10 09:00:00|Talk|1000|2026-03-05 00:00:00|20|Pipeline||0",
    "008c|0061|005a|2026-02-11 09:00:00|Talk|1000|2026-03-05 00:00:00|20|Pipeline||0",
    "008d|0061|005a|2026-03-01 10:00:00|Gewonnen|1000|2026-03-05 00:00:00|100|Closed|Talk|0",
)
FIELD_HISTORY = table(
    "Id|IsDeleted|OpportunityId|CreatedById|CreatedDate|Field|DataType|OldValue|NewValue",
    "017a|0|0062|005a|2026-02-02 09:00:00|created|Text||",
    "017b|0|0061|005a|2026-03-01 10:00:00|StageName|Text|Talk|Gewonnen",
    "017c|0|0062|005a|2026-02-20 10:00:00|StageName|Text|Hello|Talk",
    "017d|0|0062|005a|2026-02-20 10:00:00|Amount|Currency|5.0|7.5",
    "017e|0|0062|005a|2026-02-21 10:00:00|CloseDate|Date|2026-08-01|2026-09-01",
)
TASKS = table(
    "Id|WhoId|WhatId|Subject|ActivityDate|Status|OwnerId|Type|IsDeleted|AccountId|IsClosed"
    "|CreatedDate|CallDurationInSeconds|CallType|CompletedDateTime",
    f"00T1|00Q1|{NONE}|Hi|2026-01-05 00:00:00|Completed|005a|Call|0|{NONE}|1"
    "|2026-01-04 10:00:00|120|Inbound|2026-01-05 11:00:00",
    "00T2|0031|0061|Hi|2026-02-05 00:00:00|Completed|005a|Call|0|0011|1"
    "|2026-02-04 10:00:00||Outbound|",
    "00T3|0031|0061|Hi|2026-02-06 00:00:00|Completed|005a|Reply|0|0011|1|2026-02-06 10:00:00|||",
    "00T4|0031|0061|Hi|2026-02-07 00:00:00|Open|005a|Call|0|0011|0|2026-02-06 10:00:00|||",
    "00T5|0031|0061|Hi|2026-02-07 00:00:00|Completed|005a|Call|1|0011|1|2026-02-06 10:00:00|||",
)
EVENTS = table(
    "Id|WhoId|WhatId|ActivityDateTime|ActivityDate|DurationInMinutes|AccountId|OwnerId|Type"
    "|IsDeleted|IsChild|CreatedDate",
    "00U1|0031|0011|2026-02-08 10:00:00|2026-02-08 00:00:00|30|0011|005a||0|0|2026-02-01 10:00:00",
    "00U2|0031|0061|2026-02-08 10:00:00|2026-02-08 00:00:00|30|0011|005b||0|1|2026-02-01 10:00:00",
    "00U3|0031|0061|2027-02-08 10:00:00|2027-02-08 00:00:00|30|0011|005a||0|0|2026-02-01 10:00:00",
)


def decisions(loaded):
    return loaded.rows(
        "select entity_id, gate, verdict, date_quality, strftime(decided_at, '%m-%d %H:%M:%S'), "
        "actor_id, reason from stg_salesforce__gate_decisions order by all"
    )


def test_leads_are_persons_of_their_own_until_converted(tmp_path):
    loaded = staged(tmp_path, SALESFORCE, {"Lead.csv": LEADS.encode("latin-1")})
    assert loaded.rows(
        "select lead_id, person_id, account_id, converted_opportunity_id, merged_into_id, source, "
        "is_deleted from stg_salesforce__leads order by 1"
    ) == [
        ("00Q1", "0031", "0011", "0061", None, "Web", False),
        ("00Q2", None, None, None, None, "unknown", False),
        ("00Q3", None, None, None, "00Q2", None, True),
    ]


def test_gate_decisions_from_lead_history_to_the_second(tmp_path):
    files = {"Lead.csv": LEADS, "LeadHistory.csv": LEAD_HISTORY}
    assert decisions(staged(tmp_path, SALESFORCE + GATES, files)) == [
        ("00Q1", "MQL", "pass", "recorded", "01-10 11:12:13", "005i", None),
        ("00Q1", "SQL", "pass", "recorded", "02-01 08:59:58", "005a", None),
        ("00Q1", "SQL", "pass", "recorded", "02-01 09:00:00", "005a", None),
        # It was created as qualified: the first change tells what it was before.
        ("00Q2", "MQL", "pass", "recorded", "01-02 10:00:00", None, None),
        ("00Q2", "SQL", "fail", "recorded", "01-15 10:00:00", "005a", "no budget"),
    ]


def test_without_lead_history_only_dates_are_known(tmp_path):
    toml = SALESFORCE + GATES.replace('step = "mql"', 'step = "mql"\ndate_field = "Mql_Date__c"')
    assert decisions(staged(tmp_path, toml, {"Lead.csv": LEADS})) == [
        ("00Q1", "MQL", "pass", "date", "01-10 00:00:00", None, None),
        ("00Q1", "SQL", "pass", "date", "02-01 00:00:00", None, None),
        ("00Q2", "MQL", "pass", "date", "01-12 00:00:00", None, None),
        ("00Q2", "SQL", "fail", "date", "01-20 09:00:00", None, "no budget"),
    ]


@pytest.mark.parametrize("newest_first", [True, False])
def test_a_repeated_lead_counts_once_with_its_newest_row(tmp_path, newest_first):
    heading, _, newest, _ = LEADS.splitlines(keepends=True)
    older = newest.replace('"Rejected"', '"Sales Qualified"').replace("-20 09:", "-18 09:")
    rows = [newest, older] if newest_first else [older, newest]
    loaded = staged(tmp_path, SALESFORCE + GATES, {"Lead.csv": heading + "".join(rows)})
    assert decisions(loaded) == [
        ("00Q2", "SQL", "fail", "date", "01-20 09:00:00", None, "no budget"),
    ]
    assert loaded.rows("select gate, current_value from raw_salesforce__lead_gates order by 1") == [
        ("MQL", "Rejected"),
        ("SQL", "Rejected"),
    ]
    for table in ("leads", "gate_decisions"):
        file = loaded.file("Lead.csv", table)
        assert (file.accepted, file.reasons) == (1, {"duplicate_key": 1})


def test_a_repeated_leads_newest_row_is_known_by_the_configs_own_column(tmp_path):
    heading, _, newest, _ = LEADS.splitlines(keepends=True)
    older = newest.replace('"Rejected"', '"Sales Qualified"').replace("-12 00:", "-11 00:")
    toml = SALESFORCE + '[source.columns.leads]\nmodified_at = "Mql_Date__c"\n' + GATES
    loaded = staged(tmp_path, toml, {"Lead.csv": heading + newest + older})
    assert [each[2] for each in decisions(loaded)] == ["fail"]


def test_a_gates_field_that_is_not_there_is_named(tmp_path):
    toml = SALESFORCE + GATES.replace("Reason__c", "Reasons__c")
    with pytest.raises(ConfigError, match="Did you mean 'Reason__c'"):
        staged(tmp_path, toml, {"Lead.csv": LEADS})


def test_deals_close_with_their_last_stage_change(tmp_path):
    content = OPPORTUNITIES.replace("Gewonnen", "Gewo\0nnen")
    loaded = staged(tmp_path, SALESFORCE, {"Opportunity.csv": content})
    assert loaded.rows(
        "select opportunity_id, account_id, stage, outcome, amount, currency, "
        "expected_close_date::varchar, closed_at::varchar "
        "from stg_salesforce__opportunities order by 1"
    ) == [
        ("0061", "0011", "Gewonnen", "won", 1000.0, "EUR", "2026-03-05", "2026-03-01 10:00:00"),
        ("0062", None, "Talk", "open", None, None, "2026-09-01", None),
    ]


def test_stages_come_from_flags_and_not_from_names(tmp_path):
    files = {"Opportunity.csv": OPPORTUNITIES, "OpportunityHistory.csv": HISTORY}
    loaded = staged(tmp_path, SALESFORCE, files)
    assert loaded.rows("select stage, role, rank from stg_salesforce__stages order by 1") == [
        ("Gewonnen", "won", None),
        ("Talk", "open", 1),
    ]


def test_the_config_declares_stages_before_the_export(tmp_path):
    toml = SALESFORCE + '[[stage]]\nstage = "Talk"\nrole = "parked"\n'
    loaded = staged(tmp_path, toml, {"Opportunity.csv": OPPORTUNITIES})
    assert loaded.rows("select stage from stg_salesforce__stages") == [("Gewonnen",)]
    assert loaded.rows("select stage, role from stg_config__stages") == [("Talk", "parked")]


def test_snapshots_become_changes(tmp_path):
    files = {
        "Opportunity.csv": OPPORTUNITIES,
        "OpportunityHistory.csv": HISTORY,
        "OpportunityFieldHistory.csv": FIELD_HISTORY,
    }
    loaded = staged(tmp_path, SALESFORCE, files)
    assert loaded.rows(
        "select opportunity_id, strftime(changed_at, '%m-%d'), stage, amount, "
        "expected_close_date::varchar, probability from stg_salesforce__deal_changes "
        "order by opportunity_id, changed_at"
    ) == [
        ("0061", "02-01", "Talk", 900.0, "2026-03-05", 20.0),
        ("0061", "02-10", None, 1000.0, None, None),
        ("0061", "03-01", "Gewonnen", None, None, 100.0),
        # No snapshots: the values before the first changes are those of the creation.
        ("0062", "02-02", "Hello", 5.0, "2026-08-01", None),
        ("0062", "02-20", "Talk", 7.5, None, None),
        ("0062", "02-21", None, None, "2026-09-01", None),
    ]


def test_touches_are_done_tasks_and_held_meetings(tmp_path):
    toml = SALESFORCE + '[[touch]]\ntype = "Reply"\nkind = "reply"\ndirection = "buyer"\n'
    # The deals' last changes tell until when the export goes.
    files = {"Task.csv": TASKS, "Event.csv": EVENTS, "Opportunity.csv": OPPORTUNITIES}
    loaded = staged(tmp_path, toml, files)
    assert loaded.rows(
        "select touch_id, lead_id, person_id, account_id, opportunity_id, kind, direction, "
        "minutes, strftime(touches.at, '%m-%d %H:%M') "
        "from stg_salesforce__touches as touches order by 1"
    ) == [
        ("00T1", "00Q1", None, None, None, "Call", "buyer", 2.0, "01-05 11:00"),
        ("00T2", None, "0031", "0011", "0061", "Call", "seller", None, "02-05 00:00"),
        ("00T3", None, "0031", "0011", "0061", "reply", "buyer", None, "02-06 00:00"),
        ("00U1", None, "0031", "0011", None, "meeting", "mutual", 30.0, "02-08 10:00"),
    ]


def test_every_event_is_a_meeting_unless_the_config_says_otherwise(tmp_path):
    rows = EVENTS.splitlines(keepends=True)
    events = rows[0] + "".join(
        rows[1].replace("00U1", f"00U{place}").replace('"005a",""', f'"005a","{kind}"')
        for place, kind in enumerate(("", "Demo", "Webinar"), start=1)
    )
    toml = SALESFORCE + '[[touch]]\ntype = "Webinar"\nkind = "event"\ndirection = "buyer"\n'
    files = {"Event.csv": events, "Opportunity.csv": OPPORTUNITIES}
    assert staged(tmp_path, toml, files).rows(
        "select touch_id, kind, direction from stg_salesforce__touches order by 1"
    ) == [
        ("00U1", "meeting", "mutual"),
        ("00U2", "meeting", "mutual"),
        ("00U3", "event", "buyer"),
    ]


def test_own_columns_and_dimensions_reach_staging(tmp_path):
    toml = (
        '[[dimension]]\nname = "region"\ntable = "leads"\ncolumn = "Reason__c"\n'
        + SALESFORCE
        + '[source.columns.leads]\nhand_raised_at = "Mql_Date__c"\n'
    )
    loaded = staged(tmp_path, toml, {"Lead.csv": LEADS})
    assert loaded.rows(
        "select dim_1, hand_raised_date::varchar from stg_salesforce__leads where lead_id = '00Q2'"
    ) == [("no budget", "2026-01-12")]


def test_an_own_column_that_is_not_there_is_named(tmp_path):
    toml = SALESFORCE + '[source.columns.leads]\nscore = "Mql_Dat__c"\n'
    with pytest.raises(ConfigError, match="Did you mean 'Mql_Date__c'"):
        staged(tmp_path, toml, {"Lead.csv": LEADS})


def test_files_with_a_heading_only_and_files_that_lack_a_column(tmp_path):
    heading = OPPORTUNITIES.splitlines()[0] + "\n"
    files = {"Opportunity.csv": heading, "Task.csv": '"Id","WhoId"\n"00T1","00Q1"\n'}
    loaded = staged(tmp_path, SALESFORCE, files)
    assert loaded.file("Opportunity.csv", "opportunities").status == "accepted"
    task = loaded.file("Task.csv", "task")
    assert (task.status, "CreatedDate" in task.reason) == ("refused", True)


def test_persons_and_addresses_are_never_stored(tmp_path):
    loaded = staged(tmp_path, SALESFORCE, {"Lead.csv": LEADS})
    for name in loaded.database.tables():
        text = str(loaded.rows(f'select * from "{name}"'))
        assert "@" not in text, name
        assert "Ada" not in text, name


def test_every_layout_can_be_read():
    assert "salesforce_weekly" in layouts.names()
    for name in layouts.names():
        assert layouts.layout(name).files


def test_an_export_is_recognised_by_its_headings(tmp_path):
    write(tmp_path, {"Opportunity.csv": OPPORTUNITIES, "Lead.csv": LEADS})
    assert layouts.recognise(tmp_path) == ["salesforce_weekly"]
    write(tmp_path, {"Opportunity.csv": "Id,Name\n"})
    assert layouts.recognise(tmp_path) == []


def test_an_unknown_layout_is_named(tmp_path):
    with pytest.raises(ConfigError, match="salesforce_weekly"):
        staged(tmp_path, SALESFORCE.replace("_weekly", "_weekli"), {"Lead.csv": LEADS})
