"""What counts as a move of a deal: the rules of METHODS B that stop gaming."""

from __future__ import annotations

from tests.facts.stories import told
from tests.facts.world import STAGES, facts


def moves(stories: dict[str, str], **changes: object) -> dict[str, str]:
    """Return per deal its moves as `day forward` or `day back`, days from creation."""
    given = told(stories) | changes.pop("given", {})  # type: ignore[call-overload]
    wanted = ["fct_stage_moves", "fct_deal_outcomes"]
    database = facts(given, as_of="2026-06-01", only=wanted, **changes)  # type: ignore[arg-type]
    rows = database.query(
        """
        select
            opportunity_id,
            date_diff('day', created_date, moved_date) as day,
            case when is_forward then 'forward' else 'back' end as way
        from fct_stage_moves join opportunities using (opportunity_id)
        where is_forward or is_backward
        order by opportunity_id, day
        """
    )
    found: dict[str, list[str]] = {deal: [] for deal in stories}
    for deal, day, way in rows.iter_rows():
        found[deal].append(f"{day} {way}")
    return {deal: ", ".join(told) for deal, told in found.items()}


def test_only_a_new_high_that_holds_is_forward() -> None:
    assert moves(
        {
            "created": "2026-01-01 Discovery",
            "step by step": "2026-01-01 Discovery; +5 Proposal; +9 Contract; +20 Won",
            "three stages at once": "2026-01-01 Discovery; +5 Won",
            "two in one day": "2026-01-01 Discovery; +5 09:00 Proposal; +5 15:00 Contract",
            "on the day of creation": "2026-01-01 09:00 Discovery; +0 15:00 Proposal",
            "down and up again": "2026-01-01 Discovery; +5 Proposal; +9 Discovery; +20 Proposal",
            "down below its start": "2026-01-01 Proposal; +5 Discovery; +20 Proposal",
            "up and down in a day": "2026-01-01 Discovery; +5 09:00 Contract; +5 15:00 Discovery",
            "lost is no move back": "2026-01-01 Proposal; +5 Lost",
            "lost and open again": "2026-01-01 Proposal; +5 Lost; +9 Proposal; +12 Contract",
            "saved unchanged": "2026-01-01 Discovery; +5 Proposal; +9 Proposal",
        }
    ) == {
        "created": "",
        "step by step": "5 forward, 9 forward, 20 forward",
        "three stages at once": "5 forward",
        "two in one day": "5 forward",
        "on the day of creation": "0 forward",
        "down and up again": "5 forward, 9 back",
        "down below its start": "5 back",
        "up and down in a day": "",
        "lost is no move back": "",
        "lost and open again": "12 forward",
        "saved unchanged": "5 forward",
    }


def test_a_move_must_hold_three_days_or_end_in_won() -> None:
    assert moves(
        {
            "held two days": "2026-01-01 Discovery; +5 Proposal; +7 Discovery",
            "held three days": "2026-01-01 Discovery; +5 Proposal; +8 Discovery",
            "lost the next day": "2026-01-01 Discovery; +5 Proposal; +6 Lost",
            "won the next day": "2026-01-01 Discovery; +5 Proposal; +6 Won",
            "the second one holds": "2026-01-01 Discovery; +5 Proposal; +6 Discovery; +30 Proposal",
            "parked the next day": "2026-01-01 Discovery; +5 Proposal; +6 Later",
        }
    ) == {
        "held two days": "7 back",
        "held three days": "5 forward, 8 back",
        "lost the next day": "",
        "won the next day": "5 forward, 6 forward",
        "the second one holds": "6 back, 30 forward",
        "parked the next day": "5 forward",
    }


def test_a_parked_stage_is_no_step_whatever_its_rank() -> None:
    stages = STAGES.replace("parked |     ", "parked | 9   ")
    stories = {
        "parked": "2026-01-01 Discovery; +5 Later",
        "back where it was": "2026-01-01 Discovery; +5 Later; +30 Discovery",
        "back and on": "2026-01-01 Discovery; +5 Later; +30 Proposal",
        "back and down": "2026-01-01 Discovery; +2 Contract; +9 Later; +30 Proposal",
    }
    expected = {
        "parked": "",
        "back where it was": "",
        "back and on": "30 forward",
        "back and down": "2 forward, 30 back",
    }
    assert moves(stories) == moves(stories, given={"stages": stages}) == expected


def test_the_system_time_counts_and_never_the_editable_one() -> None:
    changes = """
        | opportunity_id | changed_at | recorded_at | date_quality | stage     |
        | told late      | 2026-01-01 | 2026-01-01  | recorded     | Discovery |
        | told late      | 2026-01-03 | 2026-01-20  | recorded     | Proposal  |
        | typed in       | 2026-01-01 |             | editable     | Discovery |
        | typed in       | 2026-01-03 |             | editable     | Proposal  |
    """
    stories = {"told late": "2026-01-01", "typed in": "2026-01-01"}
    found = moves(stories, given={"deal_changes": changes})
    assert found == {"told late": "19 forward", "typed in": ""}


def edited(deals: int, every_seconds: int, first: str = "Discovery", *later: str) -> dict[str, str]:
    """Return changes of many deals by one actor on 2026-02-01, one after the other."""
    rows = []
    for deal in range(deals):
        rows.append(f"| d{deal} | 2026-01-01 | {first} | u0 |")
        for turn, stage in enumerate(later):
            minutes, seconds = divmod(every_seconds * deal + turn, 60)
            rows.append(f"| d{deal} | 2026-02-01 10:{minutes:02}:{seconds:02} | {stage} | u1 |")
    return {
        "deal_changes": "\n".join(["| opportunity_id | changed_at | stage | actor_id |", *rows])
    }


def moved(deals: int, every_seconds: int, *stages: str) -> int:
    """Return how many of these deals moved."""
    given = edited(deals, every_seconds, "Discovery", *stages)
    found = moves({f"d{deal}": "2026-01-01" for deal in range(deals)}, given=given)
    return sum(way != "" for way in found.values())


def test_twenty_deals_changed_by_one_actor_in_ten_minutes_are_a_bulk_edit() -> None:
    assert moved(19, 30, "Proposal") == 19
    assert moved(20, 30, "Proposal") == 0
    # Nineteen gaps of 31 seconds are 589 seconds, of 32 seconds 608.
    assert moved(20, 31, "Proposal") == 0
    assert moved(20, 32, "Proposal") == 20


def test_a_deal_changed_twice_is_one_deal_of_the_twenty() -> None:
    assert moved(12, 30, "Proposal", "Contract") == 12
    assert moved(20, 30, "Proposal", "Contract") == 0


def test_a_deal_edited_long_before_and_again_is_one_of_the_twenty() -> None:
    """At 12:00 and 12:06, the others at 12:11: from 12:06 on they are twenty."""
    stories = {"first": "2026-01-01 Discovery; +9 12:00 Proposal by U1; +9 12:06 Contract by U1"}
    others = {f"d{at}": "2026-01-01 Discovery; +9 12:11 Proposal by U1" for at in range(19)}

    def went_on(told_so: dict[str, str]) -> int:
        made = facts(told(told_so), as_of="2026-06-01", only=["fct_stage_moves"])
        return int(str(made.value("select count(*) from fct_stage_moves where is_forward")))

    assert went_on({**stories, **others}) == 0
    assert went_on(others) == 19


def test_deals_created_together_are_no_bulk_edit_and_nobody_unknown_makes_one() -> None:
    given = edited(25, 10, "Discovery", "Proposal")
    given["deal_changes"] = given["deal_changes"].replace("u1", "  ")
    found = moves({f"d{deal}": "2026-01-01" for deal in range(25)}, given=given)
    assert set(found.values()) == {"31 forward"}


def test_a_bulk_edit_raises_the_mark_and_undoing_it_is_no_progress() -> None:
    names = [f"B{number:02}" for number in range(20)]
    deals = "\n".join(f"| {name} | 2026-01-01 |" for name in names)
    changes = "\n".join(
        f"| {name} | 2026-01-01 | Discovery | |\n| {name} | 2026-01-10 12:00 | Contract | U1 |"
        for name in names
    )
    undone = "| B00 | 2026-01-20 | Proposal | U2 |"
    database = facts(
        {
            "opportunities": f"| opportunity_id | created_at |\n{deals}",
            "deal_changes": (
                f"| opportunity_id | changed_at | stage | actor_id |\n{changes}\n{undone}"
            ),
        },
        only=["fct_stage_moves"],
    )
    moves = database.query(
        "select moved_date::varchar, is_forward, is_backward from fct_stage_moves "
        "where opportunity_id = 'B00' order by moved_date"
    )
    assert moves.rows() == [
        ("2026-01-01", False, False),
        ("2026-01-10", False, False),
        ("2026-01-20", False, True),
    ]
