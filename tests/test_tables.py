"""Tables as CSV: a column at a time gives what a cell at a time does."""

from __future__ import annotations

import csv
import datetime as dt
import io

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from dashboard.present.tables import csv_text, frame_csv

TEXTS = st.one_of(
    st.none(),
    st.sampled_from(["=1+1", "-5", "- x", "@a", "", "a,b", 'q"q', "two\nlines", " +3 ", "-3.5e2"]),
    st.text(max_size=8),
)
NUMBERS = st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False))
ROWS = st.lists(
    st.tuples(
        TEXTS,
        NUMBERS,
        st.one_of(st.none(), st.integers(-(2**40), 2**40)),
        st.one_of(st.none(), st.booleans()),
        st.one_of(st.none(), st.dates()),
        st.one_of(st.none(), st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2090, 1, 1))),
    ),
    max_size=6,
)
SCHEMA = {
    "=name": pl.String,
    "amount": pl.Float64,
    "days": pl.Int64,
    "won": pl.Boolean,
    "on": pl.Date,
    "at": pl.Datetime("us"),
}


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@given(ROWS)
def test_a_table_is_written_as_its_cells_are(rows):
    frame = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    assert read(frame_csv(frame)) == read(csv_text(frame.columns, frame.iter_rows()))


def test_a_text_that_a_spreadsheet_would_run_gets_a_quote():
    frame = pl.DataFrame({"account": ["=cmd()", "-5", "Elm"], "n": [1, 2, 3]})
    assert frame_csv(frame) == "account,n\n'=cmd(),1\n-5,2\nElm,3\n"


def test_one_column_keeps_its_empty_cells():
    assert read(frame_csv(pl.DataFrame({"a": ["x", None, "y"]}))) == [["a"], ["x"], [""], ["y"]]
