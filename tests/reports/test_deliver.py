"""Reports on their way to real servers: each reader gets his own, once, and nobody else's."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from dashboard import config as configs
from dashboard.cli import main
from dashboard.errors import ConfigError, DataError
from dashboard.reports import deliver, letters, outbox
from dashboard.reports.envelope import Letter
from dashboard.reports.sending import Patience
from tests.reports.company import built, write
from tests.reports.mail_server import BREAK, CERTIFICATE, PASSWORD, USER, Mailbox, mail_server

MAIL = """
[mail]
host = "localhost"
port = {port}
from = "Pipeline trust <reports@example.com>"
user_env = "TEST_MAIL_USER"
password_env = "TEST_MAIL_PASSWORD"
timeout_seconds = 5
ca_file = "server.pem"
"""
BOTH = """
[[report]]
name = "monday"
to = ["ann@example.com", "bob@example.com"]
link = "https://pipeline.example.com"
folder = "sent"
"""
NORTH = """
[[report]]
name = "north"
to = "nora@example.com"
where = { region = ["North"] }
folder = "sent-north"
"""
ALERT = """
[[alert]]
name = "old"
older_than_hours = 30
to = "ann@example.com"
"""


def now() -> dt.datetime:
    return dt.datetime(2026, 10, 26, 7, 0, tzinfo=dt.UTC)


PATIENCE = Patience(tries=2, sleep=lambda _: None)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company with a snapshot for all and one for the North; copy it before changing it."""
    workspace = built(tmp_path_factory.mktemp("company"), MAIL.format(port=25) + BOTH + NORTH)
    shutil.copy(CERTIFICATE, workspace / "server.pem")
    config = configs.load(workspace)
    for report in config.reports:
        deliver.rehearse(workspace, config, report, now)
    shutil.rmtree(outbox.folder_of(workspace))
    return workspace


class Post:
    """A workspace whose mail goes to a server of the test."""

    def __init__(self, workspace: Path, box: Mailbox, port: int) -> None:
        self.workspace, self.box, self.port = workspace, box, port

    def configure(self, *parts: str, is_confirmed: bool = True) -> configs.Config:
        more = MAIL.format(port=self.port) + "".join(parts)
        write(self.workspace, more, is_confirmed=is_confirmed)
        return configs.load(self.workspace)

    def run(self, *arguments: str) -> int:
        return main(["deliver", "--workspace", str(self.workspace), *arguments])

    def states(self) -> dict[str, str]:
        return {each.order.target: each.state for each in outbox.all_of(self.workspace)}


@pytest.fixture
def post(company: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    monkeypatch.setenv("TEST_MAIL_USER", USER)
    monkeypatch.setenv("TEST_MAIL_PASSWORD", PASSWORD)
    monkeypatch.setattr("dashboard.cli.delivering.Patience", lambda: PATIENCE)
    workspace = shutil.copytree(company, tmp_path / "company")
    box = Mailbox()
    with mail_server(box) as port:
        found = Post(workspace, box, port)
        found.configure(BOTH, NORTH)
        yield found


def test_each_reader_gets_one_letter_and_no_second_one(post: Post, capsys) -> None:
    assert post.run() == 0
    assert sorted(post.box.to) == ["ann@example.com", "bob@example.com", "nora@example.com"]
    assert [each["To"] for each in post.box.mails] == post.box.to
    assert set(post.states().values()) == {"sent"}
    (copy,) = (post.workspace / "sent").iterdir()
    (made,) = [
        each for each in (post.workspace / "snapshots").glob("2026*") if "_" not in each.name
    ]
    assert sorted(p.name for p in copy.rglob("*")) == sorted(p.name for p in made.rglob("*"))
    assert "250 OK" not in capsys.readouterr().err
    assert post.run() == 0
    assert len(post.box.to) == 3


def test_who_may_see_a_part_gets_no_number_name_or_row_of_the_rest(post: Post) -> None:
    assert post.run("--report", "north") == 0
    assert post.box.to == ["nora@example.com"]
    (mail,) = post.box.mails
    texts = [each.get_content() for each in mail.walk() if each.get_content_maintype() == "text"]
    sent = [
        each.read_text(errors="replace")
        for each in (post.workspace / "sent-north").rglob("*")
        if each.suffix in (".html", ".json", ".csv")
    ]
    assert len(texts) == 2
    assert len(sent) > 5
    for text in (*texts, *sent):
        assert "South" not in text
        # Each deal of the South is of 70 million.
        assert not re.search(r"\$[\d.]+M|70000000|70,000,000", text)
    assert "North account" in "".join(sent)


def test_nothing_leaves_before_the_totals_are_confirmed(post: Post, capsys) -> None:
    post.configure(BOTH, NORTH, is_confirmed=False)
    assert post.run() == 3
    assert "nobody has confirmed the control totals" in capsys.readouterr().err
    assert (post.box.connections, post.states()) == (0, {})
    assert not (post.workspace / "sent").exists()


def test_an_alert_waits_until_the_totals_are_confirmed(post: Post) -> None:
    config = post.configure(ALERT, is_confirmed=False)
    letter = Letter("Alert: data older than 30 hours", "The data are old.")
    assert deliver.tell(post.workspace, config, config.alerts[0], 1, letter, now)
    deliver.tell(post.workspace, config, config.alerts[0], 1, letter, now)
    (fate,) = deliver.send_open(post.workspace, config, now, PATIENCE)
    assert fate.entry is not None
    assert "held until the control totals" in fate.entry.said
    assert not fate.has_arrived
    confirmed = post.configure(ALERT)
    (fate,) = deliver.send_open(post.workspace, confirmed, now, PATIENCE)
    assert fate.has_arrived
    assert post.box.mails[0]["Subject"] == letter.subject


def test_a_letter_that_was_refused_is_told_and_goes_with_the_next_run(post: Post, capsys) -> None:
    post.box.answers = {"RCPT": ["550 no such mailbox"]}
    assert post.run("--report", "monday") == 4
    told = capsys.readouterr().out
    assert "failed" in told
    assert "refused: 550 no such mailbox" in told
    assert PASSWORD not in told
    assert len(post.box.to) == 1
    assert post.run("--report", "monday") == 0
    assert sorted(post.box.to) == ["ann@example.com", "bob@example.com"]
    ids = {each["Message-ID"] for each in post.box.mails}
    assert len(ids) == 2


def test_a_connection_that_breaks_ends_in_one_letter(post: Post) -> None:
    post.box.answers = {"RCPT": [BREAK]}
    assert post.run("--report", "monday") == 0
    assert sorted(post.box.to) == ["ann@example.com", "bob@example.com"]


def test_what_may_have_arrived_is_told_until_a_person_settles_it(post: Post, capsys) -> None:
    post.box.answers = {"END": [BREAK]}
    assert post.run("--report", "monday") == 4
    (unknown,) = [e for e in outbox.all_of(post.workspace) if e.state == "unknown"]
    assert unknown.name in capsys.readouterr().out
    assert post.run("--report", "monday") == 4
    assert len(post.box.to) == 2
    assert post.run("--arrived", unknown.name) == 0
    assert post.run("--report", "monday") == 0
    assert len(post.box.to) == 2


def test_what_may_have_arrived_is_sent_again_when_asked(post: Post) -> None:
    post.box.answers = {"END": [BREAK]}
    post.run("--report", "north")
    (unknown,) = [e for e in outbox.all_of(post.workspace) if e.state == "unknown"]
    assert post.run("--resend", unknown.name) == 0
    assert post.box.to == ["nora@example.com"] * 2
    assert len({each["Message-ID"] for each in post.box.mails}) == 1


@pytest.mark.parametrize(
    "changed",
    [
        BOTH.replace('"bob@example.com"', '"cai@example.com"'),
        BOTH + 'where = { region = ["South"] }\n',
        BOTH + "[access]\nshow_account_names = false\n",
    ],
)
def test_what_the_config_no_longer_sends_there_is_withdrawn(post: Post, changed: str) -> None:
    config = post.configure(BOTH)
    deliver.prepare(post.workspace, config, config.reports[0], now)
    fates = deliver.send_open(post.workspace, post.configure(changed), now, PATIENCE)
    states = {each.order.target: each.entry.state for each in fates if each.entry}
    assert states["bob@example.com"] == "withdrawn"
    assert "bob@example.com" not in post.box.to


def test_what_was_withdrawn_is_not_taken_for_sent_when_it_is_asked_for_again(post, capsys) -> None:
    config = post.configure(BOTH)
    deliver.prepare(post.workspace, config, config.reports[0], now)
    first = outbox.all_of(post.workspace)[0]
    deliver.settle(first, now, "withdrawn", "")
    assert post.run("--resend", first.name) == 2
    assert "deliver --report monday` writes it anew" in capsys.readouterr().err
    assert post.run("--report", "monday") == 0
    assert set(post.states().values()) == {"sent"}


def test_a_missing_secret_is_named_before_anything_is_made(post: Post, monkeypatch) -> None:
    config = post.configure(BOTH)
    monkeypatch.delenv("TEST_MAIL_PASSWORD")
    with pytest.raises(ConfigError, match="the environment has no TEST_MAIL_PASSWORD"):
        deliver.prepare(post.workspace, config, config.reports[0], now)


def test_a_secret_that_is_gone_keeps_back_what_needs_it_alone(post: Post, monkeypatch) -> None:
    config = post.configure(BOTH)
    deliver.prepare(post.workspace, config, config.reports[0], now)
    monkeypatch.delenv("TEST_MAIL_PASSWORD")
    fates = deliver.send_open(post.workspace, config, now, PATIENCE)
    assert post.states()["sent"] == "sent"
    assert "has no TEST_MAIL_PASSWORD" in deliver.said(fates)
    assert post.states()["ann@example.com"] == "failed"


@pytest.mark.parametrize("now_wanted", [BOTH, NORTH])
def test_what_a_killed_run_handed_over_is_unknown_whatever_else_is_wrong(
    post: Post, monkeypatch, now_wanted: str
) -> None:
    config = post.configure(BOTH)
    deliver.prepare(post.workspace, config, config.reports[0], now)
    for each in outbox.all_of(post.workspace):
        deliver.settle(each, now, "sending", "")
    monkeypatch.delenv("TEST_MAIL_PASSWORD")
    deliver.send_open(post.workspace, post.configure(now_wanted), now, PATIENCE)
    monkeypatch.setenv("TEST_MAIL_PASSWORD", PASSWORD)
    deliver.send_open(post.workspace, config, now, PATIENCE)
    assert set(post.states().values()) == {"unknown"}
    assert post.box.to == []


def test_no_file_of_the_workspace_holds_a_secret(post: Post) -> None:
    post.box.answers = {"MAIL": ["451 later"]}
    post.run()
    for each in post.workspace.rglob("*"):
        if each.is_file():
            assert PASSWORD.encode() not in each.read_bytes(), each


def test_a_dry_run_writes_the_letters_and_sends_nothing(post: Post, capsys) -> None:
    assert post.run("--report", "monday", "--dry-run") == 0
    paths = [Path(each) for each in capsys.readouterr().out.split("\n") if each.endswith(".eml")]
    assert len(paths) == 2
    assert all(b"22 of 70 wins came round our gate" in each.read_bytes() for each in paths)
    assert (post.box.connections, outbox.all_of(post.workspace)) == (0, [])


def test_a_pdf_is_attached_on_request(monkeypatch) -> None:
    monkeypatch.setattr(letters, "letter", lambda *_: Letter("subject", "text"))
    made: Any = SimpleNamespace(
        material=None,
        snapshot=SimpleNamespace(
            manifest=SimpleNamespace(as_of_date=dt.date(2026, 10, 23)), read=lambda _: b"%PDF"
        ),
    )
    found = [
        letters.letter_of(made, configs.Report(name="monday", pdf=each)) for each in (True, False)
    ]
    assert [each.attached for each in found] == [{"report-2026-10-23.pdf": b"%PDF"}, {}]


def test_a_dry_run_needs_no_confirmed_totals(post: Post, capsys) -> None:
    post.configure(BOTH, is_confirmed=False)
    assert post.run("--dry-run") == 0
    assert "Nothing was sent" in capsys.readouterr().err


def test_a_report_tells_what_changed_since_its_readers_last_got_one(post: Post) -> None:
    config = post.configure(BOTH)
    report = config.reports[0]
    sent = deliver.prepare(post.workspace, config, report, now).snapshot
    assert deliver.asked_of(post.workspace, report).known == (sent,)
    other = post.configure(BOTH.replace("monday", "friday")).reports[0]
    assert deliver.asked_of(post.workspace, other).known == ()
    for each in outbox.all_of(post.workspace):
        deliver.settle(each, now, "withdrawn", "")
    assert deliver.asked_of(post.workspace, report).known == ()


def test_a_quiet_week_is_skipped_on_request_only(post: Post, monkeypatch, capsys) -> None:
    monkeypatch.setattr(deliver, "_is_quiet", lambda _: True)
    post.configure(BOTH + "skip_if_quiet = true\n")
    assert post.run() == 0
    assert post.box.to == []
    assert "nothing unusual since the last one; it is not sent" in capsys.readouterr().err
    post.configure(BOTH)
    assert post.run() == 0
    assert len(post.box.to) == 2


def test_what_its_readers_have_is_sent_again_to_nobody_who_wants_news_only(post: Post) -> None:
    quiet = post.configure(BOTH + "skip_if_quiet = true\n")
    first = deliver.prepare(post.workspace, quiet, quiet.reports[0], now, occasion="20261026T0700")
    again = deliver.prepare(post.workspace, quiet, quiet.reports[0], now, occasion="20261102T0700")
    assert (first.is_skipped, again.is_skipped) == (False, True)
    assert again.snapshot == first.snapshot


def test_a_letter_of_the_same_exports_tells_no_old_news_as_new(post: Post) -> None:
    config = post.configure(BOTH)
    deliver.prepare(post.workspace, config, config.reports[0], now, occasion="20261026T0700")
    more = post.configure(BOTH.replace('"bob@', '"cai@example.com", "bob@'))
    deliver.prepare(post.workspace, more, more.reports[0], now, occasion="20261102T0700")
    deliver.send_open(post.workspace, more, now, PATIENCE)
    said = "Nothing has changed since the last report: the exports are the same."
    told = sorted(
        (str(each["To"]), str(each["Subject"]), said in each.as_string().replace("=\n", ""))
        for each in post.box.mails
    )
    news, same = "22 of 70 wins came round our gate", "Pipeline: the exports are the same"
    assert told == [
        ("ann@example.com", news, False),
        ("ann@example.com", same, True),
        ("bob@example.com", news, False),
        ("bob@example.com", same, True),
        ("cai@example.com", news, False),
    ]


def test_an_unknown_report_has_a_nearest_one(post: Post, capsys) -> None:
    assert post.run("--report", "mondy") == 2
    assert "Did you mean 'monday'?" in capsys.readouterr().err


def test_the_list_has_every_delivery_and_its_state(post: Post, capsys) -> None:
    post.run("--report", "north")
    capsys.readouterr()
    assert post.run("--list") == 0
    told = capsys.readouterr().out
    assert "nora@example.com" in told
    assert told.count(" sent ") == 2


def test_confirming_is_asked_of_code_too(post: Post) -> None:
    config = post.configure(BOTH, is_confirmed=False)
    with pytest.raises(DataError):
        deliver.prepare(post.workspace, config, config.reports[0], now)
