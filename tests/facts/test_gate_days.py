"""How long a person stood before a gate until it decided, and what was asked and scored there."""

from __future__ import annotations

from tests.facts.world import facts

LEADS = "| lead_id | created_at |\n| L1 | 2026-01-01 |"
HEAD = "| entity_id | gate | opened_at | decided_at | verdict | fail_kind |"


def days(*decisions: str) -> dict[str, int | None]:
    """Return the days before the gate of each decision, by its verdict_id."""
    given = {"leads": LEADS, "gate_decisions": "\n".join([HEAD, *decisions])}
    database = facts(given, only=["fct_verdicts"])
    return dict(database.query("select verdict_id, gate_days from fct_verdicts").iter_rows())


def test_the_first_gate_begins_when_the_person_came_in() -> None:
    assert days("| L1 | MQL | | 2026-01-08 | pass | |") == {"L1/MQL/1": 7}


def test_a_later_gate_begins_with_the_last_pass_before_it() -> None:
    found = days(
        "| L1 | MQL | | 2026-01-08 | pass | |",
        "| L1 | SQL | | 2026-01-10 | fail | recycled |",
        "| L1 | MQL | | 2026-02-01 | pass | |",
        "| L1 | SQL | | 2026-02-05 | pass | |",
        "| L1 | MQL | | 2026-03-01 | pass | |",
    )
    # The second pass of MQL is no earlier gate of its own: it counts from the day they came in.
    assert found == {
        "L1/MQL/1": 7, "L1/SQL/1": 2, "L1/MQL/2": 31, "L1/SQL/2": 4, "L1/MQL/3": 59,
    }  # fmt: skip


def test_a_waiver_opens_the_next_gate_and_a_fail_does_not() -> None:
    waived = days("| L1 | MQL | | 2026-01-08 | waived | |", "| L1 | SQL | | 2026-01-10 | pass | |")
    failed = days(
        "| L1 | MQL | | 2026-01-08 | fail | rejected |", "| L1 | SQL | | 2026-01-10 | pass | |"
    )
    assert (waived["L1/SQL/1"], failed["L1/SQL/1"]) == (2, 9)


def test_the_day_a_gate_was_opened_comes_before_any_other() -> None:
    found = days(
        "| L1 | MQL | 2026-01-05 | 2026-01-08 | pass | |",
        "| L1 | SQL | 2026-01-09 | 2026-01-10 | pass | |",
    )
    assert found == {"L1/MQL/1": 3, "L1/SQL/1": 1}


def test_a_pass_of_the_same_day_counts_whatever_its_hour() -> None:
    found = days(
        "| L1 | MQL | | 2026-01-08 15:00 | pass | |", "| L1 | SQL | | 2026-01-08 | pass | |"
    )
    assert found["L1/SQL/1"] == 0


def test_a_decision_before_its_beginning_took_no_number_of_days() -> None:
    found = days(
        "| L1 | MQL | 2026-01-09 | 2026-01-08 | pass | |", "| L1 | SQL | | 2025-12-30 | pass | |"
    )
    assert found == {"L1/MQL/1": None, "L1/SQL/1": None}


def test_what_was_asked_and_scored_is_kept_with_the_decision() -> None:
    head = "| entity_id | gate | decided_at | verdict | required_fields | score | threshold |"
    row = "| L1 | MQL | 2026-01-08 | pass | 9 | 62 | 60 |"
    given = {"leads": LEADS, "gate_decisions": f"{head}\n{row}"}
    told = facts(given, only=["fct_verdicts"]).query(
        "select required_fields, score, threshold from fct_verdicts"
    )
    assert told.row(0) == (9, 62, 60)
