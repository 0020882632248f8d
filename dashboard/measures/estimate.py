"""From sums to numbers: each row of an answer by its measure's estimator.

Below ten records there is no number, the counts remain; a division by zero has no value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from dashboard import words
from dashboard.estimators.bounds import bound_share
from dashboard.estimators.intervals import Interval, design_effect, wilson
from dashboard.measures import spells
from dashboard.measures.context import Context
from dashboard.measures.estimates import ESTIMATES
from dashboard.measures.fold import Entries, Folded
from dashboard.measures.ledger import LedgerRows
from dashboard.measures.registry import Estimator, Measure
from dashboard.measures.result import FEWEST, Row

# Sums of money differ in their last digits, so a part may exceed its whole by this much.
_ROUNDING = 1e-6

Entry = Mapping[str, Any]


def rows_of(measure: Measure, folded: Folded, context: Context, split: str | None) -> Sequence[Row]:
    """Return the rows of an answer, in the order of their keys."""
    if folded.rows is not None:
        frame = folded.rows.head(measure.estimator.limit or folded.rows.height)
        hidden = () if context.config.access.show_account_names else ("account_name",)
        return LedgerRows(frame, measure.grade, split, hidden)
    estimate = ESTIMATES.get(measure.estimator.name)
    if estimate is not None:
        own = estimate.rows_of(measure, folded.frame(), context, split)
        keys = () if estimate.is_ordered else measure.keys
        return tuple(sorted(own, key=lambda row: _place(row, keys)))
    found = [
        *_ratio_rows(measure, folded, context, split),
        *spells.rows_of(measure, folded, context, split),
        *_totals(measure, folded, split),
    ]
    return tuple(sorted(found, key=lambda row: _place(row, measure.keys)))


def named_of(measure: Measure, rows: Sequence[Row], context: Context) -> Mapping[str, Row]:
    """Return the rows that sentences may name besides those of the answer."""
    estimate = ESTIMATES.get(measure.estimator.name)
    return estimate.named_of(measure, rows, context) if estimate else {}


def _place(row: Row, keys: tuple[str, ...]) -> tuple[object, ...]:
    outer = (str(row.keys.get("period", "")), str(row.keys.get("group", "")))
    return (*outer, *(_rank(row.keys.get(key)) for key in keys))


def _rank(value: object) -> tuple[float, str]:
    """Numbers by size, code words by their place in the table of words, other texts after."""
    if isinstance(value, int | float):
        return (value, "")
    text = str(value)
    return (words.rank(text), text)


def keys_of(entry: Entry, keys: tuple[str, ...], split: str | None) -> dict[str, object]:
    """Return what names a row: its keys, then its group or period when the answer is split."""
    named: dict[str, object] = {key: entry[key] for key in keys}
    if split == "month":
        named["period"] = entry["period"]
    elif split is not None:
        named["group"] = entry["group_name"]
    return named


def _ratio_rows(
    measure: Measure, folded: Folded, context: Context, split: str | None
) -> Iterator[Row]:
    if folded.ratios is None:
        return
    keys, entries = folded.keys, folded.ratios
    cannot_tell = _cannot_tell(measure.estimator, keys, entries)
    for entry in entries:
        row = _share(measure, keys_of(entry, keys, split), entry, context)
        unknown = cannot_tell.get(_rest(entry, keys))
        if unknown is None or entry[keys[0]] == measure.estimator.unknown:
            yield row
        else:
            yield _with_bounds(row, unknown, _effective(measure, entry, context))


def _cannot_tell(
    estimator: Estimator, keys: tuple[str, ...], entries: Entries
) -> dict[tuple[object, ...], float]:
    """Return, per what the rows share, how much of the whole cannot be told."""
    if estimator.name != "bound_share":
        return {}
    return {
        _rest(entry, keys): entry["numerator"] or 0.0
        for entry in entries
        if entry[keys[0]] == estimator.unknown
    } or {_rest(entry, keys): 0.0 for entry in entries}


def _rest(entry: Entry, keys: tuple[str, ...]) -> tuple[object, ...]:
    return (*(entry[key] for key in keys[1:]), entry["period"], entry["group_name"])


def _share(measure: Measure, keys: dict[str, object], entry: Entry, context: Context) -> Row:
    part, total = entry["numerator"], entry["denominator"]
    row = Row(
        keys=keys,
        value=None,
        low=None,
        high=None,
        n=entry["n"],
        events=entry["events"],
        grade=measure.grade,
        status="too few" if entry["n"] < FEWEST else "ok",
        numerator=part,
        denominator=total,
    )
    if row.status != "ok":
        return row
    if not total or part is None:
        return replace(row, status="too few")
    size = _effective(measure, entry, context)
    interval = _wilson(part, total, size)
    return replace(row, value=interval.value, low=interval.low, high=interval.high)


def _wilson(part: float, total: float, size: float | None) -> Interval:
    slack = _ROUNDING * abs(total)
    if total < 0 or not -slack <= part <= total + slack or size is None:
        return Interval(part / total)
    return wilson(min(max(part, 0.0), total), total, n_effective=size)


def _effective(measure: Measure, entry: Entry, context: Context) -> float | None:
    """Return how many independent equal records these are worth.

    Kish's number for unequal amounts (records themselves for counts), less the design effect of
    accounts with several records; cubes hold no accounts, their effect is known from the build.
    """
    total, squares = entry["denominator"], entry["squares"]
    if not entry["clusters"]:
        return float(total / context.design_effects.get(measure.id, 1.0))
    if not squares or not total:
        return None
    share = entry["numerator"] / total
    sums = entry["sum_yy"], entry["sum_ym"], entry["sum_mm"]
    return float(total * total / squares / design_effect(squares, share, *sums))


def _with_bounds(row: Row, unknown: float, size: float | None) -> Row:
    part, total = row.numerator, row.denominator
    if row.value is None or part is None or not total:
        return row
    part = min(max(part, 0.0), total)
    bounds = bound_share(part, min(unknown, total - part), total, n_effective=size)
    return replace(
        row,
        low=bounds.outer_low,
        high=bounds.outer_high,
        bound_low=bounds.low,
        bound_high=bounds.high,
    )


def _totals(measure: Measure, folded: Folded, split: str | None) -> Iterator[Row]:
    """A total is a count of what happened: it is shown however few records there are."""
    if folded.values is None:
        return
    for entry in folded.values:
        yield Row(
            keys=keys_of(entry, folded.keys, split),
            value=entry["value"],
            low=None,
            high=None,
            n=entry["n"],
            events=entry["events"],
            grade=measure.grade,
        )
