"""Keys left empty for a person to fill in: a config with one of them is not read.

The comment above such a key holds the candidates and the evidence, and is told with the fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dashboard.config.models import Config

Place = tuple[str | int, ...]


def open_questions(config: Config) -> Iterator[tuple[Place, str]]:
    """Yield the place of each empty key, and what it asks for."""
    yield from _of_columns(config)
    yield from _of_gates(config)
    for place, source in enumerate(config.sources):
        for key, what in (("date_format", "dates"), ("number_format", "numbers")):
            if getattr(source, key) == "":
                yield ("source", place, key), f"{key} is empty: how are {what} written?"
    if config.company.currency == "":
        yield ("company", "currency"), "currency is empty: in which one are sums shown?"
    if config.outcome is not None and not config.outcome.won:
        yield ("outcome", "won"), "won is empty: which stages mean won?"


def _of_columns(config: Config) -> Iterator[tuple[Place, str]]:
    columns: list[tuple[Place, str, dict[str, str]]] = [
        (("source", place, "columns", table), table, named)
        for place, source in enumerate(config.sources)
        for table, named in source.columns.items()
    ]
    columns += [
        (("map", place, "columns"), one_map.table, one_map.columns)
        for place, one_map in enumerate(config.maps)
    ]
    for where, table, named in columns:
        for name, heading in named.items():
            if heading == "":
                text = f"{name} of {table} is empty: which heading is it? Or delete the line"
                yield (*where, name), text


def _of_gates(config: Config) -> Iterator[tuple[Place, str]]:
    for place, gate in enumerate(config.gates):
        if gate.field == "":
            yield ("gate", place, "field"), f"field of [[gate]] {gate.name!r} is empty"
        if "pass_values" in gate.model_fields_set and not gate.pass_values:
            text = f"pass of [[gate]] {gate.name!r} is empty: which values are a pass?"
            yield ("gate", place, "pass"), text


def asked_above(text: str, line: int) -> str:
    """Return the comment that stands right above a line, as one sentence after another."""
    above = reversed(text.split("\n")[: line - 1])
    found = takewhile(lambda each: each.lstrip().startswith("#"), above)
    return " ".join(each.strip().lstrip("# ") for each in reversed(list(found)))
