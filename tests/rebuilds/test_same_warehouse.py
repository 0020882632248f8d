"""The same exports, config and salt give the same warehouse, wherever and whenever it is built."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from dashboard import build
from dashboard.engine import content, publish
from dashboard.engine.database import open_for_serving
from tests.rebuilds.companies import FILES, built, loaded


def prints_of(path: Path) -> dict[str, str]:
    database = open_for_serving(path)
    try:
        return content.prints(database)
    finally:
        database.close()


def copy_of(workspace: Path, target: Path) -> Path:
    """The exports in another order on disk, the config and the salt; no warehouse."""
    (target / "exports").mkdir(parents=True)
    for path in sorted((workspace / "exports").iterdir(), reverse=True):
        shutil.copy(path, target / "exports" / path.name)
    shutil.copy(workspace / "gatecost.toml", target)
    (target / "warehouse").mkdir()
    shutil.copy(workspace / "warehouse" / "salt", target / "warehouse" / "salt")
    return target


def test_a_second_build_and_a_build_elsewhere_hold_the_same(tmp_path: Path) -> None:
    here = tmp_path / "here"
    files = {
        **FILES,
        "leads_2.csv": "id,created,score,changed\nL2,2026-01-02 09:00:00,25,2026-01-09 09:00:00\n",
        "leads_3.csv": "id,created,score,changed\nL7,never,25,2026-01-09 09:00:00\n",
    }
    first = prints_of(built(here, files).path)
    assert len(first) > 20
    assert prints_of(build.build(here).path) == first
    shutil.rmtree(here / "warehouse" / "cache")
    assert prints_of(build.build(here).path) == first
    assert prints_of(build.build(copy_of(here, tmp_path / "there")).path) == first


def test_another_value_is_another_print(tmp_path: Path) -> None:
    first = prints_of(built(tmp_path).path)
    files = {**FILES, "deals.csv": FILES["deals.csv"].replace("Won,100", "Won,101")}
    second = prints_of(built(tmp_path, files).path)
    changed = {name for name in first if first[name] != second[name]}
    assert "fct_deals" in changed
    assert "fct_verdicts" not in changed


@pytest.mark.slow
def test_the_sample_company_builds_the_same_twice(demo_workspace: Path, tmp_path: Path) -> None:
    built_before = prints_of(publish.current(demo_workspace))
    copy = copy_of(demo_workspace, tmp_path / "copy")
    assert prints_of(build.build(copy).path) == built_before


def test_the_salt_is_made_once_and_is_the_owners_only(tmp_path: Path) -> None:
    loaded(tmp_path)
    path = publish.folder_of(tmp_path) / "salt"
    salt = path.read_text(encoding="utf-8")
    assert len(salt.strip()) == 64
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    loaded(tmp_path)
    assert path.read_text(encoding="utf-8") == salt
    assert [each.name for each in path.parent.iterdir() if "building" in each.name] == []


def test_two_workspaces_have_two_salts(tmp_path: Path) -> None:
    salts = set()
    for name in ("a", "b"):
        loaded(tmp_path / name)
        salts.add((publish.folder_of(tmp_path / name) / "salt").read_text(encoding="utf-8"))
    assert len(salts) == 2


def test_a_run_that_keeps_nothing_leaves_no_salt(tmp_path: Path) -> None:
    first = publish.salt(tmp_path, is_kept=False)
    assert publish.salt(tmp_path, is_kept=False) != first
    assert list(tmp_path.iterdir()) == []
