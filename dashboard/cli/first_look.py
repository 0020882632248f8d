"""What a new config says at once: three true facts, and how far each assumption moves the headline.

The exports are built in a folder that is thrown away; the workspace's own warehouse is left alone.
"""

from __future__ import annotations

import copy
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from dashboard import answer, build, config, words
from dashboard.cli import printing
from dashboard.errors import GatecostError
from dashboard.ingest import propose
from dashboard.ingest.as_of import AsOf
from dashboard.measures.filters import Filters
from dashboard.measures.result import Result

# Longer than this nobody waits to learn what an assumption is worth.
_PATIENCE_SECONDS = 90.0
# Asked in turn until three can be answered: all need nothing but deals.
_FACTS = (
    "control_totals", "win_rate", "lead_to_won_conversion", "sales_velocity", "pipeline_created",
    "stalled_value", "won_by_cohort", "momentum_30_days", "stalled_immediately",
)  # fmt: skip
_ENOUGH_FACTS = 3
_COUNT = "deals won"
# What the headline says: measure, keys of its row, and how it is told.
_HEADLINE = (
    ("won_without_gate", {"component": "ours", "statistic": "deals"}, "won without the gate"),
    ("stalled_value", {"statistic": "deals"}, "open deals silent now"),
    ("stalled_immediately", {"path_group": "all"}, "silent at once"),
    ("control_totals", {"statistic": "won_deals"}, _COUNT),
)
# Sensible other values of what is assumed.
_RULES: Mapping[str, Sequence[int]] = {
    "stall_days": (14, 30),
    "back_stamp_minutes": (0, 60),
    "lookback_days": (180, 730),
}


@dataclass(frozen=True)
class Move:
    """One assumption with another value, and what the headline says then."""

    name: str
    assumed: str
    instead: str
    before: Mapping[str, float]
    after: Mapping[str, float]

    @property
    def size(self) -> float:
        """Return the largest change: of a share its points, of a count its part."""
        return max((abs(after - before) for before, after in self._both()), default=0.0)

    def _both(self) -> Iterator[tuple[float, float]]:
        for name, before in self.before.items():
            after = self.after.get(name, 0.0)
            scale = before if name == _COUNT and before else 1.0
            yield before / scale, after / scale

    def to_json(self) -> dict[str, object]:
        """Return it as JSON tells it."""
        return {
            "assumption": self.name,
            "assumed": self.assumed,
            "instead": self.instead,
            "before": dict(self.before),
            "after": dict(self.after),
            "moves_by": self.size,
        }

    def in_words(self) -> str:
        """Return it in one line."""
        changes = [
            f"{name} {_shown(name, before)} becomes {_shown(name, self.after.get(name, 0.0))}"
            for name, before in self.before.items()
            if _shown(name, before) != _shown(name, self.after.get(name, 0.0))
        ]
        said = ", ".join(changes) or "nothing moves"
        return f"{self.name} = {self.assumed}; with {self.instead}: {said}"


@dataclass(frozen=True)
class Look:
    """The facts, the assumptions by how far each moves the headline, and what was not tried."""

    facts: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()
    not_tried: str = ""
    as_of: AsOf | None = None


@dataclass(frozen=True)
class _Variant:
    """The config with one assumption changed; those of turn 0 are tried first."""

    turn: int
    name: str
    assumed: str
    instead: str
    content: dict[str, Any]


def take(workspace: Path, text: str, scratch: Path, *, is_short: bool = False) -> Look:
    """Build once for the facts, then once for each other value of what is assumed."""
    content = _with_folders(propose.provisional(text), workspace)
    began = time.monotonic()
    try:
        built = _built(scratch / "look", content)
        facts, before = _told(scratch / "look")
    except GatecostError as error:
        return Look(not_tried=f"nothing can be said yet: {error.faults[0]}")
    took = time.monotonic() - began
    if is_short or not before:
        reason = "left out, as asked" if is_short else "no headline can be computed yet"
        return Look(tuple(facts), not_tried=reason, as_of=built.as_of)
    variants = sorted(_variants(content), key=lambda each: each.turn)
    moves, left = _tried(scratch, variants, before, took)
    moves.sort(key=lambda each: (-each.size, each.name))
    untried = ", ".join(f"{each.name} = {each.instead}" for each in left)
    not_tried = f"one build takes {took:.0f} s; not tried: {untried}" if left else ""
    return Look(tuple(facts), tuple(moves), not_tried, built.as_of)


def _tried(
    scratch: Path, variants: Sequence[_Variant], before: Mapping[str, float], took: float
) -> tuple[list[Move], list[_Variant]]:
    """Build with each other value while patience lasts; return those that are left as well."""
    moves: list[Move] = []
    began = time.monotonic()
    with _counted("Trying assumptions", len(variants)) as advance:
        for number, each in enumerate(variants):
            if time.monotonic() - began + took > _PATIENCE_SECONDS:
                return moves, list(variants[number:])
            try:
                # The same folder again: files that are unchanged are not read again.
                _built(scratch / "look", each.content)
                _, after = _told(scratch / "look")
            except GatecostError:
                continue
            finally:
                advance()
            moves.append(Move(each.name, each.assumed, each.instead, before, after))
    return moves, []


@contextmanager
def _counted(title: str, total: int) -> Iterator[Callable[[], None]]:
    """Show a bar for so many steps; silent when stdout is no terminal."""
    bars = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:.0f} of {task.total:.0f}"),
        console=Console(stderr=True),
        disable=not sys.stdout.isatty(),
        transient=True,
    )
    with bars:
        task = bars.add_task(title, total=total)
        yield lambda: bars.update(task, advance=1)


def show(look: Look) -> None:
    """Print the assumptions, that which moves the headline most first."""
    if look.moves:
        printing.text("\nWhat is assumed, by how far it moves the headline:")
        for each in look.moves:
            printing.text(f"- {each.in_words()}")
    if look.not_tried:
        printing.text(f"\nAssumptions: {look.not_tried}.")


def _with_folders(content: dict[str, Any], workspace: Path) -> dict[str, Any]:
    """Let each source find its folder from anywhere."""
    for source in content.get("source", []):
        source["folder"] = str((workspace / source.get("folder", "exports")).resolve())
    return content


def _built(folder: Path, content: Mapping[str, Any]) -> build.Built:
    folder.mkdir(exist_ok=True)
    (folder / config.FILE_NAME).write_text(tomlkit.dumps(content), encoding="utf-8")
    return build.build(folder)


def _told(workspace: Path) -> tuple[list[str], dict[str, float]]:
    """Return the facts, and the numbers of the headline."""
    with closing(answer.open_warehouse(workspace)) as warehouse:
        asked = dict.fromkeys([*_FACTS, *(measure for measure, _, _ in _HEADLINE)])
        results = answer.answers(warehouse, list(asked), Filters())
        # A reader knows the totals of all deals; new business is a part that is still a guess.
        whole = answer.answers(warehouse, _FACTS, Filters(population="all"))
    facts = [whole[each].finding for each in _FACTS if _says_something(whole[each])]
    open_deals = whole["control_totals"].row(statistic="open_deals")
    if open_deals is not None and open_deals.value:
        facts.append(f"Deals that are open now: {words.count(open_deals.value)}.")
    return facts[:_ENOUGH_FACTS], dict(_numbers(results))


def _says_something(result: Result) -> bool:
    """Tell whether a finding rests on the records: a share of all, or no day at all, does not."""
    if result.status == "not computable" or not result.rows:
        return False
    row = result.rows[0]
    return row.value not in (None, 0) and (
        row.denominator is None or row.numerator != row.denominator
    )


def _numbers(results: Mapping[str, Result]) -> Iterator[tuple[str, float]]:
    for measure, keys, name in _HEADLINE:
        row = results[measure].row(**keys)
        if row is None:
            continue
        share = row.numerator / row.denominator if row.numerator and row.denominator else row.value
        if share is not None:
            yield name, share


def _shown(name: str, number: float) -> str:
    return words.count(number) if name == _COUNT else f"{words.half_up(number, 1, times=100)}%"


def _variants(content: dict[str, Any]) -> Iterator[_Variant]:
    """Yield each assumption with another value: rules, stages, conversions, new business."""
    defaults = config.Rules()
    for name, others in _RULES.items():
        assumed = content.get("rules", {}).get(name, getattr(defaults, name))
        for turn, instead in enumerate(each for each in others if each != assumed):
            other = copy.deepcopy(content)
            other.setdefault("rules", {})[name] = instead
            yield _Variant(turn, name, str(assumed), str(instead), other)
    for place, stage in enumerate(content.get("stage", [])):
        if stage["role"] == "parked":
            other = copy.deepcopy(content)
            other["stage"][place]["role"] = "open"
            yield _Variant(0, f"stage {stage['stage']}", "parked", "open", other)
    for place, gate in enumerate(content.get("gate", [])):
        # A gate that conversions alone stamp would not be there without them.
        if gate.get("pass_on_conversion") and (gate.get("pass") or gate.get("date_field")):
            other = copy.deepcopy(content)
            other["gate"][place]["pass_on_conversion"] = False
            yield _Variant(0, f"pass_on_conversion of {gate['name']}", "true", "false", other)
    if "types" in content:
        other = copy.deepcopy(content)
        del other["types"]
        yield _Variant(0, "new business", "by type", "all deals", other)
