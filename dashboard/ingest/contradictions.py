"""What the exports say against themselves: one SELECT of queries/contradictions each.

The rows are kept in the warehouse, so that every count can be opened.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter

from dashboard import paths
from dashboard.engine import contradictions, order
from dashboard.engine.database import Database

_HEADER = re.compile(r"\A\s*/\*(?P<toml>.*?)\*/(?P<sql>.*)\Z", re.DOTALL)

Severity = Literal["warning", "note"]


class Header(BaseModel):
    """What a contradiction says about itself: in words, in which table, and how to mend it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    table: str
    severity: Severity
    mend: str


@dataclass(frozen=True)
class Contradiction:
    """One kind of contradiction, and the SELECT of record_id, other_id (optional) and detail."""

    kind: str
    header: Header
    sql: str


def kinds() -> tuple[Contradiction, ...]:
    """Return all kinds of contradictions, by name."""
    folder = paths.queries() / "contradictions"
    return tuple(_read(path) for path in sorted(folder.glob("*.sql")))


def _read(path: Path) -> Contradiction:
    parts = _HEADER.match(path.read_text(encoding="utf-8"))
    if parts is None:
        raise ValueError(f"{path.name} does not begin with a header in a comment.")
    header = TypeAdapter(Header).validate_python(tomllib.loads(parts["toml"]))
    return Contradiction(path.stem, header, parts["sql"].strip())


def write(database: Database) -> None:
    """Write the table `contradictions`: one row per kind and record that contradicts itself.

    What is about the own tables of a layout that no source uses is left out.
    """
    contradictions.create(database)
    present = database.tables()
    for each in kinds():
        if not order.tables_in(each.sql, each.kind) <= present:
            continue
        header = each.header
        about = {
            "kind": each.kind,
            "title": header.title,
            "severity": header.severity,
            "mend": header.mend,
            "table_name": header.table,
        }
        contradictions.add(database, each.sql, about, name=f"{each.kind}.sql")
