"""The bar of a load: all bytes are known from the start, and it never goes back."""

from __future__ import annotations

from pathlib import Path

from dashboard import config, ingest
from dashboard.engine import publish
from dashboard.engine.cache import Cache
from dashboard.engine.database import open_in_memory
from dashboard.ingest.meter import Meter
from tests.ingest.workspaces import write

CONFIG = """
[[source]]
name = "crm"

[[map]]
table = "touches"
file = "touches*.csv"
columns = { touch_id = "id", at = "when" }
constants = { direction = "buyer" }

[[map]]
table = "leads"
file = "touches_1.csv"
columns = { lead_id = "id", created_at = "when" }
"""
FILES = {
    f"touches_{n}.csv": "id,when\n" + "".join(f"T{n}-{i},2026-01-05\n" for i in range(n * 10))
    for n in (1, 2, 3)
}


def steps_of(workspace: Path) -> list[tuple[str, int, int, int]]:
    steps: list[tuple[str, int, int, int]] = []
    ingest.read_sources(
        open_in_memory(),
        config.load(workspace),
        workspace,
        lambda *step: steps.append(step),
        kept=Cache(publish.folder_of(workspace) / "cache"),
    )
    return steps


def test_the_bar_knows_all_bytes_never_goes_back_and_ends_at_the_end(tmp_path: Path) -> None:
    write(tmp_path / "exports", FILES)
    (tmp_path / "gatecost.toml").write_text(CONFIG, encoding="utf-8")
    total = sum(map(len, FILES.values()))
    for steps in (steps_of(tmp_path), steps_of(tmp_path)):
        assert {each for _, _, _, each in steps} == {total}
        assert [size for _, _, size, _ in steps] == sorted(size for _, _, size, _ in steps)
        assert steps[0] == ("touches_1.csv", 0, 0, total)
        assert steps[-1] == ("touches_3.csv", 60, total, total)
        ends = {file: size for file, _, size, _ in steps}
        assert ends["touches_1.csv"] == len(FILES["touches_1.csv"])


def test_what_is_done_of_a_file_is_told_with_its_tables() -> None:
    steps: list[tuple[str, int, int, int]] = []
    meter = Meter(lambda *step: steps.append(step), 300)
    meter.begin("a.csv", 100)
    meter.done(40)
    meter.convert(1, 2)
    meter.done(75)
    meter.convert(2, 2)
    meter.end(7)
    meter.begin("b.csv", 200)
    assert [size for _, _, size, _ in steps] == [0, 40, 50, 75, 100, 100, 100]
    assert [rows for _, rows, _, _ in steps] == [0, 0, 0, 0, 0, 7, 7]


def test_loading_for_a_second_table_is_no_step_back() -> None:
    sizes: list[int] = []
    meter = Meter(lambda *step: sizes.append(step[2]), 100)
    meter.begin("a.csv", 100)
    meter.convert(1, 2)
    meter.done(40)
    meter.convert(2, 2)
    assert sizes == [0, 50, 50, 100]


def test_what_a_warehouse_sends_has_no_end_that_is_known() -> None:
    steps: list[tuple[str, int, int, int]] = []
    Meter(lambda *step: steps.append(step)).came_in("query touches", 5, 80)
    assert steps == [("query touches", 5, 80, 0)]


def test_a_large_file_is_told_of_while_it_is_loaded(tmp_path: Path) -> None:
    lines = (f"T{n},2026-01-05\n" for n in range(600_000))
    write(tmp_path / "exports", {"touches_1.csv": "id,when\n" + "".join(lines)})
    (tmp_path / "gatecost.toml").write_text(CONFIG, encoding="utf-8")
    steps = steps_of(tmp_path)
    sizes = [size for _, _, size, _ in steps]
    assert sizes == sorted(sizes)
    assert any(0 < size < steps[0][3] // 2 for size in sizes)
