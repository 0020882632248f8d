"""How each column of one file is written, found once although several tables are made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dashboard.engine import date_formats, number_formats
from dashboard.engine.database import Database
from dashboard.engine.date_formats import find_format
from dashboard.engine.files import OpenFile
from dashboard.engine.number_formats import find_number_format
from dashboard.engine.text_columns import TextColumn, UnclearColumnError, plain_value
from dashboard.engine.values import Wanted, Written, text_of

# A heading, and whether it is read as dates or as numbers.
_Place = tuple[str, str]
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
    texts = _unknown(file, columns)
    looks = _looks(database, file, texts)
    unclear: list[str] = []
    for place, column in texts.items():
        try:
            file.written[place] = _written(database, file, place, column, looks[place], formats)
        except UnclearColumnError as error:
            unclear += error.args
    if unclear:
        raise UnclearColumnError(*dict.fromkeys(unclear))


def of(file: OpenFile, wanted: Wanted) -> Written:
    """Return how a wanted column is written, as it was found."""
    place = _place(wanted)
    return file.written.get(place, Written()) if place else Written()


def _place(wanted: Wanted) -> _Place | None:
    kind = _KINDS.get(wanted.type)
    return (wanted.heading, kind) if wanted.heading and kind else None


def _unknown(file: OpenFile, columns: Iterable[Wanted]) -> dict[_Place, TextColumn]:
    """Return the columns that must be parsed and were not looked at before."""
    texts: dict[_Place, TextColumn] = {}
    for wanted in columns:
        place = _place(wanted)
        if place is None or place in file.written:
            continue
        text = text_of(wanted, (file.types or {})[place[0]])
        if text is None:
            file.written[place] = Written()
        else:
            texts[place] = TextColumn(file.relation, text, place[0])
    return texts


def _looks(
    database: Database, file: OpenFile, texts: Mapping[_Place, TextColumn]
) -> dict[_Place, Sequence[Any]]:
    """Look at all columns in one pass over the file."""
    if not texts:
        return {}
    values: list[str] = []
    first: dict[str, str] = {}
    figures: dict[_Place, list[str]] = {}
    for number, (place, column) in enumerate(texts.items()):
        value = f"value_{number}"
        values.append(f"{plain_value(column.text)} as {value}")
        if place[1] == "date":
            before, figures[place] = date_formats.look_sql(value)
            first |= before
        else:
            figures[place] = number_formats.look_sql(value)
    worked_out = "".join(f", {sql} as {name}" for name, sql in first.items())
    every = ", ".join(sql for each in figures.values() for sql in each)
    row = iter(
        database.query(
            f"select {every} from (select *{worked_out} "
            f"from (select {', '.join(values)} from {file.relation}))"
        ).row(0)
    )
    return {place: [next(row) for _ in each] for place, each in figures.items()}


def _written(
    database: Database,
    file: OpenFile,
    place: _Place,
    column: TextColumn,
    look: Sequence[Any],
    formats: Formats,
) -> Written:
    heading, kind = place
    if kind == "date":
        found = date_formats.Look(*look)
        of_heading = formats.of_heading(heading)
        return Written(find_format(database, column, found, formats.date, of_heading))
    numbers = find_number_format(
        database, column, number_formats.Look(*look), formats.number,
        from_program=file.has_typed_numbers,
    )  # fmt: skip
    return Written(numbers=numbers)
