"""The sample company: an invented world with known truth, exported as a user's files would be."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from dashboard import config
from dashboard.demo import (
    deal_saves,
    export_campaigns,
    export_deals,
    export_leads,
    export_others,
)
from dashboard.demo.config_text import MARK, config_text
from dashboard.demo.export_parts import Parts, parts_of
from dashboard.demo.ledger import Ledger, make_world
from dashboard.errors import ConfigError

__all__ = ["AS_OF", "Ledger", "make", "make_world", "write"]

AS_OF = dt.date(2026, 10, 23)
LEADS = 20_000
# The world of this seed lies near its own averages: wins, paths and the ten largest are typical.
SEED = 5


def make(workspace: Path, *, seed: int = SEED, leads: int = LEADS, as_of: dt.date = AS_OF) -> None:
    """Write a whole workspace: the config and the exports. The same seed gives the same bytes."""
    _refuse_other_config(workspace)
    write(workspace, make_world(seed, leads_count=leads, as_of=as_of))


def write(workspace: Path, ledger: Ledger) -> None:
    """Write what happened as the weekly CRM export, with the config that reads it."""
    exports = workspace / "exports"
    exports.mkdir(parents=True, exist_ok=True)
    parts = parts_of(ledger)
    _write_exports(exports, parts)
    (workspace / config.FILE_NAME).write_text(config_text(parts), encoding="utf-8")


def _write_exports(exports: Path, parts: Parts) -> None:
    changes = export_leads.statuses(parts)
    export_leads.write_leads(exports, parts, changes)
    export_leads.write_lead_history(exports, parts, changes)
    saves = deal_saves.histories(parts)
    export_deals.write_deals(exports, parts, saves)
    export_deals.write_history(exports, parts, saves)
    export_deals.write_field_history(exports, parts, saves)
    export_deals.write_contact_roles(exports, parts)
    activities = export_others.activities(parts)
    export_others.write_tasks(exports, parts, activities)
    export_others.write_events(exports, parts, activities)
    export_others.write_accounts(exports, parts)
    export_others.write_contacts(exports, parts)
    export_others.write_users(exports, parts)
    export_campaigns.write_members(exports, parts)


def _refuse_other_config(workspace: Path) -> None:
    path = workspace / config.FILE_NAME
    if path.exists() and not path.read_text(encoding="utf-8", errors="replace").startswith(MARK):
        raise ConfigError(
            f"{path} belongs to another company; the demo will not write over it. "
            "Choose an empty folder with --workspace."
        )
