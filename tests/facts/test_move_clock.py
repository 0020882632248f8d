"""The clock from a deal's creation to its first forward move, by METHODS B and decision 7."""

from __future__ import annotations

import pytest

from dashboard.estimators.survival import aalen_johansen
from tests.facts.stories import told
from tests.facts.world import facts


def clocks(stories: dict[str, str], as_of: str, **changes: object) -> dict[str, tuple[str, int]]:
    """Return how and after how many days each deal's move clock ended."""
    database = facts(told(stories), as_of=as_of, only=["fct_deal_clocks"], **changes)  # type: ignore[arg-type]
    rows = database.query("select opportunity_id, move_kind, days_to_move from fct_deal_clocks")
    return {deal: (kind, days) for deal, kind, days in rows.iter_rows()}


# Eight deals; d and g are still where they began, three days before the as-of date.
WORKED = {
    "a": "2026-01-01 Discovery; +5 Proposal",
    "b": "2026-01-01 Discovery; +10 Contract",
    "c": "2026-01-01 Discovery; +12 Lost",
    "d": "2026-03-14 Discovery",
    "e": "2026-01-01 Discovery; +20 Won",
    "f": "2026-01-01 Discovery; +25 Lost",
    "g": "2026-02-17 Discovery",
    "h": "2026-01-01 Discovery; +45 Proposal; +50 Won",
}


def test_the_worked_example() -> None:
    found = clocks(WORKED, "2026-04-01")
    assert found == {
        "a": ("moved", 5),
        "b": ("moved", 10),
        "c": ("lost", 12),
        "d": ("censored", 15),
        "e": ("moved", 20),
        "f": ("lost", 25),
        "g": ("censored", 40),
        "h": ("moved", 45),
    }


def test_the_shares_of_the_worked_example() -> None:
    found = clocks(WORKED, "2026-04-01").values()
    kinds = [kind for kind, _ in found]
    days = [days for _, days in found]
    shares = aalen_johansen(days, kinds, [1] * 8, causes=["moved", "lost"], least_at_risk=1)
    assert shares.share_at(30, "moved").value == pytest.approx(0.40625)
    assert shares.share_at(30, "lost").value == pytest.approx(0.28125)
    assert shares.open_at(30).value == pytest.approx(0.3125)
    assert shares.share_at(45, "moved").value == pytest.approx(0.71875)


def test_the_clock_ends_three_days_before_the_as_of_date() -> None:
    found = clocks(
        {
            "moved three days ago": "2026-03-01 Discovery; +28 Proposal",
            "moved two days ago": "2026-03-01 Discovery; +29 Proposal",
            "won two days ago": "2026-03-01 Discovery; +29 Won",
            "lost two days ago": "2026-03-01 Discovery; +29 Lost",
            "lost three days ago": "2026-03-01 Discovery; +28 Lost",
            "three days old": "2026-03-29 Discovery",
            "two days old": "2026-03-30 Discovery",
        },
        "2026-04-01",
    )
    assert found == {
        "moved three days ago": ("moved", 28),
        "moved two days ago": ("censored", 28),
        "won two days ago": ("censored", 28),
        "lost two days ago": ("censored", 28),
        "lost three days ago": ("lost", 28),
        "three days old": ("censored", 0),
        "two days old": ("censored", 0),
    }


def test_only_deals_older_than_three_days_are_counted() -> None:
    stories = {"three": "2026-03-29 Discovery", "two": "2026-03-30 Discovery"}
    database = facts(told(stories), as_of="2026-04-01", only=["fct_deal_clocks"])
    rows = database.query("select opportunity_id, is_old_enough_to_move from fct_deal_clocks")
    assert dict(rows.iter_rows()) == {"three": True, "two": False}


def test_a_reopened_deal_ends_by_its_last_state() -> None:
    found = clocks(
        {
            "lost, open, won": "2026-01-01 Discovery; +5 Lost; +20 Discovery; +40 Won",
            "lost, open, moved": "2026-01-01 Discovery; +5 Lost; +20 Discovery; +30 Proposal",
            "won, open": "2026-01-01 Discovery; +5 Won; +20 Discovery",
        },
        "2026-04-01",
    )
    assert found == {
        "lost, open, won": ("moved", 40),
        "lost, open, moved": ("moved", 30),
        "won, open": ("moved", 5),
    }


def test_a_deal_without_history_moves_by_being_won_and_an_unknown_day_is_on_no_clock() -> None:
    deals = """
        | opportunity_id | created_at | recorded_at | outcome | closed_at  | expected_close_date |
        | won            | 2026-01-01 |             | won     | 2026-01-20 |                     |
        | lost           | 2026-01-01 |             | lost    |            | 2026-01-20          |
        | closed before  | 2026-01-10 |             | won     | 2026-01-05 |                     |
        | nobody knows   | 2026-01-01 |             | lost    |            |                     |
        | recorded later | 2026-01-01 | 2026-01-11  | won     | 2026-01-20 |                     |
    """
    database = facts({"opportunities": deals}, as_of="2026-04-01", only=["fct_deals"])
    rows = database.query(
        "select opportunity_id, move_kind, days_to_move, close_kind, days_to_close from fct_deals"
    )
    assert {row[0]: row[1:] for row in rows.iter_rows()} == {
        "won": ("moved", 19, "won", 19),
        "lost": ("lost", 19, "lost", 19),
        "closed before": ("moved", 0, "won", 0),
        "nobody knows": (None, None, None, None),
        "recorded later": ("moved", 9, "won", 9),
    }


def born_closed(stories: dict[str, str], **more: str) -> set[str]:
    """Return the deals that count as born closed."""
    database = facts({**told(stories), **more}, as_of="2026-04-01", only=["fct_deal_clocks"])
    rows = database.query("select opportunity_id from fct_deal_clocks where is_born_closed")
    return set(rows["opportunity_id"])


def test_born_closed_is_the_last_of_several_open_stages_or_closed_within_a_day() -> None:
    stories = {
        "in the last open stage": "2026-01-01 Contract; +30 Won",
        "in the last but one": "2026-01-01 Proposal; +30 Won",
        "won on the first day": "2026-01-01 Discovery; +0 15:00 Won",
        "lost on the next day": "2026-01-01 Discovery; +1 Lost",
        "lost on the day after": "2026-01-01 Discovery; +2 Lost",
        "open": "2026-01-01 Discovery",
        "history begins later": "2026-01-01; +30 Contract",
    }
    expected = {"in the last open stage", "won on the first day", "lost on the next day"}
    assert born_closed(stories) == expected


def test_a_pipeline_of_one_open_stage_has_no_last_of_several() -> None:
    stages = "| stage | role | rank |\n| Discovery | open | 1 |\n| Won | won | |"
    assert born_closed({"d": "2026-01-01 Discovery; +30 Won"}, stages=stages) == set()


def test_moves_are_watched_until_the_close_or_three_days_before_the_as_of_date() -> None:
    stories = {**WORKED, "new": "2026-03-31 Discovery"}
    database = facts(told(stories), as_of="2026-04-01", only=["fct_deal_clocks"])
    rows = database.query("select opportunity_id, watched_days from fct_deal_clocks").iter_rows()
    assert dict(rows) == {
        "a": 87, "b": 87, "c": 12, "d": 15, "e": 20, "f": 25, "g": 40, "h": 50, "new": 0,
    }  # fmt: skip
