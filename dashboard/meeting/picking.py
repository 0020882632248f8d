"""What a meeting looks at: five slots, and which answer stands in each; pure.

Not the five smallest p: one decision that is due, one cost, one credit, one argument, and one
thing that neither team owns. A candidate is a list of named records, or a difference that stands
out among all that were compared. The largest wins: what is at stake, in money or in hours at the
seller's price, times how much of it the people in the room can change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard.decisions import Decision, Log
from dashboard.estimators.discoveries import benjamini_hochberg, p_of_interval
from dashboard.measures.ledger import records_of
from dashboard.measures.result import Result, Row
from dashboard.measures.sentences import difference_of
from dashboard.meeting.candidates import CANDIDATES, DIFFERENCES, Candidate, Prices, Stake

# Among what stands out, at most so many in a hundred stand out by luck alone.
FALSE_FINDS = 0.10
# At most so many items may speak of what one side does.
_PER_SIDE = 2


NOTHING: Mapping[str, str] = {
    "due": "No decision is due for review.",
    "cost": "We looked for a cost this room can change, and found none.",
    "credit": "We looked for what the gate protects, and found none in these records.",
    "argue": (
        "Whether both sides judge alike cannot be said yet: it needs the verdicts of marketing and "
        "of sales on the same people, in the history of the lead's status."
    ),
    "nobodys": "Nothing stands out that neither team owns.",
}
EMPTY = "No record that could stand here matches these filters."
SEEN = "What there is was looked at in the last two meetings, and is no worse."


@dataclass(frozen=True)
class Item:
    """One screen of a meeting: a decision that is due, an answer, or why there is none."""

    number: int
    slot: str
    candidate: Candidate | None = None
    result: Result | None = None
    stake: Stake | None = None
    decision: Decision | None = None
    why: str = ""

    @property
    def measure_id(self) -> str | None:
        """Return the measure it speaks of."""
        if self.decision is not None:
            return self.decision.measure_id
        return self.candidate.measure_id if self.candidate else None


@dataclass(frozen=True)
class Compared:
    """How many answers set two groups side by side, and which differ beyond luck, all counted."""

    asked: int
    beyond: frozenset[str]


def beyond_luck(results: Iterable[Result]) -> Compared:
    """Find the differences that stand out among all that were compared.

    At most ten in a hundred of them are false finds (Benjamini and Hochberg).
    """
    p_values = {}
    for result in results:
        ends = _difference(result)
        if ends is not None:
            p_values[result.measure.id] = p_of_interval(*ends)
    adjusted = benjamini_hochberg(list(p_values.values()))
    found = (name for name, q in zip(p_values, adjusted, strict=True) if q <= FALSE_FINDS)
    return Compared(len(p_values), frozenset(found))


def _difference(result: Result) -> tuple[float, float] | None:
    finding = result.measure.finding
    names = (finding.against_zero,) if finding.against_zero is not None else finding.compare
    if result.status != "ok" or not names:
        return None
    rows = _named(result.whole)
    found = [row for name in names if (row := rows.get(name)) is not None and row.status == "ok"]
    if len(found) != len(names):
        return None
    first, *others = found
    if others:
        return difference_of(first, others[0])
    return (first.low, first.high) if first.low is not None and first.high is not None else None


def _named(rows: Sequence[Row]) -> dict[str, Row]:
    return {row.name: row for row in rows}


def pick(
    results: Mapping[str, Result], log: Log, day: dt.date, prices: Prices, compared: Compared
) -> tuple[Item, ...]:
    """Return the five items of the meeting of a day, in their order."""
    due = log.due(day)
    items = [_due(due[0], results, prices) if due else Item(1, "due", why=NOTHING["due"])]
    seen = [meeting.shown for meeting in log.last_meetings(day)]
    for number, slot in enumerate(("cost", "credit", "argue", "nobodys"), start=2):
        found = _best(number, slot, items, _eligible(slot, results, prices, compared), seen)
        is_empty = found.candidate is None and _is_empty(slot, results)
        items.append(replace(found, why=EMPTY) if is_empty else found)
    return tuple(items)


def _is_empty(slot: str, results: Mapping[str, Result]) -> bool:
    """Say whether every answer that could stand in a slot was made, of no record at all."""
    of_slot = [results.get(each.measure_id) for each in CANDIDATES if each.slot == slot]
    found = [each for each in of_slot if each is not None and each.status in ("ok", "too few")]
    return bool(found) and all(records_of(each) == 0 for each in found)


def _due(decision: Decision, results: Mapping[str, Result], prices: Prices) -> Item:
    """Return a decision to be looked at again, with what is at stake where that is known."""
    result = results.get(decision.measure_id)
    candidate = next((each for each in CANDIDATES if each.measure_id == decision.measure_id), None)
    stake = candidate.stake(result, prices) if candidate and result else None
    return Item(1, "due", candidate, result, stake, decision)


def _eligible(
    slot: str, results: Mapping[str, Result], prices: Prices, compared: Compared
) -> list[tuple[float, Candidate, Result, Stake]]:
    """Return the candidates of a slot that have something to show, the largest first."""
    found = []
    for candidate in CANDIDATES:
        result = results.get(candidate.measure_id)
        if candidate.slot != slot or result is None or result.status not in ("ok", "too few"):
            continue
        if candidate.measure_id in DIFFERENCES and candidate.measure_id not in compared.beyond:
            continue
        stake = candidate.stake(result, prices)
        if stake is not None:
            found.append((stake.worth(prices) * candidate.reach, candidate, result, stake))
    return sorted(found, key=lambda each: -each[0])


def _best(
    number: int,
    slot: str,
    items: Sequence[Item],
    eligible: Sequence[tuple[float, Candidate, Result, Stake]],
    seen: Sequence[Mapping[str, float]],
) -> Item:
    was_seen = False
    taken = {item.measure_id for item in items}
    for worth, candidate, result, stake in eligible:
        if candidate.measure_id in taken or _is_full(items, candidate.side):
            continue
        before = [shown[candidate.measure_id] for shown in seen if candidate.measure_id in shown]
        if before and worth <= max(before):
            was_seen = True
            continue
        return Item(number, slot, candidate, result, stake)
    return Item(number, slot, why=SEEN if was_seen else NOTHING[slot])


def _is_full(items: Sequence[Item], side: str | None) -> bool:
    sides = [item.candidate.side for item in items if item.candidate is not None]
    return side is not None and sides.count(side) >= _PER_SIDE


def shown(items: Iterable[Item], prices: Prices) -> dict[str, float]:
    """Return what a meeting looked at, each with its worth, as the log keeps it."""
    return {
        item.candidate.measure_id: item.stake.worth(prices) * item.candidate.reach
        for item in items
        if item.candidate is not None and item.stake is not None
    }
