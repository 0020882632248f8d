"""What accepting adds, learned from sellers who accept more or fewer of the leads dealt to them.

All sellers are pooled: none is named, and no row or record tells which one a lead was dealt to.
Keys: `statistic`, and `of`, the trait of a check.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from dashboard import words
from dashboard.estimators.intervals import wilson
from dashboard.estimators.leniency import (
    LEAST_LEADS,
    LEAST_SELLERS,
    Leniency,
    Tastes,
    balance_of_lenience,
    effect_of_accepting,
    tastes,
)
from dashboard.measures.context import Context
from dashboard.measures.estimates import jump_words
from dashboard.measures.estimates.base import Estimate, groups
from dashboard.measures.estimates.counting import counts
from dashboard.measures.estimates.jump_bins import counted, large_sources
from dashboard.measures.registry import Measure
from dashboard.measures.result import FEWEST, Row

EFFECT, EFFECT_VALUE, ACCEPTED, BALANCE = "effect_share", "effect_value", "accepted", "balance"
# All intervals of traits hold together, so each is the wider the more there are.
_LEVEL = 0.95
_TRAITS = {"score": "score", "hand_raised": "asking to be called"}


@dataclass(frozen=True)
class _Dealt:
    """The leads of a group that were dealt to sellers, and how these differ in accepting."""

    rows: pl.DataFrame
    entries: pl.DataFrame
    tastes: Tastes
    balance: Mapping[str, Leniency]

    @property
    def unlike(self) -> list[str]:
        """Return the traits by which those dealt to lenient sellers differ from the others."""
        return [
            name
            for name, found in self.balance.items()
            if found.low is not None and found.high is not None and not found.low <= 0 <= found.high
        ]


def _dealt(rows: pl.DataFrame, sources: Sequence[str]) -> _Dealt:
    n = pl.col("n").cast(pl.Float64)
    sums = [
        n.sum().alias("leads"),
        pl.col("wins").cast(pl.Float64).sum(),
        pl.col("value").cast(pl.Float64).sum(),
        (pl.col("score") * n).sum().alias("score"),
        n.filter(pl.col("is_hand_raised")).sum().alias("hand_raised"),
        *(n.filter(pl.col("source") == each).sum().alias(f"source {each}") for each in sources),
    ]
    entries = rows.group_by("seller", "dealt_month", "is_worked", maintain_order=True).agg(sums)
    entries = entries.sort("seller", "dealt_month", "is_worked")
    rounds = entries["dealt_month"].rank("dense").to_numpy()
    made = tastes(
        entries["seller"].to_numpy(), entries["is_worked"].to_numpy(), entries["leads"].to_numpy(),
        rounds.astype("int64"),
    )  # fmt: skip
    traits = ["score", "hand_raised", *(f"source {each}" for each in sources)]
    level = 1 - (1 - _LEVEL) / len(traits)
    balance = {
        each: balance_of_lenience(made, entries[each].to_numpy(), level=level) for each in traits
    }
    return _Dealt(rows, entries, made, balance)


def _rows(
    measure: Measure, frame: pl.DataFrame, context: Context, split: str | None
) -> Iterator[Row]:
    sources = large_sources(frame.filter(counted()))
    for named, part in groups(frame, split):
        dealt = _dealt(part.filter(counted()), sources)
        young = int(part.filter(~pl.col("is_old"))["n"].sum())
        yield from _of_group(measure, dealt, named, context, young)


def _of_group(
    measure: Measure, dealt: _Dealt, named: Mapping[str, object], context: Context, young: int
) -> Iterator[Row]:
    n = int(dealt.rows["n"].sum())
    for statistic, outcome, unit in ((EFFECT, "wins", "points"), (EFFECT_VALUE, "value", "money")):
        found = effect_of_accepting(dealt.tastes, dealt.entries[outcome].to_numpy())
        keys = {"statistic": statistic, "of": None, **named}
        row = counts(measure, keys, n, _count(dealt.rows, statistic, None))
        told = {"unit": unit, "young": young, **_told(found, dealt, unit, context.currency)}
        yield _shown(replace(row, details=told), found, dealt)
    for trait, found in dealt.balance.items():
        keys = {"statistic": BALANCE, "of": trait, **named}
        row = counts(measure, keys, n, _count(dealt.rows, BALANCE, trait))
        unit = "index" if trait == "score" else "points"
        row = replace(row, grade="observed", details={"unit": unit, "p": found.p})
        known = row.status == "ok" and found.reason is None
        shown = replace(row, value=found.value, low=found.low, high=found.high)
        yield shown if known else replace(row, status="too few")
    worked = _count(dealt.rows, ACCEPTED, None)
    row = counts(measure, {"statistic": ACCEPTED, "of": None, **named}, n, worked)
    row = replace(row, grade="observed", details={"unit": "share"})
    share = wilson(float(worked), float(n))
    is_shown = n >= FEWEST
    yield replace(row, value=share.value, low=share.low, high=share.high) if is_shown else row


def _shown(row: Row, found: Leniency, dealt: _Dealt) -> Row:
    if row.status != "ok" or found.reason == "few sellers":
        return replace(row, status="too few")
    if dealt.unlike or found.reason is not None:
        return replace(row, status="withheld")
    return replace(row, value=found.value, low=found.low, high=found.high)


def _told(found: Leniency, dealt: _Dealt, unit: str, currency: str) -> dict[str, object]:
    """Return an effect in words, and why there is none."""
    why = ""
    if found.reason == "few sellers":
        sellers = words.counted(dealt.tastes.sellers, "sellers have")
        why = f"{sellers} {LEAST_LEADS} leads or more; it takes {LEAST_SELLERS}."
    elif dealt.unlike:
        by = words.listed([_TRAITS.get(each, each) for each in dealt.unlike])
        why = f"sellers who accept more were dealt other leads, by {by}."
    elif found.reason == "weak":
        why = "sellers accept too much alike to tell."
    return {
        "said": jump_words.difference(found.value, unit, currency),
        "range": jump_words.between(found.low, found.high, unit, currency),
        "why": why,
        "sellers": dealt.tastes.sellers,
        "strength": found.strength,
    }


def _test(statistic: str, of: str | None) -> pl.Expr:
    """Return the test for the leads that a row counts."""
    if statistic == EFFECT_VALUE:
        return pl.col("value") > 0
    if statistic == ACCEPTED:
        return pl.col("is_worked")
    if statistic == BALANCE and of == "hand_raised":
        return pl.col("is_hand_raised")
    if statistic == BALANCE and of == "score":
        return pl.lit(value=True)
    if statistic == BALANCE:
        return pl.col("source") == str(of).removeprefix("source ")
    return pl.col("wins") > 0


def _count(rows: pl.DataFrame, statistic: str, of: str | None) -> int:
    return int(rows.filter(_test(statistic, of))["n"].sum())


def _members(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    del measure, mark, context
    return frame.filter(counted()).drop("seller")


def _events(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    del measure, context
    return frame.filter(_test(mark.get("statistic", EFFECT), mark.get("of")))


def _notes(measure: Measure, rows: Sequence[Row], context: Context) -> Iterator[str]:
    del measure
    main = next((row for row in rows if row.name == EFFECT), None)
    if main is not None and main.details["young"]:
        days = words.days(context.assumptions.gate_horizon_days)
        young = words.counted(int(str(main.details["young"])), "leads")
        yield f"Left out as younger than {days}: {young}."


ESTIMATE = Estimate(
    rows_of=_rows, events_of=_events, members_of=_members, notes_of=_notes, is_ordered=True
)
