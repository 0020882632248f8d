"""The measures of silence, a second time."""

from __future__ import annotations

import polars as pl

from tests.measures.oracle.arithmetic import (
    FEWEST,
    Expected,
    by_day,
    curve,
    ended_by,
    named,
    share,
    spells_of,
    split,
)
from tests.measures.oracle.facts import Facts
from tests.measures.oracle.overview import ONE


def _not_born_closed(facts: Facts) -> pl.DataFrame:
    return facts.deals("created").filter(~pl.col("is_born_closed"))


def never_progressed(facts: Facts) -> Expected:
    deals = _not_born_closed(facts).filter(
        pl.col("move_kind").is_not_null() & (pl.col("age_days") >= 93)
    )
    never = (pl.col("move_kind") != "moved") & (pl.col("outcome") != "won")
    found: Expected = {}
    for state, is_so in (
        ("never", never),
        ("never_lost", never & (pl.col("outcome") == "lost")),
        ("never_open", never & (pl.col("outcome") == "open")),
    ):
        found |= share(deals.with_columns(ONE, part=is_so), "part", "one", state=state)
    return found


def stall_onset_curve(facts: Facts) -> Expected:
    deals = _not_born_closed(facts).filter(pl.col("close_kind").is_not_null())
    silences = facts.tables["fct_deal_silences"].filter(pl.col("place") == 1)
    found: Expected = {}
    for threshold in ("fixed", "learned", "hazard"):
        own = silences.filter(pl.col("threshold") == threshold)
        first = dict(own.select("opportunity_id", "onset_days").iter_rows())
        onset = pl.col("opportunity_id").replace_strict(first, default=None, return_dtype=pl.Int64)
        spells = deals.with_columns(onset=onset).with_columns(
            kind=pl.when(pl.col("onset").is_null()).then("close_kind").otherwise(pl.lit("stalled")),
            days=pl.col("onset").fill_null(pl.col("days_to_close")),
        )
        for day in (14, 21, 22, 30, 45, 60, 90):
            found |= curve(
                spells,
                "kind",
                "days",
                lambda spells, day=day: ended_by(spells, ["stalled"], day),
                lambda spells, day=day: by_day(spells, "stalled", day),
                threshold=threshold,
                day=day,
            )
    return found


def stall_sensitivity(facts: Facts) -> Expected:
    starts = facts.tables["fct_deal_starts"].rename({"stall_kind": "kind", "days_to_stall": "days"})
    deals = _not_born_closed(facts)
    own = ["opportunity_id", *(each for each in ("period", "group") if each in deals.columns)]
    starts = starts.join(deals.select(own), on="opportunity_id")
    found: Expected = {}
    for (signs, threshold), part in starts.group_by("signs", "threshold_days"):
        found |= curve(
            part,
            "kind",
            "days",
            lambda spells, day=threshold: ended_by(spells, ["stalled"], day),
            lambda spells, day=threshold: by_day(spells, "stalled", day),
            signs=signs,
            threshold=threshold,
        )
    return found


def stalled_by_stage(facts: Facts) -> Expected:
    silences = facts.tables["fct_deal_silences"].filter(pl.col("threshold") == "own")
    silent = set(silences.select("opportunity_id", "stage").iter_rows())
    stays = facts.tables["fct_stage_spells"].filter(
        (pl.col("role") == "open") & pl.col("is_first_stay")
    )
    deals = _not_born_closed(facts)
    own = ["opportunity_id", "outcome", "is_silent_now", "stage_now"]
    own += [each for each in ("period", "group") if each in deals.columns]
    deals = deals.with_columns(stage_now=pl.col("stage")).select(own)
    stays = stays.select("opportunity_id", "stage", "stage_name").join(deals, on="opportunity_id")
    was_silent = [each in silent for each in stays.select("opportunity_id", "stage").iter_rows()]
    is_there = (pl.col("outcome") == "open") & (pl.col("stage_now") == pl.col("stage"))
    stays = stays.with_columns(
        ONE, was_silent=pl.Series(was_silent, dtype=pl.Boolean), is_there=is_there
    )
    found = _at(stays.drop("stage").rename({"stage_name": "stage"}), "stage")
    keys = ["opportunity_id", *(each for each in ("period", "group") if each in stays.columns)]
    whole = stays.group_by(keys).agg(
        pl.col("was_silent", "is_there", "is_silent_now").any().name.keep(),
        pl.lit(1.0).alias("one"),
        pl.lit("all").alias("stage"),
    )
    return found | _at(whole, "stage")


def _at(stays: pl.DataFrame, *names: str) -> Expected:
    there = stays.filter(pl.col("is_there"))
    return {
        **share(stays, "was_silent", "one", *names, statistic="ever"),
        **share(there, "is_silent_now", "one", *names, statistic="now"),
    }


def revived_and_rescued(facts: Facts) -> Expected:
    first = facts.tables["fct_deal_silences"].filter(
        (pl.col("threshold") == "own") & (pl.col("place") == 1)
    )
    first = first.select("opportunity_id", "end_kind", "days_silent", "seller_touches")
    deals = _not_born_closed(facts).join(first, on="opportunity_id")
    known = pl.col("end_kind").is_in(["touched", "won", "lost"])
    deals = deals.with_columns(
        kind=pl.when(known).then("end_kind").otherwise(pl.lit("censored")),
        rescued=(pl.col("end_kind") == "touched") & (pl.col("outcome") == "won"),
    )
    found: Expected = {}
    for keys, part in split(deals):
        spells = spells_of(part, "kind", "days_silent")
        n, enough = part.height, part.height >= FEWEST
        for statistic, kind in (
            ("woken", "touched"),
            ("won_from_silence", "won"),
            ("lost_from_silence", "lost"),
        ):
            found[named({**keys, "statistic": statistic})] = {
                "value": ended_by(spells, [kind], 30) if enough else None,
                "n": n,
                "events": by_day(spells, kind, 30),
            }
        ended = ended_by(spells, ["touched", "won", "lost"], 30) if enough else None
        still = sum(at > 30 or (end == "censored" and at >= 30) for end, at in spells)
        found[named({**keys, "statistic": "still_silent"})] = {
            "value": None if ended is None else 1 - ended,
            "n": n,
            "events": still,
        }
        rescued = part.filter("rescued")
        found[named({**keys, "statistic": "rescued"})] = {
            "value": rescued.height / n if enough else None,
            "n": n,
            "events": rescued.height,
        }
        priced = rescued.filter(pl.col("amount_at_close").is_not_null())
        found[named({**keys, "statistic": "rescued_amount"})] = {
            "value": float(priced["amount_at_close"].sum()),
            "n": n,
            "events": priced.height,
        }
        woken = part.filter(
            (pl.col("end_kind") == "touched") & pl.col("seller_touches").is_not_null()
        )
        found[named({**keys, "statistic": "efforts"})] = {
            "value": woken["seller_touches"].median() if woken.height >= FEWEST else None,
            "n": woken.height,
            "events": woken.height,
        }
    return found


def aged_open_deals(facts: Facts) -> Expected:
    deals = facts.deals(None).filter(
        (pl.col("outcome") == "open") & pl.col("age_days").is_not_null()
    )
    if facts.asked.by == "month":
        deals = deals.with_columns(period=pl.col("created_month"))
    found: Expected = {}
    for age, is_aged, known in (
        (
            "older_than_any_closed",
            pl.col("age_days") > pl.col("longest_close_days"),
            deals.filter(pl.col("longest_close_days").is_not_null()),
        ),
        ("older_than_90_days", pl.col("age_days") > 90, deals),
    ):
        aged = known.with_columns(
            ONE, part=is_aged, money=pl.when(is_aged).then("amount_at_as_of").otherwise(0.0)
        )
        priced = aged.filter(pl.col("amount_at_as_of").is_not_null())
        found |= share(aged, "part", "one", age=age, statistic="deals")
        found |= share(priced, "money", "amount_at_as_of", age=age, statistic="amount")
    return found
