"""The command that makes a snapshot."""

from __future__ import annotations

import argparse
import datetime as dt
from contextlib import closing

from dashboard.cli import printing
from dashboard.cli.commands import pairs_of
from dashboard.measures.filters import parse_month


def day(text: str) -> dt.date:
    """Read a day of the command line; what is none is refused with an example."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no day. Write year, month and day, like 2026-06-30."
        ) from error


def snapshot(asked: argparse.Namespace) -> int:
    """Make a snapshot and print where it is; say so where there is nothing new."""
    from dashboard.reports.snapshot import Asked, make  # noqa: PLC0415

    question = Asked(
        where=pairs_of(asked.where, "--where"),
        start=parse_month(asked.start) if asked.start else None,
        end=parse_month(asked.end) if asked.end else None,
        is_all=asked.all,
        only=asked.only,
        as_of=asked.as_of,
        pdf=asked.pdf,
    )
    with printing.steps() as told, closing(make(asked.workspace, question, told)) as made:
        found = made.snapshot
        printing.text(str(found.folder))
        for each in made.unknown:
            printing.aside(each)
        files = len(found.manifest.files)
        if not made.is_new:
            printing.aside(f"unchanged: the same inputs made {found.name} before.")
            return 0
        against = found.manifest.previous or "none, it is the first"
        printing.aside(f"Made {found.name}: {files} files, compared with {against}.")
    return 0
