"""What is due at a time goes to each reader once, from one snapshot, whatever came in between."""

from __future__ import annotations

import datetime as dt
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest

from dashboard import config as configs
from dashboard.config import Config
from dashboard.reports import deliver, journal, letters, orders, outbox, whole
from dashboard.reports.envelope import Letter
from dashboard.reports.outbox import Delivery, Order
from dashboard.reports.sending import Patience
from dashboard.snapshots import archive

CONFIG = """
[company]
name = "Elm"

[control_totals]
confirmed_by = "Ann"

[mail]
host = "localhost"
from = "reports@example.com"

[[report]]
name = "monday"
to = [{to}]
"""
DUE = "20261026T0700"


def now() -> dt.datetime:
    return dt.datetime(2026, 10, 26, 7, 0, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Answers:
    """As much of a report's material as says whether its reader knows it."""

    changes: None = None
    since: None = None
    is_known: bool = False


class Office:
    """A workspace whose snapshot is what the test says, with readers who come and go."""

    def __init__(self, workspace: Path) -> None:
        self.workspace = workspace
        self.name, self.identity = "2026-10-23", "first"

    def config(self, *readers: str) -> Config:
        to = ", ".join(f'"{each}@example.com"' for each in readers)
        (self.workspace / "gatecost.toml").write_text(CONFIG.format(to=to))
        return configs.load(self.workspace)

    def made(self, *_: object) -> SimpleNamespace:
        manifest = SimpleNamespace(identity=self.identity)
        snapshot = SimpleNamespace(
            name=self.name, manifest=manifest, folder=self.workspace, changes=lambda: None
        )
        return SimpleNamespace(
            snapshot=snapshot, material=Answers(), is_new=True, close=lambda: None
        )

    def prepare(self, *readers: str, occasion: str = "") -> dict[str, Delivery]:
        config = self.config(*readers)
        found = deliver.prepare(self.workspace, config, config.reports[0], now, occasion=occasion)
        return {each.order.target.partition("@")[0]: each for each in found.deliveries}

    def lying(self) -> list[tuple[str, str, str]]:
        return sorted(
            (each.order.target.partition("@")[0], each.order.snapshot, each.state)
            for each in outbox.all_of(self.workspace)
        )


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    found = Office(tmp_path)
    monkeypatch.setattr(deliver, "make", found.made)
    monkeypatch.setattr(letters, "letter", lambda *_: Letter("subject", found.identity))
    return found


def test_who_is_added_before_the_retry_makes_no_second_letter_for_the_others(office) -> None:
    first = office.prepare("ann", occasion=DUE)["ann"]
    deliver.settle(first, now, "sent", "250")
    office.name, office.identity = "2026-10-25", "newer exports"
    assert list(office.prepare("ann", "bob", occasion=DUE)) == ["ann"]
    assert office.lying() == [("ann", "2026-10-23", "sent")]
    assert list(office.prepare("ann", "bob", occasion="20261102T0700")) == ["ann", "bob"]
    assert outbox.snapshots_of(office.workspace, "monday") == ("2026-10-23", "2026-10-25")


def test_who_is_added_while_the_exports_are_the_same_gets_the_letter_of_the_others(office) -> None:
    deliver.settle(office.prepare("ann", occasion=DUE)["ann"], now, "sent", "250")
    found = office.prepare("ann", "bob", occasion=DUE)
    assert [each.state for each in found.values()] == ["sent", "prepared"]
    assert b"subject" in found["bob"].payload()
    assert office.lying() == [
        ("ann", "2026-10-23", "sent"),
        ("bob", "2026-10-23", "prepared"),
    ]


def test_a_mended_snapshot_under_the_name_of_the_old_one_is_sent(office) -> None:
    deliver.settle(office.prepare("ann")["ann"], now, "sent", "250")
    assert office.prepare("ann")["ann"].state == "sent"
    office.identity = "mended"
    assert office.prepare("ann")["ann"].state == "prepared"
    assert office.lying() == [("ann", "2026-10-23", "prepared"), ("ann", "2026-10-23", "sent")]


def test_the_letter_of_a_snapshot_that_was_replaced_no_longer_leaves(office, monkeypatch) -> None:
    found = office.prepare("ann")["ann"]
    deliver.settle(found, now, "failed", "451")
    office.identity = "mended"
    monkeypatch.setattr(archive, "read", lambda *_: office.made().snapshot)
    config = office.config("ann")
    fate = deliver.send_one(office.workspace, config, found, now, Patience(tries=1))
    assert fate.entry is not None
    assert fate.entry.state == "withdrawn"
    assert "another one made in its place" in fate.entry.said
    assert office.prepare("ann")["ann"].state == "prepared"


def test_what_was_sent_before_identities_were_kept_is_not_sent_again(office) -> None:
    config = office.config("ann")
    (old,) = orders.orders_of(config, config.reports[0], office.name, "", "")
    deliver.settle(outbox.prepare(office.workspace, old, lambda: b"", now), now, "sent", "250")
    assert office.prepare("ann")["ann"].state == "sent"
    assert orders.wanted_by(config, old) == config.reports[0]


def test_a_mended_letter_is_still_what_its_report_sends(office) -> None:
    found = office.prepare("ann", occasion=DUE)["ann"]
    config = office.config("ann")
    assert orders.wanted_by(config, found.order) == config.reports[0]


@pytest.mark.parametrize("occasion", ["", DUE])
def test_a_reader_who_comes_back_gets_the_letter_that_was_withdrawn(office, occasion) -> None:
    first = office.prepare("ann", "bob", occasion=occasion)["bob"]
    deliver.settle(first, now, "failed", "451")
    deliver.settle(first, now, "withdrawn", "no longer sent there")
    again = office.prepare("ann", "bob", occasion=occasion)["bob"]
    assert (again.name, again.state) == (first.name, "prepared")
    assert b"subject" in again.payload()
    states = [each.state for each in again.entries]
    assert states == ["prepared", "failed", "withdrawn", "prepared"]


def order(target: str) -> Order:
    return Order("monday", "2026-10-23", "mail", target, "all", "")


@pytest.mark.parametrize(("moment", "left"), [("before", 0), ("within", 2)])
def test_a_run_that_is_killed_leaves_the_letters_of_all_readers_or_of_none(
    tmp_path, monkeypatch, moment, left
) -> None:
    renamed, calls = Path.rename, []

    def rename(self: Path, target: Path) -> Path:
        calls.append(target)
        # The first one puts all in place, the next ones set them out.
        if len(calls) == (1 if moment == "before" else 3):
            raise KeyboardInterrupt
        return renamed(self, target)

    asked = [(order(f"{each}@example.com"), lambda: b"hello") for each in ("ann", "bob")]
    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", rename)
        with pytest.raises(KeyboardInterrupt):
            outbox.prepare_all(tmp_path, asked, now)
    found = outbox.all_of(tmp_path)
    assert [each.state for each in found] == ["prepared"] * left
    assert [each.payload() for each in found] == [b"hello"] * left
    assert len(outbox.prepare_all(tmp_path, asked, now)) == 2
    assert len(outbox.all_of(tmp_path)) == 2


def test_what_a_killed_run_of_the_same_number_left_is_in_nobodys_way(tmp_path) -> None:
    folder = outbox.folder_of(tmp_path)
    half = folder / f".making-{os.getpid()}-{order('ann@example.com').name}"
    half.mkdir(parents=True)
    (half / "payload").write_text("half")
    outbox.prepare(tmp_path, order("ann@example.com"), lambda: b"whole", now)
    assert not half.exists()
    assert [each.payload() for each in outbox.all_of(tmp_path)] == [b"whole"]


def test_runs_that_prepare_at_once_put_each_letter_there_once(tmp_path) -> None:
    asked = [(order(f"{each}@example.com"), lambda: b"hello") for each in ("ann", "bob")]
    with ThreadPoolExecutor(8) as pool:
        runs = [pool.submit(outbox.prepare_all, tmp_path, asked, now) for _ in range(8)]
    assert {len(each.result()) for each in runs} == {2}
    assert [len(each.entries) for each in outbox.all_of(tmp_path)] == [1, 1]
    hidden = [each.name for each in outbox.folder_of(tmp_path).glob(".*")]
    assert hidden == [".putting.lock"]


def held_once(workspace: Path) -> None:
    with journal.lock(workspace):
        pass


def test_the_folder_of_deliveries_is_private_from_its_first_use(office) -> None:
    config = office.config("ann")
    deliver.rehearse(office.workspace, config, config.reports[0], now)
    folder = outbox.folder_of(office.workspace)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for use in (
        lambda: office.prepare("ann"),
        lambda: held_once(office.workspace),
        lambda: whole.private(folder),
    ):
        folder.chmod(0o755)
        use()
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        for each in folder.iterdir():
            if each.is_dir():
                each.rename(office.workspace / f"gone-{each.name}")
