"""Like with like: the worked example through the product's own run, and what speaks against it."""

from __future__ import annotations

import math

import pytest

from dashboard.config import Config, Dimension, Rules
from dashboard.measures.estimates import like_for_like
from dashboard.measures.filters import Filters
from dashboard.measures.records import behind
from dashboard.measures.slices import Slices
from tests.measures import typed_tables

# METHODS part D: so many won of so many, from outside and through every gate. Each stratum stands
# for two quarters, so that there are the four groups that a comparison needs.
SMB, ENT = ((6, 10), (40, 90)), ((30, 90), (2, 10))
BOOK = {"SMB / Q1": SMB, "SMB / Q2": SMB, "ENT / Q1": ENT, "ENT / Q2": ENT}
# Half won from outside, a quarter through every gate: too far apart for luck.
CLEAR = dict.fromkeys(BOOK, ((30, 60), (15, 60)))
CONFIG = Config(
    dimension=[Dimension(name="segment", table="accounts", column="Segment")],
    source_families={"inbound": ["Web"]},
)
COLUMNS = (
    "opportunity_id", "cluster_id", "path_class", "stratum", "is_won_by_horizon",
    "is_moved_by_day_30", "is_silent_by_day_21", "is_outside_strict", "is_outside_ours",
    "is_outside_wide", "path_group", "group_name", "period",
)  # fmt: skip
# Of each path: outside by the strict, the usual and the wide count; and its group.
OF_PATH = {
    "bypassed": ("true", "true", "true", "no_gate"),
    "back_stamped": ("false", "true", "true", "no_gate"),
    "returned": ("false", "false", "true", "through_every_gate"),
    "in_flow": ("false", "false", "false", "through_every_gate"),
    "unlinked": ("false", "false", "false", "cannot_tell"),
}
SAME = "same segment, size, source, quarter."


def deals(strata, *, paths=("bypassed", "in_flow"), account=None):
    """Write the deals of strata, outside and inside, whose outcomes are all alike."""
    lines = ["| " + " | ".join(COLUMNS) + " |"]
    for stratum, arms in strata.items():
        for path, (events, n) in zip(paths, arms, strict=True):
            for at in range(n):
                name = f"{path} {stratum} {at}"
                of_account = account(path, stratum, at) if account else name
                flag = str(at < events).lower()
                cells = (
                    name,
                    of_account,
                    path,
                    stratum,
                    flag,
                    flag,
                    flag,
                    *OF_PATH[path],
                    "All",
                    "",
                )
                lines.append("| " + " | ".join(cells) + " |")
    return {"chosen_deal_strata": "\n".join(lines)}


def numbers(result, outcome="won", component="ours"):
    named = (outcome, component)
    return {
        str(row.keys["statistic"]): row
        for row in result.rows
        if (row.keys["outcome"], row.keys["component"]) == named
    }


def test_the_worked_example_turns_round_like_with_like(measure_case):
    """METHODS part D: crude -6.0 in a hundred, Mantel-Haenszel +14.4, and the alarm.

    Its standardised 14.4 has the mix of both; with the mix from outside it is 13.6: a tenth of
    6/10 - 40/90 and nine tenths of 30/90 - 2/10.
    """
    result = measure_case("like_for_like", deals(BOOK), config=CONFIG)
    found = numbers(result)
    assert found["raw"].value == pytest.approx(-0.06)
    assert found["mantel_haenszel"].value == pytest.approx(0.1444, abs=5e-5)
    assert found["like_for_like"].value == pytest.approx(0.1356, abs=5e-5)
    assert (found["share_outside"].value, found["share_inside"].value) == (0.36, 0.42)
    assert found["share_inside_same_mix"].value == pytest.approx(0.36 - 0.1356, abs=5e-5)
    assert found["like_for_like"].details["simpson_alarm"] is True
    assert any(
        note == "Won: raw, 6 fewer in 100; like with like, 14 more: the raw gap comes from the mix."
        for note in result.notes
    )


def test_a_difference_counts_both_arms_and_a_share_its_own(measure_case):
    found = numbers(measure_case("like_for_like", deals(BOOK)))
    counts = {name: (row.n, row.events, row.grade) for name, row in found.items()}
    assert counts == {
        "like_for_like": (400, 156, "adjusted"),
        "raw": (400, 156, "observed"),
        "mantel_haenszel": (400, 156, "adjusted"),
        "share_outside": (200, 72, "observed"),
        "share_inside": (200, 84, "observed"),
        "share_inside_same_mix": (200, 84, "adjusted"),
    }


def test_the_finding_gives_the_range_and_the_raw_pair(measure_case):
    result = measure_case("like_for_like", deals(CLEAR))
    assert result.finding == (
        "Like with like, 25 more in 100 from outside are won (17 to 33 more); raw 50 against 25."
    )
    assert len(result.finding) <= 90


def test_what_luck_may_explain_is_called_so(measure_case):
    few = dict.fromkeys(BOOK, ((4, 9), (10, 27)))
    result = measure_case("like_for_like", deals(few))
    assert (
        result.finding == "Like with like, 7 more in 100 won (11 fewer to 26 more): could be luck."
    )


def test_fewer_than_thirty_on_one_side_claim_nothing(measure_case):
    clear = dict.fromkeys(BOOK, ((7, 7), (0, 50)))
    result = measure_case("like_for_like", deals(clear))
    assert numbers(result)["like_for_like"].low > 0
    assert result.finding.endswith("could be luck.")


def test_fewer_than_ten_on_one_side_are_counts(measure_case):
    result = measure_case("like_for_like", deals(dict.fromkeys(BOOK, ((1, 2), (9, 20)))))
    found = numbers(result)
    assert found["like_for_like"].status == found["share_outside"].status == "too few"
    assert found["share_inside"].value == 0.45
    assert result.finding == (
        "Wins too few to compare: 4 of 8 from outside were won, 36 of 80 through every gate."
    )


@pytest.mark.parametrize(
    ("strata", "share"),
    [
        ({"SMB": SMB, "ENT": ENT}, "100"),
        ({**BOOK, "LARGE": ((20, 60), (0, 0))}, "77"),
    ],
)
def test_groups_too_unlike_are_not_compared(measure_case, strata, share):
    """Two common groups, or 200 of 260 from outside in common ones: 77 in 100."""
    result = measure_case("like_for_like", deals(strata))
    found = numbers(result)
    for name in ("like_for_like", "mantel_haenszel", "share_inside_same_mix"):
        assert (found[name].status, found[name].value, found[name].low) == ("withheld", None, None)
    assert found["raw"].value is not None
    assert found["like_for_like"].details["range"] is None
    said = f"Wins not compared: {share} in 100 from outside have their like, in "
    assert result.finding.startswith(said)
    assert result.finding.endswith(" groups.")
    assert len(result.finding) <= 90


def test_the_fixed_statement_gives_the_e_value(measure_case):
    """36 against 22.44 in a hundred: 1.604 times; 1.604 + sqrt(1.604 x 0.604) = 2.59."""
    result = measure_case("like_for_like", deals(BOOK), config=CONFIG)
    said = (
        "Deals outside the flow chose or were chosen to come that way. Adjusting for segment, "
        "size, source and quarter does not make the comparison causal; a hidden factor with risk "
        "ratio 2.6 would remove it."
    )
    assert said in result.notes
    row = numbers(result)["like_for_like"]
    ratio = 0.36 / (0.36 - 0.13556)
    assert row.details["e_value"] == pytest.approx(ratio + math.sqrt(ratio * (ratio - 1)), abs=1e-3)


def test_the_statement_stands_also_where_the_finding_has_no_number(measure_case):
    """No deal is old enough to be won; moved and silent are compared all the same."""
    told = deals(BOOK)["chosen_deal_strata"].replace("is_won_by_horizon", "is_won_long_ago")
    lines = [
        f"{line} {'is_won_by_horizon' if not at else ''} |"
        for at, line in enumerate(told.splitlines())
    ]
    result = measure_case("like_for_like", {"chosen_deal_strata": "\n".join(lines)})
    assert numbers(result)["like_for_like"].status == "too few"
    for finding in (result.finding, *result.finding_by.values()):
        assert "Compared: what moved and what showed no sign" in finding
    assert any("a hidden factor with risk ratio 2.6" in note for note in result.notes)


def test_only_what_deals_were_made_alike_by_is_said(measure_case):
    bare = measure_case(
        "like_for_like", deals(BOOK), config=Config(), supplied={("opportunities", "created_at"): 1,
        ("gate_decisions", "decided_at"): 1}
    )  # fmt: skip
    assert numbers(bare)["like_for_like"].details["same"] == "quarter"


def test_paperwork_after_is_outside_but_for_the_strict_count(measure_case):
    result = measure_case("like_for_like", deals(BOOK, paths=("back_stamped", "in_flow")))
    sizes = {
        component: numbers(result, component=component)["share_outside"].n
        for component in ("strict", "ours", "wide")
    }
    assert sizes == {"strict": 0, "ours": 200, "wide": 200}


def test_those_turned_away_first_are_outside_by_the_wide_count_alone(measure_case):
    result = measure_case("like_for_like", deals(BOOK, paths=("returned", "in_flow")))
    sizes = {
        component: (found["share_outside"].n, found["share_inside"].n)
        for component in ("strict", "ours", "wide")
        if (found := numbers(result, component=component))
    }
    assert sizes == {"strict": (0, 400), "ours": (0, 400), "wide": (200, 200)}


def test_what_holds_by_some_counts_alone_is_said(measure_case):
    """Nobody outside but paperwork after makes the difference: the strict count sees none."""
    given = deals(dict.fromkeys(BOOK, ((20, 50), (20, 50))))["chosen_deal_strata"]
    more = deals(dict.fromkeys(BOOK, ((60, 60), (0, 1))), paths=("back_stamped", "unlinked"))
    rows = more["chosen_deal_strata"].splitlines()[1:]
    result = measure_case("like_for_like", {"chosen_deal_strata": "\n".join([given, *rows])})
    assert (
        "Won: this holds by the usual and wide count; counted otherwise it could be luck."
        in result.notes
    )


def test_deals_of_one_account_that_end_alike_count_as_one(measure_case):
    """Every account has five deals of one stratum that end alike, so the range is wider."""
    strata = dict.fromkeys(BOOK, ((20, 40), (30, 60)))
    alone = numbers(measure_case("like_for_like", deals(strata)))
    shared = deals(strata, account=lambda path, stratum, at: f"{path} {stratum} {at // 5}")
    together = numbers(measure_case("like_for_like", shared))
    for name, factor in (("like_for_like", 5**0.5), ("mantel_haenszel", 5**0.5)):
        widths = [found[name].high - found[name].low for found in (alone, together)]
        assert widths[1] / widths[0] == pytest.approx(factor, rel=1e-6), name
    assert together["raw"].high > alone["raw"].high


def test_deals_too_young_for_an_outcome_are_not_counted(measure_case):
    """Blank: the deal is too young for that outcome."""
    told = deals({"SMB": ((50, 50), (50, 50))})["chosen_deal_strata"]
    lines = [
        line.replace("| SMB | true | true | true ", "| SMB |  |  |  ") for line in told.splitlines()
    ]
    result = measure_case("like_for_like", {"chosen_deal_strata": "\n".join(lines)})
    assert all((row.n, row.value) == (0, None) for row in result.rows)
    assert result.status == "too few"
    assert result.finding.startswith("Nothing to count")


def test_one_deal_is_no_comparison(measure_case):
    one = measure_case("like_for_like", deals({"SMB": ((1, 1), (0, 0))}))
    found = numbers(one)
    assert (found["share_outside"].n, found["share_outside"].events) == (1, 1)
    assert all(row.value is None for row in found.values())
    assert (
        one.finding
        == "Wins too few to compare: 1 of 1 from outside were won, 0 of 0 through every gate."
    )


@pytest.mark.parametrize(
    ("statistic", "opened", "among"),
    [("like_for_like", 156, 400), ("share_outside", 72, 200), ("share_inside_same_mix", 84, 200)],
)
def test_a_mark_opens_the_deals_of_its_arm(measures, database, context, statistic, opened, among):
    for table, text in deals(BOOK).items():
        typed_tables.load_text(database, table, text)
    typed_tables.load(database, "fct_deals", [{"opportunity_id": "none"}])
    slices = Slices(database, "records", given=frozenset({"chosen_deal_strata"}))
    mark = {"outcome": "moved", "component": "ours", "statistic": statistic}
    measure = measures["like_for_like"]
    found = behind(slices, measure, Filters(), context, mark)
    assert (found.n, found.total) == (opened, among)
    everyone = behind(slices, measure, Filters(), context, {**mark, "part": "all"})
    assert everyone.n == among


@pytest.mark.parametrize(
    ("strata", "said"),
    [
        (
            dict.fromkeys(BOOK, ((4, 20), (5, 20))),
            f"Like with like, 5 fewer in 100 (8 more to 18 fewer): could be luck; {SAME}",
        ),
        (CLEAR, f"Like with like, 25 more in 100 (17 to 33 more); {SAME}"),
        (
            {"SMB": SMB, "ENT": ENT},
            "Not compared like with like: 100 in 100 have their like, in 2 groups.",
        ),
        ({"SMB": ((1, 2), (3, 4))}, "Too few to compare like with like."),
    ],
)
def test_the_line_beside_a_raw_comparison(measure_case, strata, said):
    result = measure_case("like_for_like", deals(strata), config=CONFIG)
    row = result.row(outcome="silent", component="ours", statistic="like_for_like")
    assert like_for_like.line(row) == said


def test_the_dimensions_that_make_deals_alike_can_be_chosen():
    two = [
        Dimension(name="region", table="leads", column="Region"),
        Dimension(name="segment", table="accounts", column="Segment"),
    ]
    assert [each.name for each in Config(dimension=two).alike] == ["segment"]
    assert [each.name for each in Config(dimension=two[:1]).alike] == ["region"]
    chosen = Config(dimension=two, rules=Rules(alike=("segment", "region")))
    assert [each.name for each in chosen.alike] == ["region", "segment"]
    assert Config(dimension=two, rules=Rules(alike=())).alike == ()


def test_deals_that_cannot_be_told_are_warned_of(measure_case):
    """Of ten deals four cannot be traced; they are in neither arm."""
    paths = ["unlinked"] * 4 + ["in_flow"] * 3 + ["bypassed"] * 3
    rows = [f"| d{at} | a{at} | {path} |" for at, path in enumerate(paths)]
    strata = [f"| d{at} | SMB | true |" for at in range(10)]
    given = {
        "fct_deals": "\n".join(["| opportunity_id | account_id | path_class |", *rows]),
        "fct_deal_strata": "\n".join(["| opportunity_id | stratum | is_won_by_horizon |", *strata]),
    }
    result = measure_case("like_for_like", given)
    assert any("For 4 of 10 deals we cannot tell" in note for note in result.notes)
