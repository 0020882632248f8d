"""What the page Reports has before it: the archive, the two snapshots compared, what followed."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from dashboard.errors import GatecostError
from dashboard.followed import Changed, Followed
from dashboard.measures.access import User
from dashboard.snapshots.archive import Snapshot
from dashboard.snapshots.change import Changes
from dashboard.web.archive_sight import Archive, archive_of, changes_of
from dashboard.web.archive_words import labels_of
from dashboard.web.desk import Desk
from dashboard.web.sheet import Sheet

_LOG = logging.getLogger(__name__)

PATH = "/reports"


@dataclass(frozen=True)
class ReportsRoom:
    """The archive as one reader sees it, and what the address asks of it."""

    desk: Desk
    sheet: Sheet
    user: User | None
    archive: Archive

    @cached_property
    def labels(self) -> dict[str, str]:
        """Return what each snapshot is called among those of the same question."""
        found: dict[str, str] = {}
        for each in self.archive.snapshots:
            if each.name not in found:
                found |= labels_of(self.archive.like(each))
        return found

    @property
    def unknown(self) -> tuple[str, ...]:
        """Return the names in the address that this reader has no snapshot of."""
        asked = dict.fromkeys((self.sheet.upto, self.sheet.since))
        return tuple(each for each in asked if each and self.archive.named(each) is None)

    @cached_property
    def pair(self) -> tuple[Snapshot | None, Snapshot | None]:
        """Return the snapshots that are compared, the earlier first; each may be missing."""
        snapshots = self.archive.snapshots
        asked = self.archive.named(self.sheet.upto)
        after = asked or self.archive.newest
        if after is None:
            return None, None
        before = self.archive.named(self.sheet.since)
        if before is None or before is after:
            return self.archive.before(after), after
        if asked is None and before.manifest.comparable != after.manifest.comparable:
            # Only the earlier was named: the newest of its own question is set beside it.
            after = self.archive.like(before)[0]
        is_in_order = snapshots.index(before) > snapshots.index(after)
        return (before, after) if is_in_order else (after, before)

    @property
    def is_alike(self) -> bool:
        """Say whether the two snapshots were asked the same."""
        before, after = self.pair
        return (
            before is not None
            and after is not None
            and before.manifest.comparable == after.manifest.comparable
        )

    @cached_property
    def compared(self) -> Changes | str | None:
        """Return what changed between the two, or why that cannot be told.

        None where there are not two of one question.
        """
        before, after = self.pair
        if before is None or after is None or not self.is_alike:
            return None
        try:
            return changes_of(before, after)
        except GatecostError as error:
            return str(error)
        except Exception:
            _LOG.exception("%s and %s could not be compared", before.name, after.name)
            return "The server's log says why."

    @property
    def changes(self) -> Changes | None:
        """Return what changed between the two, if it can be told."""
        return self.compared if isinstance(self.compared, Changes) else None

    @cached_property
    def dated(self) -> Sequence[Changed]:
        """Return the dated changes, the last first."""
        return self.desk.dated_changes(self.user)

    @cached_property
    def followed(self) -> Followed | None:
        """Return what followed the change that the address opens."""
        known = {each.key for each in self.dated}
        if self.sheet.change not in known:
            return None
        return self.desk.followed(self.sheet.change, self.user)

    def address(self, **changes: object) -> str:
        """Return this page's address with something of it changed."""
        return PATH + self.sheet.here(**changes).removesuffix("?")


def reports_room(desk: Desk, sheet: Sheet, user: User | None) -> ReportsRoom:
    """Return what the page has before it."""
    return ReportsRoom(desk, sheet, user, archive_of(desk.workspace, desk.config, user))
