"""The measures of the line and of the score, a second time: person by person, from the facts.

The jump, its range and the lenience of sellers have estimators with tests of their own; what they
are given is counted here.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from dashboard.config import Assumptions
from dashboard.estimators.discontinuity import Jump, honest_jump
from dashboard.estimators.discontinuity_checks import bunching, study
from dashboard.estimators.fuzzy import Ratio, fuzzy_ratio
from dashboard.estimators.leniency import balance_of_lenience, effect_of_accepting, tastes
from dashboard.estimators.ranking import auc_difference
from dashboard.estimators.score_bins import Bins, binned
from dashboard.estimators.score_validity import adjacent_differences
from tests.measures.oracle.arithmetic import FEWEST, Expected, named
from tests.measures.oracle.facts import Facts

HORIZON = Assumptions().gate_horizon_days
YEAR_BEFORE = -12
FACTORS = (0.5, 1.0, 2.0)
FAILED = ("bunching", "imbalance", "weak")
Person = Mapping[str, Any]


def _people(facts: Facts) -> Iterator[tuple[dict[str, object], list[dict[str, Any]]]]:
    """Go through the groups asked for, with each person and what they bought by the horizon."""
    bought: dict[str, float] = defaultdict(float)
    for person, days, amount in (
        facts.tables["fct_gate_wins"].select("person_id", "won_days", "amount").iter_rows()
    ):
        if days <= HORIZON:
            bought[person] += amount or 0.0
    frame = facts.cut(facts.tables["fct_gate_leads"], "landmark_month", shift=YEAR_BEFORE)
    groups: dict[tuple[object, ...], list[dict[str, Any]]] = defaultdict(list)
    column = next((each for each in ("period", "group") if each in frame.columns), None)
    old_values = []
    for row in frame.iter_rows(named=True):
        worked = row["worked_days"]
        told = {
            **row,
            "won": row["person_id"] in bought,
            "value": bought.get(row["person_id"], 0.0),
            "worked": worked is not None and worked <= HORIZON,
            "old": row["age_days"] >= HORIZON,
        }
        groups[() if column is None else (row[column],)].append(told)
        if told["old"] and told["won"]:
            old_values.append(told["value"])
    most = sorted(old_values)[max(math.ceil(0.99 * len(old_values)) - 1, 0)] if old_values else None
    for key, people in groups.items():
        for each in people:
            each["capped"] = each["value"] if most is None else min(each["value"], most)
        yield ({} if column is None else {column: key[0]}), people


def _told(people: Iterable[Person]) -> list[Person]:
    return [each for each in people if each["old"] and each["let_through_at_random"] is None]


def _bins(people: Sequence[Person], outcome: Callable[[Person], float], events: str) -> Bins:
    values = [float(outcome(each)) for each in people]
    squares = None if events == "wins" else [value**2 for value in values]
    paid = [float(value > 0) for value in values] if events == "paid" else None
    return binned([each["distance"] for each in people], [1.0] * len(values), values, squares, paid)


def _row(n: int, events: int, value: float | None, *, known: bool) -> dict[str, Any]:
    return {"n": n, "events": events, "value": value if known else None}


def _large(people: Sequence[Person]) -> list[str]:
    counts: dict[str, int] = defaultdict(int)
    for each in people:
        counts[each["source"]] += 1
    large = [name for name in counts if counts[name] >= len(people) / 10]
    return sorted(sorted(large, key=lambda name: (counts[name], name), reverse=True)[:4])


def threshold_jump(facts: Facts) -> Expected:
    found: Expected = {}
    groups = list(_people(facts))
    names = _traits_of([each for _, people in groups for each in _told(people)])
    for keys, people in groups:
        old = [each for each in people if each["old"]]
        for (statistic, of), row in _jumps(old, names).items():
            found[named({**keys, "statistic": statistic, "of": of})] = row
    return found


def _jumps(old: list[Person], names: list[str]) -> dict[tuple[str, object], dict[str, Any]]:
    """Work out the rows of people who are old enough, with those in a test by lot among them."""
    people = _told(old)
    n = len(people)
    counts = {
        "won": sum(each["won"] for each in people),
        "paid": sum(each["value"] > 0 for each in people),
        "worked": sum(each["worked"] for each in people),
    }
    won = _bins(people, lambda each: each["won"], "wins")
    worked = _bins(people, lambda each: each["worked"], "all")
    value = _bins(people, lambda each: each["value"], "paid")
    capped = _bins(people, lambda each: each["capped"], "paid")
    traits = {
        name: _bins(people, lambda each, name=name: _trait(each, name), "all") for name in names
    }
    scores = sorted({each["distance"] for each in old})
    step = float(np.median(np.diff(scores))) if len(scores) > 1 else 1.0
    whole = study(won, traits, counts=_bins(old, lambda _: 0.0, "wins"), step=step)

    def checked(jump: Jump | Ratio) -> float | None:
        return None if n < FEWEST or whole.jump.reason in FAILED else jump.value

    both = {
        name: binned(
            [each["distance"] for each in people],
            [1.0] * n,
            [each[name] * each["worked"] for each in people],
            [each[name] ** 2 * each["worked"] for each in people],
        )
        for name in ("won", "value")
    }
    found: dict[tuple[str, object], dict[str, Any]] = {}
    for statistic, jump, of in (
        ("itt_share", whole.jump, "won"),
        ("itt_value", honest_jump(value), "paid"),
        ("itt_value_capped", honest_jump(capped), "paid"),
        ("first_stage", honest_jump(worked), "worked"),
        ("ratio", fuzzy_ratio(won, worked, both["won"]), "won"),
        ("ratio_value", fuzzy_ratio(value, worked, both["value"]), "paid"),
    ):
        found[statistic, None] = {"n": n, "events": counts[of], "value": checked(jump)}
    piles = [sum(each["distance"] == at for each in old) for at in (-step, 0.0, step)]
    p = bunching(*piles).p if len(old) >= FEWEST else None
    found["bunching", None] = {"n": len(old), "events": sum(piles), "value": p}
    beside: Mapping[str, Mapping[Any, Jump]] = {
        "balance": whole.balance,
        "placebo": whole.placebos,
        "donut": dict(zip((1.0, 2.0, 3.0), whole.donuts.values(), strict=True)),
        "bandwidth": dict(zip(FACTORS, whole.by_bandwidth or [Jump()] * 3, strict=True)),
        "smoothness": dict(zip(FACTORS, whole.by_smoothness or [Jump()] * 3, strict=True)),
    }
    for statistic, jumps in beside.items():
        for of, jump in jumps.items():
            of_trait = sum(_has(each, str(of)) for each in people)
            events = of_trait if statistic == "balance" else counts["won"]
            found[statistic, of] = _row(n, events, jump.value, known=n >= FEWEST)
    found |= _by_score(people)
    if whole.jump.reason == "few scores":
        found |= _grades(people)
    return found


def _traits_of(people: list[Person]) -> list[str]:
    """Return what was settled before the score, of all that differs between people."""
    names = [f"source {each}" for each in _large(people)]
    names += ["hand_raised"] if any(each["is_hand_raised"] for each in people) else []
    return names + (["signs"] if any(each["readiness"] > 1 for each in people) else [])


def _trait(person: Person, name: str) -> float:
    return float(person["readiness"] if name == "signs" else _has(person, name))


def _has(person: Person, trait: str) -> bool:
    if trait == "hand_raised":
        return bool(person["is_hand_raised"])
    if trait == "signs":
        return bool(person["readiness"] > 0)
    return bool(person["source"] == trait.removeprefix("source "))


def _by_score(people: Sequence[Person]) -> dict[tuple[str, object], dict[str, Any]]:
    found: dict[tuple[str, object], dict[str, Any]] = {}
    for at in {each["distance"] for each in people}:
        here = [each for each in people if each["distance"] == at]
        wins = sum(each["won"] for each in here)
        known = len(here) >= FEWEST
        found["bin", float(at)] = _row(len(here), wins, wins / len(here), known=known)
    return found


def _grades(people: Sequence[Person]) -> dict[tuple[str, object], dict[str, Any]]:
    scores = sorted({each["score"] for each in people})
    if not 0 < len(scores) <= 10:
        return {}
    cells = [[each["won"] for each in people if each["score"] == score] for score in scores]
    apart = adjacent_differences([sum(cell) for cell in cells], [len(cell) for cell in cells])
    found: dict[tuple[str, object], dict[str, Any]] = {}
    for at, (score, cell) in enumerate(zip(scores, cells, strict=True)):
        known = at > 0 and min(len(cell), len(cells[at - 1])) >= FEWEST
        value = apart[at - 1].value if at else None
        found["adjacent", score] = _row(len(cell), sum(cell), value, known=known)
    return found


def score_validity(facts: Facts) -> Expected:
    found: Expected = {}
    for keys, people in _people(facts):
        told = _told(people)
        lot = [each for each in people if each["old"] and each["let_through_at_random"]]
        among = {
            "all": told,
            "worked": [each for each in told if each["worked"]],
            "near_line": [each for each in told if abs(each["distance"]) <= 10],
            "let_through": lot,
        }
        for where, chosen in among.items():
            signals = ["score"]
            if where in ("all", "worked"):
                signals += ["readiness", "source", "score_less_readiness", "score_less_source"]
            for signal in signals:
                if where == "let_through" and not chosen:
                    continue
                row = _ranked(chosen, signal)
                found[named({**keys, "signal": signal, "among": where})] = row
    return found


def _ranked(people: Sequence[Person], signal: str) -> dict[str, Any]:
    wins = sum(each["won"] for each in people)
    one, _, other = signal.partition("_less_")
    places = [_places(people, each) for each in (one, other) if each]
    enough = min(wins, len(people) - wins) >= FEWEST and all(len(set(p)) > 1 for p in places)
    row = {"n": len(people), "events": wins, "value": None}
    if enough:
        shares = [_pairs(people, each) for each in places]
        row["value"] = shares[0] - (shares[1] if other else 0.0)
        if other and wins >= 50:
            won = [float(each["won"]) for each in people]
            gap = auc_difference(places[0], places[1], won, [1 - each for each in won])
            row |= {"low": gap.low, "high": gap.high}
    return row


def _places(people: Sequence[Person], signal: str) -> list[float]:
    if signal != "source":
        return [float(each[signal]) for each in people]
    of_source: dict[str, list[bool]] = defaultdict(list)
    for each in people:
        of_source[each["source"]].append(each["won"])
    return [sum(of_source[p["source"]]) / len(of_source[p["source"]]) for p in people]


def _pairs(people: Sequence[Person], places: Sequence[float]) -> float:
    """Count pair by pair how often the won one stands higher, ties one half."""
    won = [place for place, each in zip(places, people, strict=True) if each["won"]]
    not_won = [place for place, each in zip(places, people, strict=True) if not each["won"]]
    right = sum((one > other) + 0.5 * (one == other) for one in won for other in not_won)
    return float(right / (len(won) * len(not_won)))


def score_deciles(facts: Facts) -> Expected:
    groups = [(keys, _told(people)) for keys, people in _people(facts)]
    everyone = sorted(each["score"] for _, people in groups for each in people)
    tenth_of: dict[float, int] = {}
    for score in set(everyone):
        below = sum(each < score for each in everyone)
        same = sum(each == score for each in everyone)
        tenth_of[score] = 10 - min(int((below + same / 2) / len(everyone) * 10 + 1e-9), 9)
    found: Expected = {}
    for keys, people in groups:
        parts = {"all": people}
        for each in people:
            parts.setdefault(f"scored_{tenth_of[each['score']]}", []).append(each)
        for tenth, part in parts.items():
            wins = sum(each["won"] for each in part)
            known = len(part) >= FEWEST
            value = wins / len(part) if known else None
            found[named({**keys, "tenth": tenth})] = _row(len(part), wins, value, known=known)
    return found


def rep_leniency(facts: Facts) -> Expected:
    found: Expected = {}
    groups = []
    for keys, people in _people(facts):
        passed = [
            each
            for each in people
            if each["owner_id"] is not None
            and each["passed_days"] is not None
            and each["passed_days"] <= HORIZON
        ]
        groups += [(keys, _told(passed))] if passed else []
    large = _large([each for _, people in groups for each in people])
    for keys, people in groups:
        for (statistic, of), row in _lenience(people, large).items():
            found[named({**keys, "statistic": statistic, "of": of})] = row
    return found


def _lenience(people: list[Person], large: list[str]) -> dict[tuple[str, object], dict[str, Any]]:
    n = len(people)
    months = sorted({each["landmark_month"] for each in people})
    made = tastes(
        [each["owner_id"] for each in people],
        [float(each["worked"]) for each in people],
        [1.0] * n,
        [months.index(each["landmark_month"]) for each in people],
    )
    traits: dict[str, list[float]] = {
        "score": [float(each["score"]) for each in people],
        "hand_raised": [float(each["is_hand_raised"]) for each in people],
        **{f"source {at}": [float(each["source"] == at) for each in people] for at in large},
    }
    level = 1 - 0.05 / len(traits)
    balance = {
        name: balance_of_lenience(made, values, level=level) for name, values in traits.items()
    }
    unlike = any(each.low is not None and each.low * each.high > 0 for each in balance.values())
    found: dict[tuple[str, object], dict[str, Any]] = {}
    for statistic, outcome in (("effect_share", "won"), ("effect_value", "value")):
        effect = effect_of_accepting(made, [float(each[outcome]) for each in people])
        events = sum(each[outcome] > 0 for each in people)
        known = n >= FEWEST and effect.reason is None and not unlike
        found[statistic, None] = _row(n, events, effect.value, known=known)
    for name, one in balance.items():
        events = n if name == "score" else int(sum(traits[name]))
        known = n >= FEWEST and one.reason is None
        found["balance", name] = _row(n, events, one.value, known=known)
    accepted = sum(each["worked"] for each in people)
    share = accepted / n if n else None
    found["accepted", None] = _row(n, accepted, share, known=n >= FEWEST)
    return found
