"""Where the leads went: everyone in one part, by what was done before any deal."""

from __future__ import annotations

from tests.facts.world import facts

LEADS = """
    | lead_id  | created_at |
    | refused  | 2026-01-01 |
    | back     | 2026-01-01 |
    | later no | 2026-01-01 |
    | won      | 2026-01-01 |
    | lost     | 2026-01-01 |
    | talked   | 2026-01-01 |
    | called   | 2026-01-01 |
    | left     | 2026-01-01 |
    | anyway   | 2026-01-01 |
    | accepted | 2026-01-01 |
    | unseen   | 2026-01-01 |
    | young    | 2026-02-25 |
    | passed   | 2026-01-01 |
"""
VERDICTS = """
    | entity_id | gate     | verdict | fail_kind | decided_at | decided_by |
    | refused   | MQL      | fail    | recycled  | 2026-01-05 | marketing  |
    | back      | SQL      | fail    | rejected  | 2026-01-05 | sales      |
    | later no  | SQL      | fail    | rejected  | 2026-02-20 | sales      |
    | left      | MQL      | pass    |           | 2026-01-05 | marketing  |
    | anyway    | MQL      | pass    |           | 2026-01-05 | marketing  |
    | accepted  | SQL      | pass    |           | 2026-01-05 | sales      |
    | passed    | MQL      | pass    |           | 2026-02-20 | marketing  |
"""
TOUCHES = """
    | lead_id  | at         | direction |
    | later no | 2026-01-02 | seller    |
    | won      | 2026-01-02 | seller    |
    | lost     | 2026-01-02 | mutual    |
    | talked   | 2026-01-02 | mutual    |
    | called   | 2026-01-02 | seller    |
    | left     | 2026-01-02 | buyer     |
    | anyway   | 2026-02-10 | seller    |
"""
DEALS = """
    | opportunity_id | lead_id  | created_at | closed_at  | outcome | amount |
    | D1             | back     | 2026-02-01 | 2026-02-20 | won     |    100 |
    | D2             | later no | 2026-02-01 | 2026-02-21 | lost    |    100 |
    | D3             | won      | 2026-01-20 | 2026-02-21 | won     |    300 |
    | D4             | lost     | 2026-01-20 | 2026-02-21 | lost    |    100 |
    | D5             | anyway   | 2026-02-01 | 2026-02-25 | won     |     40 |
    | D6             | accepted | 2026-02-01 |            | open    |     70 |
"""


def parts(**more: str) -> dict[str, tuple[object, ...]]:
    """Return the part of each person, the deals they bought and the money."""
    given = {"leads": LEADS, "gate_decisions": VERDICTS, "touches": TOUCHES, "opportunities": DEALS}
    database = facts({**given, **more}, as_of="2026-03-01", only=["fct_lead_parts"])
    rows = database.query("select record_id, part, won_deals, won_amount from fct_lead_parts")
    assert rows["record_id"].n_unique() == rows.height
    return {row[0]: row[1:] for row in rows.iter_rows()}


def test_each_lead_stands_in_one_part_by_what_was_done_before_any_deal() -> None:
    assert parts() == {
        "refused": ("recycled", 0, None),
        "back": ("rejected", 1, 100),
        "later no": ("deal_lost", 0, None),
        "won": ("deal_won", 1, 300),
        "lost": ("deal_lost", 0, None),
        "talked": ("talked", 0, None),
        "called": ("not_reached", 0, None),
        "left": ("never_tried", 0, None),
        "anyway": ("never_tried", 1, 40),
        "accepted": ("deal_open", 0, None),
        "unseen": ("not_passed", 0, None),
        "young": ("too_young", 0, None),
        "passed": ("too_young", 0, None),
    }


def test_the_first_refusal_names_the_part_and_one_of_no_kind_has_a_part_too() -> None:
    again = f"""{VERDICTS.rstrip()}
    | refused   | SQL      | fail    | rejected  | 2026-01-09 | sales      |
    | talked    | SQL      | fail    |           | 2026-01-09 | sales      |
    """
    found = parts(gate_decisions=again)
    assert (found["refused"][0], found["talked"][0]) == ("recycled", "turned_away")


def test_a_refusal_on_the_day_of_the_deal_came_before_it_and_a_call_too() -> None:
    verdicts = VERDICTS.replace("2026-02-20 | sales", "2026-02-01 | sales")
    touches = TOUCHES.replace("anyway   | 2026-02-10", "anyway   | 2026-02-01")
    found = parts(gate_decisions=verdicts, touches=touches)
    assert (found["later no"][0], found["anyway"][0]) == ("rejected", "deal_won")


def test_after_three_weeks_nobody_is_young() -> None:
    verdicts = VERDICTS.replace("2026-02-20 | marketing", "2026-02-08 | marketing")
    assert parts(gate_decisions=verdicts)["passed"][0] == "never_tried"


def test_a_pass_after_the_deal_is_none() -> None:
    verdicts = VERDICTS.replace(
        "| anyway    | MQL      | pass    |           | 2026-01-05",
        "| anyway    | MQL      | pass    |           | 2026-02-05",
    )
    assert verdicts != VERDICTS
    assert parts(gate_decisions=verdicts)["anyway"] == ("not_passed", 1, 40)
