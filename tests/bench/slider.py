"""Readers of the gate at work: `python -m tests.bench.slider M --clients 16 --seconds 60`.

The real server over the benchmark's warehouse. All clients open the page of the gate; from then on,
each second, one moves the slider by a few steps and lets it rest, and every fifth time it types
another price, of which nothing is remembered. Another horizon (`--horizons`) counts people anew and
is no matter of score bins. A step must say what it says to a reader who is alone.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import brotli
import polars as pl

from dashboard import answer
from dashboard.web.app import build_app
from dashboard.web.line_slider import MEASURE
from dashboard.web.warehouse_desk import WarehouseDesk
from tests.bench.clients import HEADERS, further_body, late_of, page_body, until_served

SECONDS_BETWEEN = 1.0
STEPS = 4
ASSUMES_EVERY = 5
TARGET_MS = 300
LINES = tuple(range(40, 81))
# What is typed, and between what; few readers of a page agree on a number.
TYPED = {"hour_cost": (40, 200), "margin": (0.2, 0.9), "spare_hours": (500, 9000)}
HORIZONS = (90, 364)
KINDS = {
    "step": "a step of the slider",
    "rest": "the page where it rests",
    "assumed": "another assumption",
    "horizon": "another horizon",
    "further": "its further answers",
}


@dataclass
class Seen:
    """What the clients got: seconds by kind, faults, and the words of each step."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    faults: list[str] = field(default_factory=list)
    steps: dict[str, bytes] = field(default_factory=dict)


@dataclass
class Reader:
    """One reader with a connection of their own, and what they assume by now."""

    connection: http.client.HTTPConnection
    seen: Seen
    chance: random.Random
    assumed: dict[str, str] = field(default_factory=dict)

    def ask(self, kind: str, body: object) -> bytes:
        """Ask the server one thing, and keep how long it took."""
        began = time.perf_counter()
        self.connection.request("POST", "/_dash-update-component", json.dumps(body), HEADERS)
        response = self.connection.getresponse()
        read = response.read()
        if kind in self.seen.seconds:
            self.seen.seconds[kind].append(time.perf_counter() - began)
        assert response.status == 200, f"{kind}: {response.status}"
        return brotli.decompress(read)

    def view(self, line: int | None = None) -> str:
        """Return the address of the page as this reader has it."""
        pairs = [f"{key}={value}" for key, value in self.assumed.items()]
        return f"/gate?{'&'.join([*pairs, *([f'line={line}'] if line else [])])}"

    def open(self, kind: str, view: str) -> None:
        """Open the page, and what it awaits."""
        page = self.ask(kind, page_body(view))
        named = late_of(page.decode())["further"]
        if named:
            self.ask("further" if kind else "", further_body(view, named))

    def move(self) -> None:
        """Move the slider by a few steps, and let it rest."""
        for _ in range(STEPS):
            line = self.chance.choice(LINES)
            view = self.view(line)
            self.seen.steps[view] = self.ask("step", line_body(view))
        self.ask("rest", page_body(self.view(line)))

    def type(self, *, horizons: bool) -> None:
        """Put another number in place of an assumption."""
        if horizons and self.chance.random() < 0.25:
            self.assumed["horizon"] = str(self.chance.randint(*HORIZONS))
            self.open("horizon", self.view())
            return
        key = self.chance.choice(sorted(TYPED))
        low, high = TYPED[key]
        number = self.chance.uniform(low, high)
        self.assumed[key] = f"{number:.3f}" if high < 1 else f"{number:.0f}"
        self.open("assumed", self.view())


def main() -> None:
    """Serve, move, type, compare, and print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", choices=("S", "M"))
    parser.add_argument("--folder", type=Path, required=True, help="a workspace that is built")
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--horizons", action="store_true", help="type other horizons too")
    asked = parser.parse_args()
    port = 8700 + os.getpid() % 1000
    command = [sys.executable, "-m", "tests.bench.clients", asked.size, "--serve", str(port)]
    server = subprocess.Popen(
        [*command, "--folder", str(asked.folder)], stdout=subprocess.DEVNULL, text=True
    )
    seen = Seen()
    try:
        until_served(port)
        opened = threading.Barrier(asked.clients)
        readers = [
            threading.Thread(target=_read, args=(port, each, asked, opened, seen))
            for each in range(asked.clients)
        ]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=60)
    _print(asked.clients, seen, _differing(asked.folder, seen))


def _read(
    port: int, number: int, asked: argparse.Namespace, opened: threading.Barrier, seen: Seen
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    reader = Reader(connection, seen, random.Random(number))
    reader.open("", reader.view())
    opened.wait()
    ends = time.monotonic() + asked.seconds
    due = time.monotonic() + SECONDS_BETWEEN * reader.chance.random()
    turn = number
    while due < ends:
        time.sleep(max(0.0, due - time.monotonic()))
        turn += 1
        try:
            if turn % ASSUMES_EVERY == 0:
                reader.type(horizons=asked.horizons)
            else:
                reader.move()
        except (OSError, http.client.HTTPException, AssertionError) as error:
            seen.faults.append(repr(error))
            connection.close()
        due = max(due + SECONDS_BETWEEN, time.monotonic())


def line_body(view: str) -> dict[str, object]:
    """Return what a browser asks at each step of the slider."""
    asks = {"kind": "line-asked", "of": MEASURE}
    return {
        "output": '{"kind":"line-answer","of":["MATCH"]}.children',
        "outputs": {"id": {"kind": "line-answer", "of": MEASURE}, "property": "children"},
        "inputs": [{"id": asks, "property": "data", "value": view}],
        "changedPropIds": [f'{{"kind":"line-asked","of":"{MEASURE}"}}.data'],
    }


def _differing(workspace: Path, seen: Seen) -> list[str]:
    """Return the addresses at which a step said anything but what it says to one who is alone."""
    warehouse = answer.open_warehouse(workspace)
    desk = WarehouseDesk(warehouse)
    client = build_app(lambda: desk).server.test_client()
    differing = [
        view
        for view, said in seen.steps.items()
        if client.post("/_dash-update-component", json=line_body(view)).data != said
    ]
    warehouse.close()
    return differing


def _print(clients: int, seen: Seen, differing: list[str]) -> None:
    print(f"readers                   {clients}")
    for kind, name in KINDS.items():
        times = pl.Series(seen.seconds[kind], dtype=pl.Float64)
        parts = [(q, times.quantile(q, "nearest") or 0.0) for q in (0.5, 0.95, 0.99)]
        said = ", ".join(f"p{q * 100:.0f} {seconds * 1000:.0f} ms" for q, seconds in parts)
        goal = f" (p95 under {TARGET_MS})" if kind in ("step", "rest", "assumed") else ""
        print(f"{name:<26}{len(times)}: {said}{goal}")
    told = sum(b"At " in said for said in seen.steps.values())
    print(f"steps with a sentence     {told} of {len(seen.steps)}")
    print(f"faults                    {len(seen.faults)} {seen.faults[:3]}")
    print(f"other than alone          {len(differing)} {differing[:3]}")


if __name__ == "__main__":
    main()
