"""Which line is a heading, a row or neither, and on which line a row stands."""

from __future__ import annotations

import pytest

from tests.engine.reader import read

COLUMNS = {"Id": "id", "Amount": "number", "Note": "text"}
HEADING = "Id,Amount,Note\n"
ROWS = "d1,5,a\nd2,6,b\nd3,7,c\n"


def test_lines_are_right_behind_blank_lines_and_breaks_in_cells(tmp_path):
    content = HEADING + '\n"d1",5,"a\n\nb"\n\n\ntoo,few\nd2,x,c\n\n"d3",y,"d\ne"\nd4,z,f\n'
    found = read(tmp_path, content, COLUMNS)
    assert found.reasons == [
        (8, "wrong_columns"), (9, "bad_number"), (11, "bad_number"), (13, "bad_number"),
    ]  # fmt: skip


def test_titles_and_the_lines_behind_them_are_counted(tmp_path):
    content = "Deals, all\n\nmine\n" + HEADING + "d1,x,a\nd2,6\nd3,y,b\n"
    found = read(tmp_path, content, COLUMNS)
    assert found.reasons == [
        (1, "preamble"), (3, "preamble"), (5, "bad_number"), (6, "wrong_columns"),
        (7, "bad_number"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "row", ["Total,5,deal of that name", "Total,,only a name", "Confidential Ltd,5,x"]
)
def test_a_row_that_begins_like_a_footer_stays_a_row(tmp_path, row):
    found = read(tmp_path, HEADING + ROWS + row + "\n", COLUMNS)
    assert [each[0] for each in found.rows] == ["d1", "d2", "d3", row.split(",")[0]]


def test_a_row_above_footers_is_no_footer(tmp_path):
    content = HEADING + ROWS + "d4,,\n\nTotal,18,\nCopyright 2026\n"
    found = read(tmp_path, content, COLUMNS)
    assert [each[0] for each in found.rows] == ["d1", "d2", "d3", "d4"]
    assert found.reasons == [(7, "footer"), (8, "footer")]


def test_a_heading_asked_for_stands_below_a_row_that_only_looks_like_data(tmp_path):
    found = read(tmp_path, "1,2026-01-05,x\n" + HEADING + ROWS, COLUMNS)
    assert len(found.rows) == 3
    assert found.reasons == [(1, "preamble")]


def test_a_missing_heading_line_is_said_with_the_mend(tmp_path):
    refusal = read(tmp_path, ROWS, COLUMNS).refusal
    assert "add a line with the names of the columns" in refusal


def test_what_was_copied_is_gone_when_the_file_is_closed(tmp_path):
    read(tmp_path, (HEADING + '"d1,5,a"\nd2,6,b\n').replace("\n", "\r\n"), COLUMNS)
    assert [each.name for each in tmp_path.iterdir()] == ["export.csv"]
