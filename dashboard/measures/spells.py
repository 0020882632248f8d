"""Numbers about time: shares that ended so by a day, and the day by which half had.

A spell runs from a start to its first end, or to the as-of date ("censored"). The test for an
event is written once, in `is_event`, for the number on screen and for the rows behind it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import polars as pl

from dashboard.estimators.intervals import Interval, design_effect, median_interval
from dashboard.estimators.risk_table import CENSORED
from dashboard.estimators.survival import CompetingRisks, aalen_johansen
from dashboard.measures.context import Context
from dashboard.measures.fold import Entries, Folded
from dashboard.measures.registry import Estimator, Measure
from dashboard.measures.result import FEWEST, Row

# stage_lag: the share beside the two middles is read at this day unless the header says another.
_LAG_DAY = 30


@dataclass(frozen=True)
class Reading:
    """What one row reads off the spells: an end, or what is left (`rest`), by a day or ever."""

    keys: Mapping[str, object]
    cause: str | None
    day: int | None = None
    others: tuple[str, ...] = ()
    finished_only: bool = False
    half: bool = False


def readings(estimator: Estimator, horizon_days: int) -> tuple[Reading, ...]:
    """Return the rows an estimator reads off each group of spells."""
    cause = estimator.cause or "reached"
    if estimator.name == "median_days":
        return (Reading({}, estimator.cause, finished_only=True),)
    if estimator.name == "half_reached_by":
        return (Reading({}, cause, half=True),)
    if estimator.name == "lag_statistics":
        day = estimator.day if isinstance(estimator.day, int) else _LAG_DAY
        return (
            Reading({"statistic": "median_of_finished"}, cause, finished_only=True),
            Reading({"statistic": "half_reached_by"}, cause, half=True),
            Reading({"statistic": f"share_by_{day}"}, cause, day),
        )
    return tuple(_shares_by_day(estimator, horizon_days))


def _shares_by_day(estimator: Estimator, horizon_days: int) -> Iterator[Reading]:
    day = horizon_days if estimator.day in (None, "horizon") else int(str(estimator.day))
    for each in estimator.days or (day,):
        by_day = {"day": each} if estimator.days else {}
        if not estimator.states:
            yield Reading(by_day, estimator.cause or "reached", each)
        for state in estimator.states:
            yield Reading({"state": state, **by_day}, state, each)
        if estimator.rest:
            keys = {"state": estimator.rest, **by_day}
            yield Reading(keys, None, each, others=estimator.states)


def asked(measure: Measure, context: Context) -> tuple[list[str], list[int]]:
    """Return the ends and days at which design effects are needed."""
    causes: set[str] = set()
    days: set[int] = set()
    for estimator in (measure.estimator, *measure.estimator.of.values()):
        if measure.input in ("spells", "mixed") and estimator.name not in ("share", "money_share"):
            for reading in readings(estimator, context.horizon_days):
                causes |= {reading.cause} if reading.cause and reading.day is not None else set()
                days |= {reading.day} if reading.day is not None else set()
    return sorted(causes), sorted(days)


def is_event(reading: Reading) -> pl.Expr:
    """Return the test that tells the records of a row's events among its spells."""
    ended, elapsed = pl.col("end_kind"), pl.col("elapsed_days")
    if reading.cause is None and reading.day is not None:
        # Still there after the day; a clock that stopped on the day itself was seen to its end.
        return (elapsed > reading.day) | ((ended == CENSORED) & (elapsed >= reading.day))
    so = ended == reading.cause if reading.cause else ended != CENSORED
    return so if reading.day is None else so & (elapsed <= reading.day)


def rows_of(measure: Measure, folded: Folded, context: Context, split: str | None) -> Iterator[Row]:
    """Return a row for each reading of each group of spells."""
    if folded.spells is None:
        return
    keys = folded.keys
    own = list(dict.fromkeys([*keys, "period", "group_name"]))
    for names, spells in folded.spells.partition_by(own, as_dict=True, maintain_order=True).items():
        entry = dict(zip(own, names, strict=True))
        estimator = measure.estimator_for(names[len(keys) - 1] if keys else "")
        effects = _effects_of(folded.effects, entry)
        group = _group(spells, readings(estimator, context.horizon_days))
        for reading, events in zip(group.readings, group.events, strict=True):
            deff = _deff(measure, reading, effects, spells, context)
            row = _row(measure, reading, group, events, deff)
            yield replace(row, keys=_keys(measure, entry, reading, split))


@dataclass(frozen=True)
class _Group:
    """The spells of one group: how many there are, and how many of them each reading counts."""

    spells: pl.DataFrame
    n: int
    readings: Sequence[Reading]
    events: Sequence[int]

    @cached_property
    def risks(self) -> CompetingRisks:
        """Return the shares by time, of every end that occurs or is asked for."""
        kinds = self.spells["end_kind"].to_list()
        asked = {reading.cause for reading in self.readings if reading.cause}
        return aalen_johansen(
            self.spells["elapsed_days"].to_numpy(),
            kinds,
            self.spells["n"].to_numpy(),
            causes=sorted({*kinds, *asked} - {CENSORED}),
        )


def _group(spells: pl.DataFrame, read: Sequence[Reading]) -> _Group:
    # All at once: each question of its own to a small table takes as long as all together.
    counted = (
        pl.col("n").filter(is_event(each)).sum().alias(str(at)) for at, each in enumerate(read)
    )
    n, *events = spells.select(pl.col("n").sum().alias("n"), *counted).row(0)
    return _Group(spells, int(n), read, [int(each) for each in events])


def _keys(
    measure: Measure, entry: Mapping[str, Any], reading: Reading, split: str | None
) -> dict[str, object]:
    both = {**entry, **reading.keys}
    named = {key: both[key] for key in measure.keys if key in both}
    if split == "month":
        named["period"] = entry["period"]
    elif split is not None:
        named["group"] = entry["group_name"]
    return named


def _effects_of(effects: Entries, entry: Mapping[str, Any]) -> Entries:
    return [each for each in effects if entry.items() <= each.items()]


def _deff(
    measure: Measure, reading: Reading, effects: Entries, spells: pl.DataFrame, context: Context
) -> float:
    """Return the design effect of the plain share that ended so by the day."""
    if not effects:
        return context.design_effects.get(measure.id, 1.0)
    asked_for = [reading.cause] if reading.cause else list(reading.others)
    found = [
        _effect(each, spells)
        for each in effects
        if each["asked_cause"] in asked_for and each["asked_day"] == reading.day
    ]
    return max(found, default=1.0)


def _effect(entry: Mapping[str, Any], spells: pl.DataFrame) -> float:
    """Add to the sums over accounts with several records those that have one, or none is known."""
    cause, day = entry["asked_cause"], entry["asked_day"]
    so = (pl.col("end_kind") == cause) & (pl.col("elapsed_days") <= day)
    n, events = spells.select(pl.col("n").sum(), pl.col("n").filter(so).sum().alias("so")).row(0)
    alone, ended = n - entry["n"], events - entry["events"]
    sums = entry["sum_yy"] + ended, entry["sum_ym"] + ended, entry["sum_mm"] + alone
    return design_effect(n, events / n, *sums)


def _row(measure: Measure, reading: Reading, group: _Group, events: int, deff: float) -> Row:
    n = events if reading.finished_only else group.n
    row = Row(
        keys={},
        value=None,
        low=None,
        high=None,
        n=n,
        events=events,
        grade=measure.grade,
        status="too few" if n < FEWEST else "ok",
    )
    if row.status != "ok":
        return row
    interval = _interval(reading, group, deff)
    status = "ok"
    if interval.value is None:
        status = "fewer than half" if reading.half else "too early"
    return replace(row, value=interval.value, low=interval.low, high=interval.high, status=status)


def _interval(reading: Reading, group: _Group, deff: float) -> Interval:
    if reading.finished_only:
        finished = group.spells.filter(is_event(reading))
        return median_interval(finished["elapsed_days"].to_numpy(), finished["n"].to_numpy())
    risks = replace(group.risks, deff=deff)
    if reading.half:
        return risks.half_reached_by(str(reading.cause))
    if reading.day is None:
        raise ValueError("A share needs the day at which it is read.")
    if reading.cause is None:
        return risks.open_at(reading.day)
    return risks.share_at(reading.day, reading.cause)
