"""How dates and numbers are written is decided over a whole column, or asked for."""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard.engine.column_formats import Formats
from dashboard.engine.text_columns import UnclearColumnError
from tests.engine.reader import read


def column(tmp_path, values, kind, **formats):
    rows = "".join(f'"{value}",{place}\n' for place, value in enumerate(values))
    options = {"formats": Formats(**formats)}
    return read(tmp_path, f"value,place\n{rows}", {"value": kind}, options=options)


def values_of(tmp_path, values, kind, **formats):
    return [row[0] for row in column(tmp_path, values, kind, **formats).rows]


AT = dt.datetime(2024, 1, 12, 15, 4)
DAY = dt.datetime(2024, 1, 12)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["12-Jan-2024", "03-FEB-2024"], [DAY, dt.datetime(2024, 2, 3)]),
        (["12-Jan-24", "1-May-24"], [DAY, dt.datetime(2024, 5, 1)]),
        (["Jan 12, 2024", "January 12, 2024", "May 1, 2024"], [DAY, DAY, dt.datetime(2024, 5, 1)]),
        (["12 January 2024 15:04", "12. January 2024"], [AT, DAY]),
        (["Fri, 12 Jan 2024", "Friday, 12 Jan 2024"], [DAY, DAY]),
        (["Jan 12, 2024, 3:04 PM"], [AT]),
        (["2024-Jan-12 15:04:00"], [AT]),
        (["01/12/2024 3:04 PM", "01/13/2024 3:04 AM"], [AT, dt.datetime(2024, 1, 13, 3, 4)]),
        (["01/12/24 3:04pm", "1/13/24 12:00am"], [AT, dt.datetime(2024, 1, 13)]),
        (["2024-01-12 03:04:00 PM"], [AT]),
        (["12/01/2024 15:04 +0100", "13/01/2024 15:04 +01:00"],
         [dt.datetime(2024, 1, 12, 14, 4), dt.datetime(2024, 1, 13, 14, 4)]),
        (["13/01/2024 15:04 UTC"], [dt.datetime(2024, 1, 13, 15, 4)]),
        (["20240112", "20240113"], [DAY, dt.datetime(2024, 1, 13)]),
        (["45303", "45303.62777777778"], [DAY, AT]),
        (["1705071840000000"], [AT]),
        (["2024/01/12 15:04:00.250"], [AT.replace(microsecond=250000)]),
        (["13.01.2024, 15:04"], [dt.datetime(2024, 1, 13, 15, 4)]),
    ],
)  # fmt: skip
def test_dates_of_many_kinds_are_read(tmp_path, values, expected):
    assert values_of(tmp_path, values, "timestamp") == expected


def test_a_day_with_an_offset_is_the_day_as_written(tmp_path):
    found = values_of(tmp_path, ["13/01/2024 00:04 +0100"], "date")
    assert found == [dt.date(2024, 1, 13)]


def test_small_whole_numbers_are_no_days_since_1899(tmp_path):
    found = column(tmp_path, ["2024-01-12"] * 30 + ["45303"], "timestamp")
    assert found.reasons == [(32, "bad_timestamp")]


def test_a_few_dates_of_another_kind_are_put_aside(tmp_path):
    found = column(tmp_path, ["2024-01-12"] * 41 + ["12-Jan-2024", "13/01/2024"], "timestamp")
    assert found.reasons == [(43, "bad_timestamp"), (44, "bad_timestamp")]
    assert len(found.rows) == 41


def test_a_column_of_two_kinds_asks(tmp_path):
    with pytest.raises(UnclearColumnError) as asked:
        column(tmp_path, ["2024-01-12"] * 6 + ["13/01/2024"] * 4, "timestamp")
    said = str(asked.value)
    assert "'value'" in said
    assert "6 are like '2024-12-31' and 4 are like '13/01/2024'" in said
    assert "date_formats" in said


def test_all_unclear_columns_are_named_at_once(tmp_path):
    content = "a,b\n01/02/2024,03/04/2024\n"
    with pytest.raises(UnclearColumnError) as asked:
        read(tmp_path, content, {"a": "date", "b": "date"})
    assert ["'a'" in asked.value.args[0], "'b'" in asked.value.args[1]] == [True, True]


def test_a_heading_has_a_format_of_its_own(tmp_path):
    content = "Start,End\n01/02/2024,01/02/2024 10:00\n"
    formats = Formats(dates={"start": "DD/MM/YYYY", "End": "MM/DD/YYYY"})
    found = read(
        tmp_path, content, {"Start": "date", "End": "timestamp"}, options={"formats": formats}
    )
    assert found.rows == [(dt.date(2024, 2, 1), dt.datetime(2024, 1, 2, 10))]


def test_a_configured_format_quarantines_what_it_does_not_fit(tmp_path):
    found = column(tmp_path, ["01/02/2024", "2024-02-01"], "date", dates={"value": "DD/MM/YYYY"})
    assert found.rows == [(dt.date(2024, 2, 1),)]
    assert found.reasons == [(3, "bad_date")]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["1,234.56", "12"], [1234.56, 12]),
        (["1.234,56", "1.234"], [1234.56, 1234]),
        (["1,5", "0,25"], [1.5, 0.25]),
        (["1 234,56", "1\u00a0234"], [1234.56, 1234]),
        (["1'234.50", "1’234"], [1234.5, 1234]),
        (["1,234,567", "1,234"], [1234567, 1234]),
        (["12,34,567.00", "1,234"], [1234567, 1234]),
        (["$1,200.00", "-$5", "$ 7.5"], [1200, -5, 7.5]),
        (["1.200,00 €", "5 €"], [1200, 5]),
        (["EUR 1.200,00", "5,00 EUR"], [1200, 5]),
        (["(1,200.00)", "($5.00)"], [-1200, -5]),
        (["50%", "12.5 %"], [50, 12.5]),
        (["0.125", "1.234"], [0.125, 1.234]),
        (["1.234", "1500.5"], [1.234, 1500.5]),
        (["7-", "1,200.50"], [-7, 1200.5]),
        (["1e5", "$1.50"], [100000, 1.5]),
    ],
)
def test_numbers_as_people_write_them_are_read(tmp_path, values, expected):
    assert values_of(tmp_path, values, "number") == expected


@pytest.mark.parametrize("values", [["1,234", "12"], ["1.234", "5.678"], ["1,23", "1.23"]])
def test_numbers_that_may_mean_either_ask(tmp_path, values):
    with pytest.raises(UnclearColumnError, match="number_format"):
        column(tmp_path, values, "number")


@pytest.mark.parametrize(
    ("written", "expected"), [("1,234.56", [1234, 12]), ("1.234,56", [1.234, 12])]
)
def test_a_configured_number_format_settles_it(tmp_path, written, expected):
    assert values_of(tmp_path, ["1,234", "12"], "number", number=written) == expected


def test_evidence_in_the_column_is_stronger_than_the_config(tmp_path):
    assert values_of(tmp_path, ["0.25", "1.5"], "number", number="1.234,56") == [0.25, 1.5]


@pytest.mark.parametrize("bad", ["1,23,4.00", "3k", "1.2M", "12 days", "a1", "0x1F", "--5", "1,2"])
def test_what_is_no_number_in_the_columns_format_is_put_aside(tmp_path, bad):
    found = column(tmp_path, ["1,234.56"] * 30 + [bad], "number")
    assert found.reasons == [(32, "bad_number")]
    assert len(found.rows) == 30


def test_whole_numbers_may_have_groups(tmp_path):
    found = column(tmp_path, ["1,234.00", "12", "1,234.50"], "integer")
    assert [row[0] for row in found.rows] == [1234, 12]
    assert found.reasons == [(4, "bad_integer")]


def test_amounts_in_several_currencies_are_not_added_up(tmp_path):
    with pytest.raises(UnclearColumnError, match=r"several currencies \(\$ and €\)"):
        column(tmp_path, ["$5.00", "€5.00"], "number")
