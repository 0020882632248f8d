"""When a verdict became known, and what is told of the last time a deal was turned away."""

from __future__ import annotations

from tests.facts.world import facts

LEADS = """
    | lead_id | created_at | source | converted_opportunity_id |
    | L0      | 2024-01-01 | web    |                          |
    | L1      | 2026-01-01 | event  | D1                       |
    | L2      | 2026-01-01 |        | D2                       |
    | L3      | 2026-01-01 | event  | D3                       |
"""
DEALS = """
    | opportunity_id | created_at          | source |
    | D1             | 2026-06-10 12:00:00 |        |
    | D2             | 2026-06-10 12:00:00 | event  |
    | D3             | 2026-06-10 12:00:00 | web    |
"""
OLD = "| L0 | MQL | 2024-01-02 | 2024-01-02 | pass | recorded | |"
HEAD = "| entity_id | gate | decided_at | recorded_at | verdict | date_quality | reason |"
MQL = "| gate | position | step | before |\n| MQL | 1 | mql | opportunity |"


def paths(*rows: str, gates: str = MQL, **more: str) -> dict[str, tuple[object, ...]]:
    """Return path class, first fail day and last reason of each deal."""
    given = {"leads": LEADS, "opportunities": DEALS, **more}
    given["gate_decisions"] = "\n".join([HEAD, OLD, *rows])
    database = facts(given, gates=gates, only=["fct_deals"])
    found = database.query(
        """
        select opportunity_id, path_class, cast(first_fail_date as varchar), last_fail_reason
        from fct_deals
        """
    )
    return {row[0]: row[1:] for row in found.iter_rows()}


def test_a_pass_told_later_with_an_earlier_date_was_not_known_before() -> None:
    found = paths(
        "| L1 | MQL | 2026-06-01 | 2026-06-20 | pass | recorded | |",
        "| L2 | MQL | 2026-06-01 | 2026-08-01 | pass | recorded | |",
        "| L3 | MQL | 2026-06-01 | 2026-08-01 | pass | editable | |",
    )
    classes = {deal: path for deal, (path, _, _) in found.items()}
    assert classes == {"D1": "back_stamped", "D2": "bypassed", "D3": "in_flow"}


def test_the_reason_shown_is_that_of_the_last_fail() -> None:
    found = paths(
        "| L1 | MQL | 2026-05-01 | 2026-05-01 | fail | recorded | too small |",
        "| L1 | MQL | 2026-05-20 | 2026-05-20 | fail | recorded | |",
        "| L2 | MQL | 2026-05-01 | 2026-05-01 | fail | recorded | too small |",
        "| L2 | MQL | 2026-05-20 | 2026-05-20 | fail | recorded | no budget |",
    )
    assert found["D1"] == ("rejected_before", "2026-05-01", None)
    assert found["D2"] == ("rejected_before", "2026-05-01", "no budget")


def test_the_order_is_that_in_which_verdicts_became_known() -> None:
    found = paths(
        "| L1 | MQL | 2026-05-01 | 2026-05-20 | fail | recorded | |",
        "| L1 | MQL | 2026-05-10 | 2026-05-10 | pass | recorded | |",
        "| L2 | MQL | 2026-05-01 | 2026-05-01 | fail | recorded | |",
        "| L2 | MQL | 2026-05-10 | 2026-05-10 | pass | recorded | |",
    )
    assert (found["D1"][0], found["D2"][0]) == ("rejected_before", "returned")


def test_a_gate_is_asked_by_the_source_of_the_person_else_of_the_deal() -> None:
    gates = """
        | gate | position | step | before      | sources |
        | MQL  | 1        | mql  | opportunity | event   |
    """
    given = {
        "leads": LEADS,
        "opportunities": DEALS.replace("| D1             |", "| D4             |"),
    }
    given["opportunity_contacts"] = "| opportunity_id | person_id |\n| D4 | L9 |"
    given["gate_decisions"] = "\n".join([HEAD, OLD])
    database = facts(given, gates=gates, only=["fct_gates_asked"])
    asked = database.query("select opportunity_id from fct_gates_asked order by opportunity_id")
    assert asked["opportunity_id"].to_list() == ["D2", "D3"]


def test_the_family_of_a_deal_without_source_is_that_of_its_person() -> None:
    given = {
        "leads": LEADS,
        "opportunities": DEALS.replace("| event  |", "|        |"),
        "gate_decisions": "\n".join([HEAD, OLD]),
        "touches": "| lead_id | at | kind | direction |\n| L2 | 2026-06-01 | Meeting | mutual |",
    }
    families = {"config_source_families": "| source | family |\n| event | referral |"}
    database = facts(given, gates=MQL, configs=families, only=["fct_deals"])
    rows = database.query("select opportunity_id, sub_origin from fct_deals")
    assert dict(rows.iter_rows()) == {"D1": "referral", "D2": "first_meeting", "D3": "other"}
