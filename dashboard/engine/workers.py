"""A few threads for all who ask: what somebody waits for goes first, then what came first."""

from __future__ import annotations

import itertools
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from contextvars import ContextVar
from enum import IntEnum
from typing import Any, TypeVar

_Part = TypeVar("_Part")
_Made = TypeVar("_Made")


class Urgency(IntEnum):
    """Who waits for an answer: a reader before an empty page, one who reads already, nobody."""

    NOW = 0
    LATER = 1
    IDLE = 2


_urgency: ContextVar[Urgency] = ContextVar("urgency", default=Urgency.NOW)
# Its future, and what to do; nothing where a thread is to end.
_Task = tuple[Future[Any], Callable[[], None]] | None


@contextmanager
def urgency(of: Urgency) -> Iterator[None]:
    """Let everything that is asked inside be this urgent."""
    token = _urgency.set(of)
    try:
        yield
    finally:
        _urgency.reset(token)


class Workers:
    """Threads that take the most urgent task each time one of them is free."""

    def __init__(self, most: int) -> None:
        self._serial = itertools.count()
        self._tasks: queue.PriorityQueue[tuple[int, int, _Task]] = queue.PriorityQueue()
        self._lock = threading.Lock()
        self._is_open = True
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

    def close(self) -> None:
        """End the threads once they have done what they are at; what waits is given up."""
        with self._lock:
            self._is_open = False
            for _ in self._threads:
                self._tasks.put((-1, next(self._serial), None))
        for thread in self._threads:
            thread.join()
        while not self._tasks.empty():
            _, _, task = self._tasks.get()
            if task is not None:
                task[0].cancel()

    def _submitted(self, task: Callable[[_Part], _Made], part: _Part) -> Future[_Made]:
        future: Future[_Made] = Future()

        def run() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                future.set_result(task(part))
            # Whoever waits gets it, whatever it is.
            except BaseException as error:
                future.set_exception(error)

        with self._lock:
            if not self._is_open:
                raise RuntimeError("These workers have gone home.")
            self._tasks.put((_urgency.get(), next(self._serial), (future, run)))
        return future

    def _work(self) -> None:
        while True:
            _, _, task = self._tasks.get()
            if task is None:
                return
            task[1]()
