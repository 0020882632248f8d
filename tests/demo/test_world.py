"""The sample company: the same bytes every time, believable, whole, and true to its parameters."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path

import polars as pl
import pytest

from dashboard import config, demo
from dashboard.demo.journeys import WON
from dashboard.errors import ConfigError

AS_OF = demo.AS_OF
LEADS = 4_000


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    demo.make(folder, seed=3, leads=LEADS)
    return folder


@pytest.fixture(scope="module")
def tables(workspace: Path) -> dict[str, pl.DataFrame]:
    return {
        path.stem: pl.read_csv(path, infer_schema=False, encoding="iso-8859-1")
        for path in (workspace / "exports").glob("*.csv")
    }


def digests(workspace: Path) -> dict[str, str]:
    return {
        str(path.relative_to(workspace)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(workspace.rglob("*"))
        if path.is_file()
    }


def test_same_seed_gives_the_same_bytes(workspace, tmp_path):
    demo.make(tmp_path, seed=3, leads=LEADS)
    assert digests(tmp_path) == digests(workspace)


def test_other_seed_gives_other_bytes(workspace, tmp_path):
    demo.make(tmp_path, seed=4, leads=LEADS)
    assert digests(tmp_path)["exports/Lead.csv"] != digests(workspace)["exports/Lead.csv"]


def test_making_it_again_in_the_same_folder_is_allowed(workspace):
    before = digests(workspace)
    demo.make(workspace, seed=3, leads=LEADS)
    assert digests(workspace) == before


def test_a_folder_with_another_config_is_refused(tmp_path):
    other = tmp_path / config.FILE_NAME
    other.write_text('[company]\nname = "Somebody else"\n')
    with pytest.raises(ConfigError, match="belongs to another company"):
        demo.make(tmp_path)
    assert list(tmp_path.iterdir()) == [other]


def test_the_config_is_one_that_the_product_reads(workspace):
    read = config.load(workspace)
    assert [gate.step for gate in read.gates] == ["mql", "sql"]
    assert read.default_period == "last_12_months"
    assert {stage.role for stage in read.stages} == {"open", "parked", "won", "lost"}


@pytest.mark.parametrize(
    "name",
    """Account CampaignMember Contact Event Lead LeadHistory Opportunity OpportunityContactRole
    OpportunityFieldHistory OpportunityHistory Task User""".split(),
)
def test_every_value_is_quoted_and_every_line_has_all_columns(workspace, name):
    text = (workspace / "exports" / f"{name}.csv").read_bytes().decode("latin-1")
    lines = text.split("\n")
    assert lines.pop() == ""
    columns = lines[0].count('","') + 1
    for line in lines:
        assert line.startswith('"')
        assert line.endswith('"')
        assert line.count('","') + 1 == columns
        assert line.count('"') == 2 * columns


def test_ids_have_18_characters_and_are_unique(tables):
    for name, table in tables.items():
        assert table["Id"].str.len_chars().unique().to_list() == [18], name
        assert table["Id"].is_unique().all(), name
        # Case-sensitive ids must stay apart where case is ignored: that is what the suffix is for.
        assert table["Id"].str.to_lowercase().is_unique().all(), name


def test_times_are_padded_and_none_is_after_the_as_of_date(tables):
    as_of = f"{AS_OF} 06:00:00"
    seen = []
    for name, table in tables.items():
        for column in ("CreatedDate", "LastModifiedDate", "SystemModstamp", "CompletedDateTime"):
            if column not in table.columns:
                continue
            values = table[column].drop_nulls()
            values = values.filter(values != "")
            assert values.str.contains(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$").all(), (name, column)
            seen.append(values.max())
    assert max(seen) == as_of


REFERENCES = [
    ("LeadHistory", "LeadId", "Lead"),
    ("Lead", "ConvertedOpportunityId", "Opportunity"),
    ("Lead", "ConvertedContactId", "Contact"),
    ("Lead", "ConvertedAccountId", "Account"),
    ("Lead", "MasterRecordId", "Lead"),
    ("Lead", "OwnerId", "User"),
    ("Contact", "AccountId", "Account"),
    ("Opportunity", "AccountId", "Account"),
    ("Opportunity", "OwnerId", "User"),
    ("OpportunityHistory", "OpportunityId", "Opportunity"),
    ("OpportunityHistory", "CreatedById", "User"),
    ("OpportunityFieldHistory", "OpportunityId", "Opportunity"),
    ("OpportunityContactRole", "OpportunityId", "Opportunity"),
    ("OpportunityContactRole", "ContactId", "Contact"),
    ("Task", "WhatId", "Opportunity"),
    ("Event", "WhatId", "Opportunity"),
    ("Event", "WhoId", "Contact"),
    ("CampaignMember", "LeadId", "Lead"),
    ("CampaignMember", "ContactId", "Contact"),
]


@pytest.mark.parametrize(("child", "column", "parent"), REFERENCES)
def test_every_reference_leads_somewhere(tables, child, column, parent):
    named = tables[child].filter(pl.col(column) != "000000000000000AAA")
    assert named.height > 0
    assert named.join(tables[parent], left_on=column, right_on="Id", how="anti").is_empty()


def test_lead_status_is_the_last_one_in_the_history(tables):
    last = (
        tables["LeadHistory"]
        .filter(pl.col("Field") == "Status")
        .sort("CreatedDate", "Id")
        .group_by("LeadId", maintain_order=True)
        .last()
    )
    both = tables["Lead"].join(last, left_on="Id", right_on="LeadId")
    assert both.height > 0
    assert (both["Status"] == both["NewValue"]).all()


def test_deal_stage_is_the_last_one_in_the_history(tables):
    last = tables["OpportunityHistory"].sort("CreatedDate", "Id")
    last = last.group_by("OpportunityId", maintain_order=True).last()
    both = tables["Opportunity"].join(last, left_on="Id", right_on="OpportunityId")
    assert both.height == tables["Opportunity"].height
    assert (both["StageName"] == both["StageName_right"]).all()
    assert (both["Amount"] == both["Amount_right"]).all()


def test_account_names_are_unique_and_the_largest_wins_are_easy_to_recognise(tables):
    accounts = tables["Account"]
    assert accounts["Name"].is_unique().all()
    won = tables["Opportunity"].filter(
        (pl.col("IsWon") == "1") & (pl.col("Type") == "New Business")
    )
    largest = won.sort(pl.col("Amount").cast(pl.Int64), descending=True).head(12)
    names = largest.join(accounts, left_on="AccountId", right_on="Id")["Name_right"]
    assert not names.str.contains(" ").any()


def test_control_totals_are_those_of_the_export(workspace, tables):
    stated = config.load(workspace).control_totals
    assert stated is not None
    new = tables["Opportunity"].filter(pl.col("Type") == "New Business")
    won = new.filter((pl.col("IsWon") == "1") & (pl.col("CloseDate") >= stated.start.isoformat()))
    created = new.filter(pl.col("CreatedDate") >= stated.start.isoformat())
    assert stated.won_count == won.height
    assert stated.won_amount == won["Amount"].cast(pl.Int64).sum()
    assert stated.deals_created == created.height


def test_some_of_everything_that_happens_in_real_exports_is_there(tables):
    stages = tables["OpportunityHistory"].filter(pl.col("FromOpportunityStageName") != "")
    pairs = set(stages.select("FromOpportunityStageName", "StageName").unique().iter_rows())
    assert {after for before, after in pairs if before == "Closed Lost"} - {"Closed Lost"}
    assert ("Proposal", "Evaluation") in pairs
    assert ("Evaluation", "On hold") in pairs
    assert set(tables["Opportunity"]["Type"]) == {"New Business", "Renewal", "Upsell"}
    assert (tables["Lead"]["IsDeleted"] == "1").any()
    robots = tables["User"].filter(pl.col("Is_Integration__c") == "1")
    assert tables["OpportunityHistory"].join(robots, left_on="CreatedById", right_on="Id").height


def test_truth_was_made_from_the_present_parameters(root):
    folder = root / "datasets" / "demo"
    truth = json.loads((folder / "truth.json").read_text())
    written = hashlib.sha256((folder / "world.toml").read_bytes()).hexdigest()
    assert truth["world_sha256"] == written, "run python -m tests.demo.truth_simulation"


def test_path_shares_of_wins_are_those_of_the_truth(root):
    truth = json.loads((root / "datasets" / "demo" / "truth.json").read_text())["values"]
    ledger = demo.make_world(11, leads_count=200_000, as_of=AS_OF)
    since = (dt.date(2025, 11, 1) - ledger.world.first_day).days
    won = ledger.deals.filter((pl.col("stage") == WON) & (pl.col("closed") >= since))
    shares = dict(won["path_class"].value_counts(normalize=True).iter_rows())
    for path, share in shares.items():
        expected = truth[f"path_mix/{path}/deals"]
        error = (expected * (1 - expected) / won.height) ** 0.5
        assert abs(share - expected) < 4 * error, (path, share, expected)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_year_is_believable(seed):
    ledger = demo.make_world(seed, leads_count=20_000, as_of=AS_OF)
    won = ledger.deals.filter((pl.col("stage") == WON) & (pl.col("closed") >= 374))
    assert 70 <= won.height <= 130
    shares = dict(won["path_class"].value_counts(normalize=True).iter_rows())
    assert 0.38 <= shares["in_flow"] <= 0.62
    assert shares["unlinked"] <= 0.15
    back = won.filter(pl.col("path_class").is_in(["rejected_before", "returned"]))
    assert 3 <= back.height <= 18
