"""A run that is killed at any moment leaves the archive as it was, or with the whole snapshot."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dashboard.reports.snapshot import Asked, make
from dashboard.snapshots import archive
from tests.reports import company

TIMES = 30


def start(workspace: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "dashboard.cli", "snapshot", "--workspace", str(workspace)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def seconds_of(workspace: Path) -> tuple[float, float]:
    """Return after how many seconds a run begins to write, and after how many it ends."""
    begun, run = time.monotonic(), start(workspace)
    writes = None
    while run.poll() is None:
        if writes is None and any((workspace / "snapshots").glob(".making-*")):
            writes = time.monotonic() - begun
        time.sleep(0.002)
    assert run.returncode == 0
    assert writes is not None
    return writes, time.monotonic() - begun


def whole(workspace: Path) -> list[str]:
    """Return the names in the archive; each must be whole."""
    names = archive.names(workspace)
    assert [archive.read(workspace, name).damage() for name in names] == [()] * len(names)
    return names


@pytest.mark.slow
def test_thirty_killed_runs_leave_no_half_report_and_lose_none(tmp_path):
    workspace = company.built(tmp_path / "company")
    # An earlier one of the same name, from other rules: it must stay whatever happens after.
    path = workspace / "gatecost.toml"
    text = path.read_text()
    path.write_text(text + "\n[rules]\nstall_days = 30\n")
    make(workspace, Asked()).close()
    path.write_text(text)
    earlier = whole(workspace)
    writes, ends = seconds_of(workspace)
    shutil.rmtree(workspace / "snapshots" / "2026-10-23.1")
    drawn = random.Random(7)
    survived = 0
    for at in range(TIMES):
        run = start(workspace)
        # Half of them while it writes, where most can go wrong.
        time.sleep(drawn.uniform(writes * 0.9, ends) if at % 2 else drawn.uniform(0, ends))
        run.send_signal(signal.SIGKILL)
        run.wait()
        found = whole(workspace)
        assert set(found) >= set(earlier)
        if len(found) > len(earlier):
            survived += 1
            shutil.rmtree(workspace / "snapshots" / "2026-10-23.1")
    assert survived < TIMES
    assert start(workspace).wait() == 0
    assert whole(workspace) == ["2026-10-23.1", "2026-10-23"]
    assert not list((workspace / "snapshots").glob(".making-*"))
