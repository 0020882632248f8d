"""The measures of steps, stays, depth and hand-offs, a second time."""

from __future__ import annotations

import operator
from itertools import pairwise

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
from tests.measures.oracle.facts import Facts, with_all
from tests.measures.oracle.overview import ONE, moving

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _rate(
    frame: pl.DataFrame, above: str, below: str, *names: str, per: float = 30.0, **keys: object
) -> Expected:
    found = share(frame, above, below, *names, **keys)
    for row in found.values():
        row["value"] = per * row["value"] if row["value"] is not None else None
    return found


def _watched(facts: Facts) -> pl.DataFrame:
    return facts.deals("created").filter((pl.col("watched_days") > 0) & ~pl.col("is_born_closed"))


def _steps(facts: Facts, which: pl.Expr, **sums: pl.Expr) -> pl.DataFrame:
    moves = facts.tables["fct_deal_moves"].filter(pl.col("is_watched") & which)
    return moves.group_by("opportunity_id").agg(pl.len().alias("steps"), **sums)


def _steps_per_open_days(facts: Facts, which: str) -> Expected:
    deals = _watched(facts).join(_steps(facts, pl.col(which)), on="opportunity_id", how="left")
    deals = deals.with_columns(pl.col("steps").fill_null(0))
    return _rate(with_all(deals), "steps", "watched_days", "path_group")


def forward_moves_rate(facts: Facts) -> Expected:
    return _steps_per_open_days(facts, "is_forward")


def backward_moves_rate(facts: Facts) -> Expected:
    return _steps_per_open_days(facts, "is_backward")


def corroborated_moves(facts: Facts) -> Expected:
    which = pl.col("is_forward") & pl.col("is_old_enough_to_corroborate")
    backed = pl.col("is_corroborated").sum().alias("backed")
    steps = _steps(facts, which, backed=backed)
    deals = facts.deals("created").filter(~pl.col("is_born_closed"))
    return share(deals.join(steps, on="opportunity_id"), "backed", "steps")


def momentum_index(facts: Facts) -> Expected:
    def mean_height(spells: list[tuple[str, int]]) -> float | None:
        if ended_by(spells, ["moved"], 60) is None:
            return None
        # The curve stands at its height from the day of a step on.
        days = sorted({0, 60, *(at for _, at in spells if 0 < at < 60)})
        heights = [ended_by(spells, ["moved"], day) or 0.0 for day in days[:-1]]
        lengths = [later - day for day, later in pairwise(days)]
        return 100 * sum(map(operator.mul, heights, lengths)) / 60

    return curve(
        with_all(moving(facts)),
        "move_kind",
        "days_to_move",
        mean_height,
        lambda spells: by_day(spells, "moved", 60),
        "path_group",
    )


def time_in_stage(facts: Facts) -> Expected:
    stays = facts.tables["fct_stage_spells"].filter(
        (pl.col("role") == "open") & pl.col("is_first_stay")
    )
    deals = facts.deals("created").filter(~pl.col("is_born_closed"))
    own = ["opportunity_id", *(each for each in ("period", "group") if each in deals.columns)]
    stays = stays.drop("stage", strict=False).join(deals.select(own), on="opportunity_id")
    stays = stays.rename({"stage_name": "stage"})
    found: Expected = {}
    for keys, part in split(stays, "stage"):
        spells = spells_of(part, "end_kind", "stay_days")
        left = [(end if end == "censored" else "left", at) for end, at in spells]
        on = [("on" if end in ("forward", "won") else end, at) for end, at in spells]
        enough = len(spells) >= FEWEST
        readings = {
            "half_left_within": (_half(left), sum(end == "left" for end, _ in left)),
            "share_gone_on": (ended_by(on, ["on"], 30), by_day(on, "on", 30)),
            "share_lost": (ended_by(on, ["lost"], 30), by_day(on, "lost", 30)),
        }
        for statistic, (value, events) in readings.items():
            row = {"value": value if enough else None, "n": len(spells), "events": events}
            found[named({**keys, "statistic": statistic})] = row
    return found


def _half(spells: list[tuple[str, int]]) -> float | None:
    for day in range(max((at for _, at in spells), default=0) + 1):
        reached = ended_by(spells, ["left"], day)
        if reached is None:
            return None
        if reached >= 0.5 - 1e-12:
            return float(day)
    return None


def force_per_move(facts: Facts) -> Expected:
    touches = facts.tables["fct_deal_depth"].select("opportunity_id", "seller_touches")
    deals = _watched(facts).join(touches, on="opportunity_id")
    forward = pl.col("is_forward")
    first = (pl.col("spoke_first") == "buyer").fill_null(False)
    before = pl.col("seller_touches").sum().alias("before")
    steps = _steps(facts, forward, before=before)
    whole = deals.join(steps, on="opportunity_id", how="left").with_columns(
        pl.col("steps", "before").fill_null(0)
    )
    closed = whole.filter(pl.col("close_kind").is_in(["won", "lost"])).with_columns(
        after=pl.col("seller_touches") - pl.col("before")
    )
    found = {
        **_rate(whole, "seller_touches", "steps", per=1, who_spoke_first="all"),
        **share(closed, "after", "seller_touches", who_spoke_first="no_step_after"),
    }
    for who, is_so in (("buyer_first", first), ("buyer_not_first", ~first)):
        chosen = deals.join(_steps(facts, forward & is_so, before=before), on="opportunity_id")
        found |= _rate(chosen, "before", "steps", per=1, who_spoke_first=who)
    return found


def update_weekdays(facts: Facts) -> Expected:
    updates = facts.tables["fct_stage_moves"].filter(
        pl.col("stage_before").is_not_null() & ~pl.col("is_integration")
    )
    updates = facts.deals("created").join(
        updates.select("opportunity_id", "moved_date"), on="opportunity_id"
    )
    updates = updates.with_columns(day=pl.col("moved_date").dt.weekday() - 1)
    found: Expected = {}
    for keys, part in split(updates):
        n = part["opportunity_id"].n_unique()
        for place, weekday in enumerate(WEEKDAYS):
            chosen = part.filter(pl.col("day") == place)
            found[named({**keys, "weekday": weekday})] = {
                "value": chosen.height / part.height if n >= FEWEST else None,
                "n": n,
                "events": chosen["opportunity_id"].n_unique(),
            }
    return found


def hand_off_context(facts: Facts) -> Expected:
    talks = facts.tables["fct_deal_hand_offs"].select(
        "opportunity_id", "is_handed_off", "has_conversation_before"
    )
    deals = moving(facts).join(talks, on="opportunity_id")
    handed, talked = pl.col("is_handed_off"), pl.col("has_conversation_before")
    context = pl.concat_str(
        pl.when(handed).then(pl.lit("handed")).otherwise(pl.lit("kept")),
        pl.when(talked).then(pl.lit("_with")).otherwise(pl.lit("_without")),
    )
    return curve(
        deals.with_columns(context=context),
        "move_kind",
        "days_to_move",
        lambda spells: ended_by(spells, ["moved"], 30),
        lambda spells: by_day(spells, "moved", 30),
        "context",
    )


def relationship_depth(facts: Facts) -> Expected:
    """Rank every pair of a won deal and one that was not won, and count the pairs ranked right."""
    known = facts.tables["fct_deal_depth"].select(
        "opportunity_id", "age_days", "is_open_on_day_30", "score", "people", "roles",
        "two_way_touches", "span_days",
    )  # fmt: skip
    deals = facts.deals("created").filter(~pl.col("is_born_closed")).drop("age_days")
    won = (pl.col("close_kind") == "won") & (pl.col("days_to_close") <= facts.horizon)
    deals = deals.join(known, on="opportunity_id").filter("is_open_on_day_30")
    found: Expected = {}
    for keys, everybody in split(deals.with_columns(ONE, won=won)):
        part = everybody.filter(pl.col("age_days") >= facts.horizon)
        for label, is_so in (
            ("0", pl.col("people") == 0),
            ("1", pl.col("people") == 1),
            ("2", pl.col("people") == 2),
            ("3 or more", pl.col("people") >= 3),
        ):
            chosen = part.filter(is_so)
            found[named({**keys, "predictor": "won", "people": label})] = {
                "value": chosen["won"].mean() if chosen.height >= FEWEST else None,
                "n": chosen.height,
                "events": int(chosen["won"].sum()),
            }
        found |= _ranked(part.filter(pl.col("score").is_not_null()), keys)
    return found


def _ranked(part: pl.DataFrame, keys: dict[str, object]) -> Expected:
    signs = {
        "people_known": part["people"].to_list(),
        "roles": part["roles"].to_list(),
        "conversations": part["two_way_touches"].to_list(),
        "span": part["span_days"].to_list(),
        "score": part["score"].to_list(),
    }
    places = [_places(signs[name]) for name in signs if name != "score"]
    signs["depth"] = [sum(each) / 4 for each in zip(*places, strict=True)]
    won = part["won"].to_list()
    enough = min(sum(won), len(won) - sum(won)) >= FEWEST
    values = {name: _pairs_right(each, won) if enough else None for name, each in signs.items()}
    values["difference"] = values["depth"] - values["score"] if enough else None
    return {
        named({**keys, "predictor": name, "people": "all"}): {
            "value": value,
            "n": len(won),
            "events": sum(won),
        }
        for name, value in values.items()
    }


def _places(values: list[float]) -> list[float]:
    """Return each value's place in order, the mean place where values tie."""
    return [
        sum(other < value for other in values) + (values.count(value) + 1) / 2 for value in values
    ]


def _pairs_right(values: list[float], won: list[bool]) -> float:
    yes = [value for value, is_won in zip(values, won, strict=True) if is_won]
    no = [value for value, is_won in zip(values, won, strict=True) if not is_won]
    right = sum((w > o) + 0.5 * (w == o) for w in yes for o in no)
    return right / (len(yes) * len(no))
