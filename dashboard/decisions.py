"""What the meetings decided, in `answers/decisions.jsonl` of the workspace: a line each, text only.

A line is never changed. A later line with the same id takes its place (a decision that was looked
at again), so that the file itself tells how it came about. What cannot be read is told, not lost.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from dashboard.config import Mark
from dashboard.errors import ConfigError, GatecostError

# What a meeting may decide, and what it is called; none comes first of itself.
CHOICES: Mapping[str, str] = {
    "keep": "keep",
    "change": "change",
    "test": "test",
    "read_ten": "read ten records",
}
SLOTS = ("due", "cost", "credit", "argue", "nobodys")
SIDES = ("sales", "marketing")
# The longest text of each field, in characters.
LONGEST: Mapping[str, int] = {
    "id": 32,
    "slot": 16,
    "measure_id": 80,
    "question": 300,
    "finding": 600,
    "choice": 16,
    "note": 500,
    "owner": 80,
    "address": 2000,
    "side": 16,
    "text": 400,
}
# What a line that is no decision may raise.
_FAULTS = (ValueError, TypeError, KeyError, AttributeError, RecursionError, GatecostError)
_LATEST_REVIEW = dt.timedelta(days=5 * 366)
# Characters that turn the direction of a text around: what is read would not be what is there.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class NotKeptError(GatecostError):
    """The workspace takes no decision: it is read-only, or its disk is full."""

    exit_code = 4


@dataclass(frozen=True)
class Decision:
    """One decision: what was asked, what the finding said that day, and what was chosen.

    `value`, `low` and `high` are the measure's first number as it was then. `decided_on` and
    `review_on` are days of the data, not of a clock on the wall: a decision is due when the data
    reach its day. A closed decision was looked at again.
    """

    id: str
    decided_on: dt.date
    slot: str
    measure_id: str
    question: str
    finding: str
    choice: str
    owner: str
    review_on: dt.date
    note: str = ""
    address: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    closed_on: dt.date | None = None

    @property
    def mark(self) -> Mark:
        """Return its mark on every time axis; it holds no number, so anybody may see it."""
        chosen = CHOICES.get(self.choice, self.choice)
        return Mark(date=self.decided_on, label=f"Decided: {chosen}. {self.question}")

    def is_due(self, day: dt.date) -> bool:
        """Say whether it is to be looked at on a day; looked at again, it stays until day's end."""
        is_open = self.closed_on is None or self.closed_on >= day
        return is_open and self.review_on <= day

    def without_numbers(self) -> Decision:
        """Return it for a reader of a part of the company: what the whole read stays away."""
        return replace(self, finding="", note="", address="", value=None, low=None, high=None)


@dataclass(frozen=True)
class Meeting:
    """What a meeting looked at: each measure, and how much was at stake in it."""

    held_on: dt.date
    shown: Mapping[str, float]


@dataclass(frozen=True)
class Log:
    """All that the meetings wrote: the newest word on each thing, and the lines nobody can read."""

    decisions: Sequence[Decision] = ()
    meetings: Sequence[Meeting] = ()
    # (measure, side) -> what that side says instead of the measure's own words.
    said: Mapping[tuple[str, str], str] = field(default_factory=dict)
    unreadable: Sequence[int] = ()

    def due(self, day: dt.date) -> list[Decision]:
        """Return what is to be looked at again, the longest waiting first."""
        return sorted((each for each in self.decisions if each.is_due(day)), key=_by_review)

    def made_on(self, day: dt.date, measure_id: str) -> Decision | None:
        """Return the last decision of a day about a measure."""
        found = [
            each
            for each in self.decisions
            if each.decided_on == day and each.measure_id == measure_id
        ]
        return found[-1] if found else None

    def last_meetings(self, before: dt.date, times: int = 2) -> Sequence[Meeting]:
        """Return the last meetings before a day."""
        earlier = sorted((each for each in self.meetings if each.held_on < before), key=_by_day)
        return earlier[-times:]


def _by_review(decision: Decision) -> tuple[dt.date, dt.date, str]:
    return decision.review_on, decision.decided_on, decision.id


def _by_day(meeting: Meeting) -> dt.date:
    return meeting.held_on


def path_of(workspace: Path) -> Path:
    """Return where a workspace keeps its decisions."""
    return workspace / "answers" / "decisions.jsonl"


def new_id() -> str:
    """Return an id that no other decision has."""
    return secrets.token_hex(6)


def cleaned(text: object, name: str) -> str:
    """Return a text as it may be kept: one line, nothing hidden in it; ConfigError if too long."""
    if not isinstance(text, str):
        raise ConfigError(f"{name.replace('_', ' ')} is to be a text.")
    plain = "".join(" " if _is_hidden(each) else each for each in text)
    plain = " ".join(plain.split())
    if len(plain) > LONGEST[name]:
        raise ConfigError(f"{name.replace('_', ' ')} is to have at most {LONGEST[name]} letters.")
    return plain


def _is_hidden(letter: str) -> bool:
    return letter in _TURNING or unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp")


def checked(decision: Decision) -> Decision:
    """Return a decision that may be kept; ConfigError with what is wrong with it."""
    if decision.choice not in CHOICES:
        raise ConfigError(f"Choose one of: {', '.join(CHOICES.values())}.")
    if decision.slot not in SLOTS:
        raise ConfigError(f"There is no slot {decision.slot!r}.")
    if not decision.decided_on < decision.review_on <= decision.decided_on + _LATEST_REVIEW:
        raise ConfigError("The day of the review is to be later than today, by five years at most.")
    texts: dict[str, Any] = {
        each.name: cleaned(getattr(decision, each.name), each.name)
        for each in fields(decision)
        if each.name in LONGEST
    }
    if not texts["owner"]:
        raise ConfigError("Who owns it? A decision without an owner is nobody's.")
    return replace(decision, **texts)


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
