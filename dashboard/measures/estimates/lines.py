"""Where the line could stand instead: what a year would bring and take, for every score.

Reads the columns of the slice `chosen_gate_money`. Above the line what people brought is counted;
below it, nobody having called them, it lies between two ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np
import polars as pl

from dashboard.estimators.score_bounds import Gains, WorkedBins, gains
from dashboard.estimators.trade_off import Ends, Moves, Prices, decision_curve, move_gate
from dashboard.measures.context import Context
from dashboard.measures.estimates import base
from dashboard.measures.estimates.gate_bins import (
    DAYS_IN_YEAR,
    LEAST_NEAR,
    PRICES,
    Floats,
    Gate,
    at_the_line,
    count,
    gates_of,
    old_enough,
    score_of,
    total,
)
from dashboard.measures.estimates.gate_guess import Guesses
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
# So far below the line a best guess may be shown; further it leaves what any lead can tell.
_GUESSED = 15.0
NO_RISE = "Wins do not rise with the score among those we called, so nothing bounds those below."
TOO_FEW = f"Fewer than {LEAST_NEAR} people right above the line were called."
_NO_GUESS = {
    "too few leads were worked below the gate": "too few below the line were called",
    "nothing is recorded to compare them by": "nothing is recorded to compare them by",
    "those worked below the gate are of another kind than those left alone": (
        "those called below the line are of another kind than those left alone"
    ),
}


def why_no_guess(reason: str) -> str | None:
    """Return in words of the screen why there is no best guess; None where there is one."""
    return _NO_GUESS[reason] if reason else None


class Board:
    """Every line that a gate could have, and what it would change in a year."""

    def __init__(self, gate: Gate) -> None:
        self.gate = gate
        self.wins, self.money = gate.bins(in_money=False), gate.bins(in_money=True)
        self.guesses = Guesses(gate)
        self.at = gate.at
        prices = Prices(gate.assumed.margin, _hours(gate, self.wins), gate.assumed.seller_hour_cost)
        self._gained = gains(self.wins, 0.0, window=gate.window)
        self.gained_money = gains(self.money, 0.0, window=gate.window)
        self.of_wins = self._moved(self.wins, self._gained, prices)
        self.of_money = self._moved(self.money, self.gained_money, prices)

    def _moved(self, bins: WorkedBins, gained: Gains, prices: Prices) -> Moves:
        moved = move_gate(bins, gained, prices, 0.0, self.at, uptake=self.gate.uptake)
        return _a_year(moved, self.gate.years)

    def ends(self, statistic: str) -> Ends:
        """Return least and most of one statistic, with luck, for every line."""
        if statistic == "net":
            return self.of_money.net
        if statistic == "value":
            return self.of_money.outcome
        if statistic == "wins":
            return self.of_wins.outcome
        if statistic == "benefit":
            return self.benefit
        counted = self.of_money.hours if statistic == "hours" else self.of_money.leads
        return Ends(counted, counted, counted, counted)

    @cached_property
    def benefit(self) -> Ends:
        """Return the decision curve's least and most at the chance from which hours pay."""
        chance = self.break_even
        if chance is None or chance >= 1:
            unknown = np.full(self.at.size, np.nan)
            return Ends(unknown, unknown, unknown, unknown)
        found = [decision_curve(self.wins, self._gained, 0.0, at, chance) for at in self.at]
        low, high = (np.array([float(each[end]) for each in found]) for end in (0, 1))
        return Ends(low, high, low, high)

    @cached_property
    def ceiling(self) -> float:
        """Return the share won of those called just above the line."""
        near = self.gate.near.filter("is_worked")
        return total(near, "wins") / count(near)

    @cached_property
    def break_even(self) -> float | None:
        """Return the share of wins more from which the hours of a call pay."""
        worth = (self.gate.value_each or 0.0) * self.gate.assumed.margin
        return self.gate.price_each / worth if worth > 0 else None

    def point(self, at: float) -> tuple[float | None, str | None, str | None]:
        """Return the best guess of the net a year at a line, its grade, and why there is none."""
        if at == 0:
            return 0.0, "observed", None
        if at > 0:
            return self._point_above(at)
        if at < -_GUESSED:
            return None, None, "it lies too far from the line for a best guess"
        guess = self.guesses.money(at)
        if guess.interval.value is None:
            return None, None, why_no_guess(guess.reason)
        let_in = (self.money.floors >= at) & (self.money.floors < 0)
        leads = float(self.money.unworked[let_in].sum())
        gained = guess.interval.value * leads - float(self.money.sum_unworked[let_in].sum())
        net = max(gained, 0.0) * self.gate.assumed.margin - leads * self.gate.price_each
        return net * self.gate.uptake / self.gate.years, guess.grade, None

    def _point_above(self, at: float) -> tuple[float | None, str | None, str | None]:
        """People left alone stand for the called ones, where the line would let go of them."""
        let_go = (self.money.floors < at) & (self.money.floors >= 0) & (self.money.worked > 0)
        if not self.gained_money.is_adjusted[let_go].all():
            return None, None, "too few with these scores were left alone"
        low = float(self.of_money.net.low[self.at == at][0])
        return low, "adjusted", None


def _hours(gate: Gate, bins: WorkedBins) -> Floats:
    """Return the hours a worked person takes: counted above the line, as just above it below."""
    worked = byscore_of(gate.people.filter("is_worked"), gate)
    spent = dict(zip(worked["distance"].to_list(), worked["hours"].to_list(), strict=True))
    each = float(gate.hours_each.mid or 0.0)
    return np.array(
        [spent.get(at, each) if at >= 0 else each for at in bins.floors], dtype=np.float64
    )


def byscore_of(people: pl.DataFrame, gate: Gate) -> pl.DataFrame:
    """Return the seller hours per person of each distance."""
    minutes = pl.col("minutes") + pl.col("untimed_touches") * gate.assumed.minutes_per_touch
    hours = (minutes.sum() / 60 / pl.col("n").sum()).alias("hours")
    return people.group_by("distance").agg(hours)


def _a_year(moved: Moves, years: float) -> Moves:
    def ends(given: Ends) -> Ends:
        return Ends(*(each / years for each in vars(given).values()))

    return replace(
        moved,
        leads=moved.leads / years,
        hours=moved.hours / years,
        outcome=ends(moved.outcome),
        net=ends(moved.net),
    )


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
    sums = people.group_by("distance").agg(
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
