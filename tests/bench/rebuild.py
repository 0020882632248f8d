"""One more file of 1 % new touches, held against a full build: `python -m tests.bench.rebuild M`.

All exports are CSV. Three builds, each in a process of its own: the first, one with nothing new,
and one with one more file.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

import duckdb

from dashboard import config
from tests.bench import world
from tests.bench.run import _build_in_its_own_process

TABLES = ("leads", "gate_decisions", "deals", "deal_changes", "touches")
NEW_TOUCHES = """
copy (
    select
        touch_id || '-new' as touch_id, lead_id, actor_id, "at" + interval 1 minute as at, minutes,
        kind, direction
    from '{folder}/touches.parquet' using sample 1 percent (bernoulli, 1)
) to '{folder}/touches_2.csv' (header)
"""


def main() -> None:
    """Write, build three times, and print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", choices=sorted(world.SIZES))
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        _measure(asked.size, Path(scratch))


def _measure(size: str, workspace: Path) -> None:
    exports, made = workspace / "exports", workspace / "made"
    world.write(made, size)
    exports.mkdir()
    for name in TABLES:
        duckdb.sql(f"copy (from '{made}/{name}.parquet') to '{exports}/{name}.csv' (header)")
    duckdb.sql(NEW_TOUCHES.format(folder=made))
    text = world.config().replace('file = "touches.parquet"', 'file = "touches*.csv"')
    text = text.replace(".parquet", ".csv")
    (workspace / config.FILE_NAME).write_text(text, encoding="utf-8")
    full = _build_in_its_own_process(size, workspace)
    again = _build_in_its_own_process(size, workspace)
    shutil.move(made / "touches_2.csv", exports)
    more = _build_in_its_own_process(size, workspace)
    print(f"size                {size}: {world.SIZES[size]:,} leads, from CSV")
    print(f"full build          {full['seconds']:.1f} s, {full['peak_mb']:.0f} MB")
    print(f"nothing new         {again['seconds']:.1f} s")
    share = more["seconds"] / full["seconds"]
    print(f"one more file       {more['seconds']:.1f} s = {share:.0%} of it (at most 40 %)")
    kept = sum(each.stat().st_size for each in (workspace / "warehouse/cache").rglob("*.parquet"))
    print(f"kept                {kept / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
