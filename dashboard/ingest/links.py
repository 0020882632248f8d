"""What was found to be the same within one system and between two: for `check` and page Data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dashboard.engine.database import Database


@dataclass(frozen=True)
class Link:
    """One way in which records of a table were found to be the same.

    Between two systems the figures count people, accounts or deals: those that both hold, and
    those that one alone holds by any way. Without another system they count records. `strength` is
    strong, weak (counted, never merged) or none (not linked for good reason, as a mailbox of many).
    """

    table: str
    source: str
    other_source: str | None
    how: str
    strength: str
    matched: int
    only_here: int | None
    only_there: int | None


@dataclass(frozen=True)
class Conflict:
    """A value that two systems hold of the same records; `source` is the system of record.

    `differing` is None where the two name things differently, so that nobody knows. `filled`
    counts the blanks of the system of record that the other one filled.
    """

    table: str
    column: str
    source: str
    other_source: str
    compared: int
    differing: int | None
    filled: int


@dataclass(frozen=True)
class LinkReport:
    """All links and conflicts of a build."""

    links: tuple[Link, ...]
    conflicts: tuple[Conflict, ...]

    def to_json(self) -> dict[str, list[dict[str, Any]]]:
        """Return the report as plain objects."""
        return {
            "links": [dict(vars(each)) for each in self.links],
            "conflicts": [dict(vars(each)) for each in self.conflicts],
        }


def report(database: Database) -> LinkReport:
    """Read the link report of a build, or of a warehouse that keeps one."""
    if "link_report" not in database.tables():
        return LinkReport((), ())
    links = database.query(
        "select table_name, source_name, other_source, how, strength, matched, only_here, "
        "only_there from link_report order by all"
    )
    conflicts = database.query(
        "select table_name, column_name, source_name, other_source, compared, differing, filled "
        "from link_conflicts order by all"
    )
    return LinkReport(
        tuple(Link(*row) for row in links.iter_rows()),
        tuple(Conflict(*row) for row in conflicts.iter_rows()),
    )
