"""A record that came into the filters, or went out of them, is no restatement of the past."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import get_args

import pytest

from dashboard.present import change_words
from dashboard.snapshots import said
from dashboard.snapshots.change import PART_KINDS, PartKind
from dashboard.snapshots.comparing import compared
from dashboard.snapshots.manifest import Manifest
from dashboard.snapshots.sides import side_of
from tests.snapshots.sides import AFTER, after, before, deal, deals, figures, restated

CUT = {"is_cut": True}


def won(record, amount, day="2026-09-10"):
    return ("won_amount", record, float(amount), None, "All", day)


def row_of(number, record, column, old, new):
    return (str(number), "deals", record, column, "2026-09-10", old, new)


def parts(change):
    return {each.kind: (each.by, each.records) for each in change.parts}


def test_a_deal_that_left_the_readers_part_is_not_told_as_restated():
    then = before(won("a", 900), won("b", 100), deals=deals(deal("a"), deal("b")), **CUT)
    now = after(won("b", 100), won("c", 20), deals=deals(deal("b"), deal("c")), **CUT)
    found = compared(then, now, "USD")
    change = found.of("won_amount")
    assert parts(change) == {"moved": (-880, 2)}
    assert (change.restated_share, found.headline_restated, found.restated) == (0, "", ())
    assert found.is_quiet


def test_a_deal_that_the_exports_lost_or_got_late_is_restated():
    then = before(won("gone", 900), deals=deals(deal("gone")), **CUT)
    now = after(
        won("late", 20), deals=deals(deal("late")), restatements_known=2, **CUT,
        restated=restated(
            row_of(1, "gone", "created_date", "2026-06-01", None),
            row_of(2, "late", "created_date", None, "2026-06-01"),
        ),
    )  # fmt: skip
    found = compared(then, now, "USD")
    assert parts(found.of("won_amount")) == {"restated": (-880, 2)}
    assert found.headline_restated


def test_a_deal_that_moved_and_of_which_a_value_is_listed_moved_all_the_same():
    then = before(won("a", 900), deals=deals(deal("a")), **CUT)
    kept = restated(row_of(1, "a", "amount_at_close", "900.0", "800.0"))
    now = after(restated=kept, restatements_known=1, **CUT)
    found = compared(then, now, "USD")
    assert parts(found.of("won_amount")) == {"moved": (-900, 1)}
    assert found.headline_restated == ""


def test_where_nothing_is_filtered_nothing_can_move_out():
    then = before(won("a", 900), deals=deals(deal("a")))
    assert parts(compared(then, after(), "USD").of("won_amount")) == {"restated": (-900, 1)}


def test_what_was_won_since_is_new_also_of_a_deal_that_came_in():
    now = after(won("a", 900, "2026-10-20"), deals=deals(deal("a")), **CUT)
    assert parts(compared(before(**CUT), now, "USD").of("won_amount")) == {"new": (900, 1)}


def test_a_headline_counts_the_listed_records_alone():
    then = before(won("a", 500), won("b", 500))
    stock = deals(deal("a"), deal("b"))
    kept = restated(row_of(1, "a", "amount_at_close", "500.0", "530.0"))
    now = after(won("a", 530), won("b", 100), deals=stock, restated=kept, restatements_known=1)
    found = compared(then, now, "USD")
    assert parts(found.of("won_amount")) == {"restated": (-370, 2)}
    assert found.of("won_amount").restated_share == pytest.approx(0.03)
    assert found.headline_restated.endswith("3.0 % more (1 record).")


def test_every_kind_of_part_has_its_words():
    assert set(change_words.PARTS) == set(PART_KINDS) == set(get_args(PartKind))
    assert set(said._PARTS) == set(PART_KINDS)


@pytest.mark.parametrize(
    ("filters", "is_cut"),
    [
        ({"where": {}, "population": "all"}, False),
        ({"where": {"region": ["EMEA"]}, "population": "all"}, True),
        ({"where": {}, "population": "new_business"}, True),
    ],
)
def test_filters_and_the_population_leave_records_out(filters, is_cut):
    manifest = Manifest(
        product_version="1", as_of=dt.datetime(2026, 10, 23), as_of_date=AFTER, as_of_label="now",
        time_zone="UTC", filters=filters, asked={"period": "default"},
    )  # fmt: skip
    kept = SimpleNamespace(
        name="x", manifest=manifest, numbers=dict, figures=figures, deals=deals, restated=restated
    )
    assert side_of(kept).is_cut is is_cut
