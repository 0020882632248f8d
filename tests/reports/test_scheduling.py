"""`gatecost schedule` on the command line: what it prints, and with which code it ends."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from dashboard.cli import main, scheduling
from dashboard.reports import journal
from dashboard.reports.journal import Entry

CONFIG = """
[company]
time_zone = "Europe/Berlin"

[[report]]
name = "weekly"
at = ["Mon 07:00", "last day 17:00"]
folder = "out"

[[report]]
name = "by-hand"
folder = "out"
"""
# A Sunday, 12:00 in Berlin.
NOW = dt.datetime(2026, 11, 22, 11, tzinfo=dt.UTC)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "gatecost.toml").write_text(CONFIG, encoding="utf-8")
    monkeypatch.setattr(scheduling, "_now", lambda: NOW)
    return tmp_path


def run(workspace: Path, *arguments: str) -> int:
    return main(["schedule", "--workspace", str(workspace), *arguments])


def note(workspace: Path, kind: journal.Kind, at: str, text: str, due: str | None = None) -> None:
    moments = [each and dt.datetime.fromisoformat(f"{each}+00:00") for each in (at, due)]
    with journal.lock(workspace):
        journal.add(workspace, Entry(kind, "weekly", moments[0], text, moments[1]))


def test_the_list_says_when_each_is_due_and_what_became_of_the_last(workspace, capsys):
    assert run(workspace, "--list") == 0
    weekly, by_hand = capsys.readouterr().out.splitlines()[1:]
    assert "Mon 07:00; last day 17:00" in weekly
    assert "Mon 23 Nov 2026, 07:00 CET" in weekly
    assert weekly.split()[-2:] == ["never", "yet"]
    assert by_hand.split()[:4] == ["by-hand", "by", "hand", "-"]
    note(workspace, "known", "2026-11-01T00:00", "Mon 07:00; last day 17:00 Europe/Berlin")
    note(workspace, "failed", "2026-11-16T06:01", "The disk is full.", "2026-11-16T06:00")
    run(workspace, "--list")
    assert "Mon 16 Nov 2026, 07:00 CET: not made: The disk is full." in capsys.readouterr().out
    note(workspace, "ended", "2026-11-16T06:06", "2 sent", "2026-11-16T06:00")
    run(workspace, "--list")
    assert "Mon 16 Nov 2026, 07:00 CET: 2 sent" in capsys.readouterr().out


def test_once_says_nothing_where_nothing_is_due(workspace, capsys):
    for _ in range(2):
        assert run(workspace, "--once") == 0
    assert capsys.readouterr() == ("", "")
    assert [each.kind for each in journal.read(workspace)] == ["known"]


def test_once_ends_with_75_where_another_run_is_at_it(workspace, capsys):
    with journal.lock(workspace):
        assert run(workspace, "--once") == 75
    assert "Another run is making the reports that are due." in capsys.readouterr().err


def test_what_is_printed_starts_this_program_over_this_workspace(workspace, capsys):
    assert run(workspace, "--print", "cron") == 0
    lines = capsys.readouterr().out.splitlines()
    assert "CRON_TZ=Europe/Berlin" in lines
    started = [each for each in lines if each.startswith("0 7 * * 1 ")]
    assert len(started) == 1
    assert started[0].endswith(f"schedule --once --workspace {workspace.resolve()}")
    assert Path(started[0].split()[5]).name == "gatecost"


def test_a_config_with_no_time_and_no_alert_is_refused(workspace, capsys):
    (workspace / "gatecost.toml").write_text('[[report]]\nname = "a"\nfolder = "out"\n')
    for arguments in ((), ("--once",), ("--print", "github")):
        assert run(workspace, *arguments) == 2
        assert 'Add at = "Mon 07:00" to a report.' in capsys.readouterr().err


def test_a_time_that_is_none_is_named_with_its_line_and_the_nearest(workspace, capsys):
    written = workspace / "gatecost.toml"
    written.write_text(CONFIG.replace("Mon 07:00", "Mno 7"), encoding="utf-8")
    assert run(workspace, "--list") == 2
    said = capsys.readouterr().err
    assert "gatecost.toml:7: [[report]] 1, at" in said
    assert "'7' is no time of day between 00:00 and 23:59; 'mno' is no day. Did you mean" in said
