"""Sums kept while a warehouse is served, so that another assumption asks the warehouse nothing."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

import polars as pl

from dashboard.measures.fold import Folded

Key = tuple[object, ...]

_MOST_BYTES = 250_000_000
# A row of sums that is no column of a table takes about so much.
_ROW_BYTES = 500


class FoldsKept:
    """The latest sums, up to so many bytes; those unused for longest go first.

    Who asks for sums that are under way waits for them. But one who makes sums may be lent to a
    more urgent task between two statements, and that one waits for nobody: so no two wait for each
    other. What comes second is thrown away, and both go on with the tables of the first.
    """

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self._most = most_bytes
        self._held = 0
        self._lock = threading.Lock()
        self._kept: OrderedDict[Key, Folded] = OrderedDict()
        self._under_way: dict[Key, threading.Event] = {}
        self._this = threading.local()

    def get(self, key: Key, make: Callable[[], Folded]) -> Folded:
        """Return the sums of a key, made now if they are neither kept nor under way."""
        while True:
            with self._lock:
                if key in self._kept:
                    self._kept.move_to_end(key)
                    return self._kept[key]
                under_way = self._under_way.get(key)
                if under_way is None:
                    mine = self._under_way[key] = threading.Event()
                    break
            if self._is_making():
                return self._made(key, make)
            under_way.wait()
        try:
            return self._made(key, make)
        finally:
            with self._lock:
                del self._under_way[key]
            # Those who waited look again, and make it themselves where it was a fault.
            mine.set()

    def _is_making(self) -> bool:
        return getattr(self._this, "makes", 0) > 0

    def _made(self, key: Key, make: Callable[[], Folded]) -> Folded:
        self._this.makes = getattr(self._this, "makes", 0) + 1
        try:
            made = make()
        finally:
            self._this.makes -= 1
        with self._lock:
            return self._kept[key] if key in self._kept else self._keep(key, made)

    def _keep(self, key: Key, made: Folded) -> Folded:
        if weight(made) <= self._most:
            self._kept[key] = made
            self._held += weight(made)
        while self._held > self._most:
            _, gone = self._kept.popitem(last=False)
            self._held -= weight(gone)
        return made


def weight(folded: Folded) -> int:
    """Return about how many bytes sums take."""
    parts = (folded.ratios, folded.spells, folded.values, folded.rows, folded.records)
    return sum(
        int(part.estimated_size()) if isinstance(part, pl.DataFrame) else _ROW_BYTES * len(part)
        for part in parts
        if part is not None
    )
