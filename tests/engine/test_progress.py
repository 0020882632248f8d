"""What is told of a file while it is read: never back, by stages, and all of it at the end."""

from __future__ import annotations

import gzip

import pytest

from dashboard.engine.database import open_in_memory
from dashboard.engine.files import open_file
from dashboard.engine.reading import Selection, read_part
from dashboard.engine.time_sql import Zones
from dashboard.engine.values import Wanted

ROWS = "".join(f"T{number},2026-01-05 10:00:00,{number}.5\n" for number in range(400_000))
COLUMNS = (Wanted("a", "id", "id"), Wanted("b", "timestamp", "at"), Wanted("c", "number", "n"))


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_bytes_are_told_from_the_first_to_the_last_by_each_table(tmp_path, pack):
    path = tmp_path / "export.csv"
    path.write_bytes(pack(("id,at,n\n" + ROWS).encode()))
    told: list[int] = []
    database = open_in_memory()
    file = open_file(database, path, ["id", "at", "n"], tmp_path, on_bytes=told.append, tables=2)
    opened = told[-1]
    assert 0 < told[0] < opened < 0.6 * file.size
    for share in (0.75, 1.0):
        read_part(database, file, [Selection(COLUMNS)], Zones())
        assert told[-1] == pytest.approx(share * file.size, rel=0.01)
    assert told == sorted(set(told))
    assert len(told) > 6
    file.close(database)
    assert [each.name for each in tmp_path.iterdir()] == ["export.csv"]
