"""The decision log: kept whole, read whatever it holds, and never a stranger's formula."""

from __future__ import annotations

import datetime as dt
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from dashboard import decisions
from dashboard.cli import main
from dashboard.decisions import Decision, Meeting
from dashboard.errors import ConfigError

DAY = dt.date(2026, 10, 23)
ONE = Decision(
    id="a1",
    decided_on=DAY,
    slot="cost",
    measure_id="rejected_then_won",
    question="Did people we turned away buy anyway?",
    finding="9 wins, $1.4M, had been turned away first.",
    choice="change",
    owner="Ada",
    review_on=dt.date(2027, 1, 23),
    value=0.1,
)


def test_a_decision_is_read_as_it_was_written(tmp_path):
    decisions.add(tmp_path, ONE, meeting=Meeting(DAY, {"rejected_then_won": 1400.0}))
    log = decisions.log(tmp_path)
    assert log.decisions == [ONE]
    assert decisions.read(tmp_path) == [ONE]
    assert log.meetings == [Meeting(DAY, {"rejected_then_won": 1400.0})]
    told = "Decided: change. Did people we turned away buy anyway?"
    assert (ONE.mark.date, ONE.mark.label, ONE.mark.measures) == (DAY, told, ())


def test_an_empty_workspace_has_decided_nothing(tmp_path):
    assert decisions.log(tmp_path) == decisions.Log()


def test_a_decision_returns_on_its_day_until_it_is_closed(tmp_path):
    later = replace(ONE, id="b2", review_on=dt.date(2026, 12, 1))
    decisions.add(tmp_path, ONE, later)
    log = decisions.log(tmp_path)
    assert log.due(dt.date(2026, 11, 30)) == []
    assert [each.id for each in log.due(dt.date(2026, 12, 1))] == ["b2"]
    assert [each.id for each in log.due(dt.date(2027, 1, 23))] == ["b2", "a1"]
    decisions.add(tmp_path, replace(later, closed_on=dt.date(2026, 12, 1)))
    assert [each.id for each in decisions.log(tmp_path).due(dt.date(2027, 2, 1))] == ["a1"]


def test_each_side_may_change_its_words_and_take_them_back(tmp_path):
    decisions.say(tmp_path, "win_rate", "sales", "They were small then.")
    decisions.say(tmp_path, "win_rate", "marketing", "Nobody asked.")
    assert decisions.log(tmp_path).said == {
        ("win_rate", "sales"): "They were small then.",
        ("win_rate", "marketing"): "Nobody asked.",
    }
    decisions.say(tmp_path, "win_rate", "sales", " ")
    assert list(decisions.log(tmp_path).said) == [("win_rate", "marketing")]
    with pytest.raises(ConfigError, match="no side 'finance'"):
        decisions.say(tmp_path, "win_rate", "finance", "No.")


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"choice": "drop"}, "Choose one of"),
        ({"slot": "six"}, "no slot"),
        ({"owner": "\u200b \n"[1:]}, "Who owns it"),
        ({"owner": "x" * 81}, "at most 80"),
        ({"note": "x" * 501}, "at most 500"),
        ({"note": 7}, "is to be a text"),
        ({"review_on": DAY}, "later than today"),
        ({"review_on": dt.date(2036, 1, 1)}, "five years at most"),
    ],
)
def test_what_may_not_stand_in_the_log_is_refused_and_nothing_is_kept(tmp_path, fault, said):
    with pytest.raises(ConfigError, match=said):
        decisions.add(tmp_path, ONE, replace(ONE, **fault))
    assert not decisions.path_of(tmp_path).exists()


def test_hidden_characters_do_not_reach_the_file(tmp_path):
    decisions.add(tmp_path, replace(ONE, owner="A\x00da\n\u202eevil", note="two\r\nlines"))
    found = decisions.read(tmp_path)[0]
    assert (found.owner, found.note) == ("A da evil", "two lines")
    assert decisions.path_of(tmp_path).read_bytes().count(b"\n") == 1


def test_a_line_nobody_can_read_is_told_and_the_others_stand(tmp_path):
    decisions.add(tmp_path, ONE)
    path = decisions.path_of(tmp_path)
    hostile = (
        b'{"kind": "decision"}\n[1]\n\xff\xfe\nnull\n{"kind": "other"}\n'
        b'{"kind": "meeting", "held_on": "2026-10-01", "shown": [1]}\n' + b"[" * 3000 + b'\n{"kind'
    )
    path.write_bytes(hostile + b"\n" + path.read_bytes())
    log = decisions.log(tmp_path)
    assert log.decisions == [ONE]
    assert list(log.unreadable) == [1, 2, 3, 4, 5, 6, 7, 8]


def test_a_line_cut_short_does_not_take_the_next_with_it(tmp_path):
    path = decisions.path_of(tmp_path)
    path.parent.mkdir()
    path.write_bytes(b'{"kind": "decision", "id": "cut')
    decisions.add(tmp_path, ONE)
    log = decisions.log(tmp_path)
    assert (log.decisions, list(log.unreadable)) == ([ONE], [1])


def test_rooms_that_decide_at_once_lose_no_line(tmp_path):
    def decide(at):
        decisions.add(tmp_path, replace(ONE, id=f"d{at}", note="x" * 400))

    with ThreadPoolExecutor(8) as rooms:
        list(rooms.map(decide, range(40)))
    log = decisions.log(tmp_path)
    assert {each.id for each in log.decisions} == {f"d{at}" for at in range(40)}
    assert not log.unreadable


def test_a_workspace_that_cannot_be_written_says_so(tmp_path):
    (tmp_path / "answers").write_text("a file where the folder would be")
    with pytest.raises(decisions.NotKeptError, match="Nothing was kept"):
        decisions.add(tmp_path, ONE)


def test_the_last_two_meetings_are_those_before_today():
    days = [dt.date(2026, month, 1) for month in (7, 9, 8, 10)]
    log = decisions.Log(meetings=[Meeting(day, {}) for day in days])
    found = log.last_meetings(dt.date(2026, 10, 1))
    assert [each.held_on.month for each in found] == [8, 9]


def test_a_reader_of_a_part_sees_what_was_decided_and_none_of_its_numbers():
    told = replace(ONE, note="4 of 9", address="/meeting?segment=SMB", low=0.0).without_numbers()
    assert (told.question, told.choice, told.owner) == (ONE.question, "change", "Ada")
    assert (told.finding, told.note, told.address) == ("", "", "")
    assert (told.value, told.low, told.high) == (None, None, None)


def test_the_command_line_lists_them_and_a_spreadsheet_runs_none(tmp_path, capsys):
    decisions.add(tmp_path, replace(ONE, owner='=HYPERLINK("x")', note="Call each of them."))
    path = decisions.path_of(tmp_path)
    path.write_text(path.read_text() + "broken\n")
    assert main(["decisions", "--workspace", str(tmp_path), "--format", "csv"]) == 0
    told = capsys.readouterr()
    assert "'=HYPERLINK" in told.out
    assert "Line 2 cannot be read" in told.err
    assert main(["decisions", "--workspace", str(tmp_path), "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert (listed[0]["id"], listed[0]["review_on"]) == ("a1", "2027-01-23")
    assert main(["decisions", "--workspace", str(tmp_path)]) == 0
    listed = capsys.readouterr().out
    assert "Did people we turned away buy anyway?" in listed
    assert "Call each of them." in listed
