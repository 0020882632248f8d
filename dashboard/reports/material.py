"""What a report is made of: its answers, the account of the exports, and what has changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dashboard.answer import Warehouse
from dashboard.config import Config, Mark
from dashboard.decisions import Log
from dashboard.followed import Followed
from dashboard.inventory import Inventory
from dashboard.measures.filters import Filters
from dashboard.measures.result import Result
from dashboard.present.answers import Answers
from dashboard.snapshots.archive import Snapshot
from dashboard.snapshots.manifest import Manifest

if TYPE_CHECKING:
    from dashboard.snapshots.changes import Changes


@dataclass(frozen=True)
class Material(Answers):
    """One report's answers and all that stands beside them.

    `results` hold every measure of every built page (of the one page `only`), whatever its status,
    in the order of the pages. `manifest` is that of the snapshot in the making: its `files` are
    not known yet. `name` is what the snapshot will be called. `since` is the snapshot of the time
    before, `changes` what has changed since; both None the first time. `before` is empty: a report
    sets its answers beside those of the last report, not beside a page's other period.
    `not_known_then` names what a report as of a day in the past could only take as it is today,
    `is_known` says that its readers got this very snapshot before, so that nothing in it is new.
    `followed` is what came after the latest dated change of the last months.
    """

    warehouse: Warehouse
    results: Mapping[str, Result]
    filters: Filters
    config: Config
    as_of: dt.datetime
    as_of_label: str
    manifest: Manifest
    inventory: Inventory
    name: str = ""
    control: Result | None = None
    since: Snapshot | None = None
    changes: Changes | None = None
    only: str | None = None
    log: Log = field(default_factory=Log)
    is_limited: bool = False
    is_known: bool = False
    not_known_then: tuple[str, ...] = ()
    followed: Followed | None = None
    path: str = "/"
    before: Mapping[str, Result] = field(default_factory=dict)

    @property
    def decided(self) -> tuple[Mark, ...]:
        """Return the marks of what was decided, which stand on every axis of time."""
        return tuple(each.mark for each in self.log.decisions)
