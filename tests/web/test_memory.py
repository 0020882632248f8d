"""Answers kept: each worked out once, the right one for each reader, and never too many."""

from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from dashboard import answer
from dashboard.measures.access import User
from dashboard.measures.filters import Filters
from dashboard.present.pages import PAGES
from dashboard.web import ahead
from dashboard.web.app import build_app
from dashboard.web.memory import Memory, weight
from dashboard.web.warehouse_desk import WarehouseDesk
from tests.web.example_results import ratio, result
from tests.web.reading import page_of, with_class

IDS = ("path_mix", "win_rate", "control_totals", "good_catches", "momentum_30_days")


def made(measure_id, rows=1):
    return result(measure_id, *(ratio(20, 50, part=str(at)) for at in range(rows)))


@pytest.fixture
def desk(demo_workspace):
    """A desk that remembers nothing yet."""
    warehouse = answer.open_warehouse(demo_workspace)
    yield WarehouseDesk(warehouse)
    warehouse.close()


def test_an_answer_that_is_under_way_is_waited_for_and_not_made_twice():
    memory, asked, begun, go = Memory(10**6), [], threading.Event(), threading.Event()

    def slowly(ids):
        asked.extend(ids)
        begun.set()
        assert go.wait(10)
        return {each: made(each) for each in ids}

    with ThreadPoolExecutor(2) as readers:
        first = readers.submit(memory.answers, ("win_rate",), Filters(), slowly)
        assert begun.wait(10)
        second = readers.submit(memory.answers, ("win_rate",), Filters(), slowly)
        go.set()
        assert second.result(10)["win_rate"] is first.result(10)["win_rate"]
    assert asked == ["win_rate"]


def test_those_who_wait_for_a_faulty_answer_hear_that_there_is_none():
    memory, begun, go = Memory(10**6), threading.Event(), threading.Event()

    def breaking(ids):
        begun.set()
        assert go.wait(10)
        raise ZeroDivisionError

    with ThreadPoolExecutor(2) as readers:
        first = readers.submit(memory.answers, ("win_rate",), Filters(), breaking)
        assert begun.wait(10)
        second = readers.submit(memory.answers, ("win_rate",), Filters(), breaking)
        go.set()
        assert second.result(10) == {}
        with pytest.raises(ZeroDivisionError):
            first.result(10)
    assert memory.answers(("win_rate",), Filters(), lambda ids: {ids[0]: made(ids[0])})


def test_the_answer_unused_for_longest_goes_first():
    one = weight(made("win_rate", rows=9))
    memory = Memory(2 * one)
    several = [Filters(by=by) for by in ("month", "source", "pipeline")]

    def ask(ids):
        return {each: made(each, rows=9) for each in ids}

    for filters in several[:2]:
        memory.answers(("win_rate",), filters, ask)
    memory.get("win_rate", several[0])
    memory.answers(("win_rate",), several[2], ask)
    assert [memory.get("win_rate", each) is not None for each in several] == [True, False, True]


def test_remembered_answers_are_those_worked_out_alone(desk):
    chance = random.Random(5)
    values = desk.known(None).values
    limited = User("some", {"segment": values["segment"][:2]})
    for _ in range(12):
        names = chance.sample(sorted(values), chance.randint(0, 2))
        where = {name: tuple(chance.sample(values[name], 1)) for name in names}
        filters = Filters(where=where, by=chance.choice([None, "segment", "month"]))
        user = chance.choice([None, limited])
        for _ in range(2):
            found = desk.answers(IDS, filters, user)
        alone = answer.answers(desk.warehouse, IDS, filters, user)
        for each in IDS:
            assert found[each].to_json() == alone[each].to_json(), (each, filters, user)


def test_readers_share_an_answer_where_they_may_see_the_same_and_nowhere_else(desk):
    smb = User("smb", {"segment": ("SMB",)})
    everything = desk.answers(("win_rate",), Filters(), None)["win_rate"]
    a_part = desk.answers(("win_rate",), Filters(), smb)["win_rate"]
    asked = desk.answers(("win_rate",), Filters(where={"segment": ("SMB",)}), None)["win_rate"]
    nothing = desk.answers(("win_rate",), Filters(), User("nobody", {"segment": ()}))["win_rate"]
    assert asked is a_part
    assert a_part is not everything
    assert sum(row.n or 0 for row in nothing.rows) == 0 < sum(row.n or 0 for row in a_part.rows)
    assert desk.remembered("win_rate", Filters(), User("no", {"segment": ("Mid",)})) is None


def test_usual_views_are_answered_before_anybody_asks_and_give_way_to_readers(desk, monkeypatch):
    first = next(ahead.questions(desk))
    monkeypatch.setattr(ahead, "questions", lambda _: iter([first]))
    ended = threading.Event()
    monkeypatch.setattr(ahead, "_CALM_SECONDS", 3600.0)
    monkeypatch.setattr(ended, "wait", lambda _: True)
    ahead.answer_usual(desk, lambda: desk, ended)
    assert desk.memory.counts.ahead == 0
    monkeypatch.setattr(ahead, "_CALM_SECONDS", 0.0)
    ahead.answer_usual(desk, lambda: desk, ended)
    ids, filters = first
    assert desk.memory.counts.ahead == len(ids)
    assert all(desk.remembered(each, filters, None) for each in ids)


def test_nothing_is_answered_ahead_for_a_build_that_is_no_longer_served(desk, monkeypatch):
    monkeypatch.setattr(ahead, "_CALM_SECONDS", 0.0)
    ahead.answer_usual(desk, object, threading.Event())
    assert desk.memory.counts.ahead == 0


def test_every_measure_that_is_answered_ahead_is_on_a_page(desk):
    asked = {each for ids, _ in ahead.questions(desk) for each in ids}
    assert asked <= {each for page in PAGES for each in page.measures}


def test_eight_browsers_at_once_get_the_pages_that_one_gets_alone(desk, demo_workspace):
    pages = [page.path for page in PAGES if page.built and page.measures and page.path != "/data"]
    segments = desk.known(None).values["segment"][:2]
    asked = [(f"?segment={segment}", path) for path in pages for segment in segments] * 2
    app = build_app(lambda: desk)
    with ThreadPoolExecutor(8) as readers:
        together = list(readers.map(lambda each: _first_of(app.server.test_client(), each), asked))
    warehouse = answer.open_warehouse(demo_workspace)
    fresh = WarehouseDesk(warehouse)
    client = build_app(lambda: fresh).server.test_client()
    assert together == [_first_of(client, each) for each in asked]
    warehouse.close()


def _first_of(client, asked):
    """Take what a page comes with; its further answers depend on what was asked before."""
    components = page_of(client, *asked)
    for further in with_class(components, "more"):
        further["props"]["children"] = None
    return components


def test_what_a_reader_assumes_makes_anew_what_rests_on_it_and_nothing_else():
    memory = Memory(10**6, {"win_rate": ("margin",), "path_mix": ()}.__getitem__)
    made_anew = []

    def ask(ids):
        made_anew.extend(ids)
        return {each: made(each) for each in ids}

    ids = ("win_rate", "path_mix")
    for assumed in ({}, {"margin": 0.5}, {"seller_hour_cost": 95.0}, {"margin": 0.5}):
        memory.answers(ids, Filters(assumed=assumed), ask)
    assert made_anew == ["win_rate", "path_mix", "win_rate"]
    assert memory.get("path_mix", Filters(assumed={"margin": 0.1})) is not None
    assert memory.get("win_rate", Filters(assumed={"margin": 0.1})) is None
