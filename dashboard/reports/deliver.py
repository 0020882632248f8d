"""Deliver a report: its snapshot made, its letters put into the outbox whole, then sent.

What its readers may see is a limit, set by the access hook before anything is counted. Nothing
leaves before the control totals have been confirmed once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from dashboard import words
from dashboard.config import Alert, Config, Report
from dashboard.errors import ConfigError, DataError, unknown_name
from dashboard.measures.access import User
from dashboard.reports import outbox, posting, whole
from dashboard.reports.channels import HandingOver, UndeliveredError
from dashboard.reports.envelope import Letter
from dashboard.reports.letters import contents_of, had_by, mail_bytes
from dashboard.reports.orders import orders_of, wanted_by
from dashboard.reports.outbox import Channel, Clock, Delivery, Entry, Order, State
from dashboard.reports.sending import Patience, send
from dashboard.reports.slack_message import plain_message
from dashboard.reports.snapshot import Asked, Made, Told, make
from dashboard.snapshots import archive
from dashboard.snapshots.change import Changes

# What is sent by itself: all that surely did not arrive.
_OPEN: tuple[State, ...] = ("prepared", "sending", "failed")
_HELD = "held until the control totals are confirmed"
_VOID = "the config no longer sends it there, or limits its reader otherwise"
_REPLACED = "its snapshot was moved away and another one made in its place"
_REHEARSAL = "dry-run"
# By which name a message is opened to be looked at.
_FILES: Mapping[Channel, str] = {"mail": ".eml", "slack": ".json"}


@dataclass(frozen=True)
class Fate:
    """What became of one delivery: `entry` is its last word, None where another run has it."""

    order: Order
    name: str
    entry: Entry | None

    @property
    def has_arrived(self) -> bool:
        """Say whether nothing is left to do: it arrived, or must not be sent any more."""
        return self.entry is not None and self.entry.state in outbox.ENDED


@dataclass(frozen=True)
class Prepared:
    """A report whose letters lie in the outbox; none where nothing changed and none was wanted."""

    snapshot: str
    is_new: bool
    is_skipped: bool
    deliveries: tuple[Delivery, ...]


def is_open(delivery: Delivery) -> bool:
    """Say whether a delivery surely has not arrived, so that it is sent without being asked."""
    return delivery.state in _OPEN


def report_named(config: Config, name: str) -> Report:
    """Return a report of the config; ConfigError with the nearest name."""
    known = {each.name: each for each in config.reports}
    if name not in known:
        raise unknown_name("report", name, list(known))
    return known[name]


def check_confirmed(config: Config) -> None:
    """Refuse to send while nobody has confirmed the control totals; DataError."""
    if not _is_confirmed(config):
        raise DataError(
            "Nothing is sent: nobody has confirmed the control totals yet. Compare them with your "
            "own report on the Overview (or in `gatecost deliver --dry-run`), then write who did: "
            'confirmed_by = "..." under [control_totals] in gatecost.toml.'
        )


def _is_confirmed(config: Config) -> bool:
    return config.control_totals is not None and bool(config.control_totals.confirmed_by)


def prepare(
    workspace: Path,
    config: Config,
    report: Report,
    now: Clock,
    told: Told | None = None,
    occasion: str = "",
) -> Prepared:
    """Make a report's snapshot and put what goes out into the outbox; nothing is sent yet.

    `occasion` is the time it is due at: what a run prepared for it before it broke off is sent. Who
    was added since has the same snapshot while the exports are the same, else the next report.
    """
    check_confirmed(config)
    posting.check_secrets(config, report)
    due = orders_of(config, report, "", "", occasion) if occasion else []
    begun = tuple(outbox.those_of(workspace, due).values())
    if begun and len(begun) == len(due):
        return _as_begun(begun)
    with closing(make(workspace, asked_of(workspace, report), told)) as made:
        name, identity = made.snapshot.name, made.snapshot.manifest.identity
        if begun and begun[0].order.identity != identity:
            return _as_begun(begun)
        # What its readers have already tells them nothing new, whatever it told when they got it.
        is_quiet = _is_quiet(made.snapshot) or bool(had_by(workspace, report.name, made.snapshot))
        if not begun and report.skip_if_quiet and is_quiet:
            return Prepared(name, made.is_new, is_skipped=True, deliveries=())
        found = _put_in(workspace, config, report, made, now, occasion)
    return Prepared(name, made.is_new, is_skipped=False, deliveries=tuple(found))


def _as_begun(begun: tuple[Delivery, ...]) -> Prepared:
    return Prepared(begun[0].order.snapshot, is_new=False, is_skipped=False, deliveries=begun)


def _is_quiet(snapshot: archive.Snapshot) -> bool:
    """Say whether nothing changed beyond the usual; the first of its kind is always sent."""
    kept = snapshot.changes()
    return kept is not None and Changes.from_json(kept).is_quiet


def _put_in(
    workspace: Path, config: Config, report: Report, made: Made, now: Clock, occasion: str
) -> list[Delivery]:
    """Put in what is missing; what was prepared by an earlier run is sent as it was written."""
    name, identity = made.snapshot.name, made.snapshot.manifest.identity
    orders = orders_of(config, report, name, "", occasion, identity)
    there = outbox.those_of(workspace, orders)
    missing = [each for each in orders if each not in there]
    if not missing:
        return list(there.values())
    asked = list(contents_of(workspace, config, report, made, missing, now))
    there |= dict(zip(missing, outbox.prepare_all(workspace, asked, now), strict=True))
    return [there[each] for each in orders]


def rehearse(
    workspace: Path, config: Config, report: Report, now: Clock, told: Told | None = None
) -> list[Path]:
    """Write what would be sent into `deliveries/dry-run`, and return the files; nothing is sent."""
    folder = whole.private(outbox.folder_of(workspace)) / _REHEARSAL
    written = []
    with closing(make(workspace, asked_of(workspace, report), told)) as made:
        name, identity = made.snapshot.name, made.snapshot.manifest.identity
        orders = orders_of(config, report, name, "", "", identity)
        for order, payload in contents_of(workspace, config, report, made, orders, now):
            if order.channel not in _FILES:
                continue
            path = folder / f"{order.name}{_FILES[order.channel]}"
            path.parent.mkdir(exist_ok=True, mode=0o700)
            path.write_bytes(payload())
            written.append(path)
        # A folder or a store would get the snapshot as it is.
        written.append(made.snapshot.folder)
    return written


def asked_of(workspace: Path, report: Report) -> Asked:
    """Return what a report asks of its snapshot: what its readers may see is their limit.

    What has changed is told since the last one that was theirs: a report of each day must not take
    from the one of each week what it tells.
    """
    limits = {name: tuple(values) for name, values in report.where.items()}
    return Asked(
        only=report.only,
        pdf=report.pdf,
        user=User(report.name, limits) if limits else None,
        link=report.link,
        known=outbox.snapshots_of(workspace, report.name),
    )


def tell(
    workspace: Path, config: Config, alert: Alert, number: int, found: Letter, now: Clock
) -> list[Delivery]:
    """Put an alert into the outbox; `number` tells its changes apart. It is sent with the rest."""

    def written(order: Order) -> Callable[[], bytes]:
        if order.channel == "slack":
            return lambda: plain_message(found)
        return lambda: mail_bytes(config, found, order, now)

    return [
        outbox.prepare(workspace, order, written(order), now)
        for order in orders_of(config, alert, str(number), found.subject)
    ]


def send_open(
    workspace: Path,
    config: Config,
    now: Clock,
    patience: Patience,
    report: str | None = None,
) -> list[Fate]:
    """Send all that surely did not arrive yet, the first prepared first; of one report if named."""
    return [
        send_one(workspace, config, each, now, patience)
        for each in outbox.all_of(workspace)
        if is_open(each) and report in (None, each.order.report)
    ]


def send_these(
    workspace: Path, config: Config, found: Sequence[Delivery], now: Clock, patience: Patience
) -> list[Fate]:
    """Send these, as far as they have not arrived."""
    return [send_one(workspace, config, each, now, patience) for each in found]


def send_one(
    workspace: Path,
    config: Config,
    delivery: Delivery,
    now: Clock,
    patience: Patience,
    *,
    again: bool = False,
) -> Fate:
    """Send one delivery if it is still wanted and may leave, and return what became of it."""
    order, name = delivery.order, delivery.name
    if delivery.state in outbox.ENDED:
        return Fate(order, name, delivery.last)
    wanted = wanted_by(config, order)
    is_replaced = posting.is_replaced(workspace, order)
    if (wanted is None or is_replaced) and delivery.state in ("prepared", "failed"):
        why = _REPLACED if is_replaced else _VOID
        return Fate(order, name, settle(delivery, now, "withdrawn", why))
    if not _is_confirmed(config):
        return Fate(order, name, Entry(delivery.state, delivery.last.at, _HELD))

    def way(payload: bytes, handing_over: HandingOver) -> str:
        if wanted is None:
            raise UndeliveredError(_VOID, is_passing=False)
        try:
            found = posting.way_of(workspace, config, order, wanted)
        except ConfigError as error:
            # A secret that is missing keeps back what needs it, and nothing else.
            raise UndeliveredError(str(error), is_passing=False) from None
        return found(payload, handing_over)

    return Fate(order, name, send(delivery, way, now, patience, again=again))


def said(fates: Sequence[Fate]) -> str:
    """Say in one line what became of deliveries: 2 sent, 1 failed (refused: 550 no mailbox)."""
    states = [each.entry.state if each.entry else "in the hands of another run" for each in fates]
    parts = [f"{words.count(states.count(each))} {each}" for each in dict.fromkeys(states)]
    whys = [each.entry.said for each in fates if each.entry and not each.has_arrived]
    reasons = "; ".join(dict.fromkeys(filter(None, whys)))
    return f"{', '.join(parts) or 'nothing to send'}{f' ({reasons})' if reasons else ''}"


def settle(delivery: Delivery, now: Clock, state: State, said: str) -> Entry | None:
    """Write down how a delivery ended without being sent; None where another run has it."""
    with outbox.held(delivery, now) as journal:
        return journal.write(state, said) if journal else None
