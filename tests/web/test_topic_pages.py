"""Pages of one topic: their order, what opens in place, and what they say when they cannot say."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from plotly.utils import PlotlyJSONEncoder

from dashboard.measures.filters import Filters
from dashboard.present.marks import by_count
from dashboard.present.pages import PAGES
from dashboard.web import rendering, states
from dashboard.web.figures.dispatch import FIGURES, figure_of
from tests.web import example_topics as examples
from tests.web.example_results import MEASURES
from tests.web.reading import each_component, further_of, links, page_of, post, text_of, with_class
from tests.web.test_moving_hero import sheet_of

TOPICS = ("/wins", "/momentum", "/funnel")
LATE = {
    "output": '{"kind":"late","of":["MATCH"]}.children',
    "outputs": {"id": {"kind": "late", "of": "momentum_index"}, "property": "children"},
    "inputs": [{"id": {"kind": "late-view", "of": "momentum_index"}, "property": "data"}],
    "state": [
        {
            "id": {"kind": "late-view", "of": "momentum_index"},
            "property": "id",
            "value": {"kind": "late-view", "of": "momentum_index"},
        }
    ],
    "changedPropIds": ['{"kind":"late-view","of":"momentum_index"}.data'],
}


@pytest.fixture(autouse=True)
def answers(example_desk):
    """Give the desk an answer of every shape."""
    example_desk.results = examples.topics()


def tree(component):
    """Return a component as the browser gets it."""
    return json.loads(json.dumps(component, cls=PlotlyJSONEncoder))


def drawn(answer):
    """Return an answer's figure as the browser gets it."""
    return tree(figure_of(sheet_of(answer), answer))


def h1(page):
    """Return the headline."""
    return text_of(next(each for each in each_component(page) if each["type"] == "H1"))


def line_of(page, measure_id):
    """Return one further answer."""
    return next(
        each for each in with_class(page, "answer") if each["props"].get("id") == measure_id
    )


@pytest.mark.parametrize("path", TOPICS)
def test_a_page_is_headline_hero_cards_and_lines_in_this_order(example, path):
    page = next(each for each in PAGES if each.path == path)
    shown = page_of(example, "?", path)
    ids = [each["props"].get("id") for each in each_component(shown)]
    wanted = [each for each in ids if each in (*page.cards, *page.more)]
    assert wanted == [*page.cards, *page.more]
    assert len(page.cards) <= 4
    assert len([each for each in each_component(shown) if each["type"] == "H1"]) == 1


def test_no_measure_is_on_a_page_twice():
    for page in PAGES:
        assert len(page.cards + page.more) == len({*page.cards, *page.more})


def test_headlines_are_generated(example):
    assert h1(page_of(example, "?", "/funnel")) == (
        "6,800 people came in: 2,510 qualified by marketing, 780 by sales, 49 won so far."
    )
    assert h1(page_of(example, "?", "/wins")) == (
        "Of the ten largest wins, four came through every gate and four did not."
    )


def test_gates_are_named_under_every_headline(example):
    for path in TOPICS:
        said = text_of(page_of(example, "?", path))
        assert "Our gates: score 60, accepted by sales and budget form." in said


def test_a_line_opens_in_place_and_closes_again(example):
    closed = line_of(page_of(example, "?", "/momentum"), "update_weekdays")
    assert with_class(closed, "opened") == []
    (summary,) = links(closed, "open=")
    assert summary["href"] == "?open=update_weekdays"
    assert summary["aria-expanded"] == "false"
    opened = line_of(page_of(example, summary["href"], "/momentum"), "update_weekdays")
    assert len(with_class(opened, "figure-bins")) == 1
    assert "Other reading: " in text_of(opened)
    (summary,) = (each for each in links(opened) if "summary" in each.get("className", ""))
    assert summary["href"] == "?"
    assert summary["aria-expanded"] == "true"


def test_an_open_answer_says_of_whom_it_speaks(example):
    shown = page_of(example, "?open=update_weekdays", "/momentum")
    (notes,) = with_class(line_of(shown, "update_weekdays"), "notes")
    assert text_of(notes).startswith("Counted: deals in the 12 months to 23 Oct 2026.")


def test_what_is_not_recorded_says_what_to_export(example, example_desk):
    lacking = replace(
        examples.weekdays(),
        status="not computable",
        rows=(),
        needs=("stage changes: add OpportunityFieldHistory.csv",),
        finding="Not computable: needs the history of deals.",
    )
    example_desk.results = {**examples.topics(), "update_weekdays": lacking}
    line = line_of(page_of(example, "?open=update_weekdays", "/momentum"), "update_weekdays")
    assert "missing" in line["props"]["className"]
    assert "Stage changes: add OpportunityFieldHistory.csv" in text_of(line)
    assert with_class(line, "figure") == []


def test_what_a_check_withheld_shows_no_number(example, example_desk):
    held = replace(
        examples.stages(), status="withheld", finding="Withheld: not comparable.", notes=("Why.",)
    )
    example_desk.results = {**examples.topics(), "forward_moves_rate": held}
    line = line_of(page_of(example, "?open=forward_moves_rate", "/momentum"), "forward_moves_rate")
    assert "Withheld: not comparable.Why." in text_of(line)
    assert with_class(line, "figure") == []


def test_an_answer_that_could_not_be_made_leaves_the_others(example):
    assert "6,800 people came in" in h1(page_of(example, "?", "/funnel"))
    lines = further_of(example, "?", "/funnel", "mql_volume", "stage_lag")
    assert states.FAULT in text_of(lines["mql_volume"])


def test_a_fault_in_one_figure_leaves_the_others(example, monkeypatch):
    def broken(sheet, result):
        raise ValueError("broken")

    monkeypatch.setitem(FIGURES, "matrix", broken)
    shown = page_of(example, "?", "/funnel")
    assert "This part could not be drawn" in text_of(shown)
    assert len(with_class(shown, "bridge")) == 1


def test_further_answers_come_together_after_the_page(example, example_desk):
    named = ("forward_moves_rate", "update_weekdays")
    first = page_of(example, "?", "/momentum")
    for each in named:
        assert text_of(line_of(first, each)).endswith("Working it out.")
    lines = further_of(example, "?", "/momentum", *named, "momentum_index", "win_rate")
    assert "61 of 119 deals took a step forward." in text_of(lines["forward_moves_rate"])
    assert list(lines) == [*named, "momentum_index", "win_rate"]
    # A slow answer is asked alone, one of another page not at all.
    assert lines["momentum_index"] == lines["win_rate"] == []


def test_what_is_remembered_comes_with_the_page(example, example_desk, monkeypatch):
    known = examples.stages()
    monkeypatch.setattr(
        type(example_desk),
        "remembered",
        lambda self, each, *asked: known if each == known.measure.id else None,
    )
    shown = page_of(example, "?", "/momentum")
    line = line_of(shown, "forward_moves_rate")
    assert "61 of 119 deals took a step forward." in text_of(line)
    assert with_class(shown, "late")


@pytest.mark.parametrize("value", [None, 7, {}, "x", [None]])
def test_a_place_of_a_further_answer_may_name_anything(example, value):
    lines = further_of(example, "?", "/momentum", *([value] if value is not None else []))
    assert all(line == [] for line in lines.values())


def test_slow_answers_come_after_the_page(example, example_desk):
    index = replace(examples.weekdays(), measure=MEASURES["momentum_index"], finding="62 of 100.")
    example_desk.results = {**examples.topics(), "momentum_index": index}
    waiting = line_of(page_of(example, "?", "/momentum"), "momentum_index")
    assert "Working it out." in text_of(waiting)
    answer = post(example, LATE, "/momentum?")
    assert answer.status_code == 200, answer.text
    assert "62 of 100." in answer.text


def test_a_slow_answer_that_fails_says_so(example):
    answer = post(example, LATE, "/momentum?")
    assert states.FAULT in answer.text


@pytest.mark.parametrize("value", [None, 7, {}, "/nonsense?", "/?", "x" * 9000])
def test_a_late_line_takes_anything_for_an_address(example, value):
    assert post(example, LATE, value).status_code in (200, 204)


def test_a_page_with_nothing_computable_leaves_the_menu(example_desk):
    def names():
        return text_of(tree(rendering.menu(example_desk, "/", "", None)))

    assert "Funnel" in names()
    page = next(each for each in PAGES if each.path == "/funnel")
    example_desk.results = {
        key: each for key, each in examples.topics().items() if key not in page.measures
    }
    assert "Funnel" not in names()


def test_the_menu_takes_filters_and_habits_along_and_nothing_else(example_desk):
    found = rendering.menu(
        example_desk, "/wins", "segment=SMB&count=wide&open=win_rate&drill=win_rate", None
    )
    hrefs = {each["href"] for each in links(tree(found))}
    assert hrefs >= {
        "/?segment=SMB&count=wide",
        "/funnel?segment=SMB&count=wide",
    }


def test_the_switch_is_part_of_every_link(example):
    shown = page_of(example, "?count=strict", "/wins")
    inner = [each["href"] for each in links(shown) if each["href"].startswith("?")]
    switch = {each["href"] for each in links(with_class(shown, "choice"))}
    others = set(inner) - switch
    assert len(others) > 20
    assert all("count=strict" in each for each in others)
    assert switch == {"?", "?count=strict", "?count=wide"}


def test_sentences_and_figures_follow_the_switch(example):
    for count, said in (("ours", "26 of 96 wins"), ("strict", "20 of 96 wins")):
        query = f"?count={count}&open=won_without_born_closed"
        shown = page_of(example, query, "/wins")
        line = line_of(shown, "won_without_born_closed")
        assert said in text_of(line)
        marks = [each["href"] for each in links(line, "component:")]
        assert marks
        assert all(f"component:{count}" in each for each in marks)
    said = text_of(page_of(example, "?count=wide", "/wins"))
    assert "41 of 96 wins, $5.7M of $11.6M, came outside the normal flow" in said


def test_an_answer_by_one_count_alone_says_so():
    known = examples.stages()
    assert by_count(known, "ours").finding == "61 of 119 deals took a step forward."
    assert by_count(known, "wide").finding.endswith("forward, by the usual count.")


def test_bars_of_the_funnel_are_shares_of_those_who_came_in(example):
    shown = page_of(example, "?", "/funnel")
    widths = [
        each["props"]["style"]["--share"]
        for each in each_component(with_class(shown, "funnel-steps"))
        if "fill" in (each["props"].get("className") or "").split()
    ]
    assert widths == ["100.00%", "36.91%", "39.71%", "11.47%", "13.24%", "0.72%", "4.38%"]


def test_the_funnel_says_who_is_too_young(example):
    said = text_of(with_class(page_of(example, "?", "/funnel"), "young"))
    assert said == ("298 came in since Oct 2026, less than 365 days ago, and are not there yet")


def test_few_records_get_counts_and_no_bar():
    shown = drawn(examples.stages())
    sure, small, few = with_class(shown, "lines")[0]["props"]["children"][1]["props"]["children"]
    assert len(with_class(sure, "whisker")) == 1
    assert with_class(small, "fill")[0]["props"]["className"].endswith("fill-small")
    assert with_class(few, "fill") == []
    assert "3 of 7" in text_of(few)


def test_each_number_is_said_in_full_to_those_who_hear_the_page():
    shown = drawn(examples.stages())
    said = [each["aria-label"] for each in links(shown, "drill=") if "aria-label" in each]
    assert said[0] == "through every gate: 51 in 100, 61 of 119, 42 to 60 in 100 by luck"


def test_cells_too_young_say_how_many_so_far():
    shown = drawn(examples.months())
    (early,) = with_class(shown, "state-early")
    assert text_of(early) == "2 people"
    (few,) = with_class(shown, "state-few")
    assert text_of(few) == "3 of 7"
    assert "Grey: too early for a share; so many people so far. The others: in 100." in text_of(
        shown
    )


def test_a_bridge_ends_where_its_parts_lead():
    shown = drawn(examples.bridge())
    looks = [
        each["props"]["style"]
        for each in each_component(shown)
        if "fill" in (each["props"].get("className") or "").split()
    ]
    assert [(each["left"], each["width"]) for each in looks] == [
        ("0.00%", "66.67%"),
        ("66.67%", "33.33%"),
        ("80.00%", "20.00%"),
        ("0.00%", "80.00%"),
    ]


def test_a_bridge_tells_what_moved_money_alone():
    shown = drawn(examples.bridge())
    (told,) = with_class(shown, "bridge")
    assert "amounts raised+$1.5k" in text_of(told).replace(" $", "$")


def test_ends_of_a_range_are_both_said(example):
    shown = page_of(example, "?open=won_without_born_closed", "/wins")
    assert "27 to 33 in 100" in text_of(line_of(shown, "won_without_born_closed"))


def test_every_shape_has_a_figure():
    assert {each.shape for each in MEASURES} <= FIGURES.keys()


def test_filters_of_a_page_begin_with_its_own_day(example):
    assert "Created in" in text_of(with_class(page_of(example, "?", "/momentum"), "filters"))
    assert "Leads of" in text_of(with_class(page_of(example, "?", "/funnel"), "filters"))
    assert "Won in" in text_of(with_class(page_of(example, "?", "/wins"), "filters"))


def test_no_answer_is_asked_for_other_filters(example, example_desk, monkeypatch):
    asked = []
    answers = type(example_desk).answers

    def watched(self, ids, filters: Filters, user):
        asked.append(filters.where)
        return answers(self, ids, filters, user)

    monkeypatch.setattr(type(example_desk), "answers", watched)
    page_of(example, "?segment=SMB&open=update_weekdays", "/momentum")
    assert {"segment": ("SMB",)} in asked
