"""Sums kept while a warehouse is served, so that another assumption asks the warehouse nothing."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

import polars as pl

from dashboard.measures.fold import Folded

Key = tuple[object, ...]

_MOST_BYTES = 60_000_000
# A row of sums that is no column of a table takes about so much.
_ROW_BYTES = 500


class FoldsKept:
    """The latest sums, up to so many bytes; those unused for longest go first.

    Two who ask the same at once may both work it out: the first kept is what both get, so that
    what is known of its tables (`worked_out.once`) is worked out once.
    """

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self._most = most_bytes
        self._held = 0
        self._lock = threading.Lock()
        self._kept: OrderedDict[Key, Folded] = OrderedDict()

    def get(self, key: Key, make: Callable[[], Folded]) -> Folded:
        """Return the sums of a key, made now if they are not kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
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
