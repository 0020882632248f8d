"""The config in examples/airbyte_hubspot is the documentation, and reads its exports."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from dashboard import build, paths
from dashboard.ingest import layouts
from tests.ingest.workspaces import load_here

EXAMPLE = Path(__file__).resolve().parent / "examples" / "airbyte_hubspot"


@pytest.fixture
def workspace(tmp_path):
    return Path(shutil.copytree(EXAMPLE, tmp_path, dirs_exist_ok=True))


def read(workspace):
    loaded = load_here(workspace)
    build.run_layer(loaded.database, paths.queries() / "staging")
    return loaded


def deals(loaded):
    return loaded.rows(
        "select opportunity_id, pipeline, stage, outcome, amount, account_id, is_deleted "
        "from stg_hubspot__opportunities order by 1"
    )


LOST = 'Closed lost, or "gone"'
DEALS = [
    ("501", "Vertrieb", "Gewonnen", "won", 1000.0, "81", False),
    ("502", "Vertrieb", "Erstgespräch", "open", 200.0, None, False),
    ("503", "Vertrieb", LOST, "lost", 300.0, None, True),
]


def test_airbytes_streams_are_recognised():
    assert layouts.recognise(EXAMPLE / "exports") == ["airbyte_hubspot"]


def test_the_newest_load_of_a_deal_counts_and_its_labels_come_from_json(workspace):
    loaded = read(workspace)
    assert deals(loaded) == DEALS
    first = loaded.file("deals/2026_02_10_1770681600000_0.csv", "opportunities")
    assert (first.read, first.accepted, first.reasons) == (2, 1, {"duplicate_key": 1})
    assert loaded.rows("select stage, role, rank from stg_hubspot__stages order by 1") == [
        (LOST, "lost", None),
        ("Erstgespräch", "open", 1),
        ("Gewonnen", "won", None),
    ]


def test_stages_come_from_history_in_milliseconds_else_from_the_deal(workspace):
    loaded = read(workspace)
    assert loaded.file("deals_property_history.csv", "deal_property_history").accepted == 3
    assert loaded.rows(
        "select opportunity_id, changed_at::varchar, stage, amount, actor_id "
        "from stg_hubspot__deal_changes order by opportunity_id, changed_at, amount nulls first"
    ) == [
        ("501", "2026-02-01 09:00:00", "Erstgespräch", None, None),
        ("501", "2026-03-01 10:00:00", "Gewonnen", None, "9"),
        ("501", "2026-03-01 10:00:00", None, 1000.0, "9"),
        # The older name of the property, where the newer one is blank.
        ("502", "2026-02-02 09:00:00", "Erstgespräch", None, None),
        ("503", "2026-02-03 09:00:00", "Erstgespräch", None, None),
    ]


def test_lists_in_json_are_split(workspace):
    loaded = read(workspace)
    assert loaded.rows(
        "select opportunity_id, person_id from stg_hubspot__opportunity_contacts order by all"
    ) == [("501", "71"), ("502", "71"), ("502", "72")]
    assert loaded.rows(
        "select lead_id, opportunity_id, direction, actor_id from stg_hubspot__touches"
    ) == [("71", "501", "buyer", "900")]


def test_lifecycle_history_is_a_gate(workspace):
    assert read(workspace).rows(
        "select entity_id, gate, verdict, decided_at::varchar from stg_hubspot__gate_decisions"
    ) == [("71", "MQL", "pass", "2026-01-10 11:12:13.001")]


def as_json_lines(folder: Path) -> None:
    """Write each CSV file as JSON lines, the properties as one object."""
    for path in sorted(folder.rglob("*.csv")):
        with path.open(encoding="utf-8") as file, path.with_suffix(".jsonl").open("w") as lines:
            for row in csv.DictReader(file):
                record = {key: each for key, each in row.items() if "properties_" not in key}
                inner = {
                    key.removeprefix("properties_"): each or None
                    for key, each in row.items()
                    if key.startswith("properties_")
                }
                for name in ("contacts", "companies", "deals", "stages"):
                    if name in record:
                        record[name] = json.loads(record[name])
                lines.write(json.dumps(record | ({"properties": inner} if inner else {})) + "\n")
        path.unlink()


def test_json_lines_tell_the_same(workspace):
    as_csv = read(workspace)
    as_json_lines(workspace / "exports")
    as_json = read(workspace)
    assert layouts.recognise(workspace / "exports") == ["airbyte_hubspot"]
    assert deals(as_json) == DEALS
    for table in ("deal_changes", "stages", "opportunity_contacts", "touches", "accounts"):
        sql = f"select * from stg_hubspot__{table} order by all"
        assert as_json.rows(sql) == as_csv.rows(sql), table
