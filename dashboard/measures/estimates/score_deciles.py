"""The share won by tenths of the leads, highest scores first.

Leads of one score stay in one tenth, so that a tenth can be opened: they may differ in size. The
tenths are those of the whole answer, whatever group is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from dashboard import words
from dashboard.estimators.intervals import wilson
from dashboard.estimators.score_validity import brier, calibration
from dashboard.measures.context import Context
from dashboard.measures.estimates.base import Estimate, groups
from dashboard.measures.estimates.counting import counts
from dashboard.measures.estimates.jump_bins import counted
from dashboard.measures.registry import Measure
from dashboard.measures.result import FEWEST, Row

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

TENTHS = 10
EVERYONE = "all"
_ODDS_REACH = 30.0


def name_of(tenth: int) -> str:
    """Return the key of a tenth; 1 holds the highest scores."""
    return f"scored_{tenth}"


def _with_tenths(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the tenth in which the middle lead of each row's score lies, 1 the highest."""
    twice_the_middle = 2 * pl.col("upto") - pl.col("of_score")
    place = (twice_the_middle * TENTHS) // (2 * pl.col("everyone"))
    kept = frame.filter(counted())
    return kept.with_columns(tenth=TENTHS - pl.min_horizontal(place, TENTHS - 1).cast(pl.Int64))


def _rows(
    measure: Measure, frame: pl.DataFrame, context: Context, split: str | None
) -> Iterator[Row]:
    del context
    for named, part in groups(frame, split):
        young = int(part.filter(~pl.col("is_old"))["n"].sum())
        leads = _with_tenths(part)
        leads = leads.with_columns(expected=pl.Series(_expected(leads), dtype=pl.Float64))
        whole = _row(measure, {"tenth": EVERYONE, **named}, leads)
        yield replace(whole, details={**whole.details, **_fit(leads), "young": young})
        won_above = 0
        for tenth in range(1, TENTHS + 1):
            inside = leads.filter(pl.col("tenth") == tenth)
            if not inside.height:
                continue
            row = _row(measure, {"tenth": name_of(tenth), **named}, inside)
            won_above += row.events or 0
            told = {"lift": _part(row.value, whole.value), "gain": _part(won_above, whole.events)}
            yield replace(row, details={**row.details, **told})


def _row(measure: Measure, keys: Mapping[str, object], leads: pl.DataFrame) -> Row:
    n, wins = int(leads["n"].sum()), int(leads["wins"].sum())
    row = counts(measure, keys, n, wins)
    chance = float((leads["expected"] * leads["n"]).sum())
    details = {
        "lowest": leads["score"].min(),
        "highest": leads["score"].max(),
        "worked": int(leads.filter("is_worked")["n"].sum()),
        "expected": chance / n if n >= FEWEST and not np.isnan(chance) else None,
    }
    row = replace(row, details=details)
    if row.status != "ok":
        return row
    share = wilson(float(wins), float(n))
    return replace(row, value=share.value, low=share.low, high=share.high)


def _part(part: float | None, whole: float | None) -> float | None:
    return part / whole if part is not None and whole else None


def _columns(
    leads: pl.DataFrame,
) -> tuple[Numbers, ...]:
    score, wins, n = (leads[name].to_numpy().astype(np.float64) for name in ("score", "wins", "n"))
    return score, wins, n


def _expected(leads: pl.DataFrame) -> Numbers:
    """Return the chance of winning by a smooth line through all scores; NaN where there is none.

    The line is straight in the odds: that of a recalibration of the score itself.
    """
    score, wins, n = _columns(leads)
    unknown = np.full(score.size, np.nan)
    if not score.size or score.min() == score.max():
        return unknown
    middle = np.average(score, weights=n)
    spread = float(np.sqrt(np.average((score - middle) ** 2, weights=n)))
    odds = (score - middle) / spread
    found = calibration(_chance(odds), wins, n)
    if found.intercept.value is None or found.slope.value is None:
        return unknown
    return _chance(found.intercept.value + found.slope.value * odds)


def _chance(log_odds: Numbers) -> Numbers:
    return np.asarray(1 / (1 + np.exp(-np.clip(log_odds, -_ODDS_REACH, _ODDS_REACH))))


def _fit(leads: pl.DataFrame) -> dict[str, object]:
    """Return how far the tenths lie from the smooth line, and how much they tell apart."""
    if not leads.height or leads["expected"].is_nan().any():
        return {"apart": None, "tells": None}
    by_tenth = leads.group_by("tenth", maintain_order=True).agg(
        pl.col("n").sum(),
        pl.col("wins").sum(),
        expected=(pl.col("expected") * pl.col("n")).sum(),
    )
    n = by_tenth["n"].to_numpy().astype(np.float64)
    chance = np.clip(by_tenth["expected"].to_numpy() / n, 0.0, 1.0)
    found = brier(chance, by_tenth["wins"].to_numpy().astype(np.float64), n)
    return {"apart": found.calibration_error, "tells": found.resolution}


def _members(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    del measure, context
    leads, tenth = _with_tenths(frame), mark.get("tenth", EVERYONE)
    if tenth == EVERYONE:
        return leads
    return leads.filter(pl.col("tenth") == int(tenth.removeprefix("scored_")))


def _winners(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    del measure, mark, context
    return frame.filter(pl.col("wins") > 0)


def _named(measure: Measure, rows: Sequence[Row], context: Context) -> Mapping[str, Row]:
    """Name the highest and the lowest tenth that hold anybody, with how many were worked."""
    del measure, context
    tenths = [row for row in rows if row.keys["tenth"] != EVERYONE]
    if not tenths:
        return {}
    return {name: _told(row) for name, row in (("top", tenths[0]), ("bottom", tenths[-1]))}


def _told(row: Row) -> Row:
    share = _part(float(str(row.details["worked"])), row.n)
    return replace(row, details={**row.details, "share_worked": share})


def _notes(measure: Measure, rows: Sequence[Row], context: Context) -> Iterator[str]:
    del measure
    young = next((row.details["young"] for row in rows if "young" in row.details), 0)
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
