"""What changed the open pipeline, deal by deal, and what the recorded history does not explain."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.facts.world import facts

RATES = {
    "config_rates": """
        | currency | valid_from_date | rate |
        | USD      | 1970-01-01      | 1    |
        | EUR      | 2026-01-01      | 1.0  |
        | EUR      | 2026-03-01      | 1.5  |
    """
}
Event = tuple[str, dt.date | None, int, float | None]


def events(deals: str, changes: str, as_of: str = "2026-06-10") -> list[Event]:
    given = {"opportunities": deals, "deal_changes": changes}
    database = facts(given, as_of=as_of, only=["fct_pipeline_changes"], configs=RATES)
    rows = database.query("""
        select component, changed_date, deals, amount
        from fct_pipeline_changes order by opportunity_id, changed_date, deals desc, component
    """)
    return list(rows.iter_rows())


def day(month: int, at: int) -> dt.date:
    return dt.date(2026, month, at)


def test_a_complete_history_explains_everything() -> None:
    deals = """
        | opportunity_id | created_at | outcome | closed_at  | amount |
        | D              | 2026-01-10 | won     | 2026-03-20 | 150    |
    """
    changes = """
        | opportunity_id | changed_at | stage     | amount |
        | D              | 2026-01-10 | Discovery | 100    |
        | D              | 2026-02-01 |           | 130    |
        | D              | 2026-02-10 | Lost      |        |
        | D              | 2026-02-20 |           | 140    |
        | D              | 2026-03-01 | Proposal  |        |
        | D              | 2026-03-20 | Won       | 150    |
    """
    assert events(deals, changes) == [
        ("created", day(1, 10), 1, 100),
        ("raised", day(2, 1), 0, 30),
        ("lost", day(2, 10), -1, -130),
        # The change while it was lost counts when it comes back.
        ("reopened", day(3, 1), 1, 140),
        ("raised", day(3, 20), 0, 10),
        ("won", day(3, 20), -1, -150),
    ]


def test_an_open_deal_leaves_what_is_open() -> None:
    deals = "| opportunity_id | created_at | outcome |\n| D | 2026-01-10 | open |"
    changes = """
        | opportunity_id | changed_at | stage     | amount |
        | D              | 2026-01-10 | Discovery | 100    |
        | D              | 2026-04-01 |           | 60     |
    """
    found = events(deals, changes)
    assert found == [("created", day(1, 10), 1, 100), ("lowered", day(4, 1), 0, -40)]
    assert sum(amount or 0 for *_, amount in found) == 60


def test_a_deal_reopened_without_a_record_is_left_unexplained() -> None:
    deals = "| opportunity_id | created_at | outcome | amount |\n| D | 2026-01-10 | open | 100 |"
    changes = """
        | opportunity_id | changed_at | stage     | amount |
        | D              | 2026-01-10 | Discovery | 100    |
        | D              | 2026-02-10 | Lost      |        |
    """
    assert events(deals, changes) == [
        ("created", day(1, 10), 1, 100),
        ("lost", day(2, 10), -1, -100),
        ("unexplained", day(6, 10), 1, 100),
    ]


def test_an_amount_without_history_is_left_unexplained() -> None:
    deals = """
        | opportunity_id | created_at | outcome | closed_at  | amount |
        | lost           | 2026-01-10 | lost    | 2026-02-10 | 70     |
        | open           | 2026-01-10 | open    |            | 50     |
    """
    assert events(deals, "| opportunity_id | changed_at | stage | amount |") == [
        ("created", day(1, 10), 1, None),
        ("unexplained", day(2, 10), 0, 70),
        ("lost", day(2, 10), -1, -70),
        ("created", day(1, 10), 1, None),
        ("unexplained", day(6, 10), 0, 50),
    ]


def test_a_change_of_the_rate_raises_or_lowers_what_is_open() -> None:
    deals = "| opportunity_id | created_at | outcome | currency |\n| D | 2026-01-10 | open | EUR |"
    changes = (
        "| opportunity_id | changed_at | amount | stage |\n| D | 2026-01-10 | 100 | Discovery |"
    )
    assert events(deals, changes) == [
        ("created", day(1, 10), 1, 100),
        ("raised", day(6, 10), 0, 50),
    ]


def test_a_close_before_the_creation_counts_on_the_day_of_creation() -> None:
    deals = """
        | opportunity_id | created_at | outcome | closed_at  |
        | D              | 2026-02-10 | lost    | 2026-01-10 |
    """
    assert events(deals, "| opportunity_id | changed_at | stage | amount |") == [
        ("created", day(2, 10), 1, None),
        ("lost", day(2, 10), -1, None),
    ]


@pytest.mark.parametrize(
    "deal", ["| D | 2026-02-10 | lost | |", "| D | | won | 2026-02-10 |"], ids=["close", "creation"]
)
def test_a_deal_without_a_date_has_no_date_at_all(deal: str) -> None:
    deals = f"| opportunity_id | created_at | outcome | closed_at |\n{deal}"
    found = events(deals, "| opportunity_id | changed_at | stage | amount |")
    assert [(when, moved) for _, when, moved, _ in found] == [(None, 1), (None, -1)]


def test_no_deal_has_no_events() -> None:
    empty = "| opportunity_id | changed_at | stage | amount |"
    assert events("| opportunity_id | created_at |", empty) == []
