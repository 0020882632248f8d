"""`measure_case`: facts or slices in as text tables, the answer out, by the product's own run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import pytest

from dashboard.engine.database import Database, open_in_memory
from dashboard.measures import registry
from dashboard.measures.context import Context
from dashboard.measures.filters import Filters
from dashboard.measures.registry import Measure, Registry
from dashboard.measures.result import Result
from dashboard.measures.run import run
from dashboard.measures.slices import Slices
from tests import text_tables
from tests.measures import typed_tables

CONTEXT = Context(as_of=dt.datetime(2026, 10, 23, 6), as_of_date=dt.date(2026, 10, 23))

Case = Callable[..., Result]


@pytest.fixture(scope="session")
def measures() -> Registry:
    """The measures of the product."""
    return registry.load()


@pytest.fixture
def context() -> Context:
    """What a warehouse would say of itself, all columns supplied."""
    return CONTEXT


@pytest.fixture
def database() -> Iterator[Database]:
    """An empty database."""
    opened = open_in_memory()
    yield opened
    opened.close()


@pytest.fixture
def measure_case(measures: Registry, database: Database) -> Case:
    """Return a function that answers a measure over text tables and compares the rows.

    `given` holds facts (then the slices are made) or slices (then they are taken as they are).
    A measure may be given itself, for tests of what no measure of the product does.
    """

    def case(
        asked: str | Measure,
        given: Mapping[str, str],
        expect: str | None = None,
        filters: Filters | None = None,
        **about: object,
    ) -> Result:
        measure = measures[asked] if isinstance(asked, str) else asked
        for table, text in given.items():
            typed_tables.load_text(database, table, text)
        slices = Slices(database, given=frozenset(given))
        told = replace(CONTEXT, **about)  # type: ignore[arg-type]
        result = run(slices, measure, filters or Filters(), told)
        if expect is not None:
            assert_rows(result, expect)
        return result

    return case


def assert_rows(result: Result, expect: str) -> None:
    """Compare an answer's rows with a text table, in order, on the columns it names."""
    table = text_tables.read(expect)
    found = [[_text(row.get(name)) for name in table.columns] for row in result.table()]
    wanted = [[_text(cell) for cell in row] for row in table.rows()]
    assert found == wanted, f"{result.measure.id} returned {found}"


def _text(value: object) -> str:
    """Write a value so that 0.5 and 0.50 are the same, to six digits."""
    if value is None:
        return ""
    try:
        return f"{float(str(value)):.6g}"
    except ValueError:
        return str(value)
