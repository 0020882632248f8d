"""Like with like: two groups of deals over strata of the same mix, with what speaks against it.

A measure gives one row a deal: its `stratum`, its `arm` and `is_event`, null where it is in none or
too young. With the key `outcome` there is a column is_<outcome> for each of the argument outcomes,
with the key `component` a column arm_<component> for each of components; the last key, `statistic`,
is made here. The arguments `first` and `second` name the arms; differences are first less second.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import polars as pl

from dashboard import words
from dashboard.estimators import intervals
from dashboard.estimators.intervals import Interval
from dashboard.estimators.standardise import Difference
from dashboard.measures.context import Context
from dashboard.measures.estimates import base
from dashboard.measures.estimates.comparing import (
    Arm,
    Comparison,
    Flags,
    compare,
    deals_of,
)
from dashboard.measures.registry import Measure
from dashboard.measures.result import FEWEST, Row

STATISTIC = "statistic"
LIKE, RAW, TWIN = "like_for_like", "raw", "mantel_haenszel"
COUNTED = "observed"
# The count that sentences speak of, where deals from outside are counted in several ways.
MAIN = "ours"
# Outcomes beside that of the finding, as a sentence names them.
_ALSO = {"moved": "what moved", "silent": "what showed no sign"}
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
    for named, part in base.groups(frame, split):
        deals, told = deals_of(part), _told(measure, part)
        for keys in _cells(measure):
            arm, event = _columns(keys)
            is_first, is_event = told[f"{arm} first"], told[event]
            chosen = told[f"{arm} known"] & told[f"{event} known"]
            found = compare(deals, is_first, is_event, chosen)
            yield from _of_one(measure, keys, named, found, context)


def _told(measure: Measure, part: pl.DataFrame) -> Mapping[str, Flags]:
    """Return what each deal tells: of each arm and event whether it is known, and whether so."""
    first, _ = _arms(measure)
    tests: dict[str, pl.Expr] = {}
    for arm, event in map(_columns, _cells(measure)):
        tests[f"{arm} first"] = (pl.col(arm) == first).fill_null(value=False)
        tests[event] = pl.col(event).fill_null(value=False)
        tests |= {f"{each} known": pl.col(each).is_not_null() for each in (arm, event)}
    return {each.name: each.to_numpy() for each in part.select(**tests)}


def _cells(measure: Measure) -> list[dict[str, str]]:
    """Return every outcome and component that a measure has: its keys but the statistic."""
    told = measure.estimator.arguments
    values = {key: told[f"{key}s"] for key in measure.keys if key != STATISTIC}
    listed = [value if isinstance(value, tuple) else (value,) for value in values.values()]
    return [dict(zip(values, map(str, each), strict=True)) for each in product(*listed)]


def _columns(keys: Mapping[str, str]) -> tuple[str, str]:
    """Return the columns of a cell: which arm a deal is in, and whether it ended so."""
    component, outcome = keys.get("component"), keys.get("outcome")
    return f"arm_{component}" if component else "arm", f"is_{outcome}" if outcome else "is_event"


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
    keys: Mapping[str, str],
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
    told = points | _details(found, same_for(measure, context), like)
    yield _Number(LIKE, found.like_for_like, like, measure.grade, both, told)
    yield _Number(RAW, found.raw, raw, COUNTED, both, points)
    yield _Number(TWIN, found.mantel_haenszel, like, measure.grade, both, points)
    for name, arms in ((first, one), (second, other)):
        enough = "ok" if arms[0].n >= FEWEST else "too few"
        yield _Number(f"share_{name}", arms[0].share, enough, COUNTED, arms, share)
    yield _Number(f"share_{second}_same_mix", found.same_mix, like, measure.grade, other, share)


def _details(found: Comparison, alike_by: Sequence[str], status: str) -> dict[str, object]:
    """Return what the checks found; of a number that is not shown nothing else is told."""
    difference = found.like_for_like
    told = {
        "strata": found.overlap.strata,
        "share_comparable": found.overlap.share_of_first,
        "unlike_before": found.unlike_before,
        "unlike_after": found.unlike_after,
        "same": ", ".join(alike_by),
    }
    shown = {
        "matched_share": found.first_matched,
        "range": words.between(difference.low, difference.high),
        "e_value": found.e_value.estimate,
        "e_value_of_range": found.e_value.interval,
        "simpson_alarm": found.simpson_alarm,
    }
    return {**told, **(shown if status == "ok" else dict.fromkeys(shown))}


def same_for(measure: Measure, context: Context) -> list[str]:
    """Return by what a measure's records are made alike: its argument `same`, if it has one."""
    own = measure.estimator.arguments.get("same")
    if not isinstance(own, tuple):
        return same(context)
    return [*(each.on_screen for each in context.config.alike), *map(str, own)]


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
    return frame.filter(pl.any_horizontal(_counted(measure, mark, events_alone=False)))


def _events(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    del context
    return frame.filter(pl.any_horizontal(_counted(measure, mark, events_alone=True)))


def _counted(measure: Measure, mark: Mapping[str, str], *, events_alone: bool) -> Iterator[pl.Expr]:
    """Return, for each cell of a mark, which deals it counts."""
    statistic = mark.get(STATISTIC, "")
    arms = _arms(measure)
    asked = [arm for arm in arms if statistic.startswith(f"share_{arm}")] or list(arms)
    for keys in _cells(measure):
        if any(mark.get(key, value) != value for key, value in keys.items()):
            continue
        arm, event = _columns(keys)
        is_known = pl.col(event) if events_alone else pl.col(event).is_not_null()
        yield (pl.col(arm).is_in(asked) & is_known).fill_null(value=False)


def _notes(measure: Measure, rows: Sequence[Row], context: Context) -> Iterable[str]:
    """Say what no adjustment reaches, where the mix of deals turned the gap, and what depends."""
    found = [row for row in rows if row.keys.get(STATISTIC) == LIKE]
    shown = [row for row in found if row.status == "ok" and row.keys.get("component", MAIN) == MAIN]
    # That of the finding, where it is shown.
    shown.sort(key=lambda row: row.name != measure.finding.against_zero)
    if shown:
        yield _selection(measure, shown[0], context)
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
    ratio = words.half_up(known or 0.0, 1)
    hidden = f"; a hidden factor with risk ratio {ratio} would remove it" if known else ""
    return (
        f"{about} chose or were chosen to come that way. Adjusting for "
        f"{words.listed(same_for(measure, context))} does not make the comparison causal{hidden}."
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


def _named(measure: Measure, rows: Sequence[Row], context: Context) -> Mapping[str, Row]:
    """Say, for each count, which other outcomes can be compared where the finding's own cannot."""
    del context
    found: dict[str, list[str]] = {count: [] for count in _COUNTS}
    for row in rows:
        is_other = row.name != measure.finding.against_zero and row.keys.get(STATISTIC) == LIKE
        count, outcome = str(row.keys.get("component")), row.keys.get("outcome")
        if is_other and row.status == "ok" and count in found and outcome in _ALSO:
            found[count].append(_ALSO[str(outcome)])
    return {
        f"rest_{count}": Row({}, None, None, None, None, None, details={"also": _also(there)})
        for count, there in found.items()
    }


def _also(outcomes: Sequence[str]) -> str:
    return f" Compared: {words.listed(list(outcomes))}." if outcomes else ""


ESTIMATE = base.Estimate(
    rows_of=_rows, events_of=_events, members_of=_members, notes_of=_notes, named_of=_named
)
