"""What people turned away, and others of their companies, bought in the year after: METHODS E1."""

from __future__ import annotations

from dashboard.engine.database import Database
from tests.facts.world import facts

LEADS = "| lead_id | account_id | created_at |"
VERDICTS = "| entity_id | gate | decided_at | verdict | fail_kind |"
DEALS = "| opportunity_id | lead_id | account_id | created_at | outcome | closed_at | amount |"
ACCOUNTS = "| account_id | dim_1 | created_at |"
MORE = ("fct_turned_away_wins", "fct_verdict_accounts", "fct_account_windows")


def company(
    leads: list[str], verdicts: list[str], deals: list[str], accounts: list[str], **more: str
) -> Database:
    given = {
        "leads": "\n".join([LEADS, *leads]),
        "gate_decisions": "\n".join([VERDICTS, *verdicts]),
        "opportunities": "\n".join([DEALS, *deals]),
        "accounts": "\n".join([ACCOUNTS, *accounts]),
        **more,
    }
    return facts(given, as_of="2026-06-01", only=MORE)


# METHODS E1: R1's own deal after 40 days, a colleague's after 100 at R2's company, one that was
# open before R3's verdict, one at the company of R4 and R5 after 30, one of R6 after 400 days, none
# of R7's, and a verdict of 20 days ago.
LEADS_OF_E1 = [
    *(f"| R{at} | A{at} | 2024-12-01 |" for at in (1, 2, 3, 4, 6, 7, 8)),
    "| R5 | A4 | 2024-12-01 |",
]
VERDICTS_OF_E1 = [
    *(f"| R{at} | MQL | 2025-01-01 0{at}:00 | fail | rejected |" for at in range(1, 8)),
    "| R8 | MQL | 2026-05-12 | fail | rejected |",
]
DEALS_OF_E1 = [
    "| own       | R1 | A1 | 2025-02-10 | won | 2025-03-01 | 20 |",
    "| colleague |    | A2 | 2025-04-11 | won | 2025-05-01 | 50 |",
    "| open      | R3 | A3 | 2024-12-20 | won | 2025-02-01 | 70 |",
    "| account   |    | A4 | 2025-01-31 | won | 2025-02-20 | 10 |",
    "| too late  | R6 | A6 | 2026-02-05 | won | 2026-03-01 | 90 |",
]
ACCOUNTS_OF_E1 = [f"| A{at} | SMB | 2024-01-01 |" for at in (1, 2, 3, 4, 6, 7, 8)]


def wins(database: Database) -> set[tuple[object, ...]]:
    rows = database.query(
        """
        select split_part(record_id, '/', 1), opportunity_id, how, lag_days, amount_at_close,
            is_its_own
        from fct_turned_away_wins
        """
    )
    return set(rows.iter_rows())


def test_the_worked_example_for_person_and_account() -> None:
    """Four people, three deals, 80 in money, half within 40 days; one deal was their own."""
    found = wins(company(LEADS_OF_E1, VERDICTS_OF_E1, DEALS_OF_E1, ACCOUNTS_OF_E1))
    assert found == {
        ("R1", "own", "person", 40, 20, True),
        ("R2", "colleague", "account", 100, 50, True),
        ("R4", "account", "account", 30, 10, True),
        ("R5", "account", "account", 30, 10, False),
    }


def test_a_deal_belongs_to_its_own_person_before_an_earlier_colleague() -> None:
    leads = ["| R1 | A1 | 2024-12-01 |", "| R2 | A1 | 2024-12-01 |"]
    verdicts = [
        "| R1 | MQL | 2025-01-01 | fail | rejected |",
        "| R2 | MQL | 2025-02-01 | fail | rejected |",
    ]
    deals = ["| D1 | R2 | A1 | 2025-03-01 | won | 2025-04-01 | 5 |"]
    found = wins(company(leads, verdicts, deals, ["| A1 | SMB | 2024-01-01 |"]))
    assert found == {
        ("R2", "D1", "person", 28, 5, True),
        ("R1", "D1", "account", 59, 5, False),
    }


def test_a_company_is_not_known_by_the_later_deal() -> None:
    """Else of those turned away the buyers alone would have one."""
    leads = ["| R1 | | 2024-12-01 |"]
    verdicts = ["| R1 | MQL | 2025-01-01 | fail | rejected |"]
    deals = ["| D1 | R1 | A1 | 2025-03-01 | won | 2025-04-01 | 5 |"]
    database = company(leads, verdicts, deals, ["| A1 | SMB | 2024-01-01 |"])
    assert database.value("select count(*) from fct_verdict_accounts") == 0
    assert wins(database) == {("R1", "D1", "person", 59, 5, True)}


def windows(accounts: list[str], deals: list[str]) -> set[tuple[object, ...]]:
    """Return kind, how many, won and with a deal, of the accounts beside one verdict."""
    leads = ["| R1 | A0 | 2024-12-01 |"]
    verdicts = ["| R1 | MQL | 2025-01-20 | fail | rejected |"]
    given = ["| A0 | SMB | 2024-01-01 |", *accounts]
    rows = company(leads, verdicts, deals, given).query(
        "select start_month, stratum, others, others_won, others_with_deal from fct_account_windows"
    )
    return {(str(month), *rest) for month, *rest in rows.iter_rows()}


def test_accounts_that_nobody_judged_are_counted_by_kind_with_their_wins() -> None:
    found = windows(
        [f"| A{at} | SMB | 2024-01-01 |" for at in (1, 2, 3, 4)] + ["| A5 | Mid | 2024-01-01 |"],
        [
            # From the middle of January a year on: the 15th itself is not yet after it.
            "| in    | | A1 | 2025-01-16 | won  | 2025-02-01 | 5 |",
            "| again | | A1 | 2025-03-16 | won  | 2025-04-01 | 5 |",
            "| last  | | A2 | 2026-01-15 | won  | 2026-02-01 | 5 |",
            "| late  | | A3 | 2026-01-16 | won  | 2026-02-01 | 5 |",
            "| lost  | | A5 | 2025-03-16 | lost | 2025-04-01 | 5 |",
        ],
    )
    assert found == {("2025-01-01", "SMB | new", 4, 2, 3), ("2025-01-01", "Mid | new", 1, 0, 1)}


def test_an_earlier_win_makes_another_kind_and_a_later_account_is_none_yet() -> None:
    found = windows(
        ["| A1 | SMB | 2024-01-01 |", "| A2 | SMB | 2025-01-15 |", "| A3 | SMB | 2025-01-16 |"],
        ["| old | | A1 | 2024-03-01 | won | 2024-04-01 | 5 |"],
    )
    assert found == {
        ("2025-01-01", "SMB | customer", 1, 0, 1),
        ("2025-01-01", "SMB | new", 1, 0, 0),
    }


def test_the_company_of_somebody_judged_stands_for_nobody() -> None:
    assert windows([], []) == set()


def test_a_verdict_tells_how_it_ended_and_what_sellers_did_all_the_same() -> None:
    given = {
        "leads": "\n".join([LEADS, *(f"| R{at} | A1 | 2024-12-01 |" for at in range(1, 5))]),
        "gate_decisions": "\n".join(
            [VERDICTS, *(f"| R{at} | MQL | 2025-01-01 | fail | rejected |" for at in range(1, 5))]
        ),
        "opportunities": "\n".join(
            [
                f"{DEALS} loss_reason |",
                "| D1 | R1 | A1 | 2025-02-10 | won  | 2025-03-01 | 20 | |",
                "| D2 | R2 | A1 | 2025-02-10 | lost | 2025-03-01 |    | no budget |",
                "| D3 | R3 | A1 | 2025-02-10 | open |            |    | |",
            ]
        ),
        "accounts": "| account_id | account_name |\n| A1 | Arden |",
        "users": "| user_id | role |\n| u1 | seller |",
        "touches": "\n".join(
            [
                "| lead_id | at | direction | minutes | actor_id |",
                # On the day of the verdict it was not yet said.
                "| R4 | 2025-01-01 | seller | 30 | u1 |",
                "| R4 | 2025-01-02 | seller | 20 | u1 |",
                "| R4 | 2026-01-01 | seller |    | u1 |",
                "| R4 | 2026-01-02 | seller | 50 | u1 |",
            ]
        ),
    }
    rows = facts(given, as_of="2026-06-01", only=["fct_verdict_spells"]).query(
        "select lead_id, ended_as, account_name, minutes, untimed_touches from fct_verdict_spells"
    )
    assert set(rows.iter_rows()) == {
        ("R1", "won", "Arden", 0, 0),
        ("R2", "no budget", "Arden", 0, 0),
        ("R3", "back_open", "Arden", 0, 0),
        ("R4", "stayed_away", "Arden", 20, 1),
    }
