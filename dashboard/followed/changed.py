"""Which changes there are: the marks of the config, and what the meetings decided to change."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from dashboard.config import Config, Mark
from dashboard.decisions import Decision, Log
from dashboard.errors import ConfigError, did_you_mean
from dashboard.followed.model import Changed
from dashboard.measures.time_marks import time_marks

# A decision to keep things, or to read ten records, changes nothing that could be measured.
_CHANGES = ("change", "test")


def changes_of(config: Config, log: Log, *, whole: bool = True) -> list[Changed]:
    """Return every dated change, the latest first; planned ones too.

    A reader of a part of the company (`whole` is false) gets no decision's own words.
    """
    decided = [each for each in log.decisions if each.choice in _CHANGES]
    shown = decided if whole else [each.without_numbers() for each in decided]
    marks = [*config.marks, *(each.mark for each in shown)]
    told = time_marks(config, [each.mark for each in shown])
    sources: list[Mark | Decision] = [*config.marks, *shown]
    seen: Counter[dt.date] = Counter()
    found = []
    for mark, time_mark, source in zip(marks, told, sources, strict=True):
        seen[mark.date] += 1
        change = _changed(mark, time_mark.label, _key(mark.date, seen[mark.date]))
        if isinstance(source, Decision):
            change = replace(change, measures=(source.measure_id,), is_decision=True)
        found.append(change)
    return sorted(found, key=_latest_first)


def _latest_first(change: Changed) -> tuple[int, str]:
    return -change.day.toordinal(), change.key


def _key(day: dt.date, place: int) -> str:
    return day.isoformat() if place == 1 else f"{day.isoformat()}-{place}"


def _changed(mark: Mark, label: str, key: str) -> Changed:
    control = {
        name: (values,) if isinstance(values, str) else tuple(values)
        for name, values in mark.control.items()
    }
    return Changed(key, mark.date, label, mark.kind, mark.gate, mark.measures, control)


def find(changes: Sequence[Changed], text: str) -> Changed:
    """Return the change of this key, or the one whose label holds this text; ConfigError."""
    asked = text.strip()
    exact = [each for each in changes if each.key == asked]
    if exact:
        return exact[0]
    holding = [each for each in changes if asked and asked.lower() in each.label.lower()]
    if len(holding) == 1:
        return holding[0]
    if holding:
        named = ", ".join(f"{each.key} ({each.label})" for each in holding)
        raise ConfigError(f"{text!r} may be any of several changes: {named}. Write its date.")
    if not changes:
        raise ConfigError(
            "There is no dated change. Add [[mark]] with date, label and kind to gatecost.toml."
        )
    known = [each.key for each in changes]
    near = did_you_mean(asked, [*known, *(each.label for each in changes)])
    raise ConfigError(f"There is no change {text!r}.{near} Known: {', '.join(known)}.")


def recent(changes: Sequence[Changed], as_of: dt.date, days: int = 183) -> list[Changed]:
    """Return the changes of the last days up to the day of the data, the latest first."""
    first = as_of - dt.timedelta(days=days)
    return [each for each in changes if first < each.day <= as_of]
