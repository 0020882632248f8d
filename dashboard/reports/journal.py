"""What became of each report that was due: `deliveries/runs.jsonl`, a line each, never changed.

What is outstanding follows from this file and the given moment alone, so that a run that was
missed, broken off or started twice is found by whichever process looks next.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from dashboard.config import Report
from dashboard.errors import GatecostError, LockedError
from dashboard.reports import whole
from dashboard.reports.times import last_due

# How long after its time a report that was never seen before is still made.
_FIRST_SEEN = dt.timedelta(hours=1)
# How long to wait after the first, the second, the third and each further failure.
_WAITS = (dt.timedelta(minutes=5), dt.timedelta(minutes=15), dt.timedelta(hours=1))


Kind = Literal["known", "made", "ended", "failed"]


@dataclass(frozen=True)
class Entry:
    """One thing that happened to a report at a moment.

    `known`: its times are so from now on (`text`); `made`: the snapshot for a due moment has this
    name; `ended`: that due moment is done with, in words; `failed`: it is not, and why.
    """

    kind: Kind
    report: str
    at: dt.datetime
    text: str
    due: dt.datetime | None = None


def folder_of(workspace: Path) -> Path:
    """Return the folder that holds what is sent and what became of it."""
    return workspace / "deliveries"


def read(workspace: Path) -> tuple[Entry, ...]:
    """Return all entries, the oldest first; a line that was cut off by a crash is none."""
    try:
        lines = (folder_of(workspace) / "runs.jsonl").read_bytes().split(b"\n")
    except FileNotFoundError:
        return ()
    return tuple(found for found in map(_entry, lines) if found is not None)


def _entry(line: bytes) -> Entry | None:
    try:
        kept = json.loads(line)
        due = dt.datetime.fromisoformat(kept["due"]) if kept["due"] else None
        at = dt.datetime.fromisoformat(kept["at"])
        return Entry(kept["kind"], kept["report"], at, kept["text"], due)
    except (ValueError, KeyError, TypeError):
        return None


def add(workspace: Path, entry: Entry) -> None:
    """Keep an entry for good before anything else happens."""
    kept = {
        "kind": entry.kind,
        "report": entry.report,
        "due": entry.due.isoformat() if entry.due else None,
        "at": entry.at.isoformat(),
        "text": entry.text,
    }
    # A line that was cut off before is closed first; an empty line is no entry.
    line = "\n" + json.dumps(kept, ensure_ascii=False) + "\n"
    with (folder_of(workspace) / "runs.jsonl").open("ab") as file:
        file.write(line.encode())
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def lock(workspace: Path) -> Iterator[None]:
    """Let one process at a time make what is due; LockedError if another is at it."""
    folder = folder_of(workspace)
    try:
        # Letters lie here, which others on this machine must not read.
        handle = (whole.private(folder) / ".running.lock").open("w")
    except OSError as error:
        raise GatecostError(
            f"{folder} cannot be written ({error.strerror}), so no report can be sent."
        ) from error
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LockedError(
                "Another run is making the reports that are due. Wait for it to end."
            ) from error
        yield


def times_of(report: Report, zone: ZoneInfo) -> str:
    """Return the times of a report in words: what they were decides what was missed."""
    return f"{'; '.join(map(str, report.due))} {zone.key}"


def is_known(entries: Sequence[Entry], report: Report, zone: ZoneInfo) -> bool:
    """Say whether the times that a report has now were noted before."""
    known = _known(entries, report)
    return bool(known) and known[-1].text == times_of(report, zone)


def outstanding(
    entries: Sequence[Entry], report: Report, zone: ZoneInfo, now: dt.datetime
) -> dt.datetime | None:
    """Return the last moment at which a report was due, if it was not made then; else None.

    Of several that were missed only the last is made. What was due before its times were noted
    was never promised, but for the last hour before a report was seen for the first time.
    """
    last, known = last_due(report.due, zone, now), _known(entries, report)
    if last is None or not known:
        return None
    since = known[-1].at - (_FIRST_SEEN if len(known) == 1 else dt.timedelta())
    ended = [each.due for each in entries if each.kind == "ended" and each.report == report.name]
    if last < since or any(each is not None and each >= last for each in ended):
        return None
    return last


def try_again_at(entries: Sequence[Entry], report: Report, due: dt.datetime) -> dt.datetime:
    """Return when a due report may be tried: at once, and later after each failure."""
    failed = [each for each in _of(entries, report, due) if each.kind == "failed"]
    return failed[-1].at + waiting_after(len(failed)) if failed else due


def waiting_after(failures: int) -> dt.timedelta:
    """Return how long to wait after so many failures in a row."""
    return _WAITS[min(failures, len(_WAITS)) - 1] if failures else dt.timedelta()


def is_begun(entries: Sequence[Entry], report: Report, due: dt.datetime) -> bool:
    """Say whether a run broke off after it had made the snapshot for a due moment."""
    return [each.kind for each in _of(entries, report, due)][-1:] == ["made"]


def _of(entries: Sequence[Entry], report: Report, due: dt.datetime) -> list[Entry]:
    return [each for each in entries if each.report == report.name and each.due == due]


def _known(entries: Sequence[Entry], report: Report) -> list[Entry]:
    return [each for each in entries if each.kind == "known" and each.report == report.name]
