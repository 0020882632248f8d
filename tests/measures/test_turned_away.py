"""People turned away, what they or others of their companies bought, and what came of the rest."""

from __future__ import annotations

import pytest

from dashboard.config.models import Assumptions, Config
from dashboard.measures.filters import Filters

SPELLS = "| record_id | person_id | gate | start_month | decided_date | age_days | end_kind |"
WINS = "| record_id | opportunity_id | how | amount_at_close | lag_days | won_days | is_its_own |"
KNOWN = "| record_id | account_id | stratum |"
WINDOWS = "| start_month | stratum | others | others_won | others_with_deal |"


def given(spells, wins=(), known=(), windows=()):
    return {
        "fct_verdict_spells": "\n".join([SPELLS, *spells]),
        "fct_turned_away_wins": "\n".join([WINS, *wins]),
        "fct_verdict_accounts": "\n".join([KNOWN, *known]),
        "fct_account_windows": "\n".join([WINDOWS, *windows]),
    }


def spell(record, age=516):
    return f"| {record} | {record} | MQL | 2025-01-01 | 2025-01-01 | {age} | censored |"


def worked_example(copies):
    """Write METHODS E1 so many times: eight people, of whom R8 was turned away 20 days ago."""
    spells, wins = [], []
    for at in range(copies):
        spells += [spell(f"R{number}_{at}", 20 if number == 8 else 516) for number in range(1, 9)]
        wins += [
            f"| R1_{at} | own{at}       | person  | 20 |  40 |  59 | true  |",
            f"| R2_{at} | colleague{at} | account | 50 | 100 | 120 | true  |",
            f"| R4_{at} | account{at}   | account | 10 |  30 |  50 | true  |",
            f"| R5_{at} | account{at}   | account | 10 |  30 |  50 | false |",
        ]
    return given(spells, wins)


def shown(result, statistic):
    row = result.row(statistic=statistic)
    return (row.value, row.events, row.n)


def test_four_people_three_deals_80_in_money(measure_case):
    """METHODS E1: of them one deal, 20, with the same person."""
    result = measure_case("turned_away_accounts", worked_example(1))
    assert shown(result, "leads") == (4, 4, 8)
    assert shown(result, "deals") == (3, 3, 8)
    assert shown(result, "amount") == (80, 3, 8)
    assert shown(result, "person_deals") == (1, 1, 8)
    assert shown(result, "person_amount") == (20, 1, 8)
    assert shown(result, "account_deals") == (2, 2, 8)
    assert shown(result, "account_amount") == (60, 2, 8)
    assert result.finding == (
        "After 4 of 8 refusals the person or the company bought: 3 deals, $80; too few companies "
        "to set beside their like."
    )


def test_half_of_the_deals_were_created_within_40_days(measure_case):
    assert shown(measure_case("turned_away_accounts", worked_example(1)), "lag_to_deal") == (
        None, 3, 3,
    )  # fmt: skip
    assert shown(measure_case("turned_away_accounts", worked_example(4)), "lag_to_deal") == (
        40, 12, 12,
    )  # fmt: skip


def test_the_young_are_followed_for_the_days_they_had(measure_case):
    """Four of eight won by day 365; the one of 20 days leaves before the first win: 4 of 7."""
    result = measure_case("turned_away_accounts", worked_example(4))
    value, events, n = shown(result, "won_in_a_year")
    assert value == pytest.approx(4 / 7)
    assert (events, n) == (16, 32)


# Large companies: 6 of 20 won with a colleague, 10 of 50 of those that nobody judged, so 4 anyway.
# Small: 2 of 40, and 1 of 100, so 0.4. Together 8, 4.4 and 3.6 more.
KINDS = (("large", 20, 6), ("small", 40, 2))


def two_kinds(windows):
    spells, wins, known = [], [], []
    for kind, companies, won in KINDS:
        for at in range(companies):
            record = f"{kind}{at}"
            spells.append(spell(record))
            known.append(f"| {record} | a_{record} | {kind} |")
            if at < won:
                wins.append(f"| {record} | d_{record} | account | 5 | 9 | 20 | true |")
    return given(spells, wins, known, windows)


OTHERS = ["| 2025-01-01 | large | 50 | 10 | 20 |", "| 2025-01-01 | small | 100 | 1 | 20 |"]


def test_what_companies_of_their_kind_win_anyway_is_taken_off(measure_case):
    result = measure_case("turned_away_accounts", two_kinds(OTHERS))
    row = result.row(statistic="excess")
    assert (row.n, row.events, row.grade) == (60, 8, "adjusted")
    assert row.details["expected"] == pytest.approx(4.4)
    assert row.value == pytest.approx(3.6)
    assert row.low < 0 < row.high
    assert result.finding == (
        "Of 60 companies with somebody turned away, 8 won a deal with somebody else in a year; of "
        "as many that nobody judged, 4: could be luck."
    )


def test_far_more_wins_than_their_like_are_no_luck(measure_case):
    none = [row.replace("| 10 |", "| 0 |").replace("| 1 |", "| 0 |") for row in OTHERS]
    result = measure_case("turned_away_accounts", two_kinds(none))
    assert result.row(statistic="excess").low > 0
    assert result.finding.endswith("of as many that nobody judged, 0.")


def test_a_company_in_several_months_weighs_as_one(measure_case):
    """The same hundred companies seen in two months are not two hundred: the range stays wide."""
    once = measure_case("turned_away_accounts", two_kinds(OTHERS)).row(statistic="excess")
    spells = two_kinds(OTHERS)
    early = spells["fct_verdict_spells"].replace(
        "| large1 | large1 | MQL | 2025-01-01 |", "| large1 | large1 | MQL | 2024-12-01 |"
    )
    more = [*OTHERS, OTHERS[0].replace("2025-01-01", "2024-12-01")]
    twice = measure_case(
        "turned_away_accounts",
        two_kinds(more) | {"fct_verdict_spells": early},
    ).row(statistic="excess")
    assert twice.value == pytest.approx(once.value)
    assert twice.high - twice.low > once.high - once.low
    assert twice.details["others"] == 150


def test_a_company_with_two_people_turned_away_counts_once(measure_case):
    spells = [spell(f"p{at}") for at in range(24)]
    known = [f"| p{at} | a{at // 2} | large |" for at in range(24)]
    result = measure_case("turned_away_accounts", given(spells, (), known, OTHERS))
    row = result.row(statistic="excess")
    assert (row.n, row.value) == (12, pytest.approx(-12 * 0.2))


@pytest.mark.parametrize(
    ("windows", "status", "why"),
    [
        (OTHERS, "ok", ""),
        (["| 2025-01-01 | large | 20 | 1 | 2 |"], "too few", ""),
        ([], "too few", ""),
        (
            ["| 2025-01-01 | large | 50 | 9 | 41 |"], "withheld",
            "Of 50 companies that nobody judged 41 have a deal: they say nothing of the rest.",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_set_beside_anything_is_not(measure_case, windows, status, why):
    row = measure_case("turned_away_accounts", two_kinds(windows)).row(statistic="excess")
    assert (row.status, row.details["why"]) == (status, why)
    assert (row.value is None) == (status != "ok")


def test_nothing_is_taken_off_where_few_people_have_a_company(measure_case):
    facts = two_kinds(OTHERS)
    nameless = [spell(f"nobody{at}") for at in range(61)]
    facts["fct_verdict_spells"] = "\n".join([facts["fct_verdict_spells"], *nameless])
    result = measure_case("turned_away_accounts", facts)
    assert result.row(statistic="excess").status == "withheld"
    assert result.finding == (
        "After 8 of 121 refusals the person or the company bought: 8 deals, $40. The company is "
        "known for 60 people: too few to set beside others."
    )


def test_turned_away_and_won_tells_team_delay_and_the_way_back(measure_case):
    deals = """
        | opportunity_id | outcome | path_class      | source_family | amount_at_close | account_name | last_fail_by | last_fail_reason | last_fail_date | created_date | closed_date | closed_month | is_turned_away_first |
        | d1             | won     | rejected_before | partner       |             640 | Birch        | sales        | too small        | 2026-02-11     | 2026-03-13   | 2026-05-01  | 2026-05-01   | true                 |
        | d2             | won     | returned        | inbound       |             120 | Osprey       | marketing    | no budget        | 2026-01-01     | 2026-01-11   | 2026-05-01  | 2026-05-01   | true                 |
        | d3             | won     | skipped         | inbound       |              10 | Tern         |              |                  | 2026-01-01     | 2026-01-02   | 2026-05-01  | 2026-05-01   | true                 |
    """  # noqa: E501
    measure_case(
        "turned_away_ledger",
        {"fct_deals": deals},
        """
        | account_name | amount | reason    | team      | turned_away_date | days_until_deal | came_back_by  |
        | Birch        |    640 | too small | sales     | 2026-02-11       |              30 | by_partner    |
        | Osprey       |    120 | no budget | marketing | 2026-01-01       |              10 | by_passing    |
        | Tern         |     10 |           |           | 2026-01-01       |               1 | by_some_gates |
        """,  # noqa: E501
    )


CATCHES = """
    | record_id | lead_id | account_name | gate | reason | decided_by | decided_date | start_month | next_deal_date | ended_as    | minutes | untimed_touches | age_days | end_kind | elapsed_days |
    | v1        | l1      | Umber        | MQL  | small  | marketing  | 2025-02-01   | 2025-02-01  | 2025-03-03     | no decision |      90 |               5 |      500 | censored |          500 |
    | v2        | l2      |              | MQL  | small  | sales      | 2025-02-01   | 2025-02-01  |                | stayed_away |       0 |               1 |      500 | censored |          500 |
    | v3        | l3      | Won          | MQL  | small  | sales      | 2025-02-01   | 2025-02-01  | 2025-03-03     | won         |     900 |               0 |      500 | won      |           60 |
    | v4        | l4      | Young        | MQL  | small  | sales      | 2026-02-01   | 2026-02-01  |                | stayed_away |     900 |               0 |      200 | censored |          200 |
"""  # noqa: E501


def test_turned_away_and_held_tells_the_same_and_the_hours_given_all_the_same(measure_case):
    """90 minutes and 5 touches of 12 are 2.5 hours; the largest stand first."""
    result = measure_case(
        "good_catches",
        {"fct_verdict_spells": CATCHES},
        """
        | lead_id | account_name | hours | reason | team      | turned_away_date | days_until_deal | ended_as    |
        | l1      | Umber        |   2.5 | small  | marketing | 2025-02-01       |              30 | no decision |
        | l2      |              |   0.2 | small  | sales     | 2025-02-01       |                 | stayed_away |
        """,  # noqa: E501
    )
    assert result.rows.total().value == pytest.approx(2.7)


def test_hours_follow_what_a_touch_is_assumed_to_take(measure_case):
    longer = Config(assumptions=Assumptions(minutes_per_touch=30.0))
    by_config = measure_case("good_catches", {"fct_verdict_spells": CATCHES}, config=longer)
    by_reader = measure_case(
        "good_catches",
        {"fct_verdict_spells": CATCHES},
        filters=Filters(assumed={"minutes_per_touch": 30.0}),
    )
    assert [row.details["hours"] for row in by_config.rows] == [4.0, 0.5]
    assert [row.details["hours"] for row in by_reader.rows] == [4.0, 0.5]


def test_where_no_work_is_recorded_its_hours_are_not_known(measure_case):
    unknown = CATCHES.replace("|      90 |               5 |", "|         |                 |")
    result = measure_case("good_catches", {"fct_verdict_spells": unknown})
    assert [row.details["hours"] for row in result.rows] == [0.2, None]
