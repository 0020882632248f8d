"""How wins came, over time, by size, by origin and without some of them: worked by hand."""

from __future__ import annotations

import pytest

from dashboard import words
from dashboard.measures.filters import Filters

# METHODS part D: eight won deals, 300 in money; five of them, 245, did not come through the gate
# by the wide count, which is "outside the normal flow" there.
WON = """
| opportunity_id | outcome | path_class      | sub_origin | amount_at_close | closed_date | closed_month |
|----------------+---------+-----------------+------------+-----------------+-------------+--------------|
| d1             | won     | in_flow         |            |              10 | 2026-01-05  | 2026-01-01   |
| d2             | won     | in_flow         |            |              20 | 2026-01-20  | 2026-01-01   |
| d3             | won     | in_flow         |            |              25 | 2026-02-10  | 2026-02-01   |
| d4             | won     | bypassed        | referral   |              50 | 2026-02-11  | 2026-02-01   |
| d5             | won     | bypassed        | referral   |              80 | 2026-03-01  | 2026-03-01   |
| d6             | won     | rejected_before | rejected   |              40 | 2026-03-02  | 2026-03-01   |
| d7             | won     | skipped         | rest_after |              15 | 2026-04-01  | 2026-04-01   |
| d8             | won     | back_stamped    |            |              60 | 2026-04-30  | 2026-04-01   |
| d9             | lost    | bypassed        | partner    |                 | 2026-04-30  | 2026-04-01   |
"""  # noqa: E501


def copied(times: int, text: str = WON) -> str:
    """Write each deal so many times."""
    heading, rule, *rows = text.strip().splitlines()
    more = [row.replace("| d", f"| d{copy}_") for copy in range(times) for row in rows]
    return "\n".join([heading, rule, *more])


def counts(result, **keys):
    """Return numerator and denominator of the one row with these keys."""
    row = result.row(**keys)
    return (row.numerator, row.denominator)


def test_five_of_eight_came_round_the_gate_and_most_of_the_money(measure_case):
    result = measure_case("won_without_gate", {"fct_deals": copied(10)})
    deals = result.row(component="wide", statistic="deals")
    assert deals.value == 0.625
    assert counts(result, component="wide", statistic="amount") == (2450, 3000)
    assert result.row(component="wide", statistic="amount").value == pytest.approx(0.8167, abs=5e-5)
    assert [
        counts(result, component=each, statistic="deals")[0] for each in ("strict", "ours")
    ] == [
        30,
        40,
    ]


def test_few_wins_are_counted_and_given_no_share(measure_case):
    result = measure_case("won_without_gate", {"fct_deals": WON})
    assert counts(result, component="wide", statistic="deals") == (5, 8)
    assert result.row(component="wide", statistic="deals").value is None
    assert result.finding == "4 of 8 wins did not come through our gate."


def test_a_month_holds_the_wins_closed_in_it(measure_case):
    result = measure_case("won_without_gate_trend", {"fct_deals": WON})
    deals = [row for row in result.table() if row["component"] == "ours"]
    found = [
        (row["period"], row["numerator"], row["denominator"])
        for row in deals
        if row["statistic"] == "deals"
    ]
    assert found == [("2026-01", 0, 2), ("2026-02", 1, 2), ("2026-03", 2, 2), ("2026-04", 1, 2)]
    money = [row["numerator"] for row in deals if row["statistic"] == "amount"]
    assert money == [0, 50, 120, 60]


def test_a_trend_compares_its_halves_and_no_single_months(measure_case):
    result = measure_case("won_without_gate_trend", {"fct_deals": WON})
    assert counts(result, component="ours", statistic="deals_earlier") == (1, 4)
    assert counts(result, component="ours", statistic="deals_later") == (3, 4)
    assert result.finding == "Without our gate: 1 of 4 wins, then 3 of 4."
    more = measure_case("won_without_gate_trend", {"fct_deals": copied(2)})
    assert more.finding == "Without our gate: 2 of 8 wins, then 6 of 8."


def test_a_change_beyond_luck_is_said_and_by_which_count(measure_case):
    """Wide: 4 of 16 to 16 of 16 at four copies each; below thirty a half nothing is claimed."""
    few = measure_case("won_without_gate_trend", {"fct_deals": copied(4)})
    assert few.finding.startswith("No clear change: 4 of 16 wins")
    many = measure_case("won_without_gate_trend", {"fct_deals": copied(12)})
    assert many.finding == "Without our gate came 75 in 100 wins in the later months, 25 before."
    assert not any("counted otherwise" in note for note in many.notes)


def test_a_change_that_one_count_shows_is_marked_so(measure_case):
    """Strict: none of 48, then none; ours: none, then 12; wide: 12, then 36."""
    text = copied(12).replace("rejected_before", "in_flow").replace("| bypassed ", "| skipped ")
    result = measure_case("won_without_gate_trend", {"fct_deals": text})
    assert result.finding.startswith("Without our gate came 25 in 100")
    assert "This holds by the usual and wide count; counted otherwise it could be luck." in (
        result.notes
    )


def test_the_middle_month_belongs_to_the_earlier_half(measure_case):
    text = WON.replace("2026-04-01", "2026-03-01")
    result = measure_case("won_without_gate_trend", {"fct_deals": text})
    assert counts(result, component="ours", statistic="deals_earlier") == (1, 4)
    one = WON.replace("-02-01 ", "-01-01 ").replace("-03-01 ", "-01-01 ")
    single = measure_case(
        "won_without_gate_trend", {"fct_deals": one.replace("-04-01 ", "-01-01 ")}
    )
    assert single.row(statistic="deals_later") is None


def test_a_split_trend_keeps_its_months_and_adds_up(measure_case):
    text = WON.replace("d9             | lost", "d9             | won ")
    result = measure_case(
        "won_without_gate_trend", {"fct_deals": text}, filters=Filters(by="source")
    )
    months = [row.keys["period"] for row in result.whole if row.keys["component"] == "ours"]
    assert sum(month is not None for month in months) == 4 + 4
    split = measure_case(
        "won_without_gate_trend", {"fct_deals": text}, filters=Filters(by="path_class")
    )
    assert sum(row.n for row in split.rows if row.keys["statistic"] == "deals") == 4 * 9


def sized(wins: int) -> str:
    """Write wins of 1, 2, 3 ... in money, every second round the gate, and two without amount."""
    heading = "| opportunity_id | outcome | path_class | amount_at_close | closed_month |"
    rows = [
        f"| d{at} | won | {'bypassed' if at % 2 else 'in_flow'} | {at} | 2026-01-01 |"
        for at in range(1, wins + 1)
    ]
    return "\n".join([heading, *rows, *(f"| x{at} | won | bypassed | | |" for at in (1, 2))])


def test_each_win_is_in_one_size_and_the_sizes_add_up(measure_case):
    result = measure_case("without_gate_by_size", {"fct_deals": sized(100)})
    ours = [row for row in result.rows if row.keys["component"] == "ours"]
    deals = {r.keys["band"]: r for r in ours if r.keys["statistic"] == "deals"}
    sizes = [name for name in deals if name.startswith("tenth_")]
    assert sizes == [f"tenth_{at}" for at in range(1, 11)]
    assert [deals[name].n for name in sizes] == [10] * 10
    assert deals["no_amount"].n == 2
    assert deals["ten_largest"].n + deals["all_others"].n == 102
    amounts = {r.keys["band"]: r.denominator for r in ours if r.keys["statistic"] == "amount"}
    assert sum(amounts[name] for name in sizes) == 5050
    assert amounts["tenth_10"] == amounts["ten_largest"] == sum(range(91, 101))
    assert amounts["ten_largest"] + amounts["all_others"] == 5050
    assert result.finding == (
        "5 of our 10 largest wins did not come through our gate; nor did 47 of the other 92."
    )


def test_where_tenths_would_hold_fewer_than_ten_wins_there_are_fifths(measure_case):
    result = measure_case("without_gate_by_size", {"fct_deals": sized(99)})
    names = {row.keys["band"] for row in result.rows}
    assert names == {
        *(f"fifth_{at}" for at in range(1, 6)),
        "no_amount",
        "ten_largest",
        "all_others",
    }


def test_a_single_win_is_the_largest_and_has_no_rate(measure_case):
    heading, rule, *rows = WON.strip().splitlines()
    result = measure_case(
        "without_gate_by_size", {"fct_deals": "\n".join([heading, rule, rows[3]])}
    )
    assert counts(result, component="ours", band="ten_largest", statistic="deals") == (1, 1)
    assert result.status == "too few"
    assert result.finding == "1 of our 1 largest win did not come through our gate."


def test_each_win_has_one_origin_those_round_the_gate_first(measure_case):
    result = measure_case("outside_origins", {"fct_deals": copied(2)})
    deals = [row for row in result.rows if row.keys["statistic"] == "deals"]
    assert [(row.keys["order"], row.keys["origin"], row.numerator) for row in deals] == [
        (0, "no_gate", 8),
        (1, "referral", 4),
        (2, "back_stamped", 2),
        (3, "rejected_before", 2),
        (101, "in_flow", 6),
        (102, "skipped", 2),
    ]
    assert sum(row.numerator for row in deals[1:]) == deals[0].denominator == 16
    money = [row.numerator for row in result.rows if row.keys["statistic"] == "amount"]
    assert money[0] == 2 * (50 + 80 + 40 + 60)
    assert sum(money[1:]) == 2 * 300
    assert result.finding == ("8 wins came without our gate, most often: referral, 4 wins, $260.")


def test_where_nothing_came_round_the_gate_it_is_said(measure_case):
    rows = [row for row in copied(5).splitlines() if "in_flow" in row or "outcome" in row]
    result = measure_case("outside_origins", {"fct_deals": "\n".join(rows)})
    assert result.finding == "Of our 15 wins none is known to have come without our gate."


def test_deals_born_closed_are_left_out_and_counted(measure_case):
    text = copied(2).replace("| closed_month |", "| closed_month | is_born_closed |")
    lines = [
        line if "closed_month" in line else f"{line} {'true' if '_5 ' in line else 'false'} |"
        for line in text.splitlines()
        if "---" not in line
    ]
    result = measure_case("won_without_born_closed", {"fct_deals": "\n".join(lines)})
    assert counts(result, component="ours", statistic="deals") == (6, 14)
    assert counts(result, component="ours", statistic="amount") == (300, 440)
    assert counts(result, component="born_closed", statistic="left_out_deals") == (2, 16)
    assert counts(result, component="born_closed", statistic="left_out_amount") == (160, 600)
    assert result.finding == (
        "Without 2 deals born closed: 6 of 14 wins did not come through our gate."
    )


def test_existing_customers_stand_beside_new_business(measure_case):
    text = copied(2).replace("| closed_month |", "| closed_month | is_new_business |")
    lines = [
        line if "closed_month" in line else f"{line} {'false' if 'bypassed' in line else 'true'} |"
        for line in text.splitlines()
        if "---" not in line
    ]
    given = {"fct_deals": "\n".join(lines)}
    result = measure_case("existing_customer_wins", given)
    assert counts(result, population="existing_customers", statistic="deals") == (4, 16)
    assert counts(result, population="existing_customers", statistic="amount") == (260, 600)
    assert counts(result, population="new_business", statistic="without_gate") == (4, 12)
    assert result.finding == ("Beside 12 wins of new business, 4 with existing customers, $260.")
    beside = measure_case("won_without_gate", given)
    assert counts(beside, component="ours", statistic="deals") == (4, 12)


def test_paperwork_after_and_boxes_ticked_have_each_their_own_whole(measure_case):
    """Eight deals known, one of them unlinked besides; of four with two gates, one has no actor."""
    deals = [
        *(("back_stamped", 10, "2", "true", "true"), ("in_flow", 20, "2", "false", "false")),
        *(("in_flow", 30, "2", "true", "false"), ("skipped", 40, "2", "true", "")),
        *(("in_flow", 50, "1", "false", "false"), ("back_stamped", 60, "1", "false", "false")),
        *(("bypassed", 70, "", "", ""), ("bypassed", 80, "", "", "")),
        ("unlinked", 90, "", "", ""),
    ]
    told = ["| opportunity_id | path_class | amount_at_creation |"]
    stamps = [
        "| opportunity_id | gates_stamped | is_stamped_in_one_minute | is_stamped_at_creation |"
    ]
    for at, (path, amount, gates, minute, creation) in enumerate(deals):
        told.append(f"| d{at} | {path} | {amount} |")
        if gates:
            stamps.append(f"| d{at} | {gates} | {minute} | {creation} |")
    given = {"fct_deals": "\n".join(told), "fct_deal_stamps": "\n".join(stamps)}
    result = measure_case("back_stamped_rate", given, """
        | kind                   | statistic | numerator | denominator | n | events |
        | back_stamped           | deals     |         2 |           8 | 8 |      2 |
        | back_stamped           | amount    |        70 |         360 | 8 |      2 |
        | one_minute             | deals     |         3 |           4 | 4 |      3 |
        | one_minute             | amount    |        80 |         100 | 4 |      3 |
        | one_person_at_creation | deals     |         1 |           3 | 3 |      1 |
        | one_person_at_creation | amount    |        10 |          60 | 3 |      1 |
    """)  # fmt: skip
    assert result.finding == "2 of 8 deals got their paperwork after they were made."
    assert measure_case("back_stamped_rate", {**given, "fct_deals": told[0]}).rows == ()


def test_wins_that_became_another_type_are_counted_among_those_whose_types_are_known(measure_case):
    types = """
        | opportunity_id | type_changes |
        | d1             |            0 |
        | d2             |            1 |
        | d3             |            2 |
        | d9             |            1 |
    """
    result = measure_case("type_changed", {"fct_deals": WON, "fct_deal_types": types}, """
        | statistic | numerator | denominator | n | events | value |
        | deals     |         2 |           3 | 3 |      2 |       |
        | amount    |        45 |          55 | 3 |      2 |       |
    """)  # fmt: skip
    assert result.finding == "2 of 3 wins changed their type on the way."
    none = {
        "fct_deals": WON,
        "fct_deal_types": types.replace(" 1 |", " 0 |").replace(" 2 |", " 0 |"),
    }
    assert measure_case("type_changed", none).finding == (
        "None of 3 wins changed its type on the way."
    )


def test_without_a_history_of_types_it_says_what_it_needs(measure_case):
    result = measure_case("type_changed", {}, supplied={("deal_changes", "changed_at"): 9})
    assert result.finding == "Not computable: needs type of the history of deals."


def test_without_a_map_of_types_existing_customers_cannot_be_told(measure_case):
    result = measure_case("existing_customer_wins", {"fct_deals": WON}, has_type_map=False)
    assert result.finding == ("Not computable: needs which types of deals are new business.")
    assert result.needs == (
        "which types of deals are new business: name them at [types] new_business of gatecost.toml",
    )


@pytest.mark.parametrize(
    "measure",
    [
        "won_without_gate_trend",
        "without_gate_by_size",
        "outside_origins",
        "won_without_born_closed",
        "existing_customer_wins",
    ],
)
def test_without_a_win_there_is_nothing_to_count(measure_case, measure):
    lost = WON.replace("| won ", "| lost ")
    result = measure_case(measure, {"fct_deals": lost})
    assert result.rows == ()
    assert result.finding.startswith("Nothing to count among deals closed")


def test_our_count_is_the_one_that_sentences_sum(measure_case):
    outside = {
        path
        for path in words.PATH_CLASSES
        if counts(
            measure_case("won_without_gate", {"fct_deals": WON.replace("in_flow", path)}),
            component="ours",
            statistic="deals",
        )[0]
        == 7
    }
    assert outside == set(words.PATH_GROUPS["no_gate"])
