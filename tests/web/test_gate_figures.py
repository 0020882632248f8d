"""The pictures of the gate that no general shape gives, over hand-made rows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.measures.result import Row
from dashboard.present.pages import page_at
from dashboard.web.figures.jump import failed_check
from tests.web import example_gate as gate
from tests.web.example_results import MEASURES
from tests.web.reading import links, text_of, with_class
from tests.web.test_moving_hero import sheet_of
from tests.web.test_topic_pages import drawn, tree


def cell(value, /, low=None, high=None, n=100, **keys):
    """Return a row with its details under their own key."""
    told = dict(keys.pop("details", {}))
    return Row(keys, value, low, high, n, n, details=told, status=keys.pop("status", "ok"))


def test_friction_is_answered_in_words_and_opens_its_people():
    rows = [
        cell(4.0, gate="score", friction="waits",
             details={"said": "half decided within 4 days", "unit": "days"}),
        cell(0.9, gate="score", friction="asked",
             details={"said": "up to 3 fields; 90 in 100 decided before any help"}),
        cell(None, n=0, gate="budget", friction="waits",
             details={"said": "your records do not say"}),
    ]  # fmt: skip
    shown = drawn(gate.answer("friction_map", *rows, keys=("gate", "friction")))
    said = text_of(shown)
    # Gates as the company calls them; a question without a row is a dash.
    assert "score 60Half decided within 4 daysUp to 3 fields" in said
    assert "budget formYour records do not say–" in said
    assert len(links(shown, "drill=friction_map")) == 2


def test_each_gate_has_its_ledger_and_all_gates_come_last():
    def amount(low, high, component, of="all_gates", unit="money"):
        value = low if unit == "count" else None
        return cell(value, low, high, gate=of, component=component, details={"unit": unit})

    rows = [
        amount(-1.2e6, 0.6e6, "waiting"),
        amount(-2.0e6, 0.3e6, "net"),
        amount(0.0, 1.9e6, "turned_away", "score"),
        amount(1204, None, "true_negatives", "score", unit="count"),
    ]
    shown = drawn(gate.answer("gate_ledger", *rows, keys=("gate", "component")))
    lines = text_of(shown).split("score 60")[1]
    assert lines.startswith("$0 to $1.9M")
    assert "1,204" in lines.split("all gates")[0]
    # Waiting may have taken nothing: then its lower end stands on the other side of zero.
    assert "$600k lost to $1.2M saved" in lines
    assert "Between $2M lost and $300k saved" in lines


@pytest.mark.parametrize(
    ("basis", "said"),
    [
        ("margin", "Not settled: between $120 lost and $740 gained with the next call below"),
        ("net", "Not settled: between $120 lost and $740 saved, all told"),
    ],
)
def test_the_role_of_protecting_says_which_money_it_is_of(basis, said):
    told = {"unit": "money", "finding": "not established", "basis": basis,
            "roles": "not established"}  # fmt: skip
    shown = drawn(
        gate.answer("two_roles", cell(310.0, -120.0, 740.0, role="protects", details=told),
                    keys=("role",))
    )  # fmt: skip
    assert said in text_of(shown)
    assert "our records speak for none of the four yet" in text_of(shown)
    assert with_class(shown, "is-it") == []


def test_the_square_marks_the_one_role_that_the_records_speak_for():
    told = {"unit": "points", "roles": "protects only"}
    row = cell(-0.04, -0.08, -0.01, role="moves", details=told)
    shown = drawn(gate.answer("two_roles", row, keys=("role",)))
    (marked,) = with_class(shown, "is-it")
    assert text_of(marked) == "Keeps hours free, moves nobody onour gates"
    assert "4 fewer in 100 (1 to 8 fewer)" in text_of(shown)


def test_wins_by_wait_are_columns_and_a_day_is_read_four_ways():
    rows = [
        cell(0.08, 0.05, 0.12, statistic="wait_24h", details={"unit": "share"}),
        cell(0.02, 0.01, 0.04, statistic="wait_5d", details={"unit": "share"}),
        cell(0.12, 0.02, 0.21, statistic="rate_naive",
             details={"unit": "share", "change": "12 fewer", "range": "2 to 21 fewer"}),
    ]  # fmt: skip
    shown = drawn(gate.answer("wait_decay", *rows, keys=("statistic",)))
    assert len(with_class(shown, "column-of")) == 2
    (ways,) = with_class(shown, "readings-of")
    assert "12 fewer (2 to 21 fewer)" in text_of(ways)


def test_a_way_of_a_figure_says_all_of_itself_to_those_who_hear_it():
    row = cell(0.12, 0.02, 0.21, statistic="rate_naive",
               details={"unit": "share", "change": "12 fewer",
                        "range": "2 to 21 fewer"})  # fmt: skip
    shown = drawn(gate.answer("wait_decay", row, keys=("statistic",)))
    (link,) = links(shown, "drill=wait_decay")
    assert "12 fewer (2 to 21 fewer)" in link["aria-label"]


def test_every_answer_of_the_page_takes_both_sides():
    silent = [each for each in page_at("/gate").measures if MEASURES[each].sides is None]
    assert silent == []


def test_no_side_of_the_sample_company_leaves_a_number_out(demo_desk):
    known = demo_desk.known(None)
    asked = tuple(each.id for each in MEASURES if each.sides is not None)
    found = demo_desk.answers(asked, known.default, None)
    assert len(found) == len(asked)
    missing = [
        (name, side, said)
        for name, answer in found.items()
        for side, said in answer.sides.items()
        if "None" in said or "{" in said
    ]
    assert missing == []


def test_people_in_a_test_by_lot_stand_in_the_picture_of_a_withheld_comparison():
    """Of 80 below the line 60 are in a test: the picture has all of them, the share won 20."""
    found = gate.withheld()["threshold_jump"]

    def tested(row):
        is_below = row.keys["statistic"] == "bin" and row.keys["of"] < 0
        told = {**row.details, "everyone": row.n}
        return replace(row, n=20, events=1, details=told) if is_below else row

    answer = replace(found, rows=tuple(map(tested, found.rows)))
    shown = tree(failed_check(sheet_of(answer), answer))
    heights = {each["props"]["style"]["height"] for each in with_class(shown, "people-column")}
    # 80, and 180 on the line, of an axis up to 200.
    assert heights == {"40.00%", "90.00%"}
    assert "1 of 20" in text_of(shown)
