"""METHODS.md, decision 2: up to when the exports tell everything."""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard import build
from dashboard.engine import canonical
from dashboard.errors import DataError
from dashboard.ingest import as_of, contract
from tests.ingest.workspaces import load

DEALS = """
[[map]]
source = "{0}"
table = "opportunities"
file = "{0}.csv"
times = "{1}"

[map.columns]
opportunity_id = "id"
created_at = "created"
closed_at = "closed"
expected_close_date = "due"
outcome = "outcome"
"""
HEADING = "id,created,closed,due,outcome\n"


def find(tmp_path, sources, before=""):
    toml = before
    files = {}
    for name, (_, rows) in sources.items():
        toml += f'[[source]]\nname = "{name}"\n'
        files[f"{name}.csv"] = HEADING + rows
    for name, (times, _) in sources.items():
        toml += DEALS.format(name, times)
    loaded = load(tmp_path, toml, files)
    for table in contract.TABLES:
        canonical.unite(loaded.database, table.name, build.column_types(table))
    return as_of.find(loaded.database, loaded.config)


RECORDED = "d1,2026-01-05 10:00:00,2026-02-05 10:00:00,2027-01-01,won\n"


def test_the_latest_recorded_time_and_never_a_planned_date(tmp_path):
    found = find(tmp_path, {"crm": ("recorded", RECORDED)})
    assert (found.at, found.label) == (dt.datetime(2026, 2, 5, 10), "latest recorded change")


def test_of_several_sources_the_earliest(tmp_path):
    later = RECORDED.replace("2026-02-05", "2026-03-05")
    found = find(tmp_path, {"crm": ("recorded", later), "erp": ("recorded", RECORDED)})
    assert found.at == dt.datetime(2026, 2, 5, 10)
    assert dict(found.per_source) == {
        "crm": dt.datetime(2026, 3, 5, 10),
        "erp": dt.datetime(2026, 2, 5, 10),
    }


def test_typed_dates_are_business_dates(tmp_path):
    found = find(tmp_path, {"crm": ("editable", RECORDED)})
    assert (found.at, found.label) == (dt.datetime(2026, 2, 5, 10), "from business dates")


def test_the_closing_date_of_an_open_deal_is_a_plan(tmp_path):
    rows = RECORDED + "d2,2026-01-06 10:00:00,2030-01-01 10:00:00,2030-01-01,open\n"
    found = find(tmp_path, {"crm": ("editable", rows)})
    assert found.at == dt.datetime(2026, 2, 5, 10)


@pytest.mark.parametrize(
    ("as_of_line", "expected"),
    [
        ("as_of = 2026-01-31", dt.datetime(2026, 1, 31, 22, 59, 59, 999999)),
        ("as_of = 2026-01-31T12:00:00", dt.datetime(2026, 1, 31, 11)),
        ("as_of = 2026-01-31T12:00:00Z", dt.datetime(2026, 1, 31, 12)),
    ],
)
def test_the_config_overrides_in_local_time(tmp_path, as_of_line, expected):
    before = as_of_line + '\n[company]\ntime_zone = "Europe/Berlin"\n'
    found = find(tmp_path, {"crm": ("recorded", RECORDED)}, before)
    assert (found.at, found.label) == (expected, "from the config")


def test_without_any_date_nothing_can_be_said(tmp_path):
    with pytest.raises(DataError, match="as_of"):
        find(tmp_path, {"crm": ("recorded", "d1,,,,open\n")})
