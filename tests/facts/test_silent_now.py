"""Deals that are silent at the as-of date: longer than the threshold, parked days left out."""

from __future__ import annotations

from tests.facts.stories import told
from tests.facts.world import facts

AS_OF = "2026-04-11"


def silence(
    stories: dict[str, str], next_contact: dict[str, str] | None = None, stall_days: int = 21
) -> dict[str, tuple[bool, int | None]]:
    """Return whether each deal is silent now, and its silent days."""
    given = told(stories)
    lines = given["opportunities"].splitlines()
    for at, line in enumerate(lines):
        deal = line.split("|")[1].strip()
        lines[at] = f"{line} {(next_contact or {}).get(deal, '') if at else 'next_contact_date'} |"
    given["opportunities"] = "\n".join(lines)
    settings: dict[str, object] = {"stall_days": stall_days}
    database = facts(given, as_of=AS_OF, only=["fct_deal_clocks"], settings=settings)
    rows = database.query("select opportunity_id, is_silent_now, silent_days from fct_deal_clocks")
    return {deal: (silent, days) for deal, silent, days in rows.iter_rows()}


def test_silent_is_longer_than_the_threshold_since_the_last_sign() -> None:
    stories = {
        "100 days": "2026-01-01 Discovery",
        "21 days": "2026-01-01 Discovery; +79 buyer",
        "22 days": "2026-01-01 Discovery; +78 buyer",
        "stage changed": "2026-01-01 Discovery; +90 Proposal",
        "called by the seller": "2026-01-01 Discovery; +10 buyer; +95 seller",
        "won": "2026-01-01 Discovery; +10 Won",
        "20 days old": "2026-03-22 Discovery",
    }
    assert silence(stories) == {
        "100 days": (True, 100),
        "21 days": (False, 21),
        "22 days": (True, 22),
        "stage changed": (False, 10),
        "called by the seller": (True, 90),
        "won": (False, None),
        "20 days old": (False, 20),
    }
    assert silence(stories, stall_days=30)["22 days"] == (False, 22)


def test_parked_days_are_not_silent_days() -> None:
    stories = {
        "until next month": "2026-01-01 Discovery; +80 buyer",
        "until a day gone by": "2026-01-01 Discovery; +50 buyer",
        "silent since that day": "2026-01-01 Discovery; +50 buyer",
        "for a year": "2026-01-01 Discovery; +10 buyer",
        "asked before the last sign": "2026-01-01 Discovery; +50 buyer",
        "in a parked stage": "2026-01-01 Discovery; +30 Later",
    }
    dates = {
        "until next month": "2026-05-11",
        "until a day gone by": "2026-03-25",
        "silent since that day": "2026-03-15",
        "for a year": "2027-01-01",
        "asked before the last sign": "2026-02-01",
    }
    assert silence(stories, dates) == {
        "until next month": (False, 0),
        "until a day gone by": (False, 17),
        "silent since that day": (True, 27),
        "for a year": (True, 30),
        "asked before the last sign": (True, 50),
        "in a parked stage": (False, 0),
    }


def test_days_in_a_parked_stage_are_known_from_the_stage_alone() -> None:
    """Twenty deals are taken out of the parked stage in one bulk edit, which is no sign."""
    stories = {
        f"d{deal:02}": "2026-01-01 Discovery; +10 Later; +90 Discovery by ops" for deal in range(20)
    }
    assert set(silence(stories).values()) == {(False, 10)}


def test_days_asked_for_and_days_in_a_parked_stage_add_up() -> None:
    """Of 100 days 30 were asked for; a bulk edit parks the deals from day 50 to 90, or from 20."""
    later = {"on": "+50 Later by ops; +90 Discovery by ops", "over": "+20 Later by ops"}
    for name, (way, expected) in {
        "apart": (later["on"], {(True, 30)}),
        "left there": (later["over"], {(False, 0)}),
    }.items():
        stories = {f"{name}{deal:02}": f"2026-01-01 Discovery; {way}" for deal in range(20)}
        assert set(silence(stories, dict.fromkeys(stories, "2026-01-31")).values()) == expected
