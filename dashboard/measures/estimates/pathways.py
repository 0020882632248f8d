"""How many different ways the records of a path came, and how mixed these are at equal size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from dashboard import words
from dashboard.estimators.diversity import effective_interval, held_by, rarefied
from dashboard.estimators.intervals import Interval
from dashboard.measures.context import Context
from dashboard.measures.estimates import counting
from dashboard.measures.estimates.base import Estimate, groups
from dashboard.measures.registry import Measure
from dashboard.measures.result import FEWEST, Row

_ALL = "all"
# Compared with each other, so drawn to the size of the smaller one.
_COMPARED = ("through_every_gate", "no_gate")
_EQUAL = "mixed_ways_of_equal_n"
# A number of equally frequent ways is no whole number; it is written with a decimal.
_MIXED = {"unit": "each"}


def _of_group(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    """Keep the records whose path class is in a path group."""
    if name == _ALL:
        return frame
    return frame.filter(pl.col("path_class").is_in(words.PATH_GROUPS[name]))


def _ways(frame: pl.DataFrame) -> list[int]:
    """Return how many records came each way, the most frequent first."""
    found = frame.group_by("variant", maintain_order=True).agg(pl.col("n").sum())
    return found.sort("n", "variant", descending=[True, False])["n"].to_list()


def _rows(
    measure: Measure, frame: pl.DataFrame, context: Context, split: str | None
) -> Iterator[Row]:
    del context
    for named, part in groups(frame, split):
        own = {name: _of_group(part, name) for name in (_ALL, *_COMPARED)}
        for name, records in own.items():
            for statistic, found in _of_itself(records).items():
                keys = {"path_group": name, "statistic": statistic, **named}
                yield _row(measure, keys, _ways(records), found)
        equal = min(own[name].height for name in _COMPARED)
        for name in _COMPARED:
            keys = {"path_group": name, "statistic": _EQUAL, **named}
            yield _drawn(measure, keys, _ways(own[name]), equal)


def _of_itself(records: pl.DataFrame) -> dict[str, Interval]:
    """Return what is known of the ways of one path group by itself."""
    ways = _ways(records)
    commonest = records["variant"].mode().sort().first() if records.height else ""
    deff = counting.effect_of(records, pl.col("variant") == commonest)
    return {
        "ways": Interval(len(ways)),
        "ways_holding_80": Interval(held_by(ways)),
        "mixed_ways": effective_interval(ways, deff=deff),
    }


def _drawn(measure: Measure, keys: Mapping[str, object], ways: Sequence[int], equal: int) -> Row:
    """Return how mixed so many wins would be that both paths have them."""
    drawn = rarefied(ways, equal)
    row = _row(measure, keys, ways, Interval(drawn.effective if drawn else None))
    if equal < FEWEST:
        row = replace(row, value=None, status="too few")
    return replace(row, details={**row.details, "drawn": equal})


def _row(measure: Measure, keys: Mapping[str, object], ways: Sequence[int], found: Interval) -> Row:
    row = counting.counts(measure, keys, sum(ways), sum(ways))
    if str(keys["statistic"]).startswith("mixed"):
        row = replace(row, details=_MIXED)
    if row.status != "ok":
        return row
    return replace(row, value=found.value, low=found.low, high=found.high)


def _members(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    del measure, context
    return _of_group(frame, mark.get("path_group", _ALL))


def _notes(measure: Measure, rows: Iterable[Row], context: Context) -> Iterator[str]:
    """Tell the two paths apart at equal size, where both are large enough."""
    del measure, context
    compared = {
        row.keys["path_group"]: row
        for row in rows
        if row.keys["statistic"] == _EQUAL and row.value is not None
    }
    if len(compared) == len(_COMPARED):
        through, without = (compared[name] for name in _COMPARED)
        yield (
            f"Among {words.count(float(str(through.details['drawn'])))} wins of each: as mixed as "
            f"{words.rate(through.value)} ways through every gate and {words.rate(without.value)} "
            "without."
        )


ESTIMATE = Estimate(rows_of=_rows, members_of=_members, notes_of=_notes)
