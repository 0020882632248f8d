"""What is worked out of a table once, and then known as long as the table is."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import polars as pl

_Made = TypeVar("_Made")


@dataclass
class _Known:
    """A table, as long as there is one, and what is known of it."""

    table: weakref.ref[pl.DataFrame]
    found: dict[object, Any] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)


# By the identity of a table.
_KNOWN: dict[int, _Known] = {}
_LOCK = threading.Lock()


def once(frame: pl.DataFrame, name: object, make: Callable[[], _Made]) -> _Made:
    """Return what `name` stands for of a table, made now if it is not known of this very table.

    For what rests on the table and on `name` alone. Sums that are kept are the same table at every
    request, so a fit to them is made once, whatever a reader assumes and however many ask.
    """
    known = _known_of(frame)
    with known.lock:
        if name not in known.found:
            known.found[name] = make()
        found: _Made = known.found[name]
    return found


def _known_of(frame: pl.DataFrame) -> _Known:
    place = id(frame)
    with _LOCK:
        known = _KNOWN.get(place)
        if known is None or known.table() is not frame:
            known = _Known(weakref.ref(frame, lambda _: _KNOWN.pop(place, None)))
            _KNOWN[place] = known
        return known
