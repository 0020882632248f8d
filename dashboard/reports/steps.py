"""The steps of a scheduled report as they are: build, snapshot, letters, alerts."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from dashboard import build as building
from dashboard import config as configs
from dashboard.config import Alert, Config
from dashboard.reports import alert_log, deliver, outbox
from dashboard.reports.alert_log import Change
from dashboard.reports.deliver import Fate, Prepared
from dashboard.reports.envelope import Letter
from dashboard.reports.journal import waiting_after
from dashboard.reports.outbox import Delivery
from dashboard.reports.run import Clock, Delivered, Due
from dashboard.reports.sending import Patience
from dashboard.reports.watch import watch

# So long after a change of an alert its letters are looked for, should a run have broken off.
_MENDED = dt.timedelta(days=1)
# What was refused for good is tried again each day, in case it is mended, and so long at most.
_REFUSED_WAIT, _REFUSED_LAST = dt.timedelta(days=1), dt.timedelta(days=7)


@dataclass(frozen=True)
class Steps:
    """What a run does, by the clock it is given."""

    now: Clock
    patience: Patience = field(default_factory=Patience)

    def build(self, workspace: Path) -> None:
        """Build the warehouse from the exports as they are."""
        building.build(workspace)

    def prepare(self, workspace: Path, due: Due) -> Prepared:
        """Make the snapshot of a report and write all its letters, or find them written."""
        config = configs.load(workspace)
        occasion = f"{due.moment:%Y%m%dT%H%M}"
        return deliver.prepare(workspace, config, due.report, self.now, occasion=occasion)

    def send(self, workspace: Path, prepared: Prepared) -> Delivered:
        """Send these letters; what arrived before is left alone."""
        if prepared.is_skipped:
            return Delivered("nothing unusual since the last one, so it is not sent")
        return self._sent(workspace, configs.load(workspace), prepared.deliveries)

    def send_again(self, workspace: Path) -> Delivered | None:
        """Send what lies in the outbox and surely did not arrive; None where nothing does.

        Each failure makes the next try later, whoever tries. What is refused for good for a week is
        told a last time, and left to a person.
        """
        found = [
            each
            for each in outbox.all_of(workspace)
            if deliver.is_open(each) and self._may_try(each)
        ]
        if not found:
            return None
        fates = deliver.send_these(
            workspace, configs.load(workspace), found, self.now, self.patience
        )
        pairs = zip(found, fates, strict=True)
        return _delivered([self._abandoned(each, fate) for each, fate in pairs])

    def watch(self, workspace: Path, built: str | None, now: dt.datetime) -> Delivered | None:
        """Look at the alert rules and tell what began or ended; None where nothing did."""
        config = configs.load(workspace)
        if not config.alerts:
            return None
        changes = watch(workspace, config, _brief(workspace, built), now)
        last = alert_log.read(workspace).changes
        found = [
            letter
            for alert in config.alerts
            if alert.name in last and now - last[alert.name].at < _MENDED
            for letter in self._letters(workspace, config, alert, last[alert.name])
            if letter.state == "prepared"
        ]
        if not found:
            return None
        done = self._sent(workspace, config, found)
        told = "; ".join(each.said for each in changes)
        return Delivered(f"{told} Told: {done.said}" if told else done.said, done.is_all)

    def _letters(
        self, workspace: Path, config: Config, alert: Alert, change: Change
    ) -> list[Delivery]:
        """Return the letters of a change, written now where no run did."""
        parts = (change.said, alert.link or "", f"Alert {alert.name} of {config.company.name}.")
        text = "\n\n".join(filter(None, parts))
        found = Letter(subject=change.subject, text=f"{text}\n")
        return deliver.tell(workspace, config, alert, change.number, found, self.now)

    def _may_try(self, delivery: Delivery) -> bool:
        entries = delivery.entries
        last = dt.datetime.fromisoformat(entries[-1].at)
        if _refusals(delivery):
            return self.now() >= last + _REFUSED_WAIT
        failed = sum(each.state == "failed" for each in entries)
        # A run tries several times by itself before it gives up for a while.
        runs = -(-failed // self.patience.tries)
        return self.now() >= last + waiting_after(runs)

    def _abandoned(self, delivery: Delivery, fate: Fate) -> Fate:
        """Give up what was just refused for good as it was a week ago; return its fate."""
        refusals = _refusals(delivery)
        if not refusals or self.now() < refusals[0] + _REFUSED_LAST:
            return fate
        said = (
            f"{delivery.last.said}; for {_REFUSED_LAST.days} days, so it is tried no more. Mend "
            f"it, then: gatecost deliver --resend {delivery.name}"
        )
        return replace(fate, entry=deliver.settle(delivery, self.now, "abandoned", said))

    def _sent(self, workspace: Path, config: Config, found: Sequence[Delivery]) -> Delivered:
        return _delivered(deliver.send_these(workspace, config, found, self.now, self.patience))


def _delivered(fates: Sequence[Fate]) -> Delivered:
    return Delivered(deliver.said(fates), all(each.has_arrived for each in fates))


def _refusals(delivery: Delivery) -> list[dt.datetime]:
    """Return when it was refused for good, the last times in a row; none where it may pass."""
    tries = [each for each in delivery.entries if each.state != "sending"]
    row = itertools.takewhile(
        lambda each: each.state == "failed" and not each.is_passing, reversed(tries)
    )
    return [dt.datetime.fromisoformat(each.at) for each in row][::-1]


def _brief(workspace: Path, built: str | None) -> str | None:
    """Return a build's fault for a letter: no rows that a check found, no path of the machine."""
    if not built:
        return built
    said = built.splitlines()[0].removesuffix(", such as:")
    for folder in (workspace, workspace.resolve()):
        said = said.replace(f"{folder}/", "")
    return said if said.endswith(".") else f"{said}."
