"""A letter to a mail server, never without TLS.

smtplib's own `sendmail` cannot tell a connection that broke before the message's end from one that
broke after it, and only the latter may have been delivered; so the last line goes out here.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from dashboard.errors import ConfigError
from dashboard.reports.channels import HandingOver, UnclearError, UndeliveredError, without

_OK = 250
_GO_AHEAD = 354
_TEMPORARY = range(400, 500)
_REFUSALS = range(400, 600)


@dataclass(frozen=True)
class Server:
    """A mail server and how one is let in; `helo` is the domain that the sender speaks for."""

    host: str
    port: int
    security: Literal["starttls", "tls"]
    helo: str
    timeout: float
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    ca_file: Path | None = None


def send(server: Server, sender: str, to: str, message: bytes, handing_over: HandingOver) -> str:
    """Send a message to one mailbox; return the server's word that it has taken it over."""
    try:
        with _connected(server) as smtp:
            _announce(smtp, sender, to, message)
            smtp.send(_on_the_wire(message))
            handing_over()
            said = _hand_over(smtp)
            _take_leave(smtp)
            return said
    except UndeliveredError as error:
        said = without(str(error), (server.password, server.user))
        raise UndeliveredError(said, is_passing=error.is_passing) from None
    except UnclearError as error:
        raise UnclearError(without(str(error), (server.password, server.user))) from None


@contextmanager
def _connected(server: Server) -> Iterator[smtplib.SMTP]:
    """Yield a connection that is encrypted and let in; what breaks on it has not been delivered."""
    smtp = None
    try:
        smtp = _opened(server)
        yield smtp
    except ssl.SSLCertVerificationError as error:
        said = f"{server.host} has a certificate that cannot be trusted: {error.verify_message}"
        raise UndeliveredError(said, is_passing=False) from None
    except smtplib.SMTPNotSupportedError as error:
        said = f"{server.host} cannot do what is needed ({error}); nothing was sent in the open"
        raise UndeliveredError(said, is_passing=False) from None
    except smtplib.SMTPResponseException as error:
        raise _refused(error.smtp_code, error.smtp_error) from None
    except (smtplib.SMTPException, OSError) as error:
        said = f"{server.host}:{server.port}: {error or type(error).__name__}"
        raise UndeliveredError(said, is_passing=True) from None
    finally:
        if smtp is not None:
            smtp.close()


def _opened(server: Server) -> smtplib.SMTP:
    context = _trusted(server)
    address = (server.host, server.port, server.helo)
    smtp: smtplib.SMTP
    if server.security == "tls":
        smtp = smtplib.SMTP_SSL(*address, timeout=server.timeout, context=context)
    else:
        smtp = smtplib.SMTP(*address, timeout=server.timeout)
    try:
        smtp.ehlo_or_helo_if_needed()
        if server.security == "starttls":
            smtp.starttls(context=context)
            smtp.ehlo_or_helo_if_needed()
        if server.user:
            smtp.login(server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _trusted(server: Server) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=server.ca_file)
    except (OSError, ssl.SSLError) as error:
        raise ConfigError(f"[mail] ca_file: {server.ca_file} cannot be read: {error}.") from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _announce(smtp: smtplib.SMTP, sender: str, to: str, message: bytes) -> None:
    """Say from whom to whom, and have the server ask for the message itself."""
    options = [f"size={len(message)}"] if smtp.has_extn("size") else []
    for code, said in (smtp.mail(sender, options), smtp.rcpt(to)):
        if not _OK <= code < _OK + 2:
            raise _refused(code, said)
    code, said = smtp.docmd("DATA")
    if code != _GO_AHEAD:
        raise _refused(code, said)


def _on_the_wire(message: bytes) -> bytes:
    """Return the message up to the line that ends it, which alone makes the server act."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", message)
    return re.sub(rb"(?m)^\.", b"..", lines.removesuffix(b"\r\n") + b"\r\n")


def _hand_over(smtp: smtplib.SMTP) -> str:
    smtp.send(b".\r\n")
    try:
        code, said = smtp.getreply()
    except (smtplib.SMTPException, OSError) as error:
        said_so = f"the server had all of it and gave no answer: {error or type(error).__name__}"
        raise UnclearError(said_so) from None
    if code in _REFUSALS:
        raise _refused(code, said)
    if code != _OK:
        # Neither taken nor refused: a garbled answer may stand for either.
        raise UnclearError(f"the server had all of it and answered neither way: {_text(said)!r}")
    return _text(said)


def _refused(code: int, said: bytes | str) -> UndeliveredError:
    return UndeliveredError(f"refused: {code} {_text(said)}", is_passing=code in _TEMPORARY)


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said


def _take_leave(smtp: smtplib.SMTP) -> None:
    """End the talk; the server's word about the message holds, whatever becomes of this."""
    with suppress(smtplib.SMTPException, OSError):
        smtp.quit()
