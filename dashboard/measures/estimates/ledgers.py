"""The ledger of every gate, and of all gates together: what they cost, and what they keep free.

Reads the slice `chosen_gate_money`, and with part = "wait" the columns of `chosen_lead_delays`.
Each end of a sum takes every line at its own end, so the truth lies well inside.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from dashboard.estimators.gate_verdict import verdict_of_net
from dashboard.measures.context import Context
from dashboard.measures.estimates import base
from dashboard.measures.estimates.gate_bins import (
    HOURS_A_YEAR,
    PRICES,
    at_the_line,
    count,
    gates_of,
    old_enough,
)
from dashboard.measures.estimates.gate_entries import (
    ALL_GATES,
    BESIDE,
    COSTS,
    HOURS_KEPT,
    IN_VAIN,
    NET,
    RUNNING,
    TRUE_NEGATIVES,
    TURNED_AWAY,
    WAITING,
    Entry,
)
from dashboard.measures.estimates.gate_said import lost_or
from dashboard.measures.estimates.gate_sums import NOT_TOLD, Balance, balance_of, is_waited, net_of
from dashboard.measures.registry import Measure
from dashboard.measures.result import Row

_NO_NET = "What was turned away cannot be told, so the two sides cannot be set against each other."
_IN_NET = (TURNED_AWAY, WAITING, RUNNING, HOURS_KEPT)
_ASSUMES: Mapping[str, tuple[str, ...]] = {
    TURNED_AWAY: ("margin", "horizon", "helps", "rises", "all_called"),
    WAITING: ("margin", "horizon", "waits"),
    RUNNING: ("hour_cost", "minutes", "running_cost"),
    HOURS_KEPT: ("hour_cost", "minutes", "spare_hours", "all_called"),
    IN_VAIN: ("hour_cost", "minutes"),
    TRUE_NEGATIVES: (),
    NET: (*PRICES, "running_cost", "spare_hours", "helps", "rises", "all_called", "waits"),
}


def _rows(
    measure: Measure, frame: pl.DataFrame, context: Context, split: str | None
) -> Iterator[Row]:
    by_gate = "gate" in measure.keys
    parts = {tuple(named.items()): part for named, part in base.groups(frame, split)}
    for named, gate in gates_of(frame, context, split):
        found = balance_of(gate, parts[tuple(named.items())], context)
        for name, entries in found.entries.items():
            if not by_gate and name != ALL_GATES:
                continue
            keys = {"gate": name} if by_gate else {}
            for entry in entries:
                if by_gate or entry.name in _IN_NET:
                    yield row_of(entry, found, {**keys, "component": entry.name, **named})
            yield net_row(found, entries, {**keys, "component": NET, **named}, context.currency)


def row_of(entry: Entry, found: Balance, keys: Mapping[str, object]) -> Row:
    """Return the row of one line."""
    amount, line = entry.amount, entry.line
    is_count = entry.name == TRUE_NEGATIVES
    certain = entry.details.get("certain", line.certain if line else 0.0)
    details: dict[str, object] = {
        "unit": "money",
        "side": "cost" if entry.name in COSTS else "credit",
        "certain": certain,
        "is_in_net": entry.name not in BESIDE,
        "assumes": ", ".join(_ASSUMES[entry.name]),
        "years": found.gate.years,
        **{name: value for name, value in entry.details.items() if name != "certain"},
    }
    if entry.name == HOURS_KEPT:
        ends = {end: details.get(f"hours_{end}") for end in ("low", "high")}
        full_time = HOURS_A_YEAR * found.gate.years
        for end, hours in ends.items():
            details[f"people_{end}"] = None if hours is None else float(str(hours)) / full_time
    value: float | None = float(entry.events) if is_count else None
    return Row(
        keys=keys,
        value=amount.mid if amount else value,
        low=amount.low if amount else None,
        high=amount.high if amount else None,
        n=entry.n,
        events=entry.events,
        grade=entry.grade,
        status=entry.status,
        bound_low=amount.low if amount and entry.plain_high is not None else None,
        bound_high=entry.plain_high,
        details=details,
    )


def net_row(
    found: Balance, entries: Sequence[Entry], keys: Mapping[str, object], currency: str
) -> Row:
    """Return the row of what is left: saved less lost."""
    own = {entry.name: entry for entry in entries}
    turned_away = own[TURNED_AWAY]
    n = count(found.gate.people) if keys.get("gate", ALL_GATES) == ALL_GATES else turned_away.n
    row = Row(keys, None, None, None, n, turned_away.n, "bound", "withheld")
    details: dict[str, object] = {
        "unit": "money",
        "side": "net",
        "is_in_net": True,
        "assumes": ", ".join(_ASSUMES[NET]),
        "years": found.gate.years,
        "finding": "not established",
        "left_out": WAITING if own.get(WAITING) and own[WAITING].amount is None else None,
    }
    net, plain = net_of(entries), net_of(entries, plain=True)
    if net is None or plain is None:
        status = "withheld" if turned_away.status == "withheld" else "too few"
        reason = turned_away.details.get("reason") or _NO_NET
        return replace(row, status=status, details=details | {"reason": reason, "said": reason})
    known = [each for each in entries if each.amount is not None and each.name in _IN_NET]
    widest = max(known, key=lambda each: each.amount.high - each.amount.low if each.amount else 0)
    details |= {
        "finding": verdict_of_net(net),
        "widest": widest.name,
        "said": lost_or(-net.high, -net.low, currency, "saved"),
    }
    return replace(
        row,
        value=None if net.mid is None else -net.mid,
        low=-net.high,
        high=-net.low,
        bound_low=-plain.high,
        bound_high=-plain.low,
        status="ok",
        details=details,
    )


# At the gate with the line by their score, at a later one because it did not let them through.
_STOPPED = ~pl.col("is_worked") & ((pl.col("part") == "gate") | (pl.col("distance") < 0))


def _member(component: str | None) -> pl.Expr:
    """Test for the people whom a line was counted among."""
    line = (pl.col("part") == "line") & pl.col("let_through_at_random").is_null()
    later = (pl.col("part") == "gate") & pl.col("let_through_at_random").is_null()
    found = {WAITING: is_waited(), NET: line | later, IN_VAIN: (line | later) & pl.col("is_worked")}
    return found.get(component or "", _STOPPED & (line | later))


def _members(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    del context, measure
    people, component = old_enough(frame), mark.get("component")
    gate = mark.get("gate", ALL_GATES)
    if gate != ALL_GATES:
        people = people.filter(pl.col("gate_name") == gate)
        return people.filter(_member(None if component == NET else component))
    if component == IN_VAIN:
        return at_the_line(people).filter(_member(component))
    return people.filter(_member(component))


def _events(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    del measure, context
    component = mark.get("component")
    if component == TURNED_AWAY:
        return frame.filter(pl.col("wins") > 0)
    if component in (HOURS_KEPT, IN_VAIN, TRUE_NEGATIVES):
        return frame.filter(pl.col("wins") == 0)
    if component == WAITING:
        return frame.filter(pl.col("inside_hours") > 0)
    return frame.filter(_STOPPED)


def _notes(measure: Measure, rows: Sequence[Row], context: Context) -> Iterable[str]:
    """Say what is left out of the net."""
    del measure
    nets = [row for row in rows if row.keys.get("component") == NET]
    if any(row.details.get("left_out") for row in nets):
        yield f"Waiting is not in it. {NOT_TOLD}"
    if context.assumptions.spare_seller_hours is None:
        yield "How many hours sellers have to spare is not known, so every hour is priced."


LEDGER = base.Estimate(
    rows_of=_rows, members_of=_members, events_of=_events, notes_of=_notes, is_ordered=True
)
