"""A message to an incoming webhook of Slack: its address is the secret.

The last byte goes out by itself: a body that is not whole is no message, so that what breaks before
it was surely not posted.
"""

from __future__ import annotations

import http.client
import ipaddress
import ssl
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit
from urllib.request import getproxies, proxy_bypass

from dashboard.errors import ConfigError
from dashboard.reports.channels import HandingOver, UnclearError, UndeliveredError, without

_OK = range(200, 300)
_TOO_MANY = 429
_FAULTS = range(500, 600)
# Said by what stands before the server: the server itself may have posted the message.
_SAID_BETWEEN = (502, 504)
_MOST_READ = 2000


@dataclass(frozen=True)
class Webhook:
    """Where messages are posted; nothing that is shown or written down holds the address."""

    address: str = field(repr=False)
    named: str = ""
    timeout: float = 30.0


def webhook_of(address: str, named: str, timeout: float) -> Webhook:
    """Return a webhook; ConfigError where its address is none, named by its variable."""
    parts = urlsplit(address)
    if parts.scheme == "https" or (parts.scheme == "http" and _is_here(parts.hostname or "")):
        return Webhook(address, named, timeout)
    raise ConfigError(
        f"{named} holds no address of a webhook. Slack shows one that begins with https:// under "
        "Incoming Webhooks."
    )


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def post(webhook: Webhook, payload: bytes, handing_over: HandingOver) -> str:
    """Post a message of JSON; return the server's word that it was taken."""
    parts = urlsplit(webhook.address)
    secrets = (webhook.address, parts.path.lstrip("/"))
    try:
        with closing(_connection(parts, webhook.timeout)) as connection:
            _send(connection, parts, payload)
            handing_over()
            return _answered(connection, payload, secrets)
    except ssl.SSLCertVerificationError as error:
        said = f"{parts.hostname} has a certificate that cannot be trusted: {error.verify_message}"
        raise UndeliveredError(said, is_passing=False) from None
    except (OSError, http.client.HTTPException) as error:
        said = without(f"{parts.hostname}: {error or type(error).__name__}", secrets)
        raise UndeliveredError(said, is_passing=True) from None


def _connection(parts: SplitResult, timeout: float) -> http.client.HTTPConnection:
    """Return a connection, by way of the proxy that the environment names."""
    host = parts.hostname or ""
    proxy = "" if proxy_bypass(host) else getproxies().get(parts.scheme, "")
    if parts.scheme == "http":
        return http.client.HTTPConnection(host, parts.port, timeout=timeout)
    context = ssl.create_default_context()
    if not proxy:
        return http.client.HTTPSConnection(host, parts.port, timeout=timeout, context=context)
    there = urlsplit(proxy)
    connection = http.client.HTTPSConnection(
        there.hostname or "", there.port, timeout=timeout, context=context
    )
    connection.set_tunnel(host, parts.port)
    return connection


def _send(connection: http.client.HTTPConnection, parts: SplitResult, payload: bytes) -> None:
    """Send all but the last byte."""
    path = parts.path or "/"
    connection.putrequest("POST", f"{path}?{parts.query}" if parts.query else path)
    connection.putheader("Content-Type", "application/json; charset=utf-8")
    connection.putheader("Content-Length", str(len(payload)))
    connection.endheaders()
    connection.send(payload[:-1])


def _answered(
    connection: http.client.HTTPConnection, payload: bytes, secrets: tuple[str, ...]
) -> str:
    connection.send(payload[-1:])
    try:
        answer = connection.getresponse()
        said = answer.read(_MOST_READ).decode("utf-8", "replace")
    except (OSError, http.client.HTTPException) as error:
        had = f"the server had all of it and gave no answer: {error or type(error).__name__}"
        raise UnclearError(without(had, secrets)) from None
    told = without(f"{answer.status} {said}", secrets)
    if answer.status in _OK:
        return told
    if answer.status in _SAID_BETWEEN:
        raise UnclearError(f"what stands before the server answered in its place: {told}")
    is_passing = answer.status == _TOO_MANY or answer.status in _FAULTS
    raise UndeliveredError(
        f"refused: {told}", is_passing=is_passing, after=_after(dict(answer.getheaders()))
    )


def _after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that the server asks to wait."""
    asked = {name.lower(): value for name, value in headers.items()}.get("retry-after", "")
    return float(asked) if asked.isdigit() else None
