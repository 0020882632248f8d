"""A closing known by its day alone is recorded all the same: it moves the as-of time."""

from __future__ import annotations

from pathlib import Path

from dashboard import answer, build
from dashboard.measures.filters import Filters

CONFIG = """
[[source]]
name = "crm"

[[map]]
table = "opportunities"
file = "deals.csv"
columns = { opportunity_id = "Id", created_at = "Created", closed_at = "Closed", stage = "Stage" }

[[stage]]
stage = "Working"
role = "open"
rank = 1
[[stage]]
stage = "Won"
role = "won"
[[stage]]
stage = "Lost"
role = "lost"
"""
DEALS = """Id,Created,Closed,Stage
D1,2026-01-05,2026-02-05,Won
D2,2026-01-07,2027-01-01,Working
D3,2026-01-07,2026-03-01,Lost
"""


def test_deals_closed_after_the_last_creation_are_closed(tmp_path: Path) -> None:
    (tmp_path / "gatecost.toml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "deals.csv").write_text(DEALS, encoding="utf-8")
    built = build.build(tmp_path)
    # The closing day of an open deal is a plan, and moves nothing.
    assert built.as_of.at.date().isoformat() == "2026-03-01"
    warehouse = answer.open_warehouse(tmp_path)
    totals = answer.answer(warehouse, "control_totals", Filters())
    found = {row.keys["statistic"]: row.value for row in totals.rows}
    warehouse.close()
    assert (found["won_deals"], found["open_deals"], found["deals_created"]) == (1, 1, 3)
