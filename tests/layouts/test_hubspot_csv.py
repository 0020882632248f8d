"""HubSpot's own CSV exports: labels as headings, one column per stage, files of any name."""

from __future__ import annotations

import pytest

from dashboard.errors import ConfigError
from dashboard.ingest import layouts
from tests.ingest.workspaces import staged, write
from tests.layouts.hubspot import CSV, table

DEALS = table(
    "Record ID|Deal Name|Deal Stage|Pipeline|Amount|Close Date|Create Date|Deal owner"
    '|Date entered "First talk (EU) (Sales (New))"|Date entered "Closed Won (Sales (New))"'
    '|Date entered "Closed Won (Renewals)"|Date exited "First talk (EU) (Sales (New))"'
    "|Time in 'Closed Won (Sales (New))'|Associated Contact IDs|Associated Company IDs"
    "|Is Closed Won|Closed Lost Reason|Salesforce Opportunity ID",
    "101|Ada's deal|Closed Won|Sales (New)|1000|2026-03-05 00:00|2026-02-01 09:00|Ann Owner"
    "|2026-02-01 09:00|2026-02-20 09:00|||86400|11;12|401;402|true||006000000000001",
    "102|Deal|First talk (EU)|Sales (New)|200|2026-09-01 00:00|2026-02-02 09:00|Ann Owner"
    "|2026-02-02 09:00||2026-01-15 09:00||||402|false||",
    "103|Deal|Closed Lost|Sales (New)|300|2026-04-01 00:00|2026-02-03 09:00|Ann Owner"
    "|2026-02-03 09:00|||2026-02-28 09:00||12||false|price|",
)
CONTACTS = table(
    "Record ID|First Name|Email|Create Date|Lifecycle Stage|Original Source"
    "|Became a Marketing Qualified Lead Date|Associated Deal IDs|Associated Company IDs"
    "|Merged object IDs|Salesforce Lead ID",
    "11|Ada|Ada@Example.com|2026-01-01 10:00|Customer|Organic Search|2026-01-10 11:12|101|401;402"
    "|14|00Q000000000001",
    "12|Bob|bob@example.com|2026-01-02 10:00|Lead|Offline Sources||103;104|402||",
    "14|Cy|cy@example.com|2026-01-03 10:00|Lead||||||",
)
COMPANIES = table(
    "Record ID|Company name|Company Domain Name|Create Date|Company owner|Salesforce Account ID",
    "401|Acme|acme.example|2026-01-01 10:00|Ann Owner|001000000000001",
    "402|Beta|beta.example|2026-01-01 10:00|Ann Owner|",
)
FILES = {
    "hubspot-crm-exports-all-deals-2026-05-01.csv": DEALS,
    "hubspot-crm-exports-all-contacts-2026-05-01-1.csv": CONTACTS,
    "My companies (May).csv": COMPANIES,
}


@pytest.fixture
def read(tmp_path):
    def stage(toml: str = CSV, *, deals: str = DEALS, contacts: str = CONTACTS):
        return staged(
            tmp_path, toml, {"a.csv": deals, "b.csv": contacts, "My companies (May).csv": COMPANIES}
        )

    return stage


def moves(loaded):
    return loaded.rows(
        "select opportunity_id, strftime(changed_at, '%m-%d'), stage "
        "from stg_hubspot__deal_changes order by opportunity_id, changed_at"
    )


def test_files_of_any_name_are_known_by_their_headings(tmp_path):
    loaded = staged(tmp_path, CSV, FILES)
    assert [(each.table_name, each.accepted) for each in loaded.report.files] == [
        ("opportunities", 3), ("deal_stage_entries", 3), ("leads", 3), ("accounts", 2),
    ]  # fmt: skip
    assert layouts.recognise(tmp_path / "exports") == ["hubspot_csv"]


def test_columns_of_stages_become_entries_whatever_brackets_names_hold(read):
    assert moves(read()) == [
        ("101", "02-01", "First talk (EU)"),
        ("101", "02-20", "Closed Won"),
        # It came from another pipeline, whose stage is none of this one's.
        ("102", "01-15", "Closed Won (Renewals)"),
        ("102", "02-02", "First talk (EU)"),
        ("103", "02-03", "First talk (EU)"),
    ]


def test_stages_are_won_by_flag_and_lost_by_a_reason_on_every_deal(read):
    assert read().rows(
        "select pipeline, stage, role, rank from stg_hubspot__stages order by 2"
    ) == [
        ("Sales (New)", "Closed Lost", "lost", None),
        ("Sales (New)", "Closed Won", "won", None),
        ("Sales (New)", "First talk (EU)", "open", 1),
    ]


def test_a_label_alone_says_nothing(read):
    deals = DEALS.replace("Is Closed Won", "Other").replace("price", "")
    roles = read(deals=deals).rows("select distinct role from stg_hubspot__stages")
    assert roles == [("open",)]


def test_the_config_says_what_is_won_and_lost_where_the_export_does_not(read):
    toml = CSV + "".join(
        f'[[stage]]\npipeline = "Sales (New)"\nstage = "{stage}"\nrole = "{role}"\n'
        for stage, role in (("Closed Won", "won"), ("Closed Lost", "lost"))
    )
    loaded = read(toml, deals=DEALS.replace("Is Closed Won", "Other").replace("price", ""))
    assert loaded.rows(
        "select outcome from stg_hubspot__opportunities order by opportunity_id"
    ) == [("won",), (None,), ("lost",)]


def test_open_stages_without_an_order_are_ranked_by_how_early_deals_pass_them(read):
    deals = table(
        'Record ID|Deal Stage|Pipeline|Date entered "B (P)"|Date entered "A (P)"'
        '|Date entered "C (P)"',
        "1|C|P|2026-02-01 09:00|2026-02-02 09:00|2026-02-03 09:00",
        "2|A|P|2026-02-01 09:00|2026-02-02 09:00|",
        "3|A|P||2026-02-01 09:00|",
    )
    assert read(deals=deals).rows("select stage, rank from stg_hubspot__stages order by rank") == [
        ("B", 1), ("A", 2), ("C", 3),
    ]  # fmt: skip


def test_without_a_column_of_pipelines_the_heading_s_pipeline_is_left_out(read):
    deals = table(
        'Record ID|Deal Stage|Date entered "Talk (Sales Pipeline)"', "1|Talk|2026-02-01 09:00"
    )
    assert moves(read(deals=deals)) == [("1", "02-01", "Talk")]


def test_two_stages_of_one_label_lose_no_entry(read):
    deals = table(
        'Record ID|Deal Stage|Pipeline|Date entered "Check (P)"|Date entered "Check (P)"',
        "1|Check|P|2026-02-01 09:00|2026-02-02 09:00",
    )
    assert moves(read(deals=deals)) == [("1", "02-01", "Check"), ("1", "02-02", "Check")]


def test_lists_of_ids_are_split(read):
    loaded = read()
    assert loaded.rows(
        "select opportunity_id, person_id from stg_hubspot__opportunity_contacts order by all"
    ) == [("101", "11"), ("101", "12"), ("103", "12"), ("104", "12")]
    assert loaded.rows(
        "select opportunity_id, account_id from stg_hubspot__opportunities order by 1"
    ) == [("101", "401"), ("102", "402"), ("103", None)]
    assert loaded.rows("select lead_id, account_id from stg_hubspot__leads order by 1") == [
        ("11", "401"), ("12", "402"), ("14", None),
    ]  # fmt: skip


def test_lifecycle_dates_are_gates(read):
    toml = CSV + (
        '[[gate]]\nname = "MQL"\nstep = "mql"\n'
        'date_field = "Became a Marketing Qualified Lead Date"\ndecided_by = "marketing"\n'
    )
    assert read(toml).rows(
        "select entity_id, gate, verdict, date_quality, decided_at::varchar "
        "from stg_hubspot__gate_decisions"
    ) == [("11", "MQL", "pass", "editable", "2026-01-10 11:12:00")]


def test_a_lifecycle_date_that_is_not_there_is_named(read):
    toml = CSV + '[[gate]]\nname = "MQL"\ndate_field = "Became a Marketing Lead Date"\n'
    with pytest.raises(ConfigError, match="Became a Marketing Qualified Lead Date"):
        read(toml)


def test_ids_of_the_other_system_and_of_merged_records_are_kept(read):
    loaded = read()
    assert loaded.rows(
        "select synced_opportunity_id from stg_hubspot__opportunities order by opportunity_id"
    )[0] == ("006000000000001AAA",)
    assert loaded.rows(
        "select lead_id, merged_into_id, synced_lead_id from stg_hubspot__leads order by 1"
    ) == [("11", None, "00Q000000000001EAA"), ("12", None, None), ("14", "11", None)]
    assert loaded.rows(
        "select account_name, domain, synced_account_id from stg_hubspot__accounts order by 1"
    ) == [("Acme", "acme.example", "001000000000001AAA"), ("Beta", "beta.example", None)]


def test_names_of_owners_and_persons_are_never_stored(read):
    loaded = read()
    for name in loaded.database.tables():
        text = str(loaded.rows(f'select * from "{name}"'))
        for planted in ("Ann", "Ada", "Bob", "@"):
            assert planted not in text, f"{planted} in {name}"


def test_other_files_are_left_alone(tmp_path):
    write(tmp_path / "exports", {"notes.csv": "Email me,then\n1,2\n"})
    loaded = staged(tmp_path, CSV, FILES)
    assert "notes.csv" not in {each.file for each in loaded.report.files if each.accepted}
