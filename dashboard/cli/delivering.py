"""The command that delivers reports, and tells what became of each delivery."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from dashboard import config as configs
from dashboard.cli import printing
from dashboard.config import Config, Report
from dashboard.errors import ConfigError
from dashboard.reports import deliver as delivering
from dashboard.reports import outbox
from dashboard.reports.deliver import Fate
from dashboard.reports.outbox import Delivery
from dashboard.reports.sending import Patience

# The exit code where something has not arrived.
_WARNINGS = 4
_BUSY = "another run has it in hand"


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def deliver(asked: argparse.Namespace) -> int:
    """Deliver reports, or do one of the things that deliveries can be asked."""
    if asked.list:
        return _list(asked.workspace)
    if asked.arrived:
        return _arrived(asked.workspace, asked.arrived)
    config = configs.load(asked.workspace)
    if asked.resend:
        return _resend(asked.workspace, config, asked.resend)
    reports = _reports(config, asked.report)
    if asked.dry_run:
        return _dry_run(asked.workspace, config, reports)
    return _deliver(asked.workspace, config, reports)


def _reports(config: Config, names: Sequence[str]) -> list[Report]:
    if not config.reports:
        raise ConfigError("There is no [[report]] in gatecost.toml. Add one: name, and to.")
    if not names:
        return list(config.reports)
    return [delivering.report_named(config, each) for each in dict.fromkeys(names)]


def _deliver(workspace: Path, config: Config, reports: Sequence[Report]) -> int:
    """Prepare every report, then send what has not arrived, that of earlier runs included."""
    settled: list[Fate] = []
    for report in reports:
        with printing.steps() as told:
            prepared = delivering.prepare(workspace, config, report, _now, told)
        if prepared.is_skipped:
            printing.aside(f"{report.name}: nothing unusual since the last one; it is not sent.")
        settled += [_as_it_is(each) for each in prepared.deliveries if not delivering.is_open(each)]
    fates = delivering.send_open(workspace, config, _now, Patience())
    return _told([*settled, *fates])


def _as_it_is(delivery: Delivery) -> Fate:
    return Fate(delivery.order, delivery.name, delivery.last)


def _dry_run(workspace: Path, config: Config, reports: Sequence[Report]) -> int:
    """Write what would be sent into a folder, and send nothing."""
    for report in reports:
        with printing.steps() as told:
            written = delivering.rehearse(workspace, config, report, _now, told)
        for path in written:
            printing.text(str(path))
    printing.aside("Nothing was sent: this was a dry run.")
    return 0


def _list(workspace: Path) -> int:
    """Print every delivery of the workspace, the oldest first."""
    printing.plain_table([_line(_as_it_is(each)) for each in outbox.all_of(workspace)])
    return 0


def _resend(workspace: Path, config: Config, name: str) -> int:
    """Send one delivery on a person's word, also one that may have arrived."""
    found = outbox.named(workspace, name)
    if found.state == "withdrawn":
        raise ConfigError(
            f"{name} was withdrawn and its letter removed. Where the config sends it there again, "
            f"`gatecost deliver --report {found.order.report}` writes it anew."
        )
    return _told([delivering.send_one(workspace, config, found, _now, Patience(), again=True)])


def _arrived(workspace: Path, name: str) -> int:
    """Write down that a delivery arrived, on a person's word."""
    found = outbox.named(workspace, name)
    entry = delivering.settle(found, _now, "sent", "told by a person that it arrived")
    return _told([Fate(found.order, found.name, entry)])


def _told(fates: Sequence[Fate]) -> int:
    """Print what became of deliveries; return the exit code."""
    if fates:
        printing.plain_table([_line(each) for each in fates])
    else:
        printing.aside("There was nothing to send.")
    return 0 if all(each.has_arrived for each in fates) else _WARNINGS


def _line(fate: Fate) -> dict[str, object]:
    entry = fate.entry
    return {
        "delivery": fate.name,
        "to": fate.order.target,
        "state": entry.state if entry else "held",
        "at": entry.at.replace("+00:00", "Z") if entry else "",
        "said": entry.said if entry else _BUSY,
    }
