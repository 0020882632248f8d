"""Threads for all who ask: the most urgent first, and nobody is left waiting for nothing."""

from __future__ import annotations

import contextvars
import threading
from concurrent.futures import CancelledError, ThreadPoolExecutor

import pytest

from dashboard.engine.workers import Urgency, Workers, urgency


@pytest.fixture
def one():
    """One worker, which is held up until `go` is set."""
    workers, begun, go = Workers(1), threading.Event(), threading.Event()

    def hold(_):
        begun.set()
        assert go.wait(10)

    with ThreadPoolExecutor(8) as askers:
        held = askers.submit(workers.map, hold, [None])
        assert begun.wait(10)
        yield workers, askers, go
        go.set()
        held.result(10)
        workers.close()


def waiting(workers, number):
    """Wait until so many tasks are in the queue."""
    while len(workers._waiting) < number:
        threading.Event().wait(0.001)


def test_parts_come_back_in_their_order():
    workers = Workers(3)
    assert workers.map(lambda each: each * each, range(20)) == [each * each for each in range(20)]
    workers.close()


def test_what_a_reader_waits_for_is_done_before_what_can_wait(one):
    workers, askers, go = one
    done, asked = [], []
    for place, of in enumerate((Urgency.IDLE, Urgency.LATER, Urgency.NOW, Urgency.NOW)):

        def ask(name=(of.name, place), of=of):
            with urgency(of):
                workers.map(done.append, [name])

        asked.append(askers.submit(ask))
        waiting(workers, place + 1)
    go.set()
    for each in asked:
        each.result(10)
    assert done == [("NOW", 2), ("NOW", 3), ("LATER", 1), ("IDLE", 0)]


def test_between_two_steps_a_task_gives_way_to_what_is_more_urgent_alone(one):
    workers, askers, go = one
    done, asked = [], []

    def in_two_steps(name):
        done.append((name, 1))
        for of in (Urgency.IDLE, Urgency.LATER, Urgency.NOW):
            asked.append(askers.submit(ask, of))
        waiting(workers, 3)
        workers.give_way()
        done.append((name, 2))

    def ask(of):
        with urgency(of):
            workers.map(done.append, [of.name])

    with urgency(Urgency.LATER):
        asked.append(askers.submit(contextvars.copy_context().run, workers.map, in_two_steps, "A"))
    waiting(workers, 1)
    go.set()
    asked[0].result(10)
    for each in asked:
        each.result(10)
    assert done == [("A", 1), "NOW", ("A", 2), "LATER", "IDLE"]


def test_what_can_wait_leaves_a_thread_to_what_cannot():
    workers, begun, go = Workers(2), [], threading.Event()

    def hold(name):
        begun.append(name)
        assert go.wait(10)

    def later(name):
        with urgency(Urgency.LATER):
            workers.map(hold, [name])

    with ThreadPoolExecutor(3) as askers:
        asked = [askers.submit(later, name) for name in ("A", "B")]
        waiting(workers, 1)
        assert workers.map(str, [1]) == ["1"]
        assert len(begun) == 1
        go.set()
        for each in asked:
            each.result(10)
    assert sorted(begun) == ["A", "B"]
    workers.close()


def test_a_fault_reaches_who_asked_and_the_worker_goes_on():
    workers = Workers(1)
    with pytest.raises(ZeroDivisionError):
        workers.map(lambda each: 1 // each, [0, 1])
    assert workers.map(lambda each: 1 // each, [1]) == [1]
    workers.close()


def test_who_still_waits_when_the_workers_end_is_told(one):
    workers, askers, go = one
    late = askers.submit(workers.map, str, [1])
    waiting(workers, 1)
    ending = askers.submit(workers.close)
    with pytest.raises(CancelledError):
        late.result(10)
    go.set()
    ending.result(10)
    with pytest.raises(RuntimeError, match="gone home"):
        workers.map(str, [1])
