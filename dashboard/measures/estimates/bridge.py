"""From the open pipeline at the start to that at the end, by what happened between.

A count of what happened, with no luck range; every component is there, also where nothing happened.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from dashboard import words
from dashboard.measures.context import Context
from dashboard.measures.estimates.base import Estimate, groups
from dashboard.measures.registry import Measure
from dashboard.measures.result import Row

COMPONENTS = (
    "open_at_start", "created", "reopened", "raised", "lowered", "won", "lost",
    "unexplained", "open_at_end",
)  # fmt: skip
# A change of the amount moves no deal in or out.
_MONEY_ALONE = ("raised", "lowered")
# What sets this count apart from those of deals as they stand.
_TWICE = (
    "Every loss and every win counts here, also of a deal reopened since; elsewhere each deal "
    "counts once, as it stands now."
)
# Sums of money differ in their last digits by the order of adding.
_ROUNDING = 1e-9


def _rows(
    measure: Measure, frame: pl.DataFrame, context: Context, split: str | None
) -> Iterator[Row]:
    statistics = ["deals"]
    if context.is_supplied("deal_changes", "amount"):
        statistics.append("amount")
    for outer, part in groups(frame, split):
        for statistic in statistics:
            counted = {
                row["component"]: row
                for row in part.filter(pl.col("statistic") == statistic).iter_rows(named=True)
            }
            yield from _bridge(measure, counted, statistic, outer)


def _bridge(
    measure: Measure,
    counted: Mapping[str, Mapping[str, float]],
    statistic: str,
    outer: Mapping[str, object],
) -> Iterator[Row]:
    values = {name: float(entry["value"]) for name, entry in counted.items()}
    is_whole = _adds_up(values)
    for place, name in enumerate(COMPONENTS, start=1):
        if statistic == "deals" and name in _MONEY_ALONE:
            continue
        records = int(counted.get(name, {}).get("n", 0))
        row = Row(
            {"order": place, "component": name, "statistic": statistic, **outer},
            value=values.get(name, 0.0),
            low=None,
            high=None,
            n=records,
            events=records,
            grade=measure.grade,
        )
        yield row if is_whole else replace(row, value=None, status="withheld")


def _adds_up(values: Mapping[str, float]) -> bool:
    """Hold the identity: what was open and what happened make what is open at the end."""
    parts = [value for name, value in values.items() if name != "open_at_end"]
    slack = _ROUNDING * sum(map(abs, parts)) + 0.01
    return abs(math.fsum(parts) - values.get("open_at_end", 0.0)) <= slack


def _named(measure: Measure, rows: Sequence[Row], context: Context) -> Mapping[str, Row]:
    """Say what left the pipeline as a number above zero, and that a deal can leave it twice."""
    del measure, context
    gone = {
        f"gone_{row.keys['component']}": replace(row, value=abs(row.value or 0.0))
        for row in rows
        if row.keys["component"] in ("won", "lost") and row.keys["statistic"] == "deals"
    }
    said = f" {_TWICE}" if _reopened(rows) else ""
    again = Row({}, None, None, None, None, None, details={"said": said})
    return {**gone, "again": again}


def _reopened(rows: Sequence[Row]) -> bool:
    return any(row.keys["component"] == "reopened" and row.n for row in rows)


def _notes(measure: Measure, rows: Sequence[Row], context: Context) -> Iterable[str]:
    del measure
    if not context.is_supplied("deal_changes", "amount"):
        yield "No history of amounts is recorded, so this counts deals and no money."
    if _reopened(rows):
        yield _TWICE
    left = [row for row in rows if row.keys["component"] == "unexplained" and row.n]
    for row in left:
        what = "amount" if row.keys["statistic"] == "amount" else "state"
        yield (
            f"For {words.count(row.n)} deals the recorded history does not explain their {what}: "
            "open the rows of Unexplained."
        )


ESTIMATE = Estimate(rows_of=_rows, notes_of=_notes, named_of=_named, is_ordered=True)
