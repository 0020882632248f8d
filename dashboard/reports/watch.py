"""Judge the alert rules after a build, and note those that began to hold or ended, each once."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from dashboard import answer
from dashboard.answer import Warehouse
from dashboard.config import Alert, Config
from dashboard.engine import publish
from dashboard.errors import ConfigError, GatecostError
from dashboard.measures.access import User
from dashboard.reports import alert_log
from dashboard.reports.alert_log import Change, Log
from dashboard.reports.alerts import Found, Seen, judge
from dashboard.snapshots import archive
from dashboard.snapshots.archive import Snapshot

# So many snapshots say what is usual: older ones were of other times.
_MOST_SNAPSHOTS = 60


def watch(workspace: Path, config: Config, built: str | None, now: dt.datetime) -> list[Change]:
    """Judge what can be judged anew, and return what changed; each change is kept before.

    `built` is None where nothing was built, else what was wrong with it. Numbers are judged where
    the build, the archive or the rules are others than last time, by whatever process that was.
    """
    log, known = alert_log.read(workspace), _known(workspace, config)
    is_new = known != log.looked
    if built is None and known.split(" ")[0] not in ("", log.looked.split(" ")[0]):
        # Somebody else built it, so it can be built.
        built = ""
    with _opened(workspace) as warehouse:
        found = [
            (alert, _judged(alert, warehouse, Seen(now, config.company.zone, built=built)))
            for alert in config.alerts
            if alert.measure is None or is_new
        ]
    changes = [each for alert, one in found if (each := _change(log, alert, one, now))]
    for each in changes:
        alert_log.add(workspace, each)
    if is_new:
        alert_log.look(workspace, known)
    return changes


def _change(log: Log, alert: Alert, found: Found, now: dt.datetime) -> Change | None:
    """Return what is to be told, if a rule is not as it was."""
    if found.holds is None or found.holds == log.holds(alert.name):
        return None
    number = log.number(alert.name) + 1
    return Change(alert.name, number, found.holds, now, found.subject(alert), found.said)


def _known(workspace: Path, config: Config) -> str:
    """Return a name for all that numbers are judged by."""
    rules = json.dumps([each.model_dump(mode="json") for each in config.alerts], sort_keys=True)
    newest = next(iter(archive.names(workspace)), "")
    digest = hashlib.sha256(rules.encode()).hexdigest()[:12]
    return " ".join((_served(workspace), newest, digest))


def _served(workspace: Path) -> str:
    served = publish.current_if_any(workspace)
    return served.stem if served else ""


@contextmanager
def _opened(workspace: Path) -> Iterator[Warehouse | None]:
    """Open the served build; None where there is none that this version can read."""
    try:
        warehouse = answer.open_warehouse(workspace)
    except ConfigError:
        yield None
        return
    with closing(warehouse):
        yield warehouse


def _judged(alert: Alert, warehouse: Warehouse | None, seen: Seen) -> Found:
    if warehouse is None:
        return judge(alert, seen)
    seen = replace(seen, as_of=warehouse.context.as_of.replace(tzinfo=dt.UTC))
    if alert.measure is not None:
        limits = {name: tuple(values) for name, values in alert.where.items()}
        user = User(alert.name, limits)
        seen = replace(
            seen,
            result=answer.answer(warehouse, alert.measure, warehouse.default_filters(), user),
            currency=warehouse.context.currency,
            series=_series(warehouse, alert, user) if alert.outside else (),
        )
    return judge(alert, seen)


def _series(warehouse: Warehouse, alert: Alert, user: User) -> list[float]:
    """Return a number in the snapshots of the archive, one a day, the newest last.

    It ends where the measure counted otherwise, or had no number.
    """
    asked = answer.within_limits(warehouse, warehouse.default_filters(), user)
    where = asked.to_json()["where"]
    by_day: dict[dt.date, Snapshot] = {}
    for each in islice(_alike(warehouse.workspace, where), _MOST_SNAPSHOTS):
        # The newest first: of several of one day the last made is the one that counts.
        by_day.setdefault(each.manifest.as_of_date, each)
    counted = [each.manifest.definitions.get(alert.measure or "") for each in by_day.values()]
    values: list[float] = []
    for snapshot, definition in zip(by_day.values(), counted, strict=True):
        value = _value(snapshot, alert)
        if value is None or definition != counted[0]:
            break
        values.append(value)
    return values[::-1]


def _alike(workspace: Path, where: object) -> Iterator[Snapshot]:
    """Yield the snapshots of all pages and the usual period that show the same records."""
    for each in archive.readable(workspace):
        told = each.manifest
        is_usual = told.only is None and not told.is_rerun and told.asked.get("period") == "default"
        if is_usual and told.filters.get("where") == where:
            yield each


def _value(snapshot: Snapshot, alert: Alert) -> float | None:
    """Return the number of a snapshot; None where it has none."""
    try:
        rows: Sequence[Mapping[str, Any]] = snapshot.numbers()[alert.measure or ""]["rows"]
    except (GatecostError, KeyError):
        return None
    alike = [
        row for row in rows if all(str(row.get(key)) == value for key, value in alert.mark.items())
    ]
    value = alike[0].get("value") if len(alike) == 1 else None
    return float(value) if isinstance(value, int | float) else None
