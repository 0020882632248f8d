"""The gates, the friction at them, and what those turned away bought, a second time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import polars as pl

from dashboard.estimators.excess_wins import excess_wins
from dashboard.estimators.standardise import strata
from tests.measures.oracle.arithmetic import (
    FEWEST,
    Expected,
    ended_by,
    first_half,
    named,
    spells_of,
    split,
)
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


def turned_away_accounts(facts: Facts) -> Expected:
    verdicts = facts.cut(facts.tables["fct_verdict_spells"], "start_month", shift=-12)
    if not verdicts.height:
        return {}
    chosen = {row["record_id"]: row for row in verdicts.iter_rows(named=True)}
    wins = [
        win
        for win in facts.tables["fct_turned_away_wins"].iter_rows(named=True)
        if win["record_id"] in chosen
    ]
    own = [win for win in wins if win["is_its_own"]]
    told = {
        "leads": _of_wins(wins, len({win["record_id"] for win in wins})),
        "deals": _of_wins(own, len(own)),
        "amount": _money(own),
    }
    for how in ("person", "account"):
        those = [win for win in own if win["how"] == how]
        told |= {f"{how}_deals": _of_wins(those, len(those)), f"{how}_amount": _money(those)}
    for row in told.values():
        row["n"] = len(chosen)
    told["lag_to_deal"] = _lags(own)
    told["won_in_a_year"] = _won_in_a_year(chosen, wins)
    told["excess"] = _excess(facts, chosen, wins)
    return {named({"statistic": name}): row for name, row in told.items()}


def _of_wins(wins: list[Turn], value: float) -> dict[str, Any]:
    return {"value": value, "events": len({win["record_id"] for win in wins})}


def _money(wins: list[Turn]) -> dict[str, Any]:
    priced = [win for win in wins if win["amount_at_close"] is not None]
    return _of_wins(priced, sum(win["amount_at_close"] for win in priced))


def _lags(own: list[Turn]) -> dict[str, Any]:
    people = len({win["record_id"] for win in own})
    lags = sorted(win["lag_days"] for win in own)
    middle = (lags[(len(lags) - 1) // 2] + lags[len(lags) // 2]) / 2 if lags else None
    return {"value": middle if len(lags) >= FEWEST else None, "n": people, "events": people}


def _won_in_a_year(chosen: Mapping[str, Turn], wins: list[Turn]) -> dict[str, Any]:
    first: dict[str, int] = {}
    for win in wins:
        record = win["record_id"]
        first[record] = min(win["won_days"], first.get(record, 10**6))
    spells = [
        ("won", first[record]) if record in first else ("censored", verdict["age_days"])
        for record, verdict in chosen.items()
    ]
    value = ended_by(spells, ["won"], 365) if len(spells) >= FEWEST else None
    in_time = sum(day <= 365 for day in first.values())
    return {"value": value, "n": len(spells), "events": in_time}


def _excess(facts: Facts, chosen: Mapping[str, Turn], wins: list[Turn]) -> dict[str, Any]:
    known = {
        row["record_id"]: row
        for row in facts.tables["fct_verdict_accounts"].iter_rows(named=True)
        if row["record_id"] in chosen
    }
    earliest: dict[str, str] = {}
    for record in sorted(known, key=lambda each: (chosen[each]["decided_date"], each)):
        if chosen[record]["age_days"] >= 365:
            earliest.setdefault(known[record]["account_id"], record)
    of_colleagues = {win["record_id"] for win in wins if win["how"] == "account"}
    cells: dict[tuple[str, Any], list[float]] = {}
    for record in earliest.values():
        at = (known[record]["stratum"], chosen[record]["start_month"])
        cell = cells.setdefault(at, [0.0, 0.0])
        cell[0] += record in of_colleagues
        cell[1] += 1
    others = _others(facts, set(cells))
    months = Counter(stratum for stratum, _ in cells)
    table = [
        (*cell, won / months[at[0]], there / months[at[0]])
        for at, cell in sorted(cells.items(), key=lambda each: (each[0][0], str(each[0][1])))
        for there, won, _ in (others[at],)
    ]
    compared = [at for at in cells if others[at][0] > 0]
    n = int(sum(cells[at][1] for at in compared))
    events = int(sum(cells[at][0] for at in compared))
    most = [
        tuple(max(others[at][place] for at in compared if at[0] == kind) for place in (0, 2))
        for kind in {kind for kind, _ in compared}
    ]
    is_few = n < FEWEST or sum(there for there, _ in most) < 30
    is_withheld = len(known) < 0.5 * len(chosen) or (
        sum(dealt for _, dealt in most) > 0.8 * sum(there for there, _ in most)
    )
    found = excess_wins(strata(*zip(*table, strict=True))) if table else None
    value = None if is_few or is_withheld or found is None else found.value
    return {
        "value": value,
        "low": None if value is None or found is None else found.low,
        "n": n,
        "events": events,
        "status": "too few" if is_few else "withheld" if is_withheld else "ok",
    }


def _others(facts: Facts, wanted: set[tuple[str, Any]]) -> dict[tuple[str, Any], list[int]]:
    windows = facts.cut(facts.tables["fct_account_windows"], None)
    found = {at: [0, 0, 0] for at in wanted}
    for row in windows.iter_rows(named=True):
        at = (row["stratum"], row["start_month"])
        if at in found:
            for place, name in enumerate(("others", "others_won", "others_with_deal")):
                found[at][place] += row[name]
    return found
