"""The measures of the page How wins came, a second time."""

from __future__ import annotations

from collections import Counter

import polars as pl

from tests.measures.oracle.arithmetic import Expected, share
from tests.measures.oracle.facts import Facts
from tests.measures.oracle.overview import ONE, OUTSIDE


def _wins(facts: Facts) -> pl.DataFrame:
    return facts.won().filter(pl.col("path_class").is_not_null())


def _part(frame: pl.DataFrame, is_part: pl.Expr, *names: str, **keys: object) -> Expected:
    """Return the share of wins and of their money that are part of something."""
    frame = frame.with_columns(
        ONE,
        part=is_part.cast(pl.Float64),
        money=pl.when(is_part).then("amount_at_close").otherwise(0.0),
    )
    priced = frame.filter(pl.col("amount_at_close").is_not_null())
    return {
        **share(frame, "part", "one", *names, statistic="deals", **keys),
        **share(priced, "money", "amount_at_close", *names, statistic="amount", **keys),
    }


def _is_in(component: str) -> pl.Expr:
    return pl.col("path_class").is_in(list(OUTSIDE[component]))


def won_without_gate_trend(facts: Facts) -> Expected:
    wins = _wins(facts).filter(pl.col("closed_month").is_not_null())
    monthly = wins.with_columns(period=pl.col("closed_month"))
    months = wins["closed_month"].dt.year() * 12 + wins["closed_month"].dt.month()
    found: Expected = {}
    for component in OUTSIDE:
        found |= _part(monthly, _is_in(component), component=component)
        if not wins.height:
            continue
        is_later = 2 * (months - months.min()) > months.max() - months.min()
        halves = {"deals_later": wins.filter(is_later), "deals_earlier": wins.filter(~is_later)}
        for half, chosen in halves.items():
            counted = chosen.drop("period", strict=False).with_columns(
                ONE, part=_is_in(component).cast(pl.Float64)
            )
            whole = share(counted, "part", "one", component=component, statistic=half)
            found |= {name | {("period", "None")}: row for name, row in whole.items()}
    return found


def without_gate_by_size(facts: Facts) -> Expected:
    wins = _wins(facts)
    by_amount = sorted(
        (amount, record)
        for record, amount in wins.select("opportunity_id", "amount_at_close").iter_rows()
        if amount is not None
    )
    count, word = (10, "tenth") if len(by_amount) >= 100 else (5, "fifth")
    size, larger = divmod(len(by_amount), count)
    bands: dict[str, str] = {}
    rest = [record for _, record in by_amount]
    for place in range(1, count + 1):
        taken = size + (place <= larger)
        bands |= dict.fromkeys(rest[:taken], f"{word}_{place}")
        rest = rest[taken:]
    largest = sorted(by_amount, key=lambda each: (-each[0], each[1]))[:10]
    tens = dict.fromkeys((record for _, record in largest), "ten_largest")
    ids = pl.col("opportunity_id")
    twice = (
        pl.concat(
            [
                wins.with_columns(band=ids.replace_strict(bands, default="no_amount")),
                wins.with_columns(band=ids.replace_strict(tens, default="all_others")),
            ]
        )
        if wins.height
        else wins.with_columns(band=pl.lit(""))
    )
    found: Expected = {}
    for component in OUTSIDE:
        found |= _part(twice, _is_in(component), "band", component=component)
    return found


def outside_origins(facts: Facts) -> Expected:
    wins = _wins(facts)
    origin = (
        pl.when(pl.col("path_class") == "bypassed")
        .then(pl.col("sub_origin").fill_null("other"))
        .otherwise("path_class")
    )
    wins = wins.with_columns(origin=origin)
    found = _part(wins, _is_in("ours"), origin="no_gate")
    for name in Counter(wins["origin"].to_list()):
        found |= _part(wins, pl.col("origin") == name, origin=name)
    return found


def existing_customer_wins(facts: Facts) -> Expected:
    everybody = Facts(
        {
            "fct_deals": facts.tables["fct_deals"].with_columns(
                is_new=pl.col("is_new_business"), is_new_business=True
            )
        },
        facts.asked,
        facts.as_of,
    ).won()
    found: Expected = {}
    for population, is_member in (
        ("new_business", pl.col("is_new")),
        ("existing_customers", ~pl.col("is_new")),
    ):
        found |= _part(everybody, is_member, population=population)
        members = everybody.filter(is_member & pl.col("path_class").is_not_null())
        members = members.with_columns(ONE, part=_is_in("ours").cast(pl.Float64))
        found |= share(members, "part", "one", population=population, statistic="without_gate")
    return found


def won_without_born_closed(facts: Facts) -> Expected:
    wins = _wins(facts)
    kept = wins.filter(~pl.col("is_born_closed"))
    found: Expected = {}
    for component in OUTSIDE:
        found |= _part(kept, _is_in(component), component=component)
    left = _part(wins, pl.col("is_born_closed"), component="born_closed")
    for name, row in left.items():
        told = {(key, f"left_out_{value}" if key == "statistic" else value) for key, value in name}
        found[frozenset(told)] = row
    return found
