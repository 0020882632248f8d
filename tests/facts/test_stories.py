"""By which channels a deal came: the lead's source first, then what the buyer took part in."""

from __future__ import annotations

import pytest

from tests.facts import world

DEALS = """
    | opportunity_id | created_at | closed_at  | outcome | source | lead_id |
    | d1             | 2026-05-01 | 2026-06-01 | won     | Web    | l1      |
"""
LEADS = """
    | lead_id | person_id | created_at |
    | l1      | p1        | 2026-01-05 |
"""


def story(touches, deals=DEALS, **settings):
    heading = "| touch_id | lead_id | at | kind | direction |"
    lines = [f"| t{at} | l1 | {' | '.join(each)} |" for at, each in enumerate(touches)]
    given = {"opportunities": deals, "leads": LEADS}
    if lines:
        given["touches"] = "\n".join([heading, *lines])
    made = world.facts(given, settings=settings or None, only=["fct_deal_stories"])
    rows = made.query("select story, has_several_channels from fct_deal_stories").rows()
    return rows[0] if rows else None


def test_without_a_contact_the_source_is_the_story():
    assert story([]) == ("Web", False)


def test_without_source_and_contact_there_is_no_story():
    assert story([], DEALS.replace("Web", "   ")) is None


def test_open_deals_have_no_story_yet():
    assert story([], DEALS.replace("won ", "open").replace("2026-06-01", "          ")) is None


def by_buyer(*kinds):
    """Return one contact of the buyer a day, of these kinds in turn."""
    return [(f"2026-02-0{day}", kind, "buyer") for day, kind in enumerate(kinds, start=1)]


@pytest.mark.parametrize(
    ("touches", "said"),
    [
        ([("2026-02-01", "call", "mutual")], "Web > call"),
        # What the seller did alone, and what came after the creation or too long before, is none.
        ([("2026-02-01", "call", "seller"), ("2026-05-02", "form", "buyer")], "Web"),
        ([("2025-04-01", "form", "buyer"), ("2026-02-01", "call", "buyer")], "Web > call"),
        # The same channel twice stands once, and last where its last time is.
        (by_buyer("call", "form", "call"), "Web > form > call"),
        (by_buyer("call", "Web"), "Web > call > Web"),
        # Three at most between the ends.
        (by_buyer("a", "b", "c", "d", "e"), "Web > a > b > c > e"),
    ],
)
def test_the_story_of_a_deal(touches, said):
    assert story(touches) == (said, " > " in said)


def test_a_mark_in_a_name_does_not_part_it():
    assert story([("2026-02-01", "mail > reply", "buyer")]) == ("Web > mail / reply", True)
