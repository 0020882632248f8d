"""The archive: names, reading, damage, and which snapshot is the one before."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest

from dashboard.errors import ConfigError, DataError
from dashboard.snapshots import archive
from dashboard.snapshots.manifest import Manifest

ASKED = {"period": "default"}


def manifest(day: str, config_hash: str = "a", **stated: object) -> Manifest:
    """Return the manifest of a day; another config is another input."""
    return Manifest(
        product_version="1",
        as_of=dt.datetime.fromisoformat(f"{day}T06:00:00"),
        as_of_date=dt.date.fromisoformat(day),
        as_of_label="",
        time_zone="UTC",
        filters={},
        config_hash=config_hash,
        **{"asked": ASKED, **stated},
    )


def kept(workspace: Path, made: Manifest, files: dict[str, str] | None = None) -> str:
    """Put a snapshot of some files into the archive and return its name."""
    files = files or {"numbers.json": "{}"}
    name = archive.free_name(workspace, made)
    folder = archive.folder_of(workspace) / name
    folder.mkdir(parents=True)
    for path, text in files.items():
        (folder / path).write_text(text)
    prints = {path: hashlib.sha256(text.encode()).hexdigest() for path, text in files.items()}
    (folder / "manifest.json").write_text(made.model_copy(update={"files": prints}).text())
    return name


def before(workspace: Path, made: Manifest) -> str | None:
    found = archive.previous_of(workspace, made)
    return found.name if found else None


def test_the_newest_day_stands_first_and_of_one_day_the_last_made(tmp_path):
    for day in ("2026-10-16", "2026-10-23", "2026-10-09"):
        kept(tmp_path, manifest(day))
    for again in range(11):
        kept(tmp_path, manifest("2026-10-23", str(again)))
    found = archive.names(tmp_path)
    assert found[:2] == ["2026-10-23.11", "2026-10-23.10"]
    assert found[-3:] == ["2026-10-23", "2026-10-16", "2026-10-09"]


def test_a_name_that_became_free_is_not_taken_by_a_later_snapshot(tmp_path):
    for again in range(3):
        kept(tmp_path, manifest("2026-10-23", str(again)))
    (tmp_path / "snapshots" / "2026-10-23").rename(tmp_path / "moved away")
    assert kept(tmp_path, manifest("2026-10-23", "mended")) == "2026-10-23.3"
    assert archive.names(tmp_path)[0] == "2026-10-23.3"


def test_what_is_in_the_making_is_no_snapshot(tmp_path):
    (tmp_path / "snapshots" / ".making-12").mkdir(parents=True)
    (tmp_path / "snapshots" / "notes").mkdir()
    assert archive.names(tmp_path) == []


def test_an_unknown_name_is_refused_with_the_nearest(tmp_path):
    kept(tmp_path, manifest("2026-10-23"))
    with pytest.raises(ConfigError, match="Did you mean '2026-10-23'"):
        archive.read(tmp_path, "2026-10-32")


def test_readers_who_know_fewer_are_told_since_the_last_they_know(tmp_path):
    for day in ("2026-10-09", "2026-10-16", "2026-10-22"):
        kept(tmp_path, manifest(day))
    made = manifest("2026-10-23")
    assert before(tmp_path, made) == "2026-10-22"
    found = archive.previous_of(tmp_path, made, ("2026-10-09", "2026-10-16"))
    assert found is not None
    assert found.name == "2026-10-16"
    assert archive.previous_of(tmp_path, made, ()) is None


@pytest.mark.parametrize("name", ["..", "../snapshots/2026-10-23", "/etc", ""])
def test_no_name_leads_out_of_the_archive(tmp_path, name):
    kept(tmp_path, manifest("2026-10-23"))
    with pytest.raises(ConfigError):
        archive.read(tmp_path, name)


def test_a_changed_file_is_told_and_never_read(tmp_path):
    name = kept(tmp_path, manifest("2026-10-23"))
    (tmp_path / "snapshots" / name / "numbers.json").write_text('{"win_rate": 1}')
    snapshot = archive.read(tmp_path, name)
    with pytest.raises(DataError, match=r"numbers\.json is not as it was made"):
        snapshot.numbers()
    assert len(snapshot.damage()) == 1


def test_a_file_that_is_in_no_manifest_is_not_read(tmp_path):
    name = kept(tmp_path, manifest("2026-10-23"))
    (tmp_path / "snapshots" / name / "secret").write_text("x")
    for path in ("secret", "manifest.json", "../../gatecost.toml"):
        with pytest.raises(ConfigError):
            archive.read(tmp_path, name).read(path)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": 2}', "\ufffd"])
def test_a_manifest_that_cannot_be_read_is_told(tmp_path, text):
    name = kept(tmp_path, manifest("2026-10-23"))
    (tmp_path / "snapshots" / name / "manifest.json").write_text(text)
    with pytest.raises(DataError):
        archive.read(tmp_path, name)


def test_the_one_before_is_the_latest_from_other_inputs(tmp_path):
    kept(tmp_path, manifest("2026-10-09"))
    kept(tmp_path, manifest("2026-10-16"))
    assert before(tmp_path, manifest("2026-10-23")) == "2026-10-16"
    kept(tmp_path, manifest("2026-10-23"))
    assert before(tmp_path, manifest("2026-10-23")) == "2026-10-16"
    assert before(tmp_path, manifest("2026-10-23", "b")) == "2026-10-23"


def test_another_question_is_not_the_one_before(tmp_path):
    kept(tmp_path, manifest("2026-10-16", asked={"period": "default", "where": {"a": ["b"]}}))
    kept(tmp_path, manifest("2026-10-16", only="gate"))
    assert before(tmp_path, manifest("2026-10-23")) is None


def test_what_comes_later_is_not_the_one_before(tmp_path):
    kept(tmp_path, manifest("2026-10-30"))
    assert before(tmp_path, manifest("2026-10-23")) is None


def test_a_day_in_the_past_is_compared_with_earlier_days_alone(tmp_path):
    kept(tmp_path, manifest("2026-10-16"))
    kept(tmp_path, manifest("2026-10-23"))
    assert before(tmp_path, manifest("2026-10-23", "b", is_rerun=True)) == "2026-10-16"


def test_one_made_in_its_time_is_compared_with_such_a_one_where_there_is_any(tmp_path):
    kept(tmp_path, manifest("2026-10-16", "again", is_rerun=True))
    assert before(tmp_path, manifest("2026-10-23")) == "2026-10-16"
    kept(tmp_path, manifest("2026-10-09"))
    assert before(tmp_path, manifest("2026-10-23")) == "2026-10-09"
    assert before(tmp_path, manifest("2026-10-23", is_rerun=True)) == "2026-10-16"


def test_a_damaged_one_is_passed_over(tmp_path):
    kept(tmp_path, manifest("2026-10-09"))
    name = kept(tmp_path, manifest("2026-10-16"))
    (tmp_path / "snapshots" / name / "manifest.json").write_text("half")
    assert before(tmp_path, manifest("2026-10-23")) == "2026-10-09"


def test_the_same_inputs_with_a_damaged_file_are_made_again(tmp_path):
    made = manifest("2026-10-23")
    name = kept(tmp_path, made)
    assert archive.same_as(tmp_path, made) is not None
    (tmp_path / "snapshots" / name / "numbers.json").unlink()
    assert archive.same_as(tmp_path, made) is None


def test_a_pdf_or_an_address_makes_no_other_inputs(tmp_path):
    made = manifest("2026-10-23")
    kept(tmp_path, made)
    printed = manifest("2026-10-23", with_pdf=True, link="https://pipeline.example")
    assert archive.same_as(tmp_path, printed) is None
    assert before(tmp_path, printed) is None
