"""A company in which nothing changes: how often a week of it is told as if something had."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
import pytest

from dashboard.measures.filters import add_months, month_end
from dashboard.snapshots.change import Changes
from dashboard.snapshots.comparing import compared
from dashboard.snapshots.sides import Side
from dashboard.snapshots.state import DEALS_SCHEMA, FIGURES_SCHEMA

FIRST, LAST = dt.date(2025, 5, 1), dt.date(2026, 10, 19)
REPETITIONS = 30


def _company(random: np.random.Generator, a_week: float) -> pl.DataFrame:
    """Return the deals of a company that goes on as it always did."""
    days = (LAST - FIRST).days
    n = random.poisson(a_week * days / 7)
    created = random.integers(0, days, n)
    closed = created + 20 + random.integers(0, 60, n)
    return pl.DataFrame(
        {
            "record_id": [f"d{at:05}" for at in range(n)],
            "created": [FIRST + dt.timedelta(days=int(day)) for day in created],
            "closed": [FIRST + dt.timedelta(days=int(day)) for day in closed],
            "is_won": random.random(n) < 0.3,
            "is_outside": random.random(n) < 0.35,
            "was_refused": random.random(n) < 0.1,
            "falls_silent": random.random(n) < 0.4,
            "amount": np.round(random.lognormal(11, 0.8, n)),
        }
    )


def _side(company: pl.DataFrame, as_of: dt.date) -> Side:
    """Return what is known of the company at the beginning of a day."""
    known = company.filter(pl.col("created") < as_of)
    start = add_months(as_of.replace(day=1), -11)
    closed = known.filter((pl.col("closed") < as_of) & (pl.col("closed") >= start))
    won = closed.filter("is_won")
    made = known.filter(pl.col("created") >= start)
    parts = [
        _rows("deals_created", made, pl.lit(1.0), None, "created"),
        _rows("win_rate", closed, pl.col("is_won").cast(pl.Float64), 1.0, "closed"),
        _rows("won_deals", won, pl.lit(1.0), None, "closed"),
        _rows("won_amount", won, pl.col("amount"), None, "closed"),
        _rows("won_without_gate_deals", won, pl.col("is_outside").cast(pl.Float64), 1.0, "closed"),
        _rows(
            "rejected_then_won_deals", won, pl.col("was_refused").cast(pl.Float64), 1.0, "closed"
        ),
        _rows("fell_silent", _silent(known, as_of), pl.lit(1.0), None, "silent_on"),
    ]
    return Side(
        name=as_of.isoformat(),
        as_of=as_of,
        figures=pl.concat(parts).sort("figure", "record_id"),
        deals=_deals(known, as_of),
        start=start,
        end=month_end(as_of.replace(day=1)),
    )


def _silent(known: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    silent_on = pl.col("created") + pl.duration(days=21)
    return (
        known.filter("falls_silent")
        .with_columns(silent_on=silent_on)
        .filter((pl.col("silent_on") < as_of) & (pl.col("silent_on") < pl.col("closed")))
    )


def _rows(
    figure: str, of: pl.DataFrame, top: pl.Expr, below: float | None, day: str
) -> pl.DataFrame:
    named = of.with_columns(
        figure=pl.lit(figure), numerator=top, denominator=pl.lit(below, pl.Float64),
        group_name=pl.lit("All"), business_date=pl.col(day),
    )  # fmt: skip
    return named.select(pl.col(name).cast(kind) for name, kind in FIGURES_SCHEMA.items())


def _deals(known: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    over = pl.col("closed") < as_of
    silent = _silent(known, as_of)["record_id"]
    stated = known.with_columns(
        opportunity_id=pl.col("record_id"),
        account_id=pl.col("record_id"),
        created_date=pl.col("created"),
        closed_date=pl.when(over).then("closed"),
        outcome=pl.when(~over).then(pl.lit("open")).when("is_won").then(pl.lit("won"))
        .otherwise(pl.lit("lost")),
        amount_at_close=pl.when(over).then("amount"),
        amount_at_as_of=pl.col("amount"),
        is_silent=~over & pl.col("record_id").is_in(silent.to_list()),
        is_turned_away_first=pl.col("was_refused"),
        silent_days=pl.lit(22),
    )  # fmt: skip
    return stated.select(
        (pl.col(name) if name in stated.columns else pl.lit(None).alias(name)).cast(kind)
        for name, kind in DEALS_SCHEMA.items()
    )


def _weeks(a_week: float, repetitions: int) -> list[Changes]:
    random = np.random.default_rng(20261023)
    found = []
    for _ in range(repetitions):
        company = _company(random, a_week)
        sides = [_side(company, LAST - dt.timedelta(days=days)) for days in (7, 0)]
        found.append(compared(*sides, "USD"))
    return found


@pytest.mark.parametrize("a_week", [12.0, 120.0])
def test_where_nothing_changes_few_weeks_are_told(a_week):
    found = _weeks(a_week, REPETITIONS)
    figures = sum(any(each.is_signal for each in week.figures) for week in found)
    silent = sum(any(each.key == "went_silent" for each in week.told()) for week in found)
    # At most one in ten by design, and three standard errors of thirty weeks above it.
    assert figures <= 7
    assert silent <= 4
    assert all(not week.restated and not week.headline_restated for week in found)
    kinds = {part.kind for week in found for each in week.figures for part in each.parts}
    assert kinds <= {"new", "mix", "rate", "left", "matured"}
