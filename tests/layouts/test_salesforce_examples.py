"""The configs in examples/ for Salesforce: each is the documentation, and reads its exports."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dashboard import build, paths
from dashboard.ingest import layouts
from tests.ingest.workspaces import Loaded, load_here

EXAMPLES = Path(__file__).resolve().parent / "examples"


def read(tmp_path: Path, name: str, exports: Path | None = None) -> Loaded:
    """Read an example, with its own exports or those of a folder, up to the canonical tables."""
    shutil.copytree(EXAMPLES / name, tmp_path, dirs_exist_ok=True)
    if exports is not None:
        (tmp_path / "exports").symlink_to(exports)
    loaded = load_here(tmp_path)
    build.run_layer(loaded.database, paths.queries() / "staging")
    build.unite_tables(loaded.database, loaded.config)
    return loaded


def test_airbytes_tables_are_recognised_as_salesforces_own():
    exports = EXAMPLES / "airbyte_salesforce" / "exports"
    assert layouts.recognise(exports) == ["salesforce_weekly"]


def test_of_a_deal_that_airbyte_appended_the_row_loaded_last_counts(tmp_path):
    loaded = read(tmp_path, "airbyte_salesforce")
    # All loads saw the same LastModifiedDate, and the last one does not come last.
    assert loaded.rows(
        "select opportunity_id, stage, outcome, amount, created_at::varchar, created_date::varchar "
        "from opportunities order by 1"
    ) == [
        ("0060000000000A1AAI", "Gewonnen", "won", 1200.0, "2026-01-15 09:00:00", "2026-01-15"),
        # Half past eleven in Greenwich is the next day in Berlin.
        ("0060000000000A2AAI", "Discovery", "open", 500.0, "2026-01-16 23:30:00", "2026-01-17"),
    ]
    first = loaded.file("opportunity/2026_02_01_1769904000000_0.csv", "opportunities")
    assert (first.read, first.accepted, first.reasons) == (2, 1, {"duplicate_key": 1})


def test_a_save_that_airbyte_appended_twice_is_one_change(tmp_path):
    loaded = read(tmp_path, "airbyte_salesforce")
    assert loaded.file("OpportunityHistory.csv", "opportunity_history").accepted == 2
    assert loaded.rows("select stage, amount from deal_changes order by changed_at") == [
        ("Discovery", 1000.0),
        ("Gewonnen", 1200.0),
    ]


def test_old_airbyte_columns_tell_the_newest_lead_too(tmp_path):
    loaded = read(tmp_path, "airbyte_salesforce")
    assert loaded.rows("select lead_id, person_id, converted_opportunity_id from leads") == [
        ("00Q0000000000A1AAI", "0030000000000A1AAI", "0060000000000A1AAI")
    ]
    assert loaded.rows("select gate, verdict, decided_date::varchar from gate_decisions") == [
        ("SQL", "pass", "2026-01-15")
    ]


def test_a_report_is_read_by_its_labels_and_locale_dates(tmp_path):
    loaded = read(tmp_path, "salesforce_report")
    # Two ids differ in the case of one letter only, and get other check characters.
    assert loaded.rows(
        "select opportunity_id, stage, outcome, amount, created_date::varchar, "
        "expected_close_date::varchar from opportunities order by 1"
    ) == [
        ("0065g00000AbCdEAAV", "Signed", "won", 1000.0, "2026-02-05", "2026-03-13"),
        ("0065g00000AbCdeAAF", "Discovery", "open", None, "2026-02-06", "2026-06-30"),
        ("0065g00000AbCdfAAF", "Gone", "lost", 250.5, "2026-02-07", "2026-03-02"),
    ]
    assert loaded.rows(
        "select stage, strftime(changed_at, '%m-%d %H:%M') from deal_changes "
        "where opportunity_id = '0065g00000AbCdEAAV' order by changed_at"
    ) == [
        ("Discovery", "02-05 09:15"),
        ("Discovery", "02-09 17:40"),
        ("Proposal", "02-20 11:00"),
        ("Signed", "03-13 16:05"),
    ]


def test_a_15_character_id_of_a_report_joins_the_18_characters_of_an_export(tmp_path):
    loaded = read(tmp_path, "salesforce_report")
    assert loaded.rows(
        "select leads.lead_id, opportunities.stage from leads inner join opportunities "
        "on leads.converted_opportunity_id = opportunities.opportunity_id"
    ) == [("00Q5g00000XyZabEAF", "Signed")]


def test_the_footer_of_a_report_is_counted_and_not_read(tmp_path):
    loaded = read(tmp_path, "salesforce_report")
    file = loaded.file("opportunities.csv", "opportunities")
    # Title, copyright, confidentiality, who exported it, and the company's name.
    assert (file.accepted, file.quarantined, file.read) == (3, 5, 8)
    assert loaded.file("leads.csv", "leads").accepted == 2


@pytest.fixture
def picked(tmp_path, shared):
    return read(tmp_path, "salesforce_2026", shared / "data" / "salesforce" / "2026")


@pytest.mark.real
def test_columns_picked_by_hand_are_read_with_one_edit(picked):
    assert picked.rows(
        "select outcome, count(*) from opportunities group by outcome order by outcome"
    ) == [("lost", 8), ("open", 16), ("won", 12)]
    history = picked.file("OpportunityHistory.csv", "opportunity_history")
    assert (history.read, history.accepted) == (48, 48)
    assert picked.rows(
        "select count(*), count(distinct opportunity_id), min(changed_at)::varchar, "
        "max(changed_at)::varchar from raw_salesforce__opportunity_history"
    ) == [(48, 36, "2026-02-23 20:55:00", "2026-03-07 21:00:00")]
    assert {each.status for each in picked.report.files} <= {"accepted", "ignored"}


@pytest.mark.real
def test_leads_of_columns_picked_by_hand_join_their_deals(picked):
    assert picked.rows("select count(*), count(converted_opportunity_id) from leads") == [(22, 5)]
    assert picked.rows(
        "select current_value, stage, count(*) from leads "
        "inner join opportunities on converted_opportunity_id = opportunity_id "
        "inner join raw_salesforce__lead_gates as gates on leads.lead_id = gates.lead_id "
        "group by all order by all"
    ) == [
        ("Closed - Converted", "Closed Lost", 2),
        ("Closed - Converted", "Needs Analysis", 1),
        ("Closed - Converted", "Proposal/Price Quote", 1),
        ("Closed - Converted", "Value Proposition", 1),
    ]
