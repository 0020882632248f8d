"""The measures of waiting, a second time: one row a person, the estimators on rows made here."""

from __future__ import annotations

import math

import numpy as np
import polars as pl

from dashboard.estimators.log_linear import log_linear
from dashboard.estimators.waiting import Rate, decay_rate, instrumented_rate
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
)
from tests.measures.oracle.facts import Facts

HORIZON = 365
BINS = {
    "wait_1h": 60,
    "wait_4h": 240,
    "wait_24h": 1440,
    "wait_2d": 2880,
    "wait_5d": 7200,
    "wait_10d": 14400,
    "wait_longer": 10**9,
}


def first_conversation_wait(facts: Facts) -> Expected:
    people = facts.tables["fct_leads"].filter(pl.col("waits_from_date").is_not_null())
    people = people.with_columns(month=pl.col("waits_from_date").dt.truncate("1mo"))
    cut = facts.cut(people, "month")
    waiting = facts.cut(facts.tables["fct_lead_waits"], "waits_from_month")
    return {
        **_until(cut, "attempt_kind", "attempt_days", "attempt", "attempt"),
        **_until(cut, "conversation_kind", "conversation_days", "conversation", "conversation"),
        **_until(waiting, "let_go_kind", "let_go_days", "let_go", "inside_gate"),
    }


def helpful_contact_wait(facts: Facts) -> Expected:
    people = facts.tables["fct_leads"].filter(pl.col("waits_from_date").is_not_null())
    people = people.with_columns(month=pl.col("waits_from_date").dt.truncate("1mo"))
    cut = facts.cut(people, "month")
    waiting = facts.cut(facts.tables["fct_lead_waits"], "waits_from_month")
    found: Expected = {}
    for frame, clock in ((cut, "conversation"), (waiting, "helper")):
        found |= _lags(frame, clock)
    return found


def _lags(frame: pl.DataFrame, clock: str) -> Expected:
    """Return the middle of those who had it, the day of half of all, and the share by day 30."""
    kind, days = f"{clock}_kind", f"{clock}_days"
    found: Expected = {}
    for own, part in split(frame):
        done = part.filter(pl.col(kind) == clock)[days].sort().to_list()
        keys = {**own, "clock": clock, "statistic": "median_of_finished"}
        middle = float(np.median(done)) if len(done) >= FEWEST else None
        found[named(keys)] = {"value": middle, "n": len(done), "events": len(done)}
    for statistic, read, by in (
        ("half_reached_by", lambda spells: first_half(spells, clock), 10**6),
        ("share_by_30", lambda spells: ended_by(spells, [clock], 30), 30),
    ):
        found |= curve(
            frame,
            kind,
            days,
            read,
            lambda spells, by=by: by_day(spells, clock, by),
            clock=clock,
            statistic=statistic,
        )
    return found


def _until(frame: pl.DataFrame, kind: str, days: str, end: str, clock: str) -> Expected:
    return curve(
        frame,
        kind,
        days,
        lambda spells: first_half(spells, end),
        lambda spells: by_day(spells, end, 10**6),
        clock=clock,
    )


def _people(facts: Facts) -> pl.DataFrame:
    """Return those old enough, one row each, with what they bought or lost in the horizon."""
    deals = facts.tables["fct_lead_wait_deals"].filter(
        pl.col("outcome").is_in(["won", "lost"]) & (pl.col("closed_days") <= HORIZON)
    )
    won = pl.col("outcome") == "won"
    ends = deals.group_by("person_id").agg(
        won=won.any(),
        value=pl.col("amount_at_close").filter(won).sum(),
        competitor=pl.col("is_lost_to_competitor").any(),
        dark=pl.col("is_gone_dark").any(),
        closed=pl.lit(1),
    )
    people = facts.cut(facts.tables["fct_lead_waits"], "waits_from_month", shift=-12)
    in_time = pl.col("tried_minutes") <= HORIZON * 1440
    return (
        people.filter(pl.col("age_days") >= HORIZON)
        .join(ends, on="person_id", how="left")
        .with_columns(
            pl.col("won", "competitor", "dark").fill_null(value=False),
            pl.col("value").fill_null(0.0),
            tried=pl.when(in_time).then(pl.col("tried_minutes")),
            inside=pl.when(in_time).then(pl.col("inside_gate_minutes")),
        )
    )


def wait_decay(facts: Facts) -> Expected:
    found: Expected = {}
    for own, part in split(_people(facts)):
        above = -1
        for name, upto in BINS.items():
            inside = part.filter((pl.col("tried") > above) & (pl.col("tried") <= upto))
            found |= _won(inside, {**own, "statistic": name})
            above = upto
        never = part.filter(pl.col("tried").is_null())
        found |= _won(never, {**own, "statistic": "nobody_tried"})
        for name, rate in _rates(_quick(part)).items():
            keys = {**own, "statistic": name}
            found[named(keys)] = _told(rate) | _counts(_quick(part))
    return found


def _won(part: pl.DataFrame, keys: dict[str, object]) -> Expected:
    n, events = part.height, int(part["won"].sum())
    value = events / n if n >= FEWEST else None
    return {named(keys): {"value": value, "n": n, "events": events}}


def _counts(part: pl.DataFrame) -> dict[str, int]:
    return {"n": part.height, "events": int(part["won"].sum())}


def _told(rate: Rate) -> dict[str, float | None]:
    ends = {"value": rate.value, "low": rate.low, "high": rate.high}
    return {name: None if end is None else -math.expm1(-end) for name, end in ends.items()}


def _quick(part: pl.DataFrame) -> pl.DataFrame:
    return part.filter(pl.col("tried") <= 30 * 1440)


def _days(part: pl.DataFrame, column: str) -> np.ndarray:
    return np.ceil(part[column].to_numpy() / 60) / 24


def _columns(part: pl.DataFrame) -> list[np.ndarray]:
    """Return a column for each level with thirty people, one for the score, one for having none."""
    found = [
        part["score_tenth"].fill_null(0).to_numpy().astype(float),
        part["score_tenth"].is_null().to_numpy().astype(float),
    ]
    for name in ("alike", "source_family"):
        for level in sorted(set(part[name].to_list())):
            own = (part[name] == level).to_numpy().astype(float)
            found += [own] if own.sum() >= 30 else []
    return found


def _independent(first: list[np.ndarray], more: list[np.ndarray]) -> np.ndarray:
    kept = list(first)
    for column in more:
        if np.linalg.matrix_rank(np.column_stack([*kept, column]), tol=1e-6) > len(kept):
            kept.append(column)
    return np.column_stack([*kept[len(first) :], np.zeros((first[0].size, 0))])


def _rates(part: pl.DataFrame) -> dict[str, Rate]:
    names = ("rate_naive", "rate_adjusted", "rate_inside_gate", "rate_off_hours")
    if part["won"].sum() < FEWEST:
        return dict.fromkeys(names, Rate())
    won, ones = part["won"].to_numpy().astype(float), np.ones(part.height)
    days, inside = _days(part, "tried"), _days(part, "inside")
    off = part["is_off_hours"].to_numpy().astype(float)
    columns = _columns(part)
    more = [*columns, off]
    rates = (
        decay_rate(days, won, ones),
        decay_rate(days, won, ones, _independent([ones, days], more)),
        decay_rate(inside, won, ones, _independent([ones, inside], [*more, days - inside])),
        instrumented_rate(days, off, won, ones, _independent([ones, off], columns)),
    )
    return dict(zip(names, rates, strict=True))


def delay_cost(facts: Facts) -> Expected:
    found: Expected = {}
    for own, whole in split(_people(facts)):
        part = _quick(whole)
        rates = _rates(part)
        inside = _days(part, "inside")
        expected = _expected(part, rates["rate_inside_gate"])
        held = int((inside > 0).sum())
        told = {"lost_amount": "rate_inside_gate", "lost_share": "rate_inside_gate"}
        told |= {f"lost_{each}_amount": f"rate_{each}" for each in ("naive", "adjusted")}
        told["lost_off_hours_amount"] = "rate_off_hours"
        all_money = None if expected is None else float(expected.sum())
        found[named({**own, "statistic": "expected_amount"})] = {
            "value": all_money,
            "n": part.height,
            "events": part.height,
        }
        for name, of in told.items():
            ends = {}
            for end in ("value", "low", "high"):
                rate = getattr(rates[of], end)
                lost = None
                if rate is not None and expected is not None:
                    lost = float((expected * -np.expm1(-rate * inside)).sum())
                    if name == "lost_share":
                        lost = lost / all_money if all_money else None
                ends[end] = lost
            found[named({**own, "statistic": name})] = {**ends, "n": part.height, "events": held}
    return found


def _expected(part: pl.DataFrame, rate: Rate) -> np.ndarray | None:
    """Return for each person the chance without a day inside, times the value of a win."""
    if rate.value is None:
        return None
    won, ones = part["won"].to_numpy().astype(float), np.ones(part.height)
    days, inside = _days(part, "tried"), _days(part, "inside")
    off = part["is_off_hours"].to_numpy().astype(float)
    columns = _independent([ones, inside], [*_columns(part), off, days - inside])
    fit = log_linear(np.column_stack([ones, inside, columns]), won, ones)
    if fit is None:
        return None
    at_once = np.column_stack([ones, np.zeros_like(inside), columns])
    chance = np.minimum(np.exp(at_once @ fit.values), 1)
    wins = part.filter("won")
    of_all = wins["value"].sum() / wins.height
    means = {
        alike: own["value"].mean()
        for (alike,), own in wins.partition_by("alike", as_dict=True).items()
        if own.height >= FEWEST
    }
    return chance * np.array([means.get(each, of_all) for each in part["alike"].to_list()])


def lost_by_delay(facts: Facts) -> Expected:
    closed = _people(facts).filter(pl.col("closed").is_not_null() & pl.col("tried").is_not_null())
    closed = closed.with_columns(
        wait=pl.when(pl.col("tried") <= 1440)
        .then(pl.lit("within_a_day"))
        .when(pl.col("tried") <= 7200)
        .then(pl.lit("one_to_five_days"))
        .otherwise(pl.lit("after_five_days")),
        one=pl.lit(1.0),
    )
    return {
        **share(closed, "competitor", "one", "wait", statistic="lost_to_competitor"),
        **share(closed, "dark", "one", "wait", statistic="went_dark"),
    }
