"""The rows behind a mark as list, table and file, and a deal's story: all within the limits."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import polars as pl
import pytest

from dashboard import words
from dashboard.measures.access import User
from dashboard.measures.filters import Filters
from dashboard.present import row_words
from dashboard.web import drawer
from dashboard.web.app import build_app
from tests.web.reading import DRAWER, drawer_of, each_component, links, post, text_of, with_class

MARK = "?drill=won_without_gate&mark=component:ours&mark=statistic:deals"


def title_of(drawer):
    """Return the drawer's title."""
    return text_of(next(each for each in each_component(drawer) if each["type"] == "H2"))


def rows_of(client, query):
    """Return the rows of a file."""
    return list(csv.DictReader(io.StringIO(client.get(f"/csv/rows{query}").text)))


def names_of(drawer):
    """Return the ids of the deals on screen, in their order."""
    found = [each["href"].split("deal=")[1].split("&")[0] for each in links(drawer, "deal=")]
    return list(dict.fromkeys(found))


@pytest.fixture(scope="module")
def smb(demo_desk):
    """A client of a reader who may see the segment SMB alone."""
    return build_app(lambda: demo_desk, user_of=lambda: User("a", {"segment": ("SMB",)}))


@pytest.fixture(scope="module")
def deals(demo_desk):
    """All deals of the sample company."""
    with demo_desk.warehouse.database.cursor().connection as connection:
        return connection.sql("select * from fct_deals").pl()


def test_words_and_order_never_change_the_number(demo):
    whole = drawer_of(demo, MARK)
    for asked in ("&has=referral", "&sort=-created_date", "&has=zzz", "&wide=1&sort=stage"):
        assert title_of(drawer_of(demo, f"{MARK}{asked}")) == title_of(whole), asked


def test_what_has_the_words_is_counted_of_all(demo):
    everything = rows_of(demo, MARK)
    wanted = [row for row in everything if row["source"] == "Referral"]
    assert 0 < len(wanted) < len(everything)
    drawer = drawer_of(demo, f"{MARK}&has=REFERRAL")
    said = text_of(with_class(drawer, "n-of-n"))
    assert said.startswith(f"{len(wanted)} of {len(everything)} have “REFERRAL”")
    assert set(names_of(drawer)) == {row["record_id"] for row in wanted}
    assert rows_of(demo, f"{MARK}&has=referral") == wanted


def test_words_are_found_as_they_are_written_on_screen(demo):
    row = rows_of(demo, MARK)[0]
    path = words.word(row["path_class"])
    found = rows_of(demo, f"{MARK}&has={path.replace(' ', '+')}")
    assert {each["path_class"] for each in found} == {row["path_class"]}
    day = pl.Series([row["created_date"]]).str.to_date()[0]
    assert row in rows_of(demo, f"{MARK}&has={words.date(day).replace(' ', '+')}")


@pytest.mark.parametrize(
    "column", ["created_date", "amount_at_close", "account_name", "path_class"]
)
def test_a_heading_orders_all_rows_by_its_column(demo, column):
    up = [row[column] for row in rows_of(demo, f"{MARK}&sort={column}")]
    down = [row[column] for row in rows_of(demo, f"{MARK}&sort=-{column}")]
    key = {"amount_at_close": float, "path_class": words.rank}.get(column, str.lower)
    assert up == sorted(up, key=key)
    assert down == sorted(down, key=key, reverse=True)
    table = drawer_of(demo, f"{MARK}&wide=1&sort=-{column}")
    heads = [each["props"] for each in each_component(table) if each["type"] == "Th"]
    sorted_by = [each.get("aria-sort") for each in heads if each.get("scope") == "col"]
    assert sorted_by.count("descending") == 1
    assert set(sorted_by) == {"descending", "none"}


def test_what_has_no_value_comes_last_either_way():
    frame = pl.DataFrame({"record_id": ["a", "b", "c"], "amount": [None, 2.0, 1.0]})
    for sort, expected in (("amount", ["c", "b", "a"]), ("-amount", ["b", "c", "a"])):
        assert row_words.in_order(frame, sort)["record_id"].to_list() == expected


@pytest.mark.parametrize(
    "asked",
    ["sort=nonsense", "sort=money of the mark", "sort=" + "x" * 300, "has=%00%ff", "show=999999",
     "has=" + "%25' or 1=1 --", "sort=-cluster_id", "wide=2", "show=-1"],
)  # fmt: skip
def test_a_hostile_order_or_word_is_no_fault(demo, asked):
    answer = post(demo, DRAWER, f"{MARK.removeprefix('?')}&{asked}")
    assert answer.status_code == 200
    assert "Traceback" not in answer.text
    assert demo.get(f"/csv/rows{MARK}&{asked}").status_code == 200


def test_a_page_holds_a_thousand_rows_and_says_where_the_others_are(demo):
    drawer = drawer_of(demo, "?drill=good_catches&show=99999")
    (listed,) = with_class(drawer, "records")
    assert len(listed["props"]["children"]) == 1000
    assert "The first 1,000 are on screen; the CSV holds the others too." in text_of(drawer)


def test_deals_of_one_account_are_told_apart_by_id(example, example_desk):
    records = example_desk.records(
        "path_mix", Filters(), {"part": "in_flow", "statistic": "deals"}, None
    )
    frame = records.frame.with_columns(account_name=pl.lit("Elm"))
    example_desk.records = lambda *_: replace(records, frame=frame)
    drawer = drawer_of(example, "?drill=path_mix&mark=part:in_flow&mark=statistic:deals")
    said = [text_of(each) for each in with_class(drawer, "said")]
    assert len(said) > 20
    assert all("id " in each for each in said)
    assert len(set(said)) == len(said)


def test_records_lead_to_the_crm_by_their_kind(demo, demo_desk):
    config = demo_desk.config.model_copy(
        update={
            "record_address": "https://crm.example/{id}",
            "record_addresses": {"deal": "https://crm.example/0-3/{id}"},
        }
    )
    shown = _with_config(demo_desk, config)
    listed = drawer_of(shown, MARK)
    deal = names_of(listed)[0]
    assert links(listed, f"crm.example/0-3/{deal}")
    assert links(drawer_of(shown, f"{MARK}&wide=1"), f"crm.example/0-3/{deal}")
    told = drawer_of(shown, f"{MARK}&deal={deal}")
    assert links(told, f"crm.example/0-3/{deal}")
    assert links(told, "crm.example/001")  # its account
    assert links(drawer_of(shown, "?drill=good_catches"), "crm.example/00Q")


def _with_config(desk, config):
    class Configured:
        def __getattr__(self, name):
            return config if name == "config" else getattr(desk, name)

    return build_app(Configured).server.test_client()


def test_each_row_of_deals_opens_its_story_and_leads_back(demo):
    listed = drawer_of(demo, f"{MARK}&has=referral&wide=1")
    address = links(listed, "deal=")[0]["href"]
    told = drawer_of(demo, address)
    assert text_of(with_class(told, "why")).startswith("Path: ")
    back = with_class(told, "back")[0]["props"]["href"]
    assert names_of(drawer_of(demo, back)) == names_of(listed)


def test_escape_leaves_a_story_for_its_list_and_a_list_for_the_page(demo):
    deal = names_of(drawer_of(demo, MARK))[0]

    def closed(query):
        return with_class(drawer_of(demo, query), "close")[0]["props"]["href"]

    listed = closed(f"{MARK}&sort=stage&deal={deal}")
    assert names_of(drawer_of(demo, listed)) == names_of(drawer_of(demo, f"{MARK}&sort=stage"))
    assert not drawer_of(demo, closed(listed))
    assert not drawer_of(demo, closed(f"?deal={deal}"))


def test_two_files_of_one_mark_have_two_names(demo):
    def name_of(query):
        return demo.get(f"/csv/rows{query}").headers["Content-Disposition"].split('"')[1]

    assert name_of(MARK) == "won_without_gate_rows.csv"
    assert name_of(f"{MARK}&has=referral") == "won_without_gate_rows_found.csv"


def test_a_button_for_one_row_says_one_row():
    said = [drawer.of_rows(which, n) for which, n in (("these", 1), ("these", 2), ("all", 1_200))]
    assert said == ["CSV of this row", "CSV of these 2", "CSV of all 1,200"]


def test_a_story_is_the_command_lines(demo, demo_desk, deals):
    deal_id = deals["opportunity_id"][0]
    told = demo_desk.story(deal_id, None)
    rows = list(csv.DictReader(io.StringIO(demo.get(f"/csv/story?deal={deal_id}").text)))
    assert [row["what"] for row in rows] == told.events["what"].to_list()
    drawer = drawer_of(demo, f"?deal={deal_id}&segment=SMB")
    assert f"All of it: {len(rows)} of {len(rows)} events" in text_of(drawer)
    assert "The filters of the page hide nothing of it." in text_of(drawer)


def test_a_deal_beyond_the_limits_is_not_here_however_it_is_asked_for(smb, deals):
    client = smb.server.test_client()
    other = deals.filter(pl.col("dim_1") == "Enterprise")["opportunity_id"][0]
    own = deals.filter(pl.col("dim_1") == "SMB")["opportunity_id"][0]
    unknown = text_of(drawer_of(client, "?deal=nonsense"))
    assert "No such deal" in unknown
    for query in (f"?deal={other}", f"?deal={other}&segment=Enterprise", f"{MARK}&deal={other}"):
        answer = post(client, DRAWER, query.removeprefix("?"))
        assert answer.status_code == 200
        assert "No such deal" in answer.text
        assert "data-form" in answer.text
        assert "Enterprise" not in answer.text.replace("segment=Enterprise", "")
    assert client.get(f"/csv/story?deal={other}").status_code == 404
    assert text_of(with_class(drawer_of(client, f"?deal={own}"), "why")) != ""
    assert client.get(f"/csv/story?deal={own}").status_code == 200


def test_a_workspaces_own_limits_hold_for_stories_too(demo_desk, deals):
    access = demo_desk.config.access.model_copy(update={"limits": {"segment": ["SMB"]}})
    limited = replace(
        demo_desk.warehouse, config=demo_desk.config.model_copy(update={"access": access})
    )
    from dashboard import answer
    from dashboard.errors import ConfigError

    other = deals.filter(pl.col("dim_1") == "Enterprise")["opportunity_id"][0]
    with pytest.raises(ConfigError, match="There is no deal"):
        answer.story(limited, other)


@pytest.mark.parametrize(
    "value", [None, 7, [], {}, "deal=", "deal=%00", "deal=" + "x" * 5000, "deal=a&deal=b"]
)
def test_a_hostile_deal_is_no_fault(demo, value):
    answer = post(demo, DRAWER, value)
    assert answer.status_code in (200, 204)
    assert "Traceback" not in answer.text
