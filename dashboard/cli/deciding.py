"""The command that lists what the meetings decided."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from dashboard import decisions
from dashboard.cli import printing

# What fits a terminal; CSV and JSON hold every field.
_SHOWN = ("decided_on", "question", "choice", "note", "owner", "review_on", "closed_on")


def listed(asked: argparse.Namespace) -> int:
    """Print the decisions of a workspace, and which lines of its log cannot be read."""
    log = decisions.log(asked.workspace)
    rows = [asdict(each) for each in log.decisions]
    if asked.format == "json":
        printing.json_object(rows)
    elif asked.format == "csv":
        printing.csv_rows(rows)
    else:
        printing.plain_table([{name: row[name] for name in _SHOWN} for row in rows])
    for line in log.unreadable:
        printing.aside(f"Line {line} cannot be read: {decisions.path_of(asked.workspace)}")
    return 0
