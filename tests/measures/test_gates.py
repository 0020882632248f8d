"""Which gates there are, what they say and ask, and where it rubs: worked by hand."""

from __future__ import annotations

import pytest

from dashboard.config import Config
from dashboard.config.models import Gate
from dashboard.measures.filters import Filters
from dashboard.measures.records import behind
from dashboard.measures.slices import Slices
from tests.measures.conftest import CONTEXT

HEAD = (
    "| about | record_id | gate | position | is_declared | verdict | decided_by | end_kind "
    "| elapsed_days | required_fields | is_waiting | is_before_any_help | is_touched_after "
    "| came_date | came_month |"
)
CAME = "2026-05-01 | 2026-05-01 |"


def turns(*rows: str) -> dict[str, str]:
    return {"fct_gate_turns": "\n".join([HEAD, *(f"{row} {CAME}" for row in rows)])}


def decided(at, gate="score | 1", says="pass", team="marketing", days=3, fields="", rest="false |"):
    """Write the turn of one person who was decided."""
    person = f"| lead | p{at} | {gate} | true | {says} | {team} | decided"
    return f"{person} | {days} | {fields} | false | {rest} |"


def undecided(at, days, waiting, gate="score | 1"):
    return f"| lead | p{at} | {gate} | true | | | censored | {days} | | {waiting} | | |"


# Twenty came: ten passed after 2 days, five were turned away after 6, one was waived, three were
# never decided and one is still waiting.
TWENTY = turns(
    *(decided(at, days=2, fields=3) for at in range(10)),
    *(decided(at, says="fail", days=6, fields=9, rest="true | true") for at in range(10, 13)),
    *(decided(at, says="fail", days=6, team="sales", rest="true | false") for at in (13, 14)),
    decided(15, says="waived", team="", days=""),
    *(undecided(at, 90, "false") for at in (16, 17, 18)),
    undecided(19, 5, "true"),
)


def shown(result, **keys):
    row = result.row(**keys)
    return (row.value, row.events, row.n)


def test_every_one_who_came_is_in_one_part_of_what_the_gate_said(measure_case):
    result = measure_case("gate_inventory", TWENTY)
    told = {
        name: shown(result, statistic=name)
        for name in ("came", "pass", "fail", "waived", "never_decided", "waiting")
    }
    assert told == {
        "came": (20, 20, 20),
        "pass": (0.5, 10, 20),
        "fail": (0.25, 5, 20),
        "waived": (0.05, 1, 20),
        "never_decided": (0.15, 3, 20),
        "waiting": (0.05, 1, 20),
    }


def test_half_are_decided_when_the_undecided_are_counted_too(measure_case):
    """Of 19 with known days 10 were decided by day 2: more than half."""
    result = measure_case("gate_inventory", TWENTY)
    assert shown(result, statistic="half_decided") == (2, 15, 19)


def test_what_was_asked_who_decided_and_before_what(measure_case):
    result = measure_case("gate_inventory", TWENTY)
    assert shown(result, statistic="fields_asked") == (9, 13, 13)
    assert shown(result, statistic="no_owner") == (1 / 16, 1, 16)
    assert shown(result, statistic="before_any_help") == (5 / 16, 5, 16)
    assert result.row(statistic="came").details["owner"] == "marketing"


def test_the_inventory_is_said_by_the_names_of_the_gates(measure_case):
    two = turns(
        *(decided(at, days=2) for at in range(30)),
        *(decided(at, "accepted by sales | 2", days=11) for at in range(30)),
    )
    result = measure_case("gate_inventory", two)
    assert result.finding == (
        "2 gates: score and accepted by sales. At accepted by sales half were decided within 11 "
        "days, the slowest."
    )
    few = measure_case("gate_inventory", turns(decided(1)))
    assert few.finding == (
        "1 gate: score. Too few came to them to say how long they take."
    )  # fmt: skip


def test_a_gate_without_owner_or_config_is_told_and_so_is_one_to_which_nobody_came(measure_case):
    rows = turns(
        decided(1, team=""),
        "| lead | p2 | Budget form | 1000 | false | pass | sales | decided | 1 | | false | | |",
    )
    asked = Config(
        gate=(Gate(name="score"), Gate(name="SQL", label="accepted", decided_by="sales"))
    )
    result = measure_case("gate_inventory", rows, config=asked)
    assert shown(result, gate="accepted", statistic="came") == (0, 0, 0)
    for said in (
        "No team is recorded as deciding at: score.",
        "Found in the decisions and not declared: Budget form.",
        "Declared, and nobody came to it: accepted.",
    ):
        assert said in result.notes


def test_what_came_before_a_decision_is_unknown_without_contacts(measure_case):
    supplied = {("gate_decisions", "decided_at"): 20}
    result = measure_case("gate_inventory", TWENTY, supplied=supplied)
    assert result.row(statistic="before_any_help") is None
    assert any("Contacts with buyers are not exported" in note for note in result.notes)


def test_a_gate_on_deals_opens_deals(database, measures, measure_case):
    rows = turns(
        "| deal | d1 | Proposal | 3 | true | pass | sales | decided | 9 | | false | | |",
        decided(1),
    )
    deals = "| opportunity_id | account_name | outcome |\n| d1 | Arden | open |"
    measure_case("gate_inventory", rows | {"fct_deals": deals})
    found = behind(
        Slices(database, "records"),
        measures["gate_inventory"],
        Filters(),
        CONTEXT,
        {"gate": "Proposal", "statistic": "pass"},
    )
    assert (found.kind, found.n) == ("deals", 1)
    assert found.frame["account_name"].to_list() == ["Arden"]


def test_deals_of_existing_customers_count_where_they_are_asked_for(measure_case):
    head = HEAD.replace("| gate |", "| gate | is_new_business |")
    row = f"| deal | d1 | Proposal | false | 3 | true | pass | sales | decided | 9 | | | | | {CAME}"
    rows = {"fct_gate_turns": f"{head}\n{row}"}
    assert not measure_case("gate_inventory", rows).rows
    everybody = measure_case("gate_inventory", rows, filters=Filters(population="all"))
    assert everybody.row(statistic="came").value == 1


# Friction at the same gate: five refusals, three of them by marketing; of the five, three heard
# from us again.
SAID = {
    "waits": "half decided within 2 days",
    "asked": "up to 9 fields; 31 in 100 decided before any help",
    "refuses": "marketing, 3 of 5 refusals",
    "afterwards": "3 of 5 heard from us within 30 days",
}


def test_each_question_of_a_gate_has_its_answer(measure_case):
    result = measure_case("friction_map", TWENTY)
    assert {row.keys["friction"]: row.details["said"] for row in result.rows} == SAID
    assert shown(result, friction="refuses") == (None, 3, 5)
    assert shown(result, friction="afterwards") == (None, 3, 5)
    assert shown(result, friction="asked") == (5 / 16, 5, 16)


def test_what_the_records_do_not_answer_is_said(measure_case):
    supplied = {("gate_decisions", "decided_at"): 20}
    result = measure_case("friction_map", TWENTY, supplied=supplied)
    said = {row.keys["friction"]: row.details["said"] for row in result.rows}
    assert said["asked"] == "up to 9 fields"
    assert said["afterwards"] == "your records do not say"
    assert shown(result, friction="afterwards") == (None, 0, 0)
    nameless = measure_case("friction_map", turns(decided(1, says="fail", team="")))
    assert nameless.row(friction="refuses").details["said"] == "your records do not say"
    nobody = measure_case("friction_map", turns(decided(1)))
    assert nobody.row(friction="refuses").details["said"] == "nobody was turned away"


@pytest.mark.parametrize(("days", "said"), [(40, "fewer than half decided so far"), (8, "half")])
def test_a_wait_that_half_have_not_ended_is_said_so(measure_case, days, said):
    """Six of twelve decided on day 8 is one half; on day 40, ten were watched too briefly."""
    rows = [decided(at, days=days) for at in range(6 if days == 8 else 2)]
    rows += [undecided(at, 35, "false") for at in range(20, 26 if days == 8 else 30)]
    row = measure_case("friction_map", turns(*rows)).row(friction="waits")
    assert str(row.details["said"]).startswith(said)


def test_the_longest_wait_and_the_gate_that_decides_unheard_are_named(measure_case):
    rows = turns(
        *(decided(at, days=2, rest="true | ") for at in range(40)),
        *(decided(at, "accepted by sales | 2", days=11) for at in range(40)),
    )
    result = measure_case("friction_map", rows)
    assert result.finding == (
        "Slowest to decide is accepted by sales: half decided within 11 days. Of 100 at "
        "score, 100 are decided before any help."
    )


def test_a_gate_that_leaves_half_undecided_is_the_longest_wait(measure_case):
    rows = turns(
        *(decided(at, days=2, rest="true | ") for at in range(10)),
        *(undecided(at, 90, "false") for at in range(10, 40)),
        *(decided(at, "accepted by sales | 2", days=11) for at in range(40)),
    )
    assert measure_case("friction_map", rows).finding == (
        "Slowest to decide is score: fewer than half decided so far. Of 100 at score, 100 "
        "are decided before any help."
    )
    assert measure_case("gate_inventory", rows).finding == (
        "2 gates: score and accepted by sales. At score fewer than half were decided so far. At "
        "accepted by sales half were decided within 11 days."
    )


def test_a_team_that_alone_says_no_is_said_so(measure_case):
    rows = turns(*(decided(at, says="fail") for at in range(3)))
    said = measure_case("friction_map", rows).row(friction="refuses").details["said"]
    assert said == "marketing alone"
