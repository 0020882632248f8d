"""What is worked out of a table once, and then known as long as the table is, or its like."""

from __future__ import annotations

import hashlib
import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

_Made = TypeVar("_Made")


@dataclass
class _Known:
    """A table, as long as there is one, and what is known of it."""

    table: weakref.ref[pl.DataFrame]
    found: dict[object, Any] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)


@dataclass
class _Alike:
    """What some numbers have come to, once it is made."""

    made: list[Any] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


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


# Several measures read the same people, each from a table of its own.
_MOST_ALIKE = 16
_ALIKE: OrderedDict[tuple[object, str], _Alike] = OrderedDict()


def once_alike(
    numbers: Sequence[NDArray[np.float64]], name: object, make: Callable[[], _Made]
) -> _Made:
    """Return what `name` stands for of these numbers, made now if it is not known of the same.

    For fits that take long and rest on the numbers alone; the latest are kept. Who asks while it
    is being made waits for it.
    """
    digest = hashlib.blake2b(digest_size=16)
    for each in numbers:
        digest.update(repr(each.shape).encode())
        digest.update(np.ascontiguousarray(each).data)
    key = (name, digest.hexdigest())
    with _LOCK:
        place = _ALIKE.setdefault(key, _Alike())
        _ALIKE.move_to_end(key)
        while len(_ALIKE) > _MOST_ALIKE:
            _ALIKE.popitem(last=False)
    with place.lock:
        if not place.made:
            place.made.append(make())
        found: _Made = place.made[0]
    return found
