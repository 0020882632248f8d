"""Times without a sign of life, and the states that follow: told as stories, worked out by hand."""

from __future__ import annotations

import pytest

from tests.facts.stories import told
from tests.facts.test_stall_clock import AS_OF, WORKED
from tests.facts.world import facts

Gap = tuple[int, int, int, str]


def gaps(stories: dict[str, str], as_of: str = AS_OF, **more: str) -> dict[str, list[Gap]]:
    """Return each deal's gaps: from, until, parked days, how they ended."""
    given = {**told(stories), **more}
    rows = facts(given, as_of=as_of, only=["fct_deal_gaps"]).query(
        "select * from fct_deal_gaps order by opportunity_id, from_days"
    )
    found: dict[str, list[Gap]] = {}
    for row in rows.iter_rows(named=True):
        assert row["quiet_days"] == row["until_days"] - row["from_days"] - row["parked_days"]
        found.setdefault(row["opportunity_id"], []).append(
            (row["from_days"], row["until_days"], row["parked_days"], row["end_kind"])
        )
    return found


def spans(stories: dict[str, str], as_of: str = AS_OF) -> dict[str, str]:
    """Return each deal's states as text: `talking 0 22, silent 22 40 censored`."""
    rows = facts(told(stories), as_of=as_of, only=["fct_deal_spans"]).query(
        "select * from fct_deal_spans order by opportunity_id, from_days, until_days"
    )
    found: dict[str, list[str]] = {}
    ends: dict[str, str] = {}
    for row in rows.iter_rows(named=True):
        said = f"{row['state']} {row['from_days']} {row['until_days']}"
        found.setdefault(row["opportunity_id"], []).append(said)
        ends[row["opportunity_id"]] = row["end_kind"]
    return {deal: f"{', '.join(parts)} {ends[deal]}" for deal, parts in found.items()}


def test_the_worked_example_has_these_gaps() -> None:
    """METHODS C; gaps of seven days and less are left out."""
    assert gaps(WORKED) == {
        "o1": [(12, 30, 0, "won")],
        "o2": [(0, 40, 0, "silent")],
        "o3": [(0, 10, 0, "touched"), (10, 50, 0, "lost")],
        "o4": [(0, 28, 0, "touched"), (28, 45, 0, "won")],
        "o5": [(0, 15, 0, "silent")],
        "o6": [(0, 20, 0, "touched"), (20, 39, 0, "touched")],
        "o7": [(0, 25, 0, "lost")],
        "o8": [(0, 10, 0, "lost")],
    }


def test_what_the_seller_did_and_the_day_of_the_end_are_no_signs() -> None:
    assert gaps(
        {
            "seller": "2026-01-01 Discovery; +10 seller; +20 seller; +30 Lost",
            "said yes": "2026-01-01 Discovery; +30 buyer; +30 13:00 Won",
            "day 0": "2026-01-01 Discovery; +0 13:00 buyer; +8 Lost",
            "seven days": "2026-01-01 Discovery; +7 Lost",
            "two signs a day": "2026-01-01 Discovery; +10 buyer; +10 Proposal; +20 Lost",
        }
    ) == {
        "seller": [(0, 30, 0, "lost")],
        "said yes": [(0, 30, 0, "won")],
        "day 0": [(0, 8, 0, "lost")],
        "two signs a day": [(0, 10, 0, "touched"), (10, 20, 0, "lost")],
    }


def test_parked_days_are_told_apart() -> None:
    """As of day 101: a parked stage parks whenever it was, the date asked for parks now."""
    stories = {
        "parked stage": "2026-01-01 Discovery; +10 Later; +60 Discovery; +90 buyer",
        "parked now": "2026-01-01 Discovery; +10 Later",
        "asked to wait": "2026-01-01 Discovery; +10 buyer; +40 buyer",
        "waited and lost": "2026-01-01 Discovery; +10 buyer; +40 Lost",
    }
    deals = """
        | opportunity_id  | created_at | next_contact_date |
        | parked stage    | 2026-01-01 |                   |
        | parked now      | 2026-01-01 |                   |
        | asked to wait   | 2026-01-01 | 2026-03-01        |
        | waited and lost | 2026-01-01 | 2026-02-01        |
    """
    assert gaps(stories, opportunities=deals) == {
        "parked stage": [(0, 10, 0, "touched"), (60, 90, 0, "touched"), (90, 101, 0, "silent")],
        "asked to wait": [(0, 10, 0, "touched"), (10, 40, 0, "touched"), (40, 101, 19, "silent")],
        "parked now": [(0, 10, 0, "touched")],
        "waited and lost": [(0, 10, 0, "touched"), (10, 40, 0, "lost")],
    }


def test_the_worked_example_in_states() -> None:
    """Silent from the 22nd day without a sign; a clock of moves ends three days before today."""
    assert spans(WORKED) == {
        "o1": "talking 0 12 moved",
        "o2": "talking 0 22, silent 22 37 censored",
        "o3": "talking 0 32, silent 32 50 lost",
        "o4": "talking 0 22, silent 22 28 moved",
        "o5": "talking 0 12 censored",
        "o6": "talking 0 42 censored",
        "o7": "talking 0 22, silent 22 25 lost",
        "o8": "talking 0 10 lost",
    }


@pytest.mark.parametrize(
    ("story", "states"),
    [
        ("2026-03-18 Discovery", "talking 0 22, silent 22 22 censored"),
        ("2026-03-19 Discovery", "talking 0 21 censored"),
        (
            "2026-01-01 Discovery; +30 buyer; +80 buyer",
            "talking 0 22, silent 22 30, talking 30 52, silent 52 80, talking 80 98 censored",
        ),
        (
            "2026-01-01 Discovery; +22 buyer; +44 buyer",
            (
                "talking 0 22, silent 22 22, talking 22 44, silent 44 44, "
                "talking 44 66, silent 66 98 censored"
            ),
        ),
        ("2026-01-01 Discovery; +22 Lost", "talking 0 22 lost"),
        ("2026-01-01 Discovery; +0 13:00 Proposal", "talking 0 0 moved"),
        (
            "2026-01-01 Proposal; +30 Discovery",
            "talking 0 22, silent 22 30, talking 30 52, silent 52 98 censored",
        ),
    ],
)
def test_a_state_begins_and_ends_on_these_days(story: str, states: str) -> None:
    assert spans({"d": story}) == {"d": states}


def test_without_deals_there_are_no_gaps_and_no_states() -> None:
    assert (gaps({}), spans({})) == ({}, {})
