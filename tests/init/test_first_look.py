"""What init says at once: facts from the deals alone, and what each assumption is worth."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dashboard import cli
from dashboard.cli.first_look import Move
from tests.init.proposing import DEALS, write


def test_a_move_says_only_what_changes() -> None:
    move = Move(
        "stall_days", "21", "14", {"a": 0.5, "deals won": 10.0}, {"a": 0.6, "deals won": 10}
    )
    assert move.in_words() == "stall_days = 21; with 14: a 50.0% becomes 60.0%"
    assert move.size == pytest.approx(0.1)


def test_counts_move_by_their_part() -> None:
    move = Move("new business", "by type", "all deals", {"deals won": 10.0}, {"deals won": 15.0})
    assert move.size == pytest.approx(0.5)
    assert move.in_words().endswith("deals won 10 becomes 15")


def test_assumptions_are_tried_and_ranked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.cli.first_look._RULES", {"stall_days": (14, 30)})
    monkeypatch.setattr("dashboard.cli.first_look._PATIENCE_SECONDS", 1e9)
    history = "deal_id,change_time,new_stage\n" + "".join(
        f"{n},2026-01-0{n + 1} 10:00:00,Talking\n" for n in range(1, 7)
    )
    write(tmp_path / "exports", {"deals.csv": DEALS, "stage history.csv": history})
    words = ["init", str(tmp_path / "exports"), "--workspace", str(tmp_path), "--format", "json"]
    assert cli.main(words) == 0
    said = json.loads(capsys.readouterr().out)
    assert {each["assumption"] for each in said["assumed"]} == {"stall_days", "stage On hold"}
    sizes = [each["moves_by"] for each in said["assumed"]]
    assert sizes == sorted(sizes, reverse=True)
    assert not list(tmp_path.glob("warehouse/db-*")), "the workspace's own warehouse was touched"


def test_long_builds_leave_assumptions_untried_and_say_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.cli.first_look._PATIENCE_SECONDS", 0.0)
    write(tmp_path / "exports", {"deals.csv": DEALS})
    assert cli.main(["init", str(tmp_path / "exports"), "--workspace", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "not tried: stall_days = 14, back_stamp_minutes = 0" in said
    assert "Two things known already:" in said or "Three things known already:" in said
    assert "Guesses to look at" in said
    assert "Next: gatecost check" in said


def test_no_fact_is_told_while_a_format_is_open(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = 'Deal ID,Created,Stage,Value\n1,01/02/2024,Won,"1,234"\n2,05/06/2024,Open,"2,345"\n'
    write(tmp_path / "exports", {"deals.csv": rows})
    words = ["init", str(tmp_path / "exports"), "--workspace", str(tmp_path), "--quick"]
    assert cli.main(words) == 0
    said = capsys.readouterr().out
    assert "number_format" in (tmp_path / "gatecost.toml").read_text(encoding="utf-8")
    assert "known already" not in said
    assert "fill in the required lines" in said
