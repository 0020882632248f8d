"""The money of the gates, a second time: person by person, from the facts.

What luck adds to the ends of a range has estimators with tests of their own; they are given sums
made here. The ends without it are added up here too.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dashboard.estimators.discontinuity import honest_jump
from dashboard.estimators.gate_verdict import verdict_at_margin
from dashboard.estimators.intervals import Interval
from dashboard.estimators.score_bounds import winnable
from dashboard.measures.filters import shifted
from tests.measures.oracle import gate_scores, gate_waits, ways
from tests.measures.oracle.arithmetic import FEWEST, Expected, named
from tests.measures.oracle.facts import Facts
from tests.measures.oracle.gate_lines import (
    MARGIN,
    RATE,
    Company,
    Line,
    Person,
    bins_of,
    company_of,
    mean,
    told,
    total,
)


def _ledger(facts: Facts, company: Company) -> Iterator[tuple[dict[str, object], Any]]:
    """Go through the groups: each gate's lines, and those of all gates."""
    waits = _waits(facts)
    for keys, people in company.groups:
        line = Line(people, company.scores)
        if not line.people:
            continue
        gates = {"score": _at_the_line(line)}
        for place in (1, 2):
            gate = _later(line.people, place)
            if gate is not None:
                gates[gate[0]] = gate[1]
        for entries in gates.values():
            entries["net"] = _net(entries)
        yield keys, gates | {"all_gates": _all(gates, waits.get(named(keys)), line)}


def _waits(facts: Facts) -> dict[frozenset[tuple[str, str]], dict[str, Any]]:
    found = {}
    for key, row in gate_waits.delay_cost(facts).items():
        parts = dict(key)
        if parts.pop("statistic") == "lost_amount":
            found[frozenset(parts.items())] = row
    return found


def _at_the_line(line: Line) -> dict[str, dict[str, Any]]:
    stopped = [each for each in line.alone if each["distance"] < 0]
    high = outer = None
    why = "too few"
    if line.has_enough and not line.rises:
        why = "withheld"
    elif line.has_enough:
        anyway = {
            at: mean([p for p in stopped if p["distance"] == at], "value") for at in line.scores
        }
        back = total(stopped, "value")
        high = sum(max(mean(line.near, "value"), anyway[p["distance"]]) for p in stopped)
        bins = bins_of(line.worked, stopped, "value", lambda person: person["distance"])
        outer = winnable(bins, 0.0, window=line.window).outer_high
        high, outer = (back + line.uptake * (end - back) for end in (high, outer))
    near = line.near if line.has_enough else None
    return _entries(stopped, line.worked, near, (high, outer), why, getattr(line, "uptake", 1.0))


def _later(people: Sequence[Person], place: int) -> tuple[str, dict[str, dict[str, Any]]] | None:
    came = [each for each in people if _comes(each, place)]
    if not came:
        return None
    name = came[0]["stop"][place][0]
    through = [each for each in came if each["stop"][place][1]]
    stopped = [each for each in came if not each["stop"][place][1]]
    if len(through) < FEWEST:
        return name, _entries(stopped, through, None, (None, None), "too few")
    bin_of = _wide(came, place)
    high = sum(
        max(
            mean([p for p in through if bin_of[p["distance"]] == at], "value"),
            mean([p for p in stopped if bin_of[p["distance"]] == at], "value"),
        )
        for at in (bin_of[p["distance"]] for p in stopped)
    )
    bins = bins_of(through, stopped, "value", lambda each: bin_of[each["distance"]])
    outer = winnable(bins, min(bin_of.values()), window=math.inf).outer_high
    return name, _entries(stopped, through, through, (high, outer), "too few")


def _comes(person: Person, place: int) -> bool:
    if place not in person["stop"]:
        return False
    if place == 1:
        return bool(person["is_offered"] or person["stop"][1][1])
    return bool(person["stop"][place - 1][1])


def _wide(came: Sequence[Person], place: int) -> dict[float, float]:
    """Put neighbouring scores together until ten of each were let through."""
    bins: list[list[float]] = [[]]
    through: list[int] = [0]
    for score in sorted({each["distance"] for each in came}):
        if through[-1] >= FEWEST:
            bins.append([])
            through.append(0)
        bins[-1].append(score)
        through[-1] += sum(p["distance"] == score and p["stop"][place][1] for p in came)
    if through[-1] < FEWEST and len(bins) > 1:
        last = bins.pop()
        bins[-1] += last
    return {score: each[0] for each in bins for score in each}


def _entries(
    stopped: Sequence[Person],
    through: Sequence[Person],
    like: Sequence[Person] | None,
    highs: tuple[float | None, float | None],
    why: str,
    uptake: float = 1.0,
) -> dict[str, dict[str, Any]]:
    n, won = len(stopped), int(total(stopped, "won"))
    back = total(stopped, "value")
    vain = [each for each in through if not each["won"]]
    lost = {"n": n, "events": won, "low": 0.0, "high": 0.0, "bound_high": 0.0, "status": "ok"}
    if n and highs[1] is None:
        lost |= {"low": None, "high": None, "bound_high": None, "status": why}
    elif n and highs[0] is not None and highs[1] is not None:
        ends = (max(end - back, 0.0) * MARGIN for end in highs)
        lost |= dict(zip(("bound_high", "high"), ends, strict=True))
    spent = sum(each["hours"] for each in stopped if not each["won"]) * RATE
    kept: dict[str, Any] = {"n": n, "events": n - won, "low": 0.0, "high": 0.0, "status": "ok"}
    if n - won and not like:
        kept |= {"low": None, "high": None, "status": "too few"}
    elif n - won and like:
        without = [each for each in like if not each["won"]]
        each = tuple(uptake * mean(part, "hours") for part in (like, without or like))
        kept |= {"low": (n - won) * min(each) * RATE, "high": (n - won) * max(each) * RATE}
    in_vain = total(vain, "hours") * RATE
    return {
        "turned_away": lost,
        "running": {"n": n, "events": n, "low": spent, "high": spent, "value": spent},
        "hours_kept": kept,
        "admitted_in_vain": {"n": len(through), "events": len(vain), "value": in_vain},
        "true_negatives": {"n": n, "events": n - won, "value": n - won},
    }


def _net(entries: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    lost, kept, run = (entries[name] for name in ("turned_away", "hours_kept", "running"))
    wait = entries.get("waiting", {"low": None})
    waited = (0.0, 0.0) if wait["low"] is None else (wait["low"], wait["high"])
    row: dict[str, Any] = {"n": lost["n"], "events": lost["n"], "low": None, "high": None}
    if lost["low"] is None or kept["low"] is None:
        return row | {"status": "withheld" if lost["status"] == "withheld" else "too few"}
    row["low"] = kept["low"] - lost["high"] - waited[1] - run["high"]
    row["high"] = kept["high"] - lost["low"] - waited[0] - run["low"]
    row["bound_low"] = kept["low"] - lost["bound_high"] - waited[1] - run["high"]
    return row | {"status": "ok"}


def _all(
    gates: Mapping[str, Mapping[str, dict[str, Any]]], wait: dict[str, Any] | None, line: Line
) -> dict[str, dict[str, Any]]:
    found = {
        name: _added([each[name] for each in gates.values()])
        for name in ("turned_away", "running", "hours_kept", "true_negatives")
    }
    found["admitted_in_vain"] = dict(gates["score"]["admitted_in_vain"])
    found["waiting"] = {"n": 0, "events": 0, "low": None, "high": None, "value": None}
    if wait is not None:
        money = {end: wait.get(end) for end in ("value", "low", "high")}
        ends = {
            end: None if each is None else max(each * MARGIN, 0.0) for end, each in money.items()
        }
        found["waiting"] = {"n": wait["n"], "events": wait["events"], **ends}
    found["net"] = _net(found) | {"n": len(line.people)}
    return found


def _added(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    summed: dict[str, Any] = {}
    for name in rows[0]:
        values = [each[name] for each in rows]
        if name == "status":
            bad = [each for each in values if each != "ok"]
            summed[name] = bad[0] if bad else "ok"
        else:
            summed[name] = None if any(each is None for each in values) else sum(values)
    return summed


def gate_ledger(facts: Facts) -> Expected:
    return {
        named({**keys, "gate": gate, "component": component}): row
        for keys, gates in _ledger(facts, company_of(facts))
        for gate, entries in gates.items()
        for component, row in entries.items()
    }


def gate_cost_range(facts: Facts) -> Expected:
    return {
        named({**keys, "component": component}): row
        for keys, gates in _ledger(facts, company_of(facts))
        for component, row in gates["all_gates"].items()
        if component not in ("admitted_in_vain", "true_negatives")
    }


def gate_verdict(facts: Facts) -> Expected:
    company, found = company_of(facts), {}
    nets = {named(keys): gates["all_gates"]["net"] for keys, gates in _ledger(facts, company)}
    everybody = [each for _, people in company.groups for each in told(people)]
    traits = gate_scores._traits_of(everybody)
    for keys, people in company.groups:
        line = Line(people, company.scores)
        if line.people:
            old = [each for each in people if each["old"]]
            found[named({**keys, "basis": "margin"})] = _at_margin(line, old, traits)
            found[named({**keys, "basis": "net"})] = nets[named(keys)]
    return found


def _at_margin(line: Line, old: list[Person], traits: list[str]) -> dict[str, Any]:
    people = line.people
    row: dict[str, Any] = {"n": len(people), "events": int(total(people, "won"))}
    row |= {"value": None, "low": None, "status": "too few"}
    jumps = gate_scores._jumps(old, traits)
    share = jumps["itt_share", None]["value"]
    won = gate_scores._bins(people, lambda each: each["won"], "wins")
    value = honest_jump(gate_scores._bins(people, lambda each: each["value"], "paid"))
    worked = honest_jump(gate_scores._bins(people, lambda each: each["worked"], "all"))
    if share is None or value.value is None or not line.has_enough:
        is_checked = share is None and honest_jump(won).value is not None and len(people) >= FEWEST
        return row | {"status": "withheld" if is_checked else "too few"}
    stage = Interval(worked.value, worked.low, worked.high)
    found = verdict_at_margin(
        Interval(value.value, value.low, value.high),
        stage if worked.value is not None else Interval(line.uptake),
        margin=MARGIN,
        cost_per_worked_lead=line.hours * RATE,
        leads=len(people),
    )
    assert found is not None
    rest = found.rest
    return row | {"value": rest.value, "low": rest.low, "high": rest.high, "status": "ok"}


def two_roles(facts: Facts) -> Expected:
    verdicts, found = gate_verdict(facts), {}
    earlier = Facts(facts.tables, shifted(facts.asked, -12), facts.as_of, facts.horizon)
    compared = ways.like_for_like(earlier)
    groups = {named(keys): told(people) for keys, people in company_of(facts).groups}
    for key in {_group(each) for each in compared} | set(groups):
        people, row = groups.get(key, []), _chosen(verdicts, key)
        counts = {"n": len(people), "events": int(total(people, "won"))}
        ends = {name: row[name] for name in ("value", "low", "high") if name in row}
        found[key | {("role", "protects")}] = counts | ends
        for role, outcome in (("moves", "moved"), ("stalls", "silent")):
            mark = {("outcome", outcome), ("component", "ours"), ("statistic", "like_for_like")}
            like = compared.get(key | mark, {"n": 0, "events": 0, "value": None})
            value = like.get("value")
            known = {"value": None if value is None else -value} if "value" in like else {}
            found[key | {("role", role)}] = {"n": like["n"], "events": like["events"]} | known
    return found


def _group(key: frozenset[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    return frozenset(each for each in key if each[0] in ("period", "group"))


def _chosen(verdicts: Expected, key: frozenset[tuple[str, str]]) -> dict[str, Any]:
    margin = verdicts.get(key | {("basis", "margin")}, {})
    net = verdicts.get(key | {("basis", "net")}, {})
    return margin if margin.get("status") == "ok" or net.get("status") != "ok" else net
