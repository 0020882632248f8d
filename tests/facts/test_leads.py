"""What became of people: the first day of each step, the clocks between them, and the funnel."""

from __future__ import annotations

import polars as pl
import pytest

from dashboard import paths
from dashboard.engine.database import Database
from dashboard.estimators.intervals import wilson
from tests.facts.world import facts

DEAL_HEAD = "| opportunity_id | lead_id | created_at | outcome | closed_at |"

# METHODS A, worked by hand.
LEADS = """
    | lead_id | created_at |
    | L1      | 2026-01-05 |
    | L2      | 2026-01-08 |
    | L3      | 2026-01-12 |
    | L4      | 2026-01-20 |
    | L5      | 2026-02-10 |
    | L6      | 2026-02-15 |
    | L7      | 2026-03-20 |
    | L8      | 2025-12-20 |
"""
VERDICTS = """
    | entity_id | gate | decided_at | verdict |
    | L1        | MQL  | 2026-01-10 | pass    |
    | L1        | SQL  | 2026-01-20 | pass    |
    | L2        | MQL  | 2026-01-15 | pass    |
    | L2        | MQL  | 2026-02-20 | pass    |
    | L2        | SQL  | 2026-02-25 | pass    |
    | L3        | SQL  | 2026-02-01 | pass    |
    | L4        | MQL  | 2026-02-02 | pass    |
    | L5        | MQL  | 2026-02-12 | pass    |
    | L5        | SQL  | 2026-02-14 | pass    |
    | L6        | MQL  | 2026-03-01 | pass    |
    | L7        | MQL  | 2026-03-25 | pass    |
    | L8        | MQL  | 2026-01-03 | pass    |
    | L8        | SQL  | 2026-01-09 | pass    |
"""
DEALS = f"""
    {DEAL_HEAD}
    | D1 | L1 | 2026-01-25 | won  | 2026-03-01 |
    | D3 | L3 | 2026-02-03 | open |            |
    | D5 | L5 | 2026-02-20 | open |            |
    | D8 | L8 | 2026-01-12 | won  | 2026-02-10 |
"""


@pytest.fixture(scope="module")
def worked() -> Database:
    given = {"leads": LEADS, "gate_decisions": VERDICTS, "opportunities": DEALS}
    wanted = ["fct_lead_spells", "cube_lead_steps"]
    return facts(given, as_of="2026-04-01", only=wanted)


def spells(database: Database, clock: str, month: str = "%") -> dict[str, tuple[str, int]]:
    """Return how and after how many days one clock of each person ended."""
    rows = database.query(
        """
        select record_id, end_kind, elapsed_days from fct_lead_spells
        where clock = $clock and cast(start_month as varchar) like $month
        """,
        {"clock": clock, "month": month},
    )
    return {person: (kind, days) for person, kind, days in rows.iter_rows()}


def test_the_clocks_of_the_worked_example(worked: Database) -> None:
    assert spells(worked, "created_to_mql", "2026-01%") == {
        "L1": ("reached", 5),
        "L2": ("reached", 7),
        "L3": ("censored", 79),
        "L4": ("reached", 13),
    }
    assert spells(worked, "mql_to_sql") == {
        "L1": ("reached", 10),
        "L2": ("reached", 41),
        "L4": ("censored", 58),
        "L5": ("reached", 2),
        "L6": ("censored", 31),
        "L7": ("censored", 7),
        "L8": ("reached", 6),
    }
    assert spells(worked, "sql_to_deal")["L2"] == ("censored", 35)
    assert spells(worked, "sql_to_deal")["L1"] == ("reached", 5)


def test_one_of_four_is_won_within_sixty_days(worked: Database) -> None:
    january = spells(worked, "created_to_won", "2026-01%")
    won = [person for person, (kind, days) in january.items() if kind == "won" and days <= 60]
    assert (won, len(january)) == (["L1"], 4)
    share = wilson(len(won), len(january))
    assert (share.low, share.high) == (
        pytest.approx(0.046, abs=5e-4),
        pytest.approx(0.699, abs=5e-4),
    )


def funnel(database: Database, month: str | None) -> dict[tuple[str, str], int]:
    """Return how many people of a month took each step, by both readings."""
    sql = (paths.queries() / "slices" / "chosen_lead_steps.sql").read_text(encoding="utf-8")
    asked: dict[str, object] = dict.fromkeys(f"dim_{slot}" for slot in range(1, 9))
    asked |= {"from_month": month, "to_month": month, "by": "none", "grain": "all"}
    asked["with_records"] = False
    found = database.query(sql, asked).group_by("step", "reading").agg(pl.col("n").sum())
    return {(step, reading): n for step, reading, n in found.iter_rows()}


def test_the_funnel_of_january_strictly_and_by_what_was_reached(worked: Database) -> None:
    assert funnel(worked, "2026-01-01") == {
        ("lead", "strict"): 4,
        ("lead", "reached"): 4,
        ("MQL", "strict"): 3,
        ("MQL", "reached"): 4,
        ("SQL", "strict"): 3,
        ("SQL", "reached"): 3,
        ("deal", "strict"): 2,
        ("deal", "reached"): 2,
        ("won", "strict"): 1,
        ("won", "reached"): 1,
    }


def test_a_step_skipped_or_stamped_out_of_order_is_no_negative_time() -> None:
    leads = """
        | lead_id   | created_at |
        | sql first | 2026-01-10 |
        | sql again | 2026-01-10 |
        | mql first | 2026-01-10 |
        | deal first | 2026-01-10 |
        | same day  | 2026-01-10 |
    """
    verdicts = """
        | entity_id  | gate | decided_at       | verdict |
        | sql first  | SQL  | 2026-01-12       | pass    |
        | sql first  | MQL  | 2026-01-15       | pass    |
        | sql again  | SQL  | 2026-01-12       | pass    |
        | sql again  | MQL  | 2026-01-15       | pass    |
        | sql again  | SQL  | 2026-01-20       | pass    |
        | mql first  | MQL  | 2026-01-08       | pass    |
        | deal first | SQL  | 2026-01-20       | pass    |
        | same day   | MQL  | 2026-01-12 15:00 | pass    |
        | same day   | SQL  | 2026-01-12 09:00 | pass    |
    """
    deals = f"{DEAL_HEAD}\n| D1 | deal first | 2026-01-15 | open | |"
    database = facts(
        {"leads": leads, "gate_decisions": verdicts, "opportunities": deals},
        as_of="2026-02-01",
        only=["fct_lead_spells"],
    )
    assert spells(database, "mql_to_sql") == {
        "sql first": ("censored", 17),
        "sql again": ("reached", 5),
        "mql first": ("censored", 24),
        "same day": ("reached", 0),
    }
    assert spells(database, "created_to_mql")["mql first"] == ("reached", 0)
    assert spells(database, "sql_to_deal")["deal first"] == ("censored", 12)


def test_only_new_business_since_the_person_came_in_follows_from_it() -> None:
    leads = """
        | lead_id | created_at |
        | old     | 2026-01-10 |
        | both    | 2026-01-10 |
        | renewed | 2026-01-10 |
        | late    | 2026-01-10 |
        | said    | 2026-01-10 |
    """
    roles = """
        | opportunity_id | person_id |
        | D1             | old       |
        | D2             | both      |
    """
    deals = """
        | opportunity_id | lead_id | created_at | outcome | closed_at  | type    | amount |
        | D1             |         | 2025-03-01 | won     | 2025-06-01 | New     | 10     |
        | D2             |         | 2025-03-01 | won     | 2025-06-01 | New     | 10     |
        | D3             | both    | 2026-02-01 | won     | 2026-02-20 | New     | 20     |
        | D4             | both    | 2026-02-01 | lost    | 2026-02-10 | New     | 40     |
        | D5             | renewed | 2026-02-01 | won     | 2026-02-20 | Renewal | 10     |
        | D6             | late    | 2026-01-05 | won     | 2026-01-20 | New     | 30     |
        | D7             | said    | 2026-01-05 | won     | 2026-01-08 | New     | 50     |
    """
    database = facts(
        {"leads": leads, "opportunities": deals, "opportunity_contacts": roles},
        settings={"has_type_map": True},
        configs={"config_types": "| type |\n| New |"},
        only=["fct_lead_spells"],
    )
    rows = database.query("select person_id, deals, won_deals, won_amount from fct_leads")
    assert {row[0]: row[1:] for row in rows.iter_rows()} == {
        "old": (0, 0, None),
        "both": (2, 1, 20),
        "renewed": (0, 0, None),
        "late": (1, 1, 30),
        "said": (1, 1, 50),
    }
    won = spells(database, "created_to_won")
    assert {person: end for person, end in won.items() if end[0] == "won"} == {
        "both": ("won", 41),
        "late": ("won", 10),
        "said": ("won", 0),
    }


def test_without_a_gate_for_mql_there_is_no_clock_to_it() -> None:
    gates = "| gate | position | step | before |\n| PRE | 1 | screen | opportunity |"
    database = facts({"leads": LEADS}, gates=gates, only=["fct_lead_spells"])
    clocks = database.query("select distinct clock from fct_lead_spells")["clock"]
    assert set(clocks) == {"created_to_won"}
