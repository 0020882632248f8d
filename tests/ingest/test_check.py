"""The report behind `gatecost check`: every file and row, every table, and what does not fit."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard import build, paths
from dashboard.config import Source
from dashboard.ingest import check, check_json, unclaimed
from tests.ingest.workspaces import MAPPED, TOUCHES, load

DEALS = (
    MAPPED
    + """
[[map]]
table = "opportunities"
file = "deals.csv"
columns = { opportunity_id = "Id", account_id = "Account", created_at = "Created" }

[[map]]
table = "accounts"
file = "accounts.csv"
columns = { account_id = "Id" }

[[map]]
table = "touches"
file = "events.csv"
where = { Kind = ["call", "mail"] }
columns = { opportunity_id = "Deal", at = "At", direction = "Who" }

[[map]]
table = "deal_changes"
file = "events.csv"
where = { Kind = "stage" }
pick = "last"
per = "Deal"
columns = { opportunity_id = "Deal", changed_at = "At" }
"""
)
FILES = {
    "deals.csv": (
        "Id,Account,Created\nd1,a1,2026-01-05\nd2,a9,2026-01-06\nd3,,2026-01-07\n"
        "d1,a1,2026-01-05\nd2,a2,2026-01-06\n"
    ),
    "accounts.csv": "Id\na1\na2\n",
    "events.csv": (
        "Deal,Kind,At,Who\nd1,call,2026-01-05,buyer\nd1,mail,2026-01-06,nobody\n"
        "d7,stage,2026-01-06,\nd7,stage,2026-01-08,\nd1,note,2026-01-06,\n"
    ),
}  # fmt: skip


def reported(folder: Any, toml: str, files: dict[str, str]) -> check.CheckReport:
    loaded = load(folder, toml, files)
    build.run_layer(loaded.database, paths.queries() / "staging")
    build.unite_tables(loaded.database, loaded.config)
    build.examine(loaded.database)
    return check.report(loaded.database, loaded.report)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> check.CheckReport:
    return reported(tmp_path_factory.mktemp("workspace"), DEALS, FILES)


def test_a_file_is_told_as_the_machine_interface_promises(tmp_path):
    content = "id,when,who,length\na1,2026-01-05,buyer,\na2,half past nine,buyer,5\n"
    found = check_json.content(reported(tmp_path, TOUCHES, {"touches.csv": content}))
    assert found["files"] == [
        {
            "file": "touches.csv",
            "table": "touches",
            "source": "crm",
            "status": "quarantined",
            "read": 2,
            "accepted": 1,
            "quarantined": 1,
            "reasons": {"bad_timestamp": 1},
            "bytes": len(content),
            "newlines": 3,
            "reason": None,
            "maps": [],
        }
    ]
    assert found["tables"] == [
        {
            "table": "touches",
            "rows": 1,
            "columns": {"at": 1, "at_date": 1, "direction": 1, "touch_id": 1},
            "nulls": {},
            "keys": None,
            "duplicates": {},
        }
    ]


def test_rows_keys_blanks_and_duplicates_of_a_table(report):
    deals = next(each for each in report.tables if each.table == "opportunities")
    assert (deals.rows, deals.key, deals.distinct_keys, deals.missing_keys) == (
        3, "opportunity_id", 3, 0,
    )  # fmt: skip
    assert deals.blanks["account_id"] == 1
    assert deals.duplicates == {"duplicate_key": 1, "duplicate_row": 1}


def test_joins_that_fail_are_counted(report):
    found = {
        (each.table, each.column): (each.refers_to, each.filled, each.unmatched)
        for each in report.joins
    }
    assert found == {
        ("opportunities", "account_id"): ("accounts", 2, 0),
        ("touches", "opportunity_id"): ("opportunities", 1, 0),
        ("deal_changes", "opportunity_id"): ("opportunities", 1, 1),
    }


def test_what_a_map_does_not_choose_is_counted_and_not_lost(report):
    maps = {each.table_name: each.maps for each in report.files if each.file == "events.csv"}
    (touches,), (changes,) = maps["touches"], maps["deal_changes"]
    # Five rows: of the touches one has a bad value, of the changes one is the last of its deal.
    assert (touches.map, touches.chosen, touches.not_chosen) == (
        "[[map]] 3: where Kind = call or mail", 1, 3,
    )  # fmt: skip
    assert (changes.map, changes.chosen, changes.not_chosen) == (
        "[[map]] 4: where Kind = stage, last per Deal", 1, 4,
    )  # fmt: skip
    for each in report.files:
        assert each.read == each.accepted + each.quarantined


def test_the_rows_put_aside_are_grouped_with_an_example(report):
    (bad,) = (each for each in report.aside if each.reason == "bad_value")
    assert (bad.file, bad.table, bad.rows, bad.column, bad.value, bad.line) == (
        "events.csv", "touches", 1, "Who", "nobody", 3,
    )  # fmt: skip


def test_history_without_its_deal_is_a_warning(report):
    (lost,) = (each for each in report.contradictions if each.kind == "history_without_deal")
    assert (lost.severity, lost.rows) == ("warning", 1)
    assert lost.examples == ["d7: 1 rows, from 2026-01-08 to 2026-01-08"]


def test_an_account_that_is_not_there_is_a_note_and_a_deal_a_warning():
    joins = (
        check.JoinReport("opportunities", "account_id", "accounts", 9, 1),
        check.JoinReport("leads", "converted_opportunity_id", "opportunities", 9, 1),
    )
    assert [each.severity for each in joins] == ["note", "warning"]
    assert not check.CheckReport((), joins=joins[:1]).has_warnings
    assert check.CheckReport((), joins=joins).has_warnings


SALESFORCE_HEADINGS = (
    "Id,OpportunityId,CreatedById,CreatedDate,StageName,Amount,Probability,CloseDate\n"
)


def test_a_file_that_nothing_reads_is_told_with_what_it_is_like(tmp_path):
    files = {
        "touches.csv": "id,when,who,length\na1,2026-01-05,buyer,\n",
        "old/history of Ann.csv": SALESFORCE_HEADINGS,
        "list.csv": "one,two\nAnn Poe,3\n",
        "notes.pdf": "%PDF Ann",
        "LICENSE": "free",
        ".hidden.csv": "a,b\n",
    }
    (tmp_path / "exports" / "old").mkdir(parents=True)
    found = reported(tmp_path, TOUCHES, files)
    told = {each.file: each.reason for each in found.ignored}
    assert set(told) == {"old/history of Ann.csv", "list.csv", "notes.pdf"}
    assert told["old/history of Ann.csv"].startswith("like opportunity_history of ")
    assert "a table of 2 columns that no layout knows" in told["list.csv"]
    assert "no table that can be read" in told["notes.pdf"]
    assert found.has_warnings
    statuses = {each["file"]: each["status"] for each in check_json.content(found)["files"]}
    assert (statuses["touches.csv"], statuses["list.csv"]) == ("accepted", "ignored")


def test_a_stray_file_alone_is_no_warning(tmp_path):
    files = {"touches.csv": "id,when,who,length\na1,2026-01-05,buyer,\n", "notes.pdf": "%PDF"}
    assert not reported(tmp_path, TOUCHES, files).has_warnings


def test_a_file_is_like_an_export_by_headings_that_few_tables_have(tmp_path):
    source = Source(name="crm", layout="salesforce_weekly")
    campaign = "Id,IsDeleted,Name,Type,Status,OwnerId,CreatedDate,LastModifiedDate,SystemModstamp\n"
    renamed = "Id,LeadSource,Status,IsConverted,ConvertedDate,ConvertedOpportunityId,CreatedDate\n"
    said = {}
    for name, headings in (("Campaign.csv", campaign), ("people.csv", renamed)):
        (tmp_path / name).write_text(headings, encoding="utf-8")
        said[name] = unclaimed.looks_like(tmp_path / name, source)
    assert (
        said["Campaign.csv"] == "a table of 9 columns that no layout knows; a [[map]] can read it"
    )
    assert said["people.csv"].endswith("under another name: call it Lead")
