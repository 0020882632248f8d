"""Which sentence holds, and which warnings stand beside it."""

from __future__ import annotations

import datetime as dt

import pytest

from dashboard.measures.filters import Dimension, Filters
from dashboard.measures.registry import parse
from dashboard.measures.result import Row
from dashboard.measures.sentences import difference_of, written

COMPARED = """/*
title = "Two ways"
question = "Do the two ways differ?"
definition = "Won, of those created, by path."
unit = "share"
school = "both"
shape = "breakdown"
dated_by = "deal_created"
records = "deals"
input = "ratio"
keys = ["path_group"]
other_reading = "{no_gate.n:count} deals passed no gate."
next_step = "Look at {population}."
[finding]
clear = "{through_every_gate.value:in100} against {no_gate.value:in100} in 100."
luck = "No clear difference: {through_every_gate.value:in100} and {no_gate.value:in100} in 100."
too_few = "{through_every_gate.events:count} of {through_every_gate.n:count}."
compare = ["through_every_gate", "no_gate"]
[estimator]
name = "share"
*/
select
    path_group,
    period,
    group_name,
    opportunity_id as record_id,
    cluster_id,
    1 as n,
    case when outcome = 'won' then 1 else 0 end as numerator,
    1 as denominator
from chosen_deals_created
where path_group in ('through_every_gate', 'no_gate')
"""


def deals(passed, passed_won, outside, outside_won):
    """Write deals of the two ways, each with its own account."""
    lines = ["| opportunity_id | account_id | path_class | outcome |"]
    for path, number, won in (("in_flow", passed, passed_won), ("bypassed", outside, outside_won)):
        for at in range(number):
            outcome = "won" if at < won else "lost"
            lines.append(f"| {path}{at} | {path}{at} | {path} | {outcome} |")
    return {"fct_deals": "\n".join(lines)}


@pytest.mark.parametrize(
    ("numbers", "finding"),
    [
        ((100, 60, 100, 20), "60 against 20 in 100."),
        ((100, 30, 100, 34), "No clear difference: 30 and 34 in 100."),
        ((100, 60, 20, 2), "No clear difference: 60 and 10 in 100."),
        ((6, 3, 100, 20), "3 of 6."),
        ((100, 60, 0, 0), "60 of 100."),
    ],
)
def test_a_direction_is_claimed_beyond_luck_and_from_thirty_on(measure_case, numbers, finding):
    result = measure_case(parse("two_ways", COMPARED), deals(*numbers))
    assert result.finding == finding


def test_other_reading_and_next_step_are_filled_too(measure_case):
    result = measure_case(parse("two_ways", COMPARED), deals(40, 10, 50, 10))
    assert result.other_reading == "50 deals passed no gate."
    assert result.next_step == "Look at deals created, all data to 23 Oct 2026."


def test_the_difference_is_newcombes():
    """Newcombe (1998): 56/70 - 48/80 is .0524 to .3339."""
    first = Row({}, 0.8, 0.6918, 0.8769, 70, 56)
    second = Row({}, 0.6, 0.4906, 0.7006, 80, 48)
    assert difference_of(first, second) == pytest.approx((0.0524, 0.3339), abs=5e-4)


def test_between_ten_and_thirty_there_is_a_warning(measure_case):
    result = measure_case(parse("two_ways", COMPARED), deals(100, 60, 20, 2))
    assert "Rows with fewer than 30 records are too few to rank or to compare." in result.notes


@pytest.fixture
def people():
    """A hundred people who came in, ten won."""
    return {
        "chosen_lead_counts": """
            | clock          | record_id | end_kind | n  | period | group_name |
            |----------------+-----------+----------+----+--------+------------|
            | created_to_won |           | won      | 10 |        | All        |
            | created_to_won |           | censored | 90 |        | All        |
        """
    }


def test_a_young_period_is_told_to_be_young(measure_case, people):
    result = measure_case("lead_to_won_conversion", people)
    assert any(note.startswith("Too early for those since 26 Apr 2026") for note in result.notes)


def test_an_old_period_is_not(measure_case, people):
    old = Filters(start=dt.date(2025, 1, 1), end=dt.date(2025, 6, 1))
    result = measure_case("lead_to_won_conversion", people, filters=old)
    assert not any("Too early" in note for note in result.notes)


def test_the_design_effect_of_leads_comes_from_the_build(measure_case, people):
    alone = measure_case("lead_to_won_conversion", people).rows[0]
    assert (alone.low, alone.high) == pytest.approx((0.0552, 0.1744), abs=1e-4)


def test_people_of_one_account_widen_the_luck_of_a_cube(measure_case, people):
    effects = {"lead_to_won_conversion": 4.0}
    row = measure_case("lead_to_won_conversion", people, design_effects=effects).rows[0]
    assert row.value == 0.1
    assert (row.low, row.high) == pytest.approx((0.0315, 0.2750), abs=1e-4)


def test_without_a_type_map_every_deal_is_new_business_and_that_is_said(measure_case):
    result = measure_case("win_rate", deals(40, 10, 0, 0), has_type_map=False)
    assert any("every deal counts as new business" in note for note in result.notes)


def test_a_shifted_period_says_so(measure_case):
    verdicts = """
        | record_id | gate | decided_date | age_days | elapsed_days | end_kind |
        | v1/MQL/1  | MQL  | 2025-01-05   |      500 |          500 | censored |
    """
    result = measure_case("good_catches", {"fct_verdict_spells": verdicts})
    assert any("12 months earlier" in note for note in result.notes)
    assert (len(result.rows), result.status) == (1, "ok")


def test_a_slice_that_lacks_a_dimension_is_never_read_past_the_access_rule(measure_case):
    """People carry no dimension of deals: the answer is refused, not shown without the limit."""
    product = Dimension("dim_1", "product", "Product", "opportunities")
    limited = Filters(where={"product": ("A",)})
    result = measure_case("funnel", {}, filters=limited, dimensions=(product,))
    assert (result.status, result.rows) == ("not computable", ())
    assert result.finding == "This cannot be filtered by Product."


@pytest.mark.parametrize(
    ("won", "sentence"),
    [
        (1, "1 win was late, 1 of 40 and 40 in 100."),
        (2, "2 wins were late, 2 of 40 and 40 in 100."),
    ],
)
def test_a_count_of_one_has_a_noun_and_a_verb_for_one(context, won, sentence):
    measure = parse("two_ways", COMPARED)
    keys = {"path_group": "no_gate"}
    row = Row(keys, 0.4, None, None, 40, won, float(won), 40.0)
    template = (
        "{no_gate.events:count} wins were late, {no_gate.events:count} of {no_gate.n:count}"
        " and {no_gate.value:in100} in 100."
    )
    asked = measure.model_copy(update={"other_reading": template})
    assert written(asked, [row], "deals", context).other_reading == sentence
