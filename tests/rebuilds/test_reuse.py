"""An unchanged file is not opened again, and what comes out is what reading it would give."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from dashboard import cli
from dashboard.engine import cache
from dashboard.ingest import source_file
from tests.rebuilds.companies import CONFIG, FILES, Loaded, entries, load, loaded, write

LEADS_2 = "id,created,score,changed\nL2,2026-01-02 09:00:00,25,2026-01-09 09:00:00\n"
BAD_LEAD = "L5,never,1,2026-01-01 09:00:00\n"
KEPT = "select file, line, raw_text, reasons from quarantine order by all"
EVERYTHING = "from quarantine order by all"
LEADS = "from stg_mapped_crm__leads order by all"
SCORE = "select score from stg_mapped_crm__leads where lead_id = 'L2'"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of all files that were opened."""
    names: list[str] = []
    real = source_file.open_file

    def spy(database: object, path: Path, *arguments: object, **more: object) -> object:
        names.append(path.name)
        return real(database, path, *arguments, **more)

    monkeypatch.setattr(source_file, "open_file", spy)
    return names


def reused(done: Loaded) -> dict[str, bool]:
    return {each.file: each.is_reused for each in done.report.files}


def test_an_unchanged_file_is_not_opened_again(tmp_path: Path, opened: list[str]) -> None:
    first = loaded(tmp_path)
    assert sorted(opened) == ["deals.csv", "gates.csv", "leads.csv"]
    assert not any(reused(first).values())
    opened.clear()
    again = loaded(tmp_path)
    assert opened == []
    assert reused(again) == dict.fromkeys(FILES, True)
    assert again.rows("select count(*) from stg_mapped_crm__leads") == [(3,)]


def test_only_a_changed_and_a_new_file_are_opened(tmp_path: Path, opened: list[str]) -> None:
    loaded(tmp_path)
    opened.clear()
    more = "id,created,score,changed\nL8,2026-01-08 09:00:00,8,2026-01-08 09:00:00\n"
    gates = FILES["gates.csv"].replace("pass", "fail")
    again = loaded(tmp_path, {**FILES, "gates.csv": gates, "leads_2.csv": more})
    assert sorted(opened) == ["gates.csv", "leads_2.csv"]
    assert again.rows("select count(*) from stg_mapped_crm__leads") == [(4,)]
    assert again.rows("select verdict from stg_mapped_crm__gate_decisions") == [("fail",)]


def test_counts_and_rows_put_aside_are_those_of_the_first_reading(tmp_path: Path) -> None:
    files = {**FILES, "leads.csv": FILES["leads.csv"] + BAD_LEAD + "short\n"}
    first = loaded(tmp_path, files)
    again = loaded(tmp_path, files)
    plain = [[vars(each) | {"is_reused": None} for each in x.report.files] for x in (first, again)]
    assert plain[0] == plain[1]
    leads = next(each for each in again.report.files if each.file == "leads.csv")
    assert (leads.read, leads.accepted, leads.quarantined) == (5, 3, 2)
    assert again.rows(EVERYTHING) == first.rows(EVERYTHING)
    assert len(again.rows(KEPT)) == 2


def test_a_new_file_displaces_a_row_of_an_unchanged_one(tmp_path: Path, opened: list[str]) -> None:
    loaded(tmp_path)
    opened.clear()
    again = loaded(tmp_path, {**FILES, "leads_2.csv": LEADS_2})
    (row,) = again.rows(KEPT)
    assert row[:2] == ("leads.csv", 3)
    assert "L2" in str(row[2])
    assert row[3] == ["duplicate_key"]
    assert again.rows(SCORE) == [(25.0,)]
    opened.clear()
    third = loaded(tmp_path, {**FILES, "leads_2.csv": LEADS_2})
    assert opened == []
    assert third.rows(KEPT) == [row]


def test_a_row_comes_back_when_the_file_that_displaced_it_is_gone(tmp_path: Path) -> None:
    loaded(tmp_path, {**FILES, "leads_2.csv": LEADS_2})
    (tmp_path / "exports" / "leads_2.csv").unlink()
    again = loaded(tmp_path)
    assert again.rows(KEPT) == []
    assert again.rows(SCORE) == [(20.0,)]


def test_a_row_is_told_beside_the_line_that_is_kept_now(tmp_path: Path) -> None:
    told = "select unnest(faults).kept from quarantine"
    loaded(tmp_path, {**FILES, "leads_2.csv": LEADS_2})
    header, row = LEADS_2.splitlines(keepends=True)
    more = header + "L9,2026-01-09 09:00:00,9,2026-01-09 09:00:00\n" + row
    again = loaded(tmp_path, {**FILES, "leads_2.csv": more})
    assert again.rows(told) == [("leads_2.csv:3",)]


def test_another_question_to_a_file_is_another_reading(tmp_path: Path, opened: list[str]) -> None:
    loaded(tmp_path)
    opened.clear()
    write(tmp_path, {})
    config = tmp_path / "gatecost.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace('score = "score", ', ""), encoding="utf-8")
    load(tmp_path)
    assert opened == ["leads.csv"]
    opened.clear()
    config.write_text('[company]\ntime_zone = "Asia/Tokyo"\n' + text.split("\n", 2)[2])
    load(tmp_path)
    assert sorted(opened) == ["deals.csv", "gates.csv", "leads.csv"]


def test_other_reading_code_reads_everything_again(
    tmp_path: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded(tmp_path)
    opened.clear()
    monkeypatch.setattr(cache, "version", lambda: "another")
    loaded(tmp_path)
    assert len(opened) == 3


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def _other_rows(path: Path) -> None:
    duckdb.sql(f"copy (select 1 as x) to '{path}' (format parquet)")


BREAKS: dict[str, tuple[str, Callable[[Path], None]]] = {
    "cut": ("rows.parquet", _cut),
    "other rows": ("rows.parquet", _other_rows),
    "gone": ("rows.parquet", Path.unlink),
    "no quarantine": ("aside.parquet", Path.unlink),
    "no account": ("entry.json", Path.unlink),
    "nonsense": ("entry.json", lambda path: path.write_text("[1]")),
    "half an account": ("entry.json", lambda path: path.write_text('{"prints": {}}')),
}


@pytest.mark.parametrize("how", BREAKS)
def test_a_broken_entry_is_remade_and_never_trusted(
    tmp_path: Path, opened: list[str], how: str
) -> None:
    files = {**FILES, "leads.csv": FILES["leads.csv"] + BAD_LEAD}
    first = loaded(tmp_path, files)
    name, harm = BREAKS[how]
    for entry in entries(tmp_path):
        if (entry / "part.json").is_file():
            harm(entry / name)
    opened.clear()
    again = loaded(tmp_path, files)
    assert sorted(opened) == ["deals.csv", "gates.csv", "leads.csv"]
    assert again.rows(LEADS) == first.rows(LEADS)
    assert again.rows(KEPT) == first.rows(KEPT)
    opened.clear()
    loaded(tmp_path, files)
    assert opened == []


def test_entries_that_no_build_asks_for_are_removed(tmp_path: Path) -> None:
    loaded(tmp_path)
    before = set(entries(tmp_path))
    loaded(tmp_path, {"gates.csv": FILES["gates.csv"].replace("pass", "fail")})
    after = set(entries(tmp_path))
    assert len(after) == len(before)
    # The file's headings, and its rows.
    assert len(after - before) == 2


def test_a_parquet_export_stays_where_it_is(tmp_path: Path, opened: list[str]) -> None:
    write(tmp_path, FILES)
    exports = tmp_path / "exports"
    (exports / "leads.csv").unlink()
    duckdb.sql(
        "copy (select 'L' || i as id, timestamp '2026-01-01 09:00:00' as created, i as score, "
        "timestamp '2026-01-01 09:00:00' as changed from range(1, 5) as t(i) "
        f"union all select null, timestamp '2026-01-01', 1, null) to '{exports}/leads.parquet' "
        "(format parquet)"
    )
    config = CONFIG.format(as_of="2026-02-01T00:00:00").replace("leads*.csv", "leads.parquet")
    (tmp_path / "gatecost.toml").write_text(config, encoding="utf-8")
    first = load(tmp_path)
    kept = [entry for entry in entries(tmp_path) if (entry / "part.json").is_file()]
    assert sum((entry / "rows.parquet").is_file() for entry in kept) == len(kept) - 1
    opened.clear()
    again = load(tmp_path)
    assert opened == []
    for sql in (LEADS, KEPT):
        assert again.rows(sql) == first.rows(sql)
    assert again.rows("select count(*) from stg_mapped_crm__leads") == [(4,)]


def test_the_command_says_how_many_files_were_not_opened_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, FILES)
    said = "Not opened again"
    assert cli.main(["build", "--workspace", str(tmp_path)]) == 0
    assert said not in capsys.readouterr().err
    write(tmp_path, {"gates.csv": FILES["gates.csv"].replace("pass", "fail")})
    assert cli.main(["build", "--workspace", str(tmp_path)]) == 0
    assert f"{said}: 2 of 3 files" in capsys.readouterr().err
