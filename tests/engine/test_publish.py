"""A build swaps in whole or not at all, and takes nothing from those who read."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dashboard import answer, build
from dashboard.engine import publish
from dashboard.engine.database import open_for_building
from dashboard.errors import CheckError, ConfigError, DataError, LockedError

CONFIG = """
[[source]]
name = "crm"

[[map]]
table = "opportunities"
file = "deals.csv"
columns = { opportunity_id = "id", created_at = "created", stage = "stage", amount = "amount" }

[[stage]]
stage = "Open"
role = "open"
rank = 1
[[stage]]
stage = "Won"
role = "won"
"""
DEALS = "id,created,stage,amount\nD1,2026-01-01,Open,10\nD2,2026-01-02,Won,20\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "gatecost.toml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "deals.csv").write_text(DEALS, encoding="utf-8")
    return tmp_path


def add_deal(workspace: Path, number: int) -> None:
    with (workspace / "exports" / "deals.csv").open("a", encoding="utf-8") as file:
        file.write(f"D{number},2026-01-{number:02},Open,5\n")


def deals(warehouse: answer.Warehouse) -> object:
    return warehouse.database.value("select count(*) from fct_deals")


def test_without_a_build_the_mend_is_named(workspace: Path) -> None:
    with pytest.raises(ConfigError, match="gatecost build"):
        answer.open_warehouse(workspace)


def test_a_reader_keeps_its_build_while_new_ones_are_published(workspace: Path) -> None:
    build.build(workspace)
    reader = answer.open_warehouse(workspace)
    for number in range(3, 7):
        add_deal(workspace, number)
        build.build(workspace)
        assert deals(reader) == 2
    assert not reader.is_current()
    fresh = answer.open_warehouse(workspace)
    assert deals(fresh) == 6
    kept = {path.stem for path in publish.folder_of(workspace).glob("db-*.duckdb")}
    # the last three, and the one that is still read
    assert len(kept) == publish.KEPT_VERSIONS + 1
    assert reader.version in kept
    reader.close()
    fresh.close()
    add_deal(workspace, 7)
    build.build(workspace)
    kept = {path.stem for path in publish.folder_of(workspace).glob("db-*.duckdb")}
    assert reader.version not in kept


def test_two_builds_at_once_the_second_is_told_to_wait(workspace: Path) -> None:
    with publish.build_lock(workspace), pytest.raises(LockedError) as caught:
        build.build(workspace)
    assert caught.value.exit_code == 75
    build.build(workspace)


def test_a_failed_check_keeps_the_old_warehouse_and_shows_the_rows(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build.build(workspace)
    before = publish.current(workspace)
    checks = tmp_path / "checks"
    checks.mkdir()
    (checks / "no_small_deals.sql").write_text(
        "select opportunity_id, amount_at_as_of from fct_deals where amount_at_as_of < 15"
    )
    run_checks = build.run_checks
    monkeypatch.setattr(build, "run_checks", lambda database, _: run_checks(database, checks))
    with pytest.raises(CheckError, match=r"(?s)no_small_deals found 1 rows.*'D1'.*old warehouse"):
        build.build(workspace)
    assert publish.current(workspace) == before
    assert not list(publish.folder_of(workspace).glob("building-*"))


def test_a_refused_file_keeps_the_old_warehouse_and_says_which(workspace: Path) -> None:
    build.build(workspace)
    before = publish.current(workspace)
    with (workspace / "exports" / "deals.csv").open("a", encoding="utf-8") as file:
        file.write('D3,2026-01-03,"Open,5\nD4,2026-01-04,Open,5\n')
    with pytest.raises(
        DataError, match=r"(?s)deals\.csv was refused: .*lines.*old warehouse is kept"
    ):
        build.build(workspace)
    assert publish.current(workspace) == before


def test_a_killed_build_leaves_the_old_warehouse_served(workspace: Path) -> None:
    build.build(workspace)
    before = publish.current(workspace)
    add_deal(workspace, 3)
    for wait in (1.2, 1.8, 2.4):
        command = [sys.executable, "-m", "dashboard.cli", "build", "--workspace", str(workspace)]
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=Path.cwd()
        )
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
        served = answer.open_warehouse(workspace)
        assert deals(served) in (2, 3)
        served.close()
    build.build(workspace)
    after = answer.open_warehouse(workspace)
    assert deals(after) == 3
    assert publish.current(workspace) != before
    assert not list(publish.folder_of(workspace).glob("building-*"))
    after.close()


def test_a_warehouse_of_another_version_is_refused(workspace: Path) -> None:
    built = build.build(workspace)
    other = open_for_building(built.path)
    other.execute("update built_with set fingerprint = 'another'")
    other.close()
    with pytest.raises(ConfigError, match=r"another version.*gatecost build"):
        answer.open_warehouse(workspace)


def test_a_file_that_is_read_is_known_to_be_in_use(tmp_path: Path) -> None:
    path = tmp_path / "db-1.duckdb"
    path.write_bytes(b"")
    with publish.in_use(path):
        assert publish._is_in_use(path)
    assert not publish._is_in_use(path)
    assert os.access(path, os.R_OK)
