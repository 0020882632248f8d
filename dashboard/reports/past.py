"""A warehouse as it would have been built on a day in the past, from the exports of today.

It is built beside the served one, which stays as it is, and is gone when it is closed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from dashboard import answer, ingest, paths, words
from dashboard import build as building
from dashboard import config as configs
from dashboard.answer import Warehouse
from dashboard.config import Config
from dashboard.engine import history, publish
from dashboard.engine.cache import Cache
from dashboard.engine.database import (
    attach_finished,
    detach_finished,
    open_for_building,
)
from dashboard.engine.rewind import rewind
from dashboard.errors import ConfigError

# Of how many deals is counted, of which column, and what that leaves.
_BY_DEAL = (
    ("deals_without_stages", "stage", "what is not dated by its closing is"),
    ("deals_without_amounts", "amount", "it is"),
)
_ALWAYS_OF_TODAY = (
    "Owners, accounts, sources and dimensions of deals and people, the scores of people and the "
    "rules of the config are as they are today: no change of them is recorded."
)


@contextmanager
def as_it_was(workspace: Path, day: dt.date) -> Iterator[tuple[Warehouse, tuple[str, ...]]]:
    """Yield the warehouse of a day in the past, and in words what of it is only known of today."""
    served = publish.current(workspace)
    _refuse_later(workspace, day)
    config = _config_of(configs.load(workspace), day)
    with publish.scratch_of_a_check(workspace) as folder:
        finished = folder / "as_of.duckdb"
        with publish.build_lock(workspace):
            counts = _build(workspace, config, folder, finished, served)
        with closing(answer.open_file(workspace, finished, config)) as warehouse:
            yield warehouse, tuple(_unknown(counts))


def _config_of(config: Config, day: dt.date) -> Config:
    """Return the config without what it tells of later days."""
    totals = config.control_totals
    is_over = totals is not None and totals.end is not None and totals.end <= day
    return config.model_copy(
        update={
            "as_of": day,
            "marks": tuple(each for each in config.marks if each.date <= day),
            "control_totals": totals if is_over else None,
        }
    )


def _build(
    workspace: Path, config: Config, folder: Path, finished: Path, served: Path
) -> dict[str, int]:
    """Build into a file of its own; return of how many deals the state of that day is not known."""
    counts: dict[str, int] = {}
    # What the served build read of the exports is read again from there, and nothing is removed.
    kept = Cache(publish.folder_of(workspace) / "cache")
    with closing(open_for_building(folder / "building.duckdb")) as database:
        attach_finished(database, finished)
        load = ingest.read_sources(database, config, workspace, scratch_in=folder, kept=kept)
        building.refuse(load)
        building.run_layer(database, paths.queries() / "staging")
        moment, _ = building.unite_tables(
            database, config, lambda tables: counts.update(rewind(tables))
        )
        building.make_facts(database)
        counts["restated_since"] = history.keep_until(database, served, moment.at)
        building.keep_small_tables(database)
        detach_finished(database)
    building.write_views(finished)
    return counts


def _refuse_later(workspace: Path, day: dt.date) -> None:
    """Refuse a day that the served build does not reach."""
    with closing(answer.open_warehouse(workspace)) as warehouse:
        reached = warehouse.context.as_of_date
    if day > reached:
        raise ConfigError(
            f"--as-of {day}: the data tell up to {reached}. Name that day or an earlier one."
        )


def _unknown(counts: dict[str, int]) -> Iterator[str]:
    """Yield what a report of the day can only take as it is today, where there is any."""
    for name, column, rest in _BY_DEAL:
        if counts[name]:
            yield (
                f"Of {words.counted(counts[name], 'deals')} no change of the {column} was recorded "
                f"by then: {rest} as it is today."
            )
    if counts["restated_since"]:
        yield (
            f"{words.count(counts['restated_since'])} values were restated since; they are as they "
            "are today."
        )
    yield _ALWAYS_OF_TODAY
