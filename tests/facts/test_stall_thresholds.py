"""After how many days a deal counts as stalled: learned before its year, as the estimator says."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter

import pytest

from dashboard import paths
from dashboard.engine.database import open_in_memory
from dashboard.estimators.survival import aalen_johansen
from dashboard.estimators.thresholds import hazard_threshold, learned_threshold
from tests.measures import typed_tables

Stay = tuple[dt.date, int, str]
END = dt.date(2027, 3, 1)


def thresholds(stays: dict[str, list[Stay]], years: tuple[int, ...]) -> dict[str, tuple[int, ...]]:
    """Return entrants, learned and hazard days by stage and year."""
    database = open_in_memory()
    rows = [
        {
            "opportunity_id": f"{stage}{at}",
            "pipeline": "default",
            "stage": stage,
            "role": "open",
            "entered_date": entered,
            "left_date": None if kind == "censored" else entered + dt.timedelta(days=days),
            "end_kind": kind,
            "stay_days": days,
        }
        for stage, entries in stays.items()
        for at, (entered, days, kind) in enumerate(entries)
    ]
    typed_tables.load(database, "fct_stage_spells", rows)
    deals = [{"opportunity_id": str(year), "created_date": dt.date(year, 5, 1)} for year in years]
    typed_tables.load(database, "fct_deal_clocks", deals)
    sql = (paths.queries() / "facts" / "fct_stall_thresholds.sql").read_text(encoding="utf-8")
    found = database.query(sql).rows(named=True)
    database.close()
    return {
        f"{row['stage']} {row['year_date'].year}": (
            row["entrants"],
            row["learned_days"],
            row["hazard_days"],
        )
        for row in found
    }


def drawn(chance: random.Random, number: int, move: float, stop: float) -> list[Stay]:
    """Draw stays: a deal moves on or is lost with a chance a day, a tenth never do."""
    stays = []
    for _ in range(number):
        entered = dt.date(2025, 1, 1) + dt.timedelta(days=chance.randrange(700))
        is_stuck = chance.random() < 0.1
        days, kind = (END - entered).days, "censored"
        for day in range((END - entered).days):
            if not is_stuck and chance.random() < move:
                days, kind = day, "forward"
                break
            if chance.random() < stop:
                days, kind = day, chance.choice(("lost", "backward"))
                break
        stays.append((entered, days, kind))
    return stays


def by_the_estimator(stays: list[Stay], year: int) -> tuple[int, ...]:
    """Return the same by the estimators, from what was known on 1 January of the year."""
    start = dt.date(year, 1, 1)
    seen: Counter[tuple[int, str]] = Counter()
    for entered, days, kind in stays:
        if entered >= start:
            continue
        is_over = kind != "censored" and entered + dt.timedelta(days=days) < start
        known = {"forward": "moved", "won": "moved"}.get(kind, "ended") if is_over else "censored"
        seen[days if is_over else (start - entered).days, known] += 1
    days, kinds = zip(*seen, strict=True)
    counts = list(seen.values())
    risks = aalen_johansen(days, list(kinds), counts, causes=["moved", "ended"])
    hazard = hazard_threshold(risks, "moved")
    least = min(max(hazard if hazard is not None else 90, 7), 90)
    return sum(counts), learned_threshold(days, list(kinds), counts, "moved"), least


@pytest.mark.parametrize("seed", range(4))
def test_the_thresholds_are_those_of_the_estimators(seed: int) -> None:
    chance = random.Random(seed)
    stays = {
        "quick": drawn(chance, 300, 0.08, 0.01),
        "slow": drawn(chance, 400, 0.02, 0.02),
        "thin": drawn(chance, 130, 0.04, 0.005),
    }
    found = thresholds(stays, (2026, 2027))
    assert len(found) == 6
    for stage, entries in stays.items():
        for year in (2026, 2027):
            assert found[f"{stage} {year}"] == by_the_estimator(entries, year), (stage, year)
    assert len({learned for _, learned, _ in found.values()}) > 1


def test_fifty_entrants_that_all_move_on_day_12_teach_12_days() -> None:
    entered = dt.date(2025, 3, 1)
    fifty = [(entered, 12, "forward")] * 50
    assert thresholds({"a": fifty}, (2026,)) == {"a 2026": (50, 12, 90)}
    assert thresholds({"a": fifty[1:]}, (2026,)) == {"a 2026": (49, 21, 21)}


def test_seven_days_are_the_floor_and_ninety_the_cap() -> None:
    entered = dt.date(2025, 3, 1)
    found = thresholds(
        {"quick": [(entered, 2, "forward")] * 60, "never": [(entered, 700, "censored")] * 60},
        (2026,),
    )
    assert (found["quick 2026"][1], found["never 2026"][1:]) == (7, (90, 90))


def test_what_happened_in_a_year_teaches_the_next_one_alone() -> None:
    before = [(dt.date(2025, 3, 1), 12, "forward")] * 60
    within = [(dt.date(2026, 3, 1), 40, "forward")] * 600
    found = thresholds({"a": before + within}, (2025, 2026, 2027))
    assert {name: row[:2] for name, row in found.items()} == {
        "a 2026": (60, 12),
        "a 2027": (660, 40),
    }


def test_a_stay_that_went_on_into_the_year_is_watched_until_then() -> None:
    """Of sixty stays fifty move on day 40 but ten days into the year: until then nobody had."""
    entered = dt.date(2025, 12, 2)
    found = thresholds({"a": [(entered, 40, "forward")] * 60}, (2026,))
    assert found["a 2026"][:2] == (60, 90)
