"""A mark's number equals the rows it opens: every mark, every measure, however it is split."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dashboard.engine.database import Database
from dashboard.measures.context import Context
from dashboard.measures.filters import Dimension, Filters
from dashboard.measures.records import behind
from dashboard.measures.registry import Registry
from dashboard.measures.result import Result
from dashboard.measures.run import run
from dashboard.measures.slices import Slices
from tests.measures import world

SPLITS = (None, "segment", "path_class", "month")


@pytest.fixture
def company(context: Context, database: Database) -> Context:
    world.make(database, seed=7)
    return replaced(context)


def replaced(context: Context) -> Context:
    from dataclasses import replace

    segment = Dimension("dim_1", "segment", "Segment", "accounts")
    return replace(context, dimensions=(segment,))


def answered(
    database: Database, measures: Registry, context: Context, by: str | None
) -> Iterator[Result]:
    slices = Slices(database)
    for measure in measures:
        result = run(database, slices, measure, Filters(by=by), context)
        if result.rows:
            yield result


@pytest.mark.parametrize("by", SPLITS)
def test_a_mark_opens_as_many_rows_as_it_counts(database, measures, company, by):
    results = list(answered(database, measures, company, by))
    assert len(results) > (10 if by == "path_class" else 15)
    slices = Slices(database, "records")
    for result in results:
        for row in result.rows:
            mark = {name: str(value) for name, value in row.keys.items()}
            told = (result.measure.id, mark)
            opened = behind(database, slices, result.measure, result.filters, company, mark)
            assert opened.n == opened.frame.height == row.events, told
            if result.measure.estimator.name == "ledger":
                continue
            everyone = {**mark, "part": "all"}
            whole = behind(database, slices, result.measure, result.filters, company, everyone)
            finished = row.keys.get("statistic") == "median_of_finished"
            counted = result.measure.estimator.name != "median_days" and not finished
            assert whole.n == opened.total, told
            assert whole.n == row.n or not counted, told
            assert opened.frame["record_id"].n_unique() == opened.n, told


@pytest.mark.parametrize("by", ["segment", "month"])
def test_the_groups_add_up_to_the_whole(database, measures, company, by):
    for result in answered(database, measures, company, by):
        if result.measure.estimator.limit:
            continue
        for row in result.whole:
            same = [r for r in result.rows if row.keys.items() <= r.keys.items()]
            assert sum(each.n for each in same) == row.n, (result.measure.id, row.keys)


def test_each_win_is_in_exactly_one_path(database, measures, company):
    results = {each.measure.id: each for each in answered(database, measures, company, None)}
    parts = [row for row in results["path_mix"].rows if row.keys["statistic"] == "deals"]
    won = results["control_totals"].row(statistic="won_deals")
    assert sum(row.numerator for row in parts) == won.value
    money = [row for row in results["path_mix"].rows if row.keys["statistic"] == "amount"]
    assert (
        sum(row.numerator for row in money)
        == results["control_totals"].row(statistic="won_amount").value
    )
