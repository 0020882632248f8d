"""How much of a file is done, in its bytes: each stage of reading it takes its share of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dashboard.engine.database import Database

OnBytes = Callable[[int], None]

# Measured shares of the time that one file takes; a file that several tables are made of shares
# what is left for converting among them.
COUNTING, LOADING, COMPARING = 0.04, 0.36, 0.1
# Of the time in which one table is made: how its columns are written, bad rows, good rows.
LOOKING, FINDING, WRITING = 0.25, 0.4, 0.35
_CONVERTING = 1 - COUNTING - LOADING - COMPARING


class FileProgress:
    """Tells of one file: never back, and all its bytes when its last table is made."""

    def __init__(self, size: int = 0, on_bytes: OnBytes | None = None, tables: int = 1) -> None:
        self.size = size
        self.on_bytes = on_bytes
        self.of_a_table = _CONVERTING / tables
        self._before = 0.0
        self._told = -1

    @contextmanager
    def stage(self, share: float, database: Database | None = None) -> Iterator[OnBytes]:
        """Run a stage; with a database, what it does there is watched.

        What is yielded takes the bytes of the file that the stage has gone through.
        """

        def through(size: int) -> None:
            self._tell(self._before + share * min(1.0, size / max(self.size, 1)))

        def part(done: float) -> None:
            self._tell(self._before + share * done)

        watched = self.on_bytes is not None and database is not None
        with database.watched(part) if database and watched else nullcontext():
            yield through
        self._before += share
        self._tell(self._before)

    def _tell(self, share: float) -> None:
        size = round(self.size * min(share, 1.0))
        if self.on_bytes is not None and size > self._told:
            self._told = size
            self.on_bytes(size)
