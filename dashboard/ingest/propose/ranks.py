"""The order of open stages: as the export states it, by probability, else as deals passed them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, NamedTuple

from dashboard.engine.database import Database
from dashboard.engine.profile import values_with

# A number before a name, not an id.
_NUMBER = re.compile(r"^\s*(\d{1,3})(?!\d)\W*[^\W\d]")
_UNTOLD = (3, 0.0)


class Rank(NamedTuple):
    """A stage's place among the open ones, and why it is not sure ("" where the export says it)."""

    place: int
    doubt: str


@dataclass(frozen=True)
class _Moves:
    """Two stages: how many deals entered both, and how many of them the first one first."""

    pairs: Mapping[tuple[str, str], tuple[int, int]]

    def is_before(self, stage: str, other: str) -> bool:
        deals, first = self.pairs.get((stage, other), (0, 0))
        back = self.pairs.get((other, stage), (0, 0))[1]
        return deals > 0 and first > back

    def shared(self, stage: str, other: str) -> int:
        return self.pairs.get((stage, other), (0, 0))[0]


def stated(database: Database) -> set[str]:
    """Return the stages whose place among the others an export states by an order of its own."""
    found: set[str] = set()
    for table in database.tables():
        columns = database.columns(table)
        order = next((each for each in ("stage_order", "display_order") if each in columns), None)
        for name in ("stage", "api_name") if order else ():
            if name in columns:
                found |= values_with(database, table, name, str(order))
    return found


def of_pipeline(
    rows: Sequence[dict[str, Any]], pairs: Sequence[dict[str, Any]], ordered: AbstractSet[str]
) -> dict[str, Rank]:
    """Rank the open stages of one pipeline.

    `pairs` are its rows of stage_pairs.sql, `ordered` the stages whose order an export states.
    """
    moves = _Moves({(each["stage"], each["other"]): _counts(each) for each in pairs})
    keys = _keys(rows, ordered)
    found: list[tuple[str, bool]] = []
    for key in sorted(set(keys.values())):
        alike = [row for row in rows if keys[row["stage"]] == key]
        is_told = len(alike) == 1 and key < _UNTOLD
        found += [(row["stage"], is_told) for row in _by_history(alike, moves)]
    stages = [stage for stage, _ in found]
    return {
        stage: Rank(place, "" if is_told else _doubt(stages, place, moves))
        for place, (stage, is_told) in enumerate(found, start=1)
    }


def _counts(pair: Mapping[str, Any]) -> tuple[int, int]:
    return pair["deals"], pair["deals_first"]


def _keys(
    rows: Sequence[dict[str, Any]], ordered: AbstractSet[str]
) -> dict[str, tuple[int, float]]:
    """Return by what the export itself sets each stage apart; what it says nothing of is last."""
    numbers = [_NUMBER.match(row["stage"]) for row in rows]
    by_number = {
        row["stage"]: (1, float(found[1]))
        for row, found in zip(rows, numbers, strict=True)
        if found and all(numbers)
    }
    return {row["stage"]: _key(row, ordered, by_number) for row in rows}


def _key(
    row: Mapping[str, Any], ordered: AbstractSet[str], by_number: Mapping[str, tuple[int, float]]
) -> tuple[int, float]:
    if row["stage"] in ordered and row["rank"] is not None:
        return 0, float(row["rank"])
    if row["stage"] in by_number:
        return by_number[row["stage"]]
    return _UNTOLD if row["probability"] is None else (2, float(row["probability"]))


def _by_history(rows: Sequence[dict[str, Any]], moves: _Moves) -> Iterator[dict[str, Any]]:
    """Yield first what no other stage mostly comes before; in a ring, the earliest by its place."""
    left = sorted(rows, key=_mean_place)
    while left:
        heads = (
            each
            for each in left
            if not any(moves.is_before(other["stage"], each["stage"]) for other in left)
        )
        first = next(heads, left[0])
        left.remove(first)
        yield first


def _mean_place(row: Mapping[str, Any]) -> tuple[bool, float, float, str]:
    # Deals in an early stage are often not dated yet.
    dated = row["deals_with_creation_time"] / row["deals"] if row["deals"] else 1.0
    place = row["mean_place"]
    return place is None, float(place or 0.0), dated, row["stage"]


def _doubt(stages: Sequence[str], place: int, moves: _Moves) -> str:
    """Say what a rank is guessed from, beside its neighbour if any deal was in both."""
    if len(stages) == 1:
        return ""
    stage = stages[place - 1]
    # The next one, the one before, then those further off.
    others = [*stages[place:], *reversed(stages[: place - 1])]
    near = [*stages[place : place + 1], *stages[max(place - 2, 0) : place - 1], *others]
    other = next((each for each in near if moves.shared(stage, each)), None)
    if other is None:
        return (
            f"nothing tells where {stage!r} stands among the open stages; rank {place} stands in."
        )
    early, late = (stage, other) if stages.index(other) >= place else (other, stage)
    deals, first = moves.pairs[early, late]
    return (
        f"rank {place} of {stage!r} is guessed from the history: {first:,} of {deals:,} deals that "
        f"had both entered {early!r} before {late!r}."
    )
