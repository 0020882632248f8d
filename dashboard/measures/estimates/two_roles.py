"""The two roles of a gate: keeping sellers' hours free, and moving buyers on.

Reads the columns of the slice `chosen_gate_money`, and with part = "deal" those of
`chosen_deal_strata`: stratum, arm (inside: through every gate; outside), is_moved, is_silent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from dashboard import words
from dashboard.estimators.gate_verdict import Finding, progresses, roles
from dashboard.estimators.intervals import UNDEFINED, Interval
from dashboard.measures.context import Context
from dashboard.measures.estimates import base, verdicts
from dashboard.measures.estimates.comparing import Comparison, compare, deals_of
from dashboard.measures.estimates.gate_bins import at_the_line
from dashboard.measures.estimates.jump_bins import counted
from dashboard.measures.registry import Measure
from dashboard.measures.result import FEWEST, Row

PROTECTS, MOVES, STALLS = "protects", "moves", "stalls"
_OUTSIDE = "outside"
# role: the column of deals that it looks at
_OUTCOMES = {MOVES: "is_moved", STALLS: "is_silent"}
_TOO_FEW = "Too few deals of either kind to compare like with like."
_UNLIKE = "Too few deals from outside have their like among those through every gate."
# What is said where both are settled: whether hours are kept free, and whether buyers get on.
_SAID = {
    (True, True): "our gates keep hours free, and buyers move on behind them",
    (True, False): "our gates filter, and buyers are no further behind them",
    (False, True): "buyers move on behind our gates, and as a filter these are noise",
    (False, False): "our gates neither keep hours free nor move buyers on",
}


@dataclass(frozen=True)
class Compared:
    """A difference of gated and other deals like with like, or the status that says why none."""

    found: Comparison | None
    status: str

    @property
    def difference(self) -> Interval:
        """Return how much more often gated deals did; undefined where it may not be told."""
        like = self.found.like_for_like if self.found and self.status == "ok" else UNDEFINED
        if like.value is None or like.low is None or like.high is None:
            return UNDEFINED
        return Interval(-like.value, -like.high, -like.low)

    @property
    def counts(self) -> tuple[int, int]:
        """Return the deals compared, and those of them that ended so."""
        if self.found is None:
            return 0, 0
        arms = (self.found.first, self.found.second)
        return sum(arm.n for arm in arms), sum(arm.events for arm in arms)


def _rows(
    measure: Measure, frame: pl.DataFrame, context: Context, split: str | None
) -> Iterator[Row]:
    del measure
    groups = {tuple(named.items()): part for named, part in base.groups(frame, split)}
    told = {
        tuple(named.items()): verdicts.chosen(margin, net)
        for named, margin, net in verdicts.verdicts(frame, context, split)
    }
    for key, part in groups.items():
        deals = part.filter(pl.col("part") == "deal")
        compared = {role: _compared(deals, column) for role, column in _OUTCOMES.items()}
        verdict = told.get(key)
        about = _about(verdict, compared)
        wins = int(at_the_line(part).filter(counted())["wins"].sum())
        yield replace(_protects(verdict, wins, about), keys={"role": PROTECTS, **dict(key)})
        for role, found in compared.items():
            yield replace(_difference(found, about), keys={"role": role, **dict(key)})


def _compared(deals: pl.DataFrame, column: str) -> Compared:
    """Compare deals from outside with those through every gate, with the mix of the former."""
    known = deals.filter(pl.col(column).is_not_null() & pl.col("arm").is_not_null())
    if not known.height:
        return Compared(None, "too few")
    found = compare(
        deals_of(known),
        (known["arm"] == _OUTSIDE).to_numpy(),
        known[column].to_numpy(),
        known["arm"].is_not_null().to_numpy(),
    )
    if min(found.first.n, found.second.n) < FEWEST:
        return Compared(found, "too few")
    return Compared(found, "ok" if found.overlap.is_comparable else "withheld")


def _about(verdict: Row | None, compared: Mapping[str, Compared]) -> dict[str, object]:
    """Return what both roles come to."""
    does = progresses(compared[MOVES].difference, compared[STALLS].difference)
    finding: Finding = "not established"
    if verdict is not None and verdict.status == "ok":
        finding = verdict.details["finding"]  # type: ignore[assignment]
    both = roles(finding, does_progress=does)
    settled = None if both == "not established" else (finding == "is working", bool(does))
    said = _said(settled, compared)
    return {"roles": both, "progresses": does, "finding": finding, "said": said}


def _said(settled: tuple[bool, bool] | None, compared: Mapping[str, Compared]) -> str:
    if settled is not None:
        return f"By the verdict and like with like, {_SAID[settled]}."
    moved, silent = (compared[role].difference for role in (MOVES, STALLS))
    if moved.value is None or silent.value is None:
        return "Not settled: the deals through every gate cannot be compared like with like."
    further, quiet = (words.more_or_fewer(each.value) for each in (moved, silent))
    of_them = f"{further} in 100 through every gate moved, {quiet} showed no sign."
    return f"Not settled. Like with like, {of_them}"


def _protects(verdict: Row | None, wins: int, about: Mapping[str, object]) -> Row:
    """Return the money of the verdict that the first role rests on."""
    nothing = Row({}, None, None, None, 0, 0, "bound", "too few", details={"unit": "money"})
    row = verdict or nothing
    basis = row.keys.get("basis")
    return replace(row, events=wins, details={**row.details, **about, "basis": basis})


def _difference(found: Compared, about: Mapping[str, object]) -> Row:
    n, events = found.counts
    shown = found.difference
    reason = {"too few": _TOO_FEW, "withheld": _UNLIKE}.get(found.status)
    details = {"unit": "points", **about, "reason": reason}
    return Row(
        keys={},
        value=shown.value,
        low=shown.low,
        high=shown.high,
        n=n,
        events=events,
        grade="adjusted",
        status=found.status,
        details=details,
    )


def _members(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    del measure, context
    role = mark.get("role", PROTECTS)
    if role in _OUTCOMES:
        deals = frame.filter((pl.col("part") == "deal") & pl.col("arm").is_not_null())
        return deals.filter(pl.col(_OUTCOMES[role]).is_not_null())
    return at_the_line(frame).filter(counted())


def _events(
    measure: Measure, frame: pl.DataFrame, mark: Mapping[str, str], context: Context
) -> pl.DataFrame:
    del measure, context
    role = mark.get("role", PROTECTS)
    return frame.filter(pl.col(_OUTCOMES[role]) if role in _OUTCOMES else pl.col("wins") > 0)


def _named(measure: Measure, rows: Sequence[Row], context: Context) -> Mapping[str, Row]:
    """Name the roles together: as many records as the least of the three rests on."""
    del measure, context
    if not rows:
        return {}
    least = min(rows, key=lambda row: row.n or 0)
    return {"told": replace(least, status="ok")}


ESTIMATE = base.Estimate(
    rows_of=_rows, members_of=_members, events_of=_events, named_of=_named, is_ordered=True
)
