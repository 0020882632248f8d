"""What a meeting writes: decisions, what it looked at, what a side says; and what may be kept."""

from __future__ import annotations

import datetime as dt
import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from dashboard.config import Mark
from dashboard.errors import ConfigError

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
_LATEST_REVIEW = dt.timedelta(days=5 * 366)
# Characters that turn the direction of a text around: what is read would not be what is there.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


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
        """Return its mark on every time axis: what was chosen, of what, and its sentence if any."""
        chosen = CHOICES.get(self.choice, self.choice)
        told = " ".join(each for each in (f"Decided: {chosen}.", self.question, self.note) if each)
        return Mark(date=self.decided_on, label=told)

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
