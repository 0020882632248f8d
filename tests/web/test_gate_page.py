"""The page of the gate, in each state it may be in, and the third row of the Overview."""

from __future__ import annotations

import json

import pytest

from dashboard import words
from dashboard.decisions import Log
from tests.web import example_gate as gate
from tests.web.reading import each_component, links, page_of, post, text_of, with_class
from tests.web.test_topic_pages import LATE

STATES = ("not_settled", "works", "costs_more", "not_computable", "withheld", "too_few")
HEADLINES = {
    "not_settled": (
        "Between $2M lost and $300k saved: our records cannot settle it. "
        "A test of 1,484 people a side would, for those right below the line."
    ),
    "works": "Our gate saved between $200k and $900k, all told.",
    "costs_more": "All told, our gate lost between $800k and $3M more than it saved.",
    "not_computable": "What does our gate lose, and what does it save?",
    "too_few": "9 wins, $1.4M, had been turned away first; 1,204 people turned away did not buy.",
}


@pytest.fixture
def shown(example, example_desk):
    """Show the page, or another, in a state."""

    def show(state, query="?", path="/gate"):
        example_desk.results = getattr(gate, state)()
        return page_of(example, query, path)

    return show


@pytest.fixture
def late(example, example_desk):
    """Show the comparison at the line, which comes after the page, in a state."""

    def show(state):
        example_desk.results = getattr(gate, state)()
        asked = json.loads(json.dumps(LATE).replace("momentum_index", "threshold_jump"))
        answer = post(example, asked, "/gate?open=threshold_jump")
        assert answer.status_code == 200, answer.text
        (line,) = json.loads(answer.text)["response"].values()
        return line["children"]

    return show


def h1(page):
    """Return the headline."""
    return text_of(next(each for each in each_component(page) if each["type"] == "H1"))


def by_id(page, name):
    """Return the part of the page with an id."""
    return next(each for each in each_component(page) if each["props"].get("id") == name)


def places(part, name):
    """Return left and width of every part of a class, in hundredths."""
    return [
        (float(look["left"].rstrip("%")), float(look["width"].rstrip("%")))
        for each in with_class(part, name)
        if (look := each["props"]["style"])
    ]


@pytest.mark.parametrize("state", HEADLINES)
def test_the_headline_says_both_ends_lost_first(shown, state):
    assert h1(shown(state)) == HEADLINES[state]


@pytest.mark.parametrize("state", STATES)
def test_no_state_says_a_banned_word(shown, state):
    for path in ("/gate", "/"):
        said = f" {text_of(shown(state, '?', path)).lower()} "
        assert [each for each in words.BANNED if f" {each} " in said] == []


@pytest.mark.parametrize("state", STATES)
def test_no_part_of_any_state_is_at_fault(shown, state):
    for path in ("/gate", "/"):
        assert "could not be drawn" not in text_of(shown(state, "?", path))


def test_costs_stand_left_of_zero_and_credits_right(shown):
    lines = with_class(shown("not_settled"), "balance")[0]
    (zero,) = {each["props"]["style"]["left"] for each in with_class(lines, "zero")}
    axis = float(zero.rstrip("%"))
    hatched, solid = places(lines, "hatched"), places(lines, "fill-solid")
    # Turned away and waiting lie left, time kept free right; all told lies on both sides.
    assert [left + width <= axis + 0.01 for left, width in hatched] == [True, True, False, False]
    assert hatched[3][0] < axis < sum(hatched[3])
    assert solid[2][0] == pytest.approx(axis, abs=0.01)


def test_what_holds_in_any_case_is_solid_from_zero_on(shown):
    """Of $400k to $600k kept free $400k is sure, of $0 to $1.9M turned away nothing."""
    solid = places(with_class(shown("not_settled"), "balance")[0], "fill-solid")
    hatched = places(with_class(shown("not_settled"), "balance")[0], "hatched")
    waiting, running, kept = solid
    assert waiting[1] / running[1] == pytest.approx(2.0, abs=0.02)
    assert kept[1] / running[1] == pytest.approx(4.0, abs=0.03)
    assert hatched[0][1] / running[1] == pytest.approx(19.0, abs=0.1)


def test_ends_of_the_sum_say_how_they_come_about(shown):
    said = text_of(with_class(shown("not_settled"), "all-told"))
    assert "at worst − $1.9M − $400k − $100k + $400k = $2M lost" in said
    assert "at best − $200k − $100k + $600k = $300k saved" in said


def test_lines_that_do_not_add_up_say_no_sum(example, example_desk):
    found = gate.not_settled()
    found["gate_cost_range"] = gate.balance((-3.0e6, 0.3e6), *gate.lines())
    example_desk.results = found
    said = text_of(with_class(page_of(example, "?", "/gate"), "all-told"))
    assert "at worst" not in said
    assert "at best" in said


def test_a_cost_that_may_be_none_reaches_over_zero(example, example_desk):
    found = gate.not_settled()
    waiting = gate.line("waiting", "cost", (-0.1e6, 0.4e6), grade="adjusted", certain=0.0)
    found["gate_cost_range"] = gate.balance((-0.4e6, 0.1e6), waiting)
    example_desk.results = found
    page = page_of(example, "?", "/gate")
    assert "$400k lost to $100k saved" in text_of(with_class(page, "balance-amount"))
    (left, width), *_ = places(with_class(page, "balance")[0], "hatched")
    assert left < float(with_class(page, "zero")[0]["props"]["style"]["left"][:-1]) < left + width


def test_a_line_that_cannot_be_had_says_why_and_keeps_its_place(example, example_desk):
    found = gate.not_settled()
    none = gate.line("waiting", "cost", (None, None), reason="Nobody recorded who asked when.")
    found["gate_cost_range"] = gate.balance((-1.9e6, 0.0), gate.lines()[0], none)
    example_desk.results = found
    said = text_of(with_class(page_of(example, "?", "/gate"), "balance"))
    assert "Waiting for a first talk" in said
    assert "Nobody recorded who asked when." in said


def test_money_already_won_is_in_no_range(shown):
    said = text_of(with_class(shown("not_settled"), "already-won"))
    assert "9 wins, $1.4M, had been turned away first and were won all the same" in said
    assert "in no range above" in said


@pytest.mark.parametrize(
    ("state", "verdicts"),
    [
        ("not_settled", ["Not settled", "Not settled"]),
        ("works", ["Saves more than it loses"] * 2),
        ("costs_more", ["Loses more than it saves"] * 2),
        ("withheld", ["Not settled", "Withheld"]),
    ],
)
def test_both_verdicts_stand_together(shown, state, verdicts):
    pair = with_class(shown(state), "verdict-pair")[0]
    assert [text_of(each) for each in with_class(pair, "verdict")] == verdicts


def test_what_is_assumed_is_folded_until_it_is_changed(shown):
    (fold,) = with_class(shown("not_settled"), "assumptions-fold")
    assert not fold["props"].get("open")
    (fold,) = with_class(shown("not_settled", "?hour_cost=95"), "assumptions-fold")
    assert fold["props"]["open"]
    assert "1 number of your own" in text_of(fold)


def test_without_a_net_what_is_counted_stands_and_what_to_export(shown):
    said = text_of(by_id(shown("not_computable"), "balance"))
    assert "What to export" in said
    assert "Lead scores: add Score to Lead.csv" in said
    assert "7 people were turned away: too few to say" in text_of(
        by_id(shown("too_few"), "balance")
    )
    assert len(with_class(shown("too_few"), "box")) == 3


def test_the_test_says_who_how_many_and_its_price(shown):
    said = text_of(by_id(shown("not_settled"), "settling_test"))
    for each in (
        "Score 45 to 59, about 247 a month; a coin decides",
        "1,484 called, 1,484 left as today",
        "4,450 seller hours (2.1 people for a year), $356k",
        "2 more won in 100, or a larger gap; the hours pay from 0.8 more",
        "462 a side, 1,390 hours: sees 4 more in 100, no smaller gap",
        "0 of 2,968 so far",
        "Nov 2028",
    ):
        assert each in said, each


def test_a_test_that_cannot_be_planned_says_why(example, example_desk):
    found = gate.not_settled()
    found["settling_test"] = gate.plan(passed=None, reason="Even the most would not pay.")
    example_desk.results = found
    page = page_of(example, "?", "/gate")
    assert "Even the most would not pay." in text_of(by_id(page, "settling_test"))
    assert h1(page) == "Between $2M lost and $300k saved: our records cannot settle it."


def test_each_side_speaks_under_the_figure(shown):
    card = by_id(shown("not_settled"), "good_catches")
    said = [text_of(each) for each in with_class(card, "two-sides")]
    assert len(said) == 1
    assert "Sales would sayEach of these 1,204 would have taken hours" in said[0]
    assert "Marketing would sayNothing came of them, with us." in said[0]


def test_who_wrote_what_the_sides_say_is_said_once(shown):
    said = text_of(shown("not_settled"))
    assert said.count("is written by the measure") == 1
    assert "is written by the measure" not in text_of(shown("not_settled", "?", "/momentum"))


def test_the_days_that_people_were_followed_are_those_assumed(shown):
    assert "each followed for 365 days" in text_of(shown("not_settled"))
    assert "each followed for 180 days" in text_of(shown("not_settled", "?horizon=180"))


def test_a_side_that_wrote_its_own_words_is_quoted(shown, monkeypatch):
    own = {("good_catches", "sales"): "We had no hour to spare."}
    log = Log(said=own)
    monkeypatch.setattr("dashboard.decisions.log", lambda workspace: log)
    said = text_of(with_class(by_id(shown("not_settled"), "good_catches"), "two-sides"))
    assert "Sales would say, in their own wordsWe had no hour to spare." in said


def _empty_log():
    from dashboard.decisions import Log

    return Log()


def test_the_comparison_at_the_line_shows_the_step(late):
    """Dots of 4 in 100 below and 8 above: the lines meet the line of the gate 4 apart."""
    line = late("not_settled")
    assert len(with_class(line, "jump-dot")) == 40
    below, above = (each["props"]["style"]["clipPath"] for each in with_class(line, "jump-line"))
    # From the line's foot at 10 % to its head: the axis ends at 15 in 100, so 4 are 27 %.
    ends = float(below.split(", ")[1].split()[1][:-1]), float(above.split()[1][:-2])
    assert ends[0] - ends[1] == pytest.approx(100 * 0.04 / 0.2, abs=2.0)


def test_a_withheld_comparison_shows_the_check_that_forbids_it(late):
    line = late("withheld")
    assert with_class(line, "jump-dot") == []
    heights = {
        each["props"]["className"]: each["props"]["style"]["height"]
        for each in with_class(line, "people-column")
    }
    assert heights == {"people-column": "40.00%", "people-column at-line": "90.00%"}
    assert "180 people on the line, 76 right below and 82 right above" in text_of(line)


def test_numbers_of_each_line_open_its_people(shown):
    card = by_id(shown("not_settled"), "threshold_tradeoff")
    table = with_class(card, "numbers")[0]
    assert "-$270k to $330k" in text_of(table)
    hrefs = {each["href"] for each in links(table, "drill=threshold_tradeoff")}
    # Today's line changes nobody.
    assert len(hrefs) == 8


def test_row_three_says_the_range_and_the_verdict(shown):
    row = by_id(shown("not_settled", "?", "/"), "row-3")
    assert "All told, our gate: between $2M lost and $300k saved. Not settled." in text_of(row)
    assert "What would settle it: 1,484 people a side" in text_of(row)
    assert "turned away, not back$0 to $1.9M" in text_of(row)
    assert links(row, "/gate")


def test_row_three_of_a_gate_that_works_has_the_same_place_and_size(shown):
    row = by_id(shown("works", "?", "/"), "row-3")
    assert "All told, our gate: between $200k and $900k saved. Saves more than it loses." in (
        text_of(row)
    )
    (left, _), *_ = places(row, "hatched")
    assert left > float(with_class(row, "zero")[0]["props"]["style"]["left"][:-1])


def test_without_a_net_row_three_counts(shown):
    row = by_id(shown("too_few", "?", "/"), "row-3")
    assert len(with_class(row, "box")) == 3
    assert with_class(shown("too_few", "?", "/"), "on-the-gate") == []


def test_the_verdict_stands_over_the_overview(shown):
    said = text_of(with_class(shown("not_settled", "?", "/"), "on-the-gate"))
    assert said == "Verdict on the gate: Not settled"


def test_the_two_lists_have_their_rows_on_screen_alike(shown):
    """Neither may look the larger: both show their first rows and say of how many."""
    page = shown("not_settled")
    counts = [text_of(with_class(by_id(page, each), "n-of"))
              for each in ("turned_away_ledger", "good_catches")]  # fmt: skip
    assert counts == ["9 of 9 deals", "10 of 1,204 people turned away"]
