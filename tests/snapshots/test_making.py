"""A snapshot: what is in it, when there is a new one, and that nothing is kept of half of one."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import polars as pl
import pytest

from dashboard import answer, build
from dashboard.cli import main
from dashboard.errors import GatecostError
from dashboard.measures.access import User
from dashboard.reports import contents as contents_of
from dashboard.reports import snapshot as making
from dashboard.reports.gathering import measures_in
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


def first(workspace: Path) -> Snapshot:
    return archive.read(workspace, archive.names(workspace)[-1])


def contents(folder: Path) -> dict[str, bytes]:
    files = (each for each in folder.rglob("*") if each.is_file())
    return {each.relative_to(folder).as_posix(): each.read_bytes() for each in files}


def made_again(workspace: Path, asked: Asked = Asked()) -> Snapshot:  # noqa: B008
    with closing(make(workspace, asked)) as found:
        return found.snapshot


def test_it_holds_every_measure_of_every_built_page(made):
    assert list(first(made).numbers()) == list(measures_in(None))


def test_its_numbers_are_those_of_the_command_line(made, capsys):
    with closing(answer.open_warehouse(made)) as warehouse:
        for measure_id, told in first(made).numbers().items():
            found = answer.answer(warehouse, measure_id, warehouse.default_filters()).to_json()
            rows = json.loads(json.dumps(found))["rows"]
            if "rows_in" in told:
                assert told["records"] == len(rows)
                rows = rows[: contents_of.MOST_LISTED]
            assert told["rows"] == rows
            assert {key: told[key] for key in found if key != "rows"} == {
                key: value for key, value in json.loads(json.dumps(found)).items() if key != "rows"
            }


def test_each_list_of_records_holds_what_its_number_counts(made):
    numbers = first(made).numbers()
    won = next(row for row in numbers["win_rate"]["rows"])
    rows = pl.read_csv(first(made).folder / "rows/win_rate.csv")
    assert rows.height == won["events"] == 70
    assert set(rows["outcome"]) == {"won"}


def test_the_manifest_names_every_other_file(made):
    snapshot = first(made)
    assert set(contents(snapshot.folder)) == {archive.MANIFEST, *snapshot.manifest.files}
    assert snapshot.damage() == ()


def test_the_manifest_names_the_hash_of_every_export(made):
    import hashlib

    stated = {each.file: each.content for each in first(made).manifest.inputs}
    for path in (made / "exports").iterdir():
        assert stated[path.name] == hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_same_inputs_make_no_second_one(workspace, capsys):
    folder = first(workspace).folder
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    assert main(["snapshot", "--workspace", str(workspace)]) == 0
    assert "unchanged" in capsys.readouterr().err
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before
    assert archive.names(workspace) == [folder.name]


def test_a_build_of_the_same_exports_makes_no_second_one(workspace):
    build.build(workspace)
    with closing(make(workspace, Asked())) as found:
        assert not found.is_new


def test_other_exports_make_another_beside_it_compared_with_the_first(workspace):
    before = contents(first(workspace).folder)
    path = workspace / "exports" / "deals.csv"
    path.write_text(path.read_text().replace(",1000,", ",1100,", 1))
    build.build(workspace)
    second = made_again(workspace)
    assert (second.name, second.manifest.previous) == ("2026-10-23.1", "2026-10-23")
    assert contents(first(workspace).folder) == before


def test_a_changed_definition_makes_another(workspace, monkeypatch):
    from dashboard.measures import lineage

    told = lineage.definition_of
    monkeypatch.setattr(
        lineage,
        "definition_of",
        lambda measure: "another" if measure.id == "win_rate" else told(measure),
    )
    with closing(make(workspace, Asked())) as found:
        assert found.is_new


def test_another_mail_server_is_no_other_snapshot(workspace):
    path = workspace / "gatecost.toml"
    path.write_text(path.read_text() + "\n[server]\nport = 8099\n")
    with closing(make(workspace, Asked())) as found:
        assert not found.is_new


@pytest.mark.parametrize(
    "environment",
    [
        {"TZ": "Pacific/Apia", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "America/St_Johns", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "77"},
    ],
    ids=["Apia", "St John's"],
)
def test_the_same_inputs_give_the_same_bytes_elsewhere(made, tmp_path, environment):
    elsewhere = company.write(tmp_path / "elsewhere")
    for command in ("build", "snapshot"):
        subprocess.run(
            [sys.executable, "-m", "dashboard.cli", command, "--workspace", str(elsewhere)],
            check=True,
            capture_output=True,
            env={**os.environ, **environment},
        )
    mine, theirs = first(made), first(elsewhere)
    assert theirs.name == mine.name
    assert contents(theirs.folder) == contents(mine.folder)


def test_the_second_of_two_at_once_exits_75(workspace, capsys):
    with archive.lock(workspace):
        assert main(["snapshot", "--workspace", str(workspace)]) == 75
    assert "Another run" in capsys.readouterr().err


def test_what_a_killed_run_left_is_removed_by_the_next(workspace):
    left = workspace / "snapshots" / ".making-1"
    (left / "rows").mkdir(parents=True)
    (left / "rows" / "half.csv").write_text("a")
    made_again(workspace)
    assert not left.exists()


def test_a_full_disk_is_said_and_nothing_is_kept(workspace, monkeypatch):
    before = contents(workspace / "snapshots")

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(making.os, "fsync", full)
    with pytest.raises(GatecostError, match="No space left on device") as told:
        make(workspace, Asked(only="gate"))
    assert told.value.exit_code == 1
    assert contents(workspace / "snapshots") == before


def test_a_folder_that_cannot_be_written_is_said(workspace):
    shutil.rmtree(workspace / "snapshots")
    (workspace / "snapshots").write_text("a file")
    with pytest.raises(GatecostError, match="cannot be written"):
        make(workspace, Asked())


def test_a_page_alone_has_a_name_of_its_own(workspace):
    page = made_again(workspace, Asked(only="The gate"))
    assert page.name.startswith("2026-10-23_")
    assert page.manifest.only == "gate"
    assert page.manifest.previous is None
    assert set(page.numbers()) == set(measures_in("gate"))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["--only", "gatte"], "Did you mean 'gate'?"),
        (["--where", "region=Nort"], "North"),
        (["--where", "regio=North"], "Did you mean 'region'?"),
        (["--as-of", "2027-01-01"], "tell up to 2026-10-23"),
    ],
)
def test_what_is_not_there_is_refused_with_what_is_near(workspace, capsys, typed, said):
    assert main(["snapshot", "--workspace", str(workspace), *typed]) == 2
    assert said in capsys.readouterr().err


def test_a_limited_reader_is_told_nothing_of_the_rest(workspace):
    snapshot = made_again(workspace, Asked(user=NORTH))
    read = contents(snapshot.folder).items()
    told = {path: content.decode(errors="replace") for path, content in read}
    for path in (archive.NUMBERS, archive.REPORT, "rows/win_rate.csv", "rows/largest_wins.csv"):
        assert "South" not in told[path]
        assert "70000000" not in told[path].replace(",", "")
    assert set(snapshot.deals()["account_name"].str.slice(0, 5)) == {"North"}
    assert {each.rows for each in snapshot.manifest.inputs} == {None}
    assert snapshot.numbers()["win_rate"]["rows"][0]["events"] == 35


def test_a_limited_reader_s_snapshot_is_compared_with_his_own_alone(workspace):
    asked = Asked(where={"region": ("North",)})
    wish = made_again(workspace, asked)
    limited = made_again(workspace, Asked(user=NORTH))
    assert limited.name != wish.name
    assert limited.manifest.previous is None


def test_a_formula_in_a_list_stays_text(workspace):
    path = workspace / "exports" / "accounts.csv"
    path.write_text(path.read_text().replace("South account 0", "=1+1"))
    build.build(workspace)
    rows = made_again(workspace).read("rows/win_rate.csv").decode()
    assert "'=1+1" in rows


def test_a_warehouse_of_before_the_hashes_is_to_be_built_again(workspace):
    from dashboard.engine import publish
    from dashboard.engine.database import open_for_building

    with closing(open_for_building(publish.current(workspace))) as database:
        database.execute("alter table load_files drop column content")
    with pytest.raises(GatecostError, match="gatecost build"):
        make(workspace, Asked())


def test_a_reader_s_part_that_nobody_has_is_no_report(workspace):
    """A slip in a report's limits must not be sent as a company without wins."""
    misspelt = User("region", {"region": ("Eurpoe",)})
    with pytest.raises(GatecostError, match=r"No record has region 'Eurpoe'\. Known, the nearest"):
        make(workspace, Asked(user=misspelt))
    assert len(archive.names(workspace)) == 1
