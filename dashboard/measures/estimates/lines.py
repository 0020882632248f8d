"""Where the line could stand instead: what a year would bring and take, for every score.

Reads the columns of the slice `chosen_gate_money`. Above the line what people brought is counted;
below it, nobody having called them, it lies between two ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from dashboard.measures.context import Context
from dashboard.measures.estimates import base
from dashboard.measures.estimates.gate_bins import (
    DAYS_IN_YEAR,
    LEAST_NEAR,
    PRICES,
    Floats,
    at_the_line,
    gates_of,
    old_enough,
    score_of,
)
from dashboard.measures.estimates.gate_board import NO_RISE, Board
from dashboard.measures.estimates.gate_said import lost_or
from dashboard.measures.registry import Measure
from dashboard.measures.result import Row

UNITS: Mapping[str, str] = {
    "net": "money",
    "value": "money",
    "wins": "count",
    "hours": "hours",
    "leads": "count",
    "benefit": "share",
}
# So far from today's line is the one that the sentence speaks of.
_NAMED = 10.0
TOO_FEW = f"Fewer than {LEAST_NEAR} people right above the line were called."


def _rows(
    measure: Measure, frame: pl.DataFrame, context: Context, split: str | None
) -> Iterator[Row]:
    for named, gate in gates_of(frame, context, split):
        board = Board(gate) if gate.has_enough else None
        counts = _counts(gate.people, gate.at)
        for place, at in enumerate(gate.at.tolist()):
            n, events = counts[place]
            for statistic, unit in UNITS.items():
                row = Row(
                    keys={"line": score_of(gate.line + at), "statistic": statistic, **named},
                    value=None,
                    low=None,
                    high=None,
                    n=n,
                    events=events,
                    grade=measure.grade,
                    status="too few",
                    details={"unit": unit, "reason": TOO_FEW, "said": ""},
                )
                yield row if board is None else _told(row, board, place, context.currency)


def _told(row: Row, board: Board, place: int, currency: str) -> Row:
    """Return a line's row with its numbers."""
    statistic, at = str(row.keys["statistic"]), float(board.at[place])
    details = _details(board, statistic, at)
    # Nothing bounds those below the line; how many they are is counted all the same.
    if at < 0 and not board.gate.rises and statistic not in ("leads", "hours"):
        return replace(row, status="withheld", details=details | {"reason": NO_RISE, "said": ""})
    each = vars(board.ends(statistic)).values()
    low, high, outer_low, outer_high = (_shown(end[place]) for end in each)
    value = low if statistic in ("leads", "hours") else None
    if statistic == "net":
        value, grade, reason = board.point(at)
        said = lost_or(outer_low, outer_high, currency, "gained")
        details |= {"point_grade": grade, "point_reason": reason, "said": said}
    return replace(
        row,
        value=value,
        low=outer_low,
        high=outer_high,
        status="ok",
        bound_low=low,
        bound_high=high,
        details=details,
    )


def _details(board: Board, statistic: str, at: float) -> dict[str, object]:
    gate = board.gate
    told: dict[str, object] = {"unit": UNITS[statistic]}
    if statistic == "hours":
        return told | {"spare_hours": gate.assumed.spare_seller_hours}
    if statistic != "net":
        return told
    return told | {
        "line_today": score_of(gate.line),
        "is_today": at == 0,
        "years": gate.years,
        "uptake": gate.uptake,
        "break_even": board.break_even,
        "ceiling": board.ceiling,
        "price_each": gate.price_each,
        "assumes": ", ".join([*PRICES, "helps", *(["rises"] if at < 0 else [])]),
    }


def _between(line: float) -> pl.Expr:
    """Test for the people between a line and today's."""
    return pl.col("distance").is_between(min(line, 0.0), max(line, 0.0), closed="left")


def _counts(people: pl.DataFrame, lines: Floats) -> list[tuple[int, int]]:
    """Return for each line how many people are between it and today's, and whom it would change."""
    sums = people.group_by("distance", maintain_order=True).agg(
        pl.col("n").sum(), pl.col("n").filter(_changed()).sum().alias("changed")
    )
    distance, n, changed = (sums[name].to_numpy() for name in ("distance", "n", "changed"))
    found = []
    for at in lines:
        between = (distance >= min(at, 0.0)) & (distance < max(at, 0.0))
        found.append((int(n[between].sum()), int(changed[between].sum())))
    return found


def _changed() -> pl.Expr:
    """Test for those whom another line would change: let in if nobody worked them, or let go."""
    return pl.col("is_worked") == (pl.col("distance") >= 0)


def _members(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    """Keep the people between the line of a mark and today's, of the whole where none is named."""
    del measure, context
    people = old_enough(at_the_line(frame)).filter(pl.col("let_through_at_random").is_null())
    if "line" not in mark or not people.height:
        return people
    return people.filter(_between(float(mark["line"]) - float(people["line_now"][0])))


def _events(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    del measure, mark, context
    return frame.filter(_changed())


def _notes(measure: Measure, rows: Sequence[Row], context: Context) -> Iterable[str]:
    """Say where a guess is withheld, and over what time the people came."""
    del measure, context
    told = [row.details for row in rows if row.keys.get("statistic") == "net"]
    years = next((each["years"] for each in told if each.get("years")), None)
    if years is not None:
        days = round(float(str(years)) * DAYS_IN_YEAR)
        yield f"Counted on people who came within {days:,} days, and told for a year."
    reasons = [each.get("point_reason") for each in told if each.get("point_reason")]
    if reasons:
        yield f"No best guess below the line everywhere: {reasons[-1]}."


def _shown(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _named(measure: Measure, rows: Sequence[Row], context: Context) -> Mapping[str, Row]:
    """Name the lines of the sentence: the first ten points below today's, or the lowest."""
    del measure, context
    nets = {float(str(row.keys["line"])): row for row in rows if row.keys["statistic"] == "net"}
    today = next(
        (at for at, row in nets.items() if row.details.get("is_today")), max(nets, default=0.0)
    )
    below = [at for at in nets if at <= today - _NAMED] or sorted(nets)[:1]
    above = [at for at in nets if at >= today + _NAMED] or sorted(nets)[-1:]
    lower = nets[max(below)] if below else _NOTHING
    higher = nets[min(above)] if above else _NOTHING
    raised = ""
    if higher.status == "ok" and higher.n:
        raised = f" Raised to {higher.keys['line']}: {higher.details['said']} a year."
    return {"lower": replace(lower, details={**lower.details, "raised": raised})}


_NOTHING = Row({"line": None}, None, None, None, 0, 0, details={"said": ""})
ESTIMATE = base.Estimate(
    rows_of=_rows, members_of=_members, events_of=_events, notes_of=_notes, named_of=_named
)
