"""Every slice has the same filters: one forgotten would show what a reader may not see."""

from __future__ import annotations

from pathlib import Path

import pytest

SLICES = sorted((Path(__file__).resolve().parents[2] / "queries" / "slices").glob("*.sql"))
FILTERS = tuple(
    f"and ($dim_{slot}::varchar[] is null or list_contains($dim_{slot}::varchar[], dim_{slot}))"
    for slot in range(1, 9)
)


@pytest.mark.parametrize("path", SLICES, ids=lambda path: path.stem)
def test_each_slice_filters_by_all_eight_dimensions_and_the_period(path: Path) -> None:
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    assert tuple(line for line in lines if line.startswith("and ($dim_")) == FILTERS
    for bound in ("from_month", "to_month"):
        assert sum(f"${bound}::date is null or" in line for line in lines) == 1
