"""Alert rules: what each finds of a build, its data and its numbers. No rule names a cause.

A rule that cannot be judged (no number, too few records, too few snapshots) finds nothing either
way, and what it found before stays so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dashboard import words
from dashboard.config import Alert
from dashboard.estimators.individuals_chart import LEAST_POINTS, judged, limits
from dashboard.measures.result import FEWEST, Result, Row, unit_of

_LONGEST_SUBJECT = 40


@dataclass(frozen=True)
class Found:
    """Whether what an alert watches for is so, and in words what is; None: nothing can be said."""

    holds: bool | None
    said: str
    about: str = ""

    def subject(self, alert: Alert) -> str:
        """Return the subject of a letter, short enough for a phone."""
        begun = "Alert" if self.holds else "Over"
        told = f"{begun}: {self.about or alert.name}"
        if len(told) <= _LONGEST_SUBJECT:
            return told
        return f"{told[: _LONGEST_SUBJECT - 1].rstrip()}…"


@dataclass(frozen=True)
class Seen:
    """What there is to judge by.

    `now` and `as_of` are aware; `built` is None where nothing was built, else what was wrong with
    it. `series` holds a number in the snapshots of the archive, one a day, the newest last.
    """

    now: dt.datetime
    zone: dt.tzinfo
    as_of: dt.datetime | None = None
    built: str | None = None
    result: Result | None = None
    currency: str = "USD"
    series: Sequence[float] = ()


def judge(alert: Alert, seen: Seen) -> Found:
    """Return what a rule finds."""
    if alert.build_failed:
        return _build(alert, seen)
    if alert.older_than_hours is not None:
        return _age(seen, alert.older_than_hours)
    return _measure(alert, seen)


def _build(alert: Alert, seen: Seen) -> Found:
    if seen.built is None:
        return Found(None, "Nothing was built.")
    if seen.built:
        # A fault may name what a limited reader must not see.
        why = "The build failed." if alert.where else f"The build failed: {seen.built}"
        said = f"{why} The numbers of the last good build are shown."
        return Found(holds=True, said=said, about="the build failed")
    return Found(holds=False, said="The build works again.", about="the build failed")


def _age(seen: Seen, most: float) -> Found:
    if seen.as_of is None:
        return Found(None, "Nothing was built yet.")
    hours = (seen.now - seen.as_of) / dt.timedelta(hours=1)
    local = seen.as_of.astimezone(seen.zone)
    said = (
        f"The data tell everything up to {words.date(local.date())}, {local:%H:%M} "
        f"({local.tzname()}): {words.hours(hours)} ago. The limit is {words.hours(most)}."
    )
    return Found(hours > most, said, f"data older than {words.hours(most)}")


def _measure(alert: Alert, seen: Seen) -> Found:
    if seen.result is None:
        return Found(None, "Nothing was built yet.")
    row = _row(alert, seen.result)
    if isinstance(row, str):
        return Found(None, row)
    title, unit = seen.result.measure.title, unit_of(seen.result.measure, row)
    value = row.value if row.value is not None else 0.0
    shown = words.in_unit(value, unit, seen.currency)
    if alert.outside:
        return _usual(seen, title, unit)
    parts = []
    if alert.above is not None and value > alert.above:
        parts.append(f"above the limit of {words.in_unit(alert.above, unit, seen.currency)}")
    if alert.below is not None and value < alert.below:
        parts.append(f"below the limit of {words.in_unit(alert.below, unit, seen.currency)}")
    where = words.listed(parts) or "within its limits"
    said = f"{title}: {shown}, {where}. {seen.result.finding}"
    return Found(bool(parts), said.strip(), title)


def _row(alert: Alert, result: Result) -> Row | str:
    """Return the one row that an alert means, or why its number says nothing."""
    if not result.rows:
        return f"{result.measure.title} has no number: {result.finding}"
    rows = [
        row
        for row in result.rows
        if all(str(row.keys.get(key)) == value for key, value in alert.mark.items())
    ]
    if len(rows) != 1:
        return (
            f"{result.measure.title} has {words.count(len(rows))} rows with the keys of mark, and "
            "an alert needs one. `gatecost measure` shows the keys of each."
        )
    row = rows[0]
    if row.value is None:
        return f"{result.measure.title} has no number: {result.finding}"
    if result.measure.is_ratio and (row.n or 0) < FEWEST:
        return f"{result.measure.title} rests on fewer than {FEWEST} records."
    return row


def _usual(seen: Seen, title: str, unit: str) -> Found:
    """Hold the last step of a number against its steps before.

    Snapshots of one number share most of their records, so their values follow each other; the
    steps between them do so far less, and it is these that have a usual range.
    """
    steps = [late - early for early, late in pairwise(seen.series)]
    if len(steps) < LEAST_POINTS + 1:
        return Found(
            None,
            f"What is usual for {title} is known from {LEAST_POINTS + 2} snapshots on; there are "
            f"{words.count(len(seen.series))}.",
        )
    *before, last = steps
    known = limits(before)
    if known is None:
        return Found(None, f"{title} has no usual range.")
    usual = words.gap_between(known.low, known.high, unit, seen.currency)
    in_100 = " in 100" if unit in ("share", "points") else ""
    step = f"{words.gap(last, unit, seen.currency)}{in_100}"
    is_outside = judged(known, [last]).is_outside
    where = "outside" if is_outside else "within"
    said = f"{title}: {step} than in the snapshot before, {where} the usual range of {usual}."
    return Found(is_outside, said, title)
