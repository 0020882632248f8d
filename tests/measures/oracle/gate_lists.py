"""The lists of the page The gate, a second time."""

from __future__ import annotations

import polars as pl

from dashboard.config import Assumptions
from tests.measures.oracle.arithmetic import Expected, named, split
from tests.measures.oracle.facts import Facts
from tests.measures.oracle.ways import compared

ASSUMED = Assumptions()
HORIZON = ASSUMED.gate_horizon_days
DAYS = pl.duration(days=HORIZON)


def _listed(frame: pl.DataFrame, value: str) -> Expected:
    """Return each person of a list as a row of its own."""
    found: Expected = {}
    for keys, part in split(frame):
        for row in part.iter_rows(named=True):
            own = {"record_id": row["record_id"], **keys}
            found[named(own)] = {"value": row[value], "n": 1, "events": 1}
    return found


def passed_then_nothing(facts: Facts) -> Expected:
    people = facts.cut(facts.tables["fct_lead_passes"], "start_month", shift=-12)
    people = people.filter(
        pl.col("age_days") >= 365, ~pl.col("is_turned_away_after"), ~pl.col("is_won_by_then")
    )
    minutes = pl.col("minutes") + pl.col("untimed_touches") * ASSUMED.minutes_per_touch
    return _listed(people.with_columns(hours=minutes / 60), "hours")


def _now(facts: Facts, table: str, day: str) -> pl.DataFrame:
    """Return those who stand so now: a period chooses none of them, a month still splits them."""
    people = facts.tables[table].with_columns(month=pl.col(day).dt.truncate("1mo"))
    if facts.asked.by != "month":
        return facts.cut(people, None)
    return facts.cut(people, None).with_columns(period=pl.col("month"))


def unanswered_in_nurture(facts: Facts) -> Expected:
    return _listed(_now(facts, "fct_unanswered_signs", "first_sign_date"), "waiting_days")


def discovery_list(facts: Facts) -> Expected:
    people = _now(facts, "fct_discoveries", "turned_away_date")
    share = pl.when(pl.col("alike_turned_away") >= 30).then(
        pl.col("alike_won") / pl.col("alike_turned_away")
    )
    return _listed(people.with_columns(share=share), "share")


def seller_hours_by_outcome(facts: Facts) -> Expected:
    people = facts.cut(facts.tables["fct_leads"], "created_month", shift=-12)
    people = people.filter(pl.col("created_date") + DAYS <= facts.as_of)
    efforts = facts.tables["fct_gate_hours"].join(
        people.select("person_id", "created_date"), on="person_id"
    )
    efforts = efforts.filter(
        pl.col("contact_date") >= pl.col("created_date"),
        pl.col("contact_date") <= pl.col("created_date") + DAYS,
    )
    by_person = efforts.group_by("person_id").agg(
        timed=pl.col("minutes").sum(), untimed=pl.col("untimed_touches").sum()
    )
    people = people.join(by_person, on="person_id", how="left").with_columns(
        pl.col("timed", "untimed").fill_null(0)
    )

    def by_then(day: str) -> pl.Expr:
        return (pl.col(day) <= pl.col("created_date") + DAYS).fill_null(value=False)

    outcome = (
        pl.when(by_then("first_won_date"))
        .then(pl.lit("won"))
        .when(by_then("first_lost_date"))
        .then(pl.lit("lost"))
        .when(by_then("first_deal_date"))
        .then(pl.lit("open"))
        .when(by_then("first_fail_date"))
        .then(pl.lit("sent_away"))
        .otherwise(pl.lit("no_deal"))
    )
    people = people.with_columns(outcome=outcome)
    found: Expected = {}
    for keys, part in split(people):
        for name in ("all", "won", "lost", "open", "sent_away", "no_deal"):
            own = part if name == "all" else part.filter(pl.col("outcome") == name)
            untimed = own["untimed"].sum()
            hours = (own["timed"].sum() + untimed * ASSUMED.minutes_per_touch) / 60
            found[named({"spent_on": name, **keys})] = {
                "value": hours,
                "n": own.height,
                "events": own.filter(pl.col("timed") + pl.col("untimed") > 0).height,
                "grade": "assumed" if untimed else "observed",
            }
    return found


def gated_content(facts: Facts) -> Expected:
    people = facts.cut(facts.tables["fct_lead_content"], "start_month", shift=-12)
    people = people.with_columns(outside=~pl.col("is_gated"))
    found: Expected = {}
    for outcome, days, within in (
        ("talk", "talk_days", 30),
        ("deal", "deal_days", HORIZON),
        ("won", "won_days", HORIZON),
    ):
        came = (pl.col(days) <= within).fill_null(value=False)
        for keys, part in split(people.with_columns(came=came)):
            old = part.filter(pl.col("age_days") >= within)
            for name, row in compared(old, "came", {**keys, "outcome": outcome}).items():
                said = (
                    (key, value.replace("outside", "open").replace("inside", "gated"))
                    for key, value in name
                )
                found[frozenset(said)] = row
    return found
