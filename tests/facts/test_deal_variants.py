"""The way of a deal as text: METHODS part D, and the rules of order, written out in text."""

from __future__ import annotations

from tests.facts.world import facts

# L0 came long ago, so that the history is known to start in 2024.
LEADS = """
    | lead_id | created_at          | converted_opportunity_id |
    | L0      | 2024-01-01          |                          |
    | L1      | 2026-05-01 10:00:00 | D1                       |
    | L4      | 2026-05-01 10:00:00 | D4                       |
    | L6      | 2026-05-01 10:00:00 | D6                       |
    | L7      | 2026-05-01 10:00:00 | D7                       |
    | L8      | 2026-05-01 10:00:00 | D8                       |
"""
DEALS = """
    | opportunity_id | created_at          | closed_at  | outcome |
    | D1             | 2026-06-10 12:00:00 | 2026-09-01 | won     |
    | D4             | 2026-06-10 12:00:00 | 2026-09-01 | won     |
    | D5             | 2026-06-10 12:00:00 | 2026-09-01 | won     |
    | D6             | 2026-06-10 12:00:00 | 2026-09-01 | won     |
    | D7             | 2026-06-10 12:00:00 | 2026-09-01 | won     |
    | D8             | 2026-06-10 12:00:00 | 2026-09-01 | won     |
    | D9             | 2026-06-10 12:00:00 | 2026-09-01 | won     |
"""
ROLES = """
    | opportunity_id | person_id | is_primary |
    | D5             | P5        | true       |
"""
OLD = "| L0 | MQL | 2024-01-02 | pass | recorded |"
HEAD = "| entity_id | gate | decided_at | verdict | date_quality |"


def variants(*decisions: str, meetings: str = "", **given: str) -> dict[str, str | None]:
    """Return the way of each deal from `lead, gate, time, verdict` and an optional kind of date."""
    rows = []
    for decision in decisions:
        lead, gate, time, verdict, *quality = (part.strip() for part in decision.split(","))
        rows.append(f"| {lead} | {gate} | {time} | {verdict} | {(quality or ['recorded'])[0]} |")
    tables = {
        "leads": LEADS,
        "opportunities": DEALS,
        "opportunity_contacts": ROLES,
        "gate_decisions": "\n".join([HEAD, OLD, *rows]),
        **({"meetings": meetings} if meetings else {}),
        **given,
    }
    database = facts(tables, only=["fct_deal_variants"])
    found = database.query("select opportunity_id, variant from fct_deal_variants")
    return dict(found.rows())


def test_the_ways_of_the_worked_example():
    found = variants(
        "L1, MQL, 2026-05-10, pass",
        "L1, SQL, 2026-05-20, pass",
        "L6, MQL, 2026-05-10, pass",
        "L6, SQL, 2026-05-20, fail",
        "L7, SQL, 2026-05-20, pass",
        meetings="""
            | meeting_id | lead_id | held_at             |
            | M8         | L8      | 2026-05-15 09:00:00 |
        """,
    )
    assert found == {
        "D1": "lead > MQL > SQL > deal",
        "D4": "lead > deal",
        "D5": "deal",
        "D6": "lead > MQL > turned away > deal",
        "D7": "lead > SQL > deal",
        "D8": "lead > meeting > deal",
        "D9": "unlinked",
    }


def test_each_step_stands_once_at_its_first_time():
    found = variants(
        "L1, MQL, 2026-05-10, fail",
        "L1, MQL, 2026-05-12, pass",
        "L1, MQL, 2026-05-14, fail",
        "L1, MQL, 2026-05-16, pass",
        "L1, SQL, 2026-05-20, pass",
    )
    assert found["D1"] == "lead > turned away > MQL > SQL > deal"


def test_the_recorded_time_orders_steps_and_the_earlier_gate_comes_first_at_one_time():
    found = variants(
        "L1, SQL, 2026-05-10 09:00:00, pass",
        "L1, MQL, 2026-05-10 15:00:00, pass",
        "L4, SQL, 2026-05-10 09:00:00, pass",
        "L4, MQL, 2026-05-10 09:00:00, pass",
    )
    assert found["D1"] == "lead > SQL > MQL > deal"
    assert found["D4"] == "lead > MQL > SQL > deal"


def test_what_is_known_by_day_alone_comes_first_on_that_day_the_lead_before_it():
    found = variants(
        "L1, SQL, 2026-05-01 11:00:00, pass",
        "L1, MQL, 2026-05-01, pass, date",
        "L4, MQL, 2026-06-10, pass, date",
    )
    assert found["D1"] == "lead > MQL > SQL > deal"
    assert found["D4"] == "lead > MQL > deal"


def test_what_comes_after_the_deal_is_paperwork_however_many_gates():
    found = variants(
        "L1, MQL, 2026-06-15, pass",
        "L1, SQL, 2026-06-20, pass",
        "L4, MQL, 2026-05-15, pass",
        "L4, SQL, 2026-06-20, pass",
        "L6, MQL, 2026-08-20, pass",
    )
    assert found["D1"] == "lead > deal > paperwork"
    assert found["D4"] == "lead > MQL > deal > paperwork"
    assert found["D6"] == "lead > deal"


def test_a_meeting_after_the_deal_is_no_step():
    later = """
        | meeting_id | lead_id | held_at             |
        | M8         | L8      | 2026-06-11 09:00:00 |
    """
    assert variants(meetings=later)["D8"] == "lead > deal"


def test_a_gate_goes_by_the_name_the_company_gives_it():
    gates = """
        | gate | label    | position | step | before      |
        | MQL  | Score 60 | 1        | mql  | opportunity |
    """
    tables = {
        "leads": LEADS,
        "opportunities": DEALS,
        "gate_decisions": "\n".join([HEAD, OLD, "| L1 | MQL | 2026-05-10 | pass | recorded |"]),
    }
    database = facts(tables, gates=gates, only=["fct_deal_variants"])
    way = database.value("select variant from fct_deal_variants where opportunity_id = 'D1'")
    assert way == "lead > Score 60 > deal"


def test_without_gate_decisions_no_way_is_known():
    database = facts({"leads": LEADS, "opportunities": DEALS}, only=["fct_deal_variants"])
    assert database.query("select distinct variant from fct_deal_variants").rows() == [(None,)]
    assert facts({}, only=["fct_deal_variants"]).query("from fct_deal_variants").is_empty()
