"""The two ledgers of the gate have the same columns, and the friction map its answers in words."""

from __future__ import annotations

import datetime as dt

from dashboard.measures.result import Row
from dashboard.web.figures.ledger import ledger_of
from dashboard.web.figures.matrix import matrix_of
from tests.web.example_results import result
from tests.web.reading import each_component, links, text_of, with_class
from tests.web.test_figures import tree

WHY = {
    "reason": "too small",
    "team": "sales",
    "turned_away_date": dt.date(2025, 2, 11),
    "days_until_deal": 30,
}
WON = Row(
    {"record_id": "d1"}, 640_000.0, None, None, 1, 1,
    details={"account_name": "Birch", "amount": 640_000.0, "path_class": "rejected_before", **WHY,
             "came_back_by": "by_partner", "closed_date": dt.date(2026, 1, 1)},
)  # fmt: skip
HELD = Row(
    {"record_id": "v1"}, 34.0, None, None, 1, 1,
    details={"account_name": "Umber", "lead_id": "l1", "hours": 34.0, **WHY,
             "ended_as": "stayed_away", "gate": "MQL"},
)  # fmt: skip


def heads(shown):
    """Return the heads of the columns; each row has a head of its own."""
    found = [each for each in each_component(shown) if each["type"] == "Th"]
    return [text_of(each) for each in found if each["props"].get("scope") == "col"]


def test_the_two_ledgers_have_the_same_columns():
    won = tree(ledger_of, result("turned_away_ledger", WON))
    held = tree(ledger_of, result("good_catches", HELD))
    shared = ["reason", "team", "turned away", "days until deal"]
    assert heads(won) == ["account", "amount", *shared, "came back"]
    assert heads(held) == ["account", "seller time", *shared, "how it ended"]
    for shown, told in (
        (won, ("Birch", "$640k", "30 days", "partner")),
        (held, ("Umber", "34 hours", "30 days", "stayed away")),
    ):
        assert all(each in text_of(shown) for each in told)


def test_a_cell_of_the_friction_map_says_its_answer_and_opens_its_people():
    rows = [
        Row(
            {"gate": "score", "friction": question}, value, None, None, 40, events,
            details={"unit": unit, "said": said},
        )
        for question, value, events, unit, said in (
            ("waits", 6.0, 30, "days", "half decided within 6 days"),
            ("asked", 0.62, 25, "share", "up to 9 fields"),
            ("afterwards", None, 0, "share", "your records do not say"),
        )
    ]  # fmt: skip
    shown = tree(matrix_of, result("friction_map", *rows))
    assert [text_of(each) for each in with_class(shown, "words")] == [
        "half decided within 6 days", "up to 9 fields", "your records do not say",
    ]  # fmt: skip
    assert len(links(shown, "drill=friction_map")) == 2
    assert "In 100." not in text_of(shown)
