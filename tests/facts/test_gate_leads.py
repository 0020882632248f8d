"""People at the gate that decides by score: their line, their score, and what followed by days."""

from __future__ import annotations

from tests.facts.world import TWO_GATES, facts

LINE = "| gate | since | threshold |\n| MQL  |       | 65        |"
LEADS = """
    | lead_id | created_at | score | owner_id | source | hand_raised_at |
    | L1      | 2026-01-01 | 65    | u1       | web    | 2026-01-01     |
    | L2      | 2026-01-01 | 64    | u2       | web    | 2026-01-02     |
    | L3      | 2026-01-01 |       |          | event  |                |
"""
FIRST_GATE = """
    | gate | position | step | before      |
    | MQL  | 1        | mql  | opportunity |
"""


def found(what: str, *, lines: str = LINE, gates: str = TWO_GATES, **given: str):
    """Return columns of everybody at the line, by person."""
    database = facts(
        {"leads": LEADS, **given},
        gates=gates,
        configs={"config_gate_lines": lines},
        only=["fct_gate_leads", "fct_gate_wins"],
    )
    return database.query(f"select {what} from fct_gate_leads order by person_id").rows()


def test_reaching_the_line_is_being_offered() -> None:
    what = "person_id, score, threshold, distance, is_offered, regime, age_days, is_hand_raised"
    assert found(what) == [
        ("L1", 65.0, 65.0, 0.0, True, "65", 273, True),
        ("L2", 64.0, 65.0, -1.0, False, "65", 273, False),
    ]


def test_nobody_stands_at_a_line_that_there_is_not() -> None:
    assert found("*", lines="| gate | since | threshold |") == []


def test_the_line_is_that_of_the_day_a_lead_came() -> None:
    leads = """
        | lead_id | created_at | score |
        | L1      | 2026-01-31 | 62    |
        | L2      | 2026-02-01 | 62    |
    """
    lines = """
        | gate | since      | threshold |
        | MQL  |            | 65        |
        | MQL  | 2026-02-01 | 60.5      |
    """
    assert found("person_id, threshold, is_offered, regime", lines=lines, leads=leads) == [
        ("L1", 65.0, False, "65"),
        ("L2", 60.5, True, "60.5 since 2026-02-01"),
    ]


def test_a_recorded_line_holds_from_the_day_it_was_recorded() -> None:
    decisions = """
        | entity_id | gate | verdict | decided_at       | threshold |
        | L0        | MQL  | pass    | 2025-12-31       | 60        |
        | L1        | MQL  | pass    | 2026-01-01 10:00 | 65        |
        | L2        | SQL  | fail    | 2026-01-01 11:00 | 10        |
    """
    none = "| gate | since | threshold |"
    rows = found("person_id, threshold, regime", lines=none, gate_decisions=decisions)
    assert rows == [("L1", 65.0, "65"), ("L2", 65.0, "65")]
    # What the config declares rules over what decisions record.
    declared = found("threshold", gate_decisions=decisions, lines=LINE.replace("65", "50"))
    assert declared == [(50.0,), (50.0,)]


def test_the_first_gate_with_a_line_is_the_one() -> None:
    lines = "| gate | since | threshold |\n| SQL | | 30 |\n| MQL | | 65 |"
    assert found("gate, threshold", lines=lines) == [("MQL", 65.0), ("MQL", 65.0)]


def test_a_score_told_with_the_decision_of_the_first_day_serves_where_the_lead_has_none() -> None:
    def score_of(day: str) -> list[tuple[object, ...]]:
        decisions = f"""
            | entity_id | gate | verdict | decided_at       | score |
            | L3        | MQL  | fail    | {day} | 41    |
            | L3        | MQL  | pass    | 2026-03-01       | 99    |
            | L1        | MQL  | pass    | 2026-01-01 01:00 | 12    |
        """
        return found("person_id, score", gate_decisions=decisions)

    assert score_of("2026-01-02 00:00")[2:] == [("L3", 41.0)]
    # Later it is no score of the day they came; what the lead itself holds comes first.
    assert score_of("2026-01-02 00:01") == [("L1", 65.0), ("L2", 64.0)]


def test_a_gate_speaks_of_its_time_and_its_sources_alone() -> None:
    head = "| gate | position | step | before | since | until | sources |"
    for own in ("| 2026-01-02 | | |", "| | 2025-12-31 | |", "| | | event |"):
        gates = f"{head}\n| MQL | 1 | mql | opportunity {own}"
        assert found("person_id", gates=gates) == []
    gates = f"{head}\n| MQL | 1 | mql | opportunity | 2026-01-01 | 2026-01-01 | web event |"
    assert found("person_id", gates=gates) == [("L1",), ("L2",)]


def test_worked_is_passing_a_later_gate() -> None:
    decisions = """
        | entity_id | gate | verdict | decided_at |
        | L1        | MQL  | pass    | 2026-01-03 |
        | L1        | SQL  | pass    | 2026-01-08 |
        | L2        | SQL  | fail    | 2026-01-05 |
    """
    touches = "| lead_id | at | direction |\n| L2 | 2026-01-04 | seller |"
    rows = found("passed_days, worked_days", gate_decisions=decisions, touches=touches)
    assert rows == [(2, 7), (None, None)]


def test_without_a_later_gate_worked_is_being_called() -> None:
    touches = """
        | lead_id | at         | direction |
        | L1      | 2026-01-05 | buyer     |
        | L1      | 2026-01-07 | seller    |
        | L2      | 2025-12-30 | seller    |
    """
    rows = found("worked_days", gates=FIRST_GATE, touches=touches)
    assert rows == [(6,), (None,)]


def test_a_verdict_before_the_lead_is_of_its_day() -> None:
    decisions = """
        | entity_id | gate | verdict | decided_at |
        | L1        | MQL  | pass    | 2025-12-31 |
        | L1        | SQL  | pass    | 2025-12-31 |
    """
    assert found("passed_days, worked_days", gate_decisions=decisions)[0] == (0, 0)


def test_signs_of_interest_count_by_the_end_of_the_first_day() -> None:
    touches = """
        | lead_id | at               | direction | kind  |
        | L1      | 2026-01-01 09:00 | buyer     | email |
        | L1      | 2026-01-01 10:00 | buyer     | email |
        | L1      | 2025-12-20       | buyer     | call  |
        | L1      | 2026-01-02       | buyer     | visit |
        | L2      | 2026-01-01       | seller    | email |
    """
    assert found("readiness", touches=touches) == [(3,), (0,)]


def test_who_was_let_through_by_lot_is_known() -> None:
    leads = """
        | lead_id | created_at | score | let_through_at_random |
        | L1      | 2026-01-01 | 50    | true                  |
        | L2      | 2026-01-01 | 50    | false                 |
        | L3      | 2026-01-01 | 50    |                       |
    """
    assert found("let_through_at_random", leads=leads) == [(True,), (False,), (None,)]


def test_a_win_counts_from_the_landmark_and_where_its_deal_came_after() -> None:
    deals = """
        | opportunity_id | lead_id | created_at | closed_at  | outcome | amount |
        | before         | L1      | 2025-12-31 | 2026-02-01 | won     | 1      |
        | after          | L1      | 2026-01-01 | 2026-01-31 | won     | 20     |
        | unpaid         | L1      | 2026-02-01 | 2026-03-02 | won     |        |
        | lost           | L2      | 2026-01-03 | 2026-01-31 | lost    | 5      |
    """
    database = facts(
        {"leads": LEADS, "opportunities": deals},
        configs={"config_gate_lines": LINE},
        only=["fct_gate_wins"],
    )
    rows = database.query("select * from fct_gate_wins order by opportunity_id").rows()
    assert rows == [("L1", "after", 30, 20.0), ("L1", "unpaid", 60, None)]
    days = database.query("select deal_days from fct_gate_leads order by person_id").rows()
    assert days == [(0,), (2,)]
