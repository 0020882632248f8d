"""A mail server of our own: takes letters under TLS, and can refuse, fall silent or break off."""

from __future__ import annotations

import asyncio
import email
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

CERTIFICATE = Path(__file__).parent / "certificates" / "server.pem"
USER, PASSWORD = "reports", "correct-horse-battery"

BREAK = "break off"
SILENCE = "say nothing"


@dataclass
class Mailbox:
    """What arrived, and what the server does: an answer for each time it is asked, by command.

    An answer is a line of SMTP, BREAK or SILENCE; when they run out, all is well.
    """

    answers: dict[str, list[str]] = field(default_factory=dict)
    arrived: list[bytes] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    connections: int = 0
    was_encrypted: list[bool] = field(default_factory=list)
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)

    @property
    def mails(self) -> list[EmailMessage]:
        return [email.message_from_bytes(each, policy=default) for each in self.arrived]

    def next_answer(self, command: str) -> str:
        planned = self.answers.get(command)
        return planned.pop(0) if planned else ""

    async def _said(self, command: str, server: SMTP) -> str:
        answer = self.next_answer(command)
        if answer == SILENCE:
            await asyncio.sleep(3)
        if answer in (BREAK, SILENCE):
            server.transport.abort()
            return "421 gone"
        return answer

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.was_encrypted.append(session.ssl is not None or server.transport.get_extra_info(
            "sslcontext") is not None)  # fmt: skip
        refused = await self._said("MAIL", server)
        envelope.mail_from = address
        return refused or "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        refused = await self._said("RCPT", server)
        if not refused:
            envelope.rcpt_tos.append(address)
        return refused or "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        refused = await self._said("END", server)
        if refused and refused != "421 gone":
            return refused
        self.arrived.append(bytes(envelope.content or b""))
        self.to.extend(envelope.rcpt_tos)
        return refused or "250 OK: queued as 4711"


class _Server(SMTP):
    """Breaks off in the middle of a message when told to."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        box: Mailbox = self.event_handler
        planned = box.next_answer("DATA")
        if planned == BREAK:
            await self.push("354 go ahead")
            await self._reader.readline()
            self.transport.abort()
        elif planned:
            await self.push(planned)
        else:
            await super().smtp_DATA(arg)


@contextmanager
def mail_server(
    box: Mailbox, *, security: str = "starttls", offers_tls: bool = True
) -> Iterator[int]:
    """Run a server until the block ends; yield its port."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE, CERTIFICATE.with_name("server.key"))

    def authenticate(server: SMTP, session: Any, envelope: Any, how: str, data: Any) -> AuthResult:
        box.logins.append((data.login, data.password))
        is_right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=is_right, handled=False)

    def make(found: Mailbox) -> SMTP:
        starts = security == "starttls" and offers_tls
        return _Server(
            found,
            hostname="mail.example.com",
            tls_context=context if starts else None,
            require_starttls=starts,
            authenticator=authenticate,
            auth_require_tls=security == "starttls",
            auth_required=False,
            timeout=10,
        )

    with _listening(make, box, context if security == "tls" else None) as port:
        yield port


@contextmanager
def _listening(
    make: Callable[[Mailbox], SMTP], box: Mailbox, context: ssl.SSLContext | None
) -> Iterator[int]:
    """Run a server in a loop of its own."""
    loop = asyncio.new_event_loop()

    def factory() -> SMTP:
        box.connections += 1
        return make(box)

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.run_forever()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    created = loop.create_server(factory, "127.0.0.1", 0, ssl=context)
    server = asyncio.run_coroutine_threadsafe(created, loop).result(5)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(_stopped(server), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()


async def _stopped(server: asyncio.Server) -> None:
    server.close()
    rest = [each for each in asyncio.all_tasks() if each is not asyncio.current_task()]
    for each in rest:
        each.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
    # Connections that were told to break are closed in the next round.
    await asyncio.sleep(0)
