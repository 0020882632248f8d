"""Both readings of a difference: what speaks for the change, and what else it can be.

Each is a list of facts with their ranges. Neither says what brought a difference about; a reader
weighs them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dashboard import words
from dashboard.estimators.difference import difference
from dashboard.estimators.intervals import Interval
from dashboard.followed.asking import Asking
from dashboard.followed.control import control_of
from dashboard.followed.model import Changed, Control, Gap, Mix, Moved
from dashboard.followed.readings import MUCH, begun_before, begun_said, mix_of, season_of
from dashboard.followed.series import Asked, series_of
from dashboard.followed.windows import Plan
from dashboard.followed.wording import then_said

NOTHING = "Nothing here tells the months after from those before."


@dataclass(frozen=True)
class Parts:
    """What the untouched part and the others are called; without them, `why` there are none."""

    changed: str = ""
    untouched: str = ""
    why: str = ""


def with_readings(
    asking: Asking,
    moved: Moved,
    asked: Asked,
    plan: Plan,
    parts: Parts,
    others: Sequence[Changed],
) -> Moved:
    """Return a measure with its months, its untouched part, its season and mix, and both sides."""
    if not moved.is_told or moved.by is None or plan.before is None or plan.after is None:
        return moved
    as_of = asking.warehouse.context.as_of_date
    is_bound = moved.is_bound
    series = None if is_bound else series_of(asking, asked, as_of)
    control: Control | str = parts.why
    if parts.untouched and not is_bound:
        control = control_of(asking, asked, plan, (parts.changed, parts.untouched), as_of)
    elif parts.untouched:
        control = "What only lies between two ends is not set beside another part."
    season = "" if is_bound else season_of(asking, asked, plan)
    mix = mix_of(asking, asked, plan, moved.by) if moved.is_clear and not is_bound else None
    found = replace(
        moved,
        series=series,
        control=control if isinstance(control, Control) else None,
        season=season if isinstance(season, Gap) else None,
        mix=mix,
        notes=(*moved.notes, *_still_followed(asked)),
    )
    earlier = ""
    if asking.warehouse.registry[moved.measure_id].dated_by == "deal_closed":
        earlier = begun_said(*begun_before(asking, asked, plan.after, asked.change.day))
    without = [each for each in (control, season) if isinstance(each, str) and each]
    also = [*without, earlier, *_others(moved, others)]
    supports = [each for each in _supports(found) if each]
    against = [each for each in (*_speaks_against(found), *also) if each]
    return replace(found, supports=tuple(supports or [NOTHING]), speaks_against=tuple(against))


def _supports(moved: Moved) -> Iterator[str]:
    if moved.is_clear and moved.by:
        yield f"It differs by more than luck alone would leave: {moved.by.said}."
    if moved.series and any(each.is_signal for each in moved.series.points):
        yield moved.series.said
    if moved.control and _is_beyond(moved.control, moved.by):
        yield _control_said(moved.control)
    if moved.is_clear and moved.by and moved.season and _is_beyond_season(moved.by, moved.season):
        yield f"A year before, the same months {then_said(moved.season)}."
    if moved.is_clear and moved.by and moved.mix and not _is_much(moved.mix, moved.by):
        yield moved.mix.said


def _speaks_against(moved: Moved) -> Iterator[str]:
    if not moved.is_clear and moved.by:
        yield f"Luck alone could leave as much: {moved.by.said}."
    if moved.series and not any(each.is_signal for each in moved.series.points):
        yield moved.series.said
    if moved.control and not _is_beyond(moved.control, moved.by):
        yield _control_said(moved.control)
    if moved.control:
        yield _drift_said(moved.control)
    if moved.season and not (moved.is_clear and _is_beyond_season(moved.by, moved.season)):
        yield f"A year before, the same months {then_said(moved.season)}."
    if moved.mix and moved.by and _is_much(moved.mix, moved.by):
        yield moved.mix.said


def _is_beyond(control: Control, by: Gap | None) -> bool:
    """Say whether the parts moved apart as the whole moved, and had not been doing so before."""
    if by is None or by.value is None or control.beyond.value is None:
        return False
    is_alike = by.value * control.beyond.value > 0
    return control.beyond.is_clear and is_alike and not control.drift.is_clear


def _control_said(control: Control) -> str:
    luck = (
        "more than luck alone would leave" if control.beyond.is_clear else "luck could leave that"
    )
    return (
        f"{words.begun(control.label)}, which it did not touch: {control.untouched.said}; "
        f"{control.changed_label}: {control.changed.said}. Between them {control.beyond.said}, "
        f"{luck}."
    )


def _drift_said(control: Control) -> str:
    drift = control.drift
    if drift.value is None:
        return drift.said
    told = f"over as long a time the gap between them {then_said(drift, 'move', 'moved')}"
    if drift.is_clear:
        return f"The two parts did not keep together before it: {told}."
    return f"That the two parts drifted apart before it is not clear: {told}."


def _is_beyond_season(by: Gap | None, season: Gap) -> bool:
    """Say whether a difference is clearly another one than that of the year before."""
    if by is None:
        return False
    found = difference(
        Interval(by.value, by.low, by.high), Interval(season.value, season.low, season.high)
    )
    return found.low is not None and found.high is not None and not found.low <= 0 <= found.high


def _is_much(mix: Mix, by: Gap) -> bool:
    return by.value is not None and mix.mix * by.value > 0 and abs(mix.mix) >= MUCH * abs(by.value)


def _others(moved: Moved, others: Sequence[Changed]) -> Iterator[str]:
    near = [each for each in others if concerns(each, moved)]
    if near:
        named = words.listed([f"{each.label} ({words.date(each.day)})" for each in near])
        yield f"In the same months there was also: {named}."


def concerns(other: Changed, moved: Moved) -> bool:
    """Say whether another change falls into the months of a measure that it may have moved."""
    if moved.before is None or moved.after is None:
        return False
    is_inside = moved.before.start <= other.day <= moved.after.last_day
    return is_inside and (not other.measures or moved.measure_id in other.measures)


def _still_followed(asked: Asked) -> Iterator[str]:
    """Say that those of the last days before a change lived partly after it."""
    days = asked.around.follow_days
    if days:
        yield (
            f"Each record is followed for {words.days(days)}. Those of the last "
            f"{words.days(days)} before it were partly followed after it, so what touches records "
            "under way may show smaller here than it is."
        )
