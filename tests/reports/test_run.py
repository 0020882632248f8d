"""Each report that is due is made once: through failures, crashes, missed hours, new clocks."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import random
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest

from dashboard import config
from dashboard.errors import ConfigError, DataError, GatecostError, LockedError
from dashboard.reports import journal
from dashboard.reports.run import Delivered, Due, run_due

CONFIG = """
[company]
time_zone = "Europe/Berlin"

[[report]]
name = "weekly"
at = "Mon 07:00"
folder = "out"

[[report]]
name = "daily"
at = "daily 02:30"
folder = "out"
"""


class Crash(BaseException):
    """The process is gone: nothing that it still meant to do happens."""


class Company:
    """Exports, an outbox that knows what it sent, and faults that come when they are told to."""

    def __init__(self, workspace: Path) -> None:
        self.workspace = workspace
        self.now = utc("2026-10-01T02:00")
        self.faults: dict[str, BaseException] = {}
        self.done: list[str] = []
        self.sent: Counter[tuple[str, str]] = Counter()
        self.said: list[str] = []
        self.watched: list[str | None] = []
        self.is_all = True
        (workspace / "gatecost.toml").write_text(CONFIG, encoding="utf-8")

    def at(self, moment: str) -> int:
        self.now = utc(moment)
        return self.run()

    def run(self) -> int:
        return run_due(self.workspace, self, lambda: self.now, self.said.append)

    def _step(self, name: str) -> None:
        self.done.append(name)
        if name in self.faults:
            raise self.faults[name]

    def build(self, workspace: Path) -> None:
        self._step("build")

    def prepare(self, workspace: Path, due: Due) -> SimpleNamespace:
        self._step(f"prepare {due.report.name}")
        return SimpleNamespace(snapshot="2026-10-23", due=due)

    def send(self, workspace: Path, prepared: SimpleNamespace) -> Delivered:
        due = prepared.due
        self._step(f"send {due.report.name}")
        letter = (due.report.name, f"{due.moment:%Y-%m-%dT%H:%M}")
        if letter not in self.sent:
            self.sent[letter] += 1
        self._step("after sending")
        return Delivered("1 sent", self.is_all)

    def send_again(self, workspace: Path) -> Delivered | None:
        self._step("send again")
        return None

    def watch(self, workspace: Path, built: str | None, now: dt.datetime) -> Delivered | None:
        self.watched.append(built)
        return None


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@pytest.fixture
def company(tmp_path: Path) -> Company:
    found = Company(tmp_path)
    # A Thursday: the times of both reports are noted, and nothing is owed from before.
    assert found.run() == 0
    assert found.sent == Counter()
    return found


def test_a_due_report_is_built_made_and_delivered_once(company):
    assert company.at("2026-10-02T00:29") == 0
    assert company.sent == Counter()
    company.done.clear()
    assert company.at("2026-10-02T00:30") == 0
    assert company.done == [
        "send again", "build", "prepare daily", "send daily", "after sending",
    ]  # fmt: skip
    for minutes in (31, 45, 59):
        assert company.at(f"2026-10-02T00:{minutes}") == 0
    assert company.sent == {("daily", "2026-10-02T00:30"): 1}
    assert "daily: 1 sent" in company.said


def test_two_reports_share_a_build(company):
    company.done.clear()
    company.at("2026-10-05T06:00")
    assert company.done.count("build") == 1
    assert company.sent == {("daily", "2026-10-05T00:30"): 1, ("weekly", "2026-10-05T05:00"): 1}


def test_of_runs_missed_over_a_week_the_last_is_made(company):
    company.at("2026-10-14T12:00")
    assert company.sent == {("daily", "2026-10-14T00:30"): 1, ("weekly", "2026-10-12T05:00"): 1}


def test_no_report_leaves_when_the_build_fails_and_it_does_once_it_works(company):
    company.faults["build"] = DataError("deals.csv was refused whole.")
    assert company.at("2026-10-02T00:30") == 3
    assert company.sent == Counter()
    assert company.watched[-1] == "deals.csv was refused whole."
    company.done.clear()
    company.at("2026-10-02T00:34")
    assert "build" not in company.done
    company.faults.clear()
    assert company.at("2026-10-02T00:35") == 0
    assert company.sent == {("daily", "2026-10-02T00:30"): 1}
    assert company.watched[-1] == ""
    company.at("2026-10-02T00:40")
    assert company.watched[-1] is None


@pytest.mark.parametrize("step", ["build", "prepare daily"])
def test_a_workspace_that_another_run_holds_is_no_fault_and_is_tried_at_the_next_look(
    company, step
):
    company.faults[step] = LockedError("Another build is running.")
    assert company.at("2026-10-02T00:30") == 75
    assert company.sent == Counter()
    # A build that did not fail must raise no alert that it did.
    assert company.watched[-1] == ("" if step != "build" else None)
    assert "failed" not in {each.kind for each in journal.read(company.workspace)}
    company.faults.clear()
    assert company.at("2026-10-02T00:31") == 0
    assert company.sent == {("daily", "2026-10-02T00:30"): 1}


def test_one_report_that_fails_does_not_keep_the_other_from_leaving(company):
    company.faults["prepare daily"] = GatecostError("The disk is full.")
    assert company.at("2026-10-05T06:00") == 1
    assert company.sent == {("weekly", "2026-10-05T05:00"): 1}
    assert "daily: The disk is full." in company.said
    company.faults.clear()
    company.at("2026-10-05T06:05")
    assert company.sent["daily", "2026-10-05T00:30"] == 1


def test_what_nobody_foresaw_ends_a_report_and_not_the_process(company):
    company.faults["prepare daily"] = ZeroDivisionError("division by zero")
    assert company.at("2026-10-02T00:30") == 1
    assert "daily: ZeroDivisionError: division by zero" in company.said


def test_a_crash_after_sending_sends_nothing_twice(company):
    company.faults["after sending"] = Crash()
    with pytest.raises(Crash):
        company.at("2026-10-02T00:30")
    assert company.sent == {("daily", "2026-10-02T00:30"): 1}
    company.faults.clear()
    company.done.clear()
    assert company.at("2026-10-02T00:31") == 0
    # What was begun is ended with the exports it was begun with.
    assert "build" not in company.done
    assert company.sent == {("daily", "2026-10-02T00:30"): 1}
    company.done.clear()
    company.at("2026-10-02T00:32")
    assert company.done == ["send again"]


def test_letters_that_did_not_all_arrive_are_left_to_the_outbox(company):
    company.is_all = False
    assert company.at("2026-10-02T00:30") == 4
    company.done.clear()
    assert company.at("2026-10-02T00:31") == 0
    assert company.done == ["send again"]


def test_a_second_process_gives_way(company):
    company.now = utc("2026-10-02T00:30")
    with journal.lock(company.workspace), pytest.raises(LockedError):
        company.run()
    assert company.sent == Counter()
    assert company.run() == 0
    assert company.sent == {("daily", "2026-10-02T00:30"): 1}


def test_a_broken_config_says_so_and_loses_no_report(company):
    written = company.workspace / "gatecost.toml"
    written.write_text(CONFIG.replace("Mon 07:00", "Mno 07:00"), encoding="utf-8")
    with pytest.raises(ConfigError, match="Did you mean 'mon'"):
        company.at("2026-10-05T05:00")
    written.write_text(CONFIG, encoding="utf-8")
    company.at("2026-10-05T06:00")
    assert company.sent["weekly", "2026-10-05T05:00"] == 1


@pytest.mark.parametrize("seed", range(2))
def test_each_day_has_its_report_once_through_whatever_happens(tmp_path, seed, monkeypatch):
    """Twelve days over the end of summer time, looked at every hour or so, with faults."""
    # No power fails in a test; a thousand waits for the disk are most of its time.
    monkeypatch.setattr(os, "fsync", lambda handle: None)
    drawn, company = random.Random(seed), Company(tmp_path)
    steps = ("build", "prepare daily", "send daily", "after sending", "prepare weekly")
    company.now = utc("2026-10-17T12:00")
    while company.now < utc("2026-10-29T12:00"):
        company.faults = {
            step: Crash() if drawn.random() < 0.5 else DataError("no")
            for step in steps
            if drawn.random() < 0.2
        }
        with contextlib.suppress(Crash):
            company.run()
        company.now += dt.timedelta(minutes=drawn.choice((7, 31, 61, 150)))
    assert set(company.sent.values()) == {1}
    local = config.load(tmp_path).company.zone
    days: dict[str, list[int]] = {"daily": [], "weekly": []}
    for name, moment in sorted(company.sent):
        days[name].append(utc(moment).astimezone(local).day)
    assert days == {"daily": list(range(18, 30)), "weekly": [19, 26]}
