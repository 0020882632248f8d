"""What each order of a report sends: its letter, its message, and no old news as new."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from dashboard.config import Config, Report
from dashboard.errors import ConfigError
from dashboard.reports import outbox
from dashboard.reports.envelope import Letter, as_mail
from dashboard.reports.mail import letter
from dashboard.reports.material import Material
from dashboard.reports.outbox import Channel, Clock, Order
from dashboard.reports.slack_message import report_message
from dashboard.reports.snapshot import Made
from dashboard.snapshots import archive
from dashboard.snapshots.archive import Snapshot

Content = tuple[Order, Callable[[], bytes]]
# Where something goes.
_Place = tuple[Channel, str]


def had_by(workspace: Path, report: str, snapshot: Snapshot) -> frozenset[_Place]:
    """Return where a report has this very snapshot already: to them nothing in it is new."""
    identities = ("", snapshot.manifest.identity)
    return frozenset(
        (order.channel, order.target)
        for each in outbox.all_of(workspace)
        if (order := each.order).report == report
        and order.snapshot == snapshot.name
        and order.identity in identities
        and each.state != "withdrawn"
    )


def contents_of(
    workspace: Path,
    config: Config,
    report: Report,
    made: Made,
    orders: Sequence[Order],
    now: Clock,
) -> Iterator[Content]:
    """Yield what each order sends, under its title: nothing for a folder, which gets the files."""
    had = had_by(workspace, report.name, made.snapshot)
    letters = functools.cache(lambda known: letter_of(made, report, is_known=known))
    for order in orders:
        is_known = (order.channel, order.target) in had
        found = letters(is_known)
        titled = replace(order, title=found.subject)
        yield titled, _payload(config, titled, found, _material(made, is_known=is_known), now)


def letter_of(made: Made, report: Report, *, is_known: bool = False) -> Letter:
    """Return the letter of a report, with the PDF where it is asked for."""
    found, snapshot = letter(_material(made, is_known=is_known), report.name), made.snapshot
    if not report.pdf:
        return found
    name = f"report-{snapshot.manifest.as_of_date}.pdf"
    return replace(found, attached={name: snapshot.read(archive.PDF)})


def _material(made: Made, *, is_known: bool) -> Material:
    """Return what is told: to who knows the snapshot, that nothing has changed since."""
    told = made.material
    return replace(told, changes=None, since=None, is_known=True) if is_known else told


def _payload(
    config: Config, order: Order, found: Letter, told: Material, now: Clock
) -> Callable[[], bytes]:
    def written() -> bytes:
        if order.channel == "slack":
            return report_message(told, order.report)
        return mail_bytes(config, found, order, now) if order.channel == "mail" else b""

    return written


def mail_bytes(config: Config, found: Letter, order: Order, now: Clock) -> bytes:
    """Return a letter as the mail of an order."""
    if config.mail is None:
        raise ConfigError("There is no [mail]. Add one.")
    return as_mail(found, config.mail.sender, order.target, order.name, now())
