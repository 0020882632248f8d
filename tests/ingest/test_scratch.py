"""Where copies of exports lie while they are read."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from dashboard import cli, config, ingest
from dashboard.engine import publish
from dashboard.engine.database import open_in_memory
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


def test_a_check_stays_out_of_the_warehouse_folder(tmp_path: Path, asked: list[Path]) -> None:
    write(tmp_path / "exports", EXPORT)
    (tmp_path / "gatecost.toml").write_text(TOUCHES, encoding="utf-8")
    folder = tmp_path / "elsewhere"
    ingest.read_sources(open_in_memory(), config.load(tmp_path), tmp_path, scratch_in=folder)
    assert cli.main(["check", "--workspace", str(tmp_path)]) == 0
    assert [each.parent for each in asked[:1]] == [folder]
    assert len(asked) == 3
    assert not publish.folder_of(tmp_path).exists()
