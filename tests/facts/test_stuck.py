"""What is known of a deal that is silent now: parking, and who acted last on our side."""

from __future__ import annotations

import datetime as dt

from tests.facts.stories import told
from tests.facts.world import facts

AS_OF = "2026-04-11"


def test_parked_deals_are_told_from_those_parked_too_long() -> None:
    stories = {
        "silent": "2026-01-01 Discovery",
        "parked": "2026-01-01 Discovery; +75 buyer",
        "waited for in vain": "2026-01-01 Discovery; +10 buyer",
        "parked too long": "2026-01-01 Discovery; +10 buyer",
        "in a parked stage": "2026-01-01 Discovery; +30 Later",
        "young": "2026-04-01 Discovery",
        "won": "2026-01-01 Discovery; +50 Won",
    }
    given = told(stories)
    dates = {
        "parked": "2026-05-01",
        "waited for in vain": "2026-01-20",
        "parked too long": "2026-12-01",
        "young": "2026-05-01",
    }
    head, *rest = given["opportunities"].splitlines()
    rows = [f"{line} {dates.get(line.split('|')[1].strip(), '')} |" for line in rest]
    given["opportunities"] = "\n".join([f"{head} next_contact_date |", *rows])
    database = facts(given, as_of=AS_OF, only=["fct_deal_clocks"])
    found = database.query("select opportunity_id, parking, is_silent_now from fct_deal_clocks")
    assert {deal: (parking, silent) for deal, parking, silent in found.iter_rows()} == {
        "silent": (None, True),
        "parked": ("parked", False),
        "waited for in vain": (None, True),
        "parked too long": ("parked_too_long", True),
        "in a parked stage": ("parked", False),
        "young": (None, False),
        "won": (None, False),
    }


def test_who_acted_last_on_our_side() -> None:
    """The role of the touch itself, else of the user who made it; the buyer's own do not count."""
    stories = dict.fromkeys(("called", "met", "wrote", "nobody"), "2026-01-01 Discovery")
    touches = """
        | opportunity_id | at         | direction | actor_role | actor_id |
        | called         | 2026-01-05 | seller    |            | U1       |
        | called         | 2026-02-05 | seller    |            | U2       |
        | wrote          | 2026-02-05 | seller    | marketing  | U1       |
        | wrote          | 2026-01-05 | seller    |            | U2       |
    """
    meetings = "| opportunity_id | held_at | owner_id |\n| met | 2026-03-01 | U1 |"
    users = "| user_id | role |\n| U1 | Account Executive |\n| U2 | Sales Development |"
    given = {**told(stories), "touches": touches, "meetings": meetings, "users": users}
    database = facts(given, as_of=AS_OF, only=["fct_deals"])
    found = database.query(
        "select opportunity_id, last_effort_date, last_effort_role from fct_deals"
    )
    assert {deal: (date, role) for deal, date, role in found.iter_rows()} == {
        "called": (dt.date(2026, 2, 5), "Sales Development"),
        "met": (dt.date(2026, 3, 1), "Account Executive"),
        "wrote": (dt.date(2026, 2, 5), "marketing"),
        "nobody": (None, None),
    }


def test_days_from_the_request_to_the_deal() -> None:
    """From the person's own request; else, or where that came later, from the day the lead came."""
    deals = """
        | opportunity_id | created_at | lead_id |
        | asked          | 2026-01-10 | L1      |
        | came           | 2026-01-10 | L2      |
        | asked later    | 2026-01-10 | L3      |
        | came later     | 2026-01-10 | L4      |
        | no lead        | 2026-01-10 |         |
    """
    leads = """
        | lead_id | person_id | created_at | hand_raised_at |
        | L1      | P1        | 2025-12-01 | 2026-01-09     |
        | L2      | P2        | 2025-12-11 |                |
        | L3      | P3        | 2026-01-05 | 2026-02-01     |
        | L4      | P4        | 2026-01-15 |                |
    """
    database = facts({"opportunities": deals, "leads": leads}, as_of=AS_OF, only=["fct_deals"])
    found = database.query("select opportunity_id, days_from_request from fct_deals")
    assert dict(found.iter_rows()) == {
        "asked": 1,
        "came": 30,
        "asked later": 5,
        "came later": None,
        "no lead": None,
    }
