"""A delivery is written whole, tried while it surely did not arrive, and never made twice."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.errors import ConfigError, GatecostError
from dashboard.reports import outbox
from dashboard.reports.channels import HandingOver, UnclearError, UndeliveredError
from dashboard.reports.outbox import Delivery, Order, prepare
from dashboard.reports.sending import Patience, send
from tests.reports.mail_server import CERTIFICATE, PASSWORD, USER, Mailbox, mail_server

ORDER = Order("monday", "2026-10-23", "mail", "ann@example.com", "all", "Nothing unusual")
BYTES = b"Subject: hello\r\n\r\nElm went silent.\r\n"


def at() -> dt.datetime:
    return dt.datetime(2026, 10, 26, 7, 0, tzinfo=dt.UTC)


def prepared(workspace: Path, order: Order = ORDER) -> Delivery:
    return prepare(workspace, order, lambda: BYTES, at)


class Post:
    """A way out that answers as planned: "ok", "later", "never", "unclear"; then "ok"."""

    def __init__(self, *answers: str, after: float | None = None) -> None:
        self.answers = list(answers)
        self.after = after
        self.asked = 0
        self.arrived: list[bytes] = []

    def __call__(self, payload: bytes, handing_over: HandingOver) -> str:
        self.asked += 1
        answer = self.answers.pop(0) if self.answers else "ok"
        if answer == "later":
            raise UndeliveredError("451 later", is_passing=True, after=self.after)
        if answer == "never":
            raise UndeliveredError("550 never", is_passing=False)
        handing_over()
        if answer == "refused at the end":
            raise UndeliveredError("552 too much", is_passing=True)
        if answer == "unclear":
            raise UnclearError("no answer")
        if answer == "fault":
            raise KeyError("fault")
        self.arrived.append(payload)
        return "250 queued"


def patience(*, pauses: list[float] | None = None, tries: int = 4) -> Patience:
    taken: list[float] = [] if pauses is None else pauses
    return Patience(tries=tries, first_pause=2.0, longest_pause=60.0, sleep=taken.append)


def states(delivery: Delivery) -> list[str]:
    return [each.state for each in delivery.entries]


def test_a_delivery_lies_there_whole_before_the_first_try(tmp_path: Path) -> None:
    found = prepared(tmp_path)
    assert states(found) == ["prepared"]
    assert found.payload() == BYTES
    assert found.last.at == "2026-10-26T07:00:00+00:00"
    assert [each.order for each in outbox.all_of(tmp_path)] == [ORDER]


def test_what_was_prepared_is_not_written_again(tmp_path: Path) -> None:
    first = prepared(tmp_path)
    again = prepare(tmp_path, ORDER, lambda: pytest.fail("written again"), at)
    assert again == first


def test_another_reader_snapshot_or_limit_is_another_delivery(tmp_path: Path) -> None:
    others = [
        Order(**{**ORDER.__dict__, key: value})
        for key, value in (
            ("target", "bob@example.com"), ("snapshot", "2026-10-30"), ("terms", "region"),
            ("report", "friday"), ("channel", "slack"),
        )
    ]  # fmt: skip
    assert len({each.name for each in (ORDER, *others)}) == 6


def test_no_name_holds_an_address(tmp_path: Path) -> None:
    assert "ann" not in prepared(tmp_path).name
    with pytest.raises(ConfigError):
        prepared(tmp_path, Order("../up", "s", "mail", "t", "all", ""))


def test_what_arrived_is_sent_and_its_letter_removed(tmp_path: Path) -> None:
    found, post = prepared(tmp_path), Post()
    last = send(found, post, at, patience())
    assert last is not None
    assert (last.state, last.said) == ("sent", "250 queued")
    assert states(found) == ["prepared", "sending", "sent"]
    assert sorted(each.name for each in found.folder.iterdir()) == [
        "delivery.json",
        "journal.jsonl",
    ]
    send(found, post, at, patience(), again=True)
    assert post.arrived == [BYTES]


def test_a_refusal_for_now_is_tried_again_later_each_time(tmp_path: Path) -> None:
    pauses: list[float] = []
    found, post = prepared(tmp_path), Post("later", "later", "refused at the end")
    send(found, post, at, patience(pauses=pauses))
    assert states(found) == [
        "prepared", "failed", "failed", "sending", "failed", "sending", "sent",
    ]  # fmt: skip
    assert pauses == [2.0, 4.0, 8.0]
    assert post.arrived == [BYTES]


@pytest.mark.parametrize(("after", "pause"), [(30.0, 30.0), (1.0, 2.0), (9999.0, 60.0)])
def test_the_other_side_may_say_how_long_to_wait(tmp_path, after, pause) -> None:
    pauses: list[float] = []
    send(prepared(tmp_path), Post("later", after=after), at, patience(pauses=pauses))
    assert pauses == [pause]


def test_a_run_gives_up_and_the_next_one_sends(tmp_path: Path) -> None:
    found, post = prepared(tmp_path), Post(*["later"] * 4)
    last = send(found, post, at, patience())
    assert last is not None
    assert (last.state, last.said, post.asked) == ("failed", "451 later", 4)
    assert found.payload() == BYTES
    send(found, post, at, patience())
    assert (found.state, post.arrived) == ("sent", [BYTES])


def test_a_refusal_for_good_is_not_repeated_within_a_run(tmp_path: Path) -> None:
    found, post = prepared(tmp_path), Post("never")
    send(found, post, at, patience())
    assert (post.asked, found.state) == (1, "failed")
    send(found, post, at, patience())
    assert found.state == "sent"


def test_what_may_have_arrived_is_sent_again_on_a_persons_word_only(tmp_path: Path) -> None:
    found, post = prepared(tmp_path), Post("unclear")
    for _ in range(3):
        send(found, post, at, patience())
    assert (post.asked, found.state, found.last.said) == (1, "unknown", "no answer")
    send(found, post, at, patience(), again=True)
    assert (found.state, post.arrived) == ("sent", [BYTES])


def test_a_fault_after_the_handing_over_leaves_it_unknown(tmp_path: Path) -> None:
    found = prepared(tmp_path)
    with pytest.raises(KeyError):
        send(found, Post("fault"), at, patience())
    assert found.state == "unknown"


def test_one_run_at_a_time_has_a_delivery_in_hand(tmp_path: Path) -> None:
    found, post = prepared(tmp_path), Post()
    with outbox.held(found, at):
        assert send(found, post, at, patience()) is None
    threads = [threading.Thread(target=send, args=(found, post, at, patience())) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert post.arrived == [BYTES]


CHILD = """
import os, signal, sys
from pathlib import Path
from dashboard.reports import outbox
from tests.reports import test_outbox as here

state, moment, port, workspace = sys.argv[1], sys.argv[2], int(sys.argv[3]), Path(sys.argv[4])
written = outbox.Journal.write

def write(self, asked, said=""):
    if (asked, moment) == (state, "before"):
        os.kill(os.getpid(), signal.SIGKILL)
    entry = written(self, asked, said)
    if (asked, moment) == (state, "after"):
        os.kill(os.getpid(), signal.SIGKILL)
    return entry

outbox.Journal.write = write
here.send(here.prepared(workspace), here.by_mail(port), here.at, here.patience())
"""


def by_mail(port: int) -> Callable[[bytes, HandingOver], str]:
    from dashboard.reports.channels import smtp

    server = smtp.Server(
        "localhost", port, "starttls", "example.com", 5.0, USER, PASSWORD, CERTIFICATE
    )
    return lambda payload, handing_over: smtp.send(
        server, "reports@example.com", "ann@example.com", payload, handing_over
    )


@pytest.mark.parametrize(
    ("state", "moment", "left", "arrived", "in_the_end"),
    [
        ("sending", "before", "prepared", 0, ("sent", 1)),
        ("sending", "after", "sending", 0, ("unknown", 0)),
        ("sent", "before", "sending", 1, ("unknown", 1)),
        ("sent", "after", "sent", 1, ("sent", 1)),
    ],
)
def test_a_run_that_is_killed_never_makes_a_second_letter(
    root, tmp_path, state, moment, left, arrived, in_the_end
) -> None:
    box = Mailbox()
    with mail_server(box) as port:
        command = [sys.executable, "-c", CHILD, state, moment, str(port), str(tmp_path)]
        assert subprocess.run(command, cwd=root, check=False).returncode == -9
        (found,) = outbox.all_of(tmp_path)
        assert (found.state, len(box.arrived)) == (left, arrived)
        for _ in range(2):
            send(found, by_mail(port), at, patience())
        assert (found.state, len(box.arrived)) == in_the_end


def test_a_line_that_was_cut_off_does_not_count(tmp_path: Path) -> None:
    found, post = prepared(tmp_path), Post()
    journal = found.folder / "journal.jsonl"
    whole = journal.read_bytes()
    journal.write_bytes(whole + b'{"state": "sent", "at')
    assert states(found) == ["prepared"]
    send(found, post, at, patience())
    assert states(found) == ["prepared", "sending", "sent"]
    assert post.arrived == [BYTES]


def test_what_a_killed_run_left_half_written_is_no_delivery(tmp_path: Path) -> None:
    folder = outbox.folder_of(tmp_path)
    # No process has this number: the kernel's largest is below it.
    half = folder / ".making-99999999-monday"
    half.mkdir(parents=True)
    (half / "delivery.json").write_text(json.dumps(ORDER.__dict__))
    assert outbox.all_of(tmp_path) == []
    prepared(tmp_path)
    assert not half.exists()


def test_a_delivery_that_cannot_be_read_is_told_and_not_forgotten(tmp_path: Path) -> None:
    (prepared(tmp_path).folder / "delivery.json").write_text("{}")
    with pytest.raises(GatecostError, match="Find out whether it arrived"):
        outbox.all_of(tmp_path)


def test_an_unknown_name_has_a_nearest_one(tmp_path: Path) -> None:
    name = prepared(tmp_path).name
    with pytest.raises(ConfigError, match=name):
        outbox.named(tmp_path, name[:-1])


def test_a_workspace_that_cannot_be_written_says_that_nothing_was_sent(tmp_path: Path) -> None:
    (tmp_path / "deliveries").write_text("a file where a folder belongs")
    with pytest.raises(GatecostError, match="Nothing was sent"):
        prepared(tmp_path)
