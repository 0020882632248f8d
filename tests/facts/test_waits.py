"""How long people wait for us: to the first attempt and to the first conversation."""

from __future__ import annotations

from tests.facts.world import facts

TOUCH_HEAD = "| lead_id | at | direction |"


def waits(given: dict[str, str], as_of: str = "2026-03-01") -> dict[str, tuple[object, ...]]:
    """Return both clocks of each person who waits: kind and days, kind and days."""
    database = facts(given, as_of=as_of, only=["fct_leads"])
    rows = database.query(
        "select person_id, attempt_kind, attempt_days, conversation_kind, conversation_days "
        "from fct_leads where waits_from_date is not null"
    )
    return {row[0]: row[1:] for row in rows.iter_rows()}


def test_the_wait_ends_with_the_first_attempt_and_the_first_conversation_since() -> None:
    leads = """
        | lead_id  | created_at | hand_raised_at |
        | called   | 2026-01-01 | 2026-01-10     |
        | talked   | 2026-01-01 | 2026-01-10     |
        | met      | 2026-01-01 | 2026-01-10     |
        | earlier  | 2026-01-01 | 2026-01-10     |
        | same day | 2026-01-01 | 2026-01-10 14:00 |
        | alone    | 2026-01-01 | 2026-01-10     |
        | silent   | 2026-01-01 |                |
        | too soon | 2026-01-01 | 2026-05-01     |
    """
    touches = f"""
        {TOUCH_HEAD}
        | called   | 2026-01-12 | seller |
        | talked   | 2026-01-12 | seller |
        | talked   | 2026-01-15 | mutual |
        | earlier  | 2026-01-09 | mutual |
        | same day | 2026-01-10 | seller |
        | alone    | 2026-01-12 | buyer  |
        | silent   | 2026-01-12 | seller |
    """
    meetings = """
        | lead_id | booked_at  | held_at    |
        | met     | 2026-01-11 | 2026-01-20 |
        | met     | 2026-01-12 |            |
    """
    assert waits({"leads": leads, "touches": touches, "meetings": meetings}) == {
        "called": ("attempt", 2, "censored", 50),
        "talked": ("attempt", 2, "conversation", 5),
        "met": ("attempt", 10, "conversation", 10),
        "earlier": ("censored", 50, "censored", 50),
        "same day": ("attempt", 0, "censored", 50),
        "alone": ("censored", 50, "censored", 50),
    }


def test_without_any_hand_raise_the_wait_begins_with_the_lead() -> None:
    leads = "| lead_id | created_at |\n| L1 | 2026-01-01 |\n| L2 | 2026-01-01 |"
    touches = f"{TOUCH_HEAD}\n| L1 | 2026-01-12 | seller |"
    assert waits({"leads": leads, "touches": touches}) == {
        "L1": ("attempt", 11, "censored", 59),
        "L2": ("censored", 59, "censored", 59),
    }


def test_being_turned_away_or_lost_first_ends_the_wait() -> None:
    leads = """
        | lead_id        | created_at | hand_raised_at |
        | rejected       | 2026-01-01 | 2026-01-10     |
        | before as well | 2026-01-01 | 2026-01-10     |
        | before         | 2026-01-01 | 2026-01-10     |
        | same day       | 2026-01-01 | 2026-01-10     |
        | lost           | 2026-01-01 | 2026-01-10     |
        | lost before    | 2026-01-01 | 2026-01-10     |
    """
    verdicts = """
        | entity_id      | gate | decided_at | verdict |
        | rejected       | MQL  | 2026-01-20 | fail    |
        | before as well | MQL  | 2026-01-05 | fail    |
        | before as well | MQL  | 2026-01-20 | fail    |
        | before         | MQL  | 2026-01-05 | fail    |
        | same day       | MQL  | 2026-01-25 | fail    |
    """
    deals = """
        | opportunity_id | lead_id     | created_at | outcome | closed_at  |
        | D1             | lost        | 2026-01-11 | lost    | 2026-01-20 |
        | D2             | lost before | 2026-01-02 | lost    | 2026-01-05 |
        | D3             | lost before | 2026-01-11 | lost    | 2026-01-20 |
    """
    touches = f"""
        {TOUCH_HEAD}
        | rejected       | 2026-01-12 | seller |
        | rejected       | 2026-01-25 | mutual |
        | same day       | 2026-01-25 | mutual |
    """
    given = {
        "leads": leads,
        "gate_decisions": verdicts,
        "opportunities": deals,
        "touches": touches,
    }
    assert waits(given) == {
        "rejected": ("attempt", 2, "rejected", 10),
        "before as well": ("rejected", 10, "rejected", 10),
        "before": ("censored", 50, "censored", 50),
        "same day": ("attempt", 15, "conversation", 15),
        "lost": ("lost", 10, "lost", 10),
        "lost before": ("lost", 10, "lost", 10),
    }


def test_days_are_those_of_the_companys_own_calendar() -> None:
    """Half past eleven at night in UTC is the next day further east."""
    leads = """
        | lead_id | created_at       | created_date | hand_raised_at   | hand_raised_date |
        | L1      | 2026-01-09 23:30 | 2026-01-10   | 2026-01-09 23:30 | 2026-01-10       |
    """
    touches = """
        | lead_id | at               | at_date    | direction |
        | L1      | 2026-01-10 23:30 | 2026-01-11 | mutual    |
    """
    given = {"leads": leads, "touches": touches}
    assert waits(given) == {"L1": ("attempt", 1, "conversation", 1)}
