"""On the pages of one topic, too, every mark's number equals the rows it opens."""

from __future__ import annotations

import csv
import io
import re

import pytest

from dashboard.present.pages import PAGES
from dashboard.web import url_state
from tests.web.reading import links, page_of, text_of

TOPICS = [page for page in PAGES if page.path in ("/wins", "/momentum", "/funnel")]
FILTERED = ("?", "?segment=SMB&count=strict", "?from=2026-01&to=2026-06&count=wide")
# What a mark says of its rows: 231 of 526, or the steps of so many deals.
K_OF_N = re.compile(r"\(([\d,]+) of [\d,]+(?: so far)?(?:, in ([\d,]+) \w+)?\)")
SEE = re.compile(r"See the ([\d,]+)")


def opened(page, query):
    """Return the address with every further answer open."""
    joined = f"{query}{'' if query == '?' else '&'}open={','.join(page.more)}"
    return joined if page.more else query


def number(text):
    return int(text.replace(",", ""))


def marks_of(shown):
    """Return every mark's address with the words on it."""
    return {each["href"]: text_of(each["children"]) for each in links(shown, "drill=")}


@pytest.fixture(scope="module", params=TOPICS, ids=lambda page: page.name)
def topic(request):
    """A page with hero, cards and further answers."""
    return request.param


@pytest.fixture(scope="module", params=FILTERED)
def shown(request, topic, demo, demo_desk):
    """A page with all its answers open, the slow ones already there."""
    view = url_state.read(request.param, demo_desk.known(None))
    for each in topic.measures:
        if demo_desk.measure(each).cost == "slow":
            demo_desk.late_answer(each, view.filters, None)
    return page_of(demo, opened(topic, request.param), topic.path)


def test_every_mark_opens_as_many_rows_as_its_number_counts(shown, topic, demo_desk):
    marks = marks_of(shown)
    assert len(marks) >= 60
    checked = 0
    for address, said in marks.items():
        view = url_state.read(address, demo_desk.known(None))
        assert view.drill in (*topic.measures, "control_totals"), address
        result = demo_desk.answers((view.drill,), view.filters, None)[view.drill]
        found = demo_desk.records(view.drill, view.filters, dict(view.mark), None)
        row = result.row(**dict(view.mark)) if view.mark else None
        if row is not None and set(row.keys) == {key for key, _ in view.mark}:
            counted = row.value if row.events is None else row.events
            assert found.n == counted, (address, said)
            checked += 1
        k_of_n, see = K_OF_N.search(said), SEE.match(said)
        if k_of_n:
            assert found.n == number(k_of_n[2] or k_of_n[1]), (address, said)
        if see:
            assert found.n == number(see[1]), (address, said)
    assert checked >= 50


def test_marks_carry_the_pages_whole_state(shown, demo_desk):
    views = [url_state.read(each, demo_desk.known(None)).page() for each in marks_of(shown)]
    assert len({(view.filters.cache_key, view.opened, view.count) for view in views}) == 1


def test_csv_of_a_page_holds_its_own_figures(topic, demo, demo_desk):
    answer = demo.get(f"/csv/figures{topic.path}?")
    rows = csv.DictReader(io.StringIO(answer.text))
    answered = demo_desk.answers(topic.measures, demo_desk.known(None).default, None)
    assert {row["id"] for row in rows} == {key for key, each in answered.items() if each.rows}
    name = topic.name.lower().replace(" ", "_")
    assert f'filename="{name}_' in answer.headers["Content-Disposition"]


def test_there_is_no_csv_of_a_page_that_is_not_there(demo):
    assert demo.get("/csv/figures/nonsense?").status_code == 404
    assert demo.get("/csv/rows/wins?drill=win_rate").status_code == 404
