"""The balance of a gate: the lines of every gate, and of all gates together, with their sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from dashboard.estimators.gate_ledger import Ledger, Range, delay_cost, ledger
from dashboard.estimators.intervals import Interval
from dashboard.measures.context import Context
from dashboard.measures.estimates import delays
from dashboard.measures.estimates.gate_bins import Gate, count
from dashboard.measures.estimates.gate_entries import (
    ALL_GATES,
    HOURS_KEPT,
    IN_VAIN,
    RUNNING,
    TRUE_NEGATIVES,
    TURNED_AWAY,
    WAITING,
    Entry,
    entries_of,
    stops_of,
)
from dashboard.measures.worked_out import once

NOT_TOLD = "Too few of those who waited inside the gate were won to price a day of waiting."
# The measure whose design effect widens the rates of a day.
_WAITS = "wait_decay"


@dataclass(frozen=True)
class Balance:
    """The lines of every gate, and of all together under the name all_gates."""

    gate: Gate
    entries: Mapping[str, Sequence[Entry]]

    @property
    def all_told(self) -> Sequence[Entry]:
        """Return the lines of all gates together."""
        return self.entries[ALL_GATES]


def balance_of(gate: Gate, frame: pl.DataFrame, context: Context) -> Balance:
    """Return the balance of one answer, or of one group of it."""
    stops = stops_of(gate, frame)
    spare = gate.assumed.spare_seller_hours
    free = None if spare is None else spare * gate.years * gate.share
    asked = [_hours_at_most(each.stopped, each.hours_each) for each in stops]
    found: dict[str, Sequence[Entry]] = {}
    for one, hours in zip(stops, asked, strict=True):
        part = None if free is None else free * hours / (sum(asked) or 1.0)
        found[one.name] = entries_of(gate, one, part)
    waiting = _waiting(gate, frame, context.design_effects.get(_WAITS, 1.0))
    found[ALL_GATES] = _all_gates(gate, waiting, list(found.values()))
    return Balance(gate, found)


def _hours_at_most(stopped: pl.DataFrame, each: Range | None) -> float:
    return 0.0 if each is None else count(stopped) * each.high


def _all_gates(gate: Gate, waiting: Entry, gates: Sequence[Sequence[Entry]]) -> list[Entry]:
    """Return the sums over the gates, with the waiting and the tools, which no one gate has."""
    by_name = {name: [e for one in gates for e in one if e.name == name] for name in _SUMMED}
    tools = gate.assumed.gate_running_cost * gate.years * gate.share
    running = _with_tools(_summed(by_name[RUNNING]), tools)
    turned_away = _summed(by_name[TURNED_AWAY])
    in_vain = next(e for e in gates[0] if e.name == IN_VAIN)
    kept, negatives = _summed(by_name[HOURS_KEPT]), _summed(by_name[TRUE_NEGATIVES])
    return [turned_away, waiting, running, kept, in_vain, negatives]


_SUMMED = (TURNED_AWAY, RUNNING, HOURS_KEPT, TRUE_NEGATIVES)


def _summed(entries: Sequence[Entry]) -> Entry:
    """Return the sum of a line over the gates; none where a gate that stopped somebody has none."""
    first = entries[0]
    amounts = [each.amount for each in entries if each.amount is not None]
    details = dict(first.details)
    for name in ("leads", "recovered", "hours_low", "hours_high", "spare_hours"):
        known = [each.details[name] for each in entries if each.details.get(name) is not None]
        if known:
            details[name] = sum(float(str(each)) for each in known)
    n, events = sum(each.n for each in entries), sum(each.events for each in entries)
    summed = replace(first, n=n, events=events, details=details)
    lacking = [each for each in entries if each.amount is None and each.name != TRUE_NEGATIVES]
    if lacking:
        told = details | {"reason": lacking[0].details.get("reason")}
        return replace(summed, amount=None, status=lacking[0].status, plain_high=None, details=told)
    if not amounts:
        return summed
    details.pop("reason", None)
    mids = [each.mid for each in amounts if each.mid is not None]
    total = Range(
        sum(each.low for each in amounts),
        sum(each.high for each in amounts),
        sum(mids) if len(mids) == len(amounts) else None,
    )
    plain = [each.plain_high for each in entries if each.plain_high is not None]
    high = sum(plain) if len(plain) == len(entries) else None
    return replace(summed, amount=total, plain_high=high, details=details)


def _with_tools(running: Entry, tools: float) -> Entry:
    spent = running.amount or Range(0.0, 0.0, 0.0)
    total = Range(spent.low + tools, spent.high + tools, (spent.mid or 0.0) + tools)
    details = running.details | {"tools": tools, "certain": spent.low}
    grade = "assumed" if tools else running.grade
    return replace(running, amount=total, plain_high=total.high, grade=grade, details=details)


def _waiting(gate: Gate, frame: pl.DataFrame, deff: float) -> Entry:
    """Return the margin on what waiting inside the gate is expected to take away.

    Nobody is taken to buy more for having waited: what the rates leave open there is nothing.
    """
    waited = frame.filter(is_waited())
    inside = float((waited["inside_hours"].fill_null(0.0) * waited["n"]).sum()) / 24
    n = count(waited)
    details: dict[str, object] = {"days": inside / n if n else None}
    events = count(waited.filter(pl.col("inside_hours") > 0))
    entry = Entry(WAITING, None, "adjusted", n, events, details=details)
    # No assumption is in what was lost, so it stays known while a reader changes one.
    lost = once(frame, ("lost while waiting", deff), lambda: _lost(waited, deff))
    amount = never_helped(delay_cost(lost, gate.assumed.margin)) if lost is not None else None
    if amount is None:
        return replace(entry, status="too few", details=details | {"reason": NOT_TOLD})
    return replace(entry, amount=amount)


def never_helped(amount: Range | None) -> Range | None:
    """Return what waiting took away, where nobody can have bought more for it: not below zero."""
    if amount is None:
        return None
    mid = None if amount.mid is None else max(amount.mid, 0.0)
    return Range(max(amount.low, 0.0), max(amount.high, 0.0), mid)


def _lost(waited: pl.DataFrame, deff: float) -> Interval | None:
    """Return the money that the days inside the gate took; None where a day has no rate."""
    rate = delays.rates_of(waited, deff).get("rate_inside_gate") if count(waited) else None
    return None if rate is None or rate.value is None else delays.cost_of(waited, rate).lost


def is_waited() -> pl.Expr:
    """Test for those whose wait tells what a day of it is worth."""
    return (pl.col("part") == "wait") & delays.QUICK


def ledger_of(entries: Sequence[Entry], *, plain: bool = False) -> Ledger | None:
    """Return the sums of lines; None where what was turned away, or kept free, has no amount.

    Waiting that cannot be priced is left out, and said. `plain` leaves out luck where it can.
    """
    told = [_plain(each) if plain else each for each in entries]
    lacking = {each.name for each in told if each.amount is None}
    if lacking & {TURNED_AWAY, HOURS_KEPT}:
        return None
    return ledger([line for each in told if (line := each.line) is not None])


def _plain(entry: Entry) -> Entry:
    """Return a line with its high end as the records alone allow it."""
    if entry.plain_high is None or entry.amount is None:
        return entry
    high = max(entry.plain_high, entry.amount.low)
    mid = None if entry.amount.mid is None else min(entry.amount.mid, high)
    return replace(entry, amount=Range(entry.amount.low, high, mid))


def net_of(entries: Sequence[Entry], *, plain: bool = False) -> Range | None:
    """Return the net cost of lines, below zero where they save; None where it cannot be told."""
    sums = ledger_of(entries, plain=plain)
    return sums.net if sums else None
