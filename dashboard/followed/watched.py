"""Which measures are looked at around a change, by its kind, and how long each follows a record."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dashboard.config import Config
from dashboard.followed.model import Changed
from dashboard.followed.windows import Around
from dashboard.measures.context import Context
from dashboard.measures.registry import Measure, Registry
from dashboard.measures.result import Result, Row
from dashboard.measures.slices import rests_on
from dashboard.measures.time_marks import DEFINITION

# Ends that are read off a curve or a middle and name no day of their own: so long are the waits
# of this product told everywhere.
_USUAL_DAYS = 30
_HALVES = ("half_reached_by", "lag_statistics")
_FIELD = re.compile(r"\{([A-Za-z0-9_]+)[.\[]")
# Sides of what is counted by calendar time: a month is told as soon as it is over.
_COUNTED_AT_ONCE = ("deal_closed", "deal_changed")


@dataclass(frozen=True)
class Watched:
    """A row of a measure: the values of its keys, all that are needed to tell it from others."""

    measure_id: str
    keys: Mapping[str, str] = field(default_factory=dict)


def _watched(measure_id: str, **keys: str) -> Watched:
    return Watched(measure_id, keys)


# The row of a measure that is told where nobody names another.
_MAIN: Mapping[str, Watched] = {
    each.measure_id: each
    for each in (
        _watched("back_stamped_rate", kind="one_minute", statistic="deals"),
        _watched("first_conversation_wait", clock="conversation"),
        _watched("helpful_contact_wait", clock="helper", statistic="share_by_30"),
        _watched("momentum_30_days", state="moved"),
        _watched("mql_volume", turn="first"),
        _watched("pipeline_created", statistic="deals"),
        _watched("rejected_then_won", statistic="deals"),
        _watched("score_validity", signal="score", among="all"),
        _watched("stage_lag", step="mql_to_sql", statistic="share_by_30"),
        _watched("stalled_immediately", path_group="all"),
        _watched("won_without_gate", component="ours", statistic="deals"),
    )
}
_SQL_AFTER_MQL = _MAIN["stage_lag"]
_MQL = _watched("stage_lag", step="created_to_mql", statistic="share_by_30")
_DEALS = ("momentum_30_days", "stalled_immediately", "won_by_cohort")
# Of measures whose numbers still grow after their months: the row beside them that does not.
_SETTLED: Mapping[str, Sequence[Watched]] = {"mql_to_sql_conversion": (_SQL_AFTER_MQL,)}
# Validity of the score, steps and gates, and the first talks: what each kind is meant to move, and
# beside it what became of the deals.
_BY_KIND: Mapping[str, Sequence[Watched | str]] = {
    "scoring": (
        "score_validity", "mql_volume", _SQL_AFTER_MQL, *_DEALS, "rejected_then_won",
        "won_without_gate",
    ),
    "journey": (
        _MQL, _SQL_AFTER_MQL, "first_conversation_wait", "helpful_contact_wait", *_DEALS,
        "won_without_gate",
    ),
    "training": (
        "first_conversation_wait", "helpful_contact_wait", _SQL_AFTER_MQL, *_DEALS,
        "won_without_gate",
    ),
    "integration": (
        "back_stamped_rate", "first_conversation_wait", _SQL_AFTER_MQL, *_DEALS,
        "won_without_gate",
    ),
    "other": (
        "mql_volume", _MQL, _SQL_AFTER_MQL, "first_conversation_wait", "pipeline_created", *_DEALS,
        "rejected_then_won", "won_without_gate",
    ),
}  # fmt: skip


def watched(change: Changed, registry: Registry) -> list[Watched]:
    """Return the rows to look at: those of the measures its owner named, else those of its kind.

    Beside the measure of a decision, and those that a changed definition concerns, what else may
    have moved is looked at too.
    """
    of_kind = [_main(each) for each in _BY_KIND.get(change.kind, _BY_KIND["other"])]
    named = [
        row
        for each in change.measures
        if each in registry
        for row in (_main(each), *_SETTLED.get(each, ()))
    ]
    is_alone = named and not change.is_decision and change.kind != DEFINITION
    chosen = named if is_alone else [*named, *of_kind]
    unique = {(each.measure_id, *each.keys.items()): each for each in chosen}
    return [each for each in unique.values() if each.measure_id in registry]


def _main(named: Watched | str) -> Watched:
    return named if isinstance(named, Watched) else _MAIN.get(named, Watched(named))


def row_of(result: Result, asked: Watched) -> Row | None:
    """Return the row asked for; without keys the first that the finding names, or the only one.

    Rows of single months are added up where they count.
    """
    measure = result.measure
    if measure.shape == "ledger":
        return None
    rows = [row for row in result.rows if "period" not in row.keys]
    if not rows and measure.unit == "count":
        return _added(result, asked)
    if asked.keys:
        return next((row for row in rows if _has(row, asked.keys)), None)
    named = _FIELD.findall(measure.finding.clear)
    by_name = {row.name: row for row in rows}
    first = next((by_name[name] for name in named if name in by_name), None)
    return first or (rows[0] if len(rows) == 1 else None)


def _has(row: Row, keys: Mapping[str, str]) -> bool:
    return all(str(row.keys.get(name)) == value for name, value in keys.items())


def _added(result: Result, asked: Watched) -> Row | None:
    rows = [row for row in result.rows if _has(row, asked.keys)]
    if result.status == "not computable":
        return None
    value, n, events = (
        sum(each or 0 for each in (getattr(row, name) for row in rows))
        for name in ("value", "n", "events")
    )
    return Row(
        dict(asked.keys), float(value), None, None, int(n), int(events), result.measure.grade
    )


def around(measure: Measure, asked: Watched, config: Config, context: Context) -> Around:
    """Return how a measure may be read around a change; its own breaks alone count."""
    days = followed_days(measure, asked, context)
    clock = measure.dated_by_for(asked.keys.values())
    begins = context.first_days.get(clock)
    breaks = [
        mark.date
        for mark in config.marks
        if mark.kind == DEFINITION
        and (not mark.measures or measure.id in mark.measures)
        and mark.date <= context.as_of_date
    ]
    return Around(days, begins, sorted(breaks))


def followed_days(measure: Measure, asked: Watched, context: Context) -> int:
    """Return for how many days a row follows each record; 0 where it counts what happened."""
    if measure.dated_by_for(asked.keys.values()) in _COUNTED_AT_ONCE:
        return 0
    if "gate_horizon_days" in rests_on(measure):
        return context.assumptions.gate_horizon_days
    if measure.input not in ("spells", "mixed"):
        return 0
    estimator = measure.estimator_for(next(reversed(list(asked.keys.values())), ""))
    if isinstance(estimator.day, int):
        return estimator.day
    if estimator.days:
        named = str(asked.keys.get("day", ""))
        return int(named) if named.isdigit() else max(estimator.days)
    if estimator.name == "cohorts":
        return context.lead_horizons.get(f"created_to_{asked.keys.get('column', 'won')}", 0)
    return _USUAL_DAYS if estimator.name in _HALVES else context.horizon_days
