"""What `gatecost check` says to people and to schedulers, of clean and of broken workspaces."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dashboard import cli
from tests.ingest.workspaces import MAPPED, write

CONFIG = (
    MAPPED
    + """
[[map]]
table = "opportunities"
file = "deals.csv"
columns = { opportunity_id = "Id", stage = "Stage", created_at = "Made", closed_at = "Closed" }

[[stage]]
stage = "Won"
role = "won"

[[stage]]
stage = "Talk"
role = "open"
rank = 1
"""
)
HEADING = "Id,Stage,Made,Closed\n"
CLEAN = HEADING + "d1,Won,2026-01-05,2026-02-05\nd2,Talk,2026-01-06,\n"
# A won deal without an amount is a note: this one has no amount column at all.
WARNING = CLEAN + "d3,Won,2026-03-05,2026-02-05\n"
ASIDE = CLEAN + "d3,Talk,half past nine,\n"
REFUSED = CLEAN + 'd3,"never closed,2026-01-05,\nd4,Won,2026-01-05,2026-02-05\n'


def checked(capsys, folder: Path, content: str, *more: str, toml: str = CONFIG):
    write(folder / "exports", {"deals.csv": content})
    (folder / "gatecost.toml").write_text(toml, encoding="utf-8")
    code = cli.main(["check", "--workspace", str(folder), *more])
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.mark.parametrize(
    ("content", "code"), [(CLEAN, 0), (WARNING, 4), (ASIDE, 4), (REFUSED, 3), (HEADING, 3)]
)
def test_the_exit_code_tells_clean_warnings_and_what_cannot_be_built(
    tmp_path, capsys, content, code
):
    assert checked(capsys, tmp_path, content)[0] == code


def test_a_fault_of_the_config_has_code_2_and_its_line(tmp_path, capsys):
    code, out, err = checked(capsys, tmp_path, CLEAN, toml=CONFIG.replace('"Made"', '"Mde"'))
    assert (code, out) == (2, "")
    assert "gatecost.toml:8: [[map]] of deals.csv to opportunities: " in err
    assert "Did you mean 'Made'?" in err


def test_what_is_refused_is_told_with_the_reason_and_everything_else_too(tmp_path, capsys):
    code, out, err = checked(capsys, tmp_path, REFUSED, "--format", "json")
    content = json.loads(out)
    (file,) = content["files"]
    assert (code, file["status"]) == (3, "refused")
    assert "as when a quote is never closed" in file["reason"]
    assert content["faults"] == ["Refused: deals.csv. Mend or leave out these files, then build."]
    assert "Refused: deals.csv" in err


def test_without_any_date_the_files_are_told_all_the_same(tmp_path, capsys):
    code, out, err = checked(capsys, tmp_path, HEADING)
    assert code == 3
    assert "deals.csv" in out
    assert "No row of any export has a date" in err


def test_people_read_the_worst_first_and_what_to_do_next(tmp_path, capsys):
    content = ASIDE + "d5,Won,2026-03-05,2026-02-05\n"
    _, out, _ = checked(capsys, tmp_path, content)
    order = ["Files", "Rows put aside", "Tables", "Contradictions", "Measures", "Next"]
    places = [out.index(f"\n{title}\n") for title in order]
    assert places == sorted(places)
    assert "See one: gatecost check --why deals.csv:4" in out
    assert "warning: Deals won before they were created: 1" in out
    assert "such as d5: won on 2026-02-05, created on 2026-03-05" in out
    assert "Mend deals.csv first (1 rows), or run `gatecost build`" in out


def test_a_clean_workspace_is_told_to_build(tmp_path, capsys):
    _, out, _ = checked(capsys, tmp_path, CLEAN)
    assert out.rstrip().endswith("Run `gatecost build`.")
    assert "Rows put aside" not in out


def test_what_is_missing_is_told_with_where_to_export_it(tmp_path, capsys):
    toml = '[[source]]\nname = "crm"\nlayout = "salesforce_weekly"\n'
    heading = "Id,StageName,CreatedDate,CloseDate,IsWon,IsClosed,Amount,AccountId,IsDeleted\n"
    row = "006A00000012345AAX,Won,2026-01-05T10:00:00Z,2026-02-05,1,1,10,,0\n"
    write(tmp_path / "exports", {"Opportunity.csv": heading + row})
    (tmp_path / "gatecost.toml").write_text(toml, encoding="utf-8")
    cli.main(["check", "--workspace", str(tmp_path), "--format", "json"])
    content = json.loads(capsys.readouterr().out)
    ways = {each["need"]: each["way"] for each in content["unlocks"]}
    assert ways["leads"].startswith("Salesforce: Setup > Data Export > Lead (Lead.csv)")
    most = [len(each["measures"]) for each in content["unlocks"]]
    assert most == sorted(most, reverse=True)
    lacking = {each["id"] for each in content["measures"] if each["status"] != "ok"}
    assert lacking == {name for each in content["unlocks"] for name in each["measures"]}
