"""The subject of a mail, within forty characters: the fact first, or that nothing is unusual."""

from __future__ import annotations

import datetime as dt

from dashboard import words
from dashboard.present import overview_words
from dashboard.present.sentence import plural
from dashboard.reports.material import Material
from dashboard.snapshots.change import Changes, Line
from dashboard.snapshots.judged import as_usual

# What a telephone shows of a subject.
LONGEST = 40
_WEEK = range(6, 9)


def subject(told: Material) -> str:
    """Return the subject in one of two shapes; of a first report its first fact."""
    if told.is_known:
        return "Pipeline: the exports are the same"
    if told.changes is None:
        return _first(told)
    facts = [_fact(told, told.changes, line) for line in told.changes.told()]
    if not facts and not as_usual(told.changes):
        return "Pipeline: no change can be judged yet"
    if not facts:
        return f"Pipeline: nothing unusual {_lately(told.changes)}"
    both = "; ".join(facts[:2])
    return both if len(both) <= LONGEST else facts[0]


def _first(told: Material) -> str:
    wins = overview_words.wins(told)
    if not wins or told.usable("path_mix") is None:
        return "Pipeline: the first report"
    outside = words.count(overview_words.won_by(told, overview_words.OUTSIDE))
    return f"{outside} of {plural(wins, 'win')} came round our gate"


def _lately(changes: Changes) -> str:
    if changes.days in _WEEK:
        return "this week"
    day = dt.date.fromisoformat(changes.since_as_of[:10])
    return f"since {day.day} {day:%b}"


def _fact(told: Material, changes: Changes, line: Line) -> str:
    count = len(line.records)
    if line.about == "restated":
        return f"{plural(count, 'past record')} restated" if count else "The past was restated"
    if line.about == "deals":
        return _deals(told, line, count)
    moved = changes.of(line.key)
    if moved is None:
        return "A figure moved"
    now, then = (
        words.in_unit(each, moved.unit, told.currency) for each in (moved.after, moved.before)
    )
    for said in (f"{moved.title}: {now}, was {then}", f"{moved.title}: {now}"):
        if len(said) <= LONGEST:
            return said
    return "A figure moved beyond the usual"


def _deals(told: Material, line: Line, count: int) -> str:
    if line.key == "went_silent":
        what = words.money(line.amount, told.currency) if line.amount else plural(count, "deal")
        return f"{what} went silent"
    if line.key == "won_after_turned_away":
        return f"{plural(count, 'refused buyer')} won"
    return f"{plural(count, 'silent deal')} woke"
