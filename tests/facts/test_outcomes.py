"""How a deal stands at the as-of date, and since when."""

from __future__ import annotations

import datetime as dt

from tests.facts.stories import told
from tests.facts.world import facts

AS_OF = "2026-06-01"


def states(given: dict[str, str], as_of: str = AS_OF) -> dict[str, tuple[str, str | None]]:
    """Return the outcome and the closing day of each deal."""
    database = facts(given, as_of=as_of, only=["fct_deal_outcomes"])
    rows = database.query("select opportunity_id, outcome, closed_date from fct_deal_outcomes")
    return {deal: (outcome, day and str(day)) for deal, outcome, day in rows.iter_rows()}


def test_a_stage_with_the_role_closes_the_deal() -> None:
    assert states(
        told(
            {
                "open": "2026-01-01 Discovery; +5 Proposal",
                "parked": "2026-01-01 Discovery; +5 Later",
                "won": "2026-01-01 Discovery; +9 Won",
                "lost": "2026-01-01 Discovery; +9 Lost",
                "open again": "2026-01-01 Discovery; +9 Won; +20 Proposal",
                "won, open, won": "2026-01-01 Discovery; +9 Won; +20 Proposal; +30 Won",
                "lost, then won": "2026-01-01 Discovery; +9 Lost; +30 Won",
                "won, lost, won": "2026-01-01 Discovery; +9 Won; +20 Lost; +30 Won",
                "open and won at once": "2026-01-01 Proposal; +9 Contract; +9 Won",
                "won, then a stage nobody named": "2026-01-01 Discovery; +9 Won; +20 Onboarding",
            }
        )
    ) == {
        "open": ("open", None),
        "parked": ("open", None),
        "won": ("won", "2026-01-10"),
        "lost": ("lost", "2026-01-10"),
        "open again": ("open", None),
        "won, open, won": ("won", "2026-01-31"),
        "lost, then won": ("won", "2026-01-31"),
        "won, lost, won": ("won", "2026-01-31"),
        "open and won at once": ("won", "2026-01-10"),
        "won, then a stage nobody named": ("open", None),
    }


STORIES = {
    "moved after won": "2026-01-01 Discovery; +9 Won; +20 Onboarding",
    "open after won": "2026-01-01 Discovery; +9 Won; +20 Proposal",
    "won by another name": "2026-01-01 Discovery; +9 Gewonnen",
    "never in a closed stage": "2026-01-01 Discovery",
    "open again": "2026-01-01 Discovery; +9 Won",
}


def test_the_mark_of_the_record_comes_before_the_role_of_a_stage() -> None:
    given = told(STORIES)
    given["opportunities"] = """
        | opportunity_id          | created_at | outcome | closed_at  | expected_close_date |
        | moved after won         | 2026-01-01 | won     |            | 2026-09-09          |
        | open after won          | 2026-01-01 | won     |            | 2026-01-31          |
        | won by another name     | 2026-01-01 | won     |            | 2026-01-12          |
        | never in a closed stage | 2026-01-01 | lost    | 2026-02-01 | 2026-01-15          |
        | open again              | 2026-01-01 | open    |            |                     |
    """
    assert states(given) == {
        "moved after won": ("won", "2026-01-10"),
        "open after won": ("won", "2026-01-10"),
        "won by another name": ("won", "2026-01-12"),
        "never in a closed stage": ("lost", "2026-02-01"),
        "open again": ("open", None),
    }


def test_without_history_the_record_says_when_and_an_unknown_day_stays_unknown() -> None:
    deals = """
        | opportunity_id | created_at | stage    | outcome | closed_at        | expected_close_date|
        | closing time   | 2026-01-01 |          | won     | 2026-02-01 23:30 | 2026-01-20         |
        | close date     | 2026-01-01 |          | won     |                  | 2026-01-20         |
        | in the future  | 2026-01-01 |          | won     |                  | 2026-12-31         |
        | no day at all  | 2026-01-01 |          | won     |                  |                    |
        | by its stage   | 2026-01-01 | Lost     |         |                  | 2026-01-20         |
        | open           | 2026-01-01 | Proposal |         |                  | 2026-01-20         |
        | no stage       | 2026-01-01 |          |         |                  |                    |
    """
    assert states({"opportunities": deals}) == {
        "closing time": ("won", "2026-02-01"),
        "close date": ("won", "2026-01-20"),
        "in the future": ("won", AS_OF),
        "no day at all": ("won", None),
        "by its stage": ("lost", "2026-01-20"),
        "open": ("open", None),
        "no stage": ("open", None),
    }


def test_an_earlier_as_of_date_sees_the_deal_as_it_was_then() -> None:
    given = told(
        {
            "won later": "2026-01-01 Discovery; +60 Won",
            "won later, no closing time": "2026-01-01 Discovery; +60 Won",
            "lost, open again later": "2026-01-01 Discovery; +9 Lost; +60 Discovery",
            "closed in another field": "2026-01-01 Discovery",
            "created later": "2026-02-05 Discovery",
        }
    )
    given["opportunities"] = """
        | opportunity_id             | created_at | stage     | outcome | closed_at  | modified_at |
        | won later                  | 2026-01-01 | Won       | won     | 2026-03-02 | 2026-03-02  |
        | won later, no closing time | 2026-01-01 | Won       | won     |            | 2026-03-02  |
        | lost, open again later     | 2026-01-01 | Discovery | open    |            | 2026-03-02  |
        | closed in another field    | 2026-01-01 | Discovery | lost    | 2026-01-20 | 2026-03-02  |
        | created later              | 2026-02-05 | Discovery | open    |            | 2026-02-05  |
    """
    assert states(given, as_of="2026-02-01") == {
        "won later": ("open", None),
        "won later, no closing time": ("open", None),
        "lost, open again later": ("lost", "2026-01-10"),
        "closed in another field": ("lost", "2026-01-20"),
    }


def test_a_deleted_deal_is_left_out() -> None:
    deals = """
        | opportunity_id | created_at | is_deleted |
        | kept           | 2026-01-01 | false      |
        | gone           | 2026-01-01 | true       |
    """
    assert list(states({"opportunities": deals})) == ["kept"]


def test_the_stage_it_was_created_in_and_the_one_it_is_in() -> None:
    given = told({"d": "2026-01-01 Contract; +5 Discovery"})
    database = facts(given, as_of=AS_OF, only=["fct_deal_outcomes"])
    row = database.query("select first_role, first_rank, stage from fct_deal_outcomes").row(0)
    assert row == ("open", 3, "Discovery")
    at = database.query("select closed_at from fct_deal_outcomes").row(0)
    assert at == (None,)


def test_a_closing_day_is_the_local_one() -> None:
    given = told({"d": "2026-01-01 Discovery"})
    given["deal_changes"] = """
        | opportunity_id | changed_at          | changed_date | stage     |
        | d              | 2026-01-01 12:00:00 | 2026-01-01   | Discovery |
        | d              | 2026-01-10 23:30:00 | 2026-01-11   | Won       |
    """
    database = facts(given, as_of=AS_OF, only=["fct_deal_outcomes"])
    assert database.query("select closed_at, closed_date from fct_deal_outcomes").row(0) == (
        dt.datetime(2026, 1, 10, 23, 30),
        dt.date(2026, 1, 11),
    )
