"""Slack, a folder and a store: what arrives, what surely did not, and what nobody knows."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from dashboard.errors import ConfigError
from dashboard.reports.channels import UnclearError, UndeliveredError, folder, slack, store
from tests.warehouses.object_store import KEY, SECRET, serving

BODY = json.dumps({"text": "Elm went silent – “too small”"}).encode()
TOKEN = "T0001/B0002/aVerySecretToken"


class Hook(ThreadingHTTPServer):
    """A webhook that answers as planned: a status, with seconds to wait, or by breaking off."""

    daemon_threads = True

    def __init__(self, *plan: tuple[int, str] | str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.plan = list(plan)
        self.posted: list[bytes] = []
        self.asked = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/services/{TOKEN}"


class _Handler(BaseHTTPRequestHandler):
    server: Hook

    def do_POST(self) -> None:
        self.server.asked += 1
        step = self.server.plan.pop(0) if self.server.plan else (200, "")
        if step == "break before":
            self.connection.close()
            return
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if step == "silence":
            time.sleep(1.5)
        if isinstance(step, str):
            self.connection.close()
            return
        status, after = step
        if status == 200:
            self.server.posted.append(body)
        said = b"ok" if status == 200 else f"no_service {self.path}".encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(said)))
        if after:
            self.send_header("Retry-After", after)
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def hook(*plan: tuple[int, str] | str) -> Iterator[Hook]:
    server = Hook(*plan)
    # A connection that is closed while its answer is awaited is part of the plan.
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def post(server: Hook, *, timeout: float = 0.5) -> str:
    webhook = slack.webhook_of(server.address, "SLACK", timeout)
    return slack.post(webhook, BODY, lambda: None)


def test_a_message_arrives_whole() -> None:
    with hook() as server:
        assert post(server) == "200 ok"
    assert server.posted == [BODY]


@pytest.mark.parametrize(
    ("status", "after", "is_passing", "wait"),
    [
        (429, "30", True, 30.0),
        (500, "", True, None),
        (503, "soon", True, None),
        (403, "", False, None),
        (404, "", False, None),
    ],
)
def test_a_refusal_says_whether_to_try_again_and_when(status, after, is_passing, wait) -> None:
    with hook((status, after)) as server, pytest.raises(UndeliveredError) as caught:
        post(server)
    assert (caught.value.is_passing, caught.value.after) == (is_passing, wait)
    assert str(status) in str(caught.value)
    assert server.posted == []


def test_nothing_that_is_told_holds_the_address() -> None:
    with hook((403, "")) as server, pytest.raises(UndeliveredError) as caught:
        post(server)
    assert "aVerySecretToken" not in str(caught.value)
    assert "aVerySecretToken" not in repr(slack.webhook_of(server.address, "SLACK", 1.0))
    with pytest.raises(ConfigError, match="SLACK holds no address of a webhook") as fault:
        slack.webhook_of(f"http://hooks.example.com/{TOKEN}", "SLACK", 1.0)
    assert "aVerySecretToken" not in str(fault.value)


@pytest.mark.parametrize("step", ["break", "silence", (502, ""), (504, "")])
def test_without_the_servers_own_word_nobody_knows(step) -> None:
    with hook(step) as server, pytest.raises(UnclearError):
        post(server)


def test_a_server_that_is_not_there_may_be_there_later() -> None:
    with hook() as server:
        pass
    with pytest.raises(UndeliveredError) as caught:
        post(server)
    assert caught.value.is_passing


def snapshot(tmp_path: Path, text: str = "report") -> Path:
    found = tmp_path / "snapshots" / "2026-10-23"
    (found / "rows").mkdir(parents=True, exist_ok=True)
    (found / "report.html").write_text(text)
    (found / "rows" / "deals.csv").write_text("id\n1\n")
    (found / "manifest.json").write_text(json.dumps({"files": text}))
    return found


def content(folder_of: Path) -> dict[str, bytes]:
    return {
        each.relative_to(folder_of).as_posix(): each.read_bytes()
        for each in folder_of.rglob("*")
        if each.is_file()
    }


def test_a_folder_gets_the_whole_snapshot_once(tmp_path: Path) -> None:
    made, target = snapshot(tmp_path), tmp_path / "sent" / "europe"
    assert folder.copy(made, target, lambda: None) == f"copied to {target / made.name}"
    assert content(target / made.name) == content(made)
    assert folder.copy(made, target, lambda: None).startswith("was there already")
    assert [each.name for each in target.iterdir()] == [made.name]


def test_a_copy_that_was_cut_off_is_no_snapshot_and_goes(tmp_path: Path) -> None:
    made, target = snapshot(tmp_path), tmp_path / "sent"

    def killed() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        folder.copy(made, target, killed)
    assert list(target.iterdir()) == []
    (target / f".copying-1-{made.name}").mkdir()
    folder.copy(made, target, lambda: None)
    assert [each.name for each in target.iterdir()] == [made.name]


def test_another_snapshot_of_that_name_is_not_written_over(tmp_path: Path) -> None:
    made, target = snapshot(tmp_path), tmp_path / "sent"
    folder.copy(made, target, lambda: None)
    snapshot(tmp_path, "another")
    with pytest.raises(UndeliveredError, match="nothing is written over"):
        folder.copy(made, target, lambda: None)
    assert (target / made.name / "report.html").read_text() == "report"


def test_a_folder_that_cannot_be_made_says_why(tmp_path: Path) -> None:
    (tmp_path / "sent").write_text("a file")
    with pytest.raises(UndeliveredError, match="cannot be written"):
        folder.copy(snapshot(tmp_path), tmp_path / "sent", lambda: None)


@pytest.fixture
def bucket(monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_ENDPOINT_URL", "AWS_REGION"):
        monkeypatch.delenv(name, raising=False)
    with serving("reports") as found:
        yield found


def place(bucket, **more) -> store.Place:
    given = {"endpoint": bucket.endpoint, "key": KEY, "secret": SECRET, "timeout": 5.0}
    return store.Place("s3://reports/europe", **{**given, **more})


def test_a_store_gets_every_file_and_the_manifest_last(tmp_path, bucket) -> None:
    made = snapshot(tmp_path)
    assert store.put(made, place(bucket), lambda: None) == "put to s3://reports/europe/2026-10-23"
    assert bucket.objects == {f"europe/2026-10-23/{k}": v for k, v in content(made).items()}
    puts = [path for command, path in bucket.requests if command == "PUT"]
    assert puts[-1].endswith("/manifest.json")
    assert store.put(made, place(bucket), lambda: None).startswith("was there already")
    assert len([command for command, _ in bucket.requests if command == "PUT"]) == 3


def test_a_store_that_refuses_is_asked_again_and_gets_the_rest(tmp_path, bucket) -> None:
    made = snapshot(tmp_path)
    bucket.refused = [503]
    with pytest.raises(UndeliveredError) as caught:
        store.put(made, place(bucket), lambda: None)
    assert caught.value.is_passing
    store.put(made, place(bucket), lambda: None)
    assert len(bucket.objects) == 3


def test_wrong_keys_are_told_without_the_keys(tmp_path, bucket) -> None:
    with pytest.raises(UndeliveredError) as caught:
        store.put(snapshot(tmp_path), place(bucket, key="WRONG", secret="tell-nobody"), print)
    assert "tell-nobody" not in str(caught.value) + repr(place(bucket, secret="tell-nobody"))
    assert bucket.objects == {}
