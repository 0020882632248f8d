"""A company of deals in two segments whose wins are known month by month, and a dated change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboard import answer, build
from dashboard.answer import Warehouse

AS_OF = dt.date(2026, 10, 1)
FIRST = dt.date(2025, 1, 1)
CHANGED_ON = dt.date(2026, 4, 15)
# Deals a month in each segment; each is won or lost within this many days.
SMB, ENTERPRISE = 40, 20
DAYS_TO_WIN, DAYS_TO_LOSE = 20, 30
CONFIG = """
as_of = 2026-10-01T00:00:00

[rules]
horizon_days = 60

[[source]]
name = "crm"

[[map]]
table = "opportunities"
file = "deals.csv"
columns = { opportunity_id = "id", created_at = "created", stage = "stage", amount = "amount", closed_at = "closed" }

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

[[dimension]]
name = "segment"
table = "opportunities"
column = "segment"
"""  # noqa: E501
MARK = """
[[mark]]
date = 2026-04-15
label = "New first call"
kind = "training"
measures = ["won_by_cohort"]
"""

# How many of a segment's deals of a month are won.
Won = Callable[[str, dt.date], int]


def months() -> list[dt.date]:
    """Return the months with deals, from January 2025 to September 2026."""
    return [dt.date(2025 + at // 12, at % 12 + 1, 1) for at in range(21)]


def a_quarter_then_half_of_smb(segment: str, month: dt.date) -> int:
    """Of SMB a quarter before the change and half after it, of Enterprise a quarter throughout."""
    if segment == "SMB":
        return 20 if month >= dt.date(2026, 4, 1) else 10
    return 5


def deals(won: Won) -> str:
    """Return the export of all deals."""
    lines = ["id,created,stage,amount,closed,segment"]
    for month in months():
        for segment, size in (("SMB", SMB), ("Enterprise", ENTERPRISE)):
            for at in range(size):
                created = month + dt.timedelta(days=at % 28)
                is_won = at < won(segment, month)
                days = DAYS_TO_WIN if is_won else DAYS_TO_LOSE
                closed = created + dt.timedelta(days=days)
                stage = "Won" if is_won else "Lost"
                if closed >= AS_OF:
                    stage, closed = "Open", None
                ended = f"{closed} 09:00:00" if closed else ""
                name = f"{segment}-{month:%Y%m}-{at}"
                lines.append(f"{name},{created} 09:00:00,{stage},1000,{ended},{segment}")
    return "\n".join(lines) + "\n"


def write(
    workspace: Path,
    won: Won = a_quarter_then_half_of_smb,
    marks: str = MARK,
    export: str | None = None,
) -> Path:
    """Write and build the company, with another export of deals where one is given."""
    (workspace / "exports").mkdir(parents=True)
    (workspace / "gatecost.toml").write_text(CONFIG + marks, encoding="utf-8")
    (workspace / "exports" / "deals.csv").write_text(export or deals(won), encoding="utf-8")
    build.build(workspace)
    return workspace


@contextmanager
def opened(workspace: Path) -> Iterator[Warehouse]:
    """Open a built company."""
    warehouse = answer.open_warehouse(workspace)
    try:
        yield warehouse
    finally:
        warehouse.close()
