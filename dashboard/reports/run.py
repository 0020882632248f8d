"""What is due is made: built, put into a snapshot, delivered, and written down, each once.

Whoever asks, a process that runs all year or another scheduler's call, asks for the same: what is
outstanding by the journal. What was sent before a run broke off is not sent again, since the outbox
knows; what was not, is.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from dashboard import config as configs
from dashboard.config import Config, Report
from dashboard.errors import GatecostError, LockedError
from dashboard.reports import journal
from dashboard.reports.deliver import Prepared
from dashboard.reports.journal import Entry

# The exit code of a run after which something is still to be delivered.
WARNINGS = 4
Clock = Callable[[], dt.datetime]
Say = Callable[[str], None]

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Delivered:
    """What became of the letters of one report, in words; `is_all` where each has arrived."""

    said: str
    is_all: bool = True


@dataclass(frozen=True)
class Due:
    """A report and the moment at which it was due."""

    report: Report
    moment: dt.datetime


class Steps(Protocol):
    """The steps of a report, each of which may be done again without doing harm."""

    def build(self, workspace: Path) -> None:
        """Build the warehouse from the exports as they are."""

    def prepare(self, workspace: Path, due: Due) -> Prepared:
        """Make the snapshot of a report and write all its letters, or find them written."""

    def send(self, workspace: Path, prepared: Prepared) -> Delivered:
        """Send these letters; what arrived before is left alone."""

    def send_again(self, workspace: Path) -> Delivered | None:
        """Send what lies in the outbox and surely did not arrive; None where nothing does."""

    def watch(self, workspace: Path, built: str | None, now: dt.datetime) -> Delivered | None:
        """Look at the alert rules and tell what began or ended; None where nothing did.

        `built` is None where nothing was built, else what was wrong: nothing where it went well.
        """


def run_due(workspace: Path, steps: Steps, now: Clock, say: Say) -> int:
    """Make all that is due; return the exit code: 0 done, 4 not all arrived, else the fault's.

    LockedError where another run is at it, ConfigError where the config cannot be read.
    """
    config = configs.load(workspace)
    with journal.lock(workspace):
        _note_times(workspace, config, now())
        run = _Run(workspace, steps, now, say)
        run.tried("What did not arrive", lambda: steps.send_again(workspace))
        built = run.make_due(outstanding(workspace, config, now()))
        run.tried("Alerts", lambda: steps.watch(workspace, built, now()))
    return run.code


def outstanding(workspace: Path, config: Config, now: dt.datetime) -> list[Due]:
    """Return the reports that are due and may be tried now, what was due first at the front."""
    entries, zone = journal.read(workspace), config.company.zone
    moments = [(each, journal.outstanding(entries, each, zone, now)) for each in config.reports]
    found = [Due(report, moment) for report, moment in moments if moment is not None]
    ready = [e for e in found if journal.try_again_at(entries, e.report, e.moment) <= now]
    return sorted(ready, key=lambda each: each.moment)


def _note_times(workspace: Path, config: Config, now: dt.datetime) -> None:
    """Write down since when each report has the times it has: what was due before is not owed."""
    entries, zone = journal.read(workspace), config.company.zone
    for report in config.reports:
        if report.due and not journal.is_known(entries, report, zone):
            known = Entry("known", report.name, now, journal.times_of(report, zone))
            journal.add(workspace, known)


@dataclass(frozen=True)
class _Fault:
    """What was wrong with a step; a lock that another run holds is no fault of anything."""

    said: str
    is_lock: bool


class _Run:
    """One run, and the worst that happened in it."""

    def __init__(self, workspace: Path, steps: Steps, now: Clock, say: Say) -> None:
        self.workspace = workspace
        self.steps = steps
        self.now = now
        self.say = say
        self.code = 0

    def make_due(self, found: Sequence[Due]) -> str | None:
        """Make the reports; return None where nothing was built, else what was wrong with it.

        While another run has the warehouse in hand nothing is written down: the next look tries.
        """
        begun = [each for each in found if self._begun(each)]
        new = [each for each in found if each not in begun]
        for each in begun:
            # It was broken off after its snapshot: newer exports belong to the next one.
            self._make(each)
        if not new:
            return None
        fault = self.tried("The build", lambda: self.steps.build(self.workspace))
        if fault is not None and fault.is_lock:
            return None
        for each in new:
            if fault is not None:
                self._note("failed", each, f"The build: {fault.said}")
            else:
                self._make(each)
        return fault.said if fault is not None else ""

    def tried(self, what: str, step: Callable[[], Delivered | None]) -> _Fault | None:
        """Take a step, and return what was wrong with it; None if all went well."""
        try:
            done = step()
        except GatecostError as error:
            self._failed(what, str(error), error.exit_code)
            return _Fault(str(error), isinstance(error, LockedError))
        except Exception as error:
            # A process that runs all year must outlive what nobody foresaw.
            _log.exception("%s failed", what)
            said = f"{type(error).__name__}: {error}"
            self._failed(what, said, GatecostError.exit_code)
            return _Fault(said, is_lock=False)
        if done is not None:
            self.say(f"{what}: {done.said}")
            self.code = self.code or (0 if done.is_all else WARNINGS)
        return None

    def _failed(self, what: str, why: str, code: int) -> None:
        self.say(f"{what}: {why}")
        is_less = self.code in (0, WARNINGS, LockedError.exit_code)
        self.code = code if is_less else self.code

    def _begun(self, due: Due) -> bool:
        entries = journal.read(self.workspace)
        return journal.is_begun(entries, due.report, due.moment)

    def _make(self, due: Due) -> None:
        done: list[Delivered] = []

        def delivered() -> Delivered:
            prepared = self.steps.prepare(self.workspace, due)
            self._note("made", due, prepared.snapshot)
            done.append(self.steps.send(self.workspace, prepared))
            return done[0]

        fault = self.tried(due.report.name, delivered)
        if fault is not None:
            if not fault.is_lock:
                self._note("failed", due, fault.said)
        else:
            # What did not arrive lies in the outbox, and is sent again from there.
            self._note("ended", due, done[0].said)

    def _note(self, kind: journal.Kind, due: Due, text: str) -> None:
        journal.add(self.workspace, Entry(kind, due.report.name, self.now(), text, due.moment))
