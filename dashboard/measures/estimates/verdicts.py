"""What may be said of a gate: at its line, where the jump tells, and by its whole ledger.

Reads the columns of the slice `chosen_gate_money`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from dashboard import words
from dashboard.estimators.discontinuity import Jump, honest_jump
from dashboard.estimators.gate_verdict import Verdict, verdict_at_margin
from dashboard.estimators.intervals import Interval
from dashboard.measures.context import Context
from dashboard.measures.estimates import base, jump_bins, jump_words, ledgers
from dashboard.measures.estimates.gate_bins import PRICES, Gate, at_the_line, count, gates_of, total
from dashboard.measures.estimates.gate_entries import ALL_GATES, NET, TOO_FEW
from dashboard.measures.estimates.gate_said import lost_or
from dashboard.measures.estimates.gate_sums import balance_of
from dashboard.measures.registry import Measure
from dashboard.measures.result import Row

MARGIN = "margin"
_CHECK_FAILED = ("bunching", "imbalance")
# More years of people, as many as come today, are no answer to how many it takes.
_MOST_YEARS = 50
_TOO_CLOSE = (
    "What is won and the price of the hours lie too close together for records like these to tell: "
    "a test by lot is the way to settle it."
)
_KEEPS, _COSTS = "is working", "costs more than it saves"
_NUMBERS = (
    "brings", "brings_low", "brings_high", "costs", "costs_low", "costs_high", "leads_needed",
)  # fmt: skip


def verdicts(
    frame: pl.DataFrame, context: Context, split: str | None
) -> Iterator[tuple[dict[str, object], Row, Row]]:
    """Go through groups: what is told at the line, and by the whole ledger."""
    parts = {tuple(named.items()): part for named, part in base.groups(frame, split)}
    about = _about(frame)
    for named, gate in gates_of(frame, context, split):
        part = parts[tuple(named.items())]
        leads = jump_bins.Leads(_placed(part).filter(jump_bins.old_enough()), *about)
        yield named, _at_the_line(gate, leads, context), _of_all(gate, part, context)


def _about(frame: pl.DataFrame) -> tuple[tuple[str, ...], bool]:
    rows = _placed(frame)
    traits = jump_bins.traits_of(rows.filter(jump_bins.counted()))
    return traits, jump_bins.is_continuum(rows.filter(jump_bins.old_enough()))


def _placed(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the people at the line as the jump reads them, by their exact scores."""
    line = at_the_line(frame).with_columns(distance=pl.col("exact_distance"))
    top = pl.max_horizontal(pl.col("score").abs(), pl.col("threshold").abs()).max()
    return jump_bins.placed(line.with_columns(top=top))


def _at_the_line(gate: Gate, leads: jump_bins.Leads, context: Context) -> Row:
    """Return what one more person at the line would bring beyond what they would take."""
    row = Row(
        keys={"basis": MARGIN},
        value=None,
        low=None,
        high=None,
        n=count(gate.people),
        events=int(total(gate.people, "wins")),
        grade="causal-at-gate",
        status="too few",
        details=_told("not established", ", ".join(PRICES)) | {"reason": TOO_FEW, "said": TOO_FEW},
    )
    jump, first = leads.jump, honest_jump(leads.worked)
    money = honest_jump(leads.value)
    if jump.value is None or money.value is None or not gate.has_enough:
        return _withheld(row, jump if jump.value is None else money, leads, context)
    found = verdict_at_margin(
        _interval(money),
        _interval(first) if first.value is not None else Interval(gate.uptake),
        margin=gate.assumed.margin,
        cost_per_worked_lead=gate.price_each,
        leads=count(gate.people),
    )
    return row if found is None else _read(row, found, gate, context)


def _withheld(row: Row, jump: Jump, leads: jump_bins.Leads, context: Context) -> Row:
    why = jump_words.of_jump(jump, leads, "money", context.currency)["why"]
    status = "withheld" if jump.reason in _CHECK_FAILED else "too few"
    reason = str(why or TOO_FEW)
    return replace(row, status=status, details=row.details | {"reason": reason, "said": reason})  # type: ignore[operator]


def _read(row: Row, found: Verdict, gate: Gate, context: Context) -> Row:
    needed = _in_reach(found.leads_needed, gate)
    details = {
        **row.details,
        "finding": found.finding,
        "leads_needed": needed,
        "reason": None,
        "said": _said(found, needed, context.currency),
        **_ends("brings", found.brings),
        **_ends("costs", found.costs),
    }
    rest = found.rest
    return replace(
        row, value=rest.value, low=rest.low, high=rest.high, status="ok", details=details
    )


def _in_reach(needed: int | None, gate: Gate) -> int | None:
    """Return how many people it takes to tell; None where a lifetime's would not do."""
    most = _MOST_YEARS * count(gate.people) / gate.years
    return None if needed is None or needed > most else needed


def _said(found: Verdict, needed: int | None, currency: str) -> str:
    """Say what the test at the line tells of the next person turned away."""
    margin, hours = (words.money(each.value, currency) for each in (found.brings, found.costs))
    against = f"{margin} each, against {hours} of their time"
    if found.finding == _COSTS:
        return f"Near the line the next people we turn away would pay for the call: {against}."
    if found.finding == _KEEPS:
        return f"Near the line the next people we turn away would not pay for the call: {against}."
    more = (
        _TOO_CLOSE
        if needed is None
        else f"It takes about {words.count(float(f'{needed:.2g}'))} people to tell."
    )
    rest = lost_or(found.rest.low, found.rest.high, currency, "gained")
    return f"Not settled: the next call below the line is worth {rest}. {more}"


def _of_all(gate: Gate, part: pl.DataFrame, context: Context) -> Row:
    """Return what all gates together cost or keep free, as the ledger has it."""
    found = balance_of(gate, part, context)
    row = ledgers.net_row(found, found.entries[ALL_GATES], {"basis": NET}, context.currency)
    told = _told(str(row.details["finding"]), str(row.details["assumes"]))
    said = f"All gates together: {row.details['said']}."
    if row.status == "ok" and row.details["finding"] == "not established":
        said = f"Not settled. {said}"
    return replace(row, details={**told, "reason": None, **row.details, "said": said})


def _told(finding: str, assumes: str) -> dict[str, object]:
    return {"unit": "money", "finding": finding, "assumes": assumes, **dict.fromkeys(_NUMBERS)}


def _interval(jump: Jump) -> Interval:
    return Interval(jump.value, jump.low, jump.high)


def _ends(name: str, interval: Interval) -> dict[str, object]:
    return {name: interval.value, f"{name}_low": interval.low, f"{name}_high": interval.high}


def _rows(
    measure: Measure, frame: pl.DataFrame, context: Context, split: str | None
) -> Iterator[Row]:
    del measure
    for named, *rows in verdicts(frame, context, split):
        yield from (replace(row, keys={**row.keys, **named}) for row in rows)


def _members(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    people = ledgers.LEDGER.members_of(measure, frame, {"component": NET}, context)
    return at_the_line(people) if mark.get("basis") == MARGIN else people


def _events(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    if mark.get("basis") == MARGIN:
        return frame.filter(pl.col("wins") > 0)
    return ledgers.LEDGER.events_of(measure, frame, {"component": NET}, context)


def _named(measure: Measure, rows: Sequence[Row], context: Context) -> Mapping[str, Row]:
    """Name the row that the sentence speaks of: at the line if that is told, else of all gates."""
    del measure, context
    found = {str(row.keys["basis"]): row for row in rows}
    if not found:
        return {}
    return {"told": chosen(found[MARGIN], found[NET])}


def chosen(margin: Row, net: Row) -> Row:
    """Return the row that the verdict rests on."""
    return margin if margin.status == "ok" or net.status != "ok" else net


ESTIMATE = base.Estimate(
    rows_of=_rows, members_of=_members, events_of=_events, named_of=_named, is_ordered=True
)
