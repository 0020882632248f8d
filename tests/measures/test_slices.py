"""Slices: a slice of a slice is filtered and split where the one it reads is."""

from __future__ import annotations

import pytest

from dashboard.measures import slices
from dashboard.measures.filters import Dimension, Filters

TEXTS = {
    "chosen_deals_new": "select * from fct_deals where $dim_1::varchar[] is null -- 'dim_1'",
    "chosen_of_them": "select * from chosen_deals_new inner join fct_deal_moves using (id)",
    "chosen_other": "select 'dim_1' as group_name from fct_leads",
}


@pytest.fixture
def written(monkeypatch):
    """Slices that are texts of this test."""
    monkeypatch.setattr(slices, "text_of", TEXTS.__getitem__)
    slices.with_those_read.cache_clear()
    yield
    slices.with_those_read.cache_clear()


def test_a_slice_can_be_filtered_where_the_slice_it_reads_can(written, context):
    segment = Dimension("dim_1", "segment", "Segment", "accounts")
    company = type(context)(context.as_of, context.as_of_date, dimensions=(segment,))
    asked = Filters(where={"segment": ("SMB",)})
    assert slices.obstacles(["chosen_of_them"], asked, company) == ()
    assert slices.obstacles(["chosen_other"], asked, company) == (
        "This cannot be filtered by Segment.",
    )
