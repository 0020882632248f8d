"""Who waits how long for an attempt, a talk, somebody who can help; and how long inside a gate."""

from __future__ import annotations

from tests.facts.world import facts

HAND_RAISED = """
    | lead_id | created_at | hand_raised_at   |
    | L1      | 2026-01-05 | 2026-01-07 10:00 |
"""
USERS = """
    | user_id | role                      | is_integration |
    | rep     | Account Executive         | false          |
    | sdr     | Sales Development Rep     | false          |
    | mail    | Marketing Manager         | false          |
    | robot   | Account Executive         | true           |
"""


def waits(
    given: dict[str, str],
    *columns: str,
    as_of: str = "2026-03-01",
    time_zone: str = "UTC",
    can_help: str = "",
) -> dict[str, tuple[object, ...]]:
    """Return these columns of each person who waits."""
    configs = {"config_helpers": f"| role |\n{can_help}"}
    database = facts(
        {"leads": HAND_RAISED, "users": USERS, **given},
        as_of=as_of,
        only=["fct_lead_waits"],
        settings={"time_zone": time_zone},
        configs=configs,
    )
    rows = database.query(f"select person_id, {', '.join(columns)} from fct_lead_waits")
    return {row[0]: row[1:] for row in rows.iter_rows()}


def test_a_wait_ends_with_our_first_attempt_and_not_with_the_talk():
    """Who is reached late had to stay interested: a wait to the talk would favour the patient."""
    touches = """
        | lead_id | at               | direction |
        | L1      | 2026-01-07 11:30 | seller    |
        | L1      | 2026-01-20 10:00 | mutual    |
    """
    columns = ("tried_minutes", "attempt_minutes", "conversation_minutes")
    assert waits({"touches": touches}, *columns) == {"L1": (90, 90, 18720)}


def test_a_call_before_the_hand_was_raised_is_no_answer_to_it():
    touches = """
        | lead_id | at               | direction |
        | L1      | 2026-01-07 09:00 | seller    |
        | L1      | 2026-01-08 10:00 | seller    |
    """
    assert waits({"touches": touches}, "attempt_minutes") == {"L1": (1440,)}


def test_messages_of_marketing_and_of_machines_are_no_attempt():
    touches = """
        | lead_id | at               | direction | actor_id |
        | L1      | 2026-01-07 10:01 | seller    | mail     |
        | L1      | 2026-01-07 10:02 | seller    | robot    |
        | L1      | 2026-01-07 10:03 | buyer     |          |
        | L1      | 2026-01-07 10:30 | seller    | sdr      |
    """
    assert waits({"touches": touches}, "attempt_minutes") == {"L1": (30,)}


def test_where_a_day_alone_is_known_the_same_day_is_half_a_day():
    leads = """
        | lead_id  | created_at | hand_raised_at   |
        | same day | 2026-01-05 | 2026-01-07       |
        | next day | 2026-01-05 | 2026-01-07       |
        | half     | 2026-01-05 | 2026-01-07 15:00 |
    """
    touches = """
        | lead_id  | at               | direction |
        | same day | 2026-01-07 15:00 | seller    |
        | next day | 2026-01-08 15:00 | seller    |
        | half     | 2026-01-09       | seller    |
    """
    assert waits({"leads": leads, "touches": touches}, "attempt_minutes") == {
        "same day": (720,),
        "next day": (1440,),
        "half": (2880,),
    }


def test_midnight_and_off_hours_are_those_of_the_companys_clock():
    """Half past eleven at night in UTC on a Wednesday is half past midnight further east."""
    leads = """
        | lead_id | created_at | hand_raised_at   | hand_raised_date |
        | late    | 2026-01-05 | 2026-01-07 17:30 | 2026-01-07       |
        | midday  | 2026-01-05 | 2026-01-07 11:00 | 2026-01-07       |
        | early   | 2026-01-05 | 2026-01-08 07:30 | 2026-01-08       |
        | day     | 2026-01-05 | 2026-01-07 23:00 | 2026-01-08       |
        | weekend | 2026-01-05 | 2026-01-10 11:00 | 2026-01-10       |
    """
    found = waits({"leads": leads}, "is_timed", "is_off_hours", time_zone="Europe/Berlin")
    assert found == {
        "late": (True, True),
        "midday": (True, False),
        "early": (True, True),
        "day": (False, False),
        "weekend": (True, True),
    }


def test_working_hours_are_from_nine_until_eighteen():
    leads = """
        | lead_id | created_at | hand_raised_at   |
        | 8:59    | 2026-01-05 | 2026-01-07 08:59 |
        | 9:00    | 2026-01-05 | 2026-01-07 09:00 |
        | 17:59   | 2026-01-05 | 2026-01-09 17:59 |
        | 18:00   | 2026-01-05 | 2026-01-09 18:00 |
    """
    assert waits({"leads": leads}, "is_off_hours") == {
        "8:59": (True,),
        "9:00": (False,),
        "17:59": (False,),
        "18:00": (True,),
    }


def test_help_is_a_talk_with_a_known_role_that_is_not_there_to_qualify():
    touches = """
        | lead_id | at               | direction | actor_id |
        | L1      | 2026-01-07 11:00 | mutual    | sdr      |
        | L1      | 2026-01-08 10:00 | mutual    |          |
        | L1      | 2026-01-09 10:00 | seller    | rep      |
        | L1      | 2026-01-12 10:00 | mutual    | rep      |
    """
    columns = ("helper_kind", "helper_days", "helper_minutes")
    assert waits({"touches": touches}, *columns) == {"L1": ("helper", 5, 7200)}


def test_the_config_says_who_can_help():
    touches = """
        | lead_id | at               | direction | actor_id | actor_role |
        | L1      | 2026-01-12 10:00 | mutual    | rep      |            |
        | L1      | 2026-01-13 10:00 | mutual    |          | Engineer   |
    """
    found = waits({"touches": touches}, "helper_kind", "helper_days", can_help="| Engineer |")
    assert found == {"L1": ("helper", 6)}


def test_being_turned_away_or_lost_ends_the_wait_for_help_after_a_first_talk_too():
    leads = """
        | lead_id  | created_at | hand_raised_at |
        | rejected | 2026-01-05 | 2026-01-07     |
        | lost     | 2026-01-05 | 2026-01-07     |
        | waiting  | 2026-01-05 | 2026-01-07     |
    """
    touches = """
        | lead_id  | at         | direction | actor_id |
        | rejected | 2026-01-08 | mutual    | sdr      |
        | rejected | 2026-01-20 | mutual    | rep      |
        | lost     | 2026-01-08 | mutual    | sdr      |
    """
    verdicts = """
        | entity_id | gate | decided_at | verdict |
        | rejected  | SQL  | 2026-01-10 | fail    |
    """
    deals = """
        | opportunity_id | lead_id | created_at | outcome | closed_at  |
        | D1             | lost    | 2026-01-09 | lost    | 2026-01-17 |
    """
    given = {
        "leads": leads,
        "touches": touches,
        "gate_decisions": verdicts,
        "opportunities": deals,
    }
    assert waits(given, "helper_kind", "helper_days") == {
        "rejected": ("rejected", 3),
        "lost": ("lost", 10),
        "waiting": ("censored", 53),
    }


def test_the_part_inside_the_gate_ends_with_its_last_decision_before_the_attempt():
    verdicts = """
        | entity_id | gate | decided_at       | verdict |
        | L1        | MQL  | 2026-01-06 10:00 | pass    |
        | L1        | MQL  | 2026-01-08 10:00 | pass    |
        | L1        | SQL  | 2026-01-09 12:00 | pass    |
        | L1        | SQL  | 2026-01-10 16:00 | pass    |
    """
    touches = """
        | lead_id | at               | direction |
        | L1      | 2026-01-10 10:00 | seller    |
    """
    columns = ("tried_minutes", "inside_gate_minutes", "inside_gate_days")
    found = waits({"gate_decisions": verdicts, "touches": touches}, *columns)
    assert found == {"L1": (4320, 3000, 2)}


def test_a_decision_known_by_its_day_alone_comes_after_the_attempt_of_that_day():
    verdicts = """
        | entity_id | gate | decided_at | verdict | date_quality |
        | L1        | MQL  | 2026-01-08 | pass    | editable     |
        | L1        | SQL  | 2026-01-10 | pass    | date         |
    """
    touches = """
        | lead_id | at               | direction |
        | L1      | 2026-01-10 10:00 | seller    |
    """
    given = {"gate_decisions": verdicts, "touches": touches}
    assert waits(given, "inside_gate_minutes", "inside_gate_days") == {"L1": (1440, 1)}
    assert waits(given, "has_gate_decisions") == {"L1": (True,)}
    assert waits({"touches": touches}, "has_gate_decisions") == {"L1": (False,)}


def test_who_was_never_tried_has_no_part_inside_and_without_a_gate_it_is_nothing():
    verdicts = """
        | entity_id | gate | decided_at       | verdict |
        | never     | MQL  | 2026-01-08 10:00 | pass    |
    """
    leads = """
        | lead_id | created_at | hand_raised_at   |
        | never   | 2026-01-05 | 2026-01-07 10:00 |
        | freely  | 2026-01-05 | 2026-01-07 10:00 |
    """
    touches = """
        | lead_id | at               | direction |
        | freely  | 2026-01-10 10:00 | seller    |
    """
    given = {"leads": leads, "gate_decisions": verdicts, "touches": touches}
    assert waits(given, "tried_minutes", "inside_gate_minutes") == {
        "never": (None, None),
        "freely": (4320, 0),
    }


def test_the_gate_lets_go_with_that_decision_unless_it_turned_away_first():
    leads = """
        | lead_id  | created_at | hand_raised_at |
        | decided  | 2026-01-05 | 2026-01-07     |
        | freely   | 2026-01-05 | 2026-01-07     |
        | rejected | 2026-01-05 | 2026-01-07     |
        | refused  | 2026-01-05 | 2026-01-07     |
        | same day | 2026-01-05 | 2026-01-07     |
        | lost     | 2026-01-05 | 2026-01-07     |
        | waiting  | 2026-01-05 | 2026-01-07     |
    """
    verdicts = """
        | entity_id | gate | decided_at | verdict |
        | decided   | MQL  | 2026-01-10 | pass    |
        | rejected  | MQL  | 2026-01-10 | fail    |
        | refused   | MQL  | 2026-01-10 | fail    |
        | same day  | MQL  | 2026-01-10 | fail    |
        | waiting   | MQL  | 2026-01-10 | pass    |
    """
    touches = """
        | lead_id  | at         | direction |
        | decided  | 2026-01-12 | seller    |
        | freely   | 2026-01-12 | seller    |
        | rejected | 2026-01-12 | seller    |
        | same day | 2026-01-10 | seller    |
    """
    deals = """
        | opportunity_id | lead_id | created_at | outcome | closed_at  |
        | D1             | lost    | 2026-01-01 | lost    | 2026-01-17 |
    """
    given = {
        "leads": leads,
        "gate_decisions": verdicts,
        "touches": touches,
        "opportunities": deals,
    }
    assert waits(given, "let_go_kind", "let_go_days") == {
        "decided": ("let_go", 3),
        "freely": ("let_go", 0),
        "rejected": ("rejected", 3),
        "refused": ("rejected", 3),
        "same day": ("let_go", 0),
        "lost": ("lost", 10),
        "waiting": ("censored", 53),
    }


def test_where_a_deal_began_before_any_attempt_on_record_somebody_was_in_touch():
    deals = """
        | opportunity_id | lead_id | created_at | outcome |
        | D1             | L1      | 2026-01-09 | open    |
    """
    touches = """
        | lead_id | at               | direction |
        | L1      | 2026-01-10 10:00 | seller    |
    """
    given = {"opportunities": deals, "touches": touches}
    assert waits(given, "tried_minutes", "attempt_minutes") == {"L1": (2880, 4320)}


def test_scores_stand_in_tenths_and_equal_scores_in_the_same():
    head = "| lead_id | created_at | hand_raised_at | score |\n"
    rows = "".join(f"| L{at} | 2026-01-05 | 2026-01-07 | {at} |\n" for at in range(20))
    same = "| LX | 2026-01-05 | 2026-01-07 | 19 |\n| LN | 2026-01-05 | 2026-01-07 | |"
    found = waits({"leads": head + rows + same}, "score_tenth")
    assert found["L0"] == found["L1"] == (1,)
    assert found["L19"] == found["LX"] == (10,)
    assert found["LN"] == (None,)


def test_a_lost_deal_went_to_a_competitor_or_dark_by_its_reason_or_by_its_silence():
    deals = """
        | opportunity_id | lead_id | created_at | outcome | closed_at  | competitor | loss_reason        | amount |
        | named          | L1      | 2026-01-10 | lost    | 2026-02-01 | Acme       | No response        |        |
        | reason         | L1      | 2026-01-10 | lost    | 2026-01-20 |            | Lost to competitor |        |
        | dark           | L1      | 2026-01-10 | lost    | 2026-01-20 |            | Went dark          |        |
        | silent         | L1      | 2026-01-10 | lost    | 2026-02-20 |            | Price              |        |
        | price          | L1      | 2026-01-10 | lost    | 2026-01-20 |            | Price              |        |
        | won            | L1      | 2026-01-10 | won     | 2026-02-20 | Acme       |                    | 500    |
        | before         | L1      | 2026-01-06 | won     | 2026-02-20 |            |                    | 500    |
    """  # noqa: E501
    database = facts(
        {"leads": HAND_RAISED, "opportunities": deals},
        as_of="2026-03-01",
        only=["fct_lead_wait_deals"],
    )
    rows = database.query(
        "select opportunity_id, is_lost_to_competitor, is_gone_dark, created_days, closed_days "
        "from fct_lead_wait_deals"
    )
    assert {row[0]: row[1:] for row in rows.iter_rows()} == {
        "named": (True, False, 3, 25),
        "reason": (True, False, 3, 13),
        "dark": (False, True, 3, 13),
        "silent": (False, True, 3, 44),
        "price": (False, False, 3, 13),
        "won": (False, False, 3, 44),
    }
