"""Silences by METHODS C: when they begin, where, how they end, and what it took."""

from __future__ import annotations

import random

from tests.facts.stories import told
from tests.facts.test_stall_clock import AS_OF, WORKED
from tests.facts.world import facts


def silences(
    stories: dict[str, str],
    threshold: str = "fixed",
    as_of: str = AS_OF,
    settings: dict[str, object] | None = None,
    **more: str,
) -> list[tuple[object, ...]]:
    """Return deal, onset, days silent, stage, end of each silence under one threshold."""
    given = {**told(stories), **more}
    database = facts(given, as_of=as_of, only=["fct_deal_silences"], settings=settings)
    rows = database.query("select * from fct_deal_silences order by opportunity_id, place")
    names = ("opportunity_id", "onset_days", "days_silent", "stage", "end_kind")
    return [
        tuple(row[name] for name in names)
        for row in rows.iter_rows(named=True)
        if row["threshold"] == threshold
    ]


def test_the_worked_example() -> None:
    """Onsets o2 21, o3 31, o4 21, o7 21; o4 is revived after seven days."""
    assert silences(WORKED) == [
        ("o2", 21, 19, "Discovery", "silent"),
        ("o3", 31, 19, "Discovery", "lost"),
        ("o4", 21, 7, "Discovery", "touched"),
        ("o7", 21, 4, "Discovery", "lost"),
    ]


def test_the_threshold_is_exceeded_strictly() -> None:
    stories = {
        "21 days": "2026-01-01 Discovery; +21 buyer; +42 Proposal; +63 Lost",
        "22 days": "2026-01-01 Discovery; +22 buyer; +44 Proposal; +66 Won",
        "21 days old": "2026-03-22 Discovery",
        "22 days old": "2026-03-21 Discovery",
    }
    assert silences(stories) == [
        ("22 days", 21, 1, "Discovery", "touched"),
        ("22 days", 43, 1, "Discovery", "touched"),
        ("22 days", 65, 1, "Proposal", "won"),
        ("22 days old", 21, 1, "Discovery", "silent"),
    ]


def test_the_companys_own_threshold_is_that_of_the_config() -> None:
    stories = {"d": "2026-01-01 Discovery; +30 buyer; +60 Lost"}
    settings: dict[str, object] = {"stall_days": 29}
    assert silences(stories, "own", settings=settings) == [
        ("d", 29, 1, "Discovery", "touched"),
        ("d", 59, 1, "Discovery", "lost"),
    ]
    assert silences(stories, "own", settings={"stall_days": 30}) == []
    assert len(silences(stories, "fixed", settings={"stall_days": 30})) == 2


def test_the_learned_threshold_is_that_of_the_stage_and_year() -> None:
    """Sixty deals of the year before left Discovery on day 12; from Proposal none moved on: 90."""
    before = {f"p{at:02}": "2025-03-01 Discovery; +12 Proposal; +200 Lost" for at in range(60)}
    asked = {
        "new": "2026-01-01 Discovery; +13 Proposal; +90 Lost",
        "quick": "2026-01-01 Discovery; +12 Proposal",
        "old": "2025-12-31 Discovery; +13 Proposal; +30 Lost",
    }
    found = [row for row in silences({**before, **asked}, "learned") if row[0] in asked]
    assert found == [("new", 12, 1, "Discovery", "touched")]


def test_what_the_seller_did_between_onset_and_the_next_sign() -> None:
    stories = {
        "called": "2026-01-01 Discovery; +20 seller; +21 seller; +22 seller; +30 seller; +30 buyer",
        "left alone": "2026-01-01 Discovery; +30 buyer",
    }
    rows = facts(told(stories), as_of="2026-02-10", only=["fct_deal_silences"]).query(
        "select opportunity_id, threshold, seller_touches from fct_deal_silences"
    )
    efforts = {(deal, kind): touches for deal, kind, touches in rows.iter_rows()}
    assert (efforts["called", "own"], efforts["left alone", "own"]) == (2, 0)
    assert efforts["called", "fixed"] is None


def test_parked_days_put_the_onset_off() -> None:
    stories = {
        "parked": "2026-01-01 Discovery; +10 Later; +60 Discovery; +90 buyer",
        "asked to wait": "2026-01-01 Discovery; +10 buyer",
    }
    deals = """
        | opportunity_id | created_at | next_contact_date |
        | parked         | 2026-01-01 |                   |
        | asked to wait  | 2026-01-01 | 2026-02-10        |
    """
    assert silences(stories, opportunities=deals) == [
        ("asked to wait", 61, 40, "Discovery", "silent"),
        ("parked", 81, 9, "Discovery", "touched"),
    ]


def test_a_deal_that_a_rule_parks_once_it_is_silent_was_silent_from_then_on() -> None:
    """No person parked it, so that is no sign; parked by day 20 it still had a day to go."""
    users = "| user_id | is_integration |\n| robot | true |"
    stories = {
        "parked late": "2026-01-01 Discovery; +22 Later by robot; +90 buyer",
        "parked in time": "2026-01-01 Discovery; +20 Later by robot; +40 Discovery by robot",
        "left parked": "2026-01-01 Discovery; +30 Later by robot",
    }
    assert silences(stories, users=users) == [
        ("left parked", 21, 80, "Discovery", "parked"),
        ("parked in time", 41, 60, "Discovery", "silent"),
        ("parked late", 21, 69, "Discovery", "touched"),
    ]


def test_silent_now_are_those_whose_last_silence_has_not_ended() -> None:
    chance = random.Random(5)
    what = [
        "buyer",
        "seller",
        "mutual",
        "Proposal",
        "Later",
        "Discovery",
        "Contract",
        "Lost",
        "Won",
    ]
    stories = {}
    for at in range(200):
        days = sorted(chance.sample(range(1, 101), chance.randrange(4)))
        parts = [f"+{day} {chance.choice(what)}" for day in days]
        stories[f"d{at:03}"] = "; ".join(["2026-01-01 Discovery", *parts])
    given = told(stories)
    head, *rest = given["opportunities"].splitlines()
    dates = [f"2026-0{chance.randrange(1, 7)}-10" if at % 3 == 0 else "" for at in range(len(rest))]
    rows = [f"{line} {date} |" for line, date in zip(rest, dates, strict=True)]
    given["opportunities"] = "\n".join([f"{head} next_contact_date |", *rows])
    database = facts(given, as_of=AS_OF, only=["fct_deal_silences"], settings={"stall_days": 25})
    now = database.query("select opportunity_id from fct_deal_clocks where is_silent_now")
    last = database.query(
        """
        select opportunity_id from fct_deal_silences
        where threshold = 'own' and end_kind = 'silent'
        """
    )
    assert set(now["opportunity_id"]) == set(last["opportunity_id"])
    assert 20 < now.height < 150


def test_without_deals_nothing_is_silent() -> None:
    assert silences({}) == []
