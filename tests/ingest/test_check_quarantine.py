"""Rows that were put aside: as CSV, explained one by one, and taken in once they are mended."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from dashboard import build, cli
from dashboard.ingest import reasons
from tests.ingest.workspaces import MAPPED, write

DEALS = (
    MAPPED
    + """
[[map]]
table = "opportunities"
file = "deals.csv"
columns = { opportunity_id = "Id", stage = "Stage", created_at = "Created", amount = "Amount" }

[[stage]]
stage = "Won"
role = "won"
"""
)
HEADING = "Id,Deal Name,Stage,Created,Amount\n"
GOOD = "d1,Roof of Ann,Won,2026-01-05,100\n"


def workspace(folder: Path, content: str | bytes, toml: str = DEALS) -> Path:
    write(folder / "exports", {"deals.csv": content})
    (folder / "gatecost.toml").write_text(toml, encoding="utf-8")
    return folder


def put_aside(folder: Path, name: str = "crm/deals.csv") -> list[dict[str, str]]:
    with (folder / "quarantine" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def run(capsys, folder: Path, *arguments: str) -> tuple[int, str, str]:
    code = cli.main([*arguments, "--workspace", str(folder)])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_the_csv_tells_place_reason_value_mend_and_the_columns_that_were_read(tmp_path):
    build.build(workspace(tmp_path, HEADING + GOOD + "d2,Roof of Bob,Won,2026-01-06,12x\n"))
    (row,) = put_aside(tmp_path)
    assert row == {
        "row": "1",
        "table": "opportunities",
        "line": "3",
        "byte_position": str(len(HEADING + GOOD) + 1),
        "reasons": "bad_number",
        "column": "Amount",
        "value": "12x",
        "kept": "",
        "mend": reasons.reason("bad_number").mend,
        "shape": "",
        "Id": "d2",
        "Stage": "Won",
        "Created": "2026-01-06",
        "Amount": "12x",
    }


def test_no_cell_of_the_csv_is_a_formula(tmp_path):
    rows = "=1+1,x,@SUM(A1),2026-01-06,-2x\n+7,x,Won,2026-01-06,-12\n+7,y,Won,2026-01-06,-13\n"
    build.build(workspace(tmp_path, HEADING + GOOD + rows))
    cells = {cell for row in put_aside(tmp_path) for cell in row.values()}
    assert {"'=1+1", "'@SUM(A1)", "'-2x", "-12", "+7"} <= cells
    assert not [cell for cell in cells if cell.startswith(("=", "@", "\t"))]


def test_a_line_that_is_no_row_has_its_shape_alone(tmp_path):
    build.build(workspace(tmp_path, HEADING + GOOD + "d2,Roof of Bob,Won\n"))
    (row,) = put_aside(tmp_path)
    assert (row["reasons"], row["shape"], row["line"]) == (
        "wrong_columns",
        "x9,xxxx xx xxx,xxx",
        "3",
    )


def test_of_duplicates_the_csv_names_the_row_that_is_kept(tmp_path):
    rows = "d1,Roof,Won,2026-01-05,101\n" + "d3,Wall,Won,2026-01-05,1\n" * 2
    build.build(workspace(tmp_path, HEADING + GOOD + rows))
    found = {row["line"]: (row["reasons"], row["kept"]) for row in put_aside(tmp_path)}
    assert found == {
        "2": ("duplicate_key", "deals.csv:3"),
        "5": ("duplicate_row", "deals.csv:4"),
    }


def test_a_mended_file_takes_the_row_in_and_leaves_no_csv(tmp_path, capsys):
    workspace(tmp_path, HEADING + GOOD + "d2,Roof of Bob,Won,2026-01-06,12x\n")
    assert run(capsys, tmp_path, "build")[0] == 0
    assert len(put_aside(tmp_path)) == 1
    workspace(tmp_path, HEADING + GOOD + "d2,Roof of Bob,Won,2026-01-06,12\n")
    assert run(capsys, tmp_path, "build")[0] == 0
    assert not (tmp_path / "quarantine").exists()
    _, out, _ = run(capsys, tmp_path, "check", "--format", "json")
    assert [each["accepted"] for each in json.loads(out)["files"]] == [2]


def test_a_file_of_ones_own_in_the_quarantine_stays(tmp_path):
    workspace(tmp_path, HEADING + GOOD)
    mine = tmp_path / "quarantine" / "mended.csv"
    write(mine.parent, {mine.name: HEADING})
    build.build(tmp_path)
    assert mine.read_text(encoding="utf-8") == HEADING


def test_a_build_that_is_refused_leaves_the_quarantine_as_it_was(tmp_path, capsys):
    workspace(tmp_path, HEADING + GOOD + "d2,Roof of Bob,Won,2026-01-06,12x\n")
    run(capsys, tmp_path, "build")
    workspace(
        tmp_path, HEADING + GOOD + 'd3,"never closed,Won,2026-01-06,1\nd4,x,Won,2026-01-06,1\n'
    )
    assert run(capsys, tmp_path, "build")[0] == 3
    assert [row["Id"] for row in put_aside(tmp_path)] == ["d2"]


def test_build_tells_the_reasons_and_the_as_of_time_where_the_company_is(tmp_path, capsys):
    zone = '[company]\ntime_zone = "Asia/Tokyo"\n'
    rows = "d2,Roof of Bob,Won,2026-01-06T20:00:00Z,12x\nd3,x,Won,2026-01-06T20:00:00Z,1\n"
    content = HEADING + rows
    _, _, err = run(capsys, workspace(tmp_path, content, zone + DEALS), "build")
    assert "Put aside in quarantine/: 1 rows of deals.csv, because this is no number" in err
    assert "as of 2026-01-07 05:00 Asia/Tokyo" in err


@pytest.mark.parametrize("row", ["deals.csv:3", "1"])
def test_why_reads_the_line_again_and_tells_the_mend(tmp_path, capsys, row):
    workspace(tmp_path, HEADING + GOOD + "d2,Roof of Bob,Won,2026-01-06,12x\n")
    code, out, _ = run(capsys, tmp_path, "check", "--why", row)
    assert code == 0
    assert "d2,Roof of Bob,Won,2026-01-06,12x" in out
    assert "Column 'Amount' (read as amount) has '12x': this is no number [bad_number]." in out
    assert f"To mend it: {reasons.reason('bad_number').mend}" in out


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1", "utf-8-sig"])
def test_why_finds_the_line_in_any_encoding(tmp_path, capsys, encoding):
    rows = 'd2,"Jürgens\nRoof",Won,2026-01-06,12\n\nd3,Üter,Won,2026-01-06,12x\n'
    workspace(tmp_path, (HEADING + rows).replace("\n", "\r\n").encode(encoding))
    code, out, _ = run(capsys, tmp_path, "check", "--why", "1", "--format", "json")
    (found,) = json.loads(out)
    assert (code, found["line"], found["says"]) == (0, 5, "d3,Üter,Won,2026-01-06,12x")
    (fault,) = found["faults"]
    assert (fault["code"], fault["heading"], fault["value"]) == ("bad_number", "Amount", "12x")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("deals.csv:9", "The nearest is deals.csv:4."),
        ("deals.csv:1", "The nearest is deals.csv:3."),
        ("deal.csv:3", "Did you mean 'deals.csv'?"),
        ("7", "They are numbered 1 to 2."),
        ("deals.csv", "Write FILE:LINE, or a row's number."),
    ],
)
def test_why_of_a_row_that_is_not_there_names_the_nearest(tmp_path, capsys, row, said):
    workspace(tmp_path, HEADING + GOOD + "d2,x,Won,2026-01-06,12x\nd3,x,Won,2026-01-06,1y\n")
    code, out, err = run(capsys, tmp_path, "check", "--why", row)
    assert (code, out) == (2, "")
    assert said in err


CODE = re.compile(r"[\"']((?:bad|wrong|too|unreadable|duplicate)_[a-z]+|missing_required)[\"']")


def test_every_reason_has_words_and_a_mend(root):
    modules = [*root.glob("dashboard/engine/*.py"), *root.glob("dashboard/ingest/*.py")]
    used = {code for each in modules for code in CODE.findall(each.read_text(encoding="utf-8"))}
    assert used == set(reasons.all_reasons())
    for each in reasons.all_reasons().values():
        assert each.mend.endswith(".")
        assert not each.words.endswith(".")
