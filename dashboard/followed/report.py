"""Follow a change: every measure it could move, before and after, and both readings of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dashboard import words
from dashboard.answer import Warehouse
from dashboard.errors import ConfigError, unknown_name
from dashboard.followed.asking import MOST_BEFORE, Asking
from dashboard.followed.compare import among_many, asked_of, before_after
from dashboard.followed.control import CHANGED, UNTOUCHED, WITH_RANGES
from dashboard.followed.model import Changed, Followed, Moved, Window
from dashboard.followed.sides import Parts, concerns, with_readings
from dashboard.followed.watched import Watched, around, watched
from dashboard.followed.windows import Plan, plan, window_of
from dashboard.followed.wording import NO_CAUSE, report_said
from dashboard.measures.access import User
from dashboard.measures.filters import Filters, add_months

MONTHS = 6
MOST_MONTHS = 24


@dataclass(frozen=True)
class Request:
    """What is asked of a change: months on either side, a part it did not touch, a reader's part.

    `control` is a dimension and its values; None is what the mark itself names.
    """

    months: int = MONTHS
    control: Mapping[str, tuple[str, ...]] | None = None
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    user: User | None = None


def followed(
    warehouse: Warehouse,
    change: Changed,
    request: Request | None = None,
    others: Sequence[Changed] = (),
) -> Followed:
    """Return a change and what followed it; `others` are all dated changes that are known."""
    request = request or Request()
    if not 1 <= request.months <= MOST_MONTHS:
        raise ConfigError(f"{request.months} months on either side: choose 1 to {MOST_MONTHS}.")
    as_of = warehouse.context.as_of_date
    months = window_of(add_months(change.day.replace(day=1), -MOST_BEFORE), as_of.replace(day=1))
    asking = Asking(warehouse, Filters(where=dict(request.where)), request.user, months)
    asking.values(request.where)
    parts = _parts(asking, change, request)
    planned = _planned(asking, change, request.months)
    compared = among_many([before_after(asking, change, *each) for each in planned])
    _answer_months(asking, compared, parts)
    beside = [each for each in others if each.key != change.key]
    rows = [
        with_readings(
            asking, moved, asked_of(warehouse, change, asked, moved), windows, parts, beside
        )
        for (asked, windows), moved in zip(planned, compared, strict=True)
    ]
    return Followed(
        change,
        as_of,
        request.months,
        report_said(change, rows),
        tuple(rows),
        parts.untouched,
        _near(beside, rows),
        (NO_CAUSE, *_family(rows)),
    )


def _parts(asking: Asking, change: Changed, request: Request) -> Parts:
    """Name the part that was not touched and the others, or say why there is none."""
    control = dict(change.control if request.control is None else request.control)
    if not control:
        return Parts(
            why="No part of the company is named that it did not touch, so whatever else came in "
            "these months is in it too."
        )
    if len(control) > 1:
        raise ConfigError(
            "The part it did not touch is of one dimension, as in segment=Enterprise."
        )
    name, there = next(iter(control.items()))
    labels = {each.name: each.label.lower() for each in asking.warehouse.context.dimensions}
    if name not in labels:
        raise unknown_name("dimension", name, list(labels))
    rest = tuple(each for each in asking.values(control)[name] if each not in there)
    asked = request.where.get(name)
    if asked is not None:
        there, rest = (tuple(each for each in part if each in asked) for part in (there, rest))
    asking.parts |= {UNTOUCHED: {name: there}, CHANGED: {name: rest}}
    if asked is not None and not (there and rest):
        return Parts(
            why="What is asked about does not hold both the part that it did not touch and others."
        )
    if not (rest and asking.may_see(UNTOUCHED) and asking.may_see(CHANGED)):
        return Parts(why="The part that it did not touch and the others are not both to be seen.")
    label, others = (f"{labels[name]} {words.listed(list(part), 'or')}" for part in (there, rest))
    return Parts(f"every other {labels[name]}" if asked is None else others, label)


def _planned(asking: Asking, change: Changed, months: int) -> list[tuple[Watched, Plan]]:
    """Return each row with its windows; what shares its windows is answered together."""
    warehouse = asking.warehouse
    found = []
    for each in watched(change, warehouse.registry):
        measure = warehouse.registry[each.measure_id]
        reach = around(measure, each, warehouse.config, warehouse.context)
        found.append((each, plan(change, reach, months, warehouse.context.as_of_date)))
    by_window: dict[Window, list[str]] = {}
    for each, windows in found:
        for window in (windows.before, windows.after):
            if window is not None:
                by_window.setdefault(window, []).append(each.measure_id)
    for window, ids in by_window.items():
        asking.together(ids, window)
    return found


def _answer_months(asking: Asking, compared: Sequence[Moved], parts: Parts) -> None:
    """Answer the months of all measures that show them at once, for they share their slices."""
    shown = [each for each in compared if each.is_told and not each.is_bound]
    asking.months_together([each.measure_id for each in shown])
    ranged = [each.measure_id for each in shown if each.unit in WITH_RANGES]
    for part in asking.parts if parts.untouched else ():
        asking.months_together(ranged, part)


def _near(others: Sequence[Changed], rows: Sequence[Moved]) -> tuple[Changed, ...]:
    """Return the changes that fall into the months of any row."""
    return tuple(each for each in others if any(concerns(each, row) for row in rows))


def _family(rows: Sequence[Moved]) -> list[str]:
    tested = [each for each in rows if each.q is not None]
    if len(tested) < 2:
        return []
    told = f"{words.count(len(tested))} measures were looked at"
    return [f"{told}, so a direction is claimed only where at most one find in ten is false."]
