"""The addresses that a config may name: pages of the dashboard and what can be asked of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl, urlsplit

from dashboard.errors import did_you_mean

# Every page there is, built or not yet.
PAGE_PATHS = (
    "/",
    "/wins",
    "/momentum",
    "/gate",
    "/forecast",
    "/meeting",
    "/funnel",
    "/readiness",
    "/after",
    "/check-up",
    "/reports",
    "/data",
    "/guide",
)
# What a reader may assume instead of the config, by its key in an address: the assumption's name.
ASSUMED_KEYS: Mapping[str, str] = {
    "hour_cost": "seller_hour_cost",
    "margin": "margin",
    "minutes": "minutes_per_touch",
    "spare_hours": "spare_seller_hours",
    "horizon": "gate_horizon_days",
    "running_cost": "gate_running_cost",
}
# What the web writes into an address; a dimension's own name comes beside these.
ADDRESS_KEYS = (
    "from",
    "to",
    "count",
    "against",
    "published",
    "embed",
    "only",
    "item",
    "open",
    "drill",
    "list",
    "mark",
    "about",
    "show",
    "sort",
    "has",
    "wide",
    "deal",
    "line",
    *ASSUMED_KEYS,
)
_MONTH = re.compile(r"all|\d{4}-(0[1-9]|1[0-2])")
# Where the company's own pages are: https://intranet.example, a port at most beside it.
_ORIGIN = re.compile(r"https?://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?")


def key_of(dimension: str) -> str:
    """Return a dimension's key in an address; it never takes the place of one of ours."""
    return f"{dimension}_" if dimension in ADDRESS_KEYS else dimension


def address_fault(address: str, dimensions: Sequence[str]) -> str:
    """Say what is wrong with the address of a view, and how to mend it; nothing if it is sound."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not address.startswith("/"):
        return "is no address within the dashboard. Write it from the path on: /wins?from=2026-02"
    if parts.path not in PAGE_PATHS:
        return f"leads to no page.{did_you_mean(parts.path, PAGE_PATHS)}"
    known = [*ADDRESS_KEYS, *map(key_of, dimensions)]
    for key, value in parse_qsl(parts.query, keep_blank_values=True):
        if key not in known:
            return f"asks for {key!r}, which no page knows.{did_you_mean(key, known)}"
        if key in ("from", "to") and not _MONTH.fullmatch(value):
            return f"has {key}={value}. Write year and month, like 2026-02, or all"
    return ""


def is_origin(text: str) -> bool:
    """Say whether a text is a web origin and nothing more: a policy takes it word for word."""
    return _ORIGIN.fullmatch(text) is not None


def record_address(pattern: str) -> str:
    """Return where a record is in the CRM, if it can be; ValueError says how it is written."""
    if pattern.startswith(("https://", "http://")) and "{id}" in pattern:
        return pattern
    raise ValueError(
        "leads to no record. Write a web address with {id} in it, like "
        "https://example.lightning.force.com/{id}."
    )
