"""What waiting goes with, worked out by hand: bins, four rates, money, and how deals were lost."""

from __future__ import annotations

import math

import pytest

from dashboard import paths
from dashboard.estimators.intervals import design_effect
from tests.estimators.gate_references import DELAYS
from tests.measures import typed_tables

COLUMNS = (
    "period", "record_id", "source_family", "score_tenth", "alike", "tried_hours", "inside_hours",
    "is_off_hours", "is_old", "wins", "value", "n", "group_name",
)  # fmt: skip
HEAD = f"| {' | '.join(COLUMNS)} |"
EMPTY = "| | | | "


def people(*rows: tuple[object, ...]) -> str:
    """Return the slice of delays: alike, hours tried and inside, off hours, wins, value, n."""
    lines = [
        f"{EMPTY}| {alike} | {tried} | {inside} | {off} | true | {wins} | {value} | {n} | All |"
        for alike, tried, inside, off, wins, value, n in rows
    ]
    return "\n".join([HEAD, *lines])


def rows_of(result):
    return {row.keys["statistic"]: row for row in result.rows}


def test_each_wait_stands_in_the_bin_up_to_whose_edge_it_comes(measure_case):
    """30 of 100 at once, 20 of 100 after a day; those nobody tried stand apart."""
    given = people(
        ("a", 1, 0, "false", 30, 0, 100),
        ("a", 24, 0, "false", 20, 0, 100),
        ("a", 25, 0, "false", 1, 0, 9),
        ("a", 241, 0, "false", 1, 0, 10),
        ("a", "", "", "false", 2, 0, 50),
    )
    result = measure_case("wait_decay", {"chosen_lead_delays": given})
    found = {name: (row.n, row.events, row.value) for name, row in rows_of(result).items()}
    assert found["wait_1h"] == (100, 30, 0.3)
    assert found["wait_4h"] == (0, 0, None)
    assert found["wait_24h"] == (100, 20, 0.2)
    assert found["wait_2d"] == (9, 1, None)
    assert found["wait_longer"] == (10, 1, 0.1)
    assert found["nobody_tried"] == (50, 2, 0.04)
    assert found["rate_naive"][:2] == (219, 52)


def test_a_rate_is_the_part_of_the_chance_that_goes_with_a_day(measure_case):
    """30 of 100 at once and 20 of 100 after five days: (20 / 30)^(1/5) is kept each day."""
    given = people(("a", 0, 0, "false", 30, 0, 100), ("a", 120, 0, "false", 20, 0, 100))
    found = rows_of(measure_case("wait_decay", {"chosen_lead_delays": given}))
    kept = (20 / 30) ** (1 / 5)
    assert found["rate_naive"].value == pytest.approx(1 - kept)
    assert found["rate_naive"].details["rate"] == pytest.approx(math.log(1.5) / 5)
    assert found["rate_adjusted"].value == pytest.approx(1 - kept)


def test_like_with_like_takes_off_what_those_alike_have_in_common(measure_case):
    """In each segment the chance is the same whenever they are tried; hot ones are tried first."""
    given = people(
        ("hot", 0, 0, "false", 200, 0, 500),
        ("hot", 96, 0, "false", 40, 0, 100),
        ("cold", 0, 0, "false", 10, 0, 100),
        ("cold", 96, 0, "false", 50, 0, 500),
    )
    found = rows_of(measure_case("wait_decay", {"chosen_lead_delays": given}))
    assert found["rate_naive"].low > 0.1
    assert found["rate_adjusted"].value == pytest.approx(0, abs=1e-9)


def test_the_days_inside_are_told_from_those_that_sellers_chose(measure_case):
    """Cold leads are called four days later, which no field shows; the gate held most of these.

    By hand: of the hot 40 and 32 in 100, of the cold 20 and 16: with four days inside 8 of 10 wins
    are left in either kind, so 1 - .8^(1/4) goes each day.
    """
    given = people(
        ("a", 0, 0, "false", 400, 0, 1000),
        ("a", 96, 96, "false", 32, 0, 100),
        ("a", 96, 0, "false", 20, 0, 100),
        ("a", 192, 96, "false", 160, 0, 1000),
    )
    found = rows_of(measure_case("wait_decay", {"chosen_lead_delays": given}))
    assert found["rate_inside_gate"].value == pytest.approx(1 - 0.8**0.25)
    assert found["rate_naive"].value > found["rate_inside_gate"].value


def test_hands_raised_off_hours_give_the_ratio_of_the_two_shifts(measure_case):
    """Off hours 16 instead of 20 of 100 win, after two days more: ln 1.25 over 2."""
    given = people(
        ("a", 24, 0, "false", 100, 0, 500),
        ("a", 48, 0, "false", 100, 0, 500),
        ("a", 72, 0, "true", 80, 0, 500),
        ("a", 96, 0, "true", 80, 0, 500),
    )
    found = rows_of(measure_case("wait_decay", {"chosen_lead_delays": given}))["rate_off_hours"]
    assert found.details["rate"] == pytest.approx(math.log(20 / 16) / 2)
    assert found.details["shift_days"] == pytest.approx(2)


def test_a_clock_that_moves_no_wait_is_withheld_and_said(measure_case):
    given = people(
        ("a", 24, 0, "false", 100, 0, 500),
        ("a", 96, 0, "false", 60, 0, 500),
        ("a", 24, 0, "true", 100, 0, 500),
        ("a", 96, 0, "true", 60, 0, 500),
    )
    result = measure_case("wait_decay", {"chosen_lead_delays": given})
    found = rows_of(result)["rate_off_hours"]
    assert (found.status, found.value, found.details["why"]) == ("withheld", None, "weak")
    assert any("off hours waited about as long" in note for note in result.notes)


def test_without_days_inside_the_sentence_speaks_of_waiting(measure_case):
    given = people(("a", 0, 0, "false", 300, 0, 1000), ("a", 96, 0, "false", 200, 0, 1000))
    result = measure_case("wait_decay", {"chosen_lead_delays": given})
    assert rows_of(result)["rate_inside_gate"].status == "withheld"
    # What is left of 300 after four days are 200: 9.6 of 100 go each day.
    assert result.finding.startswith(
        "Like with like, each day of waiting goes with 10 fewer for every 100 wins expected"
    )
    assert "No days inside the gate are on record" in " ".join(result.notes)


def test_a_direction_is_claimed_beyond_luck_alone(measure_case):
    given = people(("a", 0, 0, "false", 30, 0, 100), ("a", 96, 0, "false", 28, 0, 100))
    result = measure_case("wait_decay", {"chosen_lead_delays": given})
    assert "no clear change with each day of waiting" in result.finding


def test_under_ten_wins_there_is_no_rate(measure_case):
    given = people(("a", 0, 0, "false", 5, 0, 100), ("a", 96, 24, "false", 4, 0, 100))
    result = measure_case("wait_decay", {"chosen_lead_delays": given})
    rates = [row for name, row in rows_of(result).items() if name.startswith("rate_")]
    assert {row.status for row in rates} == {"too few"}
    assert result.finding.startswith("Of 200 who were tried 9 were won")
    money = measure_case("delay_cost", {"chosen_lead_delays": given})
    assert {(row.status, row.value) for row in money.rows} == {("too few", None)}


def test_the_young_are_left_out_and_counted(measure_case):
    given = people(("a", 0, 0, "false", 30, 0, 100), ("a", 96, 0, "false", 28, 0, 100))
    young = f"{EMPTY}| a | 0 | 0 | false | false | 7 | 0 | 12 | All |"
    result = measure_case("wait_decay", {"chosen_lead_delays": f"{given}\n{young}"})
    assert rows_of(result)["wait_1h"].n == 100
    assert "Left out: 12 who asked less than 365 days ago." in result.notes


def methods_leads(of_each: int = 1_000_000) -> str:
    """Return many leads like each of the six of the methods, and as many of each without a wait.

    Where the gate keeps nobody, the chance is theirs; where it does, e^(-.04 x days) of it is left.
    """
    rows = []
    for at, (days, chance, thousands) in enumerate(DELAYS):
        at_once = round(of_each * chance)
        after = round(of_each * chance * math.exp(-0.04 * days))
        value = 1000 * thousands
        rows.append((f"lead {at}", 0, 0, "false", at_once, at_once * value, of_each))
        if days:
            hours = days * 24
            rows.append((f"lead {at}", hours, hours, "false", after, after * value, of_each))
    return people(*rows)


def test_the_worked_example_of_the_methods_in_money(measure_case):
    """Six leads lose 2.04 of 24.0 thousand; here a million of each, and those at once as many."""
    result = measure_case("delay_cost", {"chosen_lead_delays": methods_leads()})
    found = rows_of(result)
    assert found["lost_amount"].details["rate"] == pytest.approx(0.04, abs=1e-5)
    assert found["lost_amount"].value == pytest.approx(2.035e9, rel=1e-3)
    # Lead 3 spent no day inside: it stands once, all others twice.
    assert found["expected_amount"].value == pytest.approx((2 * 24.0 - 6.0) * 1e9, rel=1e-4)
    assert found["lost_share"].value == pytest.approx(2.035 / 42.0, rel=1e-3)
    low, high = found["lost_amount"].low, found["lost_amount"].high
    assert 0 < low < found["lost_amount"].value < high


def test_money_is_that_of_each_rate_over_the_same_days_inside(measure_case):
    """Two groups of one kind: the lost part is expected x (1 - e^(-rate x 4)), rate by rate."""
    given = people(
        ("a", 0, 0, "false", 400, 400_000, 1000),
        ("a", 96, 96, "false", 320, 320_000, 1000),
        ("a", 96, 0, "false", 100, 100_000, 1000),
        ("a", 192, 96, "false", 80, 80_000, 1000),
    )
    given_slices = {"chosen_lead_delays": given}
    rates = {
        name: row.details.get("rate")
        for name, row in rows_of(measure_case("wait_decay", given_slices)).items()
    }
    found = rows_of(measure_case("delay_cost", given_slices))
    inside = 1000 * (400 + 100)
    for name, rate in (
        ("lost_amount", "rate_inside_gate"),
        ("lost_naive_amount", "rate_naive"),
        ("lost_adjusted_amount", "rate_adjusted"),
    ):
        wanted = inside * (1 - math.exp(-4 * rates[rate]))
        assert found[name].value == pytest.approx(wanted, rel=1e-6), name
    assert found["lost_amount"].value == pytest.approx(inside * 0.2, rel=1e-6)
    assert found["lost_off_hours_amount"].status == "withheld"


def test_without_days_inside_there_is_no_amount(measure_case):
    given = people(("a", 0, 0, "false", 30, 900, 100), ("a", 96, 0, "false", 28, 900, 100))
    result = measure_case("delay_cost", {"chosen_lead_delays": given})
    assert {(row.status, row.value) for row in result.rows} == {("withheld", None)}
    assert result.finding == (
        "The records hold no days inside the gate that could be told from other waiting."
    )


def test_who_was_tried_after_thirty_days_is_in_a_bin_and_in_no_rate(measure_case):
    given = people(
        ("a", 0, 0, "false", 30, 0, 100),
        ("a", 720, 0, "false", 20, 0, 100),
        ("a", 721, 0, "false", 90, 0, 100),
    )
    found = rows_of(measure_case("wait_decay", {"chosen_lead_delays": given}))
    assert (found["wait_longer"].n, found["rate_naive"].n) == (200, 200)
    assert found["rate_naive"].value == pytest.approx(1 - (20 / 30) ** (1 / 30))


def test_deals_are_lost_to_competitors_and_to_silence_by_the_wait(measure_case):
    head = "| period | record_id | tried_hours | is_old | closed | competitor | dark | group_name |"
    given = f"""
        {head}
        | | | 24  | true  | 40 | 4  | 8  | All |
        | | | 25  | true  | 20 | 4  | 6  | All |
        | | | 120 | true  | 20 | 6  | 6  | All |
        | | | 121 | true  | 40 | 20 | 14 | All |
        | | |     | true  | 9  | 9  | 0  | All |
        | | | 10  | false | 9  | 9  | 0  | All |
    """
    expect = """
        | wait             | statistic          | value | n  | events |
        | within_a_day     | lost_to_competitor | 0.1   | 40 | 4      |
        | within_a_day     | went_dark          | 0.2   | 40 | 8      |
        | one_to_five_days | lost_to_competitor | 0.25  | 40 | 10     |
        | one_to_five_days | went_dark          | 0.3   | 40 | 12     |
        | after_five_days  | lost_to_competitor | 0.5   | 40 | 20     |
        | after_five_days  | went_dark          | 0.35  | 40 | 14     |
    """
    result = measure_case("lost_by_delay", {"chosen_lead_delays": given}, expect)
    assert result.finding == (
        "Of those tried within a day 10 in 100 went to a competitor and 20 went dark; of those "
        "tried after more than five days 50 and 35."
    )


def test_help_comes_later_than_a_first_talk_and_the_gate_lets_go_before_the_call(measure_case):
    """Of twenty, half talked by day 2 and fifteen in 30 days; helped were ten, half by day 20."""
    clocks = "\n".join(
        [
            "| period | record_id | clock | end_kind | elapsed_days | n | group_name |",
            "| | | attempt | attempt | 1 | 20 | All |",
            "| | | conversation | conversation | 2 | 10 | All |",
            "| | | conversation | conversation | 9 | 5 | All |",
            "| | | conversation | rejected | 9 | 5 | All |",
        ]
    )
    helps = """
        | period | record_id | clock       | end_kind | elapsed_days | n  | group_name |
        | | | helper      | helper   | 20           | 5  | All |
        | | | helper      | helper   | 31           | 5  | All |
        | | | helper      | rejected | 40           | 10 | All |
        | | | inside_gate | let_go   | 1            | 12 | All |
        | | | inside_gate | rejected | 4            | 8  | All |
    """
    given = {"chosen_lead_waits": clocks, "chosen_lead_helps": helps}
    result = measure_case("helpful_contact_wait", given)
    found = {row.name: (row.value, row.n, row.events) for row in result.rows}
    assert found == {
        "conversation_median_of_finished": (2, 15, 15),
        "conversation_half_reached_by": (2, 20, 15),
        "conversation_share_by_30": (0.75, 20, 15),
        "helper_median_of_finished": (25.5, 10, 10),
        "helper_half_reached_by": (31, 20, 10),
        "helper_share_by_30": (0.25, 20, 5),
    }
    assert result.finding == (
        "Of 100 who asked, 25 had talked with somebody who can help in the first 30 days, 75 with "
        "anybody of us."
    )
    beside = measure_case("first_conversation_wait", given)
    assert {row.keys["clock"]: row.value for row in beside.rows} == {
        "attempt": 1,
        "conversation": 2,
        "inside_gate": 1,
    }


def test_people_of_one_company_count_as_alike_for_the_range(database):
    """Five of one company were lost to a competitor and five of another were not: worth two."""
    people = [{"person_id": f"p{at}", "cluster_id": f"a{at // 5}"} for at in range(10)]
    typed_tables.load(database, "fct_lead_waits", people)
    deals = [
        {
            "person_id": f"p{at}",
            "opportunity_id": f"d{at}/{turn}",
            "outcome": "lost",
            "is_lost_to_competitor": at < 5 and turn == 0,
        }
        for at in range(10)
        for turn in range(2)
    ]
    still_open = {"person_id": "p9", "opportunity_id": "d", "outcome": "open"}
    typed_tables.load(database, "fct_lead_wait_deals", [*deals, still_open])
    for name in ("fct_leads", "fct_verdict_spells"):
        typed_tables.load(database, name, [])
    cube = paths.query_text("cubes", "cube_lead_clusters")
    found = database.query(f"from ({cube}) where measure_id = 'lost_by_delay'").row(0, named=True)
    assert (found["n"], found["events"]) == (10, 5)
    sums = found["sum_yy"], found["sum_ym"], found["sum_mm"]
    assert design_effect(10, 0.5, *sums) == pytest.approx(5)
