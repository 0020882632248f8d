"""A whole report at scale: `python -m tests.bench.snapshot M --folder DIR`.

The first report of a workspace, then one of the same exports as of the next rules, compared with
it: seconds, memory at its highest, and the size of the HTML, each beside its target.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from dashboard import build, config
from dashboard.snapshots import archive
from tests.bench import world

TARGET_SECONDS, TARGET_MB, TARGET_KB = 15, 1000, 400


def main() -> None:
    """Write, build where needed, and print the figures of two reports."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", choices=sorted(world.SIZES))
    parser.add_argument("--folder", type=Path, help="keep the exports here for the next run")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        _measure(asked.size, asked.folder or Path(scratch))


def _measure(size: str, workspace: Path) -> None:
    if not (workspace / "exports" / "touches.csv").exists():
        world.write(workspace / "exports", size)
    path = workspace / config.FILE_NAME
    for name, more in (("first", ""), ("compared", "\n[assumptions]\nspare_seller_hours = 3.0\n")):
        path.write_text(world.config() + more, encoding="utf-8")
        build.build(workspace)
        _print(name, workspace)


def _print(name: str, workspace: Path) -> None:
    command = [sys.executable, "-m", "dashboard.cli", "snapshot", "--workspace", str(workspace)]
    used_before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    seconds = time.perf_counter() - begun
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = used.ru_utime + used.ru_stime - used_before.ru_utime - used_before.ru_stime
    snapshot = archive.read(workspace, archive.names(workspace)[0])
    kilobytes = (snapshot.folder / archive.REPORT).stat().st_size / 1000
    print(f"{name:<20}{seconds:.1f} s, of the processor {processor:.1f} s (under {TARGET_SECONDS})")
    print(f"{'memory':<20}{used.ru_maxrss / 1000:,.0f} MB (under {TARGET_MB})")
    print(f"{'report.html':<20}{kilobytes:,.0f} kB (under {TARGET_KB})")


if __name__ == "__main__":
    main()
