"""How often the intervals hold the truth; `python -m tests.bench.coverage` writes the table.

With parts of names (`... coverage threshold delay`) only worlds so named are measured and the
others stand: for new worlds of new files, and refused once a file that the table knows has changed.
"""

from __future__ import annotations

import hashlib
import json
import math
import sys
import zlib
from pathlib import Path

import numpy as np

from dashboard import estimators
from tests.bench import coverage_changes as changes
from tests.bench import coverage_gates as gates
from tests.bench import coverage_pairs as pairs
from tests.bench import coverage_processes as processes
from tests.bench import coverage_trade_off as trade_off
from tests.bench import coverage_waits as waits
from tests.bench import coverage_worlds as worlds
from tests.bench.coverage_worlds import Draw, World

REPETITIONS = 10_000
TABLE = Path(__file__).resolve().parents[1] / "estimators" / "coverage.json"

WORLDS: dict[str, World] = {
    "wilson, clustered accounts with deff": worlds.won_by_accounts(150),
    "wilson, few uneven accounts with deff": worlds.won_by_accounts(30, chance=0.15),
    "wilson, clustered accounts ignored": worlds.won_by_accounts(150, with_deff=False),
    "newcombe, 60 against 90": worlds.difference,
    "kaplan-meier log-log, day 14": worlds.survival_at(14),
    "kaplan-meier log-log, day 30": worlds.survival_at(30),
    "kaplan-meier log-log, day 60": worlds.survival_at(60, 300),
    "kaplan-meier log-log, clustered accounts with deff": worlds.clustered_survival,
    "kaplan-meier median": worlds.survival_median,
    "aalen-johansen cloglog, day 14": worlds.ended_by("moved", 14),
    "aalen-johansen cloglog, day 30": worlds.ended_by("moved", 30),
    "aalen-johansen cloglog, day 60": worlds.ended_by("moved", 60, 300),
    "aalen-johansen cloglog, rare end, day 30": worlds.ended_by("lost", 30),
    "aalen-johansen cloglog, still open, day 30": worlds.open_at(30),
    "aalen-johansen cloglog, clustered accounts with deff": worlds.clustered_moved,
    "aalen-johansen half reached": worlds.half_moved,
    "kish-wilson, amount without effect": worlds.money,
    "kish-wilson, large deals won less often": worlds.money_by_size,
    "kish-wilson, clustered accounts with deff": worlds.clustered_money,
    "median of 11 days": worlds.median_days(11),
    "median of 41 days": worlds.median_days(41),
    "median of 300 days": worlds.median_days(300),
    "median of clustered days": worlds.clustered_median,
    "standardised to the first group": worlds.like_for_like("first"),
    "standardised to the second group": worlds.like_for_like("second"),
    "standardised to both": worlds.like_for_like("pooled"),
    "standardised to both, plain variance": worlds.like_for_like("pooled", added=0.0),
    "mantel-haenszel with sato": worlds.like_for_like(None),
    "bounds, truth at the low end": worlds.bounds_at("low"),
    "bounds, truth at the high end": worlds.bounds_at("high"),
    "events per time, clustered accounts": processes.moves_per_month(150),
    "events per time, few uneven accounts": processes.moves_per_month(30, chance=0.15),
    "events per time, rare": processes.moves_per_month(40, rate=0.03),
    "events per time, as a poisson count": processes.moves_as_a_count,
    "events per time, difference": processes.difference_of_rates,
    "counts of two periods, difference of 96 and 91": processes.two_counts(96, 91),
    "counts of two periods, difference of 40 and 12": processes.two_counts(40, 12),
    "counts of two periods, difference of 3 and 3": processes.two_counts(3, 3),
    "medians of two periods, difference": processes.two_medians,
    "momentum index, bootstrap": processes.momentum(250),
    "momentum index, bootstrap by account": processes.clustered_momentum,
    "effective number of 25 paths, 300 deals": processes.paths(300),
    "effective number of 25 paths, 60 deals": processes.paths(60),
    "mantel-haenszel odds ratio": processes.ratio_of("odds"),
    "mantel-haenszel risk ratio": processes.ratio_of("shares"),
    "cure model, profile likelihood": processes.cure,
    "auc, delong on the logit scale, 30 of 300": processes.ranked(300),
    "auc, delong on the logit scale, strong score": processes.ranked(300, 2.5),
    "auc, difference of two scores": processes.two_scores,
    "in a state, talking, day 10": processes.in_state("talking", 10),
    "in a state, talking, day 45": processes.in_state("talking", 45),
    "in a state, silent, day 30": processes.in_state("silent", 30),
    "in a state, clustered deals with deff": processes.clustered_state,
    "threshold, jump of wins": gates.jump_of_wins(40_000),
    "threshold, jump of wins, 5,000 leads": gates.jump_of_wins(5_000),
    "threshold, jump of wins, score in fives": gates.jump_of_wins(40_000, to_fives=True),
    "threshold, jump of wins, scores pushed up": gates.jump_of_wins(40_000, pushed=0.6),
    "threshold, jump of wins, pushed, in a donut": gates.jump_of_wins(40_000, pushed=0.6, donut=3),
    "threshold, jump of money": gates.jump_of_money(40_000),
    "threshold, first stage": gates.jump_of_share_worked(40_000),
    "threshold, effect of being worked": gates.effect_of_work(40_000),
    "threshold, placebo below the gate": gates.placebo(-10),
    "threshold, placebo above the gate": gates.placebo(10),
    "delay, days inside the gate": waits.rate_inside,
    "delay, off-hours instrument": waits.rate_off_hours,
    "delay, naive": waits.rate_naive,
    "seller lenience, 40 sellers": waits.accepting(40),
    "seller lenience, 20 sellers": waits.accepting(20),
    "turned away, bounds in wins": trade_off.turned_away(in_money=False),
    "turned away, bounds in money": trade_off.turned_away(in_money=True),
    "turned away, bounds in wins, sellers sense": trade_off.turned_away(
        in_money=False, sensed=trade_off.SENSED
    ),
    "turned away, bounds in money, sellers sense": trade_off.turned_away(
        in_money=True, sensed=trade_off.SENSED
    ),
    "turned away, guess in wins": trade_off.guessed(in_money=False),
    "turned away, guess in money": trade_off.guessed(in_money=True),
    "turned away, guess in wins, sellers sense": trade_off.guessed(
        in_money=False, sensed=trade_off.SENSED
    ),
    "imbens-manski, ends far apart": trade_off.ends_apart(0.1, 0.3),
    "imbens-manski, ends close together": trade_off.ends_apart(0.2, 0.21),
    "settling test watched, 3 % against 5 %": trade_off.watched_test(0.03, 0.05),
    "settling test watched, 0.5 % against 6 %": trade_off.watched_test(0.005, 0.06),
    "settling test watched by newcombe": trade_off.watched_test(0.03, 0.05, by_plain=True),
    "excess wins of 600 accounts": trade_off.matched_accounts,
    "changed part beyond the untouched": changes.beyond_the_untouched,
    "drift before a change, 12 months": changes.drift_before(12, 0.01),
    "drift before a change, 6 months": changes.drift_before(6, 0.0),
    "drift before a change, months that scatter": changes.drift_before(18, 0.01, 0.06),
    "the same deals twice, 120 of them": pairs.looked_at_twice(120, 0.12, 0.08),
    "the same deals twice, few change": pairs.looked_at_twice(60, 0.05, 0.02),
}
# What takes long to draw once.
FEWER = {name: 2_000 for name in WORLDS if name.startswith(("momentum", "in a state"))}
FEWER["cure model, profile likelihood"] = 1_000
FEWER |= {name: 2_000 for name in WORLDS if name.startswith(("threshold", "seller"))}
FEWER |= {name: 400 for name in WORLDS if name.startswith(("delay", "turned away"))}
FEWER |= {name: 1_000 for name in WORLDS if name.startswith("settling")}


def draws(name: str, repetitions: int) -> list[Draw]:
    """Return repeated draws of a world, the same ones on every call."""
    random = np.random.default_rng(zlib.crc32(name.encode()))
    return [WORLDS[name](random) for _ in range(repetitions)]


def holds(draw: Draw) -> bool:
    """Return whether the interval holds the truth; an open end of a median holds all beyond it."""
    above = draw.low is None or draw.low <= draw.truth + 1e-12
    return above and (draw.high is None or draw.truth <= draw.high + 1e-12)


def measure(name: str, repetitions: int | None = None) -> dict[str, float]:
    """Return coverage, bias and width of a world; without any interval a draw counts as a miss."""
    repetitions = repetitions or FEWER.get(name, REPETITIONS)
    made = draws(name, repetitions)
    told = [draw for draw in made if draw.low is not None or draw.high is not None]
    covered = sum(map(holds, told)) / repetitions
    off = np.array([draw.value - draw.truth for draw in made if draw.value is not None])
    widths = [d.high - d.low for d in told if d.low is not None and d.high is not None]
    return {
        "coverage": round(covered, 4),
        "coverage_error": round(math.sqrt(covered * (1 - covered) / repetitions), 4),
        "repetitions": repetitions,
        "without_interval": repetitions - len(told),
        "bias": round(float(off.mean()), 5),
        "bias_error": round(float(off.std() / math.sqrt(off.size)), 5),
        "width": round(float(np.mean(widths)), 4),
    }


def fingerprints() -> dict[str, str]:
    """Return the SHA-256 of every file the figures depend on."""
    worlds_of = Path(__file__).parent.glob("coverage_*.py")
    files = [*sorted(Path(estimators.__file__).parent.glob("*.py")), *sorted(worlds_of)]
    return {
        f"{file.parent.name}/{file.name}": hashlib.sha256(file.read_bytes()).hexdigest()
        for file in files
        if file.name != "__init__.py"
    }


def standing(chosen: set[str]) -> dict[str, dict[str, float]]:
    """Return the figures of the table that are not measured again."""
    table, now = json.loads(TABLE.read_text(encoding="utf-8")), fingerprints()
    changed = sorted(name for name, mark in table["made_from"].items() if now.get(name) != mark)
    if changed:
        sys.exit(f"{', '.join(changed)} changed: the whole table has to be measured again.")
    return {
        name: figures
        for name, figures in table["intervals"].items()
        if name in WORLDS and name not in chosen
    }


def main() -> None:
    """Measure the worlds asked for, or every one, and write the table."""
    asked = sys.argv[1:]
    chosen = {name for name in WORLDS if not asked or any(part in name for part in asked)}
    figures = standing(chosen) if asked else {}
    for name in WORLDS:
        if name in chosen:
            figures[name] = measure(name)
            print(f"{figures[name]['coverage']:.4f}  {name}", file=sys.stderr)
    table = {
        "made_by": "python -m tests.bench.coverage",
        "made_from": fingerprints(),
        "intervals": {name: figures[name] for name in WORLDS if name in figures},
    }
    TABLE.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
