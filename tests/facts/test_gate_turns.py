"""Who came to which gate, what it said first, and what they had been given before."""

from __future__ import annotations

from tests.facts.world import facts

LEADS = "| lead_id | created_at | source |"
HEAD = "| entity_type | entity_id | gate | opened_at | decided_at | verdict | required_fields |"
DEALS = "| opportunity_id | created_at | outcome | closed_at |"
STEPS = "| opportunity_id | changed_at | stage |"
TOUCHES = "| lead_id | at | direction | gives_value |"
AS_OF = "2026-03-01"


def turns(
    leads: list[str],
    decisions: list[str],
    columns: str = "verdict, elapsed_days",
    gates: str | None = None,
    **more: str,
) -> dict[str, tuple[object, ...]]:
    """Return what is told of each record's turn at each gate, by "record gate"."""
    given = {
        "leads": "\n".join([LEADS, *leads]),
        "gate_decisions": "\n".join([HEAD, *decisions]),
        **more,
    }
    told = {"gates": gates} if gates else {"gates": TWO}
    database = facts(given, as_of=AS_OF, only=["fct_gate_turns"], **told)
    rows = database.query(f"select record_id || ' ' || gate, {columns} from fct_gate_turns")
    return {row[0]: row[1:] for row in rows.iter_rows()}


TWO = """
    | gate | label | position | step | before      |
    | MQL  | score | 1        | mql  | opportunity |
    | SQL  | sales | 2        | sql  | opportunity |
"""
L1 = ["| L1 | 2026-01-01 | web |"]


def test_a_person_comes_to_the_next_gate_once_the_one_before_let_them_pass() -> None:
    assert turns(L1, ["| lead | L1 | MQL | | 2026-01-11 | pass | |"]) == {
        "L1 score": ("pass", 10),
        "L1 sales": (None, 49),
    }
    failed = turns(L1, ["| lead | L1 | MQL | | 2026-01-11 | fail | |"])
    assert failed == {"L1 score": ("fail", 10)}


def test_the_first_decision_counts_and_the_later_ones_do_not() -> None:
    found = turns(
        L1,
        [
            "| lead | L1 | MQL | | 2026-01-11 | fail | |",
            "| lead | L1 | MQL | | 2026-02-11 | pass | |",
        ],
    )
    assert found == {"L1 score": ("fail", 10), "L1 sales": (None, 18)}


def test_who_was_not_decided_for_thirty_days_waits_no_longer() -> None:
    leads = ["| L1 | 2026-01-30 | web |", "| L2 | 2026-01-31 | web |"]
    gates = TWO.replace("| sql  | opportunity |", "| sql  |             |")
    found = turns(leads, ["| lead | L9 | MQL | | 2026-01-01 | pass | |"], "is_waiting", gates)
    assert found == {"L1 score": (False,), "L2 score": (True,)}


def test_a_gate_asks_those_of_its_time_and_its_sources() -> None:
    gates = """
        | gate | label | position | step | before      | since      | sources |
        | MQL  | score | 1        | mql  | opportunity | 2026-01-15 |         |
        | SQL  | sales | 2        | sql  | opportunity |            | event   |
    """
    leads = [
        "| L1 | 2026-01-01 | event |",
        "| L2 | 2026-01-20 | event |",
        "| L3 | 2026-01-20 | web   |",
        "| L4 | 2026-01-20 | event |",
    ]
    decisions = [f"| lead | L{at} | MQL | | 2026-01-21 | pass | |" for at in (2, 3)]
    found = turns(leads, decisions, "verdict", gates)
    assert found == {
        # Came in before the first gate was there: the second is the first that they meet.
        "L1 sales": (None,),
        "L2 score": ("pass",),
        "L2 sales": (None,),
        "L3 score": ("pass",),
        "L4 score": (None,),
    }


def test_a_gate_that_no_config_names_is_found_in_the_decisions() -> None:
    found = turns(
        L1,
        [
            "| lead | L1 | Budget form | 2026-01-05 | 2026-01-11 | waived | 9 |",
            "| lead | L1 | Routing     |            | 2026-01-11 | pass   |   |",
            "| lead | L1 | Nurture     | 2026-01-21 | 2026-01-21 | none   |   |",
        ],
        "verdict, elapsed_days, required_fields, is_declared",
    )
    assert found == {
        "L1 score": (None, 59, None, True),
        "L1 Budget form": ("waived", 6, 9, False),
        # Nobody recorded when it began.
        "L1 Routing": ("pass", None, None, False),
        "L1 Nurture": (None, 39, None, False),
    }


def test_what_was_opened_and_never_decided_waits_from_that_day() -> None:
    found = turns(L1, ["| lead | L1 | SQL | 2026-02-01 | 2026-02-02 | none | |"])
    assert found == {"L1 score": (None, 59), "L1 sales": (None, 28)}


def test_a_deal_has_passed_a_stage_once_it_is_there_or_beyond() -> None:
    gates = """
        | gate | label   | position | before | stage    | decided_by |
        | Fit  | the fit | 1        |        | Proposal | sales      |
    """
    deals = [
        "| D1 | 2026-01-01 | open |            |",
        "| D2 | 2026-01-01 | won  | 2026-01-21 |",
        "| D3 | 2026-01-01 | lost | 2026-01-31 |",
        "| D4 | 2026-01-01 | open |            |",
    ]
    steps = [
        *(f"| D{at} | 2026-01-01 | Discovery |" for at in (1, 2, 3, 4)),
        "| D1 | 2026-01-11 | Proposal |",
        "| D2 | 2026-01-21 | Won |",
        "| D3 | 2026-01-31 | Lost |",
    ]
    found = turns(
        [],
        ["| lead | L9 | Other | | 2026-01-01 | pass | |"],
        "about, verdict, elapsed_days",
        gates,
        opportunities="\n".join([DEALS, *deals]),
        deal_changes="\n".join([STEPS, *steps]),
    )
    assert found == {
        "D1 the fit": ("deal", "pass", 10),
        "D2 the fit": ("deal", "pass", 20),
        "D3 the fit": ("deal", "fail", 30),
        "D4 the fit": ("deal", None, 59),
    }


def test_an_approval_of_a_deal_counts_for_the_deals_that_were_asked() -> None:
    found = turns(
        [],
        ["| opportunity | D1 | Approval | 2026-01-11 | 2026-01-15 | fail | 3 |"],
        opportunities="\n".join([DEALS, *(f"| D{at} | 2026-01-01 | open | |" for at in (1, 2))]),
    )
    assert found == {"D1 Approval": ("fail", 4)}


def test_help_is_a_talk_or_something_of_value_by_the_day_of_the_decision() -> None:
    leads = [f"| L{at} | 2026-01-01 | web |" for at in (1, 2, 3, 4)]
    decisions = [f"| lead | L{at} | MQL | | 2026-01-11 | fail | |" for at in (1, 2, 3, 4)]
    touches = [
        "| L1 | 2026-01-11 | mutual | |",
        "| L2 | 2026-01-12 | mutual | |",
        "| L3 | 2026-01-02 | seller | true |",
        "| L4 | 2026-01-02 | seller | |",
    ]
    found = turns(leads, decisions, "is_before_any_help", touches="\n".join([TOUCHES, *touches]))
    assert found == {
        "L1 score": (False,), "L2 score": (True,), "L3 score": (False,), "L4 score": (True,),
    }  # fmt: skip


def test_who_was_turned_away_was_touched_again_within_thirty_days_or_not() -> None:
    leads = [f"| L{at} | 2026-01-01 | web |" for at in (1, 2, 3, 4, 5)]
    decisions = [f"| lead | L{at} | MQL | | 2026-01-11 | fail | |" for at in (1, 2, 3)]
    decisions.append("| lead | L4 | MQL | | 2026-01-31 | fail | |")
    decisions.append("| lead | L5 | MQL | | 2026-01-30 | fail | |")
    touches = [
        "| L1 | 2026-02-10 | seller | |",
        "| L2 | 2026-02-11 | seller | |",
        # On the day itself we told them no; a buyer's own touch is none of ours.
        "| L3 | 2026-01-11 | seller | |",
        "| L3 | 2026-01-12 | buyer | |",
        "| L4 | 2026-02-12 | seller | |",
    ]
    found = turns(leads, decisions, "is_touched_after", touches="\n".join([TOUCHES, *touches]))
    assert found == {
        "L1 score": (True,), "L2 score": (False,), "L3 score": (False,),
        # Turned away twenty-nine days ago: too early.
        "L4 score": (None,), "L5 score": (False,),
    }  # fmt: skip
