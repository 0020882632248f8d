"""The gates there are: what each said to those who came to it, how long it took, what it asked.

Rows of the fold are counts of people or deals by what came of their first turn at a gate; one row
a record when records are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from dashboard import words
from dashboard.estimators.intervals import UNDEFINED, Interval
from dashboard.estimators.survival import aalen_johansen
from dashboard.measures.context import Context
from dashboard.measures.estimates.base import Estimate, groups
from dashboard.measures.registry import Measure
from dashboard.measures.result import FEWEST, Row

GATE, STATISTIC = "gate", "statistic"
DECIDED = pl.col("verdict").is_not_null()
HELP = pl.col("is_before_any_help")
_ALL = pl.lit(value=True)


@dataclass(frozen=True)
class Part:
    """Whom a number of a gate is counted among, and which of them it counts."""

    members: pl.Expr
    events: pl.Expr
    unit: str = "share"


PARTS: Mapping[str, Part] = {
    "came": Part(_ALL, _ALL, "count"),
    "pass": Part(_ALL, pl.col("verdict") == "pass"),
    "fail": Part(_ALL, pl.col("verdict") == "fail"),
    "waived": Part(_ALL, pl.col("verdict") == "waived"),
    "never_decided": Part(_ALL, ~DECIDED & ~pl.col("is_waiting")),
    "waiting": Part(_ALL, ~DECIDED & pl.col("is_waiting")),
    "half_decided": Part(pl.col("elapsed_days").is_not_null(), DECIDED, "days"),
    "fields_asked": Part(pl.col("required_fields").is_not_null(), _ALL, "count"),
    "before_any_help": Part(HELP.is_not_null(), HELP),
    "no_owner": Part(DECIDED, pl.col("decided_by").is_null()),
}


def knows_contacts(context: Context) -> bool:
    """Say whether any contact between buyers and us was exported."""
    return context.is_supplied("touches", "at") or context.is_supplied("meetings", "held_at")


def by_gate(frame: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """Go through the gates in their order: those declared first."""
    if not frame.height:
        return
    ordered = frame.sort("position", GATE)
    for (gate,), part in ordered.partition_by(GATE, as_dict=True, maintain_order=True).items():
        yield str(gate), part


def counted(part: pl.DataFrame, about: Part) -> tuple[int, int]:
    """Return how many records a number is counted among, and how many it counts."""
    among = part.filter(about.members)
    return int(among["n"].sum()), int(among.filter(about.events)["n"].sum())


def half_decided(part: pl.DataFrame) -> Interval:
    """Return the day by which half of those who came were decided; the undecided are watched."""
    known = part.filter(PARTS["half_decided"].members)
    risks = aalen_johansen(
        known["elapsed_days"].to_numpy(),
        known["end_kind"].to_list(),
        known["n"].to_numpy(),
        causes=("decided",),
    )
    return risks.half_reached_by("decided")


def owner_of(part: pl.DataFrame) -> str | None:
    """Return the team that decided most often; None where no decision names any."""
    teams = (
        part.filter(DECIDED & pl.col("decided_by").is_not_null())
        .group_by("decided_by", maintain_order=True)
        .agg(pl.col("n").sum())
        .sort(["n", "decided_by"], descending=[True, False])
    )
    return str(teams["decided_by"][0]) if teams.height else None


def _rows(
    measure: Measure, frame: pl.DataFrame, context: Context, split: str | None
) -> Iterator[Row]:
    for outer, part in groups(frame, split):
        for gate, turns in by_gate(part):
            yield from _of_gate(measure, gate, turns, context, outer)
    if split is None:
        there = set(frame[GATE].to_list()) if frame.height else set()
        yield from _without_turns(measure, there, context)


def _of_gate(
    measure: Measure,
    gate: str,
    turns: pl.DataFrame,
    context: Context,
    outer: Mapping[str, object],
) -> Iterator[Row]:
    owner = owner_of(turns)
    is_declared = bool(turns["is_declared"].all())
    for name, about in PARTS.items():
        n, events = counted(turns, about)
        if name == "before_any_help" and not knows_contacts(context):
            continue
        if not n and name in ("fields_asked", "before_any_help"):
            continue
        value, status = _value(name, turns, n, events)
        yield Row(
            {GATE: gate, STATISTIC: name, **outer},
            value.value,
            value.low,
            value.high,
            n,
            events,
            measure.grade,
            status,
            details={"unit": about.unit, "owner": owner, "is_declared": is_declared},
        )


def _value(name: str, turns: pl.DataFrame, n: int, events: int) -> tuple[Interval, str]:
    """Return a number and its status; what happened is counted, however few there were."""
    if name == "came":
        return Interval(float(n)), "ok"
    if name == "fields_asked":
        return Interval(float(str(turns["required_fields"].max()))), "ok"
    if n < FEWEST:
        return UNDEFINED, "too few"
    if name == "half_decided":
        half = half_decided(turns)
        return half, "ok" if half.value is not None else "fewer than half"
    return Interval(events / n), "ok"


def _without_turns(measure: Measure, there: set[str], context: Context) -> Iterator[Row]:
    """Name the gates of the config that nobody came to: they stand all the same."""
    for gate in context.config.gates:
        named = {gate.on_screen, gate.name, f"{gate.on_screen} ({gate.name})"}
        if not named & there:
            yield Row(
                {GATE: gate.on_screen, STATISTIC: "came"}, 0.0, None, None, 0, 0, measure.grade,
                details={"unit": "count", "owner": gate.decided_by, "is_declared": True},
            )  # fmt: skip


def _named(measure: Measure, rows: Sequence[Row], context: Context) -> Mapping[str, Row]:
    """Name all gates in one row, with how long they take."""
    del context
    came = [row for row in rows if row.keys[STATISTIC] == "came"]
    gates = words.listed([str(row.keys[GATE]) for row in came])
    n = sum(row.n or 0 for row in came)
    details = {"gates": gates, "pace": _pace(rows)}
    return {"all": Row({}, float(len(came)), None, None, n, n, measure.grade, details=details)}


def _pace(rows: Sequence[Row]) -> str:
    """Say which gates leave half undecided, and which of the others takes longest."""
    waits = [row for row in rows if row.keys[STATISTIC] == "half_decided"]
    halves = [str(row.keys[GATE]) for row in waits if row.status == "fewer than half"]
    known = [row for row in waits if row.value is not None]
    said = []
    if halves:
        said.append(f"At {words.listed(halves)} fewer than half were decided so far.")
    if known:
        slowest = max(known, key=lambda row: row.value or 0.0)
        at = f"at {slowest.keys[GATE]} half were decided within {words.days(slowest.value)}"
        said.append(f"{words.begun(at)}{', the slowest' if len(known) > 1 else ''}.")
    return " ".join(said) or "Too few came to them to say how long they take."


def with_gate(row: Row) -> Row:
    """Return a row whose details say its gate, for sentences."""
    gate = str(row.keys[GATE])
    return Row(
        row.keys, row.value, row.low, row.high, row.n, row.events, row.grade, row.status,
        details={**row.details, "gate": gate},
    )  # fmt: skip


def _notes(measure: Measure, rows: Sequence[Row], context: Context) -> Iterable[str]:
    """Say which gates nobody owns, which nobody declared, and what cannot be told."""
    del measure
    came = [row for row in rows if row.keys[STATISTIC] == "came"]
    told = {
        "No team is recorded as deciding at": [row for row in came if not row.details["owner"]],
        "Found in the decisions and not declared": [
            row for row in came if not row.details["is_declared"]
        ],
        "Declared, and nobody came to it": [row for row in came if not row.n],
    }
    for said, those in told.items():
        if those:
            yield f"{said}: {words.listed([str(row.keys[GATE]) for row in those])}."
    if not knows_contacts(context):
        yield "Contacts with buyers are not exported: what came before a decision is not known."


def _members(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    del measure, context
    part = PARTS.get(mark.get(STATISTIC, ""))
    return frame.filter(part.members) if part else frame


def _events(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    del measure, context
    part = PARTS.get(mark.get(STATISTIC, ""))
    return frame.filter(part.events) if part else frame


ESTIMATE = Estimate(
    rows_of=_rows,
    events_of=_events,
    members_of=_members,
    notes_of=_notes,
    named_of=_named,
    is_ordered=True,
)
