"""The measures of the page Funnel, a second time."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import polars as pl

from tests.measures.oracle.arithmetic import (
    FEWEST,
    Expected,
    by_day,
    curve,
    ended_by,
    first_half,
    named,
    share,
    split,
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


def win_rate_by_value(facts: Facts) -> Expected:
    closed = facts.deals("closed").filter(pl.col("outcome").is_in(["won", "lost"]))
    won = pl.col("outcome") == "won"
    closed = closed.with_columns(
        won=won,
        one=pl.lit(1.0),
        money=pl.when(won).then("amount_at_creation").otherwise(0.0),
    )
    priced = closed.filter(pl.col("amount_at_creation").is_not_null())
    return {
        **share(closed, "won", "one", statistic="deals"),
        **share(priced, "money", "amount_at_creation", statistic="amount"),
    }


def _entries(facts: Facts, step: str) -> pl.DataFrame:
    """Return every entry into a step as a row: person, month, whether it was their first."""
    column = {
        "lead": "created_date",
        "mql": "mql_date",
        "sql": "sql_date",
        "deal": "first_deal_date",
        "won": "first_won_date",
    }[step]
    people = facts.tables["fct_leads"]
    first = people.filter(pl.col(column).is_not_null()).with_columns(
        entered_month=pl.col(column).dt.truncate("1mo"), place=pl.lit(1, pl.Int64)
    )
    again = facts.tables["fct_lead_entries"].filter(
        (pl.col("step") == step) & (pl.col("place") > 1)
    )
    later = people.join(again.select("person_id", "entered_date", "place"), on="person_id")
    later = later.with_columns(entered_month=pl.col("entered_date").dt.truncate("1mo"))
    both = pl.concat([first, later.select(first.columns)])
    return facts.cut(both, "entered_month")


def mql_volume(facts: Facts) -> Expected:
    entries = _entries(facts, "mql").with_columns(period=pl.col("entered_month"))
    found: Expected = {}
    for keys, part in split(entries):
        for turn, chosen in (
            ("first", part.filter(pl.col("place") == 1)),
            ("again", part.filter(pl.col("place") > 1)),
        ):
            if chosen.height:
                found[named({**keys, "turn": turn})] = {"value": float(chosen.height)}
    return found


def activity_ratio(facts: Facts) -> Expected:
    order = ("lead", "mql", "sql", "deal", "won")
    counts = {
        step: {
            named(keys): part.height
            for keys, part in split(
                _entries(facts, step).with_columns(period=pl.col("entered_month"))
            )
        }
        for step in order
    }
    found: Expected = {}
    # A step that nobody ever entered is none.
    for before, step in pairwise([step for step in order if counts[step]]):
        for keys in counts[before].keys() | counts[step].keys():
            above, below = counts[step].get(keys, 0), counts[before].get(keys, 0)
            found[keys | {("step", step)}] = {
                "value": above / below if below >= FEWEST else None,
                "numerator": float(above),
                "denominator": float(below),
            }
    return found


def _qualified(facts: Facts) -> pl.DataFrame:
    people = facts.tables["fct_leads"].filter(pl.col("mql_date").is_not_null())
    return facts.cut(people.with_columns(month=pl.col("mql_date").dt.truncate("1mo")), "month")


def recycled_leads(facts: Facts) -> Expected:
    again = pl.col("mql_entries") > 1
    accepted = pl.col("sql_after_mql_date")
    found: Expected = {}
    for keys, part in split(_qualified(facts)):
        back = part.filter(again)
        first = part.filter(
            accepted.is_not_null()
            & (pl.col("mql_again_date").is_null() | (accepted < pl.col("mql_again_date")))
        )
        second = back.filter(pl.col("sql_after_again_date").is_not_null())
        entries = int((part["mql_entries"] - 1).clip(lower_bound=0).sum())
        for statistic, counted, among in (
            ("entered_again", back.height, part.height),
            ("entries_again", entries, part.height),
            ("first_turn", first.height, part.height),
            ("second_turn", second.height, back.height),
        ):
            found[named({**keys, "statistic": statistic})] = {
                "value": counted / among if among >= FEWEST else None,
                "n": among,
                "numerator": float(counted),
                "denominator": float(among),
            }
    return found


def fewer_better_leads(facts: Facts) -> Expected:
    """Return the months alone; the halves that are compared rest on them."""
    people = _qualified(facts)
    won = pl.col("first_won_date")
    days = (won - pl.col("mql_date")).dt.total_days()
    people = people.with_columns(
        period=pl.col("month"), won=won.is_not_null() & (days >= 0) & (days <= facts.horizon)
    )
    found: Expected = {}
    for keys, part in split(people):
        n = part.height
        found[named({**keys, "statistic": "qualified"})] = {"value": float(n), "n": n}
        found[named({**keys, "statistic": "wins"})] = {"events": int(part["won"].sum())}
    return found


def cohort_conversion(facts: Facts) -> Expected:
    people = facts.cut(facts.tables["fct_leads"], "created_month")
    people = people.with_columns(row=pl.col("created_month").dt.strftime("%Y-%m"))
    found: Expected = {}
    for step, column, horizon in (
        ("mql", "mql_date", 30),
        ("sql", "sql_date", 60),
        ("deal", "first_deal_date", 90),
        ("won", "first_won_date", 180),
    ):
        entered = pl.col(column)
        days = (entered.fill_null(facts.as_of) - pl.col("created_date")).dt.total_days()
        spells = people.with_columns(
            kind=pl.when(entered.is_null()).then(pl.lit("censored")).otherwise(pl.lit("on")),
            days=days.clip(lower_bound=0),
        )
        cells = curve(
            spells,
            "kind",
            "days",
            lambda each, day=horizon: ended_by(each, ["on"], day),
            lambda each, day=horizon: by_day(each, "on", day),
            "row",
            column=step,
        )
        for keys, row in cells.items():
            first_day = dt.date.fromisoformat(f"{dict(keys)['row']}-01")
            if (facts.as_of - first_day).days < horizon:
                row["value"] = None
        found |= cells
    return found


def pipeline_bridge(facts: Facts) -> Expected:
    deals = facts.cut(facts.tables["fct_deals"], None)
    own = ["opportunity_id", *(each for each in ("group",) if each in deals.columns)]
    changes = facts.tables["fct_pipeline_changes"].join(deals.select(own), on="opportunity_id")
    month, start, end = pl.col("changed_month"), facts.asked.start, facts.asked.end
    if start or end:
        changes = changes.filter(month.is_not_null())
    if end:
        changes = changes.filter(month <= end)
    component = pl.col("component")
    if start:
        component = pl.when(month < start).then(pl.lit("open_at_start")).otherwise(component)
    changes = changes.with_columns(component=component)
    whole = changes.with_columns(component=pl.lit("open_at_end"))
    both = pl.concat([changes, whole])
    found: Expected = {}
    for keys, part in split(both, "component"):
        for statistic, column in (("deals", "deals"), ("amount", "amount")):
            if statistic == "deals" and keys["component"] in ("raised", "lowered"):
                continue
            of_deals = part.group_by("opportunity_id").agg(
                pl.col(column).sum(), pl.col(column).count().alias("known")
            )
            counted = of_deals.filter((pl.col(column).abs() >= 0.005) & (pl.col("known") > 0))
            found[named({**keys, "statistic": statistic})] = {
                "value": float(counted[column].cast(pl.Float64).sum()),
                "events": counted.height,
            }
    return found


def conversion_maturity(facts: Facts) -> Expected:
    """Return who came and who was won so far; what they become has simulations of its own."""
    people = facts.cut(facts.tables["fct_leads"], "created_month")
    monthly = people.with_columns(row=pl.col("created_month").dt.strftime("%Y-%m"))
    found: Expected = {}
    for frame in (people.with_columns(row=pl.lit("all")), monthly):
        for keys, part in split(frame, "row"):
            won = part.filter(pl.col("first_won_date").is_not_null()).height
            row = {"n": part.height, "events": won}
            found[named({**keys, "column": "so_far"})] = row
    return found
