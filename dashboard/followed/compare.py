"""One measure before and after a change, and which of many differences stand out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dashboard import words
from dashboard.answer import Warehouse
from dashboard.estimators.discoveries import benjamini_hochberg, p_of_interval
from dashboard.estimators.intervals import Interval
from dashboard.followed.asking import Asking
from dashboard.followed.model import Changed, Gap, Moved, Window
from dashboard.followed.readings import interval_between
from dashboard.followed.series import Asked
from dashboard.followed.watched import Watched, around, row_of
from dashboard.followed.windows import Plan
from dashboard.followed.wording import gap_of, moved_said, value_text
from dashboard.measures.against import Against
from dashboard.measures.changes import CLEAR, FEWER, LUCK, MORE, TOO_FEW, set_beside
from dashboard.measures.filters import Filters
from dashboard.measures.registry import Measure
from dashboard.measures.result import FEW, Result, Row, unit_of

# Of the differences that are claimed, at most so large a share may be false.
MOST_FALSE = 0.10
# Values of keys that are no news: a row of all, and records counted as usual.
_UNSAID = ("all", "deals", "")
# Keys that are a place in an order and name nothing.
_PLACES = ("order",)


def asked_of(warehouse: Warehouse, change: Changed, watched: Watched, moved: Moved) -> Asked:
    """Return what the other readings of a measure need to know of it."""
    measure = warehouse.registry[watched.measure_id]
    reach = around(measure, watched, warehouse.config, warehouse.context)
    row_asked = Watched(watched.measure_id, moved.mark or watched.keys)
    return Asked(change, row_asked, reach, moved.unit, warehouse.context.currency)


def before_after(asking: Asking, change: Changed, watched: Watched, plan: Plan) -> Moved:
    """Return one measure before and after; without windows, why there are none."""
    warehouse = asking.warehouse
    measure = warehouse.registry[watched.measure_id]
    moved = Moved(
        measure.id,
        measure.title,
        dict(watched.keys),
        name_of(measure, watched),
        measure.unit,
        measure.grade,
        plan.status,
        plan.reason,
        plan.before,
        plan.after,
        notes=plan.notes,
    )
    if plan.before is None or plan.after is None:
        return moved
    was_result, now_result = (asking.of(measure.id, each) for each in (plan.before, plan.after))
    was, now = (row_of(each, watched) for each in (was_result, now_result))
    if was is None or now is None:
        lacking = next((each for each in (now_result, was_result) if not each.rows), None)
        said = lacking.finding if lacking else "It has no one number to set beside another."
        return replace(moved, status="not computable", said=said)
    return _with_both(warehouse, change, moved, (was_result, now_result), (was, now))


def _with_both(
    warehouse: Warehouse,
    change: Changed,
    moved: Moved,
    results: tuple[Result, Result],
    rows: tuple[Row, Row],
) -> Moved:
    was, now = rows
    unit = unit_of(results[1].measure, now)
    currency = warehouse.context.currency
    mark = {name: str(value) for name, value in now.keys.items() if value is not None}
    found = replace(
        moved,
        unit=unit,
        grade=now.grade,
        mark=mark,
        name=name_of(results[1].measure, Watched(moved.measure_id, mark)),
        was=was,
        now=now,
        was_text=value_text(was, unit, currency),
        now_text=value_text(now, unit, currency),
    )
    asked = asked_of(warehouse, change, Watched(moved.measure_id, mark), found)
    status, by, why = _difference(warehouse, found, asked, results)
    gap = gap_of(by, unit, currency, status) if by else None
    found = replace(found, status=status, by=gap)
    return replace(found, said=moved_said(found, why))


def _difference(
    warehouse: Warehouse, moved: Moved, asked: Asked, results: tuple[Result, Result]
) -> tuple[str, Interval | None, str]:
    """Return how sure a difference is, the difference, and why there is none."""
    was_result, now_result = results
    was, now = moved.was, moved.now
    if was is None or now is None:
        return TOO_FEW, None, ""
    if now not in list(now_result.rows):
        # Months that were added up: no row of the answer stands for all of them.
        is_few = (was.value or 0) + (now.value or 0) < FEW
        by = interval_between(was, now, asked)
        return (TOO_FEW, None, "") if is_few else (_direction(by), by, "")
    compared = set_beside(now_result, was_result, _against(warehouse, moved))
    change = compared.of(now)
    if change is None:
        return "not comparable", None, compared.reason
    is_told = change.status in (*CLEAR, LUCK) and change.by.low is not None
    return change.status, change.by if is_told else None, change.why


def _against(warehouse: Warehouse, moved: Moved) -> Against:
    """Return the months before as what the months after are compared with."""
    before = moved.before
    if before is None:
        return Against("before", "the months before")
    context = warehouse.context
    return Against(
        f"{before.start:%Y-%m}..{before.end:%Y-%m}",
        before.label,
        here="after",
        filters=Filters(start=before.start, end=before.end),
        first_days=context.first_days,
        horizon_days=context.horizon_days,
        lookback_days=context.config.rules.lookback_days,
    )


def _direction(by: Interval) -> str:
    if by.low is not None and by.low > 0:
        return MORE
    return FEWER if by.high is not None and by.high < 0 else LUCK


def name_of(measure: Measure, watched: Watched) -> str:
    """Return a row in words; nothing where the title says all of it."""
    said = {name: value for name, value in watched.keys.items() if name not in _PLACES}
    named = [words.word(value) for value in said.values() if value not in _UNSAID]
    title = measure.title.lower()
    return ", ".join(each for each in dict.fromkeys(named) if each not in title)


def among_many(rows: Sequence[Moved]) -> list[Moved]:
    """Return the rows with the false share of their finds; a find among too many is luck.

    Each report is a family of its own: so many measures were looked at for one change.
    """
    tested = [at for at, each in enumerate(rows) if each.by and each.by.low is not None]
    found = list(rows)
    for at, q in zip(tested, benjamini_hochberg([_p(rows[at].by) for at in tested]), strict=True):
        found[at] = _judged(rows[at], q)
    return found


def _p(gap: Gap | None) -> float:
    if gap is None or gap.low is None or gap.high is None:
        return 1.0
    return p_of_interval(gap.low, gap.high)


def _judged(moved: Moved, q: float) -> Moved:
    is_lost = moved.is_clear and q > MOST_FALSE
    status = LUCK if is_lost else moved.status
    gap = replace(moved.by, status=status) if moved.by else None
    judged = replace(moved, q=q, status=status, by=gap)
    return replace(judged, said=moved_said(judged, "")) if is_lost else judged


def windows_of(rows: Sequence[Moved]) -> Window | None:
    """Return the months that any of these rows looks at, from the first to the last."""
    starts = [each.before.start for each in rows if each.before]
    ends = [each.after.end for each in rows if each.after]
    return Window(min(starts), max(ends), "") if starts and ends else None
