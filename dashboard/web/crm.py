"""The way to a record in the company's CRM: web addresses alone, and only plain ids."""

from __future__ import annotations

from dash import html

from dashboard.config import Config, RecordKind
from dashboard.web.parts import Child, aria


def crm_link(config: Config, kind: RecordKind, record_id: object, text: str = "in CRM") -> Child:
    """Return a link that opens a record in a tab of its own; nothing without an address."""
    address = crm_address(config.record_addresses.get(kind) or config.record_address, record_id)
    if address is None:
        return None
    return html.A(
        [text, html.Span(" ↗", **aria(hidden="true"))],
        href=address,
        target="_blank",
        rel="noopener noreferrer",
        className="crm",
        **aria(label=f"{text}: {kind} {record_id}"),
    )


def crm_address(pattern: str | None, record_id: object) -> str | None:
    """Return a record's address in the CRM, or None where it would be no plain web address."""
    if not pattern or not pattern.startswith(("https://", "http://")):
        return None
    plain = str(record_id or "")
    if not plain.replace("-", "").replace("_", "").isalnum():
        return None
    return pattern.replace("{id}", plain)
