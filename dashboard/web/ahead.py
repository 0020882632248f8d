"""Answers worked out while nobody asks, so that the usual views of a new build are there at once.

First every page as it opens, then every page for each single value of a dimension. A request stops
it; it waits until all is calm again, and it leaves half of the memory to what readers ask.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

from dashboard.engine.workers import Urgency, urgency
from dashboard.errors import GatecostError
from dashboard.measures.filters import Filters
from dashboard.present.pages import PAGES
from dashboard.web.warehouse_desk import WarehouseDesk

_LOG = logging.getLogger(__name__)

_SECONDS_BETWEEN_BUILDS = 5.0
_CALM_SECONDS = 1.0
_LEAST_ROOM = 0.5
# A dimension with more values than these is a list of names, of which few are ever chosen.
_MOST_VALUES = 12

Opener = Callable[[], WarehouseDesk]


def start(opener: Opener) -> threading.Event:
    """Begin in a thread of its own; it ends with the process, or once the event is set."""
    ended = threading.Event()
    threading.Thread(target=_keep_ahead, args=(opener, ended), name="ahead", daemon=True).start()
    return ended


def questions(desk: WarehouseDesk) -> Iterator[tuple[tuple[str, ...], Filters]]:
    """Return what is asked most, in that order: measures that share their slices, and filters."""
    known = desk.known(None)
    pages = [page for page in PAGES if page.built]
    for page in pages:
        yield desk.quick(page.first(())), known.default
    for page in pages:
        yield desk.quick(page.more), known.default
    for name, values in known.values.items():
        for value in values if len(values) <= _MOST_VALUES else ():
            filters = replace(known.default, where={name: (value,)})
            for page in pages:
                yield desk.quick(page.first(())), filters


def _keep_ahead(opener: Opener, ended: threading.Event) -> None:
    done: WarehouseDesk | None = None
    while not ended.is_set():
        try:
            desk = opener()
            if desk is not done:
                answer_usual(desk, opener, ended)
                done = desk
        except GatecostError:
            # The next request meets the same, and says so.
            _LOG.debug("Nothing could be answered ahead", exc_info=True)
        ended.wait(_SECONDS_BETWEEN_BUILDS)


def answer_usual(desk: WarehouseDesk, opener: Opener, ended: threading.Event) -> None:
    """Answer the usual questions of a desk, while it is the one that is served."""
    for ids, filters in questions(desk):
        while desk.memory.calm_seconds < _CALM_SECONDS:
            if ended.wait(_CALM_SECONDS):
                return
        if ended.is_set() or opener() is not desk or desk.memory.room < _LEAST_ROOM:
            return
        with urgency(Urgency.IDLE):
            desk.answer_ahead(ids, filters)
