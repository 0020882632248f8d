"""The outbox `deliveries/` of a workspace: a folder for each thing that goes to one place.

It is written whole before the first try, and a journal in it says how far it got. `sending` is
written to disk before the other side can have all of it; so a journal that ends there, by a run
that was killed, says that nobody knows. Only the other side's word makes it `sent`.
"""

from __future__ import annotations

import datetime as dt
import errno
import fcntl
import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Literal

from dashboard.errors import ConfigError, GatecostError, did_you_mean

Channel = Literal["mail", "slack", "folder", "store"]
# `withdrawn`: the config no longer sends it there, or limits its reader otherwise.
State = Literal["prepared", "sending", "sent", "failed", "unknown", "withdrawn"]
ENDED: tuple[State, ...] = ("sent", "withdrawn")
Clock = Callable[[], dt.datetime]

_ABOUT, _PAYLOAD, _JOURNAL = "delivery.json", "payload", "journal.jsonl"
_MAKING = ".making-"
_NAME = re.compile(r"[a-z0-9][A-Za-z0-9_.-]{0,140}")


@dataclass(frozen=True)
class Order:
    """What goes where: `report` is the table of the config that asks for it.

    `target` is an address, the variable that holds a webhook, a folder or an address in a store.
    `terms` stand for what its reader may see: an order is void once the config says otherwise.
    `occasion` is the time it was due at, nothing where a person asked for it: exports that did not
    change for a week are told each Monday all the same.
    """

    report: str
    snapshot: str
    channel: Channel
    target: str
    terms: str
    title: str
    occasion: str = ""

    @property
    def name(self) -> str:
        """Return the name of its folder: the same order never has a second one."""
        digest = hashlib.sha256(f"{self.target}\n{self.terms}".encode()).hexdigest()[:8]
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
        return self.snapshot == asked.snapshot


@dataclass(frozen=True)
class Entry:
    """A line of a journal; `said` is the other side's word, or why there is none."""

    state: State
    at: str
    said: str = ""


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
    if not _NAME.fullmatch(order.name):
        raise ConfigError(f"{order.name!r} is no name of a delivery.")
    final = folder_of(workspace) / order.name
    if final.is_dir():
        return _read(final)
    try:
        _make(final, order, payload(), now)
    except OSError as error:
        raise GatecostError(
            f"{final.parent} cannot be written ({error.strerror}). Nothing was sent."
        ) from error
    return _read(final)


def _make(final: Path, order: Order, payload: bytes, now: Clock) -> None:
    final.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    clear(final.parent)
    making = final.with_name(f"{_MAKING}{os.getpid()}-{final.name}")
    making.mkdir(mode=0o700)
    about = json.dumps(asdict(order), ensure_ascii=False, indent=1)
    _write(making / _ABOUT, about.encode())
    _write(making / _PAYLOAD, payload)
    _write(making / _JOURNAL, _line(Entry("prepared", _stamp(now))))
    _sync(making)
    try:
        making.rename(final)
    except OSError as error:
        shutil.rmtree(making)
        # Another run has prepared the same in the meantime.
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
            raise
    _sync(final.parent)


def clear(folder: Path) -> None:
    """Remove what killed runs left behind unfinished."""
    for leftover in folder.glob(f"{_MAKING}*"):
        process = leftover.name.removeprefix(_MAKING).partition("-")[0]
        if process.isdigit() and int(process) != os.getpid() and not _is_running(int(process)):
            shutil.rmtree(leftover, ignore_errors=True)


def all_of(workspace: Path) -> list[Delivery]:
    """Return every delivery, the first prepared first."""
    folder = folder_of(workspace)
    if not folder.is_dir():
        return []
    whole = (each for each in folder.iterdir() if not each.name.startswith(_MAKING))
    found = [_read(each) for each in whole if (each / _ABOUT).is_file()]
    return sorted(found, key=lambda each: (each.entries[0].at, each.name))


def snapshots_of(workspace: Path, report: str) -> tuple[str, ...]:
    """Return the snapshots that the readers of a report got, or are to get."""
    theirs = (each for each in all_of(workspace) if each.order.report == report)
    kept = (each.order.snapshot for each in theirs if each.state != "withdrawn")
    return tuple(dict.fromkeys(kept))


def those_of(workspace: Path, orders: Sequence[Order]) -> list[Delivery]:
    """Return the deliveries that serve orders, if all of them are in the outbox; else none."""
    known = all_of(workspace)
    found = [next((one for one in known if one.order.serves(each)), None) for each in orders]
    served = [each for each in found if each is not None]
    return served if len(served) == len(orders) else []


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

    def write(self, state: State, said: str = "") -> Entry:
        """Add a line; it is on the disk when this returns."""
        entry = Entry(state, _stamp(self._now), " ".join(said.split()))
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


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
