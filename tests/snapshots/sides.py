"""Two small sides of a comparison, written by hand: what each record adds, and its deal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from dashboard.snapshots.sides import Side
from dashboard.snapshots.state import DEALS_SCHEMA, FIGURES_SCHEMA

BEFORE, AFTER = dt.date(2026, 10, 16), dt.date(2026, 10, 23)
START, END = dt.date(2025, 11, 1), dt.date(2026, 10, 31)

# figure, record, numerator, denominator, group, day
Added = tuple[str, str, float, float | None, str, str]
RESTATED = (
    "restated_number", "table_name", "record_id", "column_name", "business_date", "old_value",
    "new_value",
)  # fmt: skip


def figures(*added: Added) -> pl.DataFrame:
    rows = [(*row[:5], dt.date.fromisoformat(row[5])) for row in added]
    return pl.DataFrame(rows, schema=FIGURES_SCHEMA, orient="row")


def deal(record: str, **stated: Any) -> dict[str, Any]:
    """Return an open deal of June that was never silent, and what else is stated of it."""
    return {
        "opportunity_id": record,
        "account_id": f"A-{record}",
        "account_name": None,
        "created_date": dt.date(2026, 6, 1),
        "outcome": "open",
        "stage": "Discovery",
        "is_silent": False,
        "is_turned_away_first": False,
        "silent_days": 3,
        "amount_at_as_of": 100.0,
        "last_sign_date": dt.date(2026, 10, 10),
        **stated,
    }


def deals(*stated: Mapping[str, Any]) -> pl.DataFrame:
    rows = [{name: row.get(name) for name in DEALS_SCHEMA} for row in stated]
    return pl.DataFrame(rows, schema=DEALS_SCHEMA)


def restated(*rows: Sequence[str | None]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=dict.fromkeys(RESTATED, pl.String), orient="row")


def before(*added: Added, **known: Any) -> Side:
    return side(BEFORE, *added, **known)


def after(*added: Added, **known: Any) -> Side:
    return side(AFTER, *added, **known)


def side(as_of: dt.date, *added: Added, **known: Any) -> Side:
    own = {"start": START, "end": END, "deals": deals(), **known}
    return Side(name=as_of.isoformat(), as_of=as_of, figures=figures(*added), **own)
