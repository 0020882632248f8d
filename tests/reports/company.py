"""A company with two regions whose accounts and amounts tell which region they are of."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from dashboard import build

CONFIG = """
as_of = {as_of}
default_period = "last_12_months"

[company]
name = "Two Regions"

[[source]]
name = "crm"

[[map]]
table = "leads"
file = "leads.csv"
columns = {{ lead_id = "id", created_at = "created", modified_at = "created" }}

[[map]]
table = "gate_decisions"
file = "gates.csv"
columns = {{ entity_id = "lead", gate = "gate", decided_at = "at", verdict = "verdict" }}

[[map]]
table = "accounts"
file = "accounts.csv"
columns = {{ account_id = "id", account_name = "name", region = "Region" }}

[[map]]
table = "opportunities"
file = "deals.csv"
columns = {{ opportunity_id = "id", lead_id = "lead", account_id = "account", created_at = "created", stage = "stage", amount = "amount", closed_at = "closed" }}

[[stage]]
stage = "Open"
role = "open"
rank = 1
[[stage]]
stage = "Won"
role = "won"
[[stage]]
stage = "Lost"
role = "lost"

[[gate]]
name = "MQL"
step = "mql"

[[dimension]]
name = "region"
table = "accounts"
column = "Region"

[control_totals]
label = "our own report"
{confirmed}
from = 2025-11-01
to = 2026-10-31
won_count = 70

{more}
"""  # noqa: E501

FIRST = dt.date(2026, 1, 5)
# Deals of each region, and how many of ten are won.
SIZE, WON = 70, 5


def write(
    workspace: Path,
    more: str = "",
    *,
    as_of: str = "2026-10-23T00:00:00",
    is_confirmed: bool = True,
) -> Path:
    """Write the config and the exports; `more` is added to the config."""
    exports = workspace / "exports"
    exports.mkdir(parents=True, exist_ok=True)
    confirmed = 'confirmed_by = "Ann"' if is_confirmed else ""
    text = CONFIG.format(as_of=as_of, confirmed=confirmed, more=more)
    (workspace / "gatecost.toml").write_text(text, encoding="utf-8")
    deals = ["id,lead,account,created,stage,amount,closed"]
    leads, gates, accounts = ["id,created"], ["lead,gate,at,verdict"], ["id,name,Region"]
    for region, amount in (("North", 1000), ("South", 70_000_000)):
        for at in range(SIZE):
            name = f"{region[0]}{at}"
            day = FIRST + dt.timedelta(days=3 * at)
            leads.append(f"L{name},{day} 08:00:00")
            if at % 3:
                gates.append(f"L{name},MQL,{day} 09:00:00,pass")
            accounts.append(f"A{name},{region} account {at},{region}")
            stage = "Won" if at % 10 < WON else "Lost" if at % 10 < 8 else "Open"
            closed = f"{day + dt.timedelta(days=20)} 09:00:00" if stage != "Open" else ""
            created = f"{day} 12:00:00"
            deals.append(f"D{name},L{name},A{name},{created},{stage},{amount},{closed}")
    for name, lines in (
        ("leads", leads), ("gates", gates), ("accounts", accounts), ("deals", deals),
    ):  # fmt: skip
        (exports / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return workspace


def built(workspace: Path, more: str = "", **stated: object) -> Path:
    """Write a company and build it."""
    build.build(write(workspace, more, **stated))  # type: ignore[arg-type]
    return workspace
