"""The ways of wins: how many they are, which are won, and how mixed; worked by hand."""

from __future__ import annotations

import pytest


def company(*ways: tuple[str, str, int, int]) -> dict[str, str]:
    """Write deals of `way, path class, won, lost`; each won one is worth 10."""
    deals, variants = [], []
    for place, (way, path, won, lost) in enumerate(ways):
        for at in range(won + lost):
            name = f"d{place}_{at}"
            outcome, amount = ("won", 10) if at < won else ("lost", "")
            deals.append(f"| {name} | {outcome} | {path} | {amount} |")
            variants.append(f"| {name} | {way} |")
    return {
        "fct_deals": "\n".join(
            ["| opportunity_id | outcome | path_class | amount_at_close |", *deals]
        ),
        "fct_deal_variants": "\n".join(["| opportunity_id | variant |", *variants]),
    }


FOUR = company(
    ("lead > MQL > SQL > deal", "in_flow", 4, 6),
    ("deal", "bypassed", 3, 0),
    ("lead > deal", "bypassed", 2, 1),
    ("unlinked", "unlinked", 1, 1),
)


def test_each_win_has_one_way_and_the_ways_add_up(measure_case):
    result = measure_case("path_variants", FOUR, """
        | order | variant                 | statistic | numerator | denominator | n  | events | value |
        |     1 | lead > MQL > SQL > deal | deals     |         4 |          10 | 10 |      4 |   0.4 |
        |     1 | lead > MQL > SQL > deal | amount    |        40 |         100 | 10 |      4 |   0.4 |
        |     1 | lead > MQL > SQL > deal | share_won |         4 |          10 | 10 |      4 |   0.4 |
        |     2 | deal                    | deals     |         3 |          10 | 10 |      3 |   0.3 |
        |     2 | deal                    | amount    |        30 |         100 | 10 |      3 |   0.3 |
        |     2 | deal                    | share_won |         3 |           3 |  3 |      3 |       |
        |     3 | lead > deal             | deals     |         2 |          10 | 10 |      2 |   0.2 |
        |     3 | lead > deal             | amount    |        20 |         100 | 10 |      2 |   0.2 |
        |     3 | lead > deal             | share_won |         2 |           3 |  3 |      2 |       |
        |    14 | unlinked                | deals     |         1 |          10 | 10 |      1 |   0.1 |
        |    14 | unlinked                | amount    |        10 |         100 | 10 |      1 |   0.1 |
        |    14 | unlinked                | share_won |         1 |           2 |  2 |      1 |       |
    """)  # fmt: skip  # noqa: E501
    assert result.finding == "Our commonest way: lead > MQL > SQL > deal, 4 of 10 wins."


def test_beyond_twelve_ways_the_rest_stand_together_and_nothing_is_lost(measure_case):
    ways = [(f"way {at:02} > deal", "bypassed", 20 - at, 0) for at in range(15)]
    result = measure_case("path_variants", company(*ways, ("unlinked", "unlinked", 30, 0)))
    deals = [row for row in result.rows if row.keys["statistic"] == "deals"]
    assert [row.keys["order"] for row in deals] == [*range(1, 13), 13, 14]
    assert deals[12].keys["variant"] == "other_ways"
    assert deals[12].numerator == 8 + 7 + 6
    assert sum(row.numerator for row in deals) == deals[0].denominator == sum(range(6, 21)) + 30


def test_where_no_deal_was_won_it_is_said(measure_case):
    result = measure_case("path_variants", company(("deal", "bypassed", 0, 12)))
    assert result.finding == "No win of ours can be traced to the way it came."


def test_where_no_win_can_be_traced_it_is_said(measure_case):
    result = measure_case("path_variants", company(("unlinked", "unlinked", 12, 3)))
    assert result.finding == "No win of ours can be traced to the way it came."
    assert result.row(variant="unlinked", statistic="deals").numerator == 12


def test_a_single_win_is_one_way_of_one(measure_case):
    result = measure_case("path_variants", company(("deal", "bypassed", 1, 0)))
    assert result.finding == "1 of 1 win came by our commonest way."
    assert result.status == "too few"


def test_the_worked_counts_of_four_ways(measure_case):
    """METHODS part L: 4, 3, 2, 1 are as mixed as 3.596 ways; eight of ten wins come three ways."""
    ways = [("a", 4), ("b", 3), ("c", 2), ("d", 1)]
    given = company(*((way, "bypassed", wins, 0) for way, wins in ways))
    result = measure_case("pathway_count", given)
    assert result.row(path_group="all", statistic="ways").value == 4
    assert result.row(path_group="all", statistic="ways_holding_80").value == 3
    mixed = result.row(path_group="no_gate", statistic="mixed_ways").value
    assert mixed == pytest.approx(3.596, abs=5e-4)
    assert result.finding == "3 of 4 ways hold 80 in 100 of our 10 wins."


def test_two_paths_are_compared_at_the_size_of_the_smaller(measure_case):
    """Twenty wins of two ways draw ten like the other; ten of ten ways stay as they are."""
    ways = [(f"way {at}", "bypassed", 1, 0) for at in range(10)]
    given = company(("a", "in_flow", 10, 3), ("b", "returned", 10, 0), *ways)
    result = measure_case("pathway_count", given)
    without = result.row(path_group="no_gate", statistic="mixed_ways_of_equal_n")
    through = result.row(path_group="through_every_gate", statistic="mixed_ways_of_equal_n")
    assert (without.value, without.n) == (pytest.approx(10), 10)
    assert (through.n, through.details["drawn"]) == (20, 10)
    assert 1.8 < through.value < 2
    assert through.details["unit"] == "each"
    told = [note for note in result.notes if note.startswith("Among 10 wins of each: as mixed as")]
    assert len(told) == 1
    assert told[0].endswith("ways through every gate and 10.0 without.")


def test_below_ten_wins_no_number_of_ways_is_told(measure_case):
    result = measure_case("pathway_count", company(("deal", "bypassed", 9, 0)))
    assert {row.value for row in result.rows} == {None}
    assert result.finding == "9 wins are too few to tell how many ways there are."


def test_what_cannot_be_traced_is_no_way(measure_case):
    result = measure_case("pathway_count", company(("unlinked", "unlinked", 20, 0)))
    assert result.finding.startswith("Nothing to count among deals closed")
