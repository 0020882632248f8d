"""Build and refresh at scale, each figure beside its target: `python -m tests.bench.run M`.

Build time is held against the time in which DuckDB's COPY turns the same touches from CSV into
Parquet in the same run. Refresh is SQL and estimators of what a page comes with, hero and cards,
and apart from it of its further answers; nothing is remembered, over 50 random changes of filter.
Beside the time that passed stands that of the processor, which a busy machine changes less.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
import polars as pl

from dashboard import answer, build, config
from dashboard.answer import Warehouse
from dashboard.engine import publish
from dashboard.present.pages import PAGES
from tests.bench import world

CHANGES = 50
TARGETS_MS = {"up to two dimensions": 100, "three or more": 250}


def main() -> None:
    """Write, build, refresh, and print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", choices=sorted(world.SIZES))
    parser.add_argument("--folder", type=Path, help="keep the exports here for the next run")
    parser.add_argument("--build-only", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.build_only:
        _print_build(asked.build_only)
        return
    with tempfile.TemporaryDirectory() as scratch:
        _measure(asked.size, asked.folder or Path(scratch))


def _measure(size: str, workspace: Path) -> None:
    exports = workspace / "exports"
    if not (exports / "touches.csv").exists():
        world.write(exports, size)
    (workspace / config.FILE_NAME).write_text(world.config(), encoding="utf-8")
    copy_seconds = _copy_seconds(exports)
    built = _build_in_its_own_process(size, workspace)
    times = _all_refreshes(workspace)
    print(f"size                {size}: {world.SIZES[size]:,} leads")
    print(f"COPY of touches     {copy_seconds:.1f} s")
    ratio = built["seconds"] / copy_seconds
    print(f"build               {built['seconds']:.1f} s = {ratio:.1f} times COPY (at most 5)")
    print(f"peak memory         {built['peak_mb']:.0f} MB (under 1,000)")
    print(f"warehouse           {publish.current(workspace).stat().st_size / 1e6:.0f} MB")
    for name, of_page in times.items():
        for kind, target in TARGETS_MS.items():
            wall, cpu = (
                pl.Series([each[at] for each in of_page[kind]]).quantile(0.95, "nearest")
                for at in (0, 1)
            )
            goal = "" if name.endswith("further") else f" (at most {target})"
            told = f"p95 {wall:.0f} ms{goal}, processor {cpu:.0f} ms, {len(of_page[kind])} changes"
            print(f"{name:<26} {kind:<22} {told}")


def _copy_seconds(exports: Path) -> float:
    target = exports / "baseline.parquet"
    connection = duckdb.connect(config={"threads": 2})
    started = time.perf_counter()
    connection.execute(f"copy (from read_csv('{exports / 'touches.csv'}')) to '{target}'")
    seconds = time.perf_counter() - started
    connection.close()
    target.unlink()
    return seconds


def _build_in_its_own_process(size: str, workspace: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.run", size, "--build-only", str(workspace)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def _print_build(workspace: Path) -> None:
    started = time.perf_counter()
    build.build(workspace)
    seconds = time.perf_counter() - started
    print(json.dumps({"seconds": seconds, "peak_mb": _peak_kb() / 1024}))


def _peak_kb() -> int:
    """Return this process's peak memory; ru_maxrss would still hold the parent's."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1])
    raise RuntimeError("The system does not say how much memory a process took.")


def _all_refreshes(workspace: Path) -> dict[str, dict[str, list[tuple[float, float]]]]:
    warehouse = answer.open_warehouse(workspace)
    found = {}
    for page in PAGES:
        if page.built and page.measures:
            found[page.name] = _refresh_ms(warehouse, page.first(()))
        if page.built and page.more:
            found[f"{page.name}, further"] = _refresh_ms(warehouse, page.more)
    warehouse.close()
    return found


def _refresh_ms(warehouse: Warehouse, ids: Sequence[str]) -> dict[str, list[tuple[float, float]]]:
    """Return the time and the processor's time of each change, in milliseconds."""
    measures = [each for each in ids if warehouse.registry[each].cost == "normal"]
    chosen = random.Random(1)
    times: dict[str, list[tuple[float, float]]] = {kind: [] for kind in TARGETS_MS}
    default = warehouse.default_filters()
    answer.answers(warehouse, measures, default)
    for _ in range(CHANGES):
        names = chosen.sample(sorted(world.DIMENSIONS), chosen.randint(0, 4))
        where = {name: tuple(chosen.sample(world.DIMENSIONS[name], 2)) for name in names}
        began, worked = time.perf_counter(), time.process_time()
        answer.answers(warehouse, measures, replace(default, where=where))
        taken = time.perf_counter() - began, time.process_time() - worked
        kind = "up to two dimensions" if len(names) <= 2 else "three or more"
        times[kind].append((taken[0] * 1000, taken[1] * 1000))
    return times


if __name__ == "__main__":
    main()
