"""Rows read = rows accepted + rows quarantined, whatever the bytes; else the file is refused."""

from __future__ import annotations

import gzip
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ingest.workspaces import TOUCHES, load

HEADING = "id,when,who,length\n"
GOOD = "a1,2026-01-05 10:00:00,buyer,5\n"

cell = st.one_of(
    st.sampled_from(["a1", "2026-01-05", "buyer", "5", "", " ", "x,y", 'q"q', "l\nl", "é", "\t"]),
    st.text(max_size=8),
)
hostile_bytes = st.one_of(
    st.binary(max_size=120),
    st.text(alphabet='a,"\n\r; é\0|', max_size=120).map(lambda text: text.encode("utf-8")),
)


def quoted(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'


@settings(max_examples=30)
@given(tail=hostile_bytes)
def test_hostile_bytes_are_accounted_for_or_the_file_is_refused(tail):
    with tempfile.TemporaryDirectory() as folder:
        content = (HEADING + GOOD).encode() + tail
        loaded = load(Path(folder), TOUCHES, {"touches.csv": content})
        file = loaded.report.files[0]
        stored = loaded.rows("select count(*) from quarantine")[0][0]
        kept = loaded.rows("select count(*) from stg_mapped_crm__touches")[0][0]
        assert file.read == file.accepted + file.quarantined
        assert (stored, kept) == (file.quarantined, file.accepted)
        if file.status == "refused":
            assert file.reason
            assert file.bytes == len(content)


@settings(max_examples=20)
@given(rows=st.lists(st.tuples(cell, cell, cell, cell), max_size=12))
def test_every_well_formed_record_is_read(rows):
    with tempfile.TemporaryDirectory() as folder:
        lines = [",".join(quoted(value) for value in row) + "\n" for row in rows]
        content = HEADING + "".join(lines)
        file = load(Path(folder), TOUCHES, {"touches.csv": content}).report.files[0]
        assert file.status != "refused"
        assert file.read == len(rows) == file.accepted + file.quarantined


def test_a_quote_that_is_never_closed_refuses_the_file(tmp_path):
    content = HEADING + GOOD + 'a2,"2026-01-05,buyer,5\n' + GOOD.replace("a1", "a3") * 3000
    loaded = load(tmp_path, TOUCHES, {"touches.csv": content})
    file = loaded.report.files[0]
    assert (file.status, file.read, file.accepted) == ("refused", 0, 0)
    assert file.newlines == 3003
    assert file.bytes == len(content)
    assert f"of its {file.newlines:,} lines" in file.reason
    assert loaded.rows("select status, bytes, newlines from load_files") == [
        ("refused", file.bytes, file.newlines)
    ]


def test_a_quote_that_ends_in_a_later_row_refuses_the_file(tmp_path):
    content = HEADING + 'a1,"2026-01-05,buyer,5\na2,"2026-01-06",buyer,5\n' + GOOD
    file = load(tmp_path, TOUCHES, {"touches.csv": content}).report.files[0]
    assert file.status == "refused"


def test_newlines_and_blank_lines_are_explained(tmp_path):
    content = HEADING + '\n"a1\n\nb","2026-01-05",buyer,5\n\n\na2,2026-01-06,buyer,5\n\n'
    file = load(tmp_path, TOUCHES, {"touches.csv": content}).report.files[0]
    assert (file.status, file.read, file.newlines) == ("accepted", 2, 9)


def test_rows_wrapped_whole_in_quotes_are_read_without_them_and_never_shift(tmp_path):
    wrapped = '"a2,2026-01-05,""buyer"",5"\n"a3,2026-01-05"\n'
    loaded = load(tmp_path, TOUCHES, {"touches.csv": HEADING + GOOD + wrapped})
    assert loaded.reasons() == [(4, "wrong_columns")]
    assert loaded.rows("select touch_id, minutes from stg_mapped_crm__touches order by 1") == [
        ("a1", 5.0),
        ("a2", 5.0),
    ]


def test_a_rejected_line_keeps_its_place_and_its_shape_but_no_text(tmp_path):
    content = HEADING + GOOD + "a2,2026-01-05,ann@example.com\n" + GOOD.replace("a1", "a3")
    loaded = load(tmp_path, TOUCHES, {"touches.csv": content})
    start = len(HEADING + GOOD) + 1
    assert loaded.rows("select line, byte_position, byte_length, raw_text from quarantine") == [
        (3, start, 29, "x9,9999-99-99,xxx@xxxxxxx.xxx")
    ]


def test_lines_are_right_behind_rejects_and_multi_line_records(tmp_path):
    content = (
        HEADING
        + '"a1\nx",2026-01-05,buyer,5\n'  # lines 2 and 3
        + "too,few\n"  # 4
        + '"a2\n\nx",2026-01-05,buyer,5,6\n'  # 5 to 7: too many columns
        + "a3,yesterday,buyer,5\n"  # 8
        + "a4,2026-01-05,nobody,5\n"  # 9
    )
    loaded = load(tmp_path, TOUCHES, {"touches.csv": content})
    assert loaded.reasons() == [
        (4, "wrong_columns"),
        (5, "wrong_columns"),
        (8, "bad_timestamp"),
        (9, "bad_value"),
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("BOM", b"\xef\xbb\xbf" + (HEADING + GOOD).encode()),
        ("CRLF", (HEADING + GOOD).replace("\n", "\r\n").encode()),
        ("CR", (HEADING + GOOD).replace("\n", "\r").encode()),
        ("NUL", (HEADING + GOOD.replace("a1", "a\x001")).encode()),
        ("UTF-16", (HEADING + GOOD).encode("utf-16")),
        ("semicolons", (HEADING + GOOD).replace(",", ";").encode()),
        ("tabs", (HEADING + GOOD).replace(",", "\t").encode()),
        ("pipes", (HEADING + GOOD).replace(",", "|").encode()),
        ("no last line end", (HEADING + GOOD.strip()).encode()),
        ("blank lines first", ("\n\n" + HEADING + GOOD).encode()),
        ("trailing empty column", (HEADING + GOOD).replace("\n", ",\n").encode()),
        ("repeated headings", ("id,when,who,length,id\n" + GOOD.strip() + ",z\n").encode()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_shapes_of_one_file_read_the_same(tmp_path, name, content):
    loaded = load(tmp_path, TOUCHES, {"touches.csv": content})
    assert loaded.report.files[0].status == "accepted", name
    assert loaded.rows(
        "select touch_id, strftime(touches.at, '%Y-%m-%d %H:%M'), direction, minutes "
        "from stg_mapped_crm__touches as touches"
    ) == [("a1", "2026-01-05 10:00", "buyer", 5.0)]


def test_gzip_is_read(tmp_path):
    toml = TOUCHES.replace("touches.csv", "touches.csv.gz")
    loaded = load(tmp_path, toml, {"touches.csv.gz": gzip.compress((HEADING + GOOD).encode())})
    assert loaded.report.files[0].accepted == 1


def test_damaged_gzip_is_refused(tmp_path):
    toml = TOUCHES.replace("touches.csv", "touches.csv.gz")
    content = gzip.compress((HEADING + GOOD * 500).encode())[:-20]
    assert load(tmp_path, toml, {"touches.csv.gz": content}).report.files[0].status == "refused"


def test_a_spreadsheet_named_csv_is_refused(tmp_path):
    file = load(tmp_path, TOUCHES, {"touches.csv": b"PK\x03\x04rest"}).report.files[0]
    assert file.status == "refused"
    assert "spreadsheet" in file.reason


def test_latin_1_is_read_where_utf_8_fails(tmp_path):
    content = (HEADING + GOOD.replace("a1", "José")).encode("latin-1")
    loaded = load(tmp_path, TOUCHES, {"touches.csv": content})
    assert loaded.rows("select touch_id from stg_mapped_crm__touches") == [("José",)]


def test_one_damaged_line_in_utf_8_is_quarantined_alone(tmp_path):
    content = (HEADING + "é1,2026-01-05,buyer,5\néé,2026-01-05,buyer,5\n").encode()
    content += b"\xff2,2026-01-05,buyer,5\n"
    loaded = load(tmp_path, TOUCHES, {"touches.csv": content})
    assert loaded.reasons() == [(4, "unreadable_text")]
    assert loaded.report.files[0].accepted == 2


def test_a_line_over_the_limit_is_quarantined(tmp_path):
    content = HEADING + f'a2,2026-01-05,buyer,"{"9" * 17_000_000}"\n' + GOOD
    loaded = load(tmp_path, TOUCHES, {"touches.csv": content})
    assert loaded.reasons() == [(2, "too_long")]


def test_unmapped_columns_are_never_stored(tmp_path):
    content = "id,when,who,length,Email\na1,2026-01-05,nobody,5,ann@example.com\n"
    loaded = load(tmp_path, TOUCHES, {"touches.csv": content})
    raw = str(loaded.rows("select raw_text from quarantine"))
    assert "nobody" in raw
    assert "ann" not in raw
