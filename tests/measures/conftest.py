"""`measure_case`: facts or slices in as text tables, the answer out, by the product's own run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.engine.database import open_in_memory
from dashboard.measures import registry
from dashboard.measures.context import Context
from dashboard.measures.filters import Filters
from dashboard.measures.registry import Registry
from dashboard.measures.result import Result
from dashboard.measures.run import run
from dashboard.measures.slices import Slices
from tests import text_tables
from tests.measures import typed_tables

EXAMPLES = Path(__file__).parent / "example"

CONTEXT = Context(as_of=dt.datetime(2026, 10, 23, 6), as_of_date=dt.date(2026, 10, 23))

Case = Callable[..., Result]


@pytest.fixture(scope="session")
def real_measures() -> Registry:
    """Return the measures of the product."""
    return registry.load()


@pytest.fixture(scope="session")
def examples() -> Registry:
    """Return the small measures made for these tests."""
    return registry.load(EXAMPLES)


@pytest.fixture
def context() -> Context:
    """Return what a warehouse would say of itself, all columns supplied."""
    return CONTEXT


@pytest.fixture
def measure_case(real_measures: Registry, examples: Registry) -> Case:
    """Return a function that answers a measure over text tables and compares the rows.

    `given` holds facts (then the slices are made) or slices (then they are taken as they are).
    """

    def case(
        measure_id: str,
        given: Mapping[str, str],
        expect: str | None = None,
        filters: Filters | None = None,
        context: Context = CONTEXT,
        **about: object,
    ) -> Result:
        known = real_measures if measure_id in real_measures else examples
        database = open_in_memory()
        for table, text in given.items():
            typed_tables.load(database, table, text)
        slices = Slices(database, given=frozenset(given))
        chosen = filters or Filters()
        told = replace(context, **about)  # type: ignore[arg-type]
        result = run(database, slices, known[measure_id], chosen, told)
        database.close()
        if expect is not None:
            assert_rows(result, expect)
        return result

    return case


def assert_rows(result: Result, expect: str) -> None:
    """Compare an answer's rows with a text table, in order, on the columns it names."""
    wanted_rows = text_tables.read(expect)
    names = wanted_rows.columns
    found = [[_text(row.get(name)) for name in names] for row in result.table()]
    wanted = [[_text(cell) for cell in row] for row in wanted_rows.rows()]
    assert found == wanted, f"{result.measure.id} returned {found}"


def _text(value: object) -> str:
    """Write a value so that 0.5 and 0.50 are the same, to six digits."""
    if value is None:
        return ""
    try:
        return f"{float(str(value)):.6g}"
    except ValueError:
        return str(value)
