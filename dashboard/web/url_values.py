"""The values of an address one by one: each is of a known shape, or counts as absent."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

ALL = "all"
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_MARK = re.compile(r"([a-z][a-z0-9_]{0,40}):(.{1,200})", re.DOTALL)
_COLUMN = re.compile(r"-?[a-z][a-z0-9_]{0,40}")
# Six digits at most: what `:g` writes without loss.
_SCORE = re.compile(r"-?(?:0|[1-9][0-9]{0,3})(?:\.[0-9]{0,1}[1-9])?")
# A day, then what sets snapshots of one day apart.
_SNAPSHOT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(_[0-9a-f]{8})?(\.[1-9][0-9]{0,4})?")
_MOST_MARKS = 6
_MOST_ITEMS = 9
LONGEST = 200


def one(asked: Mapping[str, list[str]], key: str) -> str | None:
    """Return the first value of a key."""
    return asked[key][0] if asked.get(key) else None


def month(text: str | None, default: dt.date | None) -> dt.date | None:
    """Return the month that a text names, None for all of time, else the default."""
    if text == ALL:
        return None
    if text is None or not _MONTH.fullmatch(text) or text < "1900":
        return default
    return dt.date(int(text[:4]), int(text[5:]), 1)


def mark(asked: Mapping[str, list[str]]) -> tuple[tuple[str, str], ...]:
    """Return the keys and values of a mark."""
    found = [_MARK.fullmatch(text) for text in asked.get("mark", [])[:_MOST_MARKS]]
    return tuple((match[1], match[2]) for match in found if match)


def column(asked: Mapping[str, list[str]]) -> str | None:
    """Return the column by which a list is ordered."""
    text = one(asked, "sort") or ""
    return text if _COLUMN.fullmatch(text) else None


def short(asked: Mapping[str, list[str]], key: str) -> str | None:
    """Return a text of a few words."""
    text = (one(asked, key) or "")[:LONGEST].strip()
    return text or None


def item(asked: Mapping[str, list[str]]) -> int:
    """Return the screen of a meeting, 0 for its first."""
    text = one(asked, "item") or ""
    return int(text) if re.fullmatch(r"[1-9]", text) and int(text) <= _MOST_ITEMS else 0


def line(asked: Mapping[str, list[str]]) -> float | None:
    """Return the score at which a gate is asked to stand."""
    text = one(asked, "line") or ""
    return float(text) if _SCORE.fullmatch(text) else None


def rows_shown(asked: Mapping[str, list[str]], at_first: int) -> int:
    """Return how many rows of a list are shown."""
    text = one(asked, "show") or ""
    return int(text) if re.fullmatch(r"[1-9]\d{1,5}", text) else at_first


def snapshot(asked: Mapping[str, list[str]], key: str) -> str | None:
    """Return the name of a snapshot, which may be that of none."""
    text = one(asked, key) or ""
    return text if _SNAPSHOT.fullmatch(text) else None
