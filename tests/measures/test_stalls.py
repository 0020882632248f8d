"""Stalls by METHODS C, from stories to answers: numbers worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from dashboard.engine.database import Database
from dashboard.measures.filters import Filters
from dashboard.measures.registry import Registry
from dashboard.measures.result import Result
from dashboard.measures.run import run
from dashboard.measures.slices import Slices
from tests.facts.stories import told
from tests.facts.test_stall_clock import AS_OF, WORKED
from tests.facts.world import facts
from tests.measures.conftest import CONTEXT, assert_rows

FACTS = ["fct_deals", "fct_deal_silences", "fct_deal_spans", "fct_stage_spells"]


def company(stories: Mapping[str, str], times: int = 10, as_of: str = AS_OF) -> Database:
    """Return the facts of so many deals of each story."""
    many = {f"{deal}-{at}": story for deal, story in stories.items() for at in range(times)}
    return facts(told(many), as_of=as_of, only=FACTS)


def answered(measures: Registry, database: Database, measure: str) -> Result:
    """Answer one measure over these facts."""
    return run(Slices(database), measures[measure], Filters(population="all"), CONTEXT)


def shares(result: Result, **keys: object) -> list[float | None]:
    """Return the values of the rows that have these keys."""
    return [row.value for row in result.rows if keys.items() <= row.keys.items()]


def test_the_worked_onsets(measures) -> None:
    """Each deal ten times: o2, o4, o7 on day 21: .875 x 3/6; o3 on day 31: x 2/3 x 1/2 beside it.

    On day 60 nobody is watched any more.
    """
    result = answered(measures, company(WORKED), "stall_onset_curve")
    by_day = shares(result, threshold="fixed")
    assert by_day[:4] == [0, 0.4375, 0.4375, 0.4375]
    assert by_day[4] == pytest.approx(0.4375 + 0.4375 * 2 / 3 / 2)
    assert by_day[5:] == [None, None]
    row = result.row(threshold="fixed", day=30)
    assert (row.n, row.events) == (80, 30)


def test_any_onset_counts_here(measures) -> None:
    """METHODS decision 6: with a deal touched on day 5 and silent on day 26, by day 30 .5079."""
    stories = {**WORKED, "o9": "2026-03-15 Discovery; +5 buyer"}
    result = answered(measures, company(stories), "stall_onset_curve")
    assert result.row(threshold="fixed", day=30).value == pytest.approx(0.50794, abs=1e-5)
    starts = answered(measures, company(stories), "stall_sensitivity")
    assert starts.row(signs="all", threshold=21).value == pytest.approx(0.38095, abs=1e-5)


def test_without_earlier_deals_the_learned_thresholds_are_21_days(measures) -> None:
    result = answered(measures, company(WORKED), "stall_onset_curve")
    fixed = shares(result, threshold="fixed")
    assert shares(result, threshold="learned") == shares(result, threshold="hazard") == fixed
    assert result.finding == (
        "By day 30, 44 of 100 deals had fallen silent; by the learned thresholds 44."
    )


def test_silent_from_the_start_by_four_thresholds(measures) -> None:
    """At 14 days o2, o4, o5, o6 and o7 had shown no sign; at 21 o2, o4 and o7, at 30 o2 alone.

    By stages alone o1 and o4 speak, on days 12 and 28; at 45 days o3 alone has neither spoken nor
    ended nor been watched for less.
    """
    result = answered(measures, company(WORKED), "stall_sensitivity")
    assert [row.keys["threshold"] for row in result.rows] == [14, 21, 30, 45] * 2
    assert [row.events for row in result.rows] == [50, 30, 10, 0, 60, 50, 30, 10]
    assert result.row(signs="all", threshold=21).value == pytest.approx(0.4375)
    assert result.row(signs="stages", threshold=21).value == pytest.approx(0.875 * 5 / 6)


def test_the_start_at_21_days_is_the_number_of_the_overview(measures) -> None:
    database = company({**WORKED, "o9": "2026-03-15 Discovery; +5 buyer"})
    one = answered(measures, database, "stalled_immediately").row(path_group="all")
    other = answered(measures, database, "stall_sensitivity").row(signs="all", threshold=21)
    assert (one.value, one.low, one.high, one.n, one.events) == (
        other.value, other.low, other.high, other.n, other.events,
    )  # fmt: skip


def test_the_worked_example_by_stage(measures) -> None:
    """Silent at any time: o2, o3, o4, o7, all in Discovery; of the open o2, o5, o6, o2 is now."""
    result = answered(measures, company(WORKED), "stalled_by_stage")
    assert_rows(
        result,
        """
        | order | stage     | statistic | events | n  | value |
        | 0     | all       | ever      | 40     | 80 | 0.5   |
        | 0     | all       | now       | 10     | 30 | 0.333333 |
        | 1     | Discovery | ever      | 40     | 80 | 0.5   |
        | 1     | Discovery | now       | 10     | 30 | 0.333333 |
        | 2     | Proposal  | ever      | 0      | 20 | 0     |
    """,
    )
    assert result.finding == "40 of 80 deals fell silent at some time, 40 of them in Discovery."


def test_where_no_deal_fell_silent_that_is_said(measures) -> None:
    lively = company({"o1": WORKED["o1"], "o8": WORKED["o8"]})
    assert answered(measures, lively, "stalled_by_stage").finding == "No deal fell silent."


def test_o4_was_woken_after_seven_days_and_rescued(measures) -> None:
    """From the onset: o4 woken after 7 days, o7 lost after 4, o3 after 19, o2 silent for 19."""
    result = answered(measures, company(WORKED), "revived_and_rescued")
    assert_rows(
        result,
        """
        | statistic         | events | n  | status    |
        | woken             | 10     | 40 | too early |
        | won_from_silence  | 0      | 40 | too early |
        | lost_from_silence | 20     | 40 | too early |
        | still_silent      | 0      | 40 | too early |
        | rescued           | 10     | 40 | ok        |
        | rescued_amount    | 0      | 40 | ok        |
        | efforts           | 10     | 10 | ok        |
    """,
    )
    assert result.row(statistic="rescued").value == 0.25


def test_what_became_of_silent_deals_ends_at_a_hundred(measures) -> None:
    """Silent from day 21. Woken on day 30 after two calls and won; lost; won in silence; still."""
    stories = {
        "woken": "2026-01-01 Discovery; +22 seller; +29 seller; +30 buyer; +60 Won",
        "lost": "2026-01-01 Discovery; +40 Lost",
        "won": "2026-01-01 Discovery; +45 Won",
        "silent": "2026-01-01 Discovery; +22 seller",
    }
    result = answered(measures, company(stories), "revived_and_rescued")
    ends = ("woken", "won_from_silence", "lost_from_silence", "still_silent")
    assert [result.row(statistic=end).value for end in ends] == [0.25] * 4
    assert [result.row(statistic=end).events for end in ends] == [10] * 4
    effort = result.row(statistic="efforts")
    assert (effort.value, effort.n, effort.details["unit"]) == (2, 10, "count")
    assert result.finding == (
        "10 of 40 silent deals woke within 30 days; of all that woke 10 were won, $0."
    )


def test_few_silent_deals_are_counted(measures) -> None:
    result = answered(measures, company(WORKED, times=1), "revived_and_rescued")
    assert result.row(statistic="woken").value is None
    assert result.finding == (
        "1 of 4 silent deals woke within 30 days; of all that woke 1 was won."
    )


def test_never_moved_is_of_those_old_enough(measures) -> None:
    """Moved, lost after a step, lost without, open without; and one too young to say."""
    stories = {
        "moved": "2026-01-01 Discovery; +50 Proposal",
        "lost after a step": "2026-01-01 Discovery; +50 Proposal; +70 Lost",
        "lost": "2026-01-01 Discovery; +50 Lost",
        "open": "2026-01-01 Discovery; +50 buyer",
        "young": "2026-01-11 Discovery",
    }
    result = answered(measures, company(stories), "never_progressed")
    assert_rows(
        result,
        """
        | state      | events | n  | value |
        | never      | 20     | 40 | 0.5   |
        | never_lost | 10     | 40 | 0.25  |
        | never_open | 10     | 40 | 0.25  |
    """,
    )
    assert result.finding == "20 of 40 deals never moved a step: 10 lost and 10 still open."


@pytest.mark.parametrize(
    "measure",
    ["stall_onset_curve", "stall_sensitivity", "stalled_by_stage", "revived_and_rescued",
     "never_progressed", "fast_created_then_stalled"],
)  # fmt: skip
def test_without_deals_there_is_nothing_to_count(measures, measure) -> None:
    database = facts(
        {"opportunities": "| opportunity_id |"}, as_of=AS_OF, only=[*FACTS, "fct_deal_strata"]
    )
    result = answered(measures, database, measure)
    assert result.status == "too few"
    assert result.finding.startswith(("Nothing to count", "0 of 0"))


FAST = """
| opportunity_id | days_from_request | dim_1 |
| {}a            | 3                 | SMB   |
| {}b            | 20                | SMB   |
| {}c            | 7                 | Large |
| {}d            | 8                 | Large |
| {}e            |                   | Large |
"""
STRATA = """
| opportunity_id | stratum | is_silent_by_day_21 |
| {}a            | SMB     | true                |
| {}b            | SMB     | false               |
| {}c            | Large   | false               |
| {}d            | Large   | false               |
| {}e            | Large   | true                |
"""


def times(number: int, text: str) -> str:
    """Write each row so many times, as deals of their own."""
    head, *rows = text.strip().splitlines()
    return "\n".join([head, *(row.format(at) for at in range(number) for row in rows)])


def test_deals_opened_within_a_week_against_later_ones(measure_case) -> None:
    """Fast: a and c, one of two silent; later: b and d, none; e has no lead before it.

    Two strata are too few to compare like with like.
    """
    given = {"fct_deals": times(20, FAST), "fct_deal_strata": times(20, STRATA)}
    result = measure_case("fast_created_then_stalled", given)
    week = {"component": "within_a_week"}
    fast, later = (result.row(statistic=f"share_{arm}", **week) for arm in ("fast", "later"))
    assert (fast.value, fast.n, later.value, later.n) == (0.5, 40, 0, 40)
    assert result.row(statistic="raw", **week).value == 0.5
    assert result.row(statistic="like_for_like", **week).status == "withheld"
    assert result.row(component="within_a_day", statistic="raw").status == "too few"
    assert result.finding == (
        "100 in 100 opened within a week have their like, in 2 groups: comparison withheld."
    )
    assert result.other_reading.startswith("Raw, 50 in 100 of those opened within a week, 0 of the")


def test_a_few_deals_opened_within_a_week_are_counted(measure_case) -> None:
    given = {"fct_deals": times(1, FAST), "fct_deal_strata": times(1, STRATA)}
    result = measure_case("fast_created_then_stalled", given)
    assert result.finding == "1 of 2 opened within a week fell silent, 0 of 2 later ones."
