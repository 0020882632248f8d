"""`gatecost followed`: the changes there are, one of them for people and for programs."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from dashboard import cli
from tests.followed import company

MARKS = f"""{company.MARK}
[[mark]]
date = 2026-08-01
label = "New form"
kind = "journey"
control = {{ segment = ["Enterprise"] }}
"""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return company.write(tmp_path_factory.mktemp("asked"), marks=MARKS)


def run(capsys, workspace: Path, *arguments: str) -> tuple[int, str, str]:
    code = cli.main(["followed", *arguments, "--workspace", str(workspace)])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_without_a_change_all_are_listed(capsys, workspace):
    code, out, _ = run(capsys, workspace)
    assert code == 0
    first, second = out.splitlines()[1:]
    assert first.split() == ["2026-08-01", "journey", "New", "form", "segment", "Enterprise"]
    assert second.split() == ["2026-04-15", "training", "New", "first", "call"]
    listed = json.loads(run(capsys, workspace, "--format", "json")[1])
    assert [each["mark"] for each in listed] == ["2026-08-01", "2026-04-15"]


def test_for_people_both_readings_stand_under_each_measure(capsys, workspace):
    _, out, _ = run(capsys, workspace, "first call", "--control", "segment=Enterprise")
    lines = out.splitlines()
    assert lines[0] == "15 Apr 2026: New first call"
    assert lines[1].startswith("1 measure was looked at: after 15 Apr 2026 it differs by more than")
    assert lines[2].startswith("What came after a change need not come of it")
    for_it, against = (
        lines.index(f"{each}:") for each in ("What speaks for the change", "What else it can be")
    )
    assert for_it < against
    assert any(
        "Segment Enterprise, which it did not touch" in each for each in lines[for_it:against]
    )
    assert "25 in 100  42 in 100" in out


def test_what_cannot_be_told_yet_says_from_when_on(capsys, workspace):
    _, out, _ = run(capsys, workspace, "2026-08-01")
    assert "Nothing can be told yet of what followed 1 Aug 2026." in out
    assert "each is followed for 60 days, so it can be told from 31 Oct 2026 on." in out
    assert "Not set beside each other:" in out
    assert "Moved within 30 days: Not computable" in out


def test_for_programs(capsys, workspace):
    code, out, _ = run(capsys, workspace, "2026-04-15", "--months", "2", "--format", "json")
    found = json.loads(out)
    assert code == 0
    (row,) = found["rows"]
    assert (row["measure"], row["before_from"], row["after_to"]) == (
        "won_by_cohort", "2026-02", "2026-06",
    )  # fmt: skip
    assert row["difference"] == pytest.approx(1 / 6)
    _, out, _ = run(capsys, workspace, "2026-04-15", "--where", "segment=SMB", "--format", "csv")
    (flat,) = csv.DictReader(io.StringIO(out))
    assert (flat["before_n"], flat["after_n"]) == ("120", "120")
    assert float(flat["difference"]) == pytest.approx(0.25)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["2026-04-16"], "There is no change '2026-04-16'. Did you mean '2026-04-15'?"),
        (["new"], "'new' may be any of several changes"),
        (["2026-04-15", "--months", "0"], "choose 1 to 24"),
        (["2026-04-15", "--control", "segment"], "Write --control NAME=VALUE"),
        (["2026-04-15", "--where", "segment=SBM"], "No record has segment 'SBM'"),
        (["2026-04-15", "--where", "segmnt=SMB"], "Did you mean 'segment'"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_nearest(capsys, workspace, arguments, said):
    code, out, err = run(capsys, workspace, *arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


def test_a_company_without_a_dated_change_is_told_how_to_date_one(capsys, workspace, tmp_path):
    bare = company.write(tmp_path / "bare", marks="")
    code, out, err = run(capsys, bare)
    assert (code, out.strip()) == (0, "")
    assert "add [[mark]]" in err
    del workspace
