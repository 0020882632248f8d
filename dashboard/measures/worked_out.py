"""What is worked out of a table once, and then known as long as the table is."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Any, TypeVar

import polars as pl

_Made = TypeVar("_Made")

# By the identity of a table: the table, as long as there is one, and what is known of it.
_KNOWN: dict[int, tuple[weakref.ref[pl.DataFrame], dict[object, Any]]] = {}


def once(frame: pl.DataFrame, name: object, make: Callable[[], _Made]) -> _Made:
    """Return what `name` stands for of a table, made now if it is not known of this very table.

    For what rests on the table and on `name` alone. Sums that are kept are the same table at every
    request, so a fit to them is made once, whatever a reader assumes.
    """
    known = _KNOWN.get(id(frame))
    if known is None or known[0]() is not frame:
        place = id(frame)
        known = (weakref.ref(frame, lambda _: _KNOWN.pop(place, None)), {})
        _KNOWN[place] = known
    if name not in known[1]:
        known[1][name] = make()
    found: _Made = known[1][name]
    return found
