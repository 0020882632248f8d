"""The as-of time: the moment up to which the exports tell everything. Never the clock.

Per source the latest recorded time, of a build the earliest of these.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from dashboard.config import Config
from dashboard.engine import canonical, times
from dashboard.engine.database import Database
from dashboard.errors import DataError
from dashboard.ingest import contract

RECORDED = "latest recorded change"
BUSINESS = "from business dates"
CONFIGURED = "from the config"
# The closing time of an open deal is a plan.
_IS_CLOSED = (
    "coalesce(outcome in ('won', 'lost'), "
    "stage in (select stage from all_stages where role in ('won', 'lost')))"
)


@dataclass(frozen=True)
class AsOf:
    """A moment in UTC without a zone, where it comes from, and what each source would say."""

    at: dt.datetime
    label: str
    per_source: Mapping[str, dt.datetime] = field(default_factory=dict)


def find(database: Database, config: Config) -> AsOf:
    """Find the as-of time from all rows of all sources; DataError if nothing has a date."""
    recorded = _latest(database, config, is_recorded=True)
    business = _latest(database, config, is_recorded=False)
    per_source = business | recorded
    if config.as_of is not None:
        return AsOf(_configured(config.as_of, config), CONFIGURED, per_source)
    if not per_source:
        raise DataError(
            "No row of any export has a date, so nothing can be said as of any day. "
            "Map a time column, or set as_of in gatecost.toml."
        )
    first = min(per_source, key=lambda name: per_source[name])
    label = RECORDED if first in recorded else BUSINESS
    return AsOf(per_source[first], label, per_source)


def _configured(as_of: dt.datetime | dt.date, config: Config) -> dt.datetime:
    """Return the end of a configured day, or a configured moment, in UTC."""
    if not isinstance(as_of, dt.datetime):
        last_moment = dt.time(23, 59, 59, 999999)
        as_of = dt.datetime.combine(as_of, last_moment)
    if as_of.tzinfo is None:
        as_of = as_of.replace(tzinfo=config.company.zone)
    return as_of.astimezone(dt.UTC).replace(tzinfo=None)


def _latest(database: Database, config: Config, *, is_recorded: bool) -> dict[str, dt.datetime]:
    latest: dict[str, dt.datetime] = {}
    present = database.tables()
    for table in contract.TABLES:
        rows = canonical.whole(table.name)
        if rows not in present:
            continue
        for column, condition in _columns(table, is_recorded=is_recorded):
            excluded = _typed_sources(config, table.name) if is_recorded else ()
            found = times.latest_per_source(database, rows, column, condition, excluded)
            for source, moment in found.items():
                latest[source] = max(moment, latest.get(source, moment))
    return latest


def _columns(table: contract.Table, *, is_recorded: bool) -> Iterator[tuple[str, str]]:
    """Yield the times that count, each with the condition under which it is such a time."""
    has_quality = "date_quality" in table.column_names
    for column in table.columns:
        if column.type != "timestamp" or not column.as_of:
            continue
        may_be_planned = table.name == "opportunities" and column.name == "closed_at"
        conditions = [_IS_CLOSED] if may_be_planned else ["true"]
        if is_recorded and has_quality and column.name not in ("recorded_at", "modified_at"):
            # A day without an hour is recorded too; what a person typed is not.
            conditions.append("date_quality <> 'editable'")
        yield column.name, " and ".join(conditions)


def _typed_sources(config: Config, table: str) -> tuple[str, ...]:
    """Return the sources whose maps all say that the times of a table are typed by people."""
    kinds: dict[str, set[str]] = {}
    for each in config.maps:
        if each.table == table:
            kinds.setdefault(config.source_of(each).name, set()).add(each.times)
    return tuple(name for name, found in kinds.items() if found == {"editable"})
