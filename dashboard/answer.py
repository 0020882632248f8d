"""A question and its filters become an answer: the second story to read.

Open the served warehouse, narrow the filters by the access rule, run each measure on one
cursor, and return results that page, command line and report show alike.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import polars as pl

from dashboard import config as configuration
from dashboard.config import Config
from dashboard.engine import order, publish
from dashboard.engine.database import Database, open_for_serving
from dashboard.engine.workers import Workers
from dashboard.errors import ConfigError
from dashboard.measures import access, context, filters, lineage, registry, run
from dashboard.measures import story as stories
from dashboard.measures.access import User
from dashboard.measures.against import Against
from dashboard.measures.against import parse as parse_against
from dashboard.measures.changes import beside
from dashboard.measures.context import Context
from dashboard.measures.contributions import added, kept
from dashboard.measures.filters import Filters
from dashboard.measures.folds_kept import FoldsKept
from dashboard.measures.records import Records, behind
from dashboard.measures.registry import Measure, Registry
from dashboard.measures.result import Result
from dashboard.measures.slices import Slices, first_behind
from dashboard.measures.story import Story

_Part = TypeVar("_Part")
_Made = TypeVar("_Made")

# A build may retire the file between the reading of the pointer and the opening.
_TRIES = 3
# As many statements at a time as there are cores, whoever asks: more would be slower for everybody.
_AT_ONCE = min(max(os.cpu_count() or 2, 2), 8)


@dataclass(frozen=True)
class Warehouse:
    """A served build, open for reading: every request takes a cursor of its own."""

    workspace: Path
    version: str
    database: Database
    config: Config
    registry: Registry
    context: Context
    _held: ExitStack = field(repr=False, compare=False)
    folds: FoldsKept = field(default_factory=FoldsKept, repr=False, compare=False)
    _workers: Workers = field(default_factory=lambda: Workers(_AT_ONCE), repr=False, compare=False)

    def is_current(self) -> bool:
        """Say whether this build is still the one that is served."""
        return publish.current(self.workspace).stem == self.version

    def default_filters(self) -> Filters:
        """Return the filters of a page nobody has touched: the config's default period."""
        start, end = filters.period_of(self.config.default_period, self.context.as_of_date)
        return Filters(start=start, end=end)

    def in_turn(self, task: Callable[[_Part], _Made], parts: Sequence[_Part]) -> list[_Made]:
        """Do a task for each part, as many at a time as there are cores for all who ask."""
        return self._workers.map(task, parts)

    def give_way(self) -> None:
        """Let what a reader waits for go before the task that asks this."""
        self._workers.give_way()

    def close(self) -> None:
        """Close the database, and let builds remove its file."""
        self._workers.close()
        self.database.close()
        self._held.close()


def open_warehouse(workspace: Path) -> Warehouse:
    """Open the build that `warehouse/CURRENT` names; it cannot be removed while open."""
    settings = configuration.load(workspace)
    measures = registry.load()
    for _ in range(_TRIES):
        path = publish.current(workspace)
        with ExitStack() as stack:
            try:
                stack.enter_context(publish.in_use(path))
            except FileNotFoundError:
                continue
            return _opened(workspace, path, settings, measures, stack)
    raise ConfigError(f"{path} is missing although CURRENT names it. Run `gatecost build` again.")


def open_file(workspace: Path, path: Path, settings: Config) -> Warehouse:
    """Open a finished warehouse file that is not the served one, under a config of its own."""
    with ExitStack() as stack:
        return _opened(workspace, path, settings, registry.load(), stack)


def _opened(
    workspace: Path, path: Path, settings: Config, measures: Registry, stack: ExitStack
) -> Warehouse:
    """Open a file; what the stack holds is let go when the warehouse is closed, or at a fault."""
    database = open_for_serving(path)
    stack.callback(database.close)
    _check_version(database, path)
    known = context.load(database, settings)
    return Warehouse(workspace, path.stem, database, settings, measures, known, stack.pop_all())


def _check_version(database: Database, path: Path) -> None:
    """Refuse a warehouse whose tables other SQL made: its columns may mean something else."""
    known = "built_with" in database.tables()
    if not known or database.value("select fingerprint from built_with") != order.fingerprint():
        raise ConfigError(
            f"{path} was built by another version of gatecost. Run `gatecost build` again."
        )


def answer(
    warehouse: Warehouse, measure_id: str, asked: Filters, user: User | None = None
) -> Result:
    """Answer one measure's question."""
    return answers(warehouse, [measure_id], asked, user)[measure_id]


def answers(
    warehouse: Warehouse, measure_ids: Sequence[str], asked: Filters, user: User | None = None
) -> dict[str, Result]:
    """Answer several questions for the same filters; they share their slices.

    Planning a statement keeps one core busy, so measures of different slices are answered side by
    side, each group on a cursor of its own.
    """
    measures = [warehouse.registry[measure_id] for measure_id in measure_ids]
    narrowed = within_limits(warehouse, asked, user)

    def of_group(group: Sequence[Measure]) -> dict[str, Result]:
        with _cursor(warehouse) as cursor:
            slices = Slices(cursor, folds=warehouse.folds)
            slices.expect(group)
            # Those of another period come last, so that each slice is made once for each period.
            in_turn = sorted(group, key=lambda each: each.period_shift_months != 0)
            return {each.id: run.run(slices, each, narrowed, warehouse.context) for each in in_turn}

    parts = warehouse.in_turn(of_group, _groups(measures))
    found = {key: one for part in parts for key, one in part.items()}
    return {measure_id: found[measure_id] for measure_id in measure_ids}


def against_of(
    warehouse: Warehouse, asked: Filters, against: str, user: User | None = None
) -> Against:
    """Return what answers are compared with; no other side where this reader may see none of it."""
    known = warehouse.context
    found = replace(
        parse_against(against, asked, known.dimensions, known.as_of_date),
        first_days=known.first_days,
        horizon_days=known.horizon_days,
        lookback_days=known.config.rules.lookback_days,
    )
    if found.filters is None:
        return found
    narrowed = within_limits(warehouse, found.filters, user)
    if all(narrowed.where.values()):
        return found
    return replace(found, filters=None, reason="There is none of it that you may see.")


def compared(
    warehouse: Warehouse,
    measure_ids: Sequence[str],
    asked: Filters,
    against: str,
    user: User | None = None,
) -> dict[str, Result]:
    """Answer several questions, each set beside the answer of another period or group."""
    other = against_of(warehouse, asked, against, user)
    before = answers(warehouse, measure_ids, other.filters, user) if other.filters else {}
    found = answers(warehouse, measure_ids, asked, user)
    return beside(found, before, other)


def _groups(measures: Sequence[Measure]) -> list[list[Measure]]:
    """Put together the measures whose rows come from the same first slice, the longest first.

    A measure of two such slices goes where people are, who outnumber deals, else where most of the
    others are: what takes longest is made once.
    """
    first = {each.id: sorted(first_behind(each.reads)) or [""] for each in measures}
    shared = Counter(name for names in first.values() for name in names)
    groups: dict[str, list[Measure]] = {}

    def weight(name: str) -> tuple[bool, int]:
        return not name.startswith("chosen_deals"), shared[name]

    for measure in measures:
        groups.setdefault(max(first[measure.id], key=weight), []).append(measure)
    in_order = sorted(groups, key=lambda name: (weight(name)[0], len(groups[name])), reverse=True)
    return [groups[name] for name in in_order]


def records(
    warehouse: Warehouse,
    measure_id: str,
    asked: Filters,
    mark: Mapping[str, str],
    user: User | None = None,
) -> Records:
    """Return the deals, leads or verdicts behind a number or one mark of it."""
    measure = warehouse.registry[measure_id]
    narrowed = within_limits(warehouse, asked, user)
    with _cursor(warehouse) as cursor:
        slices = Slices(cursor, "records")
        return behind(slices, measure, narrowed, warehouse.context, mark)


def contributions(
    warehouse: Warehouse, measure_ids: Sequence[str], asked: Filters, user: User | None = None
) -> dict[str, pl.DataFrame]:
    """Return the rows that measures sum, one a record and key; those that can be computed alone."""
    measures = [warehouse.registry[measure_id] for measure_id in measure_ids]
    narrowed = within_limits(warehouse, asked, user)
    with _cursor(warehouse) as cursor:
        slices = Slices(cursor, "records")
        slices.expect(measures)
        found = {each.id: added(slices, each, narrowed, warehouse.context) for each in measures}
    return {measure_id: frame for measure_id, frame in found.items() if frame is not None}


def records_kept(
    warehouse: Warehouse, name: str, asked: Filters, user: User | None = None
) -> pl.DataFrame:
    """Return what a snapshot keeps of the records a reader may see (`queries/snapshots`)."""
    narrowed = within_limits(warehouse, asked, user)
    with _cursor(warehouse) as cursor:
        return kept(Slices(cursor, "records"), name, narrowed, warehouse.context)


def events(
    warehouse: Warehouse, measure_ids: Sequence[str], asked: Filters, user: User | None = None
) -> dict[str, Records]:
    """Return for several measures all records that their numbers count; they share their slices."""
    measures = [warehouse.registry[measure_id] for measure_id in measure_ids]
    narrowed = within_limits(warehouse, asked, user)

    def of_group(group: Sequence[Measure]) -> dict[str, Records]:
        with _cursor(warehouse) as cursor:
            slices = Slices(cursor, "records")
            slices.expect(group)
            in_turn = sorted(group, key=lambda each: each.period_shift_months != 0)
            return {
                each.id: behind(slices, each, narrowed, warehouse.context, {}) for each in in_turn
            }

    parts = warehouse.in_turn(of_group, _groups(measures))
    found = {key: one for part in parts for key, one in part.items()}
    return {measure_id: found[measure_id] for measure_id in measure_ids}


def story(warehouse: Warehouse, deal_id: str, user: User | None = None) -> Story:
    """Return one deal's story, whatever the filters; ConfigError if this reader may not see it."""
    narrowed = within_limits(warehouse, Filters(), user)
    with _cursor(warehouse) as cursor:
        return stories.told(cursor, deal_id, narrowed, warehouse.context)


def explain(warehouse: Warehouse, measure_id: str) -> str:
    """Return the way of a number from file to screen, with its SQL."""
    with _cursor(warehouse) as cursor:
        loads = cursor.query(
            "select distinct file from load_files where status <> 'ignored' order by file"
        )
    files = loads["file"].to_list()
    return lineage.explained(warehouse.registry[measure_id], warehouse.context, files)


def within_limits(warehouse: Warehouse, asked: Filters, user: User | None) -> Filters:
    """Return what is left of filters within the limits of a reader and of the workspace."""
    filters.check(asked, warehouse.context.dimensions)
    return access.limited(asked, user, warehouse.config.access.limits)


@contextmanager
def _cursor(warehouse: Warehouse) -> Iterator[Database]:
    """Yield a cursor; before each of its statements, what a reader waits for goes first."""
    with closing(warehouse.database.cursor(warehouse.give_way)) as cursor:
        yield cursor
