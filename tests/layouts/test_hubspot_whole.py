"""HubSpot from export to facts: one company in two exports, the public seeds, and empty tables."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from dashboard import build
from dashboard.engine.database import open_for_serving
from dashboard.ingest import layout_files, layouts
from tests.ingest.workspaces import load_here, staged, write
from tests.layouts.hubspot import CSV, FIVETRAN, FIVETRAN_FILES, table

RULES = """
as_of = 2026-06-30

[company]
name = "Two exports of one company"
currency = "EUR"
"""
GATE = """
[[gate]]
name = "MQL"
step = "mql"
decided_by = "marketing"
date_field = """

# Deal 1 is won, 2 is open, 3 is lost; the first came through the gate, the third was never asked.
AS_FIVETRAN = {
    "deal_data.csv": table(
        "deal_id|is_deleted|deal_pipeline_id|deal_pipeline_stage_id|property_amount"
        "|property_closedate|property_createdate|property_dealtype|property_hs_analytics_source",
        "1|false|default|uuid-w|1000|2026-04-02 00:00:00|2026-02-01 09:00:00|newbusiness|SOCIAL",
        "2|false|default|offer|200|2026-09-01 00:00:00|2026-02-02 09:00:00|newbusiness|",
        "3|false|default|l|300|2026-05-01 00:00:00|2026-02-03 09:00:00|newbusiness|OFFLINE",
    ),
    "deal_pipeline_data.csv": table("pipeline_id|label", "default|Sales Pipeline"),
    "deal_pipeline_stage_data.csv": table(
        "stage_id|pipeline_id|label|display_order|probability|is_closed|closed_won",
        "l|default|Gone|0|0.0|TRUE|FALSE",
        "talk|default|First talk|1|0.2|FALSE|FALSE",
        "offer|default|Offer|2|0.6|FALSE|FALSE",
        "uuid-w|default|Signed|3|1.0|TRUE|TRUE",
    ),
    "deal_stage_data.csv": table(
        "deal_id|value|date_entered|_fivetran_start|_fivetran_end|_fivetran_active",
        "1|talk|2026-02-01 09:00:00|2026-02-01 09:00:00|2026-03-01 10:00:00|FALSE",
        "1|offer|2026-03-01 10:00:00|2026-03-01 10:00:00|2026-04-01 11:00:00|FALSE",
        "1|uuid-w|2026-04-01 11:00:00|2026-04-01 11:00:00|2050-01-01 00:00:00|TRUE",
        "2|talk|2026-02-02 09:00:00|2026-02-02 09:00:00|2026-02-20 10:00:00|FALSE",
        "2|offer|2026-02-20 10:00:00|2026-02-20 10:00:00|9999-12-31 23:59:59|TRUE",
        "3|talk|2026-02-03 09:00:00|2026-02-03 09:00:00|2026-02-25 10:00:00|FALSE",
        "3|l|2026-02-25 10:00:00|2026-02-25 10:00:00|2050-01-01 00:00:00|TRUE",
    ),
    "deal_contact_data.csv": table("deal_id|contact_id", "1|11", "3|12"),
    "deal_company_data.csv": table("deal_id|company_id|type_id", "1|401|5"),
    "contact_data.csv": table(
        "id|_fivetran_deleted|property_email|property_createdate|property_hs_analytics_source"
        "|property_hs_lifecyclestage_marketingqualifiedlead_date",
        "11|FALSE|ada@acme.example|2026-01-01 10:00:00|SOCIAL|2026-01-10 11:12:00",
        "12|FALSE|bob@beta.example|2026-01-02 10:00:00|OFFLINE|",
    ),
    "company_data.csv": table("id|property_name|property_domain", "401|Acme|acme.example"),
}
AS_CSV = {
    "hubspot-crm-exports-all-deals-2026-06-30.csv": table(
        "Record ID|Deal Stage|Pipeline|Amount|Close Date|Create Date|Deal Type"
        "|Original Source Type|Is Closed Won|Is Deal Closed?|Associated Contact IDs"
        '|Associated Company IDs|Date entered "First talk (Sales Pipeline)"'
        '|Date entered "Offer (Sales Pipeline)"|Date entered "Signed (Sales Pipeline)"'
        '|Date entered "Gone (Sales Pipeline)"',
        "1|Signed|Sales Pipeline|1000|2026-04-02 00:00|2026-02-01 09:00|newbusiness|SOCIAL|true"
        "|true|11|401|2026-02-01 09:00|2026-03-01 10:00|2026-04-01 11:00|",
        "2|Offer|Sales Pipeline|200|2026-09-01 00:00|2026-02-02 09:00|newbusiness||false"
        "|false|||2026-02-02 09:00|2026-02-20 10:00||",
        "3|Gone|Sales Pipeline|300|2026-05-01 00:00|2026-02-03 09:00|newbusiness|OFFLINE|false"
        "|true|12||2026-02-03 09:00|||2026-02-25 10:00",
    ),
    "hubspot-crm-exports-all-contacts-2026-06-30.csv": table(
        "Record ID|Email|Create Date|Original Source|Became a Marketing Qualified Lead Date",
        "11|ada@acme.example|2026-01-01 10:00|SOCIAL|2026-01-10 11:12",
        "12|bob@beta.example|2026-01-02 10:00|OFFLINE|",
    ),
    "hubspot-crm-exports-all-companies-2026-06-30.csv": table(
        "Record ID|Company name|Company Domain Name", "401|Acme|acme.example"
    ),
}
FACTS = {
    "deals": "select opportunity_id, account_id, pipeline, stage, outcome, path_class, "
    "coalesce(amount_at_close, amount_at_as_of), created_date, closed_date from fct_deals",
    "moves": "select opportunity_id, stage_before, stage, role, moved_at, is_forward, is_backward "
    "from fct_stage_moves",
    "verdicts": "select person_id, gate, verdict, decided_date from fct_verdicts",
    "people": "select opportunity_id, person_id, link_kind from fct_deal_links",
}


def facts(workspace: Path, toml: str, files: dict[str, str]) -> dict[str, list[tuple[object, ...]]]:
    """Build a workspace and return what its warehouse knows of deals, moves and gates."""
    write(workspace / "exports", files)
    (workspace / "gatecost.toml").write_text(RULES + toml, encoding="utf-8")
    with closing(open_for_serving(build.build(workspace).path)) as database:
        return {name: database.query(f"{sql} order by all").rows() for name, sql in FACTS.items()}


def test_one_company_has_the_same_facts_in_both_exports(tmp_path):
    loaded = facts(
        tmp_path / "fivetran",
        FIVETRAN + GATE + '"hs_lifecyclestage_marketingqualifiedlead_date"\n',
        AS_FIVETRAN,
    )
    exported = facts(
        tmp_path / "csv", CSV + GATE + '"Became a Marketing Qualified Lead Date"\n', AS_CSV
    )
    assert loaded == exported
    assert [(row[0], row[1], *row[3:7], str(row[8])) for row in loaded["deals"]] == [
        ("1", "401", "Signed", "won", "in_flow", 1000.0, "2026-04-01"),
        ("2", None, "Offer", "open", "unlinked", 200.0, "None"),
        ("3", None, "Gone", "lost", "unlinked", 300.0, "2026-02-25"),
    ]
    assert [row[:4] + row[5:] for row in loaded["moves"] if row[5]] == [
        ("1", "First talk", "Offer", "open", True, False),
        ("1", "Offer", "Signed", "won", True, False),
        ("2", "First talk", "Offer", "open", True, False),
    ]
    assert [row[:3] for row in loaded["verdicts"]] == [("11", "MQL", "pass")]


def test_tables_with_a_heading_only_are_read_as_empty(tmp_path):
    files = {
        f"{file.stems[0]}.csv": ",".join(each.heading for each in file.columns if each.heading)
        + "\n"
        for file in layout_files.layout("fivetran_hubspot").files
    }
    loaded = staged(tmp_path, FIVETRAN, files)
    assert {(each.status, each.read) for each in loaded.report.files} == {("accepted", 0)}
    assert {each.file for each in loaded.report.files} == files.keys()
    for name in loaded.database.tables():
        if name.startswith("stg_"):
            assert loaded.rows(f'select count(*) from "{name}"') == [(0,)], name


def test_copies_of_a_table_for_one_warehouse_are_not_read_twice(tmp_path):
    companies = table("id|property_name", "401|Acme")
    copies = {f"company_data_{each}.csv": companies for each in ("postgres", "snowflake")}
    loaded = staged(tmp_path, FIVETRAN, FIVETRAN_FILES | copies | {"company_data.csv": companies})
    assert [each.file for each in loaded.report.files if each.table_name == "accounts"] == [
        "company_data.csv"
    ]


def test_two_layouts_of_hubspot_stand_beside_each_other(tmp_path):
    write(tmp_path / "csv", AS_CSV)
    toml = FIVETRAN + CSV.replace('"hubspot"', '"hubspot_csv_export"') + 'folder = "csv"\n'
    loaded = staged(tmp_path, toml, AS_FIVETRAN)
    assert loaded.rows(
        "select source_name, count(*) from stg_hubspot__opportunities group by all order by all"
    ) == [("hubspot", 3), ("hubspot_csv_export", 3)]


@pytest.mark.real
def test_the_public_seeds_are_recognised_and_build(tmp_path, shared):
    seeds = shared / "data" / "fivetran" / "hubspot"
    (tmp_path / "exports").symlink_to(seeds)
    (tmp_path / "gatecost.toml").write_text(FIVETRAN, encoding="utf-8")
    assert layouts.recognise(tmp_path / "exports") == ["fivetran_hubspot"]
    report = load_here(tmp_path).report
    assert all(each.read == each.accepted + each.quarantined for each in report.files)
    assert sum(each.quarantined for each in report.files) == 0
    with closing(open_for_serving(build.build(tmp_path).path)) as database:
        assert database.value("select count(*) from fct_deals") == 44
