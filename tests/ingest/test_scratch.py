"""Where copies of exports lie while they are read."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from dashboard import cli
from dashboard.engine import publish
from tests.ingest.workspaces import TOUCHES, load, write

EXPORT = {"touches.csv": "id,when,who,length\na1,2026-01-05,buyer,5\n"}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """All folders in which scratch folders were made."""
    folders: list[Path] = []
    make = tempfile.mkdtemp

    def spy(*place: str | None) -> str:
        folders.append(Path(make(*place)))
        return str(folders[-1])

    monkeypatch.setattr(tempfile, "mkdtemp", spy)
    return folders


def test_a_build_copies_to_where_the_next_one_clears(tmp_path: Path, asked: list[Path]) -> None:
    load(tmp_path, TOUCHES, EXPORT)
    assert [each.parent for each in asked] == [publish.folder_of(tmp_path)]
    assert not asked[0].exists()
    (asked[0] / "inner").mkdir(parents=True)
    (asked[0] / "inner" / "copy.csv").write_text("left behind")
    publish.clear(tmp_path)
    assert list(publish.folder_of(tmp_path).iterdir()) == []


def test_a_check_leaves_nothing_behind(tmp_path: Path, asked: list[Path]) -> None:
    write(tmp_path / "exports", EXPORT)
    (tmp_path / "gatecost.toml").write_text(TOUCHES, encoding="utf-8")
    assert cli.main(["check", "--workspace", str(tmp_path)]) == 0
    own = publish.folder_of(tmp_path) / f"checking-{os.getpid()}"
    assert own in [each.parent for each in asked]
    assert not publish.folder_of(tmp_path).exists()


def test_what_a_killed_check_left_is_cleared_by_the_next_run(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = publish.folder_of(tmp_path) / f"checking-{ended.pid}"
    (left / "inner").mkdir(parents=True)
    (left / "inner" / "copy.csv").write_text("left behind")
    running = publish.folder_of(tmp_path) / f"checking-{os.getppid()}"
    running.mkdir()
    with publish.scratch_of_a_check(tmp_path) as scratch:
        assert sorted(publish.folder_of(tmp_path).iterdir()) == sorted([running, scratch])
    left.mkdir()
    publish.clear(tmp_path)
    assert list(publish.folder_of(tmp_path).iterdir()) == [running]
