"""The measures of the page Funnel, a second time."""

from __future__ import annotations

import polars as pl

from tests.measures.oracle.arithmetic import (
    FEWEST,
    Expected,
    by_day,
    curve,
    ended_by,
    first_half,
    total,
)
from tests.measures.oracle.facts import Facts

STEPS = ("lead", "score", "accepted", "deal", "won")


def funnel(facts: Facts) -> Expected:
    people = facts.cut(facts.tables["fct_leads"], "created_month")
    people = people.with_columns(steps=pl.col("steps_entered").str.split(" > "))
    furthest = pl.col("steps").list.eval(
        pl.element().replace_strict(dict(zip(STEPS, range(5), strict=True)))
    )
    people = people.with_columns(furthest=furthest.list.max(), one=pl.lit(1.0))
    found: Expected = {}
    for place, step in enumerate(STEPS):
        strict = people.filter(pl.col("steps").list.contains(step))
        reached = people.filter(pl.col("furthest") >= place)
        found |= total(strict, "one", step=step, reading="strict")
        found |= total(reached, "one", step=step, reading="reached")
    return found


def stage_lag(facts: Facts) -> Expected:
    found: Expected = {}
    for step, start, end in (
        ("created_to_mql", "created_date", "mql_date"),
        ("mql_to_sql", "mql_date", "sql_after_mql_date"),
        ("sql_to_deal", "sql_date", "deal_after_sql_date"),
        ("created_to_won", "created_date", "first_won_date"),
    ):
        people = facts.tables["fct_leads"].filter(pl.col(start).is_not_null())
        until = pl.col(end).fill_null(facts.as_of)
        days = (until - pl.col(start)).dt.total_days().clip(lower_bound=0)
        people = people.with_columns(
            month=pl.col(start).dt.truncate("1mo"),
            kind=pl.when(pl.col(end).is_null()).then(pl.lit("censored")).otherwise(pl.lit("on")),
            days=days,
        )
        people = facts.cut(people, "month")
        middles = curve(
            people,
            "kind",
            "days",
            lambda spells: _middle([at for end, at in spells if end == "on"]),
            lambda spells: by_day(spells, "on", 10**6),
            step=step,
            statistic="median_of_finished",
        )
        # Those still on the way are no part of it.
        found |= {
            keys: {
                **row,
                "n": row["events"],
                "value": row["value"] if row["events"] >= FEWEST else None,
            }
            for keys, row in middles.items()
        }
        found |= curve(
            people,
            "kind",
            "days",
            lambda spells: first_half(spells, "on"),
            lambda spells: by_day(spells, "on", 10**6),
            step=step,
            statistic="half_reached_by",
        )
        found |= curve(
            people,
            "kind",
            "days",
            lambda spells: ended_by(spells, ["on"], 30),
            lambda spells: by_day(spells, "on", 30),
            step=step,
            statistic="share_by_30",
        )
    return found


def _middle(days: list[int]) -> float | None:
    if len(days) < 10:
        return None
    ordered = sorted(days)
    return (ordered[(len(days) - 1) // 2] + ordered[len(days) // 2]) / 2
