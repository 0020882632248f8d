"""A file is read for what it holds, whatever its name says."""

from __future__ import annotations

import datetime as dt
import gzip
import json

import polars as pl
import pytest
import xlsxwriter

from dashboard.engine.files import headings_of
from tests.engine.reader import read

COLUMNS = {"Id": "id", "Close": "date", "Amount": "number"}
CSV = "Id,Close,Amount\nd1,2026-01-05,5\nd2,2026-01-06,7.5\n"
HEADING = ["Id", "Close", "Amount"]
FIRST = ["d1", dt.date(2026, 1, 5), 5]
ROWS = [("d1", dt.date(2026, 1, 5), 5.0), ("d2", dt.date(2026, 1, 6), 7.5)]


def workbook(path, sheets):
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, dt.date):
                        sheet.write_datetime(row, column, cell, day)
                    elif cell is not None:
                        sheet.write(row, column, cell)
    return path.read_bytes()


@pytest.mark.parametrize("mark", [",", ";", "\t", "|", "^", "~", "\x01"])
def test_any_common_delimiter_is_found(tmp_path, mark):
    assert read(tmp_path, CSV.replace(",", mark), COLUMNS).rows == ROWS


def test_gzip_is_known_by_its_bytes(tmp_path):
    packed = gzip.compress(CSV.encode())
    assert read(tmp_path, packed, COLUMNS, name="export.csv").rows == ROWS
    assert read(tmp_path, CSV, COLUMNS, name="export.csv.gz").rows == ROWS


def test_parquet_is_known_by_its_bytes(tmp_path):
    pl.DataFrame({"Id": ["d1"], "Close": [dt.date(2026, 1, 5)], "Amount": [5]}).write_parquet(
        tmp_path / "made"
    )
    content = (tmp_path / "made").read_bytes()
    for name, each in (("a.csv", content), ("b.parquet", gzip.compress(content))):
        assert read(tmp_path, each, COLUMNS, name=name).rows == ROWS[:1]
        assert headings_of(tmp_path / name) == ("Id", "Close", "Amount")


@pytest.mark.parametrize("name", ["export.xlsx", "export.csv"])
def test_a_workbook_is_read_as_it_was_entered(tmp_path, name):
    rows = [HEADING, FIRST, [], ["d2", dt.date(2026, 1, 6), 7.5], [3, None, "x"]]
    content = workbook(tmp_path / "made.xlsx", {"Deals": rows})
    found = read(tmp_path, content, COLUMNS, name=name)
    assert found.rows == ROWS
    # The fifth row of the sheet, its blank third row counted.
    assert found.reasons == [(5, "bad_number")]
    assert headings_of(tmp_path / name) == ("Id", "Close", "Amount")


def test_numbers_and_times_in_cells_lose_nothing(tmp_path):
    rows = [["Id", "At", "X"], [123456789012345, dt.datetime(2026, 1, 5, 15, 4, 5), "a\nb"]]
    content = workbook(tmp_path / "made.xlsx", {"Deals": rows})
    found = read(tmp_path, content, {"Id": "id", "At": "timestamp", "X": "text"}, name="e.xlsx")
    assert found.rows == [("123456789012345", dt.datetime(2026, 1, 5, 15, 4, 5), "a\nb")]


def test_of_several_sheets_the_one_with_the_headings_is_read(tmp_path):
    sheets = {"Notes": [["Read me"]], "Deals": [HEADING, FIRST]}
    content = workbook(tmp_path / "made.xlsx", sheets)
    assert read(tmp_path, content, COLUMNS, name="e.xlsx").rows == ROWS[:1]


def test_sheets_without_the_headings_are_named(tmp_path):
    content = workbook(tmp_path / "made.xlsx", {"Notes": [["Read me"]], "More": [["x"]]})
    refusal = read(tmp_path, content, COLUMNS, name="e.xlsx").refusal
    assert "Notes, More" in refusal


def test_a_damaged_workbook_is_refused(tmp_path):
    content = workbook(tmp_path / "made.xlsx", {"Deals": [["Id", "Close", "Amount"]]})
    assert "spreadsheet" in read(tmp_path, content[:-400], COLUMNS, name="e.xlsx").refusal


OPEN = {"stage": "open", "deep": {"a": 1}}
PARKED = {"stage": None, "more": [1]}
RECORDS = [
    {"Id": "d1", "Close": "2026-01-05", "Amount": 5, "properties": OPEN},
    {"Id": "d2", "Close": "2026-01-06", "Amount": "7.5", "properties": PARKED},
]
LINES = "".join(json.dumps(each) + "\n" for each in RECORDS)
NESTED = {**COLUMNS, "properties_stage": "text", "properties.deep.a": "integer",
          "properties_more": "text"}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("lines.jsonl", LINES),
        ("lines.csv", LINES),
        ("array.json", json.dumps(RECORDS)),
        ("pretty.json", json.dumps(RECORDS, indent=2)),
        ("objects.json", "\n".join(json.dumps(each, indent=2) for each in RECORDS)),
        ("wide.ndjson", LINES.encode("utf-16")),
        ("packed.json", gzip.compress(LINES.encode())),
    ],
)
def test_json_is_read_with_what_lies_within_objects(tmp_path, name, content):
    found = read(tmp_path, content, NESTED, name=name)
    assert found.rows == [(*ROWS[0], "open", 1, None), (*ROWS[1], None, None, "[1]")]
    assert found.headings == (
        "Id", "Close", "Amount", "properties_stage", "properties_deep_a", "properties_more",
    )  # fmt: skip


def test_headings_of_json_are_seen_without_reading_it(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps(RECORDS, indent=1), encoding="utf-8")
    assert headings_of(tmp_path / "a.json")[3:] == (
        "properties_stage",
        "properties_deep_a",
        "properties_more",
    )


def test_lines_that_are_no_object_are_put_aside_with_their_line(tmp_path):
    lines = LINES.splitlines(keepends=True)
    content = lines[0].encode() + b"\n" + b'{"Id": "x\xff"}\n[1]\n' + lines[1].encode() + b"no\n"
    content += b'{"Id": "d3", "Close": "soon"}\n' + lines[0].replace("d1", "\u00e9\u00e9").encode()
    found = read(tmp_path, content, COLUMNS, name="export.jsonl")
    assert found.reasons == [
        (3, "unreadable_text"), (4, "bad_json"), (6, "bad_json"), (7, "bad_date"),
    ]  # fmt: skip
    assert (found.read, len(found.rows)) == (7, 3)


def test_elements_of_an_array_that_are_no_object_are_put_aside(tmp_path):
    content = json.dumps([RECORDS[0], 5, RECORDS[1]])
    found = read(tmp_path, content, COLUMNS, name="export.json")
    assert found.rows == ROWS
    assert found.reasons == [(2, "bad_json")]


@pytest.mark.parametrize("content", ["[", '[{"Id": 1}, {"Id"', "[]", "x\n" * 5, ""])
def test_what_holds_no_objects_is_refused(tmp_path, content):
    assert read(tmp_path, content, COLUMNS, name="export.json").refusal


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<!DOCTYPE html><table><tr><td>Id</td></tr></table>", "web page"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04rest", "archive"),
        (b"Rar!\x1a\x07", "archive"),
        (bytes(range(1, 9)) * 30, "no text"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "workbook"),
        (b"PAR1" + bytes(64), ""),
        (b"\x1f\x8b\x08rest", "gzip"),
    ],
)
def test_what_is_something_else_is_refused_by_name(tmp_path, content, said):
    refusal = read(tmp_path, content, COLUMNS).refusal
    assert refusal
    assert said in refusal
