"""A few threads for all who ask: what somebody waits for goes first, then what came first."""

from __future__ import annotations

import heapq
import itertools
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from contextvars import ContextVar
from enum import IntEnum
from typing import Any, NamedTuple, TypeVar

_Part = TypeVar("_Part")
_Made = TypeVar("_Made")


class Urgency(IntEnum):
    """Who waits for an answer: a reader before an empty page, one who reads already, nobody."""

    NOW = 0
    LATER = 1
    IDLE = 2


_urgency: ContextVar[Urgency] = ContextVar("urgency", default=Urgency.NOW)


class _Task(NamedTuple):
    """What to do, in the order of these fields; no two have the same serial."""

    urgency: Urgency
    serial: int
    future: Future[Any]
    do: Callable[[], None]


@contextmanager
def urgency(of: Urgency) -> Iterator[None]:
    """Let everything that is asked inside be this urgent."""
    token = _urgency.set(of)
    try:
        yield
    finally:
        _urgency.reset(token)


class Workers:
    """Threads that take the most urgent task each time one of them is free.

    One of several is always kept free for what a reader waits for now.
    """

    def __init__(self, most: int) -> None:
        self._serial = itertools.count()
        self._waiting: list[_Task] = []
        self._changed = threading.Condition()
        self._is_open = True
        self._room_for_later = max(1, most - 1)
        self._threads = [
            threading.Thread(target=self._work, name=f"worker-{at}", daemon=True)
            for at in range(most)
        ]
        for thread in self._threads:
            thread.start()

    def map(self, task: Callable[[_Part], _Made], parts: Sequence[_Part]) -> list[_Made]:
        """Do a task for each part, side by side; the first fault ends the others not yet begun."""
        futures = [self._submitted(task, part) for part in parts]
        try:
            return [future.result() for future in futures]
        finally:
            for future in futures:
                future.cancel()

    def give_way(self) -> None:
        """Do first, on this thread, what has become more urgent than the task that calls this.

        A long task calls it between its steps, so that a reader before an empty page waits for a
        step and not for a task.
        """
        own = _urgency.get()
        while (task := self._taken(own)) is not None:
            self._done(task)

    def close(self) -> None:
        """End the threads once they have done what they are at; what waits is given up."""
        with self._changed:
            self._is_open = False
            given_up, self._waiting = self._waiting, []
            self._changed.notify_all()
        for task in given_up:
            task.future.cancel()
        for thread in self._threads:
            thread.join()

    def _submitted(self, task: Callable[[_Part], _Made], part: _Part) -> Future[_Made]:
        future: Future[_Made] = Future()

        def do() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                future.set_result(task(part))
            # Whoever waits gets it, whatever it is.
            except BaseException as error:
                future.set_exception(error)

        with self._changed:
            if not self._is_open:
                raise RuntimeError("These workers have gone home.")
            one = _Task(_urgency.get(), next(self._serial), future, do)
            heapq.heappush(self._waiting, one)
            self._changed.notify()
        return future

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._has_next() or not self._is_open)
                if not self._is_open:
                    return
                task = heapq.heappop(self._waiting)
                can_wait = task.urgency > Urgency.NOW
                self._room_for_later -= can_wait
            self._done(task)
            with self._changed:
                self._room_for_later += can_wait
                self._changed.notify()

    def _has_next(self) -> bool:
        if not self._waiting:
            return False
        return self._waiting[0].urgency == Urgency.NOW or self._room_for_later > 0

    def _taken(self, than: Urgency) -> _Task | None:
        """Take the first task off the queue if it is more urgent than this."""
        with self._changed:
            if self._waiting and self._waiting[0].urgency < than:
                return heapq.heappop(self._waiting)
            return None

    @staticmethod
    def _done(task: _Task) -> None:
        with urgency(task.urgency):
            task.do()
