"""The order of SQL files follows from what they read."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.engine import order
from dashboard.errors import QueryError


def written(folder: Path, **files: str) -> tuple[order.SqlFile, ...]:
    for name, sql in files.items():
        (folder / f"{name}.sql").write_text(sql, encoding="utf-8")
    return order.read_folder(folder)


def test_each_file_comes_after_those_it_reads(tmp_path: Path) -> None:
    files = written(
        tmp_path,
        a_last="select b from b_middle",
        b_middle="with step as (select b from c_first) select b from step",
        c_first="select b from somewhere_else",
    )
    assert [file.name for file in order.in_order(files)] == ["c_first", "b_middle", "a_last"]


def test_steps_and_words_in_comments_are_no_tables(tmp_path: Path) -> None:
    sql = (
        "-- from nowhere\nwith step as (select a from here) select a from step join there using (a)"
    )
    (file,) = written(tmp_path, one=sql)
    assert file.reads == {"here", "there"}


def test_files_that_read_each_other_in_a_circle_are_refused(tmp_path: Path) -> None:
    files = written(tmp_path, one="select a from two", two="select a from one")
    with pytest.raises(QueryError, match="in a circle"):
        order.in_order(files)


def test_what_is_no_select_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"one\.sql"):
        written(tmp_path, one="select from where (")


def test_a_view_says_so_in_its_first_line(tmp_path: Path) -> None:
    table, view = written(tmp_path, a="-- One row.\nselect 1", b="-- view: cheap.\nselect 1")
    assert (table.is_view, view.is_view) == (False, True)
