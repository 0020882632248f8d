"""Slices: a slice of a slice is filtered and split where the one it reads is."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from dashboard import paths
from dashboard.measures import slices
from dashboard.measures.filters import Dimension, Filters
from tests.measures import typed_tables, world

TEXTS = {
    "chosen_deals_new": "select * from fct_deals where $dim_1::varchar[] is null -- 'dim_1'",
    "chosen_of_them": "select * from chosen_deals_new inner join fct_deal_moves using (id)",
    "chosen_other": "select 'dim_1' as group_name from fct_leads",
}


@pytest.fixture
def written(monkeypatch):
    """Slices that are texts of this test."""
    monkeypatch.setattr(slices, "text_of", TEXTS.__getitem__)
    cached = (slices.with_those_read, slices.with_those_behind, slices.columns_of)
    for each in cached:
        each.cache_clear()
    yield
    for each in cached:
        each.cache_clear()


def test_a_slice_can_be_filtered_where_the_slice_it_reads_can(written, context):
    segment = Dimension("dim_1", "segment", "Segment", "accounts")
    company = type(context)(context.as_of, context.as_of_date, dimensions=(segment,))
    asked = Filters(where={"segment": ("SMB",)})
    assert slices.obstacles(["chosen_of_them"], asked, company) == ()
    assert slices.obstacles(["chosen_other"], asked, company) == (
        "This cannot be filtered by Segment.",
    )


def test_a_slice_is_made_again_with_the_slice_it_reads(database, context):
    """February is asked after January: the deals' strata are those of February."""
    days = ("2026-01-05", "2026-02-05", "2026-02-06")
    for table in ("fct_deals", "fct_deal_strata"):
        rows = [
            {"opportunity_id": f"d{at}", "created_month": dt.date.fromisoformat(f"{day[:7]}-01")}
            for at, day in enumerate(days)
        ]
        typed_tables.load(database, table, rows)
    made = slices.Slices(database)
    for month, deals in ((dt.date(2026, 1, 1), 1), (dt.date(2026, 2, 1), 2)):
        asked = slices.parameters_of(Filters(start=month, end=month), context)
        made.make(["chosen_deal_strata"], asked)
        assert database.query("from chosen_deal_strata").height == deals


def test_a_slice_holds_the_columns_that_the_measures_asked_of_it_name(database, measures, context):
    world.make(database, seed=3)
    made = slices.Slices(database)
    asked = slices.parameters_of(Filters(), context)
    made.expect([measures["momentum_30_days"]])
    made.make(["chosen_deals_created"], asked)
    named = {"opportunity_id", "cluster_id", "move_kind", "days_to_move", "period", "group_name"}
    few = set(database.columns("chosen_deals_created"))
    assert named <= few
    assert "amount_at_creation" not in few
    # A further measure needs more of it.
    made.expect([measures["pipeline_created"]])
    made.make(["chosen_deals_created"], asked)
    assert few | {"amount_at_creation"} <= set(database.columns("chosen_deals_created"))


def test_a_slice_of_which_nothing_is_expected_holds_all_its_columns(database, context):
    world.make(database, seed=3)
    made = slices.Slices(database)
    made.make(["chosen_deals_open"], slices.parameters_of(Filters(), context))
    columns = database.columns("chosen_deals_open")
    assert tuple(columns) == slices.columns_of("chosen_deals_open")


def test_each_slice_names_its_columns_and_is_read_by_their_names(measures):
    names = {path.stem for path in (paths.queries() / "slices").glob("*.sql")}
    assert [name for name in names if not slices.columns_of(name)] == []
    sqls = {each.id: each.sql for each in measures} | {name: slices.text_of(name) for name in names}
    starred = re.compile(r"\*\s+from\s+chosen_|chosen_\w+\.\*")
    assert [name for name, sql in sqls.items() if starred.search(sql)] == []
