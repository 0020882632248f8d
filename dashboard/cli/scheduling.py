"""The command that makes reports at the times of the config, or says when they are due."""

from __future__ import annotations

import argparse
import datetime as dt
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from dashboard import config as configs
from dashboard import words
from dashboard.cli import printing
from dashboard.config import Config, Report
from dashboard.reports import journal, timers
from dashboard.reports.journal import Entry
from dashboard.reports.times import next_due


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def schedule(asked: argparse.Namespace) -> int:
    """Make what is due, once or whenever it is; or print the times."""
    config = configs.load(asked.workspace)
    if asked.list:
        printing.plain_table(_listed(asked.workspace, config, _now()))
        return 0
    # These take a while to load, and a list needs none of them.
    from dashboard.reports.run import run_due  # noqa: PLC0415
    from dashboard.reports.schedule import check, serve  # noqa: PLC0415
    from dashboard.reports.steps import Steps  # noqa: PLC0415

    check(config)
    if asked.print:
        workspace, today = asked.workspace.resolve(), _now().date()
        printing.text(timers.printed(asked.print, config, workspace, _program(), today))
        return 0
    if asked.once:
        return run_due(asked.workspace, Steps(_now), _now, printing.aside)

    def say(text: str) -> None:
        local = _now().astimezone(config.company.zone)
        printing.text(f"{local:%Y-%m-%d %H:%M %Z}  {text}")
        sys.stdout.flush()

    say(f"Running; stop with Ctrl+C. {_next_of_all(config, _now())}")
    serve(asked.workspace, Steps(_now), _now, say)
    return 0


def _program() -> str:
    """Return the path of gatecost: another scheduler knows no search path of ours."""
    beside = Path(sys.executable).with_name("gatecost")
    return str(beside) if beside.is_file() else shutil.which("gatecost") or "gatecost"


def _next_of_all(config: Config, now: dt.datetime) -> str:
    times = [due for report in config.reports for due in report.due]
    found = next_due(times, config.company.zone, now)
    return f"Next: {_shown(found, config)}." if found else "No report has a time."


def _listed(workspace: Path, config: Config, now: dt.datetime) -> list[dict[str, object]]:
    """Return for each report its times, the next of them, and what became of the last."""
    entries = journal.read(workspace)
    return [
        {
            "report": report.name,
            "at": "; ".join(map(str, report.due)) or "by hand",
            "next": _shown(next_due(report.due, config.company.zone, now), config),
            "last": _last(entries, report, config, now),
        }
        for report in config.reports
    ]


def _last(entries: Sequence[Entry], report: Report, config: Config, now: dt.datetime) -> str:
    owed = journal.outstanding(entries, report, config.company.zone, now)
    own = [each for each in entries if each.report == report.name and each.due is not None]
    if owed is None:
        ended = [each for each in own if each.kind == "ended"]
        return f"{_shown(ended[-1].due, config)}: {ended[-1].text}" if ended else "never yet"
    failed = [each.text for each in own if each.due == owed and each.kind == "failed"]
    why = f"not made: {failed[-1]}" if failed else "not made yet"
    return f"{_shown(owed, config)}: {why}"


def _shown(moment: dt.datetime | None, config: Config) -> str:
    if moment is None:
        return "-"
    local = moment.astimezone(config.company.zone)
    return f"{local:%a} {words.date(local.date())}, {local:%H:%M %Z}"
