"""The gates after the line that a person came to: which let them through, and on which day."""

from __future__ import annotations

from tests.facts.world import TWO_GATES, facts

LINE = "| gate | since | threshold |\n| MQL  |       | 65        |"
LEADS = "| lead_id | created_at | score |\n| L1      | 2026-01-01 | 70    |"
THREE_GATES = """
    | gate | position | step | before      |
    | MQL  | 1        | mql  | opportunity |
    | SAL  | 2        | sal  | opportunity |
    | SQL  | 3        | sql  | opportunity |
"""
ONE_GATE = """
    | gate | position | step | before      |
    | MQL  | 1        | mql  | opportunity |
"""


def stops(decisions: str, gates: str = TWO_GATES, **more: str):
    """Return gate, place and day of each gate after the line, for the one person there is."""
    head = "| entity_id | gate | verdict | decided_at |"
    database = facts(
        {"leads": LEADS, "gate_decisions": f"{head}\n{decisions}", **more},
        gates=gates,
        configs={"config_gate_lines": LINE},
        only=["fct_gate_stops"],
    )
    found = database.query("select gate, place, passed_days from fct_gate_stops order by place")
    return found.rows()


def test_a_gate_after_the_line_lets_through_on_the_day_it_says_so() -> None:
    assert stops("| L1 | SQL | pass | 2026-01-11 |") == [("SQL", 1, 10)]
    assert stops("| L1 | SQL | fail | 2026-01-11 |") == [("SQL", 1, None)]
    assert stops("| L1 | MQL | pass | 2026-01-11 |") == [("SQL", 1, None)]


def test_one_that_was_waived_stops_nobody() -> None:
    assert stops("| L1 | SQL | waived | 2026-01-03 |") == [("SQL", 1, 2)]


def test_a_pass_before_the_lead_was_stored_is_day_0() -> None:
    assert stops("| L1 | SQL | pass | 2025-12-30 |") == [("SQL", 1, 0)]


def test_who_passed_a_gate_behind_was_let_through_by_the_one_before() -> None:
    decisions = "| L1 | SQL | pass | 2026-01-21 |"
    assert stops(decisions, THREE_GATES) == [("SAL", 1, 20), ("SQL", 2, 20)]
    both = f"{decisions}\n| L1 | SAL | pass | 2026-01-06 |"
    assert stops(both, THREE_GATES) == [("SAL", 1, 5), ("SQL", 2, 20)]


def test_without_a_later_gate_sales_taking_them_on_stands_for_one() -> None:
    touches = "| lead_id | at | direction |\n| L1 | 2026-01-04 | seller |"
    passed = "| L1 | MQL | pass | 2026-01-02 |"
    assert stops(passed, ONE_GATE) == [("taken_on", 1, None)]
    assert stops(passed, ONE_GATE, touches=touches) == [("taken_on", 1, 3)]
