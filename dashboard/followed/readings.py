"""What else a difference can be: other records than before, the season, what was begun before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace

from dashboard import answer, words
from dashboard.errors import ConfigError
from dashboard.estimators.difference import count_difference, difference
from dashboard.estimators.intervals import Interval
from dashboard.estimators.kitagawa import mix_and_rate
from dashboard.followed.asking import Asking
from dashboard.followed.model import Gap, Mix, Window
from dashboard.followed.series import Asked
from dashboard.followed.watched import Watched, row_of
from dashboard.followed.windows import Plan, year_before
from dashboard.followed.wording import gap_of, gap_said
from dashboard.measures.records import WHOLE
from dashboard.measures.result import FEW, Row

# What kinds of records may have come instead of others, where nobody configured a dimension.
_SPLITS = ("source", "size_band")
# A mix that goes with at least this part of a difference is named as another reading.
MUCH = 0.5


def gap_between(was: Row, now: Row, asked: Asked, status: str = "") -> Gap:
    """Return by how much a row is above another one, as counts or with their own ranges."""
    return gap_of(interval_between(was, now, asked), asked.unit, asked.currency, status)


def interval_between(was: Row, now: Row, asked: Asked) -> Interval:
    """Return by how much a row is above another one."""
    if asked.unit == "count" and was.low is None:
        return count_difference(now.value or 0.0, was.value or 0.0)
    return difference(
        Interval(now.value, now.low, now.high), Interval(was.value, was.low, was.high)
    )


def season_of(asking: Asking, asked: Asked, plan: Plan) -> Gap | str:
    """Return the difference of the same months a year before, or why there is none."""
    if plan.before is None or plan.after is None:
        return ""
    before, after = year_before(plan.before), year_before(plan.after)
    around = asked.around
    if around.begins is None or around.begins > before.start:
        return "The same months a year before are not on record, so a season is not ruled out."
    if any(before.start < day <= plan.after.last_day for day in around.breaks):
        return "The same months a year before are counted otherwise, so a season is not ruled out."
    rows = [
        row_of(asking.of(asked.watched.measure_id, window), asked.watched)
        for window in (before, after)
    ]
    was, now = rows
    if was is None or now is None or None in (was.value, now.value) or _is_small(was, now, asked):
        return "The same months a year before hold too few, so a season is not ruled out."
    return gap_between(was, now, asked)


def _is_small(was: Row, now: Row, asked: Asked) -> bool:
    if asked.unit == "count":
        return (was.value or 0) + (now.value or 0) < FEW
    return min(was.n or 0, now.n or 0) < FEW


def mix_of(asking: Asking, asked: Asked, plan: Plan, by: Gap) -> Mix | None:
    """Return the split whose mix goes with most of a difference; None where there is none."""
    if by.value is None or asked.unit != "share" or plan.before is None or plan.after is None:
        return None
    found = [
        each
        for split in _splits(asking)
        if (each := _by_split(asking, asked, (plan.before, plan.after), split, by.value))
    ]
    return max(found, key=_size, default=None)


def _size(mix: Mix) -> float:
    return abs(mix.mix)


def _splits(asking: Asking) -> list[str]:
    alike = [each.name for each in asking.warehouse.config.alike]
    return list(dict.fromkeys((*alike, *_SPLITS)))


def _by_split(
    asking: Asking, asked: Asked, windows: tuple[Window, Window], split: str, by: float
) -> Mix | None:
    before, after = (_groups(asking, asked.watched, window, split) for window in windows)
    parts = mix_and_rate(before, after) if before and after else None
    if parts is None:
        return None
    labels = {each.name: each.label.lower() for each in asking.warehouse.context.dimensions}
    label = labels.get(split, split.replace("_", " "))
    unit, currency = asked.unit, asked.currency
    moved = gap_said(Interval(parts.mix), unit, currency)
    within = gap_said(Interval(by - parts.mix), unit, currency)
    said = (
        f"By {label}: {moved} goes with other records having come, {within} with how each kind did."
    )
    return Mix(split, parts.mix, by - parts.mix, said)


def _groups(
    asking: Asking, watched: Watched, window: Window, split: str
) -> Mapping[str, tuple[float, float]]:
    """Return what counts and out of how much, by group; nothing where it cannot be split so."""
    result = asking.of(watched.measure_id, window, split)
    by_group: dict[str, list[Row]] = {}
    for row in result.rows:
        keys = {name: value for name, value in row.keys.items() if name != "group"}
        by_group.setdefault(str(row.keys.get("group")), []).append(replace(row, keys=keys))
    found = {}
    for name, rows in by_group.items():
        told = row_of(replace(result, rows=rows), watched)
        if told is not None and told.bound_low is None:
            found[name] = _part_and_whole(told)
    return found


def _part_and_whole(row: Row) -> tuple[float, float]:
    if row.numerator is not None and row.denominator is not None:
        return row.numerator, row.denominator
    return float(row.events or 0), float(row.n or 0)


def begun_before(asking: Asking, asked: Asked, window: Window, day: dt.date) -> tuple[int, int]:
    """Return how many records of a window were created before a day, and how many there are.

    Of what is counted when it closes, much was begun before a change and closed after it.
    """
    mark: Mapping[str, str] = {**asked.watched.keys, "part": WHOLE}
    filters = replace(asking.base, start=window.start, end=window.end)
    try:
        found = answer.records(
            asking.warehouse, asked.watched.measure_id, filters, mark, asking.user
        )
    except ConfigError:
        return 0, 0
    if "created_date" not in found.frame.columns:
        return 0, 0
    created: Iterable[dt.date | None] = found.frame["created_date"].to_list()
    known = [each for each in created if each is not None]
    return sum(each < day for each in known), len(known)


def begun_said(earlier: int, total: int) -> str:
    """Say how much of what closed after a change was begun before it; nothing where none was."""
    if not earlier:
        return ""
    return (
        f"Of the {words.counted(total, 'deals')} that closed after it, {words.count(earlier)} "
        "had been created before it."
    )
