"""The commands that ask: measure, rows, story, explain, measures."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager

from dashboard import answer
from dashboard.answer import Warehouse
from dashboard.cli import printing
from dashboard.errors import ConfigError
from dashboard.measures import assumptions, registry
from dashboard.measures.dimension_values import check_asked
from dashboard.measures.filters import Filters, parse_month
from dashboard.measures.result import Result


def measure(asked: argparse.Namespace) -> int:
    """Print one measure's answer."""
    registry.load()[asked.id]
    with _open(asked) as warehouse:
        result = _answered(asked, warehouse)
        if asked.format == "json":
            printing.json_object(result.to_json())
        elif asked.format == "csv":
            printing.csv_rows(result.table())
            if result.status == "not computable":
                printing.aside(result.finding)
        else:
            printing.answer_table(result, warehouse.context.currency)
    return 0


def _answered(asked: argparse.Namespace, warehouse: Warehouse) -> Result:
    chosen = filters_of(asked, warehouse)
    if asked.against is None:
        return answer.answer(warehouse, asked.id, chosen)
    name, colon, value = asked.against.strip().partition(":")
    if colon and value:
        _check_values(warehouse, {name: (value,)})
    return answer.compared(warehouse, [asked.id], chosen, asked.against)[asked.id]


def rows(asked: argparse.Namespace) -> int:
    """Print the records behind a number or a mark as CSV."""
    registry.load()[asked.id]
    mark = {name: values[-1] for name, values in pairs_of(asked.mark, "--mark").items()}
    with _open(asked) as warehouse:
        chosen = filters_of(asked, warehouse)
        found = answer.records(warehouse, asked.id, chosen, mark)
    printing.csv_rows(found.frame.rows(named=True), headings=found.frame.columns)
    printing.aside(found.sentence)
    return 0


def story(asked: argparse.Namespace) -> int:
    """Print one deal's story, and why it has its path."""
    with _open(asked) as warehouse:
        found = answer.story(warehouse, asked.deal)
    if asked.format == "json":
        printing.json_object(found.to_json())
    elif asked.format == "csv":
        printing.csv_rows(found.events.rows(named=True), headings=found.events.columns)
    else:
        told = found.events.select("day", "until_day", "what", "who", "note")
        printing.plain_table(told.rows(named=True))
        for said in (*(f"{gate}: {said}" for gate, said in found.gates), *found.why):
            printing.aside(said)
    return 0


def explain(asked: argparse.Namespace) -> int:
    """Print the way of a number from file to screen."""
    registry.load()[asked.id]
    with _open(asked) as warehouse:
        printing.text(answer.explain(warehouse, asked.id))
    return 0


def measures(asked: argparse.Namespace) -> int:
    """Print all measures and the question each answers."""
    known = [
        {"id": each.id, "question": each.question, "school": each.school, "unit": each.unit}
        for each in registry.load()
    ]
    if asked.format == "json":
        printing.json_object(known)
    elif asked.format == "csv":
        printing.csv_rows(known)
    else:
        printing.plain_table(known)
    return 0


@contextmanager
def _open(asked: argparse.Namespace) -> Iterator[Warehouse]:
    with closing(answer.open_warehouse(asked.workspace)) as warehouse:
        yield warehouse


def filters_of(asked: argparse.Namespace, warehouse: Warehouse) -> Filters:
    """Return the filters typed; without a period, the config's default period.

    A value that no record has is refused: an answer of nothing would look like a finding.
    """
    where = pairs_of(asked.where, "--where")
    _check_values(warehouse, where)
    default = warehouse.default_filters()
    is_given = asked.all or asked.start or asked.end
    return Filters(
        start=_month(asked.start) if is_given else default.start,
        end=_month(asked.end) if is_given else default.end,
        where=where,
        by=asked.by,
        population=asked.population,
        assumed=_assumed(asked.assume, warehouse),
    )


def _assumed(typed: Sequence[str], warehouse: Warehouse) -> Mapping[str, float]:
    """Return what is assumed otherwise than in the config; the last of a kind holds."""
    given = pairs_of(typed, "--assume")
    latest = [(key, values[-1]) for key, values in given.items()]
    return assumptions.parsed(latest, warehouse.config.assumptions)


def _check_values(warehouse: Warehouse, where: Mapping[str, tuple[str, ...]]) -> None:
    """Refuse values that no record has, and name those this workspace may show."""
    with closing(warehouse.database.cursor()) as cursor:
        limits = warehouse.config.access.limits
        check_asked(cursor, warehouse.context.dimensions, where, limits)


def _month(text: str | None) -> dt.date | None:
    return parse_month(text) if text else None


def pairs_of(typed: Sequence[str], option: str) -> Mapping[str, tuple[str, ...]]:
    """Turn name=value arguments into the values of each name."""
    pairs: dict[str, tuple[str, ...]] = {}
    for each in typed:
        name, equals, value = each.partition("=")
        if not equals or not name:
            raise ConfigError(f"{option} {each!r} is no pair. Write {option} NAME=VALUE.")
        pairs[name] = (*pairs.get(name, ()), value)
    return pairs
