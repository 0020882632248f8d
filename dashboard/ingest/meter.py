"""How far a load is: a share of all bytes, which are known before the first file is opened."""

from __future__ import annotations

from collections.abc import Callable

# Called with a file's name, the rows and bytes read so far, and all bytes there are to read; these
# are nought while a warehouse or a store is asked, which does not tell how much it will send.
Progress = Callable[[str, int, int, int], None]


class Meter:
    """Tells of progress, in bytes: what the reader says of a file, and each table that is done."""

    def __init__(self, report: Progress | None, total: int = 0) -> None:
        self.report = report
        self.total = total
        self.rows = 0
        self._done = 0
        self._file = ""
        self._size = 0
        self._told = 0

    def came_in(self, name: str, rows: int, size: int) -> None:
        """Tell what a warehouse or a store has sent of one query or object."""
        if self.report:
            self.report(name, rows, size, 0)

    def begin(self, file: str, size: int) -> None:
        """Begin a file of so many bytes."""
        self._file, self._size = file, size
        self._tell(0)

    def done(self, size: int) -> None:
        """Tell how many bytes of the file are done."""
        self._tell(min(size, self._size))

    def convert(self, tables: int, all_tables: int) -> None:
        """Tell for how many of its tables the file is converted."""
        self._tell(self._size * tables // all_tables)

    def end(self, rows: int) -> None:
        """End the file, which had so many rows."""
        self.rows += rows
        self._done, self._size = self._done + self._size, 0
        self._tell(0)

    def _tell(self, size: int) -> None:
        # A file of which one table was kept may have to be loaded for another: no step back.
        self._told = max(self._told, self._done + size)
        if self.report:
            self.report(self._file, self.rows, self._told, self.total)
