"""`gatecost check`: every file and every row accounted for, and what can be computed."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from dashboard import build, config, ingest, paths
from dashboard.cli import check_text, printing
from dashboard.config import Config
from dashboard.engine import publish
from dashboard.engine.database import Database, open_for_building
from dashboard.errors import DataError
from dashboard.ingest import check as checked
from dashboard.ingest import check_json, why
from dashboard.measures import context, needs, registry

WARNINGS = 4


def check(asked: argparse.Namespace) -> int:
    """Read every file, keep nothing, and say what is wrong and what can be computed."""
    settings = config.load(asked.workspace)
    with _scratch(asked.workspace) as (database, folder):
        load = _load(database, settings, asked.workspace, folder)
        if asked.why is not None:
            return _why(asked, database, settings, folder)
        report, faults = _examined(database, settings, load)
        measures, unlocks = _computable(database, settings) if report.tables else ([], [])
    if asked.format == "json":
        content = {**check_json.content(report), "measures": measures, "unlocks": unlocks}
        printing.json_object({**content, "faults": list(faults)})
    else:
        check_text.show(report, measures, unlocks, cannot_build=bool(faults))
    if faults:
        raise DataError(*faults)
    return WARNINGS if report.has_warnings else 0


@contextmanager
def _scratch(workspace: Path) -> Iterator[tuple[Database, Path]]:
    with publish.scratch_of_a_check(workspace) as made:
        database = open_for_building(made / "check.duckdb")
        try:
            yield database, made
        finally:
            database.close()


def _load(database: Database, settings: Config, workspace: Path, folder: Path) -> ingest.LoadReport:
    with printing.progress() as report:
        return ingest.read_sources(database, settings, workspace, report, folder)


def _examined(
    database: Database, settings: Config, load: ingest.LoadReport
) -> tuple[checked.CheckReport, tuple[str, ...]]:
    """Return what was found, and what would stop a build: files refused, or checks that fail."""
    try:
        build.run_layer(database, paths.queries() / "staging")
        build.unite_tables(database, settings)
        build.examine(database)
    except DataError as error:
        report = checked.of_files(database, load)
        return report, _refused(report) or error.faults
    report = checked.report(database, load)
    return report, _refused(report) or _failed_checks(database)


def _refused(report: checked.CheckReport) -> tuple[str, ...]:
    if not report.refused:
        return ()
    names = ", ".join(report.refused)
    return (f"Refused: {names}. Mend or leave out these files, then build.",)


def _failed_checks(database: Database) -> tuple[str, ...]:
    try:
        for layer in ("facts", "cubes"):
            build.run_layer(database, paths.queries() / layer)
        build.run_checks(database, paths.queries() / "checks")
    except DataError as error:
        return error.faults
    return ()


def _computable(
    database: Database, settings: Config
) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Return each measure with what it lacks, and what would unlock most, the most first."""
    known = context.load(database, settings)
    found: list[dict[str, object]] = []
    for measure in registry.load():
        lacking = needs.how_to_mend(measure, known)
        status = "not computable" if lacking else "ok"
        found.append({"id": measure.id, "status": status, "needs": list(lacking)})
    unlocks: list[dict[str, object]] = [
        {"need": each.need, "way": each.way, "measures": [one.id for one in each.measures]}
        for each in needs.unlocks(registry.load(), known)
    ]
    return found, unlocks


def _why(asked: argparse.Namespace, database: Database, settings: Config, folder: Path) -> int:
    found = why.explain(database, settings, asked.workspace, asked.why, folder)
    if asked.format == "json":
        printing.json_object([asdict(each) for each in found])
    else:
        check_text.explain(found)
    return 0
