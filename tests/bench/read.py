"""CSV read with quarantine, beside a typed read of the same files: `python -m tests.bench.read`.

M is 10 million touches and 1 million leads, of which one row in 200 is bad: our read may take 8
times the typed one, within 1 GB. `--large` reads one file of 2 GB within a memory limit of 1 GB and
holds the progress that was told against the time that had passed.
"""

from __future__ import annotations

import argparse
import itertools
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from dashboard.engine.database import open_for_building
from dashboard.engine.files import open_file
from dashboard.engine.reading import Selection, read_part
from dashboard.engine.time_sql import Zones
from dashboard.engine.values import Wanted

TOUCHES = {
    "touch_id": "id", "lead_id": "id", "at": "timestamp", "direction": "text", "kind": "text",
    "minutes": "number",
}  # fmt: skip
LEADS = {"lead_id": "id", "created_at": "timestamp", "source": "text", "score": "integer",
         "is_deleted": "boolean"}  # fmt: skip
FILES = {"touches": TOUCHES, "leads": LEADS}
_TYPES = {"id": "VARCHAR", "text": "VARCHAR", "timestamp": "TIMESTAMP", "number": "DOUBLE",
          "integer": "BIGINT", "boolean": "BOOLEAN"}  # fmt: skip
_AT = "(timestamp '2024-01-01' + i * interval 3 second)::varchar"
_SQL = {
    "touches": f"""
        select
            case when i % 1000 = 1 then '' else 'T' || lpad(i::varchar, 9, '0') end as touch_id,
            'L' || lpad((i // 10)::varchar, 9, '0') as lead_id,
            case when i % 500 = 2 then 'yesterday' else {_AT} end as at,
            ['buyer', 'seller', 'mutual'][1 + i % 3] as direction,
            ['e-mail', 'call', 'meeting'][1 + i % 3] as kind,
            case when i % 500 = 3 then '0x1F' else (i % 90 / 4.0)::varchar end as minutes
        from range($rows) as numbers(i)""",
    "leads": f"""
        select
            'L' || lpad(i::varchar, 9, '0') as lead_id,
            case when i % 400 = 1 then '2024-02-31' else {_AT} end as created_at,
            ['web', 'event', 'partner'][1 + i % 3] as source,
            case when i % 400 = 2 then '1.5' else (i % 100)::varchar end as score,
            i % 50 = 0 as is_deleted
        from range($rows) as numbers(i)""",
}  # fmt: skip


def main() -> None:
    """Write, read in processes of their own, and print every figure beside its target."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000, help="touches; leads are a tenth")
    parser.add_argument("--large", action="store_true", help="read one file of 2 GB instead")
    parser.add_argument("--folder", type=Path, help="keep the exports here for the next run")
    parser.add_argument("--only", choices=["ours", "typed"], help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.only:
        names = ["touches"] if asked.large else list(FILES)
        print(json.dumps(_READERS[asked.only](asked.folder, names)))
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = asked.folder or Path(scratch)
        _write(folder, 30_000_000 if asked.large else asked.rows)
        _measure(folder, is_large=asked.large)


def _write(folder: Path, rows: int) -> None:
    for name, sql in _SQL.items():
        path = folder / f"{name}.csv"
        if not path.exists():
            count = rows if name == "touches" else rows // 10
            with duckdb.connect() as connection:
                chosen = sql.replace("$rows", str(count))
                connection.execute(f"copy ({chosen}) to '{path}' (header, force_quote *)")
        print(f"{path.name:<12} {path.stat().st_size / 1e6:,.0f} MB")


def _measure(folder: Path, *, is_large: bool) -> None:
    typed = _in_its_own_process("typed", folder, is_large=is_large)
    ours = _in_its_own_process("ours", folder, is_large=is_large)
    for name, found in (("typed", typed), ("ours", ours)):
        print(
            f"{name:<12} {found['seconds']:.1f} s, CPU {found['cpu']:.1f} s, "
            f"peak {found['peak_mb']:.0f} MB, {found['rows']:,} rows accepted"
        )
    print(f"ratio        {ours['seconds'] / typed['seconds']:.1f} (at most 8), "
          f"CPU {ours['cpu'] / typed['cpu']:.1f}")  # fmt: skip
    for stage, seconds in ours["stages"].items():
        print(f"  {stage:<20} {seconds:.1f} s")
    _print_progress(ours["progress"], ours["seconds"])


def _print_progress(told: list[tuple[float, float]], seconds: float) -> None:
    """Print the share of bytes told at each tenth of the time, and how far off it was."""
    if not told:
        return
    shares = [
        max((share for at, share in told if at <= seconds * tenth / 10), default=0.0)
        for tenth in range(1, 11)
    ]
    print("progress     " + " ".join(f"{share:.0%}" for share in shares) + " at each tenth of time")
    worst = max(abs(share - tenth / 10) for tenth, share in enumerate(shares, start=1))
    print(f"furthest off {worst:.0%}, steps back "
          f"{sum(a[1] > b[1] for a, b in itertools.pairwise(told))}")  # fmt: skip


def _in_its_own_process(reader: str, folder: Path, *, is_large: bool) -> dict:
    command = [sys.executable, "-m", "tests.bench.read", "--only", reader, "--folder", str(folder)]
    done = subprocess.run(
        command + ["--large"] * is_large, check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout)


def _typed(folder: Path, names: list[str]) -> dict:
    def read() -> int:
        rows = 0
        path = folder / "typed.duckdb"
        path.unlink(missing_ok=True)
        with duckdb.connect(str(path), config={"threads": 2, "memory_limit": "1GB"}) as connection:
            for name in names:
                columns = {key: _TYPES[kind] for key, kind in FILES[name].items()}
                connection.execute(
                    f"create table {name} as from read_csv('{folder / name}.csv', header = true, "
                    f"auto_detect = false, columns = {columns}, store_rejects = true, "
                    "rejects_limit = 0)"
                )
                rows += connection.sql(f"select count(*) from {name}").fetchall()[0][0]
                connection.execute("drop table reject_errors; drop table reject_scans")
        path.unlink()
        return rows

    return _timed(read)


def _ours(folder: Path, names: list[str]) -> dict:
    told: list[tuple[float, float]] = []
    stages: dict[str, float] = {}

    def read() -> int:
        rows = 0
        began = time.perf_counter()
        sizes = {name: (folder / f"{name}.csv").stat().st_size for name in names}
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            database = open_for_building(Path(scratch) / "ours.duckdb")
            done = 0
            for name in names:

                def on_bytes(size: int, before: int = done) -> None:
                    share = (before + size) / sum(sizes.values())
                    told.append((time.perf_counter() - began, share))

                at = time.perf_counter()
                path = folder / f"{name}.csv"
                file = open_file(database, path, FILES[name], Path(scratch), on_bytes=on_bytes)
                stages[f"open {name}"] = time.perf_counter() - at
                at = time.perf_counter()
                wanted = tuple(
                    Wanted(key, kind, key, required=key.endswith("_id"))
                    for key, kind in FILES[name].items()
                )
                part = read_part(database, file, [Selection(wanted)], Zones())
                stages[f"convert {name}"] = time.perf_counter() - at
                counted = database.value(f"select count(*) from {part.name}")
                assert counted + part.quarantined + len(file.rejects) == file.rows
                rows += counted
                file.close(database)
                done += sizes[name]
            database.close()
        return rows

    return {**_timed(read), "progress": told, "stages": stages}


_READERS: dict[str, Callable[[Path, list[str]], dict]] = {"ours": _ours, "typed": _typed}


def _timed(read: Callable[[], int]) -> dict:
    began, cpu = time.perf_counter(), time.process_time()
    rows = read()
    found = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu, "rows": rows}
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmHWM:"):
            found["peak_mb"] = int(line.split()[1]) / 1024
    return {"progress": [], "stages": {}, **found}


if __name__ == "__main__":
    main()
