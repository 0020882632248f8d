"""Five million activity rows out of PostgreSQL: `python -m tests.bench.postgresql`.

Reading them as a source is held against what one would do by hand, in the same run: `\\copy` to a
CSV file, then a typed `read_csv` of it into a table.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from dashboard import config, ingest
from dashboard.engine.cache import Cache
from dashboard.engine.database import open_for_building
from tests.bench.run import _peak_kb
from tests.warehouses.server import PASSWORD, Server, find_programs, running

ROWS = 5_000_000
TABLE = f"""
create table activities as
select
    'A' || lpad(i::text, 9, '0') as touch_id,
    'L' || lpad((i % 1000000)::text, 9, '0') as lead_id,
    timestamp '2025-01-01' + (i % 31536000) * interval '1 second' as at,
    (array['email', 'call', 'meeting', 'page'])[1 + i % 4] as kind,
    (array['buyer', 'seller', 'mutual'])[1 + i % 3] as direction,
    (i % 45)::numeric(6, 2) as minutes
from generate_series(1, {ROWS}) as numbers(i)
"""
CONFIG = """
[[source]]
name = "crm"
database = { kind = "postgresql", address_env = "GATECOST_PG" }

[source.queries]
touches = "select touch_id, lead_id, at, kind, direction, minutes from activities"
"""


def main() -> None:
    """Fill a server of our own, read it in both ways, and print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--read-only", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.read_only:
        _print_read(asked.read_only)
        return
    programs = find_programs()
    if programs is None:
        sys.exit("PostgreSQL is missing: install the package postgresql.")
    with running(programs) as server, tempfile.TemporaryDirectory() as scratch:
        server.run(TABLE, "vacuum analyze activities")
        by_hand = _seconds_by_hand(server, Path(scratch))
        workspace = Path(scratch) / "workspace"
        workspace.mkdir()
        (workspace / config.FILE_NAME).write_text(CONFIG, encoding="utf-8")
        read = _read_in_its_own_process(server, workspace)
    ratio = read["seconds"] / by_hand
    print(f"\\copy and read_csv  {by_hand:.1f} s for {ROWS:,} rows")
    print(f"as a source         {read['seconds']:.1f} s = {ratio:.1f} times (at most 3)")
    print(f"peak memory         {read['peak_mb']:.0f} MB (under 1,000)")
    print(f"rows                {read['rows']:,.0f}")


def _seconds_by_hand(server: Server, scratch: Path) -> float:
    target = scratch / "activities.csv"
    started = time.perf_counter()
    subprocess.run(
        [
            server.programs / "psql", f"--host={server.folder}", "--username=gatecost",
            "--dbname=postgres", "--quiet",
            f"--command=\\copy activities to '{target}' with (format csv, header)",
        ],
        check=True,
        env={**os.environ, "PGPASSWORD": PASSWORD},
    )  # fmt: skip
    connection = duckdb.connect(str(scratch / "hand.duckdb"), config={"threads": 2})
    connection.execute(f"create table activities as from read_csv('{target}')")
    connection.close()
    seconds = time.perf_counter() - started
    target.unlink()
    return seconds


def _read_in_its_own_process(server: Server, workspace: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.postgresql", "--read-only", str(workspace)]
    environment = {**os.environ, "GATECOST_PG": server.address}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    result: dict[str, float] = json.loads(done.stdout)
    return result


def _print_read(workspace: Path) -> None:
    started = time.perf_counter()
    database = open_for_building(workspace / "scratch.duckdb")
    kept = Cache(workspace / "warehouse" / "cache")
    report = ingest.read_sources(database, config.load(workspace), workspace, kept=kept)
    seconds = time.perf_counter() - started
    rows = report.files[0].accepted
    database.close()
    print(json.dumps({"seconds": seconds, "peak_mb": _peak_kb() / 1024, "rows": rows}))


if __name__ == "__main__":
    main()
