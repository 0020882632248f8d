"""Like with like: two groups of deals over strata of the same mix, with what speaks against it.

The measure's rows have `arm`, `stratum` and `is_event` beside its keys; the last key, `statistic`,
is made here. The arguments `first` and `second` name the arms; differences are first less second.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from dashboard import words
from dashboard.estimators import intervals
from dashboard.estimators.intervals import Interval
from dashboard.estimators.standardise import Difference
from dashboard.measures.context import Context
from dashboard.measures.estimates import base
from dashboard.measures.estimates.comparing import Arm, Comparison, compare
from dashboard.measures.registry import Measure
from dashboard.measures.result import FEWEST, Row

STATISTIC = "statistic"
LIKE, RAW, TWIN = "like_for_like", "raw", "mantel_haenszel"
COUNTED = "observed"
# The count that sentences speak of, where deals from outside are counted in several ways.
MAIN = "ours"
_COUNTS = {"strict": "strict", MAIN: "usual", "wide": "wide"}


def line(row: Row | None) -> str:
    """Return the sentence that stands beside a raw comparison, from a row like_for_like."""
    if row is None or row.status == "too few":
        return "Too few to compare like with like."
    told = row.details
    if row.status == "withheld" or row.low is None or row.high is None:
        share = words.in100(_number(told["share_comparable"]))
        groups = f"in {told['strata']} groups"
        return f"Not compared like with like: {share} in 100 have their like, {groups}."
    luck = "" if _is_clear(row) else ": could be luck"
    said = f"{words.more_or_fewer(row.value)} in 100 ({told['range']}){luck}"
    return f"Like with like, {said}; same {told['same']}."


def _rows(
    measure: Measure, frame: pl.DataFrame, context: Context, split: str | None
) -> Iterator[Row]:
    own = [key for key in measure.keys if key != STATISTIC]
    arms = _arms(measure)
    for named, part in base.groups(frame, split):
        cells = part.partition_by(own, as_dict=True, maintain_order=True) if own else {(): part}
        for values, cell in cells.items():
            keys = dict(zip(own, values, strict=True))
            yield from _of_one(measure, keys, named, compare(cell, *arms), context)


@dataclass(frozen=True)
class _Number:
    """One number of a comparison: what it is called, how it was had, and of which deals."""

    statistic: str
    found: Interval | Difference
    status: str
    grade: str
    arms: tuple[Arm, ...]
    details: Mapping[str, object]


def _of_one(
    measure: Measure,
    keys: Mapping[str, object],
    named: Mapping[str, object],
    found: Comparison,
    context: Context,
) -> Iterator[Row]:
    for number in _numbers(measure, found, context):
        shown = number.found if number.status == "ok" else intervals.UNDEFINED
        yield Row(
            keys={**keys, STATISTIC: number.statistic, **named},
            value=shown.value,
            low=shown.low,
            high=shown.high,
            n=sum(arm.n for arm in number.arms),
            events=sum(arm.events for arm in number.arms),
            grade=number.grade,
            status=number.status,
            details=number.details,
        )


def _numbers(measure: Measure, found: Comparison, context: Context) -> Iterator[_Number]:
    first, second = _arms(measure)
    one, other = (found.first,), (found.second,)
    both = one + other
    raw = "ok" if min(arm.n for arm in both) >= FEWEST else "too few"
    like = "withheld" if raw == "ok" and not found.overlap.is_comparable else raw
    points, share = {"unit": "points"}, {"unit": "share"}
    told = points | _details(found, context, like)
    yield _Number(LIKE, found.like_for_like, like, measure.grade, both, told)
    yield _Number(RAW, found.raw, raw, COUNTED, both, points)
    yield _Number(TWIN, found.mantel_haenszel, like, measure.grade, both, points)
    for name, arms in ((first, one), (second, other)):
        enough = "ok" if arms[0].n >= FEWEST else "too few"
        yield _Number(f"share_{name}", arms[0].share, enough, COUNTED, arms, share)
    yield _Number(f"share_{second}_same_mix", found.same_mix, like, measure.grade, other, share)


def _details(found: Comparison, context: Context, status: str) -> dict[str, object]:
    """Return what the checks found; of a number that is not shown nothing else is told."""
    difference = found.like_for_like
    told = {
        "strata": found.overlap.strata,
        "share_comparable": found.overlap.share_of_first,
        "unlike_before": found.unlike_before,
        "unlike_after": found.unlike_after,
        "same": ", ".join(same(context)),
    }
    shown = {
        "matched_share": found.first_matched,
        "range": words.between(difference.low, difference.high),
        "e_value": found.e_value.estimate,
        "e_value_of_range": found.e_value.interval,
        "simpson_alarm": found.simpson_alarm,
    }
    return {**told, **(shown if status == "ok" else dict.fromkeys(shown))}


def same(context: Context) -> list[str]:
    """Return by what deals are made alike, as far as the records hold it."""
    config = context.config
    return [
        *(each.on_screen for each in config.alike),
        *(["size"] if context.is_supplied("deal_changes", "amount") else []),
        *(["source"] if config.source_families else []),
        "quarter",
    ]


def _arms(measure: Measure) -> tuple[str, str]:
    told = measure.estimator.arguments
    return str(told.get("first", "outside")), str(told.get("second", "inside"))


def _members(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    """Keep the deals of the arm whose share a mark is; a difference has those of both."""
    del context
    statistic = mark.get(STATISTIC, "")
    arms = [arm for arm in _arms(measure) if statistic.startswith(f"share_{arm}")]
    return frame.filter(pl.col("arm").is_in(arms)) if arms else frame


def _events(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    del measure, mark, context
    return frame.filter(pl.col("is_event"))


def _notes(measure: Measure, rows: Sequence[Row], context: Context) -> Iterable[str]:
    """Say what no adjustment reaches, where the mix of deals turned the gap, and what depends."""
    found = [row for row in rows if row.keys.get(STATISTIC) == LIKE]
    main = next((row for row in found if row.name == measure.finding.against_zero), None)
    if main is not None and main.status == "ok":
        yield _selection(measure, main, context)
    raw = {_place(row): row for row in rows if row.keys.get(STATISTIC) == RAW}
    for row in found:
        if row.details["simpson_alarm"] and row.keys.get("component", MAIN) == MAIN:
            yield (
                f"{_outcome(row)}raw, {words.more_or_fewer(raw[_place(row)].value)} in 100; like "
                f"with like, {words.more_or_fewer(row.value)}: the raw gap comes from the mix."
            )
    yield from _by_some_counts(found)


def _selection(measure: Measure, row: Row, context: Context) -> str:
    about = measure.estimator.arguments.get("about", "Deals outside the flow")
    known = _number(row.details["e_value"])
    hidden = f"; a hidden factor with risk ratio {known:.1f} would remove it" if known else ""
    return (
        f"{about} chose or were chosen to come that way. Adjusting for "
        f"{words.listed(same(context))} does not make the comparison causal{hidden}."
    )


def _by_some_counts(found: Sequence[Row]) -> Iterator[str]:
    """Say so where a difference holds beyond luck by one or two of the three counts."""
    counted: dict[str, list[Row]] = {}
    for row in found:
        if str(row.keys.get("component")) in _COUNTS and row.status == "ok":
            counted.setdefault(_outcome(row), []).append(row)
    for outcome, rows in counted.items():
        holding = [_COUNTS[str(row.keys["component"])] for row in rows if _is_clear(row)]
        if 0 < len(holding) < len(rows):
            said = words.listed(holding)
            yield f"{outcome}this holds by the {said} count; counted otherwise it could be luck."


def _is_clear(row: Row) -> bool:
    return row.low is not None and row.high is not None and (row.low > 0 or row.high < 0)


def _place(row: Row) -> tuple[object, ...]:
    return tuple(value for key, value in row.keys.items() if key != STATISTIC)


def _outcome(row: Row) -> str:
    named = row.keys.get("outcome")
    return f"{words.word(str(named)).capitalize()}: " if named is not None else ""


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))


ESTIMATE = base.Estimate(rows_of=_rows, events_of=_events, members_of=_members, notes_of=_notes)
