"""The file of decisions, `answers/decisions.jsonl` of the workspace: a line each, text only.

A line is never changed. A later line with the same id takes its place (a decision that was looked
at again), so that the file itself tells how it came about. What cannot be read is told, not lost.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dashboard.decisions.records import SIDES, Decision, Log, Meeting, checked, cleaned
from dashboard.errors import ConfigError, GatecostError

# What a line that is no decision may raise.
_FAULTS = (ValueError, TypeError, KeyError, AttributeError, RecursionError, GatecostError)


class NotKeptError(GatecostError):
    """The workspace takes no decision: it is read-only, or its disk is full."""

    exit_code = 4


def path_of(workspace: Path) -> Path:
    """Return where a workspace keeps its decisions."""
    return workspace / "answers" / "decisions.jsonl"


def add(workspace: Path, *decisions: Decision, meeting: Meeting | None = None) -> None:
    """Keep decisions, and that a meeting was held; either all of it is kept or nothing."""
    lines = [{"kind": "decision", **asdict(checked(each))} for each in decisions]
    if meeting is not None:
        lines.append({"kind": "meeting", **asdict(meeting)})
    _append(workspace, lines)


def say(workspace: Path, measure_id: str, side: str, text: str) -> None:
    """Keep what a side says of a finding; an empty text gives the measure's own words back."""
    if side not in SIDES:
        raise ConfigError(f"There is no side {side!r}: {' or '.join(SIDES)}.")
    known = cleaned(measure_id, "measure_id")
    line = {"kind": "said", "measure_id": known, "side": side, "text": cleaned(text, "text")}
    _append(workspace, [line])


def may_write(workspace: Path) -> bool:
    """Say whether this program may keep decisions there."""
    place = path_of(workspace)
    if not place.exists():
        while not place.exists():
            place = place.parent
        if not place.is_dir():
            return False
    return os.access(place, os.W_OK)


def _append(workspace: Path, lines: Sequence[Mapping[str, object]]) -> None:
    text = "".join(json.dumps(each, ensure_ascii=False, default=str) + "\n" for each in lines)
    path = path_of(workspace)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab+") as file:
            # Two rooms may decide at once; each line stays whole.
            fcntl.flock(file, fcntl.LOCK_EX)
            begun = file.seek(0, os.SEEK_END)
            if begun and not _ends_a_line(file, begun):
                text = "\n" + text
            file.write(text.encode("utf-8", "replace"))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise NotKeptError(
            "Nothing was kept: this server may not write into its workspace."
        ) from error


def _ends_a_line(file: Any, size: int) -> bool:
    file.seek(size - 1)
    return bool(file.read(1) == b"\n")


def read(workspace: Path) -> list[Decision]:
    """Return the decisions of a workspace, the oldest first."""
    return list(log(workspace).decisions)


def log(workspace: Path) -> Log:
    """Return all that the meetings wrote."""
    try:
        written = path_of(workspace).read_bytes()
    except OSError:
        return Log()
    decisions: dict[str, Decision] = {}
    meetings: dict[dt.date, Meeting] = {}
    said: dict[tuple[str, str], str] = {}
    unreadable: list[int] = []
    for at, line in enumerate(written.split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            found = _read(json.loads(line.decode("utf-8")))
        except _FAULTS:
            unreadable.append(at)
            continue
        if isinstance(found, Decision):
            decisions[found.id] = found
        elif isinstance(found, Meeting):
            meetings[found.held_on] = found
        else:
            said[found[0], found[1]] = found[2]
    words = {key: text for key, text in said.items() if text}
    return Log(list(decisions.values()), list(meetings.values()), words, unreadable)


def _read(line: Any) -> Decision | Meeting | tuple[str, str, str]:
    kind = line.pop("kind")
    if kind == "said":
        return _said(line)
    if kind == "meeting":
        shown = {str(each): float(stake) for each, stake in line["shown"].items()}
        return Meeting(dt.date.fromisoformat(line["held_on"]), shown)
    if kind != "decision":
        raise ValueError(kind)
    told: dict[str, Any] = {name: _day(line.pop(name)) for name in ("decided_on", "review_on")}
    told["closed_on"] = _day(line.pop("closed_on", None))
    told |= {name: _number(line.pop(name, None)) for name in ("value", "low", "high")}
    told |= {name: cleaned(text, name) for name, text in line.items()}
    return Decision(**told)


def _said(line: Mapping[str, Any]) -> tuple[str, str, str]:
    if line["side"] not in SIDES:
        raise ValueError(line["side"])
    return cleaned(line["measure_id"], "measure_id"), line["side"], cleaned(line["text"], "text")


def _day(value: Any) -> dt.date | None:
    return None if value is None else dt.date.fromisoformat(value)


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
