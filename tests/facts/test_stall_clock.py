"""Silence from the start, by METHODS C and decision 6: theta is 21 days, read at day 21."""

from __future__ import annotations

import pytest

from dashboard.estimators.survival import aalen_johansen
from tests.facts.stories import told
from tests.facts.world import facts

WORKED = {
    "o1": "2026-01-01 Discovery; +5 buyer; +12 Proposal; +30 Won",
    "o2": "2026-03-03 Discovery",
    "o3": "2026-01-01 Discovery; +10 buyer; +50 Lost",
    "o4": "2026-01-01 Discovery; +28 Proposal; +45 Won",
    "o5": "2026-03-28 Discovery",
    "o6": "2026-02-26 Discovery; +20 buyer; +39 buyer",
    "o7": "2026-01-01 Discovery; +3 seller; +9 seller; +17 seller; +25 Lost",
    "o8": "2026-01-01 Discovery; +10 Lost",
}
AS_OF = "2026-04-12"


def clocks(
    stories: dict[str, str],
    as_of: str = AS_OF,
    *,
    signs: str = "all",
    threshold: int = 21,
    **more: str,
) -> dict[str, tuple[str, int]]:
    """Return how and after how many days each deal's stall clock ended."""
    given = {**told(stories), **more}
    database = facts(given, as_of=as_of, only=["fct_deal_starts"])
    rows = database.query(
        "select opportunity_id, stall_kind, days_to_stall from fct_deal_starts "
        f"where signs = '{signs}' and threshold_days = {threshold}"
    )
    return {deal: (kind, days) for deal, kind, days in rows.iter_rows()}


def share(found: dict[str, tuple[str, int]]) -> float | None:
    """Return the Aalen-Johansen share stalled by day 21."""
    kinds = [kind for kind, _ in found.values()]
    days = [days for _, days in found.values()]
    causes = ["stalled", "won", "lost"]
    shares = aalen_johansen(days, kinds, [1] * len(days), causes=causes, least_at_risk=1)
    return shares.share_at(21, "stalled").value


def test_the_worked_example() -> None:
    found = clocks(WORKED)
    assert {deal: kind for deal, (kind, _) in found.items()} == {
        "o1": "censored",
        "o2": "stalled",
        "o3": "censored",
        "o4": "stalled",
        "o5": "censored",
        "o6": "censored",
        "o7": "stalled",
        "o8": "lost",
    }
    assert share(found) == pytest.approx(0.4375)


def test_the_worked_example_with_a_deal_touched_on_day_5() -> None:
    found = clocks({**WORKED, "o9": "2026-03-15 Discovery; +5 buyer"})
    assert share(found) == pytest.approx(0.38095, abs=1e-5)


def test_the_days_on_which_silence_ends_or_begins() -> None:
    found = clocks(
        {
            "touched on day 0": "2026-01-01 Discovery; +0 13:00 buyer",
            "touched on day 21": "2026-01-01 Discovery; +21 buyer",
            "touched on day 22": "2026-01-01 Discovery; +22 buyer",
            "talked on day 21": "2026-01-01 Discovery; +21 mutual",
            "called by the seller": "2026-01-01 Discovery; +7 seller; +14 seller",
            "moved on day 21": "2026-01-01 Discovery; +21 Proposal",
            "moved back on day 21": "2026-01-01 Proposal; +21 Discovery",
            "won on day 21": "2026-01-01 Discovery; +3 buyer; +21 Won",
            "lost on day 22": "2026-01-01 Discovery; +22 Lost",
            "21 days old": "2026-03-22 Discovery",
            "22 days old": "2026-03-21 Discovery",
            "lost and open again": "2026-01-01 Discovery; +10 Lost; +40 Discovery",
        }
    )
    assert found == {
        "touched on day 0": ("stalled", 21),
        "touched on day 21": ("censored", 22),
        "touched on day 22": ("stalled", 21),
        "talked on day 21": ("censored", 22),
        "called by the seller": ("stalled", 21),
        "moved on day 21": ("censored", 22),
        "moved back on day 21": ("censored", 22),
        "won on day 21": ("won", 21),
        "lost on day 22": ("stalled", 21),
        "21 days old": ("censored", 21),
        "22 days old": ("stalled", 21),
        "lost and open again": ("censored", 22),
    }


def test_a_longer_threshold_waits_longer() -> None:
    stories = {
        "touched on day 25": "2026-01-01 Discovery; +25 buyer",
        "lost on day 25": "2026-01-01 Discovery; +25 Lost",
        "25 days old": "2026-03-18 Discovery",
    }
    assert clocks(stories, threshold=14) == dict.fromkeys(stories, ("stalled", 14))
    assert clocks(stories, threshold=30) == {
        "touched on day 25": ("censored", 31),
        "lost on day 25": ("lost", 25),
        "25 days old": ("censored", 25),
    }


def test_by_stages_alone_what_the_buyer_said_is_no_sign() -> None:
    stories = {
        "said": "2026-01-01 Discovery; +5 buyer",
        "moved": "2026-01-01 Discovery; +5 Proposal",
    }
    assert clocks(stories, signs="stages") == {"said": ("stalled", 21), "moved": ("censored", 22)}


def test_who_changed_the_stage_and_how_matters() -> None:
    bulk = {
        f"d{deal:02}": f"2026-01-01 Discovery; +5 10:00 Proposal by {who}"
        for deal, who in enumerate(["ops"] * 20 + ["robot", "seller"])
    }
    users = "| user_id | is_integration |\n| robot | true |\n| ops | false |\n| seller | false |"
    found = clocks(bulk, users=users)
    assert found["d00"] == found["d19"] == ("stalled", 21)
    assert found["d20"] == ("stalled", 21)
    assert found["d21"] == ("censored", 22)


def test_a_history_that_begins_after_the_creation_begins_with_a_sign() -> None:
    found = clocks(
        {"late": "2026-01-01", "never": "2026-01-01"},
        deal_changes="""
        | opportunity_id | changed_at | stage    |
        | late           | 2026-01-09 | Proposal |
        | never          | 2026-01-01 | Proposal |
    """,
    )
    assert found == {"late": ("censored", 22), "never": ("stalled", 21)}


def test_a_parked_deal_is_not_silent_from_the_start() -> None:
    stories = {
        "until day 5": "2026-01-01 Discovery",
        "until a day long past": "2026-01-01 Discovery",
        "created in a parked stage": "2026-01-01 Later",
        "parked on day 30": "2026-01-01 Discovery; +30 Later",
        "parked and lost": "2026-01-01 Later; +10 Lost",
    }
    deals = """
        | opportunity_id            | created_at | next_contact_date |
        | until day 5               | 2026-01-01 | 2026-01-06        |
        | until a day long past     | 2026-01-01 | 2025-12-01        |
        | created in a parked stage | 2026-01-01 |                   |
        | parked on day 30          | 2026-01-01 |                   |
        | parked and lost           | 2026-01-01 |                   |
    """
    assert clocks(stories, opportunities=deals) == {
        "until day 5": ("censored", 22),
        "until a day long past": ("stalled", 21),
        "created in a parked stage": ("censored", 22),
        "parked on day 30": ("stalled", 21),
        "parked and lost": ("lost", 10),
    }


def test_touches_count_for_the_deal_they_name_and_else_for_the_persons_deals() -> None:
    touches = """
        | opportunity_id | person_id | lead_id | at         | direction |
        |                | C1        |         | 2026-01-05 | buyer     |
        | other          | C2        |         | 2026-01-05 | buyer     |
        |                |           | L3      | 2026-01-05 | buyer     |
        |                | C4        |         | 2026-01-05 | seller    |
    """
    roles = """
        | opportunity_id | person_id |
        | of C1          | C1        |
        | of C2          | C2        |
        | of L3          | C3        |
        | of C4          | C4        |
    """
    leads = "| lead_id | person_id | created_at |\n| L3 | C3 | 2025-12-01 |"
    meetings = "| person_id | booked_at | held_at |\n| C4 | 2026-01-04 | |\n| C4 | | 2026-01-30 |"
    stories = dict.fromkeys(("of C1", "of C2", "of L3", "of C4", "other"), "2026-01-01 Discovery")
    more = {"touches": touches, "opportunity_contacts": roles, "leads": leads, "meetings": meetings}
    assert clocks(stories, **more) == {
        "of C1": ("censored", 22),
        "of C2": ("stalled", 21),
        "of L3": ("censored", 22),
        "of C4": ("stalled", 21),
        "other": ("censored", 22),
    }
