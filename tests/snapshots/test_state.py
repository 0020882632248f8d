"""What a snapshot keeps of records: the same numbers as the measures, within the same limits."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from dashboard import answer
from dashboard.answer import Warehouse
from dashboard.config import Access
from dashboard.measures.access import User
from dashboard.snapshots.state import DEALS_SCHEMA, FIGURES_SCHEMA, deals_of, figures_of
from dashboard.snapshots.tracked import FELL_SILENT, MEASURES, TRACKED, WOKE


@pytest.fixture(scope="module")
def warehouse(demo_workspace: Path) -> Iterator[Warehouse]:
    """The sample company's warehouse, open."""
    opened = answer.open_warehouse(demo_workspace)
    yield opened
    opened.close()


SMB = User("smb", {"segment": ("SMB",)})
ASKED = {
    "as a page nobody has touched": ({}, None),
    "of all time": ({"start": None, "end": None}, None),
    "one segment": ({"where": {"segment": ("Enterprise",)}}, None),
    "with existing customers": ({"population": "all"}, None),
    "split by segment": ({"by": "segment"}, None),
    "a reader of one segment": ({}, SMB),
}


@pytest.mark.parametrize("name", ASKED)
def test_the_records_of_a_figure_sum_to_the_row_of_its_measure(warehouse, name):
    asked, user = ASKED[name]
    filters = replace(warehouse.default_filters(), **asked)
    kept = figures_of(warehouse, filters, user)
    whole = replace(filters, by=None)
    results = answer.answers(warehouse, MEASURES, whole, user)
    for figure in TRACKED:
        row = results[figure.measure].row(**figure.mark)
        own = kept.filter(pl.col("figure") == figure.id)
        top = math.fsum(own["numerator"])
        value = top / math.fsum(own["denominator"]) if figure.is_share else top
        assert value == pytest.approx(row.value, rel=1e-12), figure.id
        if row.numerator is not None:
            assert top == pytest.approx(row.numerator, rel=1e-12), figure.id
            assert math.fsum(own["denominator"]) == pytest.approx(row.denominator), figure.id
        assert own["record_id"].n_unique() == own.height == row.n, figure.id


def test_each_record_stands_on_the_day_its_period_goes_by(warehouse):
    filters = warehouse.default_filters()
    kept = figures_of(warehouse, filters).filter(~pl.col("figure").is_in([FELL_SILENT, WOKE]))
    last = warehouse.context.as_of_date
    assert kept["business_date"].null_count() == 0
    assert filters.start <= kept["business_date"].min() <= kept["business_date"].max() <= last


def test_a_reader_of_one_segment_gets_the_records_of_that_segment_alone(warehouse):
    filters = warehouse.default_filters()
    asked = replace(filters, where={"segment": ("SMB",)})
    assert figures_of(warehouse, filters, SMB).equals(figures_of(warehouse, asked))
    assert deals_of(warehouse, filters, SMB).equals(deals_of(warehouse, asked))
    opened = answer.records(
        warehouse, "control_totals", replace(asked, start=None, end=None),
        {"statistic": "deals_created", "part": "all"},
    )  # fmt: skip
    assert set(deals_of(warehouse, filters, SMB)["opportunity_id"]) == set(
        opened.frame["record_id"]
    )


def test_a_reader_who_may_see_nothing_gets_no_record(warehouse):
    nobody = User("nobody", {"segment": ()})
    filters = warehouse.default_filters()
    assert figures_of(warehouse, filters, nobody).is_empty()
    assert deals_of(warehouse, filters, nobody).is_empty()


def test_names_of_accounts_are_kept_only_where_they_are_shown(warehouse):
    filters = warehouse.default_filters()
    assert deals_of(warehouse, filters)["account_name"].null_count() == 0
    hidden = warehouse.config.model_copy(update={"access": Access(show_account_names=False)})
    kept = deals_of(replace(warehouse, config=hidden), filters)
    assert kept["account_name"].null_count() == kept.height > 0


def test_silent_deals_are_those_the_measure_lists(warehouse):
    listed = answer.records(
        warehouse, "stuck_now", warehouse.default_filters(), {"part": "all"}
    ).frame
    kept = deals_of(warehouse, warehouse.default_filters()).filter("is_silent")
    assert set(kept["opportunity_id"]) == set(listed["record_id"])


def test_who_fell_silent_and_did_not_wake_is_silent_or_ended_or_waits(warehouse):
    filters = warehouse.default_filters()
    kept, deals = figures_of(warehouse, filters), deals_of(warehouse, filters)
    fell = kept.filter(pl.col("figure") == FELL_SILENT)
    woke = kept.filter(pl.col("figure") == WOKE)
    assert woke.height < fell.height
    silent = deals.filter("is_silent")["opportunity_id"]
    assert set(silent) <= set(fell["record_id"])
    last = fell.group_by("record_id").agg(pl.col("business_date").max())
    day_after_allowed = last.join(
        deals.filter("is_silent"), left_on="record_id", right_on="opportunity_id"
    )
    # A deal falls silent when its threshold of 21 days is over, longer only while it was parked.
    waited = (day_after_allowed["business_date"] - day_after_allowed["last_sign_date"]).dt
    assert waited.total_days().min() >= 21
    assert day_after_allowed["business_date"].max() < warehouse.context.as_of_date


def test_what_is_kept_has_one_order_and_one_shape(warehouse):
    filters = warehouse.default_filters()
    kept, deals = figures_of(warehouse, filters), deals_of(warehouse, filters)
    assert dict(kept.schema) == FIGURES_SCHEMA
    assert dict(deals.schema) == DEALS_SCHEMA
    assert kept.equals(figures_of(warehouse, filters))
    assert deals["opportunity_id"].is_sorted()
    assert isinstance(kept["business_date"][0], dt.date)
