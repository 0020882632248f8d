"""A mark's number equals the rows it opens: every measure, however it is split."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from dashboard.measures.context import Context
from dashboard.measures.filters import Dimension, Filters
from dashboard.measures.records import Records, behind
from dashboard.measures.registry import Registry
from dashboard.measures.result import Result, Row
from dashboard.measures.run import run
from dashboard.measures.slices import Slices
from tests.measures import world

# Split answers have hundreds of marks; so many of each measure are drawn.
DRAWN = 8


@pytest.fixture
def company(context, database) -> Context:
    """A random company of one dimension, in the database."""
    world.make(database, seed=7)
    segment = Dimension("dim_1", "segment", "Segment", "accounts")
    return replace(context, dimensions=(segment,))


def answered(
    slices: Slices, measures: Registry, company: Context, by: str | None
) -> Iterator[Result]:
    for measure in measures:
        result = run(slices, measure, Filters(by=by), company)
        if result.rows:
            yield result


def drawn(rows: Sequence[Row], by: str | None) -> list[Row]:
    few = len(rows) <= DRAWN or (by is None and len(rows) <= 60)
    return list(rows) if few else random.Random(1).sample(list(rows), DRAWN)


@pytest.mark.parametrize("by", [None, "segment", "path_class", "month"])
def test_a_mark_opens_as_many_rows_as_it_counts(database, measures, company, by):
    results = list(answered(Slices(database), measures, company, by))
    assert len(results) > (10 if by == "path_class" else 15)
    slices = Slices(database, "records")
    for result in results:
        for row in drawn(result.rows, by):
            mark = {name: str(value) for name, value in row.keys.items()}
            told = (result.measure.id, mark)
            opened = behind(slices, result.measure, result.filters, company, mark)
            assert opened.n == opened.frame.height == row.events, told
            assert opened.frame["record_id"].n_unique() == opened.n, told


@pytest.mark.parametrize("by", [None, "segment"])
def test_part_all_opens_what_a_number_was_counted_among(database, measures, company, by):
    def whole(slices: Slices, result: Result, mark: dict[str, str]) -> Records:
        everyone = {**mark, "part": "all"}
        return behind(slices, result.measure, result.filters, company, everyone)

    results = list(answered(Slices(database), measures, company, by))
    slices = Slices(database, "records")
    for result in results:
        if result.measure.estimator.name in ("ledger", "median_days", "lag_statistics"):
            continue
        for row in drawn(result.rows, by):
            mark = {name: str(value) for name, value in row.keys.items()}
            opened = whole(slices, result, mark)
            assert opened.n == opened.total == row.n, (result.measure.id, mark)


@pytest.mark.parametrize("by", ["segment", "month"])
def test_the_groups_add_up_to_the_whole(database, measures, company, by):
    for result in answered(Slices(database), measures, company, by):
        if result.measure.estimator.name == "ledger":
            continue
        for row in result.whole:
            same = [r for r in result.rows if row.keys.items() <= r.keys.items()]
            assert sum(each.n for each in same) == row.n, (result.measure.id, row.keys)


def test_each_win_is_in_exactly_one_path(database, measures, company):
    slices = Slices(database)
    results = {each.measure.id: each for each in answered(slices, measures, company, None)}
    for statistic, total in (("deals", "won_deals"), ("amount", "won_amount")):
        parts = [r for r in results["path_mix"].rows if r.keys["statistic"] == statistic]
        won = results["control_totals"].row(statistic=total)
        assert sum(row.numerator for row in parts) == won.value
