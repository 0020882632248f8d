"""Every slice has the same filters: one forgotten would show what a reader may not see.

A slice of what belongs to deals reads the slice of the deals, and has its filters from there.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlglot import exp

from tests.house.sql_files import select_in, tables_read

ALL = sorted((Path(__file__).resolve().parents[2] / "queries" / "slices").glob("*.sql"))
OF_SLICES = [path for path in ALL if any(name.startswith("chosen_") for name in tables_read(path))]
SLICES = [path for path in ALL if path not in OF_SLICES]
# Rows of any time: each slice that reads one chooses the period by its own clock, or none applies.
OF_ANY_TIME = (
    "chosen_deals",
    "chosen_deals_open",
    "chosen_discoveries",
    "chosen_leads",
    "chosen_unanswered",
)
FILTERS = tuple(
    f"and ($dim_{slot}::varchar[] is null or list_contains($dim_{slot}::varchar[], dim_{slot}))"
    for slot in range(1, 9)
)


@pytest.mark.parametrize("path", SLICES, ids=lambda path: path.stem)
def test_each_slice_filters_by_all_eight_dimensions_and_the_period(path: Path) -> None:
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    assert tuple(line for line in lines if line.startswith("and ($dim_")) == FILTERS
    for bound in ("from_month", "to_month"):
        times = sum(f"${bound}::date is null or" in line for line in lines)
        assert times == (0 if path.stem in OF_ANY_TIME else 1)


@pytest.mark.parametrize("path", OF_SLICES, ids=lambda path: path.stem)
def test_a_slice_of_a_slice_keeps_only_what_that_one_chose(path: Path) -> None:
    tree = select_in(path)
    outer = [join.this.name for join in tree.find_all(exp.Join) if join.side]
    assert not [name for name in outer if name.startswith("chosen_")]
    assert not {join.side for join in tree.find_all(exp.Join)} & {"RIGHT", "FULL"}
