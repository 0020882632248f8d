"""The snapshot of a part of the company: nothing in it tells of the rest, nor how much it is."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from dashboard import build
from dashboard.measures.access import User
from dashboard.reports.snapshot import Asked, make
from dashboard.snapshots import archive
from dashboard.snapshots.archive import Snapshot
from tests.reports import company

NORTH = User("Nora", {"region": ("North",)})


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one snapshot of everything."""
    workspace = company.built(tmp_path_factory.mktemp("made"))
    make(workspace, Asked()).close()
    return workspace


@pytest.fixture
def workspace(made: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(made, tmp_path / "workspace", copy_function=shutil.copy2))


def made_again(workspace: Path, asked: Asked = Asked()) -> Snapshot:  # noqa: B008
    with closing(make(workspace, asked)) as found:
        return found.snapshot


def test_of_a_part_no_file_of_the_exports_is_named_and_no_restatement_of_the_rest_counted(
    workspace,
):
    path = workspace / "exports" / "deals.csv"
    text = path.read_text()
    # The first is a deal of the South: its number would tell of the rest.
    for region, amount in (("S0", "70000000"), ("N0", "1000")):
        old = next(line for line in text.splitlines() if line.startswith(f"D{region},"))
        text = text.replace(old, old.replace(f",{amount},", f",{amount}.5,"))
    path.write_text(text)
    north = made_again(workspace, Asked(user=NORTH))
    build.build(workspace)
    after = made_again(workspace, Asked(user=NORTH))
    for each in (north, after):
        assert [(one.file, one.rows) for one in each.manifest.inputs] == [("all files", None)]
        told = each.manifest.text()
        assert not [one.name for one in (workspace / "exports").iterdir() if one.name in told]
        assert each.manifest.restatements_known == 0
    assert north.manifest.inputs != after.manifest.inputs
    numbers = after.restated()["restated_number"].to_list()
    assert set(after.restated()["record_id"]) == {"DN0"}
    assert numbers == [str(at) for at in range(1, len(numbers) + 1)]
    assert {each["record_id"] for each in after.changes()["restated"]} == {"DN0"}


def test_limits_of_the_workspace_make_it_another_question(workspace):
    path = workspace / "gatecost.toml"
    path.write_text(path.read_text() + '\n[access.limits]\nregion = ["North"]\n')
    part = made_again(workspace)
    assert part.manifest.previous is None
    assert part.changes() is None
    assert (part.manifest.is_part, part.manifest.is_default) == (True, False)
    # Whoever reads a part of that part is asked another question again.
    assert made_again(workspace, Asked(user=User("", {"region": ()}))).name != part.name


def test_without_names_none_is_in_the_state_nor_said_to_be(workspace):
    assert archive.read(workspace, "2026-10-23").manifest.are_names_shown
    path = workspace / "gatecost.toml"
    path.write_text(path.read_text() + "\n[access]\nshow_account_names = false\n")
    snapshot = made_again(workspace)
    assert not snapshot.manifest.are_names_shown
    for each in snapshot.manifest.files:
        assert b"North account" not in snapshot.read(each)
    assert snapshot.deals()["account_name"].is_null().all()
