"""The slider over the lines a gate could have: what it says of each, whoever asks."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from dashboard import answer as answering
from dashboard.measures.result import Row
from dashboard.present.possible_lines import lines_of
from dashboard.web.app import build_app
from dashboard.web.line_fan import fan, net_bar
from dashboard.web.line_slider import line_answer, slider
from tests.web.example_gate import answer
from tests.web.example_results import ExampleDesk, everything
from tests.web.reading import page_of, text_of, with_class
from tests.web.test_moving_hero import sheet_of, tree

TODAY = 60


def row(line, statistic, low, high, value=None, /, **details):
    return Row(
        {"line": line, "statistic": statistic}, value, low, high, 900, 640, "bound",
        details={"line_today": TODAY, **details},
    )  # fmt: skip


ROWS = [
    row(40, "net", None, None, reason="Fewer than 30 people were called."),
    row(50, "net", -4e5, 5e5, 1.5e5, point_grade="adjusted"),
    row(50, "leads", 1640, 1640, 1640),
    row(50, "hours", 4900, 4900, 4900, spare_hours=1900.0),
    row(50, "wins", 0, 25),
    row(60, "net", 0, 0, 0, is_today=True),
    row(70, "net", -3e5, -2e5),
    row(70, "leads", -600, -600, -600),
    row(70, "hours", -1800, -1800, -1800, spare_hours=1900.0),
    row(70, "wins", -12, -4),
    row(80, "net", 1e5, 2e5),
]


def said(line, rows=ROWS):
    told = line_answer(replace(sheet_of(), line=line), rows)
    return " ".join(text_of(tree(part)) for part in told)


def test_a_range_on_both_sides_says_that_the_records_cannot_tell():
    assert said(50).strip() == (
        "At 50: between $400k lost and $500k gained a year. Our records cannot say which.  "
        "Best guess, like with like: $150k gained. Sellers would call 1,640 more people a year, "
        "4,900 hours; 1,900 hours are spare (your assumption). Wins: between 0 and 25 more."
    )


def test_a_range_on_one_side_says_its_side_once_and_spare_hours_matter_where_hours_are_needed():
    assert said(70).strip() == (
        "At 70: between $200k and $300k lost a year.  Sellers would call 600 fewer people a year, "
        "1,800 hours. Wins: between 4 and 12 fewer."
    )
    assert said(80).strip() == "At 80: between $100k and $200k gained a year."


def test_at_todays_line_both_ways_are_told_and_neither_is_chosen():
    told = (
        "Today’s line is 60. At 50: between $400k lost and $500k gained a year; "
        "at 70: between $200k and $300k lost a year."
    )
    assert said(None) == said(60) == f"{told} 50 70"


def test_a_line_of_which_nothing_can_be_said_tells_why():
    assert said(40) == "At 40: fewer than 30 people were called."


@pytest.mark.parametrize(("asked", "found"), [(-99, 40), (44, 40), (45, 40), (46, 50), (9e3, 80)])
def test_a_score_without_a_line_stands_at_the_nearest(asked, found):
    assert said(asked).startswith(f"At {found}: ")


def test_without_two_lines_there_is_nothing_to_move():
    assert slider(sheet_of(), ROWS[5:6]) is None
    assert slider(sheet_of(), []) is None
    assert line_answer(sheet_of(), []) == []


def test_small_moves_can_be_tried_and_no_others():
    rows = [row(line, "net", -1.0, 1.0) for line in range(100)]
    lines = lines_of(rows)
    assert (lines.at[0], lines.today, lines.at[-1], lines.beside()) == (40, 60, 80, (50, 70))
    low = lines_of([row(line, "net", -1.0, 1.0) for line in (59, 60, 61)])
    assert low.beside() == (59, 61)
    assert lines_of([row(line, "net", 0.0, 1.0) for line in (60, 80)]).beside() == (80,)


def test_pictures_stand_on_one_axis_and_leave_a_gap_where_nothing_is_known():
    lines = lines_of(ROWS)
    # The axis reaches from 400k lost to 500k gained; zero is at 4/9 of it.
    bar = tree(net_bar(lines, 70))
    styles = [part["props"]["style"] for part in bar["props"]["children"]]
    assert styles == [{"left": "11.11%", "width": "11.11%"}, {"left": "44.44%"}]
    outlines = [
        part["props"]["style"]["clipPath"]
        for part in with_class(tree(fan(lines, "USD")), "fan-part")
    ]
    assert outlines == [
        "polygon(25.00% 0.00%, 50.00% 55.56%, 50.00% 55.56%, 25.00% 100.00%)",
        (
            "polygon(50.00% 55.56%, 75.00% 77.78%, 100.00% 33.33%, "
            "100.00% 44.44%, 75.00% 88.89%, 50.00% 55.56%)"
        ),
    ]


def test_the_slider_tells_a_script_its_lines_and_where_it_stands():
    drawn = slider(replace(sheet_of(), path="/gate", line=51.0), ROWS)
    told = {key: value for key, value in tree(drawn)["props"].items() if key.startswith("data-")}
    assert told == {
        "data-lines": "40,50,60,70,80", "data-line": "50", "data-today": "60",
        "data-place": "/gate?",
    }  # fmt: skip
    assert tree(drawn)["props"]["style"] == {"--at": "25.00%"}


ASKED = {
    "output": '{"kind":"line-answer","of":"threshold_tradeoff"}.children',
    "outputs": {"id": {"kind": "line-answer", "of": "threshold_tradeoff"}, "property": "children"},
    "changedPropIds": ['{"kind":"line-asked","of":"threshold_tradeoff"}.data'],
}


def ask(client, value):
    asked = {"id": {"kind": "line-asked", "of": "threshold_tradeoff"}, "property": "data"}
    body = {**ASKED, "inputs": [{**asked, "value": value}]}
    body["output"] = '{"kind":"line-answer","of":["MATCH"]}.children'
    return client.post("/_dash-update-component", json=body)


@pytest.fixture
def client():
    """The app over an example whose gate has five possible lines."""
    tradeoff = answer("threshold_tradeoff", *ROWS, keys=("line", "statistic"))
    desk = ExampleDesk({**everything(), "threshold_tradeoff": tradeoff})
    return build_app(lambda: desk).server.test_client()


def test_a_step_of_the_slider_brings_the_sentence_of_its_line(client):
    found = json.loads(ask(client, "/gate?line=70").text)["response"]
    (shown,) = found.values()
    assert text_of(shown["children"]).startswith("At 70: between $200k and $300k lost a year.")


def test_a_step_of_the_slider_asks_no_warehouse(demo, monkeypatch):
    page_of(demo, path="/gate")

    def asked(*_):
        pytest.fail("The warehouse was asked.")

    monkeypatch.setattr(answering, "answers", asked)
    monkeypatch.setattr(answering, "answer", asked)
    for line in (45, 55, 75):
        (shown,) = json.loads(ask(demo, f"/gate?line={line}").text)["response"].values()
        assert text_of(shown["children"]).startswith(f"At {line}: ")


@pytest.mark.parametrize(
    "value",
    [7, {}, [], None, True, {"a": ["b"]}, "x" * 9000, "/gate?line=\0", "/gate?line=1e999",
     "/nowhere?line=50", "?line=nan", "/gate?line=50&line=<script>", "/gate?hour_cost=-1&line=٥"],
)  # fmt: skip
def test_the_slider_takes_anything_for_an_address(client, value):
    answered = ask(client, value)
    assert answered.status_code in (200, 204)
    assert "<script>" not in answered.text
