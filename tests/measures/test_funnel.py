"""The page Funnel: METHODS A's worked example, and small companies, by the product's own run."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import polars as pl
import pytest

from dashboard.estimators.cure import weibull_cure
from dashboard.estimators.intervals import wilson
from dashboard.measures.estimates import fewer_better
from dashboard.measures.filters import Filters
from dashboard.measures.records import behind
from dashboard.measures.run import run
from dashboard.measures.slices import Slices
from tests.facts.test_leads import DEALS, LEADS, VERDICTS
from tests.facts.world import facts
from tests.measures.conftest import CONTEXT, assert_rows

JANUARY = Filters(start=dt.date(2026, 1, 1), end=dt.date(2026, 1, 1))
SIXTY = dict.fromkeys(("created_to_mql", "created_to_sql", "created_to_deal", "created_to_won"), 60)
APRIL = replace(
    CONTEXT,
    as_of=dt.datetime(2026, 4, 1),
    as_of_date=dt.date(2026, 4, 1),
    lead_horizons=SIXTY,
    horizon_days=60,
    steps=frozenset({"mql", "sql"}),
)
STEPS = APRIL.steps
ONLY = (
    "fct_leads", "fct_lead_days", "fct_lead_again", "fct_lead_spells",
    "cube_lead_steps", "cube_lead_clusters",
)  # fmt: skip


def copied(table: str, times: int) -> str:
    """Write the worked example so many times over: L1, L2 ... become L1, L1-1, L1-2 ..."""
    head, *lines = table.strip().splitlines()
    found = [head]
    for at in range(times):
        copy = f"-{at}" if at else ""
        found += [re.sub(r"\b([LD]\d)\b", rf"\1{copy}", line) for line in lines]
    return "\n".join(found)


@pytest.fixture(scope="module")
def worked():
    """The worked example, once and ten times over."""

    def made(times):
        given = {"leads": LEADS, "gate_decisions": VERDICTS, "opportunities": DEALS}
        tables = {name: copied(text, times) for name, text in given.items()}
        return facts(tables, as_of="2026-04-01", only=ONLY)

    return {times: made(times) for times in (1, 10)}


@pytest.fixture
def asked(worked, measures):
    def ask(measure, times=1, filters=None, context=APRIL):
        return run(Slices(worked[times]), measures[measure], filters or Filters(), context)

    return ask


def test_the_funnel_and_the_lags_of_january(asked):
    """L3 missed the MQL: strict 3 of 4, reached 4 of 4; SQL 3, won 1."""
    found = {
        (row.keys["step"], row.keys["reading"]): row.value
        for row in asked("funnel", filters=JANUARY).rows
    }
    assert [found[step, "strict"] for step in ("lead", "MQL", "SQL", "deal", "won")] == [
        4, 3, 3, 2, 1,
    ]  # fmt: skip
    assert (found["MQL", "reached"], found["SQL", "reached"]) == (4, 3)
    lags = {
        row.keys["step"]: (row.events, row.n)
        for row in asked("stage_lag", filters=JANUARY).rows
        if row.keys["statistic"] == "share_by_30"
    }
    # From MQL to SQL in 30 days: of L1, L2 and L8, L1 after 10 and L8 after 6; L2 took 41.
    assert lags == {
        "created_to_mql": (3, 4),
        "mql_to_sql": (2, 3),
        "sql_to_deal": (2, 2),
        "created_to_won": (0, 4),
    }


def test_january_at_sixty_days_is_counted_and_too_few_for_a_share(asked):
    result = asked("cohort_conversion", filters=JANUARY)
    assert_rows(
        result,
        """
        | row     | column | value | events | n | horizon_days | status  |
        | 2026-01 | mql    |       |      3 | 4 |           60 | too few |
        | 2026-01 | sql    |       |      3 | 4 |           60 | too few |
        | 2026-01 | deal   |       |      2 | 4 |           60 | too few |
        | 2026-01 | won    |       |      1 | 4 |           60 | too few |
    """,
    )
    assert result.finding == "1 of 4 people who came in got to won in 60 days."


def test_january_ten_times_over_has_its_shares(asked):
    # Wilson of 10 in 40: 0.1419 to 0.4019.
    result = asked("cohort_conversion", times=10, filters=JANUARY)
    assert_rows(
        result,
        """
        | column | value | events | n  | status |
        | mql    |  0.75 |     30 | 40 | ok     |
        | sql    |  0.75 |     30 | 40 | ok     |
        | deal   |   0.5 |     20 | 40 | ok     |
        | won    |  0.25 |     10 | 40 | ok     |
    """,
    )
    won = result.row(column="won")
    assert (won.low, won.high) == (pytest.approx(0.1419, abs=1e-4), pytest.approx(0.4019, abs=1e-4))
    assert result.finding == (
        "Of the leads of Jan 2026, 25 % got to won in 60 days (14 % to 40 %)."
    )


def test_months_younger_than_the_horizon_have_counts_and_no_share(asked):
    result = asked("cohort_conversion", times=10)
    young = [row for row in result.rows if row.keys["row"] in ("2026-02", "2026-03")]
    assert {row.status for row in young} == {"too early"}
    assert {row.value for row in young} == {None}
    february = {row.keys["column"]: row.events for row in young if row.keys["row"] == "2026-02"}
    assert february == {"mql": 20, "sql": 10, "deal": 10, "won": 0}
    assert young[0].details["age_days"] == 59


def test_a_month_of_which_some_are_younger_is_read_by_the_curve(measure_case):
    # 20 came in 70 days ago, 5 of them won on day 10; 20 came 40 days ago, 5 won on day 30.
    # At risk on day 10: 40, on day 30: 35. By day 60: 1 - 35/40 x 30/35 = 0.25.
    days = """
        | step | start_month | end_kind | elapsed_days | n  | group_name | record_id |
        | won  | 2026-08-01  | reached  |           10 |  5 | All        |           |
        | won  | 2026-08-01  | censored |           70 | 15 | All        |           |
        | won  | 2026-08-01  | reached  |           30 |  5 | All        |           |
        | won  | 2026-08-01  | censored |           40 | 15 | All        |           |
    """
    measure_case("cohort_conversion", {"chosen_lead_cohorts": with_period(days)}, """
        | row     | column | value | events | n  | status | ages         |
        | 2026-08 | won    |  0.25 |     10 | 40 | ok     | some younger |
    """, lead_horizons=SIXTY)  # fmt: skip


def with_period(table: str) -> str:
    head, *lines = table.strip().splitlines()
    return "\n".join([f"{head} period |", *(f"{line} |" for line in lines)])


EMPTY = {
    "cohort_conversion": "Nothing to count among leads created, all data to 1 Apr 2026.",
    "conversion_maturity": "Nothing to count among leads created, all data to 1 Apr 2026.",
    "recycled_leads": (
        "Nothing to count among leads qualified by marketing, all data to 1 Apr 2026."
    ),
    "fewer_better_leads": (
        "Nothing to count among leads qualified by marketing, all data to 1 Apr 2026."
    ),
    "mql_volume": "Nobody was qualified by marketing in this period.",
}


@pytest.mark.parametrize("measure", EMPTY)
def test_nobody_makes_no_rows(measures, measure):
    database = facts({"leads": "| lead_id | created_at |"}, as_of="2026-04-01", only=ONLY)
    result = run(Slices(database), measures[measure], Filters(), APRIL)
    assert (list(result.rows), result.finding) == ([], EMPTY[measure])


def test_nobody_makes_no_activity(measures):
    database = facts({"leads": "| lead_id | created_at |"}, as_of="2026-04-01", only=ONLY)
    result = run(Slices(database), measures["activity_ratio"], Filters(), APRIL)
    assert (list(result.rows), result.finding) == ([], "Nobody entered a step in this period.")


def test_the_activity_ratio_may_exceed_one(asked):
    result = asked("activity_ratio", times=10)
    found = {
        (row.keys["step"], row.keys["period"].month): (row.value, row.numerator, row.denominator)
        for row in result.rows
        if row.keys["period"].year == 2026
    }
    assert found["mql", 1] == (0.75, 30, 40)
    assert found["mql", 2] == (1.5, 30, 20)
    assert found["mql", 3] == (2.0, 20, 10)
    assert all(row.low is None and row.high is None for row in result.rows)
    assert result.finding == (
        "Mar 2026: MQL entries 20, new leads 10. Different people, so no rate."
    )


def test_few_entries_are_two_counts_and_no_ratio(asked):
    result = asked("activity_ratio", filters=JANUARY)
    january = result.row(step="mql")
    assert (january.value, january.status) == (None, "too few")
    assert (january.details["entries"], january.details["entries_before"]) == (3, 4)
    # Three entered MQL, L1, L3 and L8 SQL: L3 in February.
    assert (result.row(step="sql").numerator, result.row(step="sql").denominator) == (2, 3)


def test_who_enters_twice_in_a_month_is_one_person_and_two_entries(measures):
    verdicts = """
        | entity_id | gate | decided_at | verdict |
        | L1        | MQL  | 2026-02-01 | pass    |
        | L1        | MQL  | 2026-02-20 | pass    |
    """
    given = {"leads": "| lead_id | created_at |\n| L1 | 2026-01-05 |", "gate_decisions": verdicts}
    database = facts(given, as_of="2026-04-01", only=ONLY)
    for measure in ("activity_ratio", "mql_volume"):
        result = run(Slices(database), measures[measure], Filters(), APRIL)
        entered = [row for row in result.rows if row.keys["period"] == dt.date(2026, 2, 1)]
        values = {
            row.keys.get("turn", "all"): (row.numerator or row.value, row.n) for row in entered
        }
        if measure == "activity_ratio":
            assert values == {"all": (2, 1)}
        else:
            assert values == {"first": (1, 1), "again": (1, 0)}


def test_the_volume_counts_first_times_and_returns_apart(asked):
    result = asked("mql_volume")
    found = {(row.keys["turn"], row.keys["period"].month): row.value for row in result.rows}
    assert found == {("first", 1): 3, ("first", 2): 2, ("first", 3): 2, ("again", 2): 1}
    assert result.finding == (
        "7 people were first qualified by marketing, 2 to 3 in a whole month; qualified again, "
        "whenever the first time was: 1."
    )


def test_a_month_still_running_is_in_the_sum_and_in_no_range(asked):
    """March is the smallest month, for a third of it is there."""
    march = replace(APRIL, as_of_date=dt.date(2026, 3, 10))
    result = asked("mql_volume", context=march)
    assert "7 people were first qualified by marketing, 2 to 3 in a whole month" in result.finding
    said = "Mar 2026 is still running: the sentence compares no month with it."
    assert said in result.notes
    ratio = asked("activity_ratio", context=march)
    assert ratio.finding.startswith("Feb 2026, the last whole month: ")
    assert said in ratio.notes
    assert said not in asked("mql_volume").notes


def test_of_the_running_month_alone_no_whole_one_is_said(asked):
    march = replace(APRIL, as_of_date=dt.date(2026, 3, 10))
    only = Filters(dt.date(2026, 3, 1), dt.date(2026, 3, 1))
    result = asked("mql_volume", context=march, filters=only)
    assert "2 to 2 in the running month so far" in result.finding
    assert "Mar 2026 is still running." in result.notes


def test_one_of_seven_came_back_and_was_accepted_then(asked):
    result = asked("recycled_leads", times=10)
    assert_rows(
        result,
        """
        | statistic     | value    | n  | events |
        | entered_again | 0.142857 | 70 |     10 |
        | entries_again | 0.142857 | 70 |     10 |
        | first_turn    | 0.428571 | 70 |     30 |
        | second_turn   |        1 | 10 |     10 |
    """,
    )
    share = wilson(10, 70)
    assert result.row(statistic="entered_again").low == share.low
    assert result.finding == (
        "Of 70 people first qualified in this period 10 came back by now; 10 of 10 of them were "
        "accepted the second time."
    )


def test_entries_after_the_first_count_every_time(measure_case):
    turns = """
        | mql_entries | is_accepted_at_first | is_accepted_again | group_name | n | record_id | period |
        | 1           | true                 | false             | All        | 8 |           |        |
        | 3           | false                | true              | All        | 2 |           |        |
    """  # noqa: E501
    result = measure_case("recycled_leads", {"chosen_lead_qualified": turns}, steps=STEPS)
    again = result.row(statistic="entries_again")
    # Four entries after the first of ten; each of the two came back twice.
    assert (again.value, again.numerator, again.events) == (0.4, 4, 2)


def qualified(*months: tuple[str, int, int]) -> str:
    lines = ["| start_month | end_kind | elapsed_days | n | group_name | record_id | period |"]
    for month, people, won in months:
        lines.append(f"| {month}-01 | reached  | 20  | {won} | All | | |")
        lines.append(f"| {month}-01 | censored | 200 | {people - won} | All | | |")
    return "\n".join(lines)


def months(people: tuple[int, int], won: tuple[int, int]) -> str:
    before = [(f"2025-0{at}", people[0], won[0]) for at in (1, 2, 3, 4)]
    return qualified(*before, *((f"2025-0{at}", people[1], won[1]) for at in (5, 6, 7, 8)))


def test_fewer_leads_of_which_more_are_won_are_said_so(measure_case):
    given = {"chosen_lead_qualified": months(people=(100, 50), won=(2, 6))}
    result = measure_case("fewer_better_leads", given, steps=STEPS)
    assert result.finding == ("Fewer leads, a larger share won: 8 of 400, then 24 of 200.")
    assert result.other_reading.endswith("wins: more wins (8, then 24).")
    january = [row for row in result.rows if row.keys["period"] == dt.date(2025, 1, 1)]
    assert [(row.keys["statistic"], row.value, row.n, row.events) for row in january] == [
        ("qualified", 100, 100, 100),
        ("won_share", 0.02, 100, 2),
        ("wins", 2, 100, 2),
    ]


def test_a_change_that_could_be_luck_claims_nothing(measure_case):
    given = {"chosen_lead_qualified": months(people=(100, 98), won=(2, 3))}
    result = measure_case("fewer_better_leads", given, steps=STEPS)
    assert result.finding == (
        "No clear change in the share won: 8 of 400, then 12 of 392; "
        "no clear change in the number of leads."
    )


def test_three_old_months_are_too_few_to_compare(measure_case):
    given = {"chosen_lead_qualified": qualified(*((f"2025-0{at}", 50, 2) for at in (1, 2, 3)))}
    result = measure_case("fewer_better_leads", given, steps=STEPS)
    assert result.finding == (
        "Too few to compare yet: it takes 4 months old enough, ten people in each half."
    )


def test_a_young_month_is_counted_and_not_read(measure_case):
    result = measure_case("fewer_better_leads", {"chosen_lead_qualified": """
        | start_month | end_kind | elapsed_days | n  | group_name | record_id | period |
        | 2026-09-01  | reached  |            5 |  4 | All        |           |        |
        | 2026-09-01  | censored |           30 | 40 | All        |           |        |
    """}, steps=STEPS)  # fmt: skip
    assert [(row.value, row.n, row.events, row.status) for row in result.rows] == [
        (44, 44, 44, "ok"),
        (None, 44, 4, "too early"),
        (None, 44, 4, "too early"),
    ]


def test_the_change_of_a_month_is_judged_by_how_months_differ():
    # Means 10 and 16, variances 1 and 1 but chance alone has 10 and 16: error sqrt(26 / 3).
    change = fewer_better.monthly_difference((9, 10, 11), (15, 16, 17))
    assert change.value == 6
    freedom = (26 / 3) ** 2 / ((10 / 3) ** 2 / 2 + (16 / 3) ** 2 / 2)
    assert change.low == pytest.approx(6 - fewer_better.student(freedom) * (26 / 3) ** 0.5)
    assert fewer_better.monthly_difference((0, 0), (0, 0)).low is None


@pytest.mark.parametrize(("freedom", "reach"), [(2, 4.303), (4, 2.776), (10, 2.228), (120, 1.980)])
def test_few_months_widen_the_range_as_student_says(freedom, reach):
    assert fewer_better.student(freedom) == pytest.approx(reach, rel=0.01)


def cohorts(*spells: tuple[str, str, int, int]) -> str:
    lines = [
        "| step | start_month | end_kind | elapsed_days | n | group_name | record_id | period |"
    ]
    for month, kind, days, n in spells:
        lines.append(f"| won | {month}-01 | {kind} | {days} | {n} | All | | |")
    return "\n".join(lines)


def test_the_end_is_told_where_the_model_may_be_used(measure_case):
    lags = {5: 10, 15: 18, 25: 16, 40: 12, 60: 6, 90: 2}
    spells = [("2025-06", "reached", day, n) for day, n in lags.items()]
    spells += [("2025-06", "censored", 500, 900), ("2026-10", "censored", 10, 400)]
    result = measure_case("conversion_maturity", {"chosen_lead_cohorts": cohorts(*spells)})
    days, counts = [each[2] for each in spells], [each[3] for each in spells]
    cure = weibull_cure(days, [each[1] == "reached" for each in spells], counts)
    ultimate = result.row(row="all", column="ultimate")
    assert (ultimate.value, ultimate.low, ultimate.high) == (
        cure.ultimate.value, cure.ultimate.low, cure.ultimate.high,
    )  # fmt: skip
    # 64 of 964 of the old month, and the old month is ripe.
    assert result.row(row="2025-06", column="so_far").value == pytest.approx(64 / 964)
    assert result.row(row="2025-06", column="maturity").value == pytest.approx(1, abs=1e-3)
    young = result.row(row="2026-10", column="maturity")
    assert young.value == pytest.approx(cure.maturity(10))
    assert result.row(row="2026-10", column="so_far").status == "too early"
    assert result.finding.startswith("64 of 1,364 leads are won so far; in the end 6.")


def test_under_fifty_wins_say_what_there_is_and_what_it_takes(measure_case):
    spells = (("2025-06", "reached", 20, 40), ("2025-06", "censored", 400, 500))
    result = measure_case("conversion_maturity", {"chosen_lead_cohorts": cohorts(*spells)})
    ultimate = result.row(row="all", column="ultimate")
    assert (ultimate.value, ultimate.status, ultimate.events) == (None, "too few", 40)
    assert result.finding == (
        "40 won, watched for up to 400 days; it takes 50, and twice the usual time."
    )


DEALS_CLOSED = """
    | opportunity_id | outcome | amount_at_creation |
    | w1             | won     |                 10 |
    | w2             | won     |                 10 |
    | w3             | won     |                 10 |
    | w4             | won     |                 10 |
    | w5             | won     |                    |
    | l1             | lost    |                 20 |
    | l2             | lost    |                 20 |
    | l3             | lost    |                 20 |
    | l4             | lost    |                 20 |
    | l5             | lost    |                 20 |
    | l6             | lost    |                 20 |
    | l7             | lost    |                 20 |
    | l8             | lost    |                 20 |
    | o1             | open    |               9000 |
"""


def test_the_win_rate_of_money_takes_the_amount_at_creation(measure_case):
    # Money 40 of 200; Kish: 200^2 / (4 x 10^2 + 8 x 20^2) = 11.11 equal deals.
    result = measure_case("win_rate_by_value", {"fct_deals": DEALS_CLOSED}, """
        | statistic | value    | numerator | denominator | n  | events |
        | deals     | 0.384615 |         5 |          13 | 13 |      5 |
        | amount    |      0.2 |        40 |         200 | 12 |      4 |
    """)  # fmt: skip
    share = wilson(40, 200, n_effective=40_000 / 3_600)
    assert result.row(statistic="amount").low == pytest.approx(share.low)
    assert "1 of 13 deals have no amount in USD and count without money." in result.notes


def test_no_other_amount_stands_in_for_that_at_creation(measure_case):
    supplied = {("opportunities", "amount"): 9, ("opportunities", "opportunity_id"): 9}
    result = measure_case("win_rate_by_value", {"fct_deals": DEALS_CLOSED}, supplied=supplied)
    assert result.status == "not computable"


def test_one_deal_has_counts_and_no_rate(measure_case):
    one = "| opportunity_id | outcome | amount_at_creation |\n| w1 | won | 10 |"
    measure_case("win_rate_by_value", {"fct_deals": one}, """
        | statistic | value | n | status  |
        | deals     |       | 1 | too few |
        | amount    |       | 1 | too few |
    """)  # fmt: skip


@pytest.mark.parametrize(
    ("measure", "mark", "people"),
    [
        ("cohort_conversion", {"row": "2026-01", "column": "won"}, {"L1"}),
        ("activity_ratio", {"step": "mql", "period": "2026-02"}, {"L2", "L4", "L5"}),
        ("mql_volume", {"turn": "again", "period": "2026-02"}, {"L2"}),
        ("recycled_leads", {"statistic": "second_turn"}, {"L2"}),
        ("fewer_better_leads", {"statistic": "won_share", "period": "2026-01"}, {"L1", "L8"}),
        ("conversion_maturity", {"row": "2025-12", "column": "so_far"}, {"L8"}),
    ],
)
def test_each_mark_opens_its_people(worked, measures, measure, mark, people):
    slices = Slices(worked[1], "records")
    found = behind(slices, measures[measure], Filters(), APRIL, mark)
    assert set(found.frame["record_id"]) == people
    assert isinstance(found.frame, pl.DataFrame)
