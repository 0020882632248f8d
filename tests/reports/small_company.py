"""A small company of fixed exports, with wins of every path: what its report says never changes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from dashboard import build

_CONFIG = """
as_of = 2026-10-23T06:00:00
default_period = "last_12_months"

[company]
name = "Fixed & Firm"
currency = "EUR"
time_zone = "Europe/Berlin"

[[source]]
name = "crm"

[[map]]
table = "leads"
file = "leads.csv"
columns = { lead_id = "id", created_at = "created", modified_at = "created", score = "score" }

[[map]]
table = "gate_decisions"
file = "gates.csv"
columns = { entity_id = "lead", gate = "gate", decided_at = "at", verdict = "verdict", reason = "reason" }

[[map]]
table = "accounts"
file = "accounts.csv"
columns = { account_id = "id", account_name = "name" }

[[map]]
table = "opportunities"
file = "deals.csv"
columns = { opportunity_id = "id", lead_id = "lead", account_id = "account", created_at = "created", stage = "stage", amount = "amount", closed_at = "closed" }

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
name = "score"
label = "score 60"
step = "mql"

[[mark]]
date = 2026-04-01
label = "New <score> model"
kind = "scoring"

[control_totals]
label = "closed won, 12 months"
confirmed_by = "RevOps"
from = 2025-11-01
to = 2026-10-31
won_count = 43
"""  # noqa: E501

_FIRST = dt.date(2025, 11, 3)
_DEALS = 90


def built(workspace: Path) -> Path:
    """Write the exports and the config, and build them."""
    exports = workspace / "exports"
    exports.mkdir(parents=True, exist_ok=True)
    (workspace / "gatecost.toml").write_text(_CONFIG, encoding="utf-8")
    deals = ["id,lead,account,created,stage,amount,closed"]
    leads, gates, accounts = ["id,created,score"], ["lead,gate,at,verdict,reason"], ["id,name"]
    for at in range(_DEALS):
        day = _FIRST + dt.timedelta(days=4 * at)
        passed = at % 3 != 0
        lead = "" if at % 15 == 9 else f"L{at}"
        leads.append(f"L{at},{day} 08:00:00,{40 + at % 50}")
        if at % 9 == 3:
            gates.append(f"L{at},score,{day} 08:30:00,fail,too small")
        if passed:
            gates.append(f"L{at},score,{day} 09:00:00,pass,")
        accounts.append(f'A{at},"{_name(at)}"')
        stage = "Won" if at % 7 in (0, 2, 4) else "Lost" if at % 7 in (1, 5) else "Open"
        closed = f"{day + dt.timedelta(days=21 + at % 20)} 10:00:00" if stage != "Open" else ""
        amount = 1000 * (5 + at * 7 % 90)
        deals.append(f"D{at},{lead},A{at},{day} 12:00:00,{stage},{amount},{closed}")
    for name, lines in (
        ("leads", leads), ("gates", gates), ("accounts", accounts), ("deals", deals),
    ):  # fmt: skip
        (exports / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    build.build(workspace)
    return workspace


def _name(at: int) -> str:
    """Return names that would break a page that does not escape them, among plain ones."""
    odd = {4: "Fjord <AS> & Sons", 11: "=2+2 {{ tax }}", 18: "Zażółć Gęślą Jaźń", 25: "株式会社"}
    return odd.get(at, f"Company {at}")
