"""The way on which an order leaves, as the config has it; secrets come from the environment."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from dashboard.config import Alert, Config, Mail, Report
from dashboard.errors import ConfigError, GatecostError
from dashboard.reports.channels import HandingOver, UndeliveredError, folder, slack, smtp, store
from dashboard.reports.envelope import address_of, domain_of
from dashboard.reports.outbox import Order
from dashboard.reports.sending import Way
from dashboard.snapshots import archive

_TIMEOUT = 30.0


def check_secrets(config: Config, each: Report | Alert) -> None:
    """Refuse what cannot be sent for want of a secret; ConfigError names every variable."""
    missing = [name for name in _needed(config, each) if not os.environ.get(name)]
    if missing:
        names = ", ".join(dict.fromkeys(missing))
        raise ConfigError(f"{each.name!r} cannot be sent: the environment has no {names}.")


def _needed(config: Config, each: Report | Alert) -> Iterator[str]:
    names: list[str | None] = [each.slack_env]
    if each.to and config.mail is not None:
        names += [config.mail.user_env, config.mail.password_env]
    if isinstance(each, Report):
        names += [each.store_key_env, each.store_secret_env]
    yield from (name for name in names if name)


def way_of(workspace: Path, config: Config, order: Order, each: Report | Alert) -> Way:
    """Return the way of an order; ConfigError where a secret is missing."""
    if order.channel == "mail":
        return _by_mail(workspace, config, order.target)
    if order.channel == "slack":
        return _to_slack(order.target)
    snapshot = archive.folder_of(workspace) / order.snapshot
    if order.channel == "folder":
        target = workspace / order.target
        return lambda _, handing_over: folder.copy(_there(snapshot), target, handing_over)
    if not isinstance(each, Report):
        raise ConfigError(f"An alert does not go into a store: {each.name!r}.")
    place = _place(each, order.target)
    return lambda _, handing_over: store.put(_there(snapshot), place, handing_over)


def is_replaced(workspace: Path, order: Order) -> bool:
    """Say whether another snapshot has taken the place of an order's: the one was at fault."""
    try:
        there = archive.read(workspace, order.snapshot)
    except GatecostError:
        return False
    return order.identity not in ("", there.manifest.identity)


def _there(snapshot: Path) -> Path:
    """Return the snapshot, which somebody may have moved away in the meantime."""
    if not (snapshot / archive.MANIFEST).is_file():
        raise UndeliveredError(
            f"the snapshot {snapshot.name} is no longer in the archive", is_passing=False
        )
    return snapshot


def _by_mail(workspace: Path, config: Config, to: str) -> Way:
    if config.mail is None:
        raise ConfigError("There is no [mail]. Add one.")
    server, sender = _server(workspace, config.mail), address_of(config.mail.sender)

    def send(payload: bytes, handing_over: HandingOver) -> str:
        return smtp.send(server, sender, to, payload, handing_over)

    return send


def _server(workspace: Path, mail: Mail) -> smtp.Server:
    return smtp.Server(
        host=mail.host,
        port=mail.port,
        security=mail.security,
        helo=domain_of(mail.sender),
        timeout=mail.timeout_seconds,
        user=_secret(mail.user_env),
        password=_secret(mail.password_env),
        ca_file=workspace / mail.ca_file if mail.ca_file else None,
    )


def _to_slack(variable: str) -> Way:
    webhook = slack.webhook_of(_secret(variable), variable, _TIMEOUT)

    def post(payload: bytes, handing_over: HandingOver) -> str:
        return slack.post(webhook, payload, handing_over)

    return post


def _place(report: Report, address: str) -> store.Place:
    return store.Place(
        address=address,
        endpoint=report.store_endpoint or "",
        region=report.store_region or "",
        key=_secret(report.store_key_env),
        secret=_secret(report.store_secret_env),
        timeout=_TIMEOUT,
    )


def _secret(variable: str | None) -> str:
    if not variable:
        return ""
    value = os.environ.get(variable, "")
    if not value:
        raise ConfigError(f"The environment has no {variable}, which the config names.")
    return value
