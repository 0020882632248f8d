"""What all tests share: the checkout, the real exports, a browser, one demo company per run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import hypothesis
import pytest
from filelock import FileLock

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
NO_SKIP = "GATECOST_NO_SKIP"

# The same examples in every run: a failure must come from the change at hand. `nightly` searches.
hypothesis.settings.register_profile(
    "steady", derandomize=True, max_examples=50, deadline=None, database=None
)
hypothesis.settings.register_profile("nightly", max_examples=2000, deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


def _skip_fails(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip into a failure where nothing may skip; an expected failure stays one."""
    if NO_SKIP in os.environ and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid} was skipped, and {NO_SKIP} is set:\n{report.longrepr}"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a reviewed change of the report be taken over."""
    parser.addoption(
        "--update-golden", action="store_true", help="write what a report says now as its golden"
    )


def pytest_collection_modifyitems(items):
    """Begin with the files that take longest, so that no worker is alone with one at the end.

    Some of them keep every core busy: a browser beside them would be too slow for its own waits.
    """
    slow = {
        item.path
        for item in items
        if item.get_closest_marker("slow") and not item.get_closest_marker("browser")
    }
    items.sort(key=lambda item: item.path not in slow)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    _skip_fails(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    report = yield
    _skip_fails(report)
    return report


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the checkout with real exports and reference values."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is missing: real exports and reference values lie there")
    return SHARED


def find_chromium() -> Path | None:
    """Return a Chromium: CHROMIUM names it, else the usual names are tried."""
    asked = os.environ.get("CHROMIUM")
    found = filter(None, map(shutil.which, (asked,) if asked else CHROMIUM_NAMES))
    return next((Path(each) for each in found), None)


@pytest.fixture(scope="session")
def chromium() -> Path:
    """A Chromium, or the test skips and says how to have one."""
    found = find_chromium()
    if found is None:
        names = os.environ.get("CHROMIUM") or ", ".join(CHROMIUM_NAMES)
        pytest.skip(f"no Chromium called {names}: install one, or let CHROMIUM name it")
    return found


def _once_per_run(tmp_path_factory: pytest.TempPathFactory, worker_id: str, name: str) -> Path:
    """Return a folder that all workers of this run share."""
    base = tmp_path_factory.getbasetemp()
    return (base if worker_id == "master" else base.parent) / name


@pytest.fixture(scope="session")
def demo_workspace(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The sample company, made and built once per run. Read it; copy it before changing it."""
    workspace = _once_per_run(tmp_path_factory, worker_id, "demo-workspace")
    done = workspace.with_suffix(".done")
    with FileLock(str(workspace.with_suffix(".lock"))):
        if not done.exists():
            shutil.rmtree(workspace, ignore_errors=True)
            workspace.mkdir(parents=True)
            command = ["demo", "--no-serve", "--workspace", str(workspace)]
            made = subprocess.run(
                [sys.executable, "-m", "dashboard.cli", *command],
                cwd=workspace,
                capture_output=True,
                text=True,
                check=False,
            )
            assert made.returncode == 0, f"{made.stdout}\n{made.stderr}"
            done.touch()
    return workspace
