"""Where a buyer meets friction: four questions of each gate, answered as far as the records say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import polars as pl

from dashboard import words
from dashboard.estimators.intervals import UNDEFINED, Interval
from dashboard.measures.context import Context
from dashboard.measures.estimates.base import Estimate, groups
from dashboard.measures.estimates.gates import (
    GATE,
    PARTS,
    Part,
    by_gate,
    counted,
    half_decided,
    knows_contacts,
    with_gate,
)
from dashboard.measures.registry import Measure
from dashboard.measures.result import FEWEST, Row

FRICTION = "friction"
UNSAID = "your records do not say"
_FAILED = pl.col("verdict") == "fail"
_TEAM = pl.col("decided_by")
_TOUCHED = pl.col("is_touched_after")
_QUESTIONS: Mapping[str, Part] = {
    "waits": PARTS["half_decided"],
    "asked": PARTS["before_any_help"],
    "refuses": Part(_FAILED & _TEAM.is_not_null(), pl.col("is_of_first_team")),
    "afterwards": Part(_TOUCHED.is_not_null(), _TOUCHED),
}


def with_first_team(frame: pl.DataFrame) -> pl.DataFrame:
    """Mark the refusals by the team that refuses most often at their gate."""
    refusals = (
        frame.filter(_QUESTIONS["refuses"].members)
        .group_by(GATE, "decided_by", maintain_order=True)
        .agg(pl.col("n").sum())
        .sort(["n", "decided_by"], descending=[True, False])
        .unique(GATE, keep="first", maintain_order=True)
        .select(GATE, first_team="decided_by")
    )
    marked = frame.join(refusals, on=GATE, how="left", maintain_order="left")
    return marked.with_columns(
        (_FAILED & (pl.col("first_team") == _TEAM)).fill_null(value=False).alias("is_of_first_team")
    )


def _rows(
    measure: Measure, frame: pl.DataFrame, context: Context, split: str | None
) -> Iterator[Row]:
    for outer, part in groups(frame, split):
        for gate, turns in by_gate(with_first_team(part)):
            for question, about in _QUESTIONS.items():
                keys = {GATE: gate, FRICTION: question, **outer}
                yield _answer(measure, keys, turns, about, context)


def _answer(
    measure: Measure,
    keys: Mapping[str, object],
    turns: pl.DataFrame,
    about: Part,
    context: Context,
) -> Row:
    question = str(keys[FRICTION])
    n, events = counted(turns, about)
    if question in ("asked", "afterwards") and not knows_contacts(context):
        n, events = 0, 0
    value = UNDEFINED
    if n >= FEWEST:
        value = half_decided(turns) if question == "waits" else Interval(events / n)
    is_short = n >= FEWEST and value.value is None
    status = "fewer than half" if is_short else "ok" if value.value is not None else "too few"
    fields = turns["required_fields"].max()
    team = turns.filter("is_of_first_team")["decided_by"]
    details = {
        "unit": about.unit,
        "fields": fields,
        "team": str(team[0]) if len(team) else None,
    }
    row = Row(
        keys, value.value, value.low, value.high, n, events, measure.grade, status, details=details
    )
    said = _SAID[question](row)
    if question == "refuses" and not counted(turns, Part(_FAILED, _FAILED))[0]:
        said = "nobody was turned away"
    details["said"] = said
    return row


def _waits(row: Row) -> str:
    if row.status == "fewer than half":
        return "fewer than half decided so far"
    if row.value is not None:
        return f"half decided within {words.days(row.value)}"
    return f"{words.count(row.events)} of {words.count(row.n)} decided" if row.n else UNSAID


def _asked(row: Row) -> str:
    fields = row.details["fields"]
    parts = [] if fields is None else [f"up to {words.counted(int(str(fields)), 'fields')}"]
    if row.n:
        parts.append(f"{_of(row)} decided before any help")
    return "; ".join(parts) or UNSAID


def _refuses(row: Row) -> str:
    if not row.n:
        return UNSAID
    team = words.word(str(row.details["team"]))
    return f"{team} alone" if row.events == row.n else f"{team}, {_of(row)} refusals"


def _afterwards(row: Row) -> str:
    return f"{_of(row)} heard from us within 30 days" if row.n else UNSAID


def _of(row: Row) -> str:
    if row.value is None:
        return f"{words.count(row.events)} of {words.count(row.n)}"
    return f"{words.in100(row.value)} in 100"


_SAID = {"waits": _waits, "asked": _asked, "refuses": _refuses, "afterwards": _afterwards}


def _named(measure: Measure, rows: Sequence[Row], context: Context) -> Mapping[str, Row]:
    """Name the gate with the longest wait, and the one that decides most often before any help."""
    del measure, context
    waits = [row for row in rows if row.keys[FRICTION] == "waits" and (row.n or 0) >= FEWEST]
    asked = [row for row in rows if row.keys[FRICTION] == "asked" and row.value is not None]
    found = {}
    if waits:
        # Where fewer than half are decided the wait has no end yet, which is the longest.
        longest = max(waits, key=lambda row: (row.value is None, row.value or 0.0))
        found["longest"] = with_gate(replace(longest, status="ok"))
    if asked:
        found["unheard"] = with_gate(max(asked, key=lambda row: row.value or 0.0))
    return found


def _members(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    del measure
    question = mark.get(FRICTION, "")
    if question in ("asked", "afterwards") and not knows_contacts(context):
        return frame.clear()
    part = _QUESTIONS.get(question)
    return frame.filter(part.members) if part else frame


def _events(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    del measure, context
    part = _QUESTIONS.get(mark.get(FRICTION, ""))
    if part is None:
        return frame
    marked = with_first_team(frame)
    return marked.filter(part.events).drop("is_of_first_team", "first_team")


ESTIMATE = Estimate(
    rows_of=_rows, events_of=_events, members_of=_members, named_of=_named, is_ordered=True
)
