"""What is told as restated: nothing that a reader may not see, and nothing that is not known."""

from __future__ import annotations

import json

import pytest

from dashboard.snapshots.change import Changes
from dashboard.snapshots.comparing import compared
from tests.snapshots.sides import after, before, deal, deals, restated


def told(then, now):
    return compared(then, now, "USD")


def won(record, amount):
    return ("won_amount", record, float(amount), None, "All", "2026-09-10")


def row_of(number, record, old, new):
    return (str(number), "deals", record, "amount_at_close", "2026-09-10", old, new)


def test_a_name_that_is_no_longer_shown_is_not_taken_from_the_report_before():
    stock = deals(deal("a", account_name="Ash"), deal("b", account_name="Birch"))
    kept = restated(row_of(1, "a", "500.0", "530.0"))
    then = before(won("a", 500), won("b", 100), deals=stock)
    now = {"deals": deals(deal("b")), "restated": kept, "restatements_known": 1}
    shown = told(then, after(won("b", 100), **now))
    hidden = told(then, after(won("b", 100), are_names_shown=False, **now))
    assert [each.account for each in shown.restated] == ["Ash"]
    assert "Ash" in json.dumps(shown.to_json())
    assert [each.account for each in hidden.restated] == [None]
    assert "Ash" not in json.dumps(hidden.to_json())


LEAD = ("2", "leads", "L1", "created_date", "2026-06-20", "2026-06-20", "2026-06-21")
VERDICT = ("3", "verdicts", "L1", "verdict", "2026-06-20", "pass", "fail")


@pytest.mark.parametrize(
    ("asked", "tables"),
    [
        ({"period": "default"}, {"deals", "leads", "verdicts"}),
        ({"period": "default", "where": {"region": ["North"]}}, {"deals"}),
    ],
)
def test_of_people_nothing_is_restated_in_a_filtered_report(asked, tables):
    stock = deals(deal("a"))
    kept = restated(row_of(1, "a", "500.0", "530.0"), LEAD, VERDICT)
    sides = {"deals": stock, "asked": {"asked": asked, "only": None}}
    found = told(before(**sides), after(restated=kept, restatements_known=3, **sides))
    assert {each.table for each in found.restated} == tables


def test_what_was_restated_of_a_deal_before_it_came_into_a_part_is_not_told():
    part = {"asked": {"asked": {"limits": {"region": ["North"]}}, "only": None}}
    old, newer = row_of(1, "a", "1.0", "2.0"), row_of(2, "a", "2.0", "3.0")
    moved_in = row_of(1, "b", "5.0", "6.0")
    found = told(
        before(deals=deals(deal("a")), restated=restated(old), **part),
        after(
            deals=deals(deal("a"), deal("b")),
            restated=restated(moved_in, row_of(2, "a", "1.0", "2.0"), (3, *newer[1:])),
            **part,
        ),
    )
    assert [(each.record_id, each.old, each.new) for each in found.restated] == [
        ("a", "2.0", "3.0")
    ]


@pytest.mark.parametrize("made_later", ["before", "after"])
def test_beside_a_day_told_later_it_is_not_known_what_was_restated(made_later):
    stock = deals(deal("a", account_name="Ash"))
    kept = restated(row_of(1, "a", "500.0", "530.0"))
    found = told(
        before(won("a", 530), deals=stock, is_rerun=made_later == "before"),
        after(
            won("a", 530), deals=stock, restated=kept, restatements_known=1,
            is_rerun=made_later == "after",
        ),
    )  # fmt: skip
    assert (found.restated, found.is_restated_known) == ((), False)
    assert any("What was restated between the two is not known" in each for each in found.notes)
    assert Changes.from_json(json.loads(json.dumps(found.to_json()))) == found
