"""HubSpot by Fivetran: contacts as leads, what gates said of them, and what they did."""

from __future__ import annotations

import pytest

from tests.ingest.workspaces import staged
from tests.layouts.hubspot import CONNECTED, FIVETRAN, FIVETRAN_FILES, table

GATE = """
[[gate]]
name = "MQL"
step = "mql"
field = "lifecyclestage"
pass = ["marketingqualifiedlead"]
decided_by = "marketing"

[[gate]]
name = "SQL"
step = "sql"
field = "hs_lead_status"
reason_field = "reason"
pass = ["OPEN_DEAL"]
fail = { rejected = ["UNQUALIFIED"] }
decided_by = "sales"
"""
HISTORY = table(
    "contact_id|name|value|timestamp|source|source_id",
    "11|lifecyclestage|lead|2026-01-01 10:00:00.001|FORM|",
    "11|lifecyclestage|marketingqualifiedlead|2026-01-10 11:12:13.001|WORKFLOWS|77",
    "11|hs_lead_status|UNQUALIFIED|2026-01-11 10:00:00|CRM_UI|userId:55",
    "11|reason|no budget|2026-01-11 10:00:00|CRM_UI|userId:55",
    "11|hs_lead_status|OPEN_DEAL|2026-01-21 10:00:00|CRM_UI|userId:55",
)
FORMS = table(
    "guid|name",
    "f1|Newsletter",
    "f2|Talk to us",
)
SUBMISSIONS = table(
    "timestamp|form_id|contact_id|conversion_id|title",
    "2026-01-02 10:00:00|f1|11|s1|Page",
    "2026-01-05 10:00:00|f2|11|s2|Page",
    "2026-01-06 10:00:00|f9|12|s3|Ask for a demo",
)


@pytest.fixture
def read(tmp_path):
    def stage(toml: str = FIVETRAN, **files: str):
        renamed = {f"{name}.csv": content for name, content in files.items()}
        return staged(tmp_path, toml, FIVETRAN_FILES | renamed)

    return stage


def decisions(loaded):
    return loaded.rows(
        "select entity_id, gate, verdict, date_quality, strftime(decided_at, '%m-%d %H:%M:%S'), "
        "actor_id, reason from stg_hubspot__gate_decisions order by entity_id, decided_at"
    )


def hand_raises(loaded):
    return loaded.rows(
        "select lead_id, strftime(hand_raised_at, '%m-%d') from stg_hubspot__leads "
        "where hand_raised_at is not null order by 1"
    )


def test_a_contact_is_a_lead_with_the_ids_of_the_other_system(read):
    assert read().rows(
        "select lead_id, person_id, source, email_domain, length(email_hash), synced_lead_id, "
        "synced_person_id, is_deleted from stg_hubspot__leads order by 1"
    ) == [
        (
            "11", None, "ORGANIC_SEARCH", "example.com", 32, "00Q000000000001EAA",
            "003000000000001AAA", False,
        ),
        ("12", None, "OFFLINE", "example.com", 32, None, None, False),
        ("14", None, None, "example.com", 32, None, None, True),
    ]  # fmt: skip


def test_merged_contacts_are_known_from_the_list_and_from_the_audit(read):
    contacts = table(
        "id|property_createdate|property_hs_merged_object_ids|property_hs_calculated_merged_vids",
        "21|2026-01-01 10:00:00|22;23|",
        "22|2026-01-01 10:00:00||",
        "23|2026-01-01 10:00:00||",
        "24|2026-01-01 10:00:00||",
        "25|2026-01-01 10:00:00||26:1767261600000;25:1767261600001",
        "26|2026-01-01 10:00:00||",
    )
    audit = table("canonical_vid|contact_id|vid_to_merge", "21|21|24", "21|21|22")
    loaded = read(contact=contacts, contact_merge_audit=audit)
    assert loaded.rows("select lead_id, merged_into_id from stg_hubspot__leads order by 1") == [
        ("21", None),
        ("22", "21"),
        ("23", "21"),
        ("24", "21"),
        ("25", None),
        ("26", "25"),
    ]


@pytest.mark.parametrize("prefix", ["", "property_"])
def test_gates_are_decided_in_the_property_history_to_the_second(read, prefix):
    toml = FIVETRAN + GATE.replace('field = "', f'field = "{prefix}')
    columns = ",property_reason\n"
    contacts = FIVETRAN_FILES["contact.csv"].replace("\n", ",\n").replace(",\n", columns, 1)
    found = decisions(read(toml, contact_property_history=HISTORY, contact=contacts))
    assert found == [
        ("11", "MQL", "pass", "recorded", "01-10 11:12:13", None, None),
        ("11", "SQL", "fail", "recorded", "01-11 10:00:00", "55", "no budget"),
        ("11", "SQL", "pass", "recorded", "01-21 10:00:00", "55", None),
    ]


def test_a_lifecycle_date_tells_a_gate_without_history(read):
    toml = FIVETRAN + (
        '[[gate]]\nname = "MQL"\nstep = "mql"\n'
        'date_field = "property_hs_lifecyclestage_marketingqualifiedlead_date"\n'
    )
    assert decisions(read(toml)) == [
        ("11", "MQL", "pass", "editable", "01-10 11:12:13", None, None),
        ("14", "MQL", "pass", "editable", "01-12 00:30:00", None, None),
    ]


def test_without_history_or_date_today_s_value_tells_a_gate(read):
    toml = FIVETRAN + (
        '[[gate]]\nname = "MQL"\nstep = "mql"\nfield = "property_lifecyclestage"\n'
        'pass = ["marketingqualifiedlead"]\n'
    )
    assert decisions(read(toml)) == [
        ("14", "MQL", "pass", "date", "01-21 09:00:00", None, None),
    ]


def test_a_gate_of_another_source_is_not_read_here(read):
    toml = FIVETRAN + GATE.replace('step = "mql"', 'step = "mql"\nsource = "salesforce"')
    toml += '[[source]]\nname = "salesforce"\nlayout = "salesforce_weekly"\nfolder = "other"\n'
    # There is no such folder: only what is asked of HubSpot is at stake.
    with pytest.raises(Exception, match="other"):
        read(toml, contact_property_history=HISTORY)


def test_every_form_is_a_raised_hand_unless_the_config_says_which(read):
    files = {"form": FORMS, "contact_form_submission": SUBMISSIONS}
    assert hand_raises(read(**files)) == [("11", "01-02"), ("12", "01-06")]


def test_the_config_says_which_forms_raise_a_hand(read):
    toml = FIVETRAN + "".join(
        f'[[touch]]\ntype = "{name}"\nkind = "hand_raise"\ndirection = "buyer"\n'
        for name in ("Talk to us", "Ask for a demo")
    )
    loaded = read(toml, form=FORMS, contact_form_submission=SUBMISSIONS)
    assert hand_raises(loaded) == [("11", "01-05"), ("12", "01-06")]
    assert loaded.rows("select touch_id, kind, direction from stg_hubspot__touches order by 1") == [
        ("s1", "form", "buyer"),
        ("s2", "hand_raise", "buyer"),
        ("s3", "hand_raise", "buyer"),
    ]


def test_companies_keep_name_domain_and_the_id_of_the_other_system(read):
    companies = table(
        "id|property_name|property_domain|property_salesforceaccountid|is_deleted"
        "|property_hs_merged_object_ids",
        "401|Acme|acme.example|001000000000001|false|402",
        "402|Acme Ltd|acme.example||true|",
    )
    assert read(company=companies).rows(
        "select account_id, account_name, domain, synced_account_id, merged_into_id, is_deleted "
        "from stg_hubspot__accounts order by 1"
    ) == [
        ("401", "Acme", "acme.example", "001000000000001AAA", None, False),
        ("402", "Acme Ltd", "acme.example", None, "401", True),
    ]


def test_owners_and_users_have_teams_and_roles_and_no_names(read):
    loaded = read(
        owner=table(
            "owner_id|active_user_id|email|first_name|_fivetran_deleted",
            "900|55|ann@ours.example|Ann|FALSE",
            "901||ben@ours.example|Ben|TRUE",
        ),
        owner_team=table(
            "owner_id|team_id|is_team_primary", "900|1|false", "900|2|true", "901|1|true"
        ),
        team=table("id|name", "1|North", "2|South"),
        users_data=table(
            "id|primary_team_id|role_id|email", "55|1|7|ann@ours.example", "56|1||x@ours.example"
        ),
        role=table("id|name", "7|Seller"),
    )
    assert loaded.rows(
        "select user_id, role, team, is_active from stg_hubspot__users order by 1"
    ) == [
        ("55", "Seller", "North", None),
        ("56", None, "North", None),
        ("900", "Seller", "South", True),
        ("901", None, "North", False),
    ]


ENGAGEMENTS = {
    "engagement": table(
        "id|type|owner_id|timestamp|active",
        "1|CALL|900||", "2|CALL|||", "3|CALL|||", "4|EMAIL|901|2026-02-04 10:00:00|",
        "5|MEETING|||false", "6|MEETING|||", "7|MEETING|||", "8|TASK|||",
    ),
    "engagement_call": table(
        "engagement_id|property_hs_timestamp|property_hs_call_direction"
        "|property_hs_call_duration|property_hs_call_disposition|property_hubspot_owner_id",
        f"1|2026-02-01 10:00:00|OUTBOUND|120000|{CONNECTED}|",
        "2|2026-02-02 10:00:00|INBOUND|||905",
        "3|2026-02-03 10:00:00||||",
    ),
    "engagement_email": table(
        "engagement_id|property_hs_email_direction|property_hs_email_text",
        "4|INCOMING_EMAIL|Dear Ann, this is Ada",
    ),
    "engagement_meeting": table(
        "engagement_id|start_time|end_time|meeting_outcome",
        "5|2026-02-05 10:00:00|2026-02-05 10:30:00|",
        "6|2026-02-06 10:00:00|2026-02-06 10:30:00|COMPLETED",
        "7|2026-02-07 10:00:00|2026-02-07 10:30:00|NO_SHOW",
        "70|2027-02-07 10:00:00|2027-02-07 10:30:00|SCHEDULED",
    ),
    "engagement_task": table(
        "engagement_id|property_hs_task_status|property_hs_timestamp"
        "|property_hs_task_completion_date",
        "8|COMPLETED|2026-02-20 10:00:00|2026-02-08 10:00:00",
        "80|NOT_STARTED|2026-02-21 10:00:00|",
    ),
    "engagement_contact": table(
        "contact_id|engagement_id|engagement_type",
        "11|1|CALL", "12|6|MEETING", "11|6|MEETING", "12|4|EMAIL",
    ),
    "engagement_deal": table("deal_id|engagement_id", "1|6", "2|2"),
    "engagement_company": table("company_id|engagement_id", "401|2"),
}  # fmt: skip


def test_touches_know_who_reached_out(read):
    assert read(**ENGAGEMENTS).rows(
        "select touch_id, kind, direction, actor_id, minutes, strftime(touches.at, '%m-%d') "
        "from stg_hubspot__touches as touches order by touch_id, minutes nulls last"
    ) == [
        ("1", "call", "mutual", "900", 2.0, "02-01"),
        ("2", "call", "buyer", "905", None, "02-02"),
        ("3", "call", "seller", None, None, "02-03"),
        ("4", "email", "buyer", "901", None, "02-04"),
        ("6", "meeting", "mutual", None, 30.0, "02-06"),
        ("6", "meeting", "mutual", None, None, "02-06"),
        ("8", "task", "seller", None, None, "02-08"),
    ]


def test_a_touch_stands_once_for_each_person_it_was_with(read):
    assert read(**ENGAGEMENTS).rows(
        "select touch_id, lead_id, opportunity_id, account_id, minutes "
        "from stg_hubspot__touches where touch_id in ('2', '6') order by touch_id, lead_id"
    ) == [
        ("2", None, "2", "401", None),
        ("6", "11", "1", None, 30.0),
        ("6", "12", "1", None, None),
    ]


EVENTS = table(
    "id|created|type|recipient|filtered_event",
    "e1|2026-02-01 10:00:00|SENT|ada@example.com|false",
    "e2|2026-02-01 10:00:01|DELIVERED|ada@example.com|false",
    "e3|2026-02-01 10:00:02|OPEN|ada@example.com|false",
    "e4|2026-02-01 11:00:00|CLICK|ADA@example.com|false",
    "e5|2026-02-01 11:00:00|CLICK|ada@example.com|true",
)


def emailed(loaded):
    return loaded.rows(
        "select touch_id, lead_id, direction, actor_role from stg_hubspot__touches order by 1"
    )


def test_a_click_is_the_buyer_s_and_an_open_is_nobody_s(read):
    assert emailed(read(email_event=EVENTS)) == [
        ("e2", "11", "seller", "marketing"),
        ("e4", "11", "buyer", "marketing"),
    ]


def test_the_config_can_make_an_open_a_touch(read):
    toml = FIVETRAN + '[[touch]]\ntype = "OPEN"\nkind = "open"\ndirection = "buyer"\n'
    assert [each[0] for each in emailed(read(toml, email_event=EVENTS))] == ["e2", "e3", "e4"]


def test_people_of_a_deal_come_from_its_links(read):
    links = table(
        "deal_id|contact_id|_fivetran_deleted", "1|11|FALSE", "1|11|FALSE", "1|12|TRUE", "2|12|"
    )
    assert read(deal_contact=links).rows(
        "select opportunity_id, person_id from stg_hubspot__opportunity_contacts order by all"
    ) == [("1", "11"), ("2", "12")]


def test_persons_addresses_and_texts_are_never_stored(read):
    loaded = read(email_event=EVENTS, **ENGAGEMENTS)
    for name in loaded.database.tables():
        text = str(loaded.rows(f'select * from "{name}"')).lower()
        for planted in ("@", "ada", "dear ann"):
            assert planted not in text, f"{planted} in {name}"
