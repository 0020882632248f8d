"""The measures of the Overview, a second time."""

from __future__ import annotations

import polars as pl

from dashboard.config.models import Assumptions
from tests.measures.oracle.arithmetic import (
    Expected,
    by_day,
    curve,
    ended_by,
    share,
    split,
    total,
)
from tests.measures.oracle.facts import Facts, with_all

CLASSES = (
    "in_flow", "returned", "skipped", "rejected_before", "back_stamped", "bypassed", "unlinked",
)  # fmt: skip
OUTSIDE = {
    "strict": ("rejected_before", "bypassed"),
    "ours": ("rejected_before", "bypassed", "back_stamped"),
    "wide": ("rejected_before", "bypassed", "back_stamped", "skipped", "returned"),
    "unlinked": ("unlinked",),
}
ONE = pl.lit(1.0).alias("one")


def control_totals(facts: Facts) -> Expected:
    won = facts.won().with_columns(ONE)
    created = facts.deals("created").with_columns(ONE)
    return {
        **total(won, "one", statistic="won_deals"),
        **total_even_if_none(won, "amount_at_close", statistic="won_amount"),
        **total(won.filter("is_first_win_of_account"), "one", statistic="new_accounts"),
        **total(created, "one", statistic="deals_created"),
        **total(created.filter(pl.col("outcome") == "open"), "one", statistic="open_deals"),
    }


def total_even_if_none(frame: pl.DataFrame, value: str, **keys: object) -> Expected:
    """Sum a column that may be blank everywhere: then nobody counts, and there is nothing."""
    return {
        name: {**row, "value": row["value"] if row["n"] else 0.0 if row["value"] == 0 else None}
        for name, row in total(frame, value, **keys).items()
    }


def _members(frame: pl.DataFrame, classes: tuple[str, ...], **keys: object) -> Expected:
    inside = pl.col("path_class").is_in(list(classes))
    frame = frame.filter(pl.col("path_class").is_not_null()).with_columns(
        ONE,
        inside.cast(pl.Float64).alias("member"),
        pl.when(inside).then("amount_at_close").otherwise(0.0).alias("money"),
    )
    priced = frame.filter(pl.col("amount_at_close").is_not_null())
    return {
        **share(frame, "member", "one", statistic="deals", **keys),
        **share(priced, "money", "amount_at_close", statistic="amount", **keys),
    }


def path_mix(facts: Facts) -> Expected:
    found: Expected = {}
    for code in CLASSES:
        found |= _members(facts.won(), (code,), part=code)
    return found


def won_without_gate(facts: Facts) -> Expected:
    found: Expected = {}
    for component, classes in OUTSIDE.items():
        found |= _members(facts.won(), classes, component=component)
    return found


def win_rate(facts: Facts) -> Expected:
    closed = facts.deals("closed").filter(pl.col("outcome").is_in(["won", "lost"]))
    return share(closed.with_columns(ONE, won=pl.col("outcome") == "won"), "won", "one")


def lead_to_won_conversion(facts: Facts) -> Expected:
    people = facts.cut(facts.tables["fct_leads"], "created_month")
    people = people.with_columns(ONE, won=pl.col("first_won_date").is_not_null())
    return share(people, "won", "one")


def mql_to_sql_conversion(facts: Facts) -> Expected:
    people = facts.tables["fct_leads"].filter(pl.col("mql_date").is_not_null())
    people = people.with_columns(ONE, month=pl.col("mql_date").dt.truncate("1mo"))
    people = people.with_columns(accepted=pl.col("sql_after_mql_date").is_not_null())
    return share(facts.cut(people, "month"), "accepted", "one")


def rejected_then_won(facts: Facts) -> Expected:
    won = facts.won().filter(pl.col("path_class").is_not_null())
    first = pl.col("is_turned_away_first")
    won = won.with_columns(ONE, money=pl.when(first).then("amount_at_close").otherwise(0.0))
    verdicts = facts.cut(facts.tables["fct_verdict_spells"], "start_month")
    return {
        **share(won, "is_turned_away_first", "one", statistic="deals"),
        **share(
            won.filter(pl.col("amount_at_close").is_not_null()),
            "money",
            "amount_at_close",
            statistic="amount",
        ),
        **curve(
            verdicts,
            "end_kind",
            "elapsed_days",
            lambda spells: ended_by(spells, ["won"], 365),
            lambda spells: by_day(spells, "won", 365),
            statistic="verdicts",
        ),
    }


def sales_velocity(facts: Facts) -> Expected:
    won = facts.won().filter(pl.col("days_to_close").is_not_null())
    found: Expected = {}
    for keys, part in split(won):
        enough = part.height >= 10
        middle = part["days_to_close"].median() if enough else None
        row = {"value": middle, "n": part.height, "events": part.height}
        found[frozenset((name, str(value)) for name, value in keys.items())] = row
    return found


def moving(facts: Facts) -> pl.DataFrame:
    """Return the deals on the clock of momentum."""
    return facts.deals("created").filter(
        pl.col("move_kind").is_not_null()
        & pl.col("is_old_enough_to_move")
        & ~pl.col("is_born_closed")
    )


def momentum_30_days(facts: Facts) -> Expected:
    found: Expected = {}
    for state in ("moved", "lost"):
        found |= curve(
            moving(facts),
            "move_kind",
            "days_to_move",
            lambda spells, state=state: ended_by(spells, [state], 30),
            lambda spells, state=state: by_day(spells, state, 30),
            state=state,
        )

    def unmoved(spells):
        ended = ended_by(spells, ["moved", "lost"], 30)
        return None if ended is None else 1 - ended

    def still(spells):
        return sum(at > 30 or (end == "censored" and at >= 30) for end, at in spells)

    return found | curve(
        moving(facts), "move_kind", "days_to_move", unmoved, still, state="unmoved"
    )


def stalled_immediately(facts: Facts) -> Expected:
    deals = facts.deals("created").filter(
        pl.col("stall_kind").is_not_null() & ~pl.col("is_born_closed")
    )
    return curve(
        with_all(deals),
        "stall_kind",
        "days_to_stall",
        lambda spells: ended_by(spells, ["stalled"], 21),
        lambda spells: by_day(spells, "stalled", 21),
        "path_group",
    )


def pipeline_created(facts: Facts) -> Expected:
    created = facts.deals("created").with_columns(ONE)
    return {
        **total(created, "one", statistic="deals"),
        **total_even_if_none(created, "amount_at_creation", statistic="amount"),
    }


def stalled_value(facts: Facts) -> Expected:
    deals = facts.deals("created").filter(pl.col("outcome") == "open")
    silent = pl.col("is_silent_now")
    deals = deals.with_columns(ONE, money=pl.when(silent).then("amount_at_as_of").otherwise(0.0))
    priced = deals.filter(pl.col("amount_at_as_of").is_not_null())
    return {
        **share(deals, "is_silent_now", "one", statistic="deals"),
        **share(priced, "money", "amount_at_as_of", statistic="amount"),
    }


def won_by_cohort(facts: Facts) -> Expected:
    deals = facts.deals("created").filter(pl.col("close_kind").is_not_null())
    return curve(
        deals,
        "close_kind",
        "days_to_close",
        lambda spells: ended_by(spells, ["won"], facts.horizon),
        lambda spells: by_day(spells, "won", facts.horizon),
    )


def _ledger(frame: pl.DataFrame, record: str, amount: str | None, limit: int) -> Expected:
    if amount is not None:
        frame = frame.sort([amount, record], descending=[True, False], nulls_last=True)
    found: Expected = {}
    column = next((each for each in ("period", "group") if each in frame.columns), None)
    for row in frame.head(limit).iter_rows(named=True):
        keys = {"record_id": row[record], **({column: row[column]} if column else {})}
        value = row[amount] if amount else None
        named_keys = frozenset((name, str(each)) for name, each in keys.items())
        found[named_keys] = {"value": value, "n": 1, "events": 1}
    return found


def largest_wins(facts: Facts) -> Expected:
    won = facts.won().filter(pl.col("amount_at_close").is_not_null())
    return _ledger(won, "opportunity_id", "amount_at_close", 10)


def turned_away_ledger(facts: Facts) -> Expected:
    won = facts.won().filter(pl.col("path_class").is_not_null() & pl.col("is_turned_away_first"))
    return _ledger(won, "opportunity_id", "amount_at_close", won.height)


def good_catches(facts: Facts) -> Expected:
    verdicts = facts.cut(facts.tables["fct_verdict_spells"], "start_month", shift=-12)
    won_in_time = (pl.col("end_kind") == "won") & (pl.col("elapsed_days") <= 365)
    kept = verdicts.filter((pl.col("age_days") >= 365) & ~won_in_time)
    each = Assumptions().minutes_per_touch
    hours = kept.with_columns(
        hours=(pl.col("minutes").cast(pl.Float64) + each * pl.col("untimed_touches")) / 60
    )
    return _ledger(hours, "record_id", "hours", hours.height)
