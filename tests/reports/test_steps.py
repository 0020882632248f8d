"""Scheduled reports end to end: real builds, snapshots and letters, a clock moved by hand."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import config as configs
from dashboard.reports import deliver, journal, outbox
from dashboard.reports.run import run_due
from dashboard.reports.sending import Patience
from dashboard.reports.steps import Steps
from tests.reports.company import built, write
from tests.reports.mail_server import CERTIFICATE, PASSWORD, USER, Mailbox, mail_server

MAIL = """
[mail]
host = "localhost"
port = {port}
from = "reports@example.com"
user_env = "TEST_MAIL_USER"
password_env = "TEST_MAIL_PASSWORD"
timeout_seconds = 5
ca_file = "server.pem"
"""
MONDAY = """
[[report]]
name = "monday"
at = "Mon 07:00"
to = ["ann@example.com", "bob@example.com"]
only = "data"
"""
ALERTS = """
[[alert]]
name = "old"
older_than_hours = 96
to = "ann@example.com"
link = "https://pipeline.example.com"

[[alert]]
name = "broken"
build_failed = true
to = "ann@example.com"
"""


class Crash(BaseException):
    """The process is gone: nothing that it still meant to do happens."""


class Company:
    """A workspace with a mail server of the test, and a clock."""

    def __init__(self, workspace: Path, box: Mailbox, port: int) -> None:
        self.workspace, self.box, self.port = workspace, box, port
        self.now = dt.datetime(2026, 10, 24, tzinfo=dt.UTC)
        self.said: list[str] = []

    def configure(self, *parts: str, is_confirmed: bool = True) -> None:
        more = MAIL.format(port=self.port) + "".join(parts)
        write(self.workspace, more, is_confirmed=is_confirmed)

    def at(self, day: int, hour: int = 7, minute: int = 0) -> int:
        """Look for what is due at a time of October 2026, in UTC; 26 is a Monday."""
        first = dt.datetime(2026, 10, 1, tzinfo=dt.UTC)
        self.now = first + dt.timedelta(days=day - 1, hours=hour, minutes=minute)
        steps = Steps(lambda: self.now, Patience(tries=2, sleep=lambda _: None))
        return run_due(self.workspace, steps, lambda: self.now, self.said.append)

    @property
    def subjects(self) -> list[str]:
        return [str(each["Subject"]) for each in self.box.mails]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built company; tests take a copy."""
    workspace = built(tmp_path_factory.mktemp("original"))
    shutil.copy(CERTIFICATE, workspace / "server.pem")
    return workspace


@pytest.fixture
def company(original: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Company]:
    monkeypatch.setenv("TEST_MAIL_USER", USER)
    monkeypatch.setenv("TEST_MAIL_PASSWORD", PASSWORD)
    box = Mailbox()
    with mail_server(box) as port:
        found = Company(shutil.copytree(original, tmp_path / "company"), box, port)
        found.configure(MONDAY)
        assert found.at(24) == 0
        yield found


def test_each_monday_has_its_letters_once_also_where_nothing_changed(company):
    assert company.at(26) == 0
    assert sorted(company.box.to) == ["ann@example.com", "bob@example.com"]
    for minute in (1, 6, 59):
        assert company.at(26, 7, minute) == 0
    assert len(company.box.to) == 2
    assert company.at(26 + 7) == 0
    assert sorted(company.box.to) == ["ann@example.com"] * 2 + ["bob@example.com"] * 2
    # The exports are the same, and so is the snapshot; the letters are two weeks' letters.
    assert len(list((company.workspace / "snapshots").glob("2026*"))) == 1
    assert len({str(each["Message-ID"]) for each in company.box.mails}) == 4
    assert company.said == ["monday: 2 sent", "monday: 2 sent"]


def test_what_was_refused_arrives_later_and_what_arrived_is_not_sent_again(company):
    company.box.answers["RCPT"] = ["", "451 later", "451 later"]
    assert company.at(26) == 4
    assert company.box.to == ["ann@example.com"]
    assert "1 sent, 1 failed" in company.said[-1]
    # Too early for another try.
    assert company.at(26, 7, 4) == 0
    assert company.at(26, 7, 5) == 0
    assert company.box.to == ["ann@example.com", "bob@example.com"]
    assert company.said[-1] == "What did not arrive: 1 sent"


def test_what_is_refused_for_good_is_tried_daily_for_a_week_then_told_and_left(company):
    company.box.answers["RCPT"] = ["", *["550 no such mailbox"] * 99]
    assert company.at(26) == 4
    # No further Monday brings a letter of its own.
    company.configure(MONDAY.replace('at = "Mon 07:00"\n', ""))
    codes = {}
    for day in range(26, 36):
        for hour in (8, 13, 23):
            before = company.box.connections
            code = company.at(day, hour)
            if company.box.connections > before:
                codes[day, hour] = code
    # At 7:00 it was refused first, so at 8:00 a day is over.
    assert codes == {(day, 8): 4 for day in range(27, 34)}
    assert "1 abandoned (refused: 550 no such mailbox; for 7 days" in company.said[-1]
    (left,) = [each for each in outbox.all_of(company.workspace) if each.state == "abandoned"]
    assert f"gatecost deliver --resend {left.name}" in company.said[-1]
    company.box.answers.clear()
    config = configs.load(company.workspace)
    fate = deliver.send_one(
        company.workspace, config, left, lambda: company.now, Patience(), again=True
    )
    assert fate.has_arrived
    assert company.box.to == ["ann@example.com", "bob@example.com"]


def test_a_run_that_broke_off_goes_on_with_what_it_had_written(company, monkeypatch):
    sent = deliver.send_these

    def first_only(workspace, config, found, now, patience):
        sent(workspace, config, found[:1], now, patience)
        raise Crash

    monkeypatch.setattr(deliver, "send_these", first_only)
    with pytest.raises(Crash):
        company.at(26)
    monkeypatch.setattr(deliver, "send_these", sent)
    # Newer exports belong to the next report.
    deals = company.workspace / "exports" / "deals.csv"
    deals.write_text(deals.read_text("utf-8").replace("Lost", "Won"), encoding="utf-8")
    assert company.at(26, 7, 30) == 0
    assert sorted(company.box.to) == ["ann@example.com", "bob@example.com"]
    assert len(list((company.workspace / "snapshots").glob("2026*"))) == 1
    assert [each.kind for each in journal.read(company.workspace)][-1] == "ended"


def test_nothing_leaves_before_the_totals_are_confirmed_and_then_it_does(company):
    company.configure(MONDAY, is_confirmed=False)
    assert company.at(26) == 3
    assert "nobody has confirmed the control totals" in company.said[-1]
    assert company.box.to == []
    company.configure(MONDAY)
    assert company.at(26, 8) == 0
    assert len(company.box.to) == 2


def test_alerts_are_mailed_when_they_begin_and_when_they_end(company):
    company.configure(MONDAY, ALERTS)
    # As of midnight of the 23rd: 96 hours are over on the 27th.
    assert company.at(26, 6) == 0
    assert company.at(27, 1) == 0
    assert company.subjects[-1] == "Alert: data older than 96 hours"
    assert "https://pipeline.example.com" in company.box.mails[-1].get_content()
    deals = company.workspace / "exports" / "deals.csv"
    good = deals.read_bytes()
    deals.write_text("id,lead\nD1,L1\n", encoding="utf-8")
    before = len(company.box.to)
    assert company.at(33) == 2
    said = company.box.mails[-1].get_content()
    assert re.match(r"The build failed: gatecost\.toml:\d+: \[\[map\]\] of deals\.csv", said)
    assert str(company.workspace) not in said
    assert company.subjects[before:] == ["Alert: the build failed"]
    deals.write_bytes(good)
    assert company.at(33, 7, 20) == 0
    # The exports are those of the Monday before, which both readers have.
    same = "Pipeline: the exports are the same"
    assert sorted(company.subjects[before + 1 :]) == ["Over: the build failed", same, same]
