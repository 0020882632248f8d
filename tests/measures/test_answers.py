"""Worked examples through the product's own run: small enough to check by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.config import Access, Config
from dashboard.measures.filters import Dimension, Filters

# METHODS part C: eight deals, one row each; stalled within 21 days of creation or not.
STALLS = """
| opportunity_id | stall_kind | days_to_stall | path_class |
|----------------+------------+---------------+------------|
| o1             | won        |            30 | in_flow    |
| o2             | stalled    |            21 | in_flow    |
| o3             | lost       |            50 | in_flow    |
| o4             | stalled    |            21 | in_flow    |
| o5             | censored   |            15 | in_flow    |
| o6             | censored   |            45 | in_flow    |
| o7             | stalled    |            21 | in_flow    |
| o8             | lost       |            10 | in_flow    |
"""


def many(times, **cells):
    """Write so many deals: cells that are functions are given the deal's place."""
    told = {"opportunity_id": "d{}".format, "account_id": "a{}".format, **cells}
    lines = ["| " + " | ".join(told) + " |"]
    for at in range(times):
        row = [str(cell(at)) if callable(cell) else str(cell) for cell in told.values()]
        lines.append("| " + " | ".join(row) + " |")
    return "\n".join(lines)


def by_fours(at):
    """Won and lost in turns of four."""
    return "won" if at % 8 < 4 else "lost"


def test_below_ten_the_counts_remain_and_no_share(measure_case):
    result = measure_case("stalled_immediately", {"fct_deals": STALLS}, """
        | path_group         | value | n | events | status  |
        | through_every_gate |       | 8 |      3 | too few |
        | all                |       | 8 |      3 | too few |
    """)  # fmt: skip
    assert result.status == "too few"
    assert result.finding == (
        "3 of 8 deals that passed showed no sign of life in their first 21 days."
    )


def test_the_worked_stall_is_the_golden_share(measure_case):
    """METHODS part C, each deal ten times: .4375."""
    rows = STALLS.strip().splitlines()
    tenfold = [
        rows[0],
        *(row.replace("| o", f"| o{copy}_") for row in rows[2:] for copy in range(10)),
    ]
    measure_case("stalled_immediately", {"fct_deals": "\n".join(tenfold)}, """
        | path_group         | value  | n  | events | status |
        | through_every_gate | 0.4375 | 80 |     30 | ok     |
        | all                | 0.4375 | 80 |     30 | ok     |
    """)  # fmt: skip


def test_a_rate_of_nothing_is_unknown_and_not_zero(measure_case):
    result = measure_case("win_rate", {"fct_deals": many(12, outcome="open")})
    assert (result.rows, result.status) == ((), "too few")
    assert result.finding == "Nothing to count among deals closed, all data to 23 Oct 2026."


def test_no_wins_are_a_rate_of_zero_with_its_luck(measure_case):
    measure_case("win_rate", {"fct_deals": many(40, outcome="lost")}, """
        | value | low | high      | numerator | denominator | n  | events |
        | 0     | 0   | 0.0876216 |         0 |          40 | 40 |      0 |
    """)  # fmt: skip


def test_deals_of_different_accounts_are_independent(measure_case):
    row = measure_case("win_rate", {"fct_deals": many(40, outcome=by_fours)}).rows[0]
    assert (row.low, row.high) == pytest.approx((0.35200, 0.64800), abs=1e-4)


def test_deals_of_one_account_that_end_alike_count_as_one_in_the_luck(measure_case):
    """Ten accounts of four deals: a design effect of 4, so Wilson with 10 records."""
    deals = many(40, outcome=by_fours, account_id=lambda at: f"a{at // 4}")
    row = measure_case("win_rate", {"fct_deals": deals}).rows[0]
    assert (row.value, row.n) == (0.5, 40)
    assert (row.low, row.high) == pytest.approx((0.2366, 0.7634), abs=1e-4)


def test_money_counts_as_fewer_records_where_one_deal_is_large(measure_case):
    deals = many(
        30,
        outcome="won",
        path_class=lambda at: "in_flow" if at else "bypassed",
        amount_at_close=lambda at: 1000.0 if at else 29000.0,
    )
    rows = measure_case("path_mix", {"fct_deals": deals})
    row = rows.row(part="bypassed", statistic="amount")
    assert row.value == 0.5
    # Kish: 58000^2 / (29 * 1000^2 + 29000^2) = 3.87 records
    assert row.high - row.low > 0.6


def test_what_cannot_be_told_lies_between(measure_case):
    kinds = ["bypassed"] * 10 + ["unlinked"] * 6 + ["in_flow"] * 24
    deals = many(40, outcome="won", path_class=lambda at: kinds[at], amount_at_close=1.0)
    result = measure_case("won_without_gate", {"fct_deals": deals})
    row = result.row(component="ours", statistic="deals")
    assert (row.bound_low, row.bound_high, row.value) == (0.25, 0.4, 0.25)
    assert row.low < row.bound_low
    assert row.high > row.bound_high
    assert row.grade == "bound"


def test_above_fifteen_in_a_hundred_untraced_there_is_a_warning(measure_case):
    kinds = ["unlinked"] * 7 + ["in_flow"] * 33
    deals = many(40, outcome="won", path_class=lambda at: kinds[at], amount_at_close=1.0)
    result = measure_case("path_mix", {"fct_deals": deals})
    assert any("For 7 of 40 wins we cannot tell" in note for note in result.notes)


def test_the_states_end_at_a_hundred(measure_case):
    kinds = ["moved"] * 20 + ["lost"] * 10 + ["censored"] * 10
    deals = many(
        40,
        move_kind=lambda at: kinds[at],
        days_to_move=lambda at: 5 + at,
        is_old_enough_to_move="true",
        is_born_closed="false",
    )
    result = measure_case("momentum_30_days", {"fct_deals": deals})
    assert [row.keys["state"] for row in result.rows] == ["moved", "lost", "unmoved"]
    assert sum(row.value for row in result.rows) == pytest.approx(1)


def test_an_account_name_is_left_out_where_the_config_says_so(measure_case):
    deals = many(3, outcome="won", amount_at_close=5.0, account_name="Arden", path_class="in_flow")
    hidden = Config(access=Access(show_account_names=False))
    result = measure_case("largest_wins", {"fct_deals": deals}, config=hidden)
    assert "account_name" not in result.rows[0].details
    assert "Arden" not in str(result.to_json())


def test_a_split_keeps_the_sentence_of_the_whole(measure_case):
    deals = many(40, outcome="won", dim_1=lambda at: "SMB" if at % 2 else "Large")
    segment = Dimension("dim_1", "segment", "Segment", "accounts")
    result = measure_case(
        "win_rate", {"fct_deals": deals}, filters=Filters(by="segment"), dimensions=(segment,)
    )
    assert [row.keys["group"] for row in result.rows] == ["Large", "SMB"]
    assert result.finding == "40 of the 40 deals that closed were won."


def test_a_filter_reaches_every_slice(measure_case):
    deals = many(40, outcome="won", dim_1=lambda at: "SMB" if at % 4 else "Large")
    segment = Dimension("dim_1", "segment", "Segment", "accounts")
    chosen = Filters(where={"segment": ("Large",)})
    result = measure_case("win_rate", {"fct_deals": deals}, filters=chosen, dimensions=(segment,))
    assert result.rows[0].n == 10


def test_an_empty_choice_counts_nothing(measure_case):
    segment = Dimension("dim_1", "segment", "Segment", "accounts")
    result = measure_case(
        "control_totals",
        {"fct_deals": many(40, outcome="won", dim_1="SMB")},
        filters=Filters(where={"segment": ()}),
        dimensions=(segment,),
    )
    assert result.rows == ()


def test_people_cannot_be_split_by_what_deals_alone_have(measure_case):
    product = Dimension("dim_1", "product", "Product", "opportunities")
    result = measure_case(
        "lead_to_won_conversion", {}, filters=Filters(by="product"), dimensions=(product,)
    )
    assert result.status == "not computable"
    assert result.finding == "This cannot be split by Product."


def test_what_is_missing_is_said_with_what_to_do(measure_case, context):
    told = replace(context, supplied={("opportunities", "opportunity_id"): 5})
    result = measure_case("path_mix", {}, supplied=told.supplied)
    assert result.status == "not computable"
    assert result.finding.startswith("Not computable: needs leads")
    assert any("map leads.created_at in gatecost.toml" in need for need in result.needs)
    assert result.to_json()["rows"] == []
