"""The page Data: what was read, put aside and contradictory, each count with its rows."""

from __future__ import annotations

import csv
import io
import json

import pytest
from plotly.utils import PlotlyJSONEncoder

from dashboard import build, paths
from dashboard.engine.database import open_in_memory
from dashboard.inventory import FileLine, Inventory, LinkLine
from dashboard.measures.access import User
from dashboard.present import data_words
from dashboard.web import data_files, data_fit
from dashboard.web.app import build_app
from dashboard.web.warehouse_desk import desk_of
from tests.ingest.workspaces import write
from tests.web.reading import drawer_of, each_component, links, page_of, text_of

CONFIG = """
[company]
time_zone = "Europe/Berlin"

[rules]
stall_days = 30

[[source]]
name = "crm"

[[stage]]
stage = "Open"
role = "open"
rank = 1

[[stage]]
stage = "Won"
role = "won"

[[dimension]]
name = "size"
table = "opportunities"
column = "Size"

[[map]]
table = "opportunities"
file = "deals.csv"

[map.columns]
opportunity_id = "Id"
account_id = "Account"
created_at = "Created"
closed_at = "Closed"
stage = "Stage"
amount = "Value"

[[map]]
table = "accounts"
file = "accounts.csv"
columns = { account_id = "Id", account_name = "Name" }
"""
DEALS = """Id,Created,Closed,Stage,Value,Account,Size
1,2026-01-05 10:00:00,2026-02-01 10:00:00,Won,100,A,S
2,2026-01-06 10:00:00,2026-01-02 10:00:00,Won,200,B,S
3,2026-01-07 10:00:00,,Open,lots,A,M
4,2026-01-08 10:00:00,,Open,50,Z,M
4,2026-01-08 10:00:00,,Open,50,Z,M
5,2026-01-09 10:00:00,,Open,
"""
FILES = {
    "deals.csv": DEALS,
    "accounts.csv": "Id,Name\nA,Acme\nB,Bolt\n",
    "notes.csv": "what\nthat\n",
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    """A small company whose exports have faults."""
    folder = tmp_path_factory.mktemp("data") / "company"
    write(folder / "exports", FILES)
    (folder / "gatecost.toml").write_text(CONFIG, encoding="utf-8")
    build.build(folder)
    return folder


@pytest.fixture(scope="module")
def desk(workspace):
    found = desk_of(workspace)()
    yield found
    found.warehouse.close()


@pytest.fixture(scope="module")
def client(desk):
    return build_app(lambda: desk).server.test_client()


@pytest.fixture(scope="module")
def page(client):
    return page_of(client, path="/data")


def _section(page, name):
    return next(each for each in each_component(page) if each["props"].get("id") == name)


def _cells(section):
    return [
        [text_of(cell) for cell in each["props"]["children"]]
        for each in each_component(section)
        if each["type"] == "Tr"
    ][1:]


def test_each_file_says_what_became_of_its_rows(page):
    cells = _cells(_section(page, "files"))
    assert [row[:5] for row in cells] == [
        ["deals.csv", "deals", "6", "3", "3"],
        ["accounts.csv", "accounts", "2", "2", "0"],
        ["notes.csv", "nothing", "0", "0", "0"],
    ]
    assert "no layout" in cells[2][5]


def test_a_file_that_becomes_two_tables_is_listed_once(demo):
    page = page_of(demo, path="/data")
    cells = _cells(_section(page, "files"))
    names = [row[0] for row in cells]
    assert len(names) == len(set(names))
    assert f"rows read from {len(names)} files" in text_of(page)
    lead = cells[names.index("Lead.csv")]
    assert lead[1] == "gate decisions and leads"
    assert lead[2] == lead[3] != "0"


def test_two_tables_of_a_file_that_took_in_other_rows_are_told_apart():
    lines = [
        FileLine("crm", "all.csv", table, "quarantined", 9, taken, 9 - taken, "")
        for table, taken in (("leads", 9), ("touches", 7))
    ]
    other = FileLine("other", "all.csv", "leads", "accepted", 1, 1, 0, "")
    both, alone = data_words.of_one_file([lines[0], other, lines[1]])
    assert (both, alone) == (lines, [other])
    told = data_files._each_or_all(both, ["9", "7"])
    assert "".join(told.children) == "9 as leads, 7 as touches"


def test_the_head_counts_rows_once_and_says_that_none_was_lost(page):
    assert "8 rows read from 2 files, 3 put aside with reasons. None was lost." in text_of(page)


def test_each_reason_has_its_rows_in_words(page, client):
    reasons = {row[0]: row[1] for row in _cells(_section(page, "put-aside"))}
    assert reasons == {
        "this is no number": "1",
        "the same row stands in this file before, letter by letter": "1",
        "the line has more or fewer columns than the heading": "1",
    }
    drawer = text_of(drawer_of(client, "?list=put_aside&mark=reason:bad_number"))
    assert "1 of 1" in drawer
    assert "deals.csv, line 4" in drawer
    assert "this is no number" in drawer


def test_every_link_of_the_page_opens_as_many_rows_as_it_says(page, client):
    opened = 0
    for each in each_component(page):
        address = each["props"].get("href") or ""
        if each["type"] == "A" and "list=" in address:
            count = text_of(each)
            assert f"{count} of {count}" in text_of(drawer_of(client, address)), address
            made = client.get(f"/csv/rows{address}")
            assert len(list(csv.reader(io.StringIO(made.text)))) == int(count) + 1
            opened += 1
    # three reasons, one file with rows put aside, and at least the deal won before it was created
    assert opened >= 5


def test_a_deal_won_before_it_was_created_is_named(page, client):
    titles = [row[0] for row in _cells(_section(page, "contradictions"))]
    assert "Deals won before they were created" in titles
    drawer = drawer_of(client, "?list=contradictions&mark=kind:won_before_created")
    assert "won on 2026-01-02, created on 2026-01-06" in text_of(drawer)


def test_an_account_that_is_not_there_is_counted(page):
    assert _cells(_section(page, "joins")) == [
        ["account of deals", "accounts", "3", "1", "67 in 100"]
    ]


def test_missing_exports_are_to_dos_and_the_first_unlocks_most(page):
    section = _section(page, "unlocks")
    unlocked = [
        int(text_of(each).split()[1])
        for each in each_component(section)
        if text_of(each).startswith("unlocks ") and each["type"] == "Div"
        and isinstance(each["props"]["children"], str)
    ]  # fmt: skip
    assert len(unlocked) > 2
    assert unlocked == sorted(unlocked, reverse=True)


def test_what_the_config_does_not_set_is_called_assumed(page):
    said = {row[0]: row[1] for row in _cells(_section(page, "assumed"))}
    assert said["silent after"] == "30 days"
    assert said["verdicts count for"] == "365 days (assumed)"
    assert said["time zone"] == "Europe/Berlin"
    assert said["currency"] == "USD (assumed)"


def test_a_list_that_is_not_known_opens_nothing(client):
    assert drawer_of(client, "?list=settings") == []
    assert client.get("/csv/rows?list=settings").status_code == 404


def test_a_reader_of_a_part_sees_no_rows_of_the_whole(desk):
    limited = build_app(
        lambda: desk, user_of=lambda: User(limits={"size": ("S",)})
    ).server.test_client()
    assert "whole company" in text_of(page_of(limited, path="/data"))
    assert drawer_of(limited, "?list=put_aside&mark=reason:bad_number") == []
    assert limited.get("/csv/rows?list=put_aside").status_code == 404


def test_the_menu_takes_the_filters_along(desk):
    from dashboard.web import rendering

    menu = rendering.menu(desk, "/data", "size=S", None)
    addresses = {
        each["href"] for each in links(json.loads(json.dumps(menu, cls=PlotlyJSONEncoder)))
    }
    assert all(each.endswith("?size=S") for each in addresses)
    assert {"/?size=S", "/data?size=S"} <= addresses


def test_values_that_two_systems_hold_differently_are_counted_whichever_is_named_first():
    database = open_in_memory()
    database.execute(
        "create table link_report as select * from (values "
        "('opportunities', 'hubspot', 'salesforce', 'synced_id', 'strong', 65, 62, 124), "
        "('leads', 'salesforce', null, 'converted', 'strong', 142, null, null)) "
        "as t (table_name, source_name, other_source, how, strength, "
        "matched, only_here, only_there)"
    )
    database.execute(
        "create table link_conflicts as select * from (values "
        "('opportunities', 'amount', 'salesforce', 'hubspot', 25), "
        "('opportunities', 'stage', 'salesforce', 'hubspot', null)) "
        "as t (table_name, column_name, source_name, other_source, differing)"
    )
    (row,) = database.rows(paths.query_text("inventory", "links"))
    (section,) = data_fit.systems(Inventory(links=(LinkLine(**row),)))
    shown = _cells(json.loads(json.dumps(section.to_plotly_json(), cls=PlotlyJSONEncoder)))
    assert shown == [["deals: hubspot and salesforce (synced id, strong)", "65", "62", "124", "25"]]
