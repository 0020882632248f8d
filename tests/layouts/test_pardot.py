"""Pardot: prospects that know their lead in the CRM, deals whose closing is a copied date."""

from __future__ import annotations

import pytest

from dashboard import build, paths
from dashboard.ingest import layouts
from tests.ingest.workspaces import load_here, staged

SOURCE = '[[source]]\nname = "pardot"\nlayout = "pardot"\n'
CONFIG = (
    SOURCE
    + """
[[gate]]
name = "MQL"
field = "stage_of_life"
date_field = "mql_date"
pass = ["MQL"]
fail = { rejected = ["Rejected"] }
reason_field = "why"
"""
)
PROSPECTS = (
    "_fivetran_deleted,id,email,first_name,created_at,updated_at,score,grade,crm_lead_fid,"
    "crm_contact_fid,source,stage_of_life,mql_date,why\n"
    "false,1,ann@planted.org,Ann,2026-01-01 08:00:00 UTC,2026-01-09 08:00:00 UTC,80,A,"
    "00Q1a00000AbCdE,,Webinar,MQL,2026-01-05 07:00:00 UTC,\n"
    "false,2,ben@planted.org,Ben,2026-01-02 08:00:00 UTC,2026-01-08 08:00:00 UTC,5,D,"
    ",0031a00000AbCdE,unknown,Rejected,,no budget\n"
    "true,3,cy@planted.org,Cy,2026-01-03 08:00:00 UTC,2026-01-04 08:00:00 UTC,0,,,,,New,,\n"
)
DEALS = (
    "id,campaign_id,closed_at,created_at,probability,stage,status,type,updated_at,value,name\n"
    "91,1,2026-03-09 23:00:00 UTC,2026-01-06 08:00:00 UTC,100,6 - Gewonnen,Won,New,"
    "2026-03-10 08:00:00 UTC,500.0,Planted\n"
    "92,1,2026-09-30 22:00:00 UTC,2026-01-07 08:00:00 UTC,60,Offer,Open,New,"
    "2026-03-10 08:00:00 UTC,70,Planted\n"
    "93,1,2026-09-30 22:00:00 UTC,2026-01-07 08:00:00 UTC,9,Talk,Open,New,"
    "2026-03-10 08:00:00 UTC,70,Planted\n"
    "94,1,2026-02-01 23:00:00 UTC,2026-01-07 08:00:00 UTC,0,Aus,Lost,New,"
    "2026-02-02 08:00:00 UTC,70,Planted\n"
)
LINKS = "opportunity_id,prospect_id,updated_at\n91,1,2026-01-06 08:00:00 UTC\n"
ACTIVITIES = (
    "id,created_at,prospect_id,opportunity_id,type,type_name,details\n"
    "1,2026-01-04 08:00:00 UTC,1,,6,Email,planted@words.org\n"
    "2,2026-01-04 09:00:00 UTC,1,,1,Email,x\n"
    "3,2026-01-04 09:00:00 UTC,1,,4,Form,x\n"
    "4,2026-01-04 09:00:00 UTC,,,20,Visit,x\n"
    "5,2026-01-06 08:00:00 UTC,1,91,8,New Opportunity,x\n"
    "6,2026-01-06 08:00:00 UTC,1,,12,Email,x\n"
    "7,2026-01-06 09:00:00 UTC,2,,24,Webinar,x\n"
)
EXPORT = {
    "prospect.csv": PROSPECTS,
    "opportunity.csv": DEALS,
    "opportunity_prospect.csv": LINKS,
    "visitor_activity.csv": ACTIVITIES,
}


def test_prospects_carry_the_ids_of_the_crm_and_no_score_of_today(tmp_path):
    assert staged(tmp_path, CONFIG, EXPORT).rows(
        "select lead_id, source, synced_lead_id, synced_person_id, email_domain, score, is_deleted "
        "from stg_pardot__leads order by 1"
    ) == [
        ("1", "Webinar", "00Q1a00000AbCdEEAV", None, "planted.org", None, False),
        ("2", "unknown", None, "0031a00000AbCdEAAV", "planted.org", None, False),
        ("3", None, None, None, "planted.org", None, True),
    ]


def test_a_score_kept_from_then_is_read_where_the_config_names_it(tmp_path):
    toml = CONFIG.replace('"pardot"\n\n', '"pardot"\n[source.columns.leads]\nscore = "score"\n\n')
    loaded = staged(tmp_path, toml, EXPORT)
    assert loaded.rows("select score from stg_pardot__leads order by lead_id") == [
        (80.0,), (5.0,), (0.0,)
    ]  # fmt: skip


def test_gates_are_known_by_date_only(tmp_path):
    assert staged(tmp_path, CONFIG, EXPORT).rows(
        "select entity_id, verdict, fail_kind, reason, date_quality, strftime(decided_at, '%m-%d') "
        "from stg_pardot__gate_decisions order by 1"
    ) == [
        ("1", "pass", None, None, "editable", "01-05"),
        ("2", "fail", "rejected", "no budget", "date", "01-08"),
    ]


def test_a_closing_time_is_a_date_from_the_crm_and_no_recorded_end(tmp_path):
    toml = '[company]\ntime_zone = "Europe/Berlin"\n' + CONFIG
    loaded = staged(tmp_path, toml, EXPORT)
    assert "closed_at" not in loaded.database.columns("stg_pardot__opportunities")
    # Midnight in Berlin stands as the evening before in UTC.
    assert loaded.rows(
        "select opportunity_id, outcome, amount, expected_close_date::varchar "
        "from stg_pardot__opportunities order by 1"
    ) == [
        ("91", "won", 500.0, "2026-03-10"),
        ("92", "open", 70.0, "2026-10-01"),
        ("93", "open", 70.0, "2026-10-01"),
        ("94", "lost", 70.0, "2026-02-02"),
    ]


def test_a_stage_means_what_its_deals_became_and_not_its_name(tmp_path):
    loaded = staged(tmp_path, CONFIG, EXPORT)
    assert loaded.rows(
        "select stage, role, rank, probability from stg_pardot__stages order by 1"
    ) == [
        ("6 - Gewonnen", "won", None, 100.0),
        ("Aus", "lost", None, 0.0),
        ("Offer", "open", 2, 60.0),
        ("Talk", "open", 1, 9.0),
    ]


def test_touches_are_told_by_type_and_states_of_deals_are_none(tmp_path):
    toml = CONFIG + '[[touch]]\ntype = "Attended Webinar"\nkind = "talk"\ndirection = "mutual"\n'
    assert staged(tmp_path, toml, EXPORT).rows(
        "select touch_id, lead_id, kind, direction, actor_role from stg_pardot__touches order by 1"
    ) == [
        ("1", "1", "email", "seller", "marketing"),
        ("2", "1", "click", "buyer", None),
        ("3", "1", "form", "buyer", None),
        ("7", "2", "talk", "mutual", None),
    ]


def test_deals_are_linked_to_prospects(tmp_path):
    assert staged(tmp_path, CONFIG, EXPORT).rows(
        "select opportunity_id, person_id from stg_pardot__opportunity_contacts"
    ) == [("91", "1")]


def test_no_name_address_or_free_text_is_kept(tmp_path):
    loaded = staged(tmp_path, CONFIG, EXPORT)
    for name in loaded.database.tables():
        text = str(loaded.rows(f'select * from "{name}"'))
        for planted in ("Planted", "@planted", "@words", "Ann"):
            assert planted not in text, (name, planted)


@pytest.mark.real
def test_the_seeds_are_recognised_and_read_whole(tmp_path, shared):
    folder = shared / "data" / "fivetran" / "pardot"
    assert layouts.recognise(folder) == ["pardot"]
    (tmp_path / "exports").symlink_to(folder)
    (tmp_path / "gatecost.toml").write_text(SOURCE, encoding="utf-8")
    loaded = load_here(tmp_path)
    build.run_layer(loaded.database, paths.queries() / "staging")
    assert {each.status for each in loaded.report.files} <= {"accepted", "ignored"}
    assert sum(each.accepted for each in loaded.report.files) == 400
    assert loaded.rows(
        "select outcome, count(*) from stg_pardot__opportunities group by 1 order by 1"
    ) == [("lost", 1), ("won", 99)]
