"""Entries into a step: the first, and each pass of a gate that was passed before."""

from __future__ import annotations

import datetime as dt

from tests.facts.world import facts

LEADS = """
    | lead_id | created_at |
    | A       | 2026-01-01 |
    | B       | 2026-01-01 |
"""
GATES = """
    | gate  | position | step | before      |
    | Score | 1        | mql  | opportunity |
    | Form  | 2        | mql  | opportunity |
    | SQL   | 3        | sql  | opportunity |
"""
Entry = tuple[str, str, dt.date, int, bool]


def entries(verdicts: str) -> list[Entry]:
    given = {"leads": LEADS, "gate_decisions": verdicts}
    database = facts(given, gates=GATES, only=["fct_lead_entries"])
    rows = database.query("""
        select person_id, step, entered_date, place, is_new_in_month
        from fct_lead_entries order by person_id, step, place
    """)
    return list(rows.iter_rows())


def day(month: int, at: int) -> dt.date:
    return dt.date(2026, month, at)


def test_who_passes_the_same_gate_again_enters_again() -> None:
    found = entries("""
        | entity_id | gate  | decided_at | verdict |
        | A         | Score | 2026-01-10 | pass    |
        | A         | Score | 2026-01-10 | pass    |
        | A         | Score | 2026-02-20 | pass    |
        | A         | Score | 2026-02-25 | pass    |
        | B         | SQL   | 2026-01-15 | pass    |
    """)
    assert found == [
        ("A", "mql", day(1, 10), 1, True),
        ("A", "mql", day(2, 20), 2, True),
        ("A", "mql", day(2, 25), 3, False),
        ("B", "sql", day(1, 15), 1, True),
    ]


def test_a_second_gate_of_the_step_and_a_fail_are_no_second_entry() -> None:
    found = entries("""
        | entity_id | gate  | decided_at | verdict |
        | A         | Score | 2026-01-10 | pass    |
        | A         | Form  | 2026-01-12 | pass    |
        | A         | Score | 2026-02-20 | fail    |
    """)
    assert found == [("A", "mql", day(1, 10), 1, True)]


def test_nobody_enters_where_nothing_is_decided() -> None:
    assert entries("| entity_id | gate | decided_at | verdict |") == []


def test_the_second_turn_has_its_own_acceptance() -> None:
    verdicts = """
        | entity_id | gate  | decided_at | verdict |
        | A         | Score | 2026-01-10 | pass    |
        | A         | Score | 2026-02-20 | pass    |
        | A         | SQL   | 2026-02-25 | pass    |
        | B         | Score | 2026-01-10 | pass    |
        | B         | SQL   | 2026-01-12 | pass    |
    """
    given = {"leads": LEADS, "gate_decisions": verdicts}
    rows = facts(given, gates=GATES, only=["fct_leads"]).query("""
        select person_id, mql_entries, mql_again_date, sql_after_mql_date, sql_after_again_date
        from fct_leads order by person_id
    """)
    assert list(rows.iter_rows()) == [
        ("A", 2, day(2, 20), day(2, 25), day(2, 25)),
        ("B", 1, None, day(1, 12), None),
    ]
