"""What became of people who were turned away: METHODS E1 for the same person, decision 9."""

from __future__ import annotations

from tests.facts.world import facts

DEAL_HEAD = "| opportunity_id | lead_id | account_id | created_at | outcome | closed_at | amount |"
VERDICT_HEAD = "| entity_id | gate | decided_at | verdict | fail_kind |"
Spell = tuple[str, int, int, float | None]


def spells(
    leads: list[str],
    verdicts: list[str],
    deals: list[str],
    as_of: str = "2026-06-01",
    **more: object,
) -> dict[str, Spell]:
    """Return how and when the spell of each person's verdict ended, won deals and amount."""
    given = {
        "leads": "\n".join(["| lead_id | account_id | created_at |", *leads]),
        "gate_decisions": "\n".join([VERDICT_HEAD, *verdicts]),
        "opportunities": "\n".join([DEAL_HEAD, *deals]),
    }
    database = facts(given, as_of=as_of, only=["fct_verdict_spells"], **more)  # type: ignore[arg-type]
    rows = database.query(
        """
        select person_id || ' ' || cast(decided_date as varchar), end_kind, elapsed_days,
            won_deals, won_amount
        from fct_verdict_spells
        """
    )
    return {row[0]: row[1:] for row in rows.iter_rows()}


def test_the_worked_example_for_the_same_person() -> None:
    """A colleague's deal, one open at the verdict and one after 365 days do not count."""
    leads = [f"| R{number} | A{min(number, 4)} | 2024-12-01 |" for number in range(1, 9)]
    verdicts = [f"| R{number} | MQL | 2025-01-01 | fail | rejected |" for number in range(1, 8)]
    verdicts.append("| R8 | MQL | 2026-05-12 | fail | rejected |")
    deals = [
        "| own       | R1 | A1 | 2025-02-10 | won | 2025-03-01 | 20 |",
        "| colleague |    | A2 | 2025-04-11 | won | 2025-05-01 | 50 |",
        "| open      | R3 | A3 | 2024-12-20 | won | 2025-02-01 | 70 |",
        "| account   |    | A4 | 2025-01-31 | won | 2025-02-20 | 10 |",
        "| too late  | R6 | A4 | 2026-02-05 | won | 2026-03-01 | 90 |",
    ]
    found = spells(leads, verdicts, deals)
    assert found.pop("R1 2025-01-01") == ("won", 59, 1, 20)
    assert found.pop("R8 2026-05-12") == ("censored", 20, 0, None)
    assert set(found.values()) == {("censored", 516, 0, None)}
    assert len(found) == 6


LEAD = ["| L1 | | 2024-01-01 |"]


def test_a_persons_first_fail_in_365_days_starts_the_clock() -> None:
    found = spells(
        LEAD,
        [
            "| L1 | MQL | 2024-01-10 | fail | rejected |",
            "| L1 | SQL | 2024-03-10 | fail | recycled |",
            "| L1 | SQL | 2025-03-10 | fail | recycled |",
            "| L1 | SQL | 2026-03-11 | fail | disqualified |",
            "| L1 | MQL | 2024-05-01 | pass | |",
        ],
        [],
    )
    assert set(found) == {"L1 2024-01-10", "L1 2026-03-11"}


def test_the_deal_is_created_after_the_verdict_and_within_365_days() -> None:
    def ended(created: str, closed: str = "2025-06-01", outcome: str = "won") -> Spell:
        verdicts = ["| L1 | MQL | 2025-01-01 12:00 | fail | rejected |"]
        deals = [f"| D1 | L1 | | {created} | {outcome} | {closed} | 10 |"]
        return spells(LEAD, verdicts, deals)["L1 2025-01-01"]

    assert ended("2025-01-01 11:59") == ("censored", 516, 0, None)
    assert ended("2025-01-01 12:01") == ("won", 151, 1, 10)
    assert ended("2026-01-01", "2026-02-01") == ("won", 396, 1, 10)
    assert ended("2026-01-02", "2026-02-01") == ("censored", 516, 0, None)
    assert ended("2025-02-01", outcome="lost") == ("censored", 516, 0, None)
    assert ended("2025-02-01", "2024-12-24") == ("won", 0, 1, 10)


def test_several_wins_are_summed_and_each_stands_at_one_verdict() -> None:
    found = spells(
        LEAD,
        [
            "| L1 | MQL | 2024-01-10 | fail | rejected |",
            "| L1 | MQL | 2025-01-15 | fail | rejected |",
        ],
        [
            "| D1 | L1 | | 2024-06-01 | won | 2024-09-01 | 10 |",
            "| D2 | L1 | | 2024-07-01 | won | 2024-08-01 | 5 |",
            "| D3 | L1 | | 2025-01-20 | won | 2025-03-01 | 7 |",
            "| D4 | L1 | | 2025-02-20 | won | 2025-04-01 | |",
        ],
    )
    assert found == {
        "L1 2024-01-10": ("won", 204, 2, 15),
        "L1 2025-01-15": ("won", 45, 2, 7),
    }


def test_only_new_business_counts_as_won_after_all() -> None:
    renewed = spells(
        LEAD,
        ["| L1 | MQL | 2025-01-01 | fail | rejected |"],
        ["| D1 | L1 | | 2025-02-01 | won | 2025-03-01 | 10 |"],
        settings={"has_type_map": True},
    )
    assert renewed == {"L1 2025-01-01": ("censored", 516, 0, None)}
