"""What a measure needs and an export has not given, in words one can act on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dashboard import words
from dashboard.measures import exports
from dashboard.measures.context import Context
from dashboard.measures.registry import Measure

# The column that is there whenever the table is: to need it is to need the table.
_MAIN = {
    "leads": ("created_at", "lead_id"),
    "gate_decisions": ("decided_at", "entity_id", "verdict"),
    "accounts": ("account_id",),
    "opportunities": ("opportunity_id",),
    "opportunity_contacts": ("opportunity_id", "person_id"),
    "stages": ("stage",),
    "deal_changes": ("changed_at", "opportunity_id"),
    "touches": ("at", "direction"),
    "meetings": ("held_at", "meeting_id"),
}

# The need of a measure that tells new business from existing customers.
_TYPES = "types"
# The need of a measure that looks at leads on both sides of a gate's line.
_LINE = "line"


def missing(measure: Measure, context: Context) -> tuple[str, ...]:
    """Return what is missing for a measure, shortest name first; nothing if it is computable.

    A need is `table.column`, `step:mql`, `types`, a map of deal types, or `line`, the score from
    which a gate lets leads through; alternatives stand beside each other with `|`.
    """
    return tuple(dict.fromkeys(_in_words(need) for need in _lacking(measure, context)))


def how_to_mend(measure: Measure, context: Context) -> tuple[str, ...]:
    """Return, for each thing missing, what to export or to map."""
    return tuple(dict.fromkeys(_mend(need, context) for need in _lacking(measure, context)))


@dataclass(frozen=True)
class Unlock:
    """Something that no export gave: what it is, how to have it, and the measures that need it."""

    need: str
    way: str
    measures: tuple[Measure, ...]


def unlocks(measures: Iterable[Measure], context: Context) -> tuple[Unlock, ...]:
    """Return everything that is missing, that which unlocks most answers first."""
    found: dict[str, list[Measure]] = {}
    for measure in measures:
        for need in _lacking(measure, context):
            found.setdefault(need, []).append(measure)
    in_turn = sorted(found.items(), key=lambda each: (-len(each[1]), each[0]))
    return tuple(
        Unlock(_in_words(need), _ways(need, context), tuple(waiting)) for need, waiting in in_turn
    )


def _lacking(measure: Measure, context: Context) -> list[str]:
    """Return the needs that are not met, none twice: alone and among lacking alternatives."""
    lacking = [need for need in measure.needs if not _is_met(need, context)]
    among = {each for need in lacking if "|" in need for each in _alternatives(need)}
    return [need for need in lacking if need not in among]


def _alternatives(need: str) -> list[str]:
    return [each.strip() for each in need.split("|")]


def _is_met(need: str, context: Context) -> bool:
    return any(_is_there(each, context) for each in _alternatives(need))


def _is_there(need: str, context: Context) -> bool:
    if need.startswith("step:"):
        return need.removeprefix("step:") in context.steps
    if need == _TYPES:
        return context.has_type_map
    if need == _LINE:
        return context.has_line
    table, _, column = need.partition(".")
    if column:
        return context.is_supplied(table, column)
    return any(context.is_supplied(table, each) for each in _MAIN.get(table, ()))


def _in_words(need: str) -> str:
    return words.listed(list(dict.fromkeys(_name(each) for each in _alternatives(need))), "or")


def _name(need: str) -> str:
    if need.startswith("step:"):
        return f"a gate that stands for {need.removeprefix('step:').upper()}"
    if need == _TYPES:
        return "which types of deals are new business"
    if need == _LINE:
        return "the score from which a gate lets leads through"
    table, _, column = need.partition(".")
    known = words.table(table)
    is_table = not column or column in _MAIN.get(table, ())
    return known if is_table else f"{column.replace('_', ' ')} of {known}"


def _mend(need: str, context: Context) -> str:
    return f"{_in_words(need)}: {_ways(need, context)}"


def _ways(need: str, context: Context) -> str:
    ways = [_way(each, context) for each in _alternatives(need)]
    return words.listed(list(dict.fromkeys(ways)), "or")


def _way(need: str, context: Context) -> str:
    if need.startswith("step:"):
        step = need.removeprefix("step:")
        return f'set step = "{step}" at one [[gate]] of gatecost.toml'
    if need == _TYPES:
        return "name them at [types] new_business of gatecost.toml"
    if need == _LINE:
        return "write thresholds = [{ at = 65 }] at the [[gate]] of gatecost.toml that it decides"
    table, _, column = need.partition(".")
    place = f"{table}.{column}" if column else table
    layouts = [each.layout for each in context.config.sources if each.layout != "mapped"]
    is_there = any(context.is_supplied(table, each) for each in _MAIN.get(table, ()))
    if layouts and is_there:
        return f"name the column that holds it at [source.columns.{table}] ({place})"
    places = exports.places_of(table, layouts)
    if places:
        return f"{'; '.join(places)} ({place})"
    return f"map {place} in gatecost.toml"
