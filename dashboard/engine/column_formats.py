"""How each column of one file is written, found once although several tables are made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dashboard.engine.database import Database
from dashboard.engine.date_formats import UnclearColumnError, find_format
from dashboard.engine.files import OpenFile
from dashboard.engine.number_formats import find_number_format
from dashboard.engine.values import Wanted, Written, text_of

_KINDS = {"timestamp": "date", "date": "date", "number": "number", "integer": "number"}


@dataclass(frozen=True)
class Formats:
    """What the config says of a source: of all its dates, of single headings, of its numbers."""

    date: str | None = None
    dates: Mapping[str, str] = field(default_factory=dict)
    number: str | None = None

    def of_heading(self, heading: str) -> str | None:
        """Return the date format of one heading; upper and lower case are alike."""
        alike = {name.lower(): written for name, written in self.dates.items()}
        return alike.get(heading.lower())


def find(database: Database, file: OpenFile, columns: Iterable[Wanted], formats: Formats) -> None:
    """Decide how dates and numbers are written; UnclearColumnError names every unclear column."""
    unclear: list[str] = []
    for wanted in columns:
        place = _place(wanted)
        if place is None or place in file.written:
            continue
        try:
            file.written[place] = _written(database, file, wanted, formats)
        except UnclearColumnError as error:
            unclear += error.args
    if unclear:
        raise UnclearColumnError(*dict.fromkeys(unclear))


def of(file: OpenFile, wanted: Wanted) -> Written:
    """Return how a wanted column is written, as it was found."""
    place = _place(wanted)
    return file.written.get(place, Written()) if place else Written()


def _place(wanted: Wanted) -> tuple[str, str] | None:
    kind = _KINDS.get(wanted.type)
    return (wanted.heading, kind) if wanted.heading and kind else None


def _written(database: Database, file: OpenFile, wanted: Wanted, formats: Formats) -> Written:
    heading = wanted.heading or ""
    text = text_of(wanted, (file.types or {})[heading])
    if text is None:
        return Written()
    if _KINDS[wanted.type] == "date":
        of_heading = formats.of_heading(heading)
        return Written(
            find_format(database, file.relation, text, heading, formats.date, of_heading)
        )
    numbers = find_number_format(
        database, file.relation, text, heading, formats.number,
        from_program=file.has_typed_numbers,
    )  # fmt: skip
    return Written(numbers=numbers)
