"""The commands that make something: demo, build, serve, docs."""

from __future__ import annotations

import argparse
import datetime as dt
import socket
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from dashboard import build as building
from dashboard import config, ingest, paths
from dashboard.cli import printing
from dashboard.errors import ConfigError, GatecostError
from dashboard.ingest.reasons import reason
from dashboard.measures import reference


def demo(asked: argparse.Namespace) -> int:
    """Make the sample company, build it, and serve it unless told not to."""
    from dashboard import demo as sample  # noqa: PLC0415

    printing.aside(f"Making a sample company in {asked.workspace}")
    asked.workspace.mkdir(parents=True, exist_ok=True)
    sample.make(asked.workspace)
    _build(asked.workspace)
    return 0 if asked.no_serve else serve(asked)


def build(asked: argparse.Namespace) -> int:
    """Build the warehouse, and print what became of every row."""
    _build(asked.workspace)
    return 0


def _build(workspace: Path) -> None:
    with printing.progress() as report:
        built = building.build(workspace, report)
    printing.plain_table(printing.files_table(built.load.files))
    for line in (*_reused(built.load), *_put_aside(built.load)):
        printing.aside(line)
    for table, rows in built.held_out.items():
        if rows:
            printing.aside(f"Held out as later than the as-of time: {rows:,} rows of {table}")
    zone = config.load(workspace).company.zone
    at = built.as_of.at.replace(tzinfo=dt.UTC).astimezone(zone)
    as_of = f"as of {at:%Y-%m-%d %H:%M} {zone.key} ({built.as_of.label})"
    printing.aside(f"Built {built.path.name}, {as_of}")


def _reused(load: ingest.LoadReport) -> Iterator[str]:
    """Yield how many files were not opened again, if any."""
    files = {(each.source_name, each.file): True for each in load.files}
    for each in load.files:
        files[each.source_name, each.file] &= each.is_reused
    unchanged = sum(files.values())
    if unchanged:
        yield f"Not opened again: {unchanged} of {len(files)} files, unchanged since the last build"


def _put_aside(load: ingest.LoadReport) -> Iterator[str]:
    """Yield one line per reason for which rows were put aside, the most frequent first."""
    counts: Counter[str] = Counter()
    for each in load.files:
        counts.update(each.reasons)
    for code, rows in counts.most_common():
        files = dict.fromkeys(each.file for each in load.files if code in each.reasons)
        yield f"Put aside in quarantine/: {rows:,} rows of {', '.join(files)}, because {_why(code)}"


def _why(code: str) -> str:
    return f"{reason(code).words} ({code})"


def serve(asked: argparse.Namespace) -> int:
    """Serve the dashboard until stopped."""
    from dashboard.web import app  # noqa: PLC0415

    server = config.load(asked.workspace).server
    host, port = asked.host or server.host, asked.port or server.port
    _check_free(host, port)
    printing.text(f"Serving http://{host}:{port} (stop with Ctrl+C)")
    sys.stdout.flush()
    app.serve(asked.workspace, host, port)
    return 0


def _check_free(host: str, port: int) -> None:
    """Say that an address is taken before saying that it is served."""
    try:
        with socket.create_server((host, port)):
            return
    except OSError as error:
        raise ConfigError(
            f"{host}:{port} cannot be served: {error.strerror}. Choose another with --port."
        ) from error


def docs(asked: argparse.Namespace) -> int:
    """Write the reference of all measures, or say whether it is fresh."""
    path = paths.queries() / "README.md"
    fresh = reference.written()
    if not asked.check:
        path.write_text(fresh, encoding="utf-8")
        printing.text(str(path))
        return 0
    if path.is_file() and path.read_text(encoding="utf-8") == fresh:
        return 0
    raise GatecostError(f"{path} is not what the headers say. Run `gatecost docs`.")
