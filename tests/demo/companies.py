"""Makes, builds and asks one sample company after the other, on two cores."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import tempfile
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard import answer, build, demo
from dashboard.measures.filters import Filters
from tests.demo.variants import HARD

PERIOD = Filters(start=dt.date(2025, 11, 1), end=dt.date(2026, 10, 1))

PATHS = "in_flow returned skipped rejected_before back_stamped bypassed unlinked".split()
STATISTICS = ("deals", "amount")


def _keyed(measure: str, **choices: Iterable[str]) -> dict[str, tuple[str, dict[str, str]]]:
    """Return every row of a measure by its name in truth.json: measure/key/key."""
    rows: list[dict[str, str]] = [{}]
    for key, values in choices.items():
        rows = [{**row, key: value} for row in rows for value in values]
    return {"/".join((measure, *row.values())): (measure, row) for row in rows}


# Each answer: the measure and the keys of its row.
Wanted = tuple[str, dict[str, str]]
ANSWERS: dict[str, Wanted] = {
    **_keyed("lead_to_won_conversion"),
    **_keyed("mql_to_sql_conversion"),
    **_keyed("win_rate"),
    **_keyed("won_by_cohort"),
    **_keyed("sales_velocity"),
    **_keyed("won_without_gate", component=("strict", "ours", "wide"), statistic=STATISTICS),
    **_keyed("path_mix", part=PATHS, statistic=STATISTICS),
    **_keyed("stalled_immediately", path_group=("all", "through_every_gate", "no_gate")),
    **_keyed("momentum_30_days", state=("moved", "lost", "unmoved")),
    **_keyed("first_conversation_wait", clock=("attempt", "conversation")),
    **_keyed("rejected_then_won", statistic=(*STATISTICS, "verdicts")),
    **_keyed("stalled_value", statistic=STATISTICS),
    **_keyed("threshold_jump", statistic=("itt_share", "itt_value", "first_stage")),
}

# Of the harder world: what a plain count would get wrong, and the plain difference itself.
OUTCOMES = ("won", "moved", "silent")
HARD_ANSWERS: dict[str, Wanted] = {
    **_keyed("win_rate"),
    **_keyed("won_without_gate", component=("strict", "ours"), statistic=("deals",)),
    **_keyed("stalled_immediately", path_group=("all",)),
    **_keyed("momentum_30_days", state=("moved", "lost")),
    **{
        f"{statistic}/{outcome}": (
            "like_for_like",
            {"outcome": outcome, "component": "ours", "statistic": statistic},
        )
        for outcome in OUTCOMES
        for statistic in ("like_for_like", "raw")
    },
}

# Read over all data: a year must pass before it is known what became of a refusal, and it takes
# many deals to find their like.
WHOLE_HISTORY = {"rejected_then_won", "like_for_like"}
RECENT = {f"rejected_then_won/{statistic}" for statistic in STATISTICS}


@dataclass(frozen=True)
class Answer:
    """One company's answer; for a range, `value` is the share without what cannot be told."""

    value: float
    low: float | None
    high: float | None
    upper_value: float | None


def answers_of_all(seeds: Iterable[int], *, hard: bool = False) -> list[dict[str, Answer]]:
    """Return each company's answers; a company is thrown away once it has answered."""
    spawning = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=spawning) as workers:
        return list(workers.map(hard_answers_of if hard else answers_of, seeds))


def answers_of(seed: int) -> dict[str, Answer]:
    """Make, build and ask one company."""
    return _answers(seed, {}, ANSWERS)


def hard_answers_of(seed: int) -> dict[str, Answer]:
    """Make, build and ask one company of the harder world."""
    return _answers(seed, HARD, HARD_ANSWERS)


def _answers(
    seed: int, changes: Mapping[str, Mapping[str, Any]], wanted: Mapping[str, Wanted]
) -> dict[str, Answer]:
    ledger = demo.make_world(seed, leads_count=demo.LEADS, as_of=demo.AS_OF, changes=changes)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        demo.write(folder, ledger)
        build.build(folder)
        return asked(folder, wanted)


def asked(folder: Path, wanted: Mapping[str, Wanted]) -> dict[str, Answer]:
    """Ask a built company for every answer that the truth is known of."""
    measures = sorted({measure for measure, _ in wanted.values()})
    warehouse = answer.open_warehouse(folder)
    try:
        recent = answer.answers(warehouse, measures, PERIOD)
        ever = answer.answers(warehouse, sorted(WHOLE_HISTORY & set(measures)), Filters())
    finally:
        warehouse.close()
    found = {}
    for name, (measure, keys) in wanted.items():
        is_recent = measure not in ever or name in RECENT
        row = (recent if is_recent else ever)[measure].row(**keys)
        assert row is not None, name
        if row.value is not None:
            found[name] = Answer(row.value, row.low, row.high, row.bound_high)
    return found
