"""The config's times in a process of its own, until it is told to end.

The scheduler only wakes it up: at each time, and every few minutes for what was missed, failed or
is growing old. What is made then follows from the journal, so a clock that jumps, a machine that
slept or a second process beside it neither loses a report nor doubles one.
"""

from __future__ import annotations

import datetime as dt
import logging
import signal
import threading
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.interval import IntervalTrigger

from dashboard import config as configs
from dashboard.config import Config
from dashboard.config.times import Due
from dashboard.errors import ConfigError, GatecostError, LockedError
from dashboard.reports import journal
from dashboard.reports.run import Clock, Say, Steps, run_due
from dashboard.reports.times import next_due

# How often it looks for what no time wakes it up for.
_EVERY = dt.timedelta(minutes=5)
_ENDING = {signal.SIGTERM, signal.SIGINT}

_log = logging.getLogger(__name__)


class DueTrigger(BaseTrigger):  # type: ignore[misc]
    """Wakes the scheduler at the times of a report, counted in the company's zone."""

    def __init__(self, times: Sequence[Due], zone: ZoneInfo) -> None:
        self.times = tuple(times)
        self.zone = zone

    def get_next_fire_time(
        self, previous_fire_time: dt.datetime | None, now: dt.datetime
    ) -> dt.datetime | None:
        """Return the next of its moments."""
        return next_due(self.times, self.zone, previous_fire_time or now)


def serve(workspace: Path, steps: Steps, now: Clock, say: Say) -> None:
    """Make what is due whenever it is, until SIGTERM or SIGINT; a run at work is ended first.

    ConfigError where the config cannot be read or names no time and no alert.
    """
    check(configs.load(workspace))
    # Every thread inherits this, so that the signal waits for the one that asks for it.
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    scheduler = BackgroundScheduler(
        timezone=dt.UTC,
        # One thread: no run overlaps another.
        executors={"default": ThreadPoolExecutor(1)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    process = _Process(workspace, steps, now, say, scheduler)
    scheduler.add_job(
        process.look, IntervalTrigger(seconds=_EVERY.seconds), id="look", next_run_time=now()
    )
    process.set_times()
    scheduler.start()
    try:
        signal.sigwait(_ENDING)
        say("Ending; what is being made is finished first.")
    finally:
        # A second signal ends it at once, which loses nothing either.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
        process.end()
        scheduler.shutdown(wait=True)


def check(config: Config) -> None:
    """Refuse a config with nothing to do; ConfigError says what to add."""
    if not config.alerts and not any(report.at for report in config.reports):
        raise ConfigError(
            'No [[report]] has a time, and there is no [[alert]]. Add at = "Mon 07:00" to a report.'
        )


class _Process:
    """What happens when the scheduler wakes up."""

    def __init__(
        self, workspace: Path, steps: Steps, now: Clock, say: Say, scheduler: BackgroundScheduler
    ) -> None:
        self._workspace = workspace
        self._steps = steps
        self._now = now
        self._say = say
        self._scheduler = scheduler
        self._fault = ""
        self._at_work = threading.Lock()
        self._is_ending = False

    def end(self) -> None:
        """Begin nothing more, and wait for what is at work.

        The scheduler holds its own locks while it shuts down, and what is at work may need them.
        """
        self._is_ending = True
        with self._at_work:
            pass

    def look(self) -> None:
        """Make what is due, and read the times again: the config may have been edited."""
        with self._at_work:
            if not self._is_ending:
                self._look()

    def _look(self) -> None:
        fault = ""
        try:
            run_due(self._workspace, self._steps, self._now, self._say)
            self.set_times()
        except LockedError:
            # The other run makes the same.
            return
        except GatecostError as error:
            fault = str(error)
        except Exception as error:
            _log.exception("Looking for what is due failed")
            fault = f"{type(error).__name__}: {error}"
        if fault != self._fault:
            self._say(fault or "What was wrong is mended.")
        self._fault = fault

    def set_times(self) -> None:
        """Let each report wake the scheduler at the times that the config names now."""
        config = configs.load(self._workspace)
        zone = config.company.zone
        wanted = {
            f"{report.name}: {journal.times_of(report, zone)}": report.due
            for report in config.reports
            if report.due
        }
        known = {job.id for job in self._scheduler.get_jobs()} - {"look"}
        for gone in known - wanted.keys():
            self._scheduler.remove_job(gone)
        for new in wanted.keys() - known:
            self._scheduler.add_job(self.look, DueTrigger(wanted[new], zone), id=new)
