"""Answers kept while a warehouse is served: each worked out once, however many ask for it.

A question is a measure and the filters that are left once the access rule has narrowed them, so
that two readers share an answer where they may see the same, and nowhere else.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from dashboard.measures.filters import Filters
from dashboard.measures.ledger import LedgerRows
from dashboard.measures.result import Result, Row

# A row with its keys, its texts and its numbers takes about so much.
_ROW_BYTES = 1_000
_ANSWER_BYTES = 4_000

Key = tuple[object, ...]
# Works out the answers that can be made; a faulty one is missing.
Ask = Callable[[Sequence[str]], Mapping[str, Result]]
# Names the assumptions that a measure's answer rests on.
RestsOn = Callable[[str], Collection[str]]


def _on_nothing(_measure_id: str) -> Collection[str]:
    return ()


@dataclass
class Counts:
    """Answers that readers asked for, those of them there or under way, those made ahead."""

    asked: int = 0
    remembered: int = 0
    ahead: int = 0


class Memory:
    """The latest answers, up to so many bytes; the one unused for longest goes first."""

    def __init__(self, most_bytes: int, rests_on: RestsOn = _on_nothing) -> None:
        self.counts = Counts()
        self._most = most_bytes
        self._rests_on = rests_on
        self._held = 0
        self._lock = threading.Lock()
        self._kept: OrderedDict[Key, Result] = OrderedDict()
        self._under_way: dict[Key, Future[Result | None]] = {}
        self._last_asked = time.monotonic()

    @property
    def room(self) -> float:
        """Return the share of the memory that is free."""
        return 1.0 - self._held / self._most

    @property
    def calm_seconds(self) -> float:
        """Return for how long no reader has asked anything."""
        return time.monotonic() - self._last_asked

    def get(self, measure_id: str, filters: Filters) -> Result | None:
        """Return an answer that is kept."""
        key = self._key(measure_id, filters)
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def answers(
        self, ids: Sequence[str], filters: Filters, ask: Ask, *, is_ahead: bool = False
    ) -> dict[str, Result]:
        """Return answers, asking for those alone that are neither kept nor under way.

        `is_ahead` says that no reader waits for them.
        """
        keys = {each: self._key(each, filters) for each in ids}
        found: dict[str, Result | None] = {}
        waiting: dict[str, Future[Result | None]] = {}
        mine: list[str] = []
        with self._lock:
            for measure_id, key in keys.items():
                if key in self._kept:
                    self._kept.move_to_end(key)
                    found[measure_id] = self._kept[key]
                elif key in self._under_way:
                    waiting[measure_id] = self._under_way[key]
                else:
                    self._under_way[key] = Future()
                    mine.append(measure_id)
            self._count(len(keys), len(mine), is_ahead=is_ahead)
        if mine:
            found |= self._made({each: keys[each] for each in mine}, ask)
        # Nobody waits before their own are made, so no two wait for each other.
        found |= {each: future.result() for each, future in waiting.items()}
        return {each: one for each in keys if (one := found[each]) is not None}

    def _key(self, measure_id: str, filters: Filters) -> Key:
        """Return what sets an answer apart; an assumption it does not rest on is no part of it."""
        return (measure_id, filters.resting_on(self._rests_on(measure_id)).cache_key)

    def _count(self, asked: int, made: int, *, is_ahead: bool) -> None:
        if is_ahead:
            self.counts.ahead += made
            return
        self._last_asked = time.monotonic()
        self.counts.asked += asked
        self.counts.remembered += asked - made

    def _made(self, keys: Mapping[str, Key], ask: Ask) -> Mapping[str, Result | None]:
        made: Mapping[str, Result] = {}
        try:
            made = ask(list(keys))
        finally:
            # Whatever happened, those who wait must hear of it.
            with self._lock:
                futures = {each: self._under_way.pop(key) for each, key in keys.items()}
                for each, result in made.items():
                    self._keep(keys[each], result)
            for each, future in futures.items():
                future.set_result(made.get(each))
        return {each: made.get(each) for each in keys}

    def _keep(self, key: Key, result: Result) -> None:
        size = weight(result)
        if size > self._most:
            return
        self._kept[key] = result
        self._held += size
        while self._held > self._most:
            _, gone = self._kept.popitem(last=False)
            self._held -= weight(gone)


def weight(result: Result) -> int:
    """Return about how many bytes an answer takes."""
    parts = {id(rows): rows for rows in (result.rows, result.whole)}
    return _ANSWER_BYTES + sum(map(_rows_weight, parts.values()))


def _rows_weight(rows: Sequence[Row]) -> int:
    if isinstance(rows, LedgerRows):
        return int(rows.frame.estimated_size())
    return _ROW_BYTES * len(rows)
