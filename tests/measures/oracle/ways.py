"""The measures of ways, stamps, credit and like with like, a second time."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from itertools import pairwise

import numpy as np
import polars as pl

from tests.measures.oracle.arithmetic import FEWEST, Expected, named, share, split
from tests.measures.oracle.facts import Facts
from tests.measures.oracle.overview import ONE, OUTSIDE

RULES = ("first_touch", "last_touch", "linear", "position", "removal")
COLUMNS = {
    "won": "is_won_by_horizon",
    "moved": "is_moved_by_day_30",
    "silent": "is_silent_by_day_21",
}


def _with_money(frame: pl.DataFrame, is_part: pl.Expr, amount: str, **keys: object) -> Expected:
    frame = frame.with_columns(
        ONE,
        part=is_part.cast(pl.Float64),
        money=pl.when(is_part).then(amount).otherwise(0.0),
    )
    priced = frame.filter(pl.col(amount).is_not_null())
    return {
        **share(frame, "part", "one", statistic="deals", **keys),
        **share(priced, "money", amount, statistic="amount", **keys),
    }


def back_stamped_rate(facts: Facts) -> Expected:
    deals = facts.deals("created").filter(
        pl.col("path_class").is_not_null() & (pl.col("path_class") != "unlinked")
    )
    stamps = facts.tables["fct_deal_stamps"].filter(pl.col("gates_stamped") >= 2)
    stamps = deals.join(stamps, on="opportunity_id", suffix="_of_stamp")
    is_after = pl.col("path_class") == "back_stamped"
    found = _with_money(deals, is_after, "amount_at_creation", kind="back_stamped")
    for kind, column in (
        ("one_minute", "is_stamped_in_one_minute"),
        ("one_person_at_creation", "is_stamped_at_creation"),
    ):
        known = stamps.filter(pl.col(column).is_not_null())
        found |= _with_money(known, pl.col(column), "amount_at_creation", kind=kind)
    return found


def _ways(facts: Facts) -> pl.DataFrame:
    variants = facts.tables["fct_deal_variants"].filter(pl.col("variant").is_not_null())
    deals = facts.deals("closed").filter(pl.col("outcome").is_in(["won", "lost"]))
    return deals.join(variants.select("opportunity_id", "variant"), on="opportunity_id")


def path_variants(facts: Facts) -> Expected:
    deals = _ways(facts)
    won = pl.col("outcome") == "won"
    wins = Counter(deals.filter(won)["variant"].to_list())
    every = Counter(deals["variant"].to_list())
    ways = sorted(
        (way for way in every if way != "unlinked"),
        key=lambda way: (-wins[way], -every[way], way),
    )
    said = {way: way if place < 12 else "other_ways" for place, way in enumerate(ways)}
    said |= {"unlinked": "unlinked"} if "unlinked" in every else {}
    deals = deals.with_columns(said=pl.col("variant").replace_strict(said, default=None))
    found: Expected = {}
    for way in set(said.values()):
        is_way = pl.col("said") == way
        found |= _with_money(deals.filter(won), is_way, "amount_at_close", variant=way)
        own = deals.filter(is_way).with_columns(ONE, part=won.cast(pl.Float64))
        found |= share(own, "part", "one", variant=way, statistic="share_won")
    return found


def pathway_count(facts: Facts) -> Expected:
    wins = _ways(facts).filter((pl.col("outcome") == "won") & (pl.col("path_class") != "unlinked"))
    found: Expected = {}
    for keys, part in split(wins):
        own = {
            "all": part,
            "through_every_gate": part.filter(pl.col("path_class").is_in(["in_flow", "returned"])),
            "no_gate": part.filter(pl.col("path_class").is_in(list(OUTSIDE["ours"]))),
        }
        equal = min(own["through_every_gate"].height, own["no_gate"].height)
        for group, records in own.items():
            n, counts = records.height, sorted(Counter(records["variant"].to_list()).values())[::-1]
            held, upto = 0, 0
            while upto < 0.8 * n - 1e-9:
                upto += counts[held]
                held += 1
            entropy = -sum(each / n * math.log(each / n) for each in counts)
            values = {"ways": len(counts), "ways_holding_80": held, "mixed_ways": math.exp(entropy)}
            if group != "all":
                values["mixed_ways_of_equal_n"] = math.nan
            for statistic, value in values.items():
                row = {"n": n, "events": n}
                if n >= FEWEST and statistic != "mixed_ways_of_equal_n":
                    row["value"] = value
                if statistic == "mixed_ways_of_equal_n" and equal < FEWEST:
                    row["value"] = None
                found[named({**keys, "path_group": group, "statistic": statistic})] = row
    return found


def type_changed(facts: Facts) -> Expected:
    types = facts.tables["fct_deal_types"].select("opportunity_id", "type_changes")
    wins = facts.won().join(types, on="opportunity_id")
    return _with_money(wins, pl.col("type_changes") > 0, "amount_at_close")


def stuck_now(facts: Facts) -> Expected:
    deals = facts.deals(None).filter((pl.col("outcome") == "open") & pl.col("is_silent_now"))
    if facts.asked.by == "month":
        deals = deals.with_columns(period=pl.col("created_month"))
    column = next((each for each in ("period", "group") if each in deals.columns), None)
    found: Expected = {}
    for row in deals.iter_rows(named=True):
        keys = {"record_id": row["opportunity_id"], **({column: row[column]} if column else {})}
        found[named(keys)] = {"value": row["amount_at_as_of"], "n": 1, "events": 1}
    return found


def _stories(facts: Facts) -> pl.DataFrame:
    stories = facts.tables["fct_deal_stories"].select(
        "opportunity_id", "has_several_channels", "story"
    )
    return facts.deals("closed").join(stories, on="opportunity_id")


def first_touch_credit(facts: Facts) -> Expected:
    wins = _stories(facts).filter(pl.col("outcome") == "won")
    return _with_money(wins, pl.col("has_several_channels"), "amount_at_close")


def attribution_distance(facts: Facts) -> Expected:
    deals = _stories(facts)
    channels = {each for story in deals["story"].to_list() for each in story.split(" > ")}
    found: Expected = {}
    for keys, part in split(deals):
        paths = [
            (story.split(" > "), outcome == "won")
            for story, outcome in part.select("story", "outcome").iter_rows()
        ]
        wins = [path for path, is_won in paths if is_won]
        credit = {rule: _credit(wins, rule) for rule in RULES[:4]} | {"removal": _removal(paths)}
        enough = len(wins) >= FEWEST
        for rule in RULES:
            for channel in channels:
                value = credit[rule].get(channel, 0.0) if credit[rule] else None
                found[named({**keys, "channel": channel, "rule": rule})] = {
                    "value": value if enough else None,
                    "n": len(wins),
                    "events": sum(_is_credited(path, channel, rule) for path in wins),
                }
            if rule == "first_touch":
                continue
            first, other = credit["first_touch"], credit[rule]
            apart = sum(abs(first.get(each, 0) - other.get(each, 0)) for each in channels) / 2
            known = enough and bool(other)
            found[named({**keys, "channel": "elsewhere", "rule": rule})] = {
                "value": apart if known else None,
                "n": len(wins),
                "events": len(wins),
            }
    return found


def _is_credited(path: list[str], channel: str, rule: str) -> bool:
    ends = {"first_touch": path[:1], "last_touch": path[-1:]}
    return channel in ends.get(rule, path)


def _credit(wins: list[list[str]], rule: str) -> dict[str, float]:
    got: dict[str, float] = defaultdict(float)
    for path in wins:
        for place, channel in enumerate(path):
            last = len(path) - 1
            if rule == "linear" or last == 0:
                part = 1 / len(path)
            elif rule == "position":
                middle = 0.2 / (last - 1) if last > 1 else 0
                ends = 0.4 if last > 1 else 0.5
                part = ends if place in (0, last) else middle
            else:
                part = float(place == (0 if rule == "first_touch" else last))
            got[channel] += part / len(wins)
    return dict(got)


def _removal(paths: list[tuple[list[str], bool]]) -> dict[str, float]:
    """Return what each channel's absence would cost, as shares, by solving the chain."""
    steps: Counter[tuple[str, str]] = Counter()
    for path, is_won in paths:
        states = ["(start)", *path, "(won)" if is_won else "(lost)"]
        steps.update(pairwise(states))
    channels = sorted({each for path, _ in paths for each in path})

    def reaching(without: str | None) -> float:
        live = ["(start)", *(each for each in channels if each != without)]
        out = {each: sum(n for (one, _), n in steps.items() if one == each) for each in live}
        matrix = np.array(
            [[steps[one, other] / out[one] if out[one] else 0 for other in live] for one in live]
        )
        wins = np.array([steps[one, "(won)"] / out[one] if out[one] else 0 for one in live])
        return float(np.linalg.solve(np.eye(len(live)) - matrix, wins)[0])

    whole = reaching(None)
    if whole <= 0:
        return {}
    lost = {channel: 1 - reaching(channel) / whole for channel in channels}
    total = sum(lost.values())
    return {channel: each / total for channel, each in lost.items()}


def like_for_like(facts: Facts) -> Expected:
    strata = facts.tables["fct_deal_strata"].select("opportunity_id", "stratum", *COLUMNS.values())
    deals = facts.deals("created").filter(pl.col("path_class").is_not_null())
    deals = deals.join(strata, on="opportunity_id")
    inside = pl.col("path_class").is_in(["in_flow", "returned"])
    found: Expected = {}
    for component, classes in OUTSIDE.items():
        if component == "unlinked":
            continue
        is_outside = pl.col("path_class").is_in(list(classes))
        arms = deals.with_columns(outside=is_outside).filter(is_outside | inside)
        for outcome, column in COLUMNS.items():
            known = arms.filter(pl.col(column).is_not_null())
            for keys, part in split(known):
                own = {**keys, "outcome": outcome, "component": component}
                found |= compared(part, column, own)
    return found


def compared(part: pl.DataFrame, column: str, keys: dict[str, object]) -> Expected:
    rows = list(part.select("stratum", "outside", column).iter_rows())

    def count(stratum: str | None, outside: bool, events: bool = False) -> int:
        return sum(
            (stratum is None or one == stratum) and arm == outside and (event or not events)
            for one, arm, event in rows
        )

    arms = {"share_outside": True, "share_inside": False}
    n = {name: count(None, arm) for name, arm in arms.items()}
    events = {name: count(None, arm, True) for name, arm in arms.items()}
    found: Expected = {}
    for name in arms:
        value = events[name] / n[name] if n[name] >= FEWEST else None
        found[named({**keys, "statistic": name})] = {
            "n": n[name],
            "events": events[name],
            **({"value": value} if n[name] >= FEWEST else {}),
        }
    both = [
        each
        for each in sorted({one for one, _, _ in rows})
        if count(each, True) and count(each, False)
    ]
    covered = sum(count(each, True) for each in both)
    is_comparable = len(both) >= 4 and covered >= 0.8 * n["share_outside"]
    difference = inside = weight = weighted = 0.0
    for each in both:
        n1, n0 = count(each, True), count(each, False)
        p1, p0 = count(each, True, True) / n1, count(each, False, True) / n0
        difference += n1 / covered * (p1 - p0)
        inside += n1 / covered * p0
        weight += n1 * n0 / (n1 + n0)
        weighted += n1 * n0 / (n1 + n0) * (p1 - p0)
    whole = {"n": sum(n.values()), "events": sum(events.values())}
    enough = min(n.values()) >= FEWEST
    values = {
        "like_for_like": difference,
        "raw": events["share_outside"] / n["share_outside"]
        - events["share_inside"] / n["share_inside"]
        if enough
        else None,
        "mantel_haenszel": weighted / weight if weight else None,
        "share_inside_same_mix": inside,
    }
    for name, value in values.items():
        row = dict(whole)
        if name == "share_inside_same_mix":
            row = {"n": n["share_inside"], "events": events["share_inside"]}
        if enough and (is_comparable or name == "raw"):
            row["value"] = value
        elif enough and name == "like_for_like":
            row["value"] = None
        found[named({**keys, "statistic": name})] = row
    return found


def fast_created_then_stalled(facts: Facts) -> Expected:
    strata = facts.tables["fct_deal_strata"].select("opportunity_id", "stratum", *COLUMNS.values())
    deals = facts.deals("created").filter(pl.col("days_from_request").is_not_null())
    deals = deals.join(strata, on="opportunity_id")
    deals = deals.filter(pl.col("is_silent_by_day_21").is_not_null())
    found: Expected = {}
    for component, days in (("within_a_week", 7), ("within_a_day", 1)):
        arms = deals.with_columns(outside=pl.col("days_from_request") <= days)
        for keys, part in split(arms):
            for name, row in compared(
                part, "is_silent_by_day_21", {**keys, "component": component}
            ).items():
                said = {
                    (key, value.replace("outside", "fast").replace("inside", "later"))
                    for key, value in name
                }
                found[frozenset(said)] = row
    return found
