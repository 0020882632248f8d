"""Folders in an object store, and Delta tables there and on disk."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import deltalake
import polars as pl
import pyarrow
import pytest

from dashboard.errors import ConfigError, DataError
from tests.rebuilds.companies import Loaded, load
from tests.warehouses.object_store import KEY, SECRET, Store, serving

CONFIG = """
[[source]]
name = "crm"
folder = "{folder}"
{more}

[[map]]
table = "touches"
file = "{file}"
columns = {{ lead_id = "lead", at = "at", minutes = "minutes" }}
constants = {{ direction = "buyer", kind = "call" }}
"""
CSV = "lead,at,minutes\nL1,2026-01-01 10:00,5\nL2,never,6\n"
ROWS = "select lead_id, minutes from stg_mapped_crm__touches order by all"
NAMES = (
    "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_REGION",
    "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL",
)  # fmt: skip


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store of our own, and nothing about any other in the environment."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    with serving("data") as found:
        yield found


@pytest.fixture
def keys(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_ENDPOINT_URL", store.endpoint)


def read(workspace: Path, folder: str, file: str = "touches.csv", more: str = "") -> Loaded:
    workspace.mkdir(exist_ok=True)
    toml = CONFIG.format(folder=folder, file=file, more=more)
    (workspace / "gatecost.toml").write_text(toml, encoding="utf-8")
    return load(workspace)


def parquet(rows: int) -> bytes:
    frame = pl.DataFrame(
        {"lead": [f"L{n}" for n in range(rows)], "at": ["2026-01-01 10:00"] * rows,
         "minutes": list(range(rows))}
    )  # fmt: skip
    target = pyarrow.BufferOutputStream()
    pyarrow.parquet.write_table(frame.to_arrow(), target)
    return target.getvalue().to_pybytes()


@pytest.mark.usefixtures("keys")
def test_an_object_is_read_as_a_file_is(store: Store, tmp_path: Path) -> None:
    store.objects = {"exports/touches.csv": CSV.encode(), "elsewhere/touches.csv": b"x"}
    loaded = read(tmp_path, "s3://data/exports/")
    assert loaded.rows(ROWS) == [("L1", 5)]
    assert loaded.rows("select file, line from quarantine") == [("touches.csv", 3)]
    (file,) = loaded.report.files
    assert (file.read, file.accepted, file.bytes) == (2, 1, len(CSV))
    assert [each for each in (tmp_path / "warehouse").iterdir() if "building" in each.name] == []


@pytest.mark.usefixtures("keys")
def test_parts_and_pages_of_a_listing_come_together(store: Store, tmp_path: Path) -> None:
    store.objects = {f"exports/parts/{n}.parquet": parquet(n) for n in (1, 2, 3, 4, 5)}
    loaded = read(tmp_path, "s3://data/exports", "parts/*.parquet")
    assert loaded.rows("select count(*) from stg_mapped_crm__touches") == [(15,)]
    again = read(tmp_path, "s3://data/exports", "parts/*.parquet")
    assert [each.is_reused for each in again.report.files] == [True] * 5
    assert again.rows("select count(*) from stg_mapped_crm__touches") == [(15,)]


def test_keys_may_stand_in_a_file_that_the_config_names(store: Store, tmp_path: Path) -> None:
    store.objects = {"exports/touches.csv": CSV.encode()}
    with pytest.raises(ConfigError, match="there are no keys"):
        read(tmp_path, "s3://data/exports")
    (tmp_path / "keys.toml").write_text(
        f'access_key_id = "{KEY}"\nsecret_access_key = "{SECRET}"\n'
        f'endpoint_url = "{store.endpoint}"\n',
        encoding="utf-8",
    )
    loaded = read(tmp_path, "s3://data/exports", more='store_file = "keys.toml"')
    assert loaded.rows(ROWS) == [("L1", 5)]
    (tmp_path / "keys.toml").write_text('acces_key_id = "x"', encoding="utf-8")
    with pytest.raises(ConfigError, match="Did you mean 'access_key_id'"):
        read(tmp_path, "s3://data/exports", more='store_file = "keys.toml"')


@pytest.mark.usefixtures("keys")
def test_a_store_that_refuses_is_told_without_the_keys(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.objects = {"exports/touches.csv": CSV.encode()}
    with pytest.raises(ConfigError, match=r"s3://data/nothing cannot be read"):
        read(tmp_path, "s3://data/nothing")
    with pytest.raises(ConfigError, match="NO_SUCH_BUCKET"):
        read(tmp_path, "s3://nobody/exports")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAWRONGKEY")
    with pytest.raises(ConfigError) as fault:
        read(tmp_path, "s3://data/exports")
    assert "INVALID_ACCESS_KEY_ID" in str(fault.value)
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for secret in (SECRET, "AKIAWRONGKEY", KEY):
        assert secret not in str(fault.value)
        assert secret.encode() not in kept


@pytest.mark.usefixtures("keys")
def test_an_object_cannot_lead_out_of_its_folder(store: Store, tmp_path: Path) -> None:
    store.objects = {"exports/../../touches.csv": CSV.encode()}
    with pytest.raises((ConfigError, DataError)):
        read(tmp_path, "s3://data/exports")
    assert not (tmp_path / "touches.csv").exists()


def delta_table(folder: Path) -> None:
    """Three versions: two rows, one more, the first one deleted; files of all lie there."""
    columns = {"lead": ["L1", "L2"], "at": ["2026-01-01 10:00"] * 2, "minutes": [1, 2]}
    deltalake.write_deltalake(str(folder), pyarrow.table(columns))
    more = {"lead": ["L3"], "at": ["2026-01-01 10:00"], "minutes": [3]}
    deltalake.write_deltalake(str(folder), pyarrow.table(more), mode="append")
    deltalake.DeltaTable(str(folder)).delete("lead = 'L1'")


def test_a_delta_table_is_read_in_its_current_version(tmp_path: Path) -> None:
    exports = tmp_path / "exports"
    exports.mkdir()
    delta_table(exports / "touches")
    (exports / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    loaded = read(tmp_path, "exports", "touches")
    assert loaded.rows(ROWS) == [("L2", 2), ("L3", 3)]
    assert [each.file for each in loaded.report.files] == ["touches"]
    assert [each.file for each in loaded.report.ignored] == ["other.csv"]


@pytest.mark.usefixtures("keys")
def test_a_delta_table_may_lie_in_a_store(store: Store, tmp_path: Path) -> None:
    delta_table(tmp_path / "made")
    store.objects = {
        f"lake/touches/{path.relative_to(tmp_path / 'made').as_posix()}": path.read_bytes()
        for path in (tmp_path / "made").rglob("*")
        if path.is_file()
    }
    loaded = read(tmp_path / "workspace", "s3://data/lake", "touches")
    assert loaded.rows(ROWS) == [("L2", 2), ("L3", 3)]


def test_a_broken_delta_table_and_a_missing_library_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "exports" / "touches" / "_delta_log"
    log.mkdir(parents=True)
    (log / "00000000000000000000.json").write_text("nonsense", encoding="utf-8")
    with pytest.raises(DataError, match="cannot be read as a Delta table"):
        read(tmp_path, "exports", "touches")
    monkeypatch.setitem(sys.modules, "deltalake", None)
    with pytest.raises(ConfigError, match=r"pip install 'gatecost\[delta\]'"):
        read(tmp_path, "exports", "touches")
