"""An exported file that was opened: a relation with a row number. Nothing is converted yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dashboard.engine import text_files
from dashboard.engine.database import Database
from dashboard.engine.plain_text import PlainText
from dashboard.engine.progress import FileProgress
from dashboard.engine.text_files import Reject, TextTable
from dashboard.engine.values import Written
from dashboard.errors import did_you_mean


@dataclass(frozen=True)
class OpenFile:
    """A file that can be selected from; `types` holds a DuckDB type for each wanted heading.

    `headings` are all of the file's, `refusal` says why it cannot be used. `plain` is there where
    the lines are those of a text file; `copies` are removed when it is closed.
    """

    path: Path
    headings: tuple[str, ...] = ()
    types: Mapping[str, str] | None = None
    relation: str = ""
    rows: int = 0
    size: int = 0
    lines: int = 0
    rejects: tuple[Reject, ...] = ()
    refusal: str = ""
    text: TextTable | None = None
    plain: PlainText | None = None
    copies: tuple[Path, ...] = ()
    # Where a row is not on the line that its place among the records says.
    line_of: Callable[[int], int] | None = None
    # Other names by which a heading may be asked for: a.b for a_b.
    aliases: Mapping[str, str] = field(default_factory=dict)
    # Numbers were written by a program that gives them a type, as in JSON: their digits stand
    # in no groups.
    has_typed_numbers: bool = False
    # Found out once, although several tables may be made of the file.
    written: dict[tuple[str, str], Written] = field(default_factory=dict)
    repeated: str = ""
    progress: FileProgress = field(default_factory=FileProgress, compare=False)
    # A relation with all columns, where `relation` has only the wanted ones.
    whole: str = ""

    @property
    def is_text(self) -> bool:
        """Tell whether the file was loaded as texts."""
        return self.text is not None

    def heading(self, name: str) -> str | None:
        """Return the file's own spelling of a heading, None if it has none like it."""
        name = self.aliases.get(name.lower(), name)
        if name in self.headings:
            return name
        alike = [each for each in self.headings if each.lower() == name.lower()]
        return alike[0] if alike else None

    def no_heading(self, name: str) -> str:
        """Say that the file lacks a heading, and which is near."""
        return f"it has no column {name!r}.{did_you_mean(name, self.headings)}"

    def lines_of(self, database: Database, rows: Sequence[int]) -> list[int]:
        """Return the line (of Parquet and JSON arrays: the record) of each row."""
        if self.line_of is not None:
            return [self.line_of(row) for row in rows]
        if self.text is None:
            return [row + 1 for row in rows]
        return text_files.lines_of_rows(database, self.text, rows)

    def close(self, database: Database) -> None:
        """Drop what was loaded and remove the copies on disk."""
        for table in (self.repeated, self.text.table if self.text else ""):
            if table:
                database.execute(f"drop table if exists {table}")
        if self.plain is not None:
            self.plain.discard()
        for copy in self.copies:
            copy.unlink(missing_ok=True)
