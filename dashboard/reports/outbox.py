"""The outbox `deliveries/` of a workspace: a folder for each thing that goes to one place.

It is written whole before the first try, and a journal in it says how far it got. `sending` is
written to disk before the other side can have all of it; so a journal that ends there, by a run
that was killed, says that nobody knows. Only the other side's word makes it `sent`.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Literal

from dashboard.errors import ConfigError, GatecostError, did_you_mean
from dashboard.reports import whole

Channel = Literal["mail", "slack", "folder", "store"]
# `withdrawn`: the config no longer sends it there, or limits its reader otherwise. `abandoned`: it
# was refused for good for so long that only a person has it tried again.
State = Literal["prepared", "sending", "sent", "failed", "unknown", "withdrawn", "abandoned"]
ENDED: tuple[State, ...] = ("sent", "withdrawn")
Clock = Callable[[], dt.datetime]

_ABOUT, _PAYLOAD, _JOURNAL = "delivery.json", "payload", "journal.jsonl"
_NAME = re.compile(r"[a-z0-9][A-Za-z0-9_.-]{0,140}")


@dataclass(frozen=True)
class Order:
    """What goes where: `report` is the table of the config that asks for it.

    `target` is an address, the variable that holds a webhook, a folder or an address in a store.
    `terms` stand for what its reader may see: an order is void once the config says otherwise.
    `occasion` is the time it was due at, nothing where a person asked for it: exports that did not
    change for a week are told each Monday all the same. `identity` is what the snapshot was made
    from: one that took the place of another is another order.
    """

    report: str
    snapshot: str
    channel: Channel
    target: str
    terms: str
    title: str
    occasion: str = ""
    identity: str = ""

    @property
    def name(self) -> str:
        """Return the name of its folder: the same order never has a second one."""
        told = "\n".join(filter(None, (self.target, self.terms, self.identity)))
        digest = hashlib.sha256(told.encode()).hexdigest()[:8]
        due = f".{self.occasion}" if self.occasion else ""
        return f"{self.report}.{self.snapshot}{due}.{self.channel}-{digest}"

    def serves(self, asked: Order) -> bool:
        """Say whether who asks for that order has it in this one.

        What is due at a time is served once, whatever snapshot it was; who asks without a time has
        each snapshot once.
        """
        alike = (self.report, self.channel, self.target, self.terms)
        if alike != (asked.report, asked.channel, asked.target, asked.terms):
            return False
        if asked.occasion:
            return self.occasion == asked.occasion
        # What was sent before identities were kept is known by its name alone.
        is_same = self.identity in ("", asked.identity)
        return is_same and self.snapshot == asked.snapshot


@dataclass(frozen=True)
class Entry:
    """A line of a journal; `said` is the other side's word, or why there is none.

    `is_passing`: what failed may be otherwise the next time.
    """

    state: State
    at: str
    said: str = ""
    is_passing: bool = True


@dataclass(frozen=True)
class Delivery:
    """One delivery of the outbox."""

    folder: Path
    order: Order

    @property
    def name(self) -> str:
        """Return its name, by which a person may ask for it."""
        return self.folder.name

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Return its journal, the oldest line first; a line that was cut off does not count."""
        return tuple(_entries((self.folder / _JOURNAL).read_bytes()))

    @property
    def last(self) -> Entry:
        """Return how far it got."""
        return self.entries[-1]

    @property
    def state(self) -> State:
        """Return how far it got, in one word."""
        return self.last.state

    def payload(self) -> bytes:
        """Return what is sent; nothing where it is the snapshot's own files."""
        return (self.folder / _PAYLOAD).read_bytes()


def folder_of(workspace: Path) -> Path:
    """Return the folder of a workspace's deliveries."""
    return workspace / "deliveries"


def prepare(workspace: Path, order: Order, payload: Callable[[], bytes], now: Clock) -> Delivery:
    """Put an order into the outbox, whole or not at all; return what is there if it is already."""
    return prepare_all(workspace, [(order, payload)], now)[0]


def prepare_all(
    workspace: Path, asked: Iterable[tuple[Order, Callable[[], bytes]]], now: Clock
) -> list[Delivery]:
    """Put orders into the outbox, all of them or none; those that are there already stay.

    One that was withdrawn is written anew, and its journal goes on.
    """
    folder, orders = folder_of(workspace), []
    written: dict[str, tuple[Order, bytes]] = {}
    for order, payload in asked:
        if not _NAME.fullmatch(order.name):
            raise ConfigError(f"{order.name!r} is no name of a delivery.")
        orders.append(order)
        if not _is_there(folder / order.name):
            written[order.name] = (order, payload())
    try:
        if written:
            _put(folder, written, now)
    except OSError as error:
        raise GatecostError(
            f"{folder} cannot be written ({error.strerror}). Nothing was sent."
        ) from error
    return [_read(folder / each.name) for each in orders]


def _put(folder: Path, written: dict[str, tuple[Order, bytes]], now: Clock) -> None:
    with whole.held(whole.private(folder)):
        # Another run may have prepared the same in the meantime.
        new = {name: each for name, each in written.items() if not _is_there(folder / name)}
        whole.put(folder, {name: _files(folder / name, *each, now) for name, each in new.items()})


def _is_there(final: Path) -> bool:
    return final.is_dir() and _read(final).state != "withdrawn"


def _files(final: Path, order: Order, payload: bytes, now: Clock) -> dict[str, bytes]:
    before = b"".join(map(_line, _read(final).entries)) if final.is_dir() else b""
    return {
        _ABOUT: json.dumps(asdict(order), ensure_ascii=False, indent=1).encode(),
        _PAYLOAD: payload,
        _JOURNAL: before + _line(Entry("prepared", _stamp(now))),
    }


def all_of(workspace: Path) -> list[Delivery]:
    """Return every delivery, the first prepared first."""
    folder = folder_of(workspace)
    if not folder.is_dir():
        return []
    whole.settle(folder)
    # What a name hides is no delivery yet.
    shown = (each for each in folder.iterdir() if not each.name.startswith("."))
    found = [_read(each) for each in shown if (each / _ABOUT).is_file()]
    return sorted(found, key=lambda each: (each.entries[0].at, each.name))


def snapshots_of(workspace: Path, report: str) -> tuple[str, ...]:
    """Return the snapshots that the readers of a report got, or are to get."""
    theirs = (each for each in all_of(workspace) if each.order.report == report)
    kept = (each.order.snapshot for each in theirs if each.state != "withdrawn")
    return tuple(dict.fromkeys(kept))


def those_of(workspace: Path, orders: Sequence[Order]) -> dict[Order, Delivery]:
    """Return for each order the delivery that serves it, where there is one.

    What was withdrawn serves nobody: an order that comes back is wanted again.
    """
    known = [each for each in all_of(workspace) if each.state != "withdrawn"]
    pairs = (
        (each, next((one for one in known if one.order.serves(each)), None)) for each in orders
    )
    return {order: found for order, found in pairs if found is not None}


def named(workspace: Path, name: str) -> Delivery:
    """Return one delivery; ConfigError with the nearest name."""
    known = {each.name: each for each in all_of(workspace)}
    if name not in known:
        near = did_you_mean(name, known)
        raise ConfigError(
            f"There is no delivery called {name!r}.{near} `gatecost deliver --list` has them all."
        )
    return known[name]


class Journal:
    """The journal of a delivery that this run alone holds."""

    def __init__(self, delivery: Delivery, file: IO[bytes], now: Clock) -> None:
        self.delivery = delivery
        self._file = file
        self._now = now

    def write(self, state: State, said: str = "", *, is_passing: bool = True) -> Entry:
        """Add a line; it is on the disk when this returns."""
        entry = Entry(state, _stamp(self._now), " ".join(said.split()), is_passing)
        begun = self._file.seek(0, os.SEEK_END)
        self._file.seek(begun - 1)
        cut_off = b"" if self._file.read(1) == b"\n" else b"\n"
        self._file.write(cut_off + _line(entry))
        self._file.flush()
        os.fsync(self._file.fileno())
        if state in ENDED:
            # What has arrived, or must not, need not lie about: it may name accounts.
            (self.delivery.folder / _PAYLOAD).unlink(missing_ok=True)
        return entry


@contextmanager
def held(delivery: Delivery, now: Clock) -> Iterator[Journal | None]:
    """Hold a delivery for this run alone; None where another run has it in hand."""
    with (delivery.folder / _JOURNAL).open("rb+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
            return
        yield Journal(delivery, file, now)


def _read(folder: Path) -> Delivery:
    try:
        about = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))
        found = Delivery(folder, Order(**about))
        if found.entries:
            return found
    except (OSError, ValueError, TypeError) as error:
        raise _damaged(folder) from error
    raise _damaged(folder)


def _damaged(folder: Path) -> GatecostError:
    return GatecostError(
        f"{folder} cannot be read. Find out whether it arrived, then move this folder away."
    )


def _entries(written: bytes) -> Iterator[Entry]:
    for line in written.split(b"\n")[:-1]:
        try:
            yield Entry(**json.loads(line))
        except (ValueError, TypeError):
            continue


def _line(entry: Entry) -> bytes:
    return json.dumps(asdict(entry), ensure_ascii=False).encode() + b"\n"


def _stamp(now: Clock) -> str:
    return now().astimezone(dt.UTC).isoformat(timespec="seconds")
