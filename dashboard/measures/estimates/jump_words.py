"""What is said of a jump at a line: its sizes in words, and why there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from dashboard import words
from dashboard.estimators.discontinuity import LEAST_EVENTS, LEAST_RECORDS, LEAST_SCORES, Jump
from dashboard.estimators.discontinuity_checks import leaves_out_zero
from dashboard.estimators.fuzzy import Ratio
from dashboard.measures.context import Context
from dashboard.measures.estimates.jump_bins import Leads, scale_of
from dashboard.measures.result import Row

# Below so many in 100 a difference is told with a decimal.
_FEW = 0.0995


def size(value: float | None, unit: str, currency: str) -> str:
    """Write how large a difference is, without its direction: 4.9, 12, $1.7k."""
    if value is None:
        return words.UNKNOWN
    if unit == "money":
        return words.money(abs(value), currency)
    shown = str(words.half_up(abs(value), 1 if abs(value) < _FEW else 0, times=100))
    return shown.removesuffix(".0")


def difference(value: float | None, unit: str, currency: str) -> str:
    """Write a difference in words: 4.9 more, $300 fewer is $300 less."""
    if value is None:
        return words.UNKNOWN
    less = "less" if unit == "money" else "fewer"
    return f"{size(value, unit, currency)} {'more' if value >= 0 else less}"


def between(low: float | None, high: float | None, unit: str, currency: str) -> str:
    """Write a range of differences, its nearer end first; an open end is said."""
    if low is None or high is None:
        known = difference(high if low is None else low, unit, currency)
        end = "at most" if low is None else "at least"
        return words.UNKNOWN if low is high else f"{end} {known}"
    near, far = (high, low) if low + high < 0 else (low, high)
    one_side = near * far >= 0 or size(near, unit, currency) == size(0.0, unit, currency)
    first = size(near, unit, currency) if one_side else difference(near, unit, currency)
    return f"{first} to {difference(far, unit, currency)}"


def of_leads(part: pl.DataFrame, context: Context) -> dict[str, object]:
    """Return what every main row tells of its leads: the line, who was left out, and how many."""
    regimes = map(str, part.filter(pl.col("is_old"))["regime"].unique().to_list())
    # In the order of time: the first line has no day since which it stands.
    in_turn = sorted(regimes, key=lambda each: (each.partition(" since ")[2], each))
    return {
        "line": words.listed(in_turn) or words.UNKNOWN,
        "days": context.assumptions.gate_horizon_days,
        "young": int(part.filter(~pl.col("is_old"))["n"].sum()),
        "in_test": int(
            part.filter(pl.col("is_old") & pl.col("let_through_at_random").is_not_null())["n"].sum()
        ),
        "currency": context.currency,
    }


def of_jump(jump: Jump | Ratio, leads: Leads, unit: str, currency: str) -> dict[str, object]:
    """Return a jump in words, its sizes, and what lies near the line, for the row it stands in."""
    told: dict[str, object] = {
        "said": difference(jump.value, unit, currency),
        "range": between(jump.low, jump.high, unit, currency),
        "why": _why(jump, leads),
    }
    if isinstance(jump, Jump):
        scale = scale_of(leads.top)
        told |= {
            "visible": size(jump.detectable, unit, currency),
            "detectable": jump.detectable,
            "standard_error": jump.standard_error,
            "bias": jump.bias,
            # In points of a hundred, as the rows by score are; beside it on the company's scale.
            "bandwidth": jump.bandwidth,
            "bandwidth_of_score": None if jump.bandwidth is None else jump.bandwidth / scale,
            "smoothness": jump.smoothness,
            "below": int(jump.below.records),
            "below_events": int(jump.below.events),
            "above": int(jump.above.records),
            "above_events": int(jump.above.events),
        }
    return told


def _why(jump: Jump | Ratio, leads: Leads) -> str:
    """Say why there is no number; an empty text where there is one."""
    if jump.reason == "few scores":
        return f"{LEAST_SCORES} scores on each side of the line are needed."
    if jump.reason == "few records":
        return f"{_sides(jump, 'records', 'leads')} near the line; it takes {LEAST_RECORDS} each."
    if jump.reason == "few events":
        return f"{_sides(jump, 'events', 'wins')} near the line; it takes {LEAST_EVENTS} each."
    if jump.reason == "bunching":
        return _piled(leads)
    if jump.reason == "imbalance":
        apart = [name for name, one in leads.study.balance.items() if leaves_out_zero(one)]
        return f"both sides differed before they were scored, by {words.listed(_named(apart))}."
    if jump.reason == "weak":
        return "reaching the line changes too little whether sales take a lead on."
    return ""


def _sides(jump: Jump | Ratio, what: str, called: str) -> str:
    if isinstance(jump, Ratio):
        return f"Too few {called}"
    below, above = (words.count(getattr(side, what)) for side in (jump.below, jump.above))
    return f"{below} {called} below and {above} above"


def _piled(leads: Leads) -> str:
    found = leads.study.bunching
    if leads.is_continuous:
        return "the number of leads jumps at the line: something nudges scores."
    at, below, above = (words.count(each) for each in (found.at, found.below, found.above))
    return f"{at} leads sit on the line, {below} and {above} beside it: something nudges scores."


def _named(traits: Sequence[str]) -> list[str]:
    return [_TRAITS.get(each, each) for each in traits]


_TRAITS: Mapping[str, str] = {
    "hand_raised": "who asked to be called",
    "signs": "signs of interest",
}


def notes(main: Row, rows: Sequence[Row]) -> Iterator[str]:
    """Say who was left out, and whether anything jumps where nothing should."""
    told = main.details
    if told["young"]:
        young, days = _whole(told["young"]), words.days(_whole(told["days"]))
        yield f"Left out as younger than {days}: {words.counted(young, 'leads')}."
    if told["in_test"]:
        yield f"Left out, in the test by lot: {words.counted(_whole(told['in_test']), 'leads')}."
    jumping = [row for row in rows if row.keys["statistic"] == "placebo" and _is_clear(row)]
    if jumping and main.status == "ok":
        points = words.listed([f"{_whole(row.keys['of']):+d}" for row in jumping])
        yield f"Something jumps at {points} points from the line too, where nothing should."
    if main.status == "ok" and main.value is not None:
        other = [
            row
            for row in rows
            if row.keys["statistic"] == "smoothness" and _is_clear(row) != _is_clear(main)
        ]
        if other:
            yield "Whether it is luck hangs on how much the curve may bend: see half and twice."


def _is_clear(row: Row) -> bool:
    return row.low is not None and row.high is not None and not row.low <= 0 <= row.high


def _whole(value: object) -> int:
    return int(float(str(value)))
