"""A mark's number equals the rows it opens: every measure, however it is split."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache

import pytest

from dashboard.engine.database import Database, open_in_memory
from dashboard.measures.filters import Dimension, Filters
from dashboard.measures.records import Records, behind, members
from dashboard.measures.registry import Registry
from dashboard.measures.result import Result, Row
from dashboard.measures.run import run
from dashboard.measures.slices import Slices
from tests.measures import world
from tests.measures.conftest import CONTEXT

# Split answers have hundreds of marks; so many of each measure are drawn.
DRAWN = 8


COMPANY = replace(CONTEXT, dimensions=(Dimension("dim_1", "segment", "Segment", "accounts"),))

Answered = Callable[[str | None], tuple[Result, ...]]


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    """A random company of one dimension. It is asked, and not changed."""
    opened = open_in_memory()
    world.make(opened, seed=7)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def answered(database: Database, measures: Registry) -> Answered:
    """Return a function that gives each measure's answer by a split, worked out once."""

    @cache
    def by(split: str | None) -> tuple[Result, ...]:
        slices = Slices(database)
        found = (run(slices, each, Filters(by=split), COMPANY) for each in measures)
        return tuple(each for each in found if each.rows)

    return by


def mark_of(row: Row) -> dict[str, str]:
    return {name: str(value) for name, value in row.keys.items()}


def drawn(rows: Sequence[Row], by: str | None) -> list[Row]:
    few = len(rows) <= DRAWN or (by is None and len(rows) <= 60)
    return list(rows) if few else random.Random(1).sample(list(rows), DRAWN)


@pytest.mark.parametrize("by", [None, "segment", "path_class", "month"])
def test_a_mark_opens_as_many_rows_as_it_counts(database, answered, by):
    """Each record is looked up at least once in its kind: what people know it by adds no row."""
    assert len(answered(by)) > (10 if by == "path_class" else 15)
    slices = Slices(database, "records")
    for result in answered(by):
        shown: dict[str, set[str]] = {}
        for row in drawn(result.rows, by):
            told = (result.measure.id, mark_of(row))
            asked = (slices, result.measure, result.filters, COMPANY, mark_of(row))
            found = members(*asked)
            ids = set(found.counted["record_id"].cast(str).to_list())
            assert len(ids) == found.counted.height == row.events, told
            if not ids <= shown.setdefault(found.kind, set()):
                opened = behind(*asked)
                assert opened.n == opened.frame.height == row.events, told
                assert set(opened.frame["record_id"]) == ids, told
                shown[found.kind] |= ids


@pytest.mark.parametrize("by", [None, "segment"])
def test_part_all_opens_what_a_number_was_counted_among(database, answered, by):
    slices = Slices(database, "records")
    for result in answered(by):
        if result.measure.estimator.name in ("ledger", "median_days", "lag_statistics"):
            continue
        for row in drawn(result.rows, by):
            asked = (slices, result.measure, result.filters, COMPANY)
            whole = members(*asked, {**mark_of(row), "part": "all"})
            amongst = whole.everything["record_id"].n_unique()
            assert whole.counted.height == amongst == row.n, (result.measure.id, mark_of(row))


@pytest.mark.parametrize("by", [None, "segment"])
def test_all_that_a_number_was_counted_among_are_shown(database, answered, by):
    slices = Slices(database, "records")
    for result in answered(by):
        opened: Records = behind(slices, result.measure, result.filters, COMPANY, {"part": "all"})
        assert opened.n == opened.total == opened.frame.height, result.measure.id


@pytest.mark.parametrize("by", ["segment", "month"])
def test_the_groups_add_up_to_the_whole(answered, by):
    for result in answered(by):
        if result.measure.estimator.name == "ledger":
            continue
        for row in result.whole:
            same = [r for r in result.rows if row.keys.items() <= r.keys.items()]
            assert sum(each.n for each in same) == row.n, (result.measure.id, row.keys)


def test_each_win_is_in_exactly_one_path(answered):
    results = {each.measure.id: each for each in answered(None)}
    for statistic, total in (("deals", "won_deals"), ("amount", "won_amount")):
        parts = [r for r in results["path_mix"].rows if r.keys["statistic"] == statistic]
        won = results["control_totals"].row(statistic=total)
        assert sum(row.numerator for row in parts) == won.value
