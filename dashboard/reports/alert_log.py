"""What alerts found and told: `deliveries/alerts.jsonl`, a line for each change of state.

A rule is told when it begins to hold and when it ends, by this file and not by memory.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from dashboard.reports.journal import folder_of


@dataclass(frozen=True)
class Change:
    """A rule that began to hold at a moment, or ended; the changes of one rule are numbered."""

    alert: str
    number: int
    holds: bool
    at: dt.datetime
    subject: str
    said: str


@dataclass(frozen=True)
class Log:
    """The last change of each alert, and what numbers were looked at last."""

    changes: Mapping[str, Change]
    looked: str = ""

    def holds(self, alert: str) -> bool:
        """Say whether a rule held when it was judged last."""
        return alert in self.changes and self.changes[alert].holds

    def number(self, alert: str) -> int:
        """Return how often a rule has changed."""
        return self.changes[alert].number if alert in self.changes else 0


def read(workspace: Path) -> Log:
    """Return what is known of all alerts; a line that was cut off by a crash is none."""
    try:
        lines = (folder_of(workspace) / "alerts.jsonl").read_bytes().split(b"\n")
    except FileNotFoundError:
        return Log({})
    changes: dict[str, Change] = {}
    looked = ""
    for line in lines:
        try:
            kept: dict[str, Any] = json.loads(line)
            if "looked" in kept:
                looked = str(kept["looked"])
            else:
                kept["at"] = dt.datetime.fromisoformat(kept["at"])
                changes[kept["alert"]] = Change(**kept)
        except (ValueError, KeyError, TypeError):
            continue
    return Log(changes, looked)


def add(workspace: Path, change: Change) -> None:
    """Keep a change for good, before anybody is told."""
    _append(workspace, {**asdict(change), "at": change.at.isoformat()})


def look(workspace: Path, looked: str) -> None:
    """Keep which build, snapshots and rules the numbers were judged by."""
    _append(workspace, {"looked": looked})


def _append(workspace: Path, kept: Mapping[str, object]) -> None:
    # A line that was cut off before is closed first; an empty line tells nothing.
    line = "\n" + json.dumps(kept, ensure_ascii=False) + "\n"
    with (folder_of(workspace) / "alerts.jsonl").open("ab") as file:
        file.write(line.encode())
        file.flush()
        os.fsync(file.fileno())
