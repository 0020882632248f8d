"""The database: closed when it serves, one cursor a reader, errors that carry their SQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl
import pytest

from dashboard.engine.database import (
    Database,
    attach_finished,
    detach_finished,
    open_for_building,
    open_for_serving,
    open_in_memory,
    quote,
)
from dashboard.errors import QueryError


@pytest.fixture
def served(tmp_path: Path) -> Database:
    path = tmp_path / "some.duckdb"
    building = open_for_building(path)
    building.write_table("numbers", pl.DataFrame({"number": range(1000)}))
    building.close()
    return open_for_serving(path)


OUTSIDE = {
    "read a file": "select * from read_text('/etc/hostname')",
    "read a CSV file": "select * from read_csv('/etc/hostname')",
    "list files": "select * from glob('/etc/*')",
    "read a file as a table": "from '/etc/hostname'",
    "write a file": "copy numbers to 'out.csv'",
    "attach a database": "attach 'other.duckdb'",
    "install an extension": "install httpfs",
    "load an extension": "load httpfs",
    "open up again": "set enable_external_access = true",
    "unlock": "set lock_configuration = false",
    "change the warehouse": "create table more as select 1",
    "delete": "delete from numbers",
}


@pytest.mark.parametrize("attack", OUTSIDE)
def test_a_serving_database_is_closed(served: Database, attack: str) -> None:
    with pytest.raises(QueryError):
        served.cursor().execute(OUTSIDE[attack])


def test_opening_a_file_twice_in_one_process_is_closed_too(
    served: Database, tmp_path: Path
) -> None:
    again = open_for_serving(tmp_path / "some.duckdb")
    assert again.value("select count(*) from numbers") == 1000
    with pytest.raises(QueryError):
        again.query(OUTSIDE["read a file"])


def test_temporary_tables_belong_to_one_cursor(served: Database) -> None:
    def chosen(limit: int) -> int:
        cursor = served.cursor()
        cursor.execute(
            "create temp table chosen as select number from numbers where number < $limit",
            {"limit": limit},
        )
        found = cursor.value("select count(*) from chosen")
        cursor.close()
        return int(str(found))

    limits = list(range(1, 200))
    with ThreadPoolExecutor(8) as readers:
        assert list(readers.map(chosen, limits)) == limits
    assert "chosen" not in served.tables()


def test_an_error_carries_its_name_and_its_sql() -> None:
    with pytest.raises(
        QueryError, match=r"(?s)win_rate\.sql failed: .*The SQL was:\nselect nothing"
    ):
        open_in_memory().query("select nothing from nowhere", name="win_rate.sql")


@pytest.mark.parametrize("name", ["plain", 'with "quotes"', "drop table numbers; --", "Ünïcode"])
def test_a_quoted_name_is_nothing_but_a_name(name: str) -> None:
    database = open_in_memory()
    database.execute(f"create table {quote(name)} as select 1 as one")
    assert database.tables() == {name}


def test_a_finished_file_holds_what_was_created_there_and_nothing_else(tmp_path: Path) -> None:
    finished = tmp_path / "it's finished.duckdb"
    building = open_for_building(tmp_path / "scratch-1.duckdb")
    attach_finished(building, finished)
    building.write_table("scratch", pl.DataFrame({"number": [3]}))
    building.execute("create table finished.kept as select 2 * number as number from scratch")
    assert building.value("select number from kept") == 6
    detach_finished(building)
    building.close()
    served = open_for_serving(finished)
    assert served.tables() == {"kept"}
    assert served.value("select number from kept") == 6
