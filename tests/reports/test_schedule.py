"""The process that runs all year: when it wakes up, what it makes at its start, and how it ends."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from apscheduler.executors.debug import DebugExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from dashboard.config.times import due
from dashboard.errors import ConfigError
from dashboard.reports import journal, schedule
from dashboard.reports.journal import Entry
from dashboard.reports.schedule import DueTrigger

CONFIG = """
[[report]]
name = "daily"
at = "daily 00:00"
folder = "out"
"""
# A process whose steps leave a trace; `slow` takes a while and writes its end.
PROCESS = """
import datetime as dt, sys, time
from pathlib import Path
from types import SimpleNamespace
from dashboard.reports.run import Delivered
from dashboard.reports.schedule import serve

class Steps:
    def build(self, workspace): print("built", flush=True)
    def prepare(self, workspace, due): return SimpleNamespace(snapshot="2026-10-23")
    def send(self, workspace, prepared):
        print("delivering", flush=True)
        time.sleep(float(sys.argv[2]))
        return Delivered("1 sent")
    def send_again(self, workspace): return None
    def watch(self, workspace, built, now): return None

def say(text): print(text, flush=True)

print("begun", flush=True)
serve(Path(sys.argv[1]), Steps(), lambda: dt.datetime.now(dt.UTC), say)
print("ended", flush=True)
"""


def fires(written: str, zone: str, start: str, until: str) -> list[str]:
    """The moments at which APScheduler itself fires a report's job, its clock moved by hand."""
    scheduler = BackgroundScheduler(timezone=dt.UTC, executors={"default": DebugExecutor()})
    now, end = (dt.datetime.fromisoformat(each).replace(tzinfo=dt.UTC) for each in (start, until))
    job = scheduler.add_job(print, DueTrigger([due(written)], ZoneInfo(zone)))
    fired, moment = [], job.trigger.get_next_fire_time(None, now)
    job._modify(next_run_time=moment)
    while moment <= end:
        times = job._get_run_times(moment)
        fired += times
        moment = job.trigger.get_next_fire_time(times[-1], times[-1])
        job._modify(next_run_time=moment)
    return [f"{each.astimezone(ZoneInfo(zone)):%m-%d %H:%M}" for each in fired]


def test_the_scheduler_fires_once_a_day_when_clocks_change():
    assert fires("daily 02:30", "Europe/Berlin", "2026-10-24T12:00", "2026-10-26T12:00") == [
        "10-25 02:30", "10-26 02:30",
    ]  # fmt: skip
    assert fires("daily 02:30", "Europe/Berlin", "2027-03-27T12:00", "2027-03-29T12:00") == [
        "03-28 03:30", "03-29 02:30",
    ]  # fmt: skip


def test_what_was_missed_while_the_machine_slept_fires_as_one():
    trigger = DueTrigger([due("daily 07:00")], ZoneInfo("UTC"))
    scheduler = BackgroundScheduler(timezone=dt.UTC, job_defaults={"coalesce": True})
    job = scheduler.add_job(print, trigger)
    job._modify(next_run_time=dt.datetime(2026, 11, 2, 7, tzinfo=dt.UTC))
    missed = job._get_run_times(dt.datetime(2026, 11, 5, 6, 59, tzinfo=dt.UTC))
    assert [each.day for each in missed] == [2, 3, 4]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace whose daily report has been known for a week, and was never made."""
    (tmp_path / "gatecost.toml").write_text(CONFIG, encoding="utf-8")
    with journal.lock(tmp_path):
        week_ago = dt.datetime.now(dt.UTC) - dt.timedelta(days=7)
        journal.add(tmp_path, Entry("known", "daily", week_ago, "daily 00:00 UTC"))
    return tmp_path


@contextmanager
def started(workspace: Path, slow: float = 0.0) -> Iterator[subprocess.Popen[str]]:
    """A process over a workspace; it does not outlive the block."""
    with subprocess.Popen(
        [sys.executable, "-c", PROCESS, str(workspace), str(slow)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "TZ": "Pacific/Kiritimati"},
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def read_until(process: subprocess.Popen[str], line: str) -> list[str]:
    found: list[str] = []
    assert process.stdout
    for each in process.stdout:
        found.append(each.strip())
        if found[-1] == line:
            return found
    raise AssertionError(found)


def kinds(workspace: Path) -> list[str]:
    return [each.kind for each in journal.read(workspace)]


def test_what_was_missed_is_made_at_the_start_and_once(workspace):
    with started(workspace) as process:
        assert read_until(process, "daily: 1 sent") == [
            "begun", "built", "delivering", "daily: 1 sent",
        ]  # fmt: skip
        process.send_signal(signal.SIGTERM)
        assert process.communicate(timeout=60)[0].split("\n")[-2:] == ["ended", ""]
        assert process.returncode == 0
    with started(workspace) as process:
        read_until(process, "begun")
        time.sleep(1)
        process.send_signal(signal.SIGTERM)
        assert "built" not in process.communicate(timeout=60)[0]
    assert kinds(workspace) == ["known", "made", "ended"]


def test_told_to_end_it_finishes_what_it_is_making(workspace):
    with started(workspace, slow=2) as process:
        read_until(process, "delivering")
        process.send_signal(signal.SIGTERM)
        rest, _ = process.communicate(timeout=60)
    assert rest.split("\n") == [
        "Ending; what is being made is finished first.", "daily: 1 sent", "ended", "",
    ]  # fmt: skip
    assert process.returncode == 0
    assert kinds(workspace) == ["known", "made", "ended"]


def test_told_twice_it_ends_at_once_and_the_next_start_goes_on(workspace):
    with started(workspace, slow=600) as process:
        read_until(process, "delivering")
        process.send_signal(signal.SIGTERM)
        read_until(process, "Ending; what is being made is finished first.")
        time.sleep(0.5)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == -signal.SIGTERM
    assert kinds(workspace) == ["known", "made"]
    with started(workspace) as process:
        # What was begun is ended with what was built for it.
        assert read_until(process, "daily: 1 sent") == ["begun", "delivering", "daily: 1 sent"]


def test_a_config_with_nothing_to_do_is_refused(tmp_path):
    (tmp_path / "gatecost.toml").write_text('[[report]]\nname = "a"\nfolder = "out"\n')
    with pytest.raises(ConfigError, match=r"No \[\[report\]\] has a time"):
        schedule.serve(tmp_path, None, lambda: dt.datetime.now(dt.UTC), print)
