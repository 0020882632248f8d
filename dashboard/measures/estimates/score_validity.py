"""How well a score ranks the leads that were won above the others, beside plainer signs.

Keys: `signal`, what ranks, and `among`, whom. Sources are ranked by the share of their own leads
that was won, which flatters them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from dashboard import words
from dashboard.estimators.ranking import auc, auc_difference
from dashboard.measures.context import Context
from dashboard.measures.estimates.base import Estimate, groups
from dashboard.measures.estimates.counting import counts
from dashboard.measures.estimates.jump_bins import counted, placed
from dashboard.measures.registry import Measure
from dashboard.measures.result import FEWEST, Row

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

SCORE, READINESS, SOURCE = "score", "readiness", "source"
EVERYONE, WORKED, NEAR, LET_THROUGH = "all", "worked", "near_line", "let_through"
# So many points from the line is near it.
_NEAR_POINTS = 10.0
# Fewer wins may be shown, but are too few to set one sign above another.
_WINS_TO_COMPARE = 50
_COIN = 0.5
_AMONG: Mapping[str, pl.Expr] = {
    EVERYONE: counted(),
    WORKED: counted() & pl.col("is_worked"),
    NEAR: counted() & (pl.col("x").abs() <= _NEAR_POINTS),
    LET_THROUGH: pl.col("is_old") & pl.col("let_through_at_random").fill_null(value=False),
}
_ROWS = (
    (SCORE, EVERYONE), (READINESS, EVERYONE), (SOURCE, EVERYONE),
    ("score_less_readiness", EVERYONE), ("score_less_source", EVERYONE),
    (SCORE, WORKED), (READINESS, WORKED), (SOURCE, WORKED),
    ("score_less_readiness", WORKED), ("score_less_source", WORKED),
    (SCORE, NEAR), (SCORE, LET_THROUGH),
)  # fmt: skip


def _rows(
    measure: Measure, frame: pl.DataFrame, context: Context, split: str | None
) -> Iterator[Row]:
    del context
    for named, part in groups(placed(frame), split):
        young = int(part.filter(~pl.col("is_old"))["n"].sum())
        chosen = {among: part.filter(test) for among, test in _AMONG.items()}
        for signal, among in _ROWS:
            leads = chosen[among]
            if among == LET_THROUGH and not leads.height:
                continue
            row = _row(measure, {"signal": signal, "among": among, **named}, leads, signal)
            yield replace(row, details={**row.details, "young": young})


def _row(measure: Measure, keys: Mapping[str, object], leads: pl.DataFrame, signal: str) -> Row:
    n, wins = int(leads["n"].sum()), int(leads["wins"].sum())
    row = counts(measure, keys, n, wins)
    one, _, other = signal.partition("_less_")
    row = replace(row, details={"unit": "points" if other else "share"})
    ranks = [_rank(leads, each) for each in (one, other) if each]
    if min(wins, n - wins) < FEWEST or any(np.unique(each).size < 2 for each in ranks):
        return replace(row, status="too few")
    events = leads["wins"].to_numpy().astype(np.float64)
    others = leads["n"].to_numpy().astype(np.float64) - events
    if not other:
        found = auc(ranks[0], events, others)
        return replace(row, value=found.value, low=found.low, high=found.high)
    gap = auc_difference(ranks[0], ranks[1], events, others)
    if wins < _WINS_TO_COMPARE:
        return replace(row, value=gap.value)
    return replace(row, value=gap.value, low=gap.low, high=gap.high)


def _rank(leads: pl.DataFrame, signal: str) -> Numbers:
    """Return what a sign ranks the leads by, one number a row."""
    if signal != SOURCE:
        return leads[signal].to_numpy().astype(np.float64)
    sums = {name: pl.col(name).cast(pl.Float64).sum().over("source") for name in ("wins", "n")}
    return leads.select(sums["wins"] / sums["n"]).to_series().to_numpy()


def _members(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    del measure, context
    return placed(frame).filter(_AMONG[mark.get("among", EVERYONE)])


def _winners(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    del measure, mark, context
    return frame.filter(pl.col("wins") > 0)


def _named(measure: Measure, rows: Sequence[Row], context: Context) -> Mapping[str, Row]:
    """Set the score beside a coin, and say what the other signs and other leads show."""
    del measure, context
    found = {row.name: row for row in rows}
    nobody = Row({}, None, None, None, n=0, events=0)
    score = found.get(f"{SCORE}_{EVERYONE}", nobody)
    known = score.low is not None and score.high is not None
    coin = replace(
        score,
        low=(score.low or 0.0) - _COIN if known else None,
        high=(score.high or 0.0) - _COIN if known else None,
    )
    also = [
        f"{said} {words.in100(found[name].value)}"
        for name, said in (
            (f"{READINESS}_{EVERYONE}", "signs of interest"),
            (f"{SOURCE}_{EVERYONE}", "the source alone"),
        )
        if name in found and found[name].value is not None
    ]
    worked = found.get(f"{SCORE}_{WORKED}", nobody)
    among = "Those that sales took on are too few to rank."
    if worked.value is not None:
        right = words.in100(worked.value)
        among = f"Among those sales took on it ranks {right} right: too low, as it had sorted them."
    told = {"also": "".join(f", {each}" for each in also), "worked": among}
    return {"coin": coin, "told": replace(score, details=told)}


def _notes(measure: Measure, rows: Sequence[Row], context: Context) -> Iterator[str]:
    del measure
    young = next((row.details["young"] for row in rows), 0)
    if young:
        days = words.days(context.assumptions.gate_horizon_days)
        yield f"Left out as younger than {days}: {words.counted(int(str(young)), 'leads')}."


ESTIMATE = Estimate(
    rows_of=_rows,
    events_of=_winners,
    members_of=_members,
    notes_of=_notes,
    named_of=_named,
    is_ordered=True,
)
