"""The gates and the friction at them, a second time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import polars as pl

from tests.measures.oracle.arithmetic import FEWEST, Expected, first_half, named, spells_of, split
from tests.measures.oracle.facts import Facts

Turn = Mapping[str, Any]
Test = Callable[[Turn], bool]


def _turns(facts: Facts) -> Iterator[tuple[dict[str, object], list[Turn]]]:
    """Go through the gates of each group with the turns of people and deals at them."""
    for keys, part in split(facts.cut(facts.tables["fct_gate_turns"], "came_month"), "gate"):
        yield keys, part.rows(named=True)


def _counted(turns: list[Turn], is_among: Test, is_so: Test) -> dict[str, Any]:
    among = [turn for turn in turns if is_among(turn)]
    so = [turn for turn in among if is_so(turn)]
    enough = len(among) >= FEWEST
    return {
        "value": len(so) / len(among) if enough else None, "n": len(among), "events": len(so),
    }  # fmt: skip


def _half(turns: list[Turn]) -> dict[str, Any]:
    known = [turn for turn in turns if turn["elapsed_days"] is not None]
    frame = pl.DataFrame(known, schema_overrides={"elapsed_days": pl.Int64})
    spells = spells_of(frame, "end_kind", "elapsed_days") if known else []
    decided = sum(turn["verdict"] is not None for turn in known)
    value = first_half(spells, "decided") if len(known) >= FEWEST else None
    return {"value": value, "n": len(known), "events": decided}


def _everybody(turn: Turn) -> bool:
    return bool(turn)


def _is_decided(turn: Turn) -> bool:
    return turn["verdict"] is not None


def _is(verdict: str) -> Test:
    return lambda turn: turn["verdict"] == verdict


def gate_inventory(facts: Facts) -> Expected:
    shares: Mapping[str, tuple[Test, Test]] = {
        **{each: (_everybody, _is(each)) for each in ("pass", "fail", "waived")},
        "never_decided": (
            _everybody, lambda turn: not _is_decided(turn) and not turn["is_waiting"],
        ),
        "waiting": (_everybody, lambda turn: not _is_decided(turn) and turn["is_waiting"]),
        "no_owner": (_is_decided, lambda turn: turn["decided_by"] is None),
        "before_any_help": (
            lambda turn: turn["is_before_any_help"] is not None,
            lambda turn: turn["is_before_any_help"],
        ),
    }  # fmt: skip
    found: Expected = {}
    for keys, turns in _turns(facts):
        n = len(turns)
        for statistic, (is_among, is_so) in shares.items():
            found[named({**keys, "statistic": statistic})] = _counted(turns, is_among, is_so)
        fields = [turn["required_fields"] for turn in turns if turn["required_fields"] is not None]
        told = {
            "came": {"value": n, "n": n, "events": n},
            "half_decided": _half(turns),
            "fields_asked": {
                "value": max(fields, default=0), "n": len(fields), "events": len(fields),
            },
        }  # fmt: skip
        found |= {named({**keys, "statistic": name}): row for name, row in told.items()}
    # Of nobody there is neither a largest form nor a share before help.
    unsaid = {("statistic", "fields_asked"), ("statistic", "before_any_help")}
    return {keys: row for keys, row in found.items() if row["n"] or not keys & unsaid}


def friction_map(facts: Facts) -> Expected:
    found: Expected = {}
    for keys, turns in _turns(facts):
        refusals = [t for t in turns if t["verdict"] == "fail" and t["decided_by"] is not None]
        teams = Counter(turn["decided_by"] for turn in refusals)
        team = min(teams, key=lambda each: (-teams[each], each), default=None)
        told = {
            "waits": _half(turns),
            "asked": _counted(
                turns,
                lambda turn: turn["is_before_any_help"] is not None,
                lambda turn: turn["is_before_any_help"],
            ),
            "refuses": _counted(refusals, _everybody, lambda t, team=team: t["decided_by"] == team),
            "afterwards": _counted(
                turns,
                lambda turn: turn["is_touched_after"] is not None,
                lambda turn: turn["is_touched_after"],
            ),
        }
        found |= {named({**keys, "friction": name}): row for name, row in told.items()}
    return found
