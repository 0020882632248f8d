"""Small workspaces written by the tests, read as a build would read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dashboard import build, config, ingest, paths
from dashboard.engine.database import Database, open_in_memory


@dataclass(frozen=True)
class Loaded:
    """What came out of reading a workspace."""

    database: Database
    report: ingest.LoadReport
    config: config.Config

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        return self.database.query(sql).rows()

    def file(self, name: str, table: str) -> ingest.FileLoad:
        return next(
            each for each in self.report.files if (each.file, each.table_name) == (name, table)
        )

    def reasons(self) -> list[tuple[object, ...]]:
        """Line and reasons of all quarantined rows."""
        return self.rows(
            "select line, array_to_string(list_sort(reasons), ' ') from quarantine order by line"
        )


def write(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Write exports; texts as UTF-8."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)


def load(workspace: Path, toml: str, files: Mapping[str, str | bytes]) -> Loaded:
    """Read a workspace up to the raw tables and mapped staging."""
    write(workspace / "exports", files)
    (workspace / "gatecost.toml").write_text(toml, encoding="utf-8")
    return load_here(workspace)


def load_here(workspace: Path) -> Loaded:
    """Read a workspace that is there already."""
    settings = config.load(workspace)
    database = open_in_memory()
    return Loaded(database, ingest.read_sources(database, settings, workspace), settings)


def staged(workspace: Path, toml: str, files: Mapping[str, str | bytes]) -> Loaded:
    """Read a workspace and run its staging."""
    loaded = load(workspace, toml, files)
    build.run_layer(loaded.database, paths.queries() / "staging")
    return loaded


MAPPED = """
[[source]]
name = "crm"
"""

TOUCHES = (
    MAPPED
    + """
[[map]]
table = "touches"
file = "touches.csv"
columns = { touch_id = "id", at = "when", direction = "who", minutes = "length" }
"""
)

SALESFORCE = """
[[source]]
name = "salesforce"
layout = "salesforce_weekly"
"""
