"""A small company with leads, gates and deals, built as often as a test likes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dashboard import build, config, ingest
from dashboard.engine import publish
from dashboard.engine.cache import Cache
from dashboard.engine.database import Database, open_for_serving, open_in_memory

CONFIG = """
as_of = {as_of}

[[source]]
name = "crm"

[[map]]
table = "leads"
file = "leads*.csv"
columns = {{ lead_id = "id", created_at = "created", score = "score", modified_at = "changed" }}

[[map]]
table = "gate_decisions"
file = "gates.csv"
columns = {{ entity_id = "lead", gate = "gate", decided_at = "at", verdict = "verdict" }}

[[map]]
table = "opportunities"
file = "deals*.csv"
columns = {{ opportunity_id = "id", lead_id = "lead", created_at = "created", stage = "stage", amount = "amount", closed_at = "closed" }}

[[stage]]
stage = "Open"
role = "open"
rank = 1
[[stage]]
stage = "Won"
role = "won"
[[stage]]
stage = "Lost"
role = "lost"

[[gate]]
name = "MQL"
step = "mql"
"""  # noqa: E501

FILES = {
    "leads.csv": (
        "id,created,score,changed\n"
        "L1,2026-01-01 09:00:00,10,2026-01-01 09:00:00\n"
        "L2,2026-01-02 09:00:00,20,2026-01-02 09:00:00\n"
        "L3,2026-01-03 09:00:00,,2026-01-03 09:00:00\n"
    ),
    "gates.csv": "lead,gate,at,verdict\nL1,MQL,2026-01-04 09:00:00,pass\n",
    "deals.csv": (
        "id,lead,created,stage,amount,closed\n"
        "D1,L1,2026-01-05 09:00:00,Won,100,2026-01-20 09:00:00\n"
        "D2,L2,2026-01-06 09:00:00,Lost,50,2026-01-21 09:00:00\n"
        "D3,,2026-01-07 09:00:00,Open,70,\n"
    ),
}


def write(
    workspace: Path, files: Mapping[str, str | bytes], *, as_of: str = "2026-02-01T00:00:00"
) -> Path:
    """Write the config and some exports; those that are there and not named stay."""
    exports = workspace / "exports"
    exports.mkdir(parents=True, exist_ok=True)
    (workspace / "gatecost.toml").write_text(CONFIG.format(as_of=as_of), encoding="utf-8")
    for name, content in files.items():
        (exports / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return workspace


def built(
    workspace: Path, files: Mapping[str, str | bytes] = FILES, *, as_of: str = "2026-02-01T00:00:00"
) -> build.Built:
    """Write and build."""
    return build.build(write(workspace, files, as_of=as_of))


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    """Ask a finished warehouse."""
    database = open_for_serving(path)
    try:
        return database.query(sql).rows()
    finally:
        database.close()


@dataclass(frozen=True)
class Loaded:
    """What a load made, without the rest of a build."""

    database: Database
    report: ingest.LoadReport

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        return self.database.query(sql).rows()


def loaded(workspace: Path, files: Mapping[str, str | bytes] = FILES) -> Loaded:
    """Write, and load as a build does."""
    return load(write(workspace, files))


def load(workspace: Path) -> Loaded:
    """Load a workspace that is there as a build does, and keep what a build keeps."""
    kept = Cache(publish.folder_of(workspace) / "cache")
    database = open_in_memory()
    report = ingest.read_sources(database, config.load(workspace), workspace, kept=kept)
    kept.retire()
    return Loaded(database, report)


def entries(workspace: Path) -> list[Path]:
    """Return the entries that are kept."""
    return sorted((publish.folder_of(workspace) / "cache").iterdir())
