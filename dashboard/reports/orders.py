"""What a report or an alert sends where, as the config has it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from dashboard.config import Alert, Config, Report
from dashboard.reports.outbox import Channel, Order

_ALERT = "alert-"


def orders_of(
    config: Config,
    each: Report | Alert,
    snapshot: str,
    title: str,
    occasion: str = "",
    identity: str = "",
) -> list[Order]:
    """Return what a report or alert sends, by mail first."""
    name = each.name if isinstance(each, Report) else f"{_ALERT}{each.name}"
    terms = _terms(config, each)
    return [
        Order(name, snapshot, channel, target, terms, title, occasion, identity)
        for channel, target in _targets(each)
    ]


def _targets(each: Report | Alert) -> Iterator[tuple[Channel, str]]:
    for address in each.to:
        yield "mail", address
    if each.slack_env:
        yield "slack", each.slack_env
    if isinstance(each, Report):
        if each.folder:
            yield "folder", each.folder
        if each.store:
            yield "store", each.store


def _terms(config: Config, each: Report | Alert) -> str:
    """Return a name for all that decides what a reader may see."""
    only = each.only if isinstance(each, Report) else None
    told = [each.where, only, config.access.model_dump(mode="json")]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def wanted_by(config: Config, order: Order) -> Report | Alert | None:
    """Return the report or alert that asks for an order still, in the same terms."""
    kinds: tuple[Report | Alert, ...] = (*config.reports, *config.alerts)
    for each in kinds:
        asked = orders_of(config, each, order.snapshot, "", order.occasion, order.identity)
        if order.name in (found.name for found in asked):
            return each
    return None
