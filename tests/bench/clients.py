"""Many readers at once: `python -m tests.bench.clients M --clients 16 --seconds 60`.

The real server over the benchmark's warehouse. Each client changes a filter every two seconds and
asks what a browser asks: the page (hero and cards: the refresh), then its further answers. Every
answer is worked out once more afterwards, alone and with nothing remembered, and must be the same.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import brotli
import polars as pl

from dashboard import answer, build, config
from dashboard.engine import publish
from dashboard.present.pages import PAGES
from dashboard.web import ahead
from dashboard.web.app import build_app, serve_desk
from dashboard.web.warehouse_desk import WarehouseDesk, desk_of
from tests.bench import world
from tests.bench.settled import settled

SECONDS_BETWEEN = 2.0
# As far back as the benchmark's leads go; the first is what a page opens with.
PERIODS = ("", "from=2026-04&to=2026-10", "from=2026-07&to=2026-10", "from=2025-10&to=2026-03")
PATHS = tuple(page.path for page in PAGES if page.built and page.measures and page.path != "/data")
LATE_KINDS = ("further", "late")
_WAITING = re.compile(r'"id":\{"kind":"(further|late)",(?:"page":"[^"]*",)?"of":"([a-z0-9_]+)"')
HEADERS = {"Content-Type": "application/json", "Accept-Encoding": "br"}


@dataclass
class Walk:
    """One reader's way through pages, periods and values of dimensions."""

    chance: random.Random
    path: str = "/"
    period: str = ""
    where: dict[str, str] = field(default_factory=dict)

    def step(self) -> str:
        """Change one thing, and return the address."""
        kind = self.chance.choice(("period", "page", "page", "add", "add", "change", "remove"))
        if kind == "page":
            self.path = self.chance.choice(PATHS)
        elif kind == "period":
            self.period = self.chance.choice(PERIODS)
        elif kind == "add" and len(self.where) < 3:
            name = self.chance.choice(sorted(world.DIMENSIONS.keys() - self.where.keys()))
            self.where[name] = self.chance.choice(world.DIMENSIONS[name])
        elif self.where:
            name = self.chance.choice(sorted(self.where))
            del self.where[name]
            if kind != "remove":
                self.where[name] = self.chance.choice(world.DIMENSIONS[name])
        chosen = [f"{name}={value}" for name, value in sorted(self.where.items())]
        return f"{self.path}?{'&'.join([*([self.period] if self.period else []), *chosen])}"


def main() -> None:
    """Serve, walk, compare, and print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", choices=sorted(world.SIZES))
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--folder", type=Path, help="a workspace that is built already")
    parser.add_argument("--calm", type=float, default=0.0, help="seconds before the first reader")
    parser.add_argument("--no-ahead", action="store_true", help="answer nothing ahead")
    parser.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.serve:
        _serve(asked.folder, asked.serve, is_ahead=not asked.no_ahead)
        return
    with tempfile.TemporaryDirectory() as scratch:
        workspace = asked.folder or Path(scratch)
        if publish.current_if_any(workspace) is None:
            world.write(workspace / "exports", asked.size)
            (workspace / config.FILE_NAME).write_text(world.config(), encoding="utf-8")
            build.build(workspace)
        _measure(asked, workspace)


def _serve(workspace: Path, port: int, *, is_ahead: bool) -> None:
    """Serve until told to end; then say what was remembered and what it took."""
    opener = desk_of(workspace)

    def end(*_: object) -> None:
        counts = vars(opener().memory.counts)
        print(json.dumps({**counts, "cpu_seconds": time.process_time()}), flush=True)
        os._exit(0)

    signal.signal(signal.SIGTERM, end)
    if is_ahead:
        ahead.start(opener)
    serve_desk(opener, "127.0.0.1", port)


@dataclass
class Seen:
    """What the clients got: seconds, faults, and the settled page of each address."""

    seconds: dict[str, list[float]] = field(
        default_factory=lambda: {"page": [], "further": [], "late": []}
    )
    faults: list[str] = field(default_factory=list)
    answers: list[tuple[str, bytes, dict[str, bytes]]] = field(default_factory=list)


def _measure(asked: argparse.Namespace, workspace: Path) -> None:
    port = 8700 + os.getpid() % 1000
    command = [sys.executable, "-m", "tests.bench.clients", asked.size, "--serve", str(port)]
    command += ["--folder", str(workspace), *(["--no-ahead"] if asked.no_ahead else [])]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        until_served(port)
        time.sleep(asked.calm)
        seen = Seen()
        ends = time.monotonic() + asked.seconds
        clients = [
            threading.Thread(target=_walk, args=(port, each, asked.clients, ends, seen))
            for each in range(asked.clients)
        ]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
    finally:
        server.send_signal(signal.SIGTERM)
        said, _ = server.communicate(timeout=60)
    _print(seen, json.loads(said.splitlines()[-1]), _differing(workspace, seen))


def until_served(port: int) -> None:
    """Wait until a server answers."""
    for _ in range(600):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("The server did not come up.")


def _walk(port: int, number: int, clients: int, ends: float, seen: Seen) -> None:
    walk = Walk(random.Random(number))
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    due = time.monotonic() + SECONDS_BETWEEN * number / clients
    while due < ends:
        time.sleep(max(0.0, due - time.monotonic()))
        view = walk.step()
        try:
            page = _asked(connection, "page", page_body(view), seen)
            seen.answers.append((view, page, _late(connection, view, page, seen)))
        except (OSError, http.client.HTTPException, AssertionError) as error:
            seen.faults.append(f"{view}: {error!r}")
            connection.close()
        due = max(due + SECONDS_BETWEEN, time.monotonic())


def _late(
    connection: http.client.HTTPConnection, view: str, page: bytes, seen: Seen
) -> dict[str, bytes]:
    """Ask what a page awaits, as the browser does: one request for all, one for each slow one."""
    found = late_of(brotli.decompress(page).decode())
    later = {}
    if found["further"]:
        body = further_body(view, found["further"])
        later["further"] = _asked(connection, "further", body, seen)
    for each in found["late"]:
        later[each] = _asked(connection, "late", late_body(view, each), seen)
    return later


def _asked(connection: http.client.HTTPConnection, kind: str, body: object, seen: Seen) -> bytes:
    began = time.perf_counter()
    connection.request("POST", "/_dash-update-component", json.dumps(body), HEADERS)
    response = connection.getresponse()
    read = response.read()
    seen.seconds[kind].append(time.perf_counter() - began)
    assert response.status == 200, f"{kind}: {response.status}"
    return read


def late_of(page: str) -> dict[str, list[str]]:
    """Return what a page awaits, by the kind of request."""
    found = _WAITING.findall(page)
    return {kind: [name for each, name in found if each == kind] for kind in LATE_KINDS}


def page_body(view: str) -> dict[str, object]:
    """Return what a browser asks when the address changes."""
    outputs = [{"id": each, "property": "children"} for each in ("menu", "page")]
    return {
        "output": "..menu.children...page.children..",
        "outputs": outputs,
        "inputs": [{"id": "view", "property": "data", "value": view}],
        "changedPropIds": ["view.data"],
    }


def further_body(view: str, names: list[str]) -> dict[str, object]:
    """Return what a browser asks once a page is there: all lines that are awaited together."""
    page = view.partition("?")[0]
    places = [{"kind": "further", "page": page, "of": each} for each in names]
    asks = {"kind": "further-view", "page": page}
    return {
        "output": '{"kind":"further","of":["ALL"],"page":["MATCH"]}.children',
        "outputs": [{"id": each, "property": "children"} for each in places],
        "inputs": [{"id": asks, "property": "data", "value": view}],
        "changedPropIds": [f'{{"kind":"further-view","page":"{page}"}}.data'],
    }


def late_body(view: str, name: str) -> dict[str, object]:
    """Return what a browser asks for one slow answer."""
    asks = {"kind": "late-view", "of": name}
    return {
        "output": '{"kind":"late","of":["MATCH"]}.children',
        "outputs": {"id": {"kind": "late", "of": name}, "property": "children"},
        "inputs": [{"id": asks, "property": "data", "value": view}],
        "state": [{"id": asks, "property": "id", "value": asks}],
        "changedPropIds": [f'{{"kind":"late-view","of":"{name}"}}.data'],
    }


def _differing(workspace: Path, seen: Seen) -> list[str]:
    """Return the addresses of which a client saw anything but what is found alone."""
    warehouse = answer.open_warehouse(workspace)
    alone: dict[str, object] = {}
    differing = []
    for view, page, later in seen.answers:
        if view not in alone:
            alone[view] = _alone(warehouse, view)
        if settled(brotli.decompress(page), map(brotli.decompress, later.values())) != alone[view]:
            differing.append(view)
    warehouse.close()
    return differing


def _alone(warehouse: answer.Warehouse, view: str) -> object:
    """Return the settled page of one reader whose desk remembers nothing."""
    desk = WarehouseDesk(warehouse)
    client = build_app(lambda: desk).server.test_client()

    def asked(body: object) -> bytes:
        return client.post("/_dash-update-component", json=body).data

    page = asked(page_body(view))
    awaited = late_of(page.decode())
    later = [asked(further_body(view, awaited["further"]))] if awaited["further"] else []
    later += [asked(late_body(view, each)) for each in awaited["late"]]
    return settled(page, later)


def _print(seen: Seen, told: dict[str, float], differing: list[str]) -> None:
    names = {"page": "refresh", "further": "further answers", "late": "slow answers"}
    for kind, name in names.items():
        times = pl.Series(seen.seconds[kind], dtype=pl.Float64)
        parts = [(q, times.quantile(q, "nearest") or 0.0) for q in (0.5, 0.95, 0.99)]
        said = ", ".join(f"p{q * 100:.0f} {seconds * 1000:.0f} ms" for q, seconds in parts)
        goal = " (p95 under 500)" if kind == "page" else ""
        print(f"{name:<20}{len(times)}: {said}{goal}")
    addresses = len({view for view, _, _ in seen.answers})
    print(f"addresses           {addresses} different ones of {len(seen.answers)}")
    share = told["remembered"] / max(told["asked"], 1)
    print(f"remembered          {share:.0%} of {told['asked']} answers; {told['ahead']} made ahead")
    print(f"server              {told['cpu_seconds']:.0f} s of CPU, start and ahead included")
    print(f"faults              {len(seen.faults)} {seen.faults[:3]}")
    print(f"other than alone    {len(differing)} {differing[:3]}")


if __name__ == "__main__":
    main()
