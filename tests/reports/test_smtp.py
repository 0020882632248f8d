"""A letter on its way to a real mail server: taken, refused, or nobody knows."""

from __future__ import annotations

import dataclasses
import socket
from pathlib import Path

import pytest

from dashboard.errors import ConfigError
from dashboard.reports.channels import UnclearError, UndeliveredError
from dashboard.reports.channels.smtp import Server, send
from tests.reports.mail_server import (
    BREAK,
    CERTIFICATE,
    PASSWORD,
    SILENCE,
    USER,
    Mailbox,
    mail_server,
)

MESSAGE = b"Subject: hello\r\n\r\nfirst\r\n.second begins with a dot\r\n..third\r\nlast\r\n"


def server(port: int, **more: object) -> Server:
    plain = Server(
        host="localhost", port=port, security="starttls", helo="example.com", timeout=1.0,
        user=USER, password=PASSWORD, ca_file=CERTIFICATE,
    )  # fmt: skip
    return dataclasses.replace(plain, **more)  # type: ignore[arg-type]


class Steps:
    """Whether the letter was handed over, as a run writes it down."""

    def __init__(self) -> None:
        self.handed_over = 0

    def __call__(self) -> None:
        self.handed_over += 1


def sent(to: Server) -> tuple[str, Steps]:
    steps = Steps()
    return send(to, "reports@example.com", "ann@example.com", MESSAGE, steps), steps


def undelivered(to: Server, message: bytes = MESSAGE) -> tuple[UndeliveredError, Steps]:
    steps = Steps()
    with pytest.raises(UndeliveredError) as caught:
        send(to, "reports@example.com", "ann@example.com", message, steps)
    return caught.value, steps


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_letter_arrives_under_tls_as_it_was_written(security: str) -> None:
    box = Mailbox()
    with mail_server(box, security=security) as port:
        said, steps = sent(server(port, security=security))
    assert said == "OK: queued as 4711"
    assert box.to == ["ann@example.com"]
    assert box.arrived == [MESSAGE]
    assert box.was_encrypted == [True]
    assert box.logins == [(USER.encode(), PASSWORD.encode())]
    assert steps.handed_over == 1


def test_a_server_without_tls_gets_nothing() -> None:
    box = Mailbox()
    with mail_server(box, offers_tls=False) as port:
        error, steps = undelivered(server(port))
    assert "nothing was sent in the open" in str(error)
    assert not error.is_passing
    assert (box.logins, box.arrived, steps.handed_over) == ([], [], 0)


def test_a_server_that_nobody_vouches_for_gets_nothing() -> None:
    box = Mailbox()
    with mail_server(box) as port:
        error, _ = undelivered(server(port, ca_file=None))
    assert "has a certificate that cannot be trusted" in str(error)
    assert not error.is_passing
    assert (box.logins, box.arrived) == ([], [])


def test_a_certificate_is_for_the_host_that_was_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *a, **k: asked("127.0.0.1", *a, **k))
    with mail_server(Mailbox()) as port:
        error, _ = undelivered(server(port, host="mail.elsewhere.example"))
    assert "has a certificate that cannot be trusted" in str(error)


def test_a_wrong_password_is_told_without_the_password() -> None:
    box = Mailbox()
    with mail_server(box) as port:
        error, _ = undelivered(server(port, password="tell-nobody"))
    assert "refused: 535" in str(error)
    assert not error.is_passing
    assert "tell-nobody" not in str(error) + repr(server(port, password="tell-nobody"))
    assert box.arrived == []


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA", "END"])
@pytest.mark.parametrize(
    ("answer", "is_passing"), [("451 try later", True), ("550 no such mailbox", False)]
)
def test_a_refusal_is_the_servers_word_that_it_did_not_arrive(command, answer, is_passing) -> None:
    box = Mailbox({command: [answer]})
    with mail_server(box) as port:
        error, steps = undelivered(server(port))
    assert str(error) == f"refused: {answer}"
    assert error.is_passing is is_passing
    assert box.arrived == []
    assert steps.handed_over == (command == "END")


def test_a_connection_that_breaks_within_the_letter_surely_delivered_nothing() -> None:
    box = Mailbox({"DATA": [BREAK]})
    # More than the ways between the two hold, so that the break is seen while it is sent.
    long = MESSAGE + b"line after line\r\n" * 1_000_000
    with mail_server(box) as port:
        error, steps = undelivered(server(port, timeout=10.0), long)
    assert error.is_passing
    assert (box.arrived, steps.handed_over) == ([], 0)


@pytest.mark.parametrize("command", ["MAIL", "RCPT"])
def test_a_connection_that_breaks_before_the_end_surely_delivered_nothing(command: str) -> None:
    box = Mailbox({command: [BREAK]})
    with mail_server(box) as port:
        error, steps = undelivered(server(port))
    assert error.is_passing
    assert (box.arrived, steps.handed_over) == ([], 0)


@pytest.mark.parametrize("command", ["MAIL", "RCPT"])
def test_a_server_that_falls_silent_before_the_end_surely_got_nothing(command: str) -> None:
    box = Mailbox({command: [SILENCE]})
    with mail_server(box) as port:
        error, steps = undelivered(server(port))
    assert error.is_passing
    assert "timed out" in str(error)
    assert steps.handed_over == 0


@pytest.mark.parametrize("ending", [BREAK, SILENCE])
def test_without_an_answer_to_the_end_nobody_knows(ending: str) -> None:
    box = Mailbox({"END": [ending]})
    with mail_server(box) as port, pytest.raises(UnclearError, match="gave no answer"):
        sent(server(port))


@pytest.mark.parametrize("answer", ["OK queued", "354 go on", "150 wait", "999 what"])
def test_an_answer_to_the_end_that_is_no_refusal_leaves_it_unknown(answer: str) -> None:
    box = Mailbox({"END": [answer]})
    with mail_server(box) as port, pytest.raises(UnclearError, match="answered neither way"):
        sent(server(port))


def test_a_server_that_is_not_there_may_be_there_later() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        error, _ = undelivered(server(free.getsockname()[1], timeout=0.5))
    assert error.is_passing
    assert "localhost" in str(error)


def test_a_file_of_certificates_that_is_not_there_is_a_fault_of_the_config(tmp_path: Path) -> None:
    with mail_server(Mailbox()) as port, pytest.raises(ConfigError, match="ca_file"):
        sent(server(port, ca_file=tmp_path / "none.pem"))
