"""Each reason code on a row of its own, and how dates are understood."""

from __future__ import annotations

import polars as pl
import pytest

from dashboard.errors import ConfigError
from tests.ingest.workspaces import MAPPED, TOUCHES, load

DEALS = (
    MAPPED
    + """
[[map]]
table = "opportunities"
file = "deals.csv"

[map.columns]
opportunity_id = "id"
created_at = "created"
modified_at = "modified"
amount = "amount"
expected_close_date = "close"
is_deleted = "deleted"
outcome = "outcome"
"""
)
HEADING = "id,created,modified,amount,close,deleted,outcome\n"
GOOD = "d1,2026-01-05 10:00:00,2026-01-06 10:00:00,5,2026-02-01,0,Won\n"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",2026-01-05 10:00:00,,5,2026-02-01,0,won", "missing_required"),
        ("d2,yesterday,,5,2026-02-01,0,won", "bad_timestamp"),
        ("d2,2026-02-30 10:00:00,,5,2026-02-01,0,won", "bad_timestamp"),
        ("d2,9999-12-31 23:59:59,,5,2026-02-01,0,won", "bad_timestamp"),
        ("d2,2026-01-05 10:00:00,,5,2026-02-31,0,won", "bad_date"),
        ("d2,2026-01-05 10:00:00,,1_000,2026-02-01,0,won", "bad_number"),
        ("d2,2026-01-05 10:00:00,,0x1F,2026-02-01,0,won", "bad_number"),
        ("d2,2026-01-05 10:00:00,,inf,2026-02-01,0,won", "bad_number"),
        ("d2,2026-01-05 10:00:00,,5,2026-02-01,maybe,won", "bad_boolean"),
        ("d2,2026-01-05 10:00:00,,5,2026-02-01,0,wonn", "bad_value"),
        ("d2,2026-01-05 10:00:00", "wrong_columns"),
        (GOOD.strip(), "duplicate_row"),
    ],
)
def test_each_reason_is_given_to_its_row_alone(tmp_path, row, reason):
    loaded = load(tmp_path, DEALS, {"deals.csv": HEADING + GOOD + row + "\n"})
    assert loaded.reasons() == [(3, reason)]
    assert loaded.report.files[0].reasons == {reason: 1}
    assert loaded.rows("select opportunity_id, outcome from stg_mapped_crm__opportunities") == [
        ("d1", "won")
    ]


def test_bad_integer(tmp_path):
    toml = MAPPED + (
        '[[map]]\ntable = "stages"\nfile = "s.csv"\n'
        'columns = { stage = "stage", role = "role", rank = "rank" }\n'
    )
    loaded = load(tmp_path, toml, {"s.csv": "stage,role,rank\nA,open,1\nB,open,1.6\nC,open,3.0\n"})
    assert loaded.reasons() == [(3, "bad_integer")]
    assert loaded.rows("select stage, rank from stg_mapped_crm__stages order by 1") == [
        ("A", 1),
        ("C", 3),
    ]


def test_all_reasons_of_a_row_are_kept(tmp_path):
    loaded = load(tmp_path, DEALS, {"deals.csv": HEADING + GOOD + ",when,,x,2026-02-01,0,won\n"})
    assert loaded.reasons() == [(3, "bad_number bad_timestamp missing_required")]


def test_of_a_repeated_key_the_newest_row_stays(tmp_path):
    older = GOOD.replace("2026-01-06", "2026-01-05").replace(",5,", ",4,")
    newer = GOOD.replace("2026-01-06", "2026-01-07").replace(",5,", ",6,")
    loaded = load(tmp_path, DEALS, {"deals.csv": HEADING + older + newer + GOOD})
    assert loaded.reasons() == [(2, "duplicate_key"), (4, "duplicate_key")]
    assert loaded.rows("select amount from stg_mapped_crm__opportunities") == [(6.0,)]


def test_a_repeated_key_is_found_across_files(tmp_path):
    toml = DEALS.replace("deals.csv", "deals_*.csv")
    files = {"deals_1.csv": HEADING + GOOD, "deals_2.csv": HEADING + GOOD.replace(",5,", ",6,")}
    loaded = load(tmp_path, toml, files)
    assert loaded.file("deals_1.csv", "opportunities").reasons == {"duplicate_key": 1}
    assert loaded.rows("select amount from stg_mapped_crm__opportunities") == [(6.0,)]


def test_words_for_nothing_are_null_in_typed_columns_and_stay_in_texts(tmp_path):
    row = "d2,N/A,NaN,null,,0,\n"
    toml = DEALS.replace('outcome = "outcome"', 'source = "outcome"')
    loaded = load(tmp_path, toml, {"deals.csv": HEADING + row + "d3,,,,,0,unknown\n"})
    assert loaded.rows(
        "select opportunity_id, created_at, amount, source "
        "from stg_mapped_crm__opportunities order by 1"
    ) == [("d2", None, None, None), ("d3", None, None, "unknown")]


def read_times(tmp_path, values, extra=""):
    rows = "".join(f'a{place},"{value}",buyer,1\n' for place, value in enumerate(values))
    toml = TOUCHES.replace('name = "crm"\n', f'name = "crm"\n{extra}')
    loaded = load(tmp_path, toml, {"touches.csv": "id,when,who,length\n" + rows})
    return [
        (str(at), str(day))
        for at, day in loaded.rows(
            "select touches.at, at_date from stg_mapped_crm__touches as touches order by touch_id"
        )
    ]


def test_iso_in_all_its_spellings(tmp_path):
    found = read_times(
        tmp_path,
        [
            "2026-01-05T10:00:00Z",
            "2026-01-05T10:00:00.000+0000",
            "2026-01-05 6:49:18",
            "2026-01-05T10:00:00.123456+02:00",
            "2026-01-05 23:30:00 -05:00",
            "2026-01-05",
        ],
    )
    assert [at for at, _ in found] == [
        "2026-01-05 10:00:00",
        "2026-01-05 10:00:00",
        "2026-01-05 06:49:18",
        "2026-01-05 08:00:00.123456",
        "2026-01-06 04:30:00",
        "2026-01-05 00:00:00",
    ]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["13/02/2026", "01/02/2026"], ["2026-02-13", "2026-02-01"]),
        (["02/13/2026", "01/02/2026"], ["2026-02-13", "2026-01-02"]),
        (["02/23/26 08:55 PM", "02/03/26 01:00 AM"], ["2026-02-23", "2026-02-03"]),
        (["13-02-2026 10:00", "01-02-2026 11:00"], ["2026-02-13", "2026-02-01"]),
        (["01.02.2026", "03.02.2026"], ["2026-02-01", "2026-02-03"]),
        (["2026/02/13", "2026/02/01"], ["2026-02-13", "2026-02-01"]),
        (["1770940800", "1769904000"], ["2026-02-13", "2026-02-01"]),
        (["1770940800000", "1769904000000"], ["2026-02-13", "2026-02-01"]),
    ],
)
def test_the_format_is_decided_over_the_whole_column(tmp_path, values, expected):
    assert [day for _, day in read_times(tmp_path, values)] == expected


def test_an_ambiguous_column_asks_for_its_format(tmp_path):
    with pytest.raises(ConfigError, match="date_format") as fault:
        read_times(tmp_path, ["01/02/2026", "03/04/2026"])
    assert "when" in str(fault.value)
    assert "touches.csv" in str(fault.value)


@pytest.mark.parametrize(
    ("date_format", "expected"),
    [("DD/MM/YYYY", "2026-02-01"), ("MM/DD/YYYY", "2026-01-02"), ("%d/%m/%Y", "2026-02-01")],
)
def test_a_configured_format_settles_it(tmp_path, date_format, expected):
    found = read_times(tmp_path, ["01/02/2026"], f'date_format = "{date_format}"\n')
    assert found[0][1] == expected


def test_times_without_a_zone_are_in_the_sources(tmp_path):
    found = read_times(tmp_path, ["2026-07-01 00:30:00"], 'time_zone = "Europe/Berlin"\n')
    assert found == [("2026-06-30 22:30:00", "2026-06-30")]


def test_days_are_counted_in_the_companys_zone(tmp_path):
    toml = '[company]\ntime_zone = "America/New_York"\n' + TOUCHES
    rows = "a1,2026-01-05 02:00:00,buyer,1\na2,2026-01-05,buyer,1\n"
    loaded = load(tmp_path, toml, {"touches.csv": "id,when,who,length\n" + rows})
    assert [
        (str(at), str(day))
        for at, day in loaded.rows(
            "select touches.at, at_date from stg_mapped_crm__touches as touches order by touch_id"
        )
    ] == [("2026-01-05 02:00:00", "2026-01-04"), ("2026-01-05 05:00:00", "2026-01-05")]


@pytest.mark.parametrize("created", ["2026-01-05", "2026-01-05 00:00:00", "2026-01-05T00:00:00.0"])
def test_days_padded_or_not_are_days_and_say_so(tmp_path, created):
    toml = '[company]\ntime_zone = "Europe/Berlin"\n' + DEALS
    content = HEADING + f"d1,{created},,5,2026-02-01 00:00:00,0,won\n"
    loaded = load(tmp_path, toml, {"deals.csv": content})
    assert loaded.rows(
        "select created_at::varchar, created_date::varchar, expected_close_date::varchar, "
        "date_quality from stg_mapped_crm__opportunities"
    ) == [("2026-01-04 23:00:00", "2026-01-05", "2026-02-01", "date")]


def test_parquet_keeps_its_types_and_stays_where_it_is(tmp_path):
    frame = pl.DataFrame(
        {
            "id": [1, 2, 2],
            "when": pl.Series(
                ["2026-01-05 10:00:00", None, "2026-01-06 00:00:00"]
            ).str.to_datetime(),
            "who": ["buyer", "Seller", "mutual"],
            "length": [1.5, float("nan"), None],
            "Email": ["ann@example.com"] * 3,
        }
    )
    (tmp_path / "exports").mkdir()
    frame.write_parquet(tmp_path / "exports" / "touches.parquet")
    loaded = load(tmp_path, TOUCHES.replace("touches.csv", "touches.parquet"), {})
    assert loaded.reasons() == [(2, "missing_required")]
    assert loaded.rows(
        "select touch_id, strftime(touches.at, '%d'), direction, minutes "
        "from stg_mapped_crm__touches as touches order by touches.at"
    ) == [("1", "05", "buyer", 1.5), ("2", "06", "mutual", None)]
    views = loaded.rows("select view_name from duckdb_views() where view_name like 'raw_part%'")
    assert len(views) == 1


def test_parquet_rows_are_repeated_only_if_all_columns_agree(tmp_path):
    frame = pl.DataFrame(
        {"id": ["a", "a", "a"], "when": ["2026-01-05 10:00:00"] * 3, "who": ["buyer"] * 3,
         "length": [1, 1, 1], "other": ["x", "y", "x"]}
    )  # fmt: skip
    (tmp_path / "exports").mkdir()
    frame.write_parquet(tmp_path / "exports" / "touches.parquet")
    loaded = load(tmp_path, TOUCHES.replace("touches.csv", "touches.parquet"), {})
    assert loaded.reasons() == [(3, "duplicate_row")]
