"""Head, filters, views, search, guide and embedding, as the server makes them."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from dashboard.config import PAGE_PATHS, Dimension, SavedView
from dashboard.measures.filters import Filters
from dashboard.present.pages import PAGES
from dashboard.present.period_words import period_words, presets
from dashboard.web.app import build_app
from dashboard.web.glossary import GLOSSARY, place_of
from dashboard.web.saved_views import as_toml
from dashboard.words import BANNED
from tests.web.reading import each_component, links, page_of, post, text_of, with_class

AS_OF = dt.date(2026, 10, 23)
FIND = {
    "output": "find-list.children",
    "outputs": {"id": "find-list", "property": "children"},
    "inputs": [{"id": "find-asked", "property": "data"}],
    "changedPropIds": ["find-asked.data"],
}
EMBED = "https://intranet.example"


def answers_call(path):
    """Return the call by which the answers of one page come."""
    store = {"kind": "find-view", "of": path}
    place = {"id": {"kind": "find-answers", "of": path}, "property": "children"}
    key = json.dumps({"kind": "find-view", "of": path}, separators=(",", ":"))
    return {
        "output": '{"kind":"find-answers","of":["MATCH"]}.children',
        "outputs": place,
        "inputs": [{"id": store, "property": "data"}],
        "state": [{"id": store, "property": "id", "value": store}],
        "changedPropIds": [f"{key}.data"],
    }


def found(client, view="/?"):
    """Return what the search lists under a view."""
    answer = post(client, FIND, {"view": view, "at": 1})
    assert answer.status_code == 200, answer.text
    return json.loads(answer.text)["response"]["find-list"]["children"]


def widen(desk, *names, values=("a", "b")):
    """Give the example company more dimensions."""
    more = tuple(Dimension(name=each, table="leads", column=each) for each in names)
    desk.config = desk.config.model_copy(update={"dimensions": (*desk.config.dimensions, *more)})
    known = desk.known(None)
    wider = type(known)(
        known.default, {**known.values, **dict.fromkeys(names, values)}, known.measures
    )
    desk.known = lambda _user: wider


def test_the_config_knows_every_page_there_is():
    assert set(PAGE_PATHS) == {page.path for page in PAGES}


@pytest.mark.parametrize(
    ("starts", "names"),
    [
        (1, ["FY26 Q4 so far", "FY26 Q3", "FY26 Q2", "FY26 so far", "FY25"]),
        (2, ["FY27 Q3 so far", "FY27 Q2", "FY27 Q1", "FY27 so far", "FY26"]),
        (11, ["FY26 Q4 so far", "FY26 Q3", "FY26 Q2", "FY26 so far", "FY25"]),
    ],
)
def test_fiscal_years_are_named_by_the_year_they_end(starts, names):
    assert [each.name for each in presets(AS_OF, starts)[2:7]] == names


def test_a_quarter_by_name_is_its_three_months():
    quarter = next(each for each in presets(AS_OF, 2) if each.name == "FY27 Q2")
    assert (quarter.start, quarter.end) == (dt.date(2026, 5, 1), dt.date(2026, 7, 1))
    said = period_words(Filters(start=quarter.start, end=quarter.end), AS_OF, 2)
    assert said == "FY27 Q2 (May 2026 to Jul 2026)"
    assert period_words(Filters(start=quarter.start, end=quarter.end), AS_OF) == (
        "May 2026 to Jul 2026"
    )


def test_every_page_tells_its_totals_and_its_clock(example):
    for path in ("/", "/wins", "/momentum", "/funnel", "/data", "/guide"):
        page = page_of(example, path=path)
        assert "96 deals" in text_of(with_class(page, "totals")), path
        clock = text_of(with_class(page, "clock"))
        assert clock == "Data to 23 Oct 2026, 06:00 UTC · days in UTC · fiscal year starts Feb"
        assert sum(each["type"] == "H1" for each in each_component(page)) == 1, path


def test_more_than_three_dimensions_fold_but_those_with_a_choice(example, example_desk):
    widen(example_desk, "product", "team", "channel")
    folded = text_of(with_class(page_of(example), "filters"))
    assert "and 2 more" in folded
    assert "any product" in folded
    chosen = with_class(page_of(example, "?channel=a"), "filters")
    assert "and 1 more" in text_of(chosen)
    assert "channel: a" in text_of(chosen)


def test_a_long_list_of_values_can_be_typed_into(example, example_desk):
    widen(example_desk, "product", values=tuple(f"p{at:02d}" for at in range(13)))
    fields = [each["props"].get("data-narrow") for each in each_component(page_of(example))]
    assert [each for each in fields if each] == ["Find a product"]


def test_views_are_links_and_the_present_one_is_marked(example, example_desk):
    views = (
        SavedView(name="Large, by name", address="/wins?segment=SMB&from=2026-02"),
        SavedView(name="All", address="/"),
    )
    example_desk.config = example_desk.config.model_copy(update={"views": views})
    page = page_of(example, "?from=2026-02&segment=SMB", path="/wins")
    menu = with_class(page, "views")
    marked = {text_of(each["children"]): each.get("aria-current") for each in links(menu)}
    assert marked == {"Large, by name": "true", "All": None}


def test_the_lines_that_save_a_view_are_read_back_by_the_config():
    import tomllib

    lines = as_toml('Wins "ours", \\ all', "/wins?segment=Mid+%26+more")
    read = tomllib.loads(lines)["view"][0]
    assert read == {"name": 'Wins "ours", \\ all', "address": "/wins?segment=Mid+%26+more"}


def test_the_search_lists_pages_questions_and_words_under_the_filters(example):
    listed = found(example, "/wins?from=2026-02&segment=SMB&drill=path_mix")
    addresses = {text_of(each["children"]): each["href"] for each in links(listed)}
    assert addresses["Datapage"] == "/data?from=2026-02&segment=SMB"
    assert all("drill" not in href for href in addresses.values())
    assert all(href.startswith("/") for href in addresses.values())
    for term in GLOSSARY:
        assert any(href.endswith(f"#{place_of(term)}") for href in addresses.values())


def test_a_question_of_one_line_opens_in_place(example):
    hrefs = [each["href"] for each in links(found(example), "path_variants")]
    assert hrefs == ["/wins?open=path_variants#path_variants"]


def test_answers_come_page_by_page(example):
    asked = post(example, answers_call("/"), "?")
    assert asked.status_code == 200, asked.text
    lines = json.loads(asked.text)["response"]
    said = text_of(next(iter(lines.values()))["children"])
    assert "…" not in said
    assert len(said) > 200


@pytest.mark.parametrize("value", [7, {}, [], None, True, {"view": 7}, {"view": "x" * 9000}])
def test_the_search_takes_anything(example, value):
    assert post(example, FIND, value).status_code in (200, 204)
    assert post(example, answers_call("/nowhere"), value).status_code in (200, 204)
    assert post(example, answers_call("/wins"), value).status_code in (200, 204)


def test_the_guide_tells_of_every_measure_and_word(example, example_desk):
    page = page_of(example, path="/guide")
    ids = {each["props"].get("id") for each in each_component(page)}
    assert example_desk.known(None).measures <= ids
    assert {place_of(term) for term in GLOSSARY} <= ids
    opened = text_of(page_of(example, "?open=path_mix", path="/guide"))
    for part in ("Definition", "Formula", "Other reading", "gatecost measure path_mix"):
        assert part in opened
        assert part not in text_of(page)
    text = text_of(with_class(page, "head")) + text_of(with_class(page, "reading"))
    assert not any(f" {each} " in text.lower() for each in BANNED)


def test_one_answer_alone_has_clock_filters_and_a_way_out(example):
    page = page_of(example, "?segment=SMB&embed=1&only=path_variants", path="/wins")
    text = text_of(page)
    assert "segment SMB" in text
    assert "Data to 23 Oct 2026" in text
    assert sum(each["type"] == "H1" for each in each_component(page)) == 1
    out = [each for each in links(page) if each.get("target") == "_blank"]
    assert [each["href"] for each in out] == ["/wins?segment=SMB#path_variants"]
    assert not with_class(page, "filters")


def test_only_is_for_a_frame(example):
    assert page_of(example, "?only=path_mix") == page_of(example)
    assert page_of(example, "?embed=1&only=nonsense") == page_of(example, "?embed=1")


def test_nobody_frames_a_page_unless_the_config_says_so(example):
    for query in ("", "?embed=1"):
        answer = example.get(f"/{query}")
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Frame-Options"] == "DENY"


def test_the_named_site_frames_what_is_asked_for_as_a_part(example_desk):
    client = build_app(lambda: example_desk, may_embed=(EMBED,)).server.test_client()
    part = client.get("/wins?embed=1")
    assert f"frame-ancestors {EMBED}" in part.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in part.headers
    whole = client.get("/wins")
    assert "frame-ancestors 'none'" in whole.headers["Content-Security-Policy"]
    assert whole.headers["X-Frame-Options"] == "DENY"
