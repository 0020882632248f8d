"""A key that is left empty is a question: no build until it is answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard import cli, config
from dashboard.errors import ConfigError

EMPTY = """\
[company]
currency = ""

[[source]]
name = "crm"
layout = "salesforce_weekly"
# required: how are dates written? Candidates: DD/MM/YYYY, MM/DD/YYYY.
date_format = ""

[source.columns.opportunities]
amount = ""

[[gate]]
name = "MQL"
field = ""

[[gate]]
name = "SQL"
field = "Status"
pass = []

[outcome]
# required: which stages mean won? Candidates: 'Closing' (40 deals are in it;
#   entered 60 times, left again 2%).
won = []
"""


def faults(tmp_path: Path, text: str) -> tuple[str, ...]:
    (tmp_path / "gatecost.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        config.load(tmp_path)
    return caught.value.faults


def test_each_empty_key_is_named_with_its_line(tmp_path: Path) -> None:
    found = [fault.split("gatecost.toml:")[1] for fault in faults(tmp_path, EMPTY)]
    assert [each.split(":")[0] for each in found] == ["2", "8", "11", "15", "20", "25"]


def test_the_comment_above_tells_candidates_and_evidence(tmp_path: Path) -> None:
    told = " ".join(faults(tmp_path, EMPTY))
    assert "won is empty: which stages mean won?" in told
    assert "Candidates: 'Closing' (40 deals are in it; entered 60 times, left again 2%)." in told
    assert "Candidates: DD/MM/YYYY, MM/DD/YYYY." in told


@pytest.mark.parametrize("command", ["check", "build"])
def test_nothing_is_built_while_a_question_is_open(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    (tmp_path / "gatecost.toml").write_text(EMPTY, encoding="utf-8")
    assert cli.main([command, "--workspace", str(tmp_path)]) == 2
    assert "gatecost.toml:25: won is empty" in capsys.readouterr().err


def test_what_is_filled_in_is_no_question(tmp_path: Path) -> None:
    text = '[outcome]\nwon = ["Signed"]\n[[stage]]\nstage = "Signed"\nrole = "open"\nrank = 3\n'
    (tmp_path / "gatecost.toml").write_text(text, encoding="utf-8")
    found = config.load(tmp_path)
    assert [(each.stage, each.role, each.rank) for each in found.all_stages] == [
        ("Signed", "won", None)
    ]


def test_a_stage_that_only_the_outcome_names_is_a_stage() -> None:
    found = config.parse({"outcome": {"won": ["A"], "lost": ["B"]}}).all_stages
    assert {each.stage: each.role for each in found} == {"A": "won", "B": "lost"}
