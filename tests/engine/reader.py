"""One file read as a build would read it, into a database in memory."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard.engine import quarantine
from dashboard.engine.database import Database, open_in_memory
from dashboard.engine.files import OpenFile, open_file
from dashboard.engine.reading import Part, Selection, read_part
from dashboard.engine.time_sql import Zones
from dashboard.engine.values import Wanted


@dataclass(frozen=True)
class Read:
    """What came of one file: its accepted rows in order, and each quarantined row's line."""

    rows: list[tuple[Any, ...]]
    reasons: list[tuple[int, str]]
    read: int
    quarantined: int
    refusal: str
    headings: tuple[str, ...] = ()

    @property
    def codes(self) -> set[str]:
        return {code for _, codes in self.reasons for code in codes.split()}


def read(
    folder: Path,
    content: bytes | str,
    columns: dict[str, str],
    *,
    name: str = "export.csv",
    database: Database | None = None,
    required: tuple[str, ...] = (),
    options: dict[str, Any] | None = None,
    with_reasons: bool = True,
    **opening: Any,
) -> Read:
    """Read headings as values of given types; a file that lacks one is refused."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    database = database or open_in_memory()
    file = open_file(database, path, columns, folder, **opening)
    try:
        lacking = [each for each in columns if file.heading(each) is None]
        refusal = file.refusal or ("it lacks " + ", ".join(lacking) if lacking else "")
        if refusal:
            return Read([], [], 0, 0, refusal, file.headings)
        return _converted(
            database, file, columns, required, options or {}, with_reasons=with_reasons
        )
    finally:
        file.close(database)


def _converted(
    database: Database,
    file: OpenFile,
    columns: dict[str, str],
    required: tuple[str, ...],
    options: dict[str, Any],
    *,
    with_reasons: bool,
) -> Read:
    wanted = tuple(
        Wanted(f"c{place}", kind, file.heading(heading), required=heading in required)
        for place, (heading, kind) in enumerate(columns.items())
    )
    part = read_part(database, file, [Selection(wanted)], Zones(), **options)
    names = ", ".join(each.name for each in wanted)
    rows = database.query(f"select {names} from {part.name} order by file_row").rows()
    put_aside = _put_aside(database, file, part) if with_reasons else []
    for kind, made in (("view" if part.is_view else "table", part.name), ("table", part.bad_rows)):
        database.execute(f"drop {kind} {made}")
    read_rows = file.rows + len(file.rejects)
    return Read(rows, put_aside, read_rows, part.quarantined + len(file.rejects), "", file.headings)


def _put_aside(database: Database, file: OpenFile, part: Part) -> list[tuple[int, str]]:
    quarantine.create(database)
    place = {"source": "s", "file": file.path.name, "table": "t"}
    quarantine.add(database, file, part, place)
    return database.query(
        "select line, array_to_string(list_sort(reasons), ' ') from quarantine order by line"
    ).rows()
