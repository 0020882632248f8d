"""Which files a layout takes: by name, as parts, packed, and told apart by their headings."""

from __future__ import annotations

import gzip

from dashboard.ingest import layouts
from tests.ingest.workspaces import SALESFORCE, load, write

HEAD = "Id,StageName,CloseDate,IsClosed,IsWon,CreatedDate,LastModifiedDate\n"


def _deal(number: int, stage: str = "New", modified_day: int = 2) -> str:
    return f"{number},{stage},2026-05-01,0,0,2026-01-01 10:00:00,2026-01-0{modified_day} 10:00:00\n"


def test_parts_of_a_table_are_one_table(tmp_path):
    files = {
        "Opportunity_1.csv": HEAD + _deal(1),
        "Opportunity (2).csv": HEAD + _deal(2),
        "opportunity.part-0003.csv.gz": gzip.compress((HEAD + _deal(3)).encode()),
    }
    write(tmp_path / "exports" / "opportunity" / "year=2026", {"part-0.csv": HEAD + _deal(4)})
    loaded = load(tmp_path, SALESFORCE, files)
    assert loaded.rows("select opportunity_id from raw_salesforce__opportunity order by 1") == [
        ("1",), ("2",), ("3",), ("4",),
    ]  # fmt: skip
    assert {each.file for each in loaded.report.files} == {
        *files,
        "opportunity/year=2026/part-0.csv",
    }


def test_the_newest_of_a_deal_in_several_parts_is_kept_and_the_older_one_counted(tmp_path):
    files = {
        "Opportunity_1.csv": HEAD + _deal(1, "Newer", modified_day=9),
        "Opportunity_2.csv": HEAD + _deal(1, "Older", modified_day=8),
    }
    loaded = load(tmp_path, SALESFORCE, files)
    assert loaded.rows("select stage from raw_salesforce__opportunity") == [("Newer",)]
    assert loaded.file("Opportunity_2.csv", "opportunities").reasons == {"duplicate_key": 1}


def test_a_file_of_a_like_name_is_not_taken(tmp_path):
    write(
        tmp_path,
        {"Opportunity.csv": HEAD, "OpportunityLineItem.csv": HEAD, "MyOpportunity.csv": HEAD},
    )
    file = next(f for f in layouts.layout("salesforce_weekly").files if f.name == "opportunity")
    assert [path.name for path in layouts.paths_of(tmp_path, file)] == ["Opportunity.csv"]


def test_a_packed_file_is_recognised_by_its_headings(tmp_path):
    (tmp_path / "Opportunity.csv.gz").write_bytes(gzip.compress(HEAD.encode()))
    assert layouts.recognise(tmp_path) == ["salesforce_weekly"]
