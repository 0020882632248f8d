"""HubSpot by Fivetran: which stage a deal is in, whether it is won, and how it came there."""

from __future__ import annotations

import pytest

from tests.ingest.workspaces import staged
from tests.layouts.hubspot import FIVETRAN, FIVETRAN_FILES, STAGES, WON, table

DEAL_STAGES = table(
    "deal_id|value|date_entered|source|source_id|_fivetran_start|_fivetran_end|_fivetran_active",
    "1|appointmentscheduled|2026-02-01 9:00:00|CRM_UI|userId:55|2026-02-01 9:00:00"
    "|2026-02-20 9:00:00|FALSE",
    f"1|{WON}|2026-02-20 9:00:00|CRM_UI|userId:55|2026-02-20 9:00:00|2050-01-01 00:00:00|TRUE",
    "3|appointmentscheduled|2026-02-03 9:00:00|API||2026-02-03 9:00:00|2026-02-28 9:00:00|FALSE",
    "3|closedlost|2026-02-28 9:00:00|API||2026-02-28 9:00:00|9999-12-31 23:59:59|TRUE",
    "4|1001|2026-02-04 9:00:00|API||2026-02-04 9:00:00|2026-02-10 9:00:00|FALSE",
    "4|1002|2026-02-10 9:00:00|API||2026-02-10 9:00:00|2050-01-01 00:00:00|TRUE",
    "6|closedlost|2026-02-06 9:00:00|API||2026-02-06 9:00:00|2026-02-12 9:00:00|FALSE",
    "6|2001|2026-02-12 9:00:00|API||2026-02-12 9:00:00|2050-01-01 00:00:00|TRUE",
)


@pytest.fixture
def read(tmp_path):
    def stage(toml: str = FIVETRAN, **files: str):
        renamed = {f"{name}.csv": content for name, content in files.items()}
        return staged(tmp_path, toml, FIVETRAN_FILES | renamed)

    return stage


def stages(loaded):
    return loaded.rows(
        "select pipeline, stage, role, rank from stg_hubspot__stages "
        "order by pipeline, rank nulls last, stage"
    )


def deals(loaded):
    return loaded.rows(
        "select opportunity_id, pipeline, stage, outcome from stg_hubspot__opportunities order by 1"
    )


def moves(loaded):
    return loaded.rows(
        "select opportunity_id, strftime(changed_at, '%m-%d'), stage "
        "from stg_hubspot__deal_changes where stage is not null order by opportunity_id, changed_at"
    )


def test_won_is_what_the_stage_s_flag_says_and_not_its_id_or_label(read):
    assert deals(read())[:3] == [
        ("1", "Sales Pipeline", "Gewonnen", "won"),
        ("2", "Sales Pipeline", "Procurement", "open"),
        ("3", "Sales Pipeline", "Verloren", "lost"),
    ]


def test_a_lost_stage_that_sorts_first_has_no_rank_among_the_open_ones(read):
    assert stages(read()) == [
        ("Renewals", "Due", "open", 1),
        ("Renewals", "Gewonnen", "won", None),
        ("Sales Pipeline", "First talk", "open", 1),
        ("Sales Pipeline", "Procurement", "open", 2),
        ("Sales Pipeline", "Check (1001)", "open", 3),
        ("Sales Pipeline", "Check (1002)", "open", 4),
        ("Sales Pipeline", "Gewonnen", "won", None),
        ("Sales Pipeline", "Verloren", "lost", None),
    ]


def test_two_stages_of_one_label_stay_apart(read):
    loaded = read(deal_stage=DEAL_STAGES)
    assert deals(loaded)[3:5] == [
        ("4", "Sales Pipeline", "Check (1002)", "open"),
        ("5", "Sales Pipeline", "Check (1001)", "open"),
    ]
    assert [each for each in moves(loaded) if each[0] == "4"] == [
        ("4", "02-04", "Check (1001)"),
        ("4", "02-10", "Check (1002)"),
    ]


def test_two_pipelines_of_one_label_stay_apart(read):
    twice = table("pipeline_id|label", "default|Sales", "77|Sales")
    assert {each[1] for each in deals(read(deal_pipeline=twice))} == {
        "Sales (default)",
        "Sales (77)",
    }


def test_without_flags_probability_says_what_is_won_and_lost(read):
    rows = [line.split(",") for line in STAGES.splitlines()]
    without_flags = "".join(",".join(row[:5]) + "\n" for row in rows)
    roles = {stage: role for _, stage, role, _ in stages(read(deal_pipeline_stage=without_flags))}
    assert (roles["Gewonnen"], roles["Verloren"], roles["Procurement"]) == ("won", "lost", "open")


def test_probability_is_not_asked_where_flags_name_a_lost_stage(read):
    parked = STAGES + "1003,default,Keep warm,-1,0.0,FALSE,FALSE,FALSE\n"
    roles = {stage: role for _, stage, role, _ in stages(read(deal_pipeline_stage=parked))}
    assert (roles["Keep warm"], roles["Verloren"]) == ("open", "lost")


def test_a_stage_that_nothing_describes_is_named_by_its_id_and_open(tmp_path):
    loaded = staged(tmp_path, FIVETRAN, {"deal.csv": FIVETRAN_FILES["deal.csv"]})
    assert deals(loaded)[1] == ("2", "default", "contractsent", None)
    assert ("default", "contractsent", "open") in [each[:3] for each in stages(loaded)]


def test_the_config_s_stage_comes_before_the_export_s(read):
    toml = FIVETRAN + (
        '[[stage]]\npipeline = "Sales Pipeline"\nstage = "Procurement"\nrole = "won"\n'
        '[[stage]]\npipeline = "Sales Pipeline"\nstage = "Gewonnen"\nrole = "parked"\n'
    )
    loaded = read(toml)
    assert [each[3] for each in deals(loaded)[:3]] == ["open", "won", "lost"]
    assert "Procurement" not in [each[1] for each in stages(loaded)]


def test_the_deal_s_own_flags_come_before_its_stage_s(read):
    loaded = read(
        deal=table(
            "deal_id|deal_pipeline_id|deal_pipeline_stage_id|property_hs_is_closed_won"
            "|property_hs_is_closed|property_createdate",
            "1|default|contractsent|true|true|2026-01-01 00:00:00",
            "2|default|contractsent|false|true|2026-01-01 00:00:00",
            f"3|default|{WON}|false|false|2026-01-01 00:00:00",
        )
    )
    assert [each[3] for each in deals(loaded)] == ["won", "lost", "open"]


def test_the_stage_history_tells_each_visit_by_its_label_of_today(read):
    loaded = read(deal_stage=DEAL_STAGES)
    assert moves(loaded)[:4] == [
        ("1", "02-01", "First talk"),
        ("1", "02-20", "Gewonnen"),
        ("3", "02-03", "First talk"),
        ("3", "02-28", "Verloren"),
    ]
    assert loaded.rows(
        "select distinct actor_id from stg_hubspot__deal_changes where opportunity_id = '1'"
    ) == [("55",)]


def test_a_stage_of_another_pipeline_is_none_of_the_deal_s(read):
    loaded = read(deal_stage=DEAL_STAGES)
    assert moves(loaded)[-2:] == [
        ("6", "02-06", "Verloren (Sales Pipeline)"),
        ("6", "02-12", "Due"),
    ]
    assert [each[1] for each in stages(loaded) if each[0] == "Renewals"] == ["Due", "Gewonnen"]


def test_a_deal_without_a_pipeline_is_in_that_of_its_stage(read):
    deal = table("deal_id|deal_pipeline_stage_id|deal_pipeline_id", "6|2001|")
    loaded = read(deal=deal, deal_stage=DEAL_STAGES)
    assert deals(loaded) == [("6", "Renewals", "Due", "open")]
    assert [each[2] for each in moves(loaded) if each[0] == "6"] == [
        "Verloren (Sales Pipeline)",
        "Due",
    ]


def test_property_history_tells_stages_where_there_is_no_stage_history(read):
    history = table(
        "deal_id|name|value|timestamp|source|source_id",
        "1|dealstage|appointmentscheduled|2026-02-01 09:00:00.123|API|",
        f"1|dealstage|{WON}|2026-02-21 09:00:00.456|API|",
        "2|dealstage|contractsent|2026-02-02 09:00:00|CRM_UI|userId:7",
    )
    loaded = read(
        deal_property_history=history,
        deal_stage="\n".join(DEAL_STAGES.splitlines()[:3]) + "\n",
    )
    assert moves(loaded) == [
        ("1", "02-01", "First talk"),
        ("1", "02-20", "Gewonnen"),
        ("2", "02-02", "Procurement"),
    ]


def test_date_entered_properties_tell_the_last_visit_of_each_stage(read):
    deal = table(
        "deal_id|deal_pipeline_id|deal_pipeline_stage_id|property_createdate"
        "|property_hs_date_entered_contractsent|property_hs_v2_date_entered_contractsent"
        "|property_hs_v2_date_entered_closedlost|property_hs_date_entered_appointmentscheduled"
        "|property_hs_v2_date_entered_current_stage",
        "1|default|contractsent|2026-02-01 09:00:00|2026-02-11 09:00:00|2026-02-12 09:00:00||"
        "2026-02-01 09:00:00|2026-02-12 09:00:00",
        "2|default|closedlost|2026-02-02 09:00:00|||2026-02-22 09:00:00||2026-02-22 09:00:00",
    )
    loaded = read(deal=deal)
    assert moves(loaded) == [
        ("1", "02-01", "First talk"),
        ("1", "02-12", "Procurement"),
        ("2", "02-22", "Verloren"),
    ]
    assert loaded.rows(
        "select opportunity_id, closed_at::varchar from stg_hubspot__opportunities order by 1"
    ) == [("1", None), ("2", "2026-02-22 09:00:00")]


def test_amounts_and_closing_dates_change_when_their_value_does(read):
    history = table(
        "deal_id|name|value|timestamp|source|source_id",
        "1|amount|900|2026-02-01 09:00:00|CRM_UI|userId:7",
        "1|amount|900|2026-02-02 09:00:00|CRM_UI|userId:7",
        "1|amount|1000.5|2026-02-03 09:00:00|CRM_UI|userId:7",
        "1|closedate|1772582400000|2026-02-03 09:00:00|CRM_UI|userId:7",
        "1|closedate|2026-03-05T00:00:00Z|2026-02-04 09:00:00|CRM_UI|",
        "1|closedate||2026-02-05 09:00:00|CRM_UI|",
        "1|dealname|Ada|2026-02-05 09:00:00|CRM_UI|",
    )
    assert read(deal_property_history=history).rows(
        "select strftime(changed_at, '%m-%d'), amount, expected_close_date::varchar, actor_id "
        "from stg_hubspot__deal_changes order by changed_at"
    ) == [
        ("02-01", 900.0, None, "7"),
        ("02-03", 1000.5, "2026-03-04", "7"),
        ("02-04", None, "2026-03-05", None),
    ]


def test_merged_and_deleted_deals_are_marked_and_kept(read):
    deal = table(
        "deal_id|deal_pipeline_stage_id|is_deleted|property_hs_merged_object_ids",
        "1|contractsent|false|2; 9",
        "2|contractsent|true|",
        "3|contractsent|false|",
    )
    merged = table("deal_id|merged_deal_id", "1|3", "1|8")
    assert read(deal=deal, merged_deal=merged).rows(
        "select opportunity_id, merged_into_id, is_deleted from stg_hubspot__opportunities "
        "order by 1"
    ) == [("1", None, False), ("2", "1", True), ("3", "1", False)]


def test_a_deal_s_company_is_its_primary_one(read):
    companies = table(
        "deal_id|company_id|type_id|category",
        "1|401|341|HUBSPOT_DEFINED",
        "1|402|5|HUBSPOT_DEFINED",
        "2|404|341|HUBSPOT_DEFINED",
        "2|403|341|HUBSPOT_DEFINED",
    )
    assert read(deal_company=companies).rows(
        "select account_id from stg_hubspot__opportunities order by opportunity_id limit 3"
    ) == [("402",), ("403",), (None,)]


def test_a_deal_s_closing_date_is_a_forecast_and_its_other_id_a_long_one(read):
    assert read().rows(
        "select amount, expected_close_date::varchar, closed_at, synced_opportunity_id "
        "from stg_hubspot__opportunities where opportunity_id = '1'"
    ) == [(1000.0, "2026-03-05", None, "006000000000001AAA")]


def test_types_of_deals_change_when_their_value_does(read):
    history = table(
        "deal_id|name|value|timestamp|source|source_id",
        "1|dealtype|newbusiness|2026-02-01 09:00:00|CRM_UI|userId:7",
        "1|dealtype|newbusiness|2026-02-02 09:00:00|CRM_UI|userId:7",
        "1|dealtype|existingbusiness|2026-02-03 09:00:00|CRM_UI|userId:7",
    )
    assert read(deal_property_history=history).rows(
        "select strftime(changed_at, '%m-%d'), type, actor_id, amount"
        " from stg_hubspot__deal_changes order by changed_at"
    ) == [("02-01", "newbusiness", "7", None), ("02-03", "existingbusiness", "7", None)]
