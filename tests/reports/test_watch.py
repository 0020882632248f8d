"""Alert rules over a small company: told when they begin to hold and when they end, each once."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
from pathlib import Path

import pytest

from dashboard import config
from dashboard.reports import alert_log, journal
from dashboard.reports.alert_log import Change
from dashboard.reports.watch import watch
from dashboard.snapshots import archive
from dashboard.snapshots.manifest import Manifest
from tests.rebuilds import companies

NOW = dt.datetime(2026, 2, 2, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
ALERTS = """
[[alert]]
name = "wins"
measure = "win_rate"
below = 0.4
slack_env = "HOOK"

[[alert]]
name = "old"
older_than_hours = 48
slack_env = "HOOK"

[[alert]]
name = "broken"
build_failed = true
slack_env = "HOOK"
"""
USUAL = """
[[alert]]
name = "unusual"
measure = "win_rate"
outside = "usual"
slack_env = "HOOK"
"""


def deals(won: int, lost: int) -> dict[str, str]:
    lines = ["id,lead,created,stage,amount,closed"]
    for number in range(won + lost):
        stage = "Won" if number < won else "Lost"
        lines.append(f"D{number},,2026-01-05 09:00:00,{stage},100,2026-01-20 09:00:00")
    return {**companies.FILES, "deals.csv": "\n".join(lines) + "\n"}


def build(workspace: Path, won: int, lost: int) -> None:
    """Build as of the first of February, midnight UTC."""
    companies.write(workspace, deals(won, lost))
    add(workspace, ALERTS)
    companies.build.build(workspace)


def add(workspace: Path, alerts: str) -> None:
    written = workspace / "gatecost.toml"
    written.write_text(written.read_text("utf-8") + alerts, encoding="utf-8")


@pytest.fixture(scope="module")
def half(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company that won six deals of twelve, built; tests take a copy."""
    workspace = tmp_path_factory.mktemp("half")
    companies.built(workspace, deals(6, 6))
    return workspace


@pytest.fixture
def company(half: Path, tmp_path: Path) -> Path:
    """That company with the alerts, looked at once."""
    workspace = shutil.copytree(half, tmp_path / "company")
    add(workspace, ALERTS)
    assert look(workspace) == []
    return workspace


def look(workspace: Path, built: str | None = None, now: dt.datetime = NOW) -> list[Change]:
    with journal.lock(workspace):
        return watch(workspace, config.load(workspace), built, now)


def told(changes: list[Change]) -> list[tuple[str, int, bool]]:
    return [(each.alert, each.number, each.holds) for each in changes]


def test_a_rule_is_told_when_it_begins_to_hold_and_when_it_ends_and_never_between(company):
    build(company, won=4, lost=8)
    [began] = look(company, built="")
    assert told([began]) == [("wins", 1, True)]
    assert began.said.startswith("Win rate: 33 %, below the limit of 40 %. ")
    for _ in range(2):
        assert look(company, built="") == []
    build(company, won=3, lost=9)
    assert look(company, built="") == []
    build(company, won=9, lost=3)
    assert told(look(company, built="")) == [("wins", 2, False)]


def test_a_build_that_somebody_else_made_is_judged_and_mends_what_failed(company):
    assert told(look(company, built="No rows.")) == [("broken", 1, True)]
    build(company, won=4, lost=8)
    assert told(look(company)) == [("wins", 1, True), ("broken", 2, False)]


def test_another_limit_is_judged_without_another_build(company):
    written = company / "gatecost.toml"
    written.write_text(written.read_text("utf-8").replace("0.4", "0.6"), encoding="utf-8")
    assert told(look(company)) == [("wins", 1, True)]
    # A line that a crash cut off tells nothing, and harms none.
    with (company / "deliveries" / "alerts.jsonl").open("ab") as file:
        file.write(b'{"alert": "wins", "num')
    assert alert_log.read(company).holds("wins")
    assert look(company) == []


def test_data_grow_old_without_any_build(company):
    assert look(company, now=NOW + 24 * HOUR) == []
    assert told(look(company, now=NOW + 25 * HOUR)) == [("old", 1, True)]
    assert look(company, now=NOW + 26 * HOUR) == []


def test_a_failed_build_is_told_once_and_so_is_its_mend(company):
    assert told(look(company, built="deals.csv was refused whole.")) == [("broken", 1, True)]
    assert look(company, built="deals.csv was refused whole.") == []
    # Other rules do not mend it.
    add(company, USUAL)
    assert look(company) == []
    assert told(look(company, built="")) == [("broken", 2, False)]


def test_nothing_is_told_before_the_first_build_but_that_it_failed(tmp_path):
    companies.write(tmp_path, deals(6, 6))
    add(tmp_path, ALERTS)
    assert look(tmp_path) == []
    assert told(look(tmp_path, built="No rows.")) == [("broken", 1, True)]


@pytest.fixture
def archived(half: Path, tmp_path: Path) -> Path:
    """A workspace whose snapshots of thirteen days had win rates of .50 and .52 in turn."""
    workspace = shutil.copytree(half, tmp_path / "archived")
    add(workspace, USUAL)
    for day in range(1, 14):
        keep(workspace, dt.date(2026, 1, day), 0.50 + 0.02 * (day % 2))
    return workspace


def keep(workspace: Path, day: dt.date, value: float, **other: object) -> None:
    """Put a snapshot with one number into the archive."""
    numbers = json.dumps({"win_rate": {"rows": [{"value": value, "n": 50}]}}).encode()
    manifest = Manifest(
        **{
            "product_version": "1",
            "as_of": dt.datetime.combine(day, dt.time()),
            "as_of_date": day,
            "as_of_label": "",
            "time_zone": "UTC",
            "currency": "USD",
            "filters": {"where": {}},
            "asked": {"period": "default"},
            "definitions": {"win_rate": "a"},
            "files": {archive.NUMBERS: hashlib.sha256(numbers).hexdigest()},
            **other,
        }
    )
    folder = archive.folder_of(workspace) / archive.free_name(workspace, manifest)
    folder.mkdir(parents=True)
    (folder / archive.NUMBERS).write_bytes(numbers)
    (folder / archive.MANIFEST).write_text(manifest.text(), encoding="utf-8")


def test_the_archive_says_which_step_is_unusual(archived):
    # Steps of .02 both ways, neighbours .04 apart: 2.66 * .04 = .1064 around a mean of 0.
    assert look(archived) == []
    keep(archived, dt.date(2026, 1, 14), 0.60)
    assert look(archived) == []
    keep(archived, dt.date(2026, 1, 14), 0.64)
    [found] = look(archived)
    assert told([found]) == [("unusual", 1, True)]
    assert found.said.startswith("Win rate: 12 more in 100 than in the snapshot before, outside")


@pytest.mark.parametrize(
    "other",
    [
        {"only": "gate"},
        {"is_rerun": True},
        {"asked": {"period": {"from": "2026-01", "to": None}}},
        {"filters": {"where": {"region": ["EMEA"]}}},
    ],
)
def test_a_snapshot_of_another_question_says_nothing_of_this_one(archived, other):
    keep(archived, dt.date(2026, 1, 14), 0.64, **other)
    assert look(archived) == []


def test_a_measure_that_counts_otherwise_begins_anew(archived):
    keep(archived, dt.date(2026, 1, 14), 0.64, definitions={"win_rate": "b"})
    assert look(archived) == []
