"""Marketo: leads with merges and deletions, decisions from the log of values, what buyers did."""

from __future__ import annotations

import pytest

from dashboard import build, paths
from dashboard.ingest import layouts
from tests.ingest.workspaces import load_here, staged

SOURCE = '[[source]]\nname = "marketo"\nlayout = "marketo"\n'
CONFIG = (
    SOURCE
    + """
[[gate]]
name = "MQL"
step = "mql"
field = "Lead Status"
pass = ["Qualified"]
decided_by = "marketing"

[gate.fail]
rejected = ["Rejected"]
recycled = ["Nurture"]
"""
)
BOM = "\ufeff"
LEADS = BOM + (
    "id,created_at,updated_at,email,first_name,last_name,sfdc_lead_id,sfdc_contact_id,mql_date\n"
    "1,2026-01-02 08:00:00.000,2026-01-09 08:00:00.000,Ann@Example.com,Ann,Planted,"
    "00Q1a00000AbCdE,,2026-01-03\n"
    "2,2026-01-02 09:00:00.000,2026-01-09 08:00:00.000,ben@gone.org,Ben,Planted,,,\n"
    "3,2026-01-02 10:00:00.000,2026-01-05 08:00:00.000,cy@dropped.org,Cy,Planted,,,2026-01-04\n"
)
CHANGES = BOM + (
    "activity_date,id,lead_id,modifying_user,new_value,old_value,primary_attribute_value,reason\n"
    "2026-01-01 08:00:00.000,10,7,,5,,Lead Score,\n"
    "2026-01-03 08:00:01.000,11,1,44,Qualified,New,Lead Status,Planted words\n"
    "2026-01-04 08:00:00.000,12,1,44,Rejected,Qualified,Lead Status,\n"
    "2026-01-04 08:00:00.000,13,2,44,Nurture,Qualified,Lead Status,\n"
    "2026-01-05 08:00:00.000,14,9,44,Qualified,New,Lead Status,\n"
    "2026-01-05 08:00:00.000,15,1,44,Qualified,,Another Field,\n"
)
MERGES = BOM + (
    "id,activity_date,lead_id,merge_ids\n"
    '20,2026-01-06 08:00:00.000,1,"[2, 9]"\n'
    "21,2026-01-07 08:00:00.000,5,[1]\n"
    "22,2026-01-07 08:00:00.000,5,\n"
    "23,2026-01-05 08:00:00.000,9,[8]\n"
    "24,2026-01-05 08:00:00.000,6,[7]\n"
)
DELETIONS = BOM + "id,activity_date,lead_id\n30,2026-01-08 08:00:00.000,3\n"
ACTIVITY = "activity_date,id,lead_id,activity_type_id"
SENT = BOM + (
    f"{ACTIVITY},action_result\n2026-01-03 08:00:00.000,40,1,6,succeeded\n"
    "2026-01-03 08:00:00.000,41,2,6,skipped\n2026-01-03 08:00:00.000,42,3,6,\n"
)
CLICKS = BOM + f"{ACTIVITY},user_agent\n2026-01-03 09:00:00.000,50,1,11,Mozilla\n"
OPENS = BOM + f"{ACTIVITY}\n2026-01-03 08:30:00.000,51,1,10\n"
FORMS = f"{ACTIVITY},form_fields\n2026-01-02 08:00:00.000,52,1,2,planted@form.org\n"
VISITS = f"{ACTIVITY}\n2026-01-02 07:59:00.000,53,1,1\n"
EXPORT = {
    "lead.csv": LEADS,
    "activity_change_data_value.csv": CHANGES,
    "activity_merge_leads.csv": MERGES,
    "activity_delete_lead.csv": DELETIONS,
    "activity_send_email.csv": SENT,
    "activity_click_email.csv": CLICKS,
    "activity_open_email.csv": OPENS,
    "activity_fill_out_form.csv": FORMS,
    "activity_visit_webpage.csv": VISITS,
}


def decisions(loaded):
    return loaded.rows(
        "select entity_id, gate, verdict, fail_kind, date_quality, actor_id, "
        "strftime(decided_at, '%m-%d %H:%M:%S') from stg_marketo__gate_decisions order by all"
    )


def test_leads_carry_a_domain_and_the_ids_of_the_crm(tmp_path):
    loaded = staged(tmp_path, CONFIG, EXPORT)
    assert loaded.rows(
        "select lead_id, email_domain, synced_lead_id, strftime(created_at, '%m-%d %H') "
        "from stg_marketo__leads where created_at is not null order by 1"
    ) == [
        ("1", "example.com", "00Q1a00000AbCdEEAV", "01-02 08"),
        ("2", "gone.org", None, "01-02 09"),
        ("3", "dropped.org", None, "01-02 10"),
    ]


def test_merged_and_deleted_leads_are_marked_and_merged_ones_that_are_gone_are_told_of(tmp_path):
    loaded = staged(tmp_path, CONFIG, EXPORT)
    assert loaded.rows(
        "select lead_id, merged_into_id, is_deleted, created_at is null from stg_marketo__leads "
        "order by 1"
    ) == [
        ("1", "5", True, False),
        ("2", "1", True, False),
        ("3", None, True, False),
        # 8 went into 9 and that into 1; 7 went into 6, of whom nothing is known either.
        ("8", "9", True, True),
        ("9", "1", True, True),
    ]


def test_gate_decisions_come_from_the_log_of_changed_values(tmp_path):
    assert decisions(staged(tmp_path, CONFIG, EXPORT)) == [
        ("1", "MQL", "fail", "rejected", "recorded", "44", "01-04 08:00:00"),
        ("1", "MQL", "pass", None, "recorded", "44", "01-03 08:00:01"),
        ("2", "MQL", "fail", "recycled", "recorded", "44", "01-04 08:00:00"),
        # It came in as qualified: the first change tells what was before.
        ("2", "MQL", "pass", None, "recorded", None, "01-02 09:00:00"),
        # Of a lead that was merged away and is in no file.
        ("9", "MQL", "pass", None, "recorded", "44", "01-05 08:00:00"),
    ]


def test_a_gate_may_name_its_field_as_the_api_does(tmp_path):
    described = BOM + "data_type,display_name,id,restname\nstring,Lead Status,1,leadStatus\n"
    toml = CONFIG.replace('"Lead Status"', '"leadStatus"')
    files = EXPORT | {"lead_describe.csv": described}
    assert len(decisions(staged(tmp_path, toml, files))) == 5


def test_a_gate_of_another_source_is_not_read_here(tmp_path):
    other = SOURCE.replace('"marketo"', '"elsewhere"') + 'folder = "elsewhere"\n'
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "lead.csv").write_text("id,created_at\n1,2026-01-01\n")
    toml = CONFIG.replace('name = "MQL"', 'name = "MQL"\nsource = "elsewhere"')
    toml += other.replace('layout = "elsewhere"', 'layout = "marketo"')
    assert decisions(staged(tmp_path, toml, EXPORT)) == []


def test_without_a_log_a_date_field_says_when_a_gate_was_passed(tmp_path):
    toml = CONFIG.replace('field = "Lead Status"', 'date_field = "mql_date"')
    assert decisions(staged(tmp_path, toml, {"lead.csv": LEADS})) == [
        ("1", "MQL", "pass", None, "date", None, "01-03 00:00:00"),
        ("3", "MQL", "pass", None, "date", None, "01-04 00:00:00"),
    ]


def test_what_a_lead_did_is_the_buyers_and_a_mail_that_was_sent_is_ours(tmp_path):
    toml = CONFIG + '[[touch]]\ntype = "Fill Out Form"\nkind = "request"\ndirection = "mutual"\n'
    assert staged(tmp_path, toml, EXPORT).rows(
        "select touch_id, lead_id, kind, direction, actor_role from stg_marketo__touches order by 1"
    ) == [
        ("40", "1", "email", "seller", "marketing"),
        ("42", "3", "email", "seller", "marketing"),
        ("50", "1", "email click", "buyer", None),
        ("51", "1", "email open", "buyer", None),
        ("52", "1", "request", "mutual", None),
        ("53", "1", "web visit", "buyer", None),
    ]


def test_no_name_address_or_free_text_is_kept(tmp_path):
    loaded = staged(tmp_path, CONFIG, EXPORT)
    for name in loaded.database.tables():
        text = str(loaded.rows(f'select * from "{name}"')).lower()
        for planted in ("planted", "ann@", "mozilla"):
            assert planted not in text, (name, planted)


def test_the_export_is_recognised_under_its_byte_order_mark(tmp_path):
    staged(tmp_path, CONFIG, EXPORT)
    assert layouts.recognise(tmp_path / "exports") == ["marketo"]


@pytest.mark.real
def test_the_seeds_are_recognised_and_read_whole(tmp_path, shared):
    folder = shared / "data" / "fivetran" / "marketo"
    assert layouts.recognise(folder) == ["marketo"]
    (tmp_path / "exports").symlink_to(folder)
    gate = '[[gate]]\nname = "PRIORITY"\nfield = "Priority"\npass = ["5"]\n'
    (tmp_path / "gatecost.toml").write_text(SOURCE + gate, encoding="utf-8")
    loaded = load_here(tmp_path)
    build.run_layer(loaded.database, paths.queries() / "staging")
    # 331 rows of activities, 100 leads, 100 changes, 100 fields: all are in, under eight headings.
    assert {each.status for each in loaded.report.files} <= {"accepted", "ignored"}
    assert sum(each.accepted for each in loaded.report.files) == 731
    # Of the leads that were merged, and of those they were merged into, none is in the export.
    assert loaded.rows("select count(*), count(merged_into_id) from stg_marketo__leads") == [
        (100, 0)
    ]
