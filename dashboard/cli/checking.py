"""`gatecost check`: every file and every row accounted for, and what can be computed."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from dashboard import build, config, ingest, paths
from dashboard.cli import printing
from dashboard.config import Config
from dashboard.engine.database import Database, open_for_building
from dashboard.errors import DataError
from dashboard.ingest import check as checked
from dashboard.measures import context, needs, registry

WARNINGS = 4


def check(asked: argparse.Namespace) -> int:
    """Read every file, keep nothing, and say what is wrong and what can be computed."""
    settings = config.load(asked.workspace)
    with tempfile.TemporaryDirectory(prefix="gatecost-") as scratch:
        database = open_for_building(Path(scratch) / "check.duckdb")
        try:
            report = _read(database, settings, asked.workspace, Path(scratch))
            measures = _computable(database, settings)
        finally:
            database.close()
    content = {**report.to_json(), "measures": measures}
    if asked.format == "json":
        printing.json_object(content)
    else:
        _print(report, measures)
    if any(each.status == "refused" for each in report.files):
        names = ", ".join(sorted({f.file for f in report.files if f.status == "refused"}))
        raise DataError(f"Refused: {names}. Mend or leave out these files, then build.")
    return WARNINGS if report.has_warnings else 0


def _read(
    database: Database, settings: Config, workspace: Path, scratch: Path
) -> checked.CheckReport:
    with printing.progress() as report:
        # Not in the warehouse folder: a build that starts meanwhile clears its scratch there.
        load = ingest.read_sources(database, settings, workspace, report, scratch)
    build.run_layer(database, paths.queries() / "staging")
    build.unite_tables(database, settings)
    return checked.report(database, load)


def _computable(database: Database, settings: Config) -> list[dict[str, object]]:
    known = context.load(database, settings)
    found: list[dict[str, object]] = []
    for measure in registry.load():
        lacking = needs.how_to_mend(measure, known)
        status = "not computable" if lacking else "ok"
        found.append({"id": measure.id, "status": status, "needs": list(lacking)})
    return found


def _print(report: checked.CheckReport, measures: list[dict[str, object]]) -> None:
    printing.plain_table(printing.files_table(report.files))
    printing.text("")
    printing.plain_table([{"table": each.table, "rows": each.rows} for each in report.tables])
    printing.text("")
    computable = sum(each["status"] == "ok" for each in measures)
    printing.text(f"{computable} of {len(measures)} measures can be computed.")
    for line in printing.unlocked_by(measures):
        printing.text(line)
