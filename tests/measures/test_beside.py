"""A share, a count and a lag beside the year before, worked out again; and who may see it."""

from __future__ import annotations

import datetime as dt
import math
import random

import polars as pl
import pytest
from scipy.stats import binom
from statsmodels.stats.proportion import confint_proportions_2indep
from statsmodels.stats.rates import confint_poisson_2indep

from dashboard import answer
from dashboard.errors import ConfigError
from dashboard.measures import against, changes
from dashboard.measures.access import User
from dashboard.measures.filters import Filters
from dashboard.measures.run import run
from dashboard.measures.slices import Slices
from tests.measures import typed_tables
from tests.measures.conftest import CONTEXT

YEAR = Filters(dt.date(2025, 11, 1), dt.date(2026, 10, 1))


@pytest.fixture(scope="module")
def warehouse(demo_workspace):
    """The sample company's warehouse, open."""
    opened = answer.open_warehouse(demo_workspace)
    yield opened
    opened.close()


def a_deal(chance: random.Random, at: int) -> dict[str, object]:
    closed = dt.date(2024, 10, 1) + dt.timedelta(days=chance.randrange(752))
    days = chance.randrange(10, 150)
    created = closed - dt.timedelta(days=days)
    return {
        "opportunity_id": f"d{at}",
        "outcome": "won" if chance.random() < (0.2 if closed.year == 2025 else 0.5) else "lost",
        "created_date": created,
        "created_month": created.replace(day=1),
        "closed_date": closed,
        "closed_month": closed.replace(day=1),
        "days_to_close": days,
        "is_new_business": True,
        "is_first_win_of_account": True,
    }


@pytest.fixture
def world(database, measures):
    """Seven hundred deals of as many accounts, and what the product says of them."""
    chance = random.Random(7)
    rows = [a_deal(chance, at) for at in range(700)]
    typed_tables.load(database, "fct_deals", rows)
    other = against.parse("year_before", YEAR, (), CONTEXT.as_of_date)

    def beside(measure_id):
        found, before = (
            run(Slices(database), measures[measure_id], filters, CONTEXT)
            for filters in (YEAR, other.filters)
        )
        return found, changes.set_beside(found, before, other)

    return pl.DataFrame(rows), beside


def closed_in(deals, first, last):
    return deals.filter(pl.col("closed_date").is_between(first, last))


def both_years(deals):
    this = closed_in(deals, dt.date(2025, 11, 1), dt.date(2026, 10, 23))
    return this, closed_in(deals, dt.date(2024, 11, 1), dt.date(2025, 10, 23))


def interval(change):
    return [change.by.value, change.by.low, change.by.high]


def test_a_share_beside_the_year_before_is_that_of_a_second_computation(world):
    deals, beside = world
    found, compared = beside("win_rate")
    parts = [(one["outcome"].eq("won").sum(), one.height) for one in both_years(deals)]
    (k1, n1), (k2, n2) = parts
    change = compared.of(found.rows[0])
    low, high = confint_proportions_2indep(k1, n1, k2, n2, method="newcomb", compare="diff")
    assert (change.other.events, change.other.n) == (k2, n2)
    assert interval(change) == pytest.approx([k1 / n1 - k2 / n2, low, high])
    assert change.status == ("clearly more" if low > 0 else "could be luck")
    whole_month = closed_in(deals, dt.date(2024, 11, 1), dt.date(2025, 10, 31))
    assert whole_month.height > n2, "no deal tells the day from the month"


def test_a_count_beside_the_year_before_is_that_of_a_second_computation(world):
    deals, beside = world
    found, compared = beside("control_totals")
    won = [one["outcome"].eq("won").sum() for one in both_years(deals)]
    change = compared.of(found.row(statistic="won_deals"))
    low, high = confint_poisson_2indep(
        won[0], 1, won[1], 1, method="mover", compare="diff", method_mover="score"
    )
    assert change.other.value == won[1]
    assert interval(change) == pytest.approx([won[0] - won[1], low, high])
    assert change.status == "clearly more"


def test_a_lag_beside_the_year_before_is_that_of_a_second_computation(world):
    deals, beside = world
    found, compared = beside("sales_velocity")
    sides = []
    for one in both_years(deals):
        days = one.filter(pl.col("outcome") == "won")["days_to_close"].sort().to_list()
        rank = max(r for r in range(1, len(days)) if binom.cdf(r - 1, len(days), 0.5) <= 0.025)
        middle = (days[(len(days) - 1) // 2] + days[len(days) // 2]) / 2
        sides.append((middle, days[rank - 1], days[-rank]))
    (m1, low1, high1), (m2, low2, high2) = sides
    gap = m1 - m2
    low = gap - math.hypot(m1 - low1, high2 - m2)
    high = gap + math.hypot(high1 - m1, m2 - low2)
    assert interval(compared.of(found.rows[0])) == pytest.approx([gap, low, high])


class TestOverTheSampleCompany:
    """What needs a built warehouse."""

    def test_every_measure_can_be_set_beside_another_period_and_another_group(self, warehouse):
        ids = [each.id for each in warehouse.registry if each.cost != "slow"]
        asked = Filters(dt.date(2026, 4, 1), dt.date(2026, 6, 1))
        for text in ("period_before", "segment:SMB"):
            found = answer.compared(warehouse, ids, asked, text)
            assert list(found) == ids
            assert all(each.compared is not None for each in found.values())
            silent = {
                each.measure.estimator.name
                for each in found.values()
                if each.compared and not (each.compared.changes or each.compared.reason)
            }
            assert silent <= {"ledger"}, "lists alone have no rows to compare"

    def test_nothing_differs_clearly_from_itself(self, warehouse):
        ids = [each.id for each in warehouse.registry if each.cost != "slow"]
        asked = Filters(dt.date(2026, 4, 1), dt.date(2026, 6, 1))
        for each in answer.compared(warehouse, ids, asked, "2026-04..2026-06").values():
            found = [*each.compared.changes.values(), each.compared.whole]
            assert not [one for one in found if one and one.is_clear], each.measure.id

    def test_what_is_settled_by_a_header_is_there(self, warehouse):
        measures = [each for each in warehouse.registry if each.settled]
        found = answer.answers(warehouse, [each.id for each in measures], Filters())
        for measure in measures:
            values = {str(value) for row in found[measure.id].rows for value in row.keys.values()}
            assert set(measure.settled) <= values, measure.id

    def test_a_reader_of_one_segment_cannot_compare_with_another(self, warehouse):
        reader = User("s", {"segment": ("SMB",)})
        asked = warehouse.default_filters()
        found = answer.compared(warehouse, ["win_rate"], asked, "segment:Enterprise", reader)
        beside = found["win_rate"].compared
        assert (beside.other, dict(beside.changes)) == (None, {})
        assert "none of it that you may see" in beside.reason

    def test_the_year_before_of_a_reader_is_of_what_they_may_see(self, warehouse):
        reader = User("s", {"segment": ("SMB",)})
        asked = warehouse.default_filters()
        theirs = answer.compared(warehouse, ["win_rate"], asked, "year_before", reader)["win_rate"]
        chosen = Filters(asked.start, asked.end, {"segment": ("SMB",)})
        same = answer.compared(warehouse, ["win_rate"], chosen, "year_before")["win_rate"]
        everybody = answer.compared(warehouse, ["win_rate"], asked, "year_before")["win_rate"]
        assert theirs.table() == same.table() != everybody.table()

    def test_a_name_that_is_not_known_is_refused(self, warehouse):
        with pytest.raises(ConfigError, match="nothing to compare with"):
            answer.compared(warehouse, ["win_rate"], Filters(), "yesterday")
