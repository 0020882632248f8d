"""Curves and trends: their numbers are the answer's, each opens its rows, in both themes."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from itertools import pairwise
from urllib.parse import parse_qs

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st
from plotly.utils import PlotlyJSONEncoder

from dashboard.present import figure_style, figures, theme
from dashboard.present.figures import Line, Point
from dashboard.web.figures.curve import curve_of
from dashboard.web.figures.trend import trend_of
from tests.web import example_lines as examples
from tests.web.example_results import result
from tests.web.reading import each_component, links, seen_of, text_of, with_class
from tests.web.test_moving_hero import sheet_of

PAIR = examples.curve("through_every_gate", "no_gate", until=60)


def tree(draw, answer):
    """Return a figure as the browser gets it."""
    component = draw(sheet_of(answer), answer)
    return json.loads(json.dumps(component, cls=PlotlyJSONEncoder))


def stores(shown):
    """Return the figures a browser would paint."""
    return [each["props"]["data"] for each in each_component(shown) if each["type"] == "Store"]


def lines_of(figure):
    """Return the traces that are lines with points."""
    return [each for each in figure["data"] if each["mode"].startswith("lines+markers")]


def marks_of(address):
    """Return what an address opens."""
    asked = parse_qs(address.removeprefix("?"))
    return dict(pair.split(":", 1) for pair in asked["mark"])


def test_points_are_the_answers_numbers():
    (figure,) = stores(tree(curve_of, PAIR))
    for line in lines_of(figure):
        for day, value, address in zip(line["x"], line["y"], line["customdata"], strict=True):
            row = PAIR.row(**marks_of(address))
            assert (row.keys["day"], row.value) == (day, value)


def test_every_number_of_the_table_opens_its_rows():
    shown = tree(curve_of, PAIR)
    table = next(each for each in each_component(shown) if each["type"] == "Table")
    opened = links(table, "drill=momentum_curve")
    assert len(opened) == 8
    assert all(PAIR.row(**marks_of(each["href"])) is not None for each in opened)
    assert "22 (17 to 27)" in text_of(table)


def test_a_line_ends_where_the_answer_ends_and_says_so():
    shown = tree(curve_of, PAIR)
    (figure,) = stores(shown)
    assert [value is None for value in lines_of(figure)[1]["y"]] == [False, False, False, True]
    assert "A line ends where fewer than 10 are still watched." in text_of(shown)
    names = [seen_of(each) for each in with_class(shown, "line-name")]
    assert names == ["46 through everygate", "39 did not comethrough our gate(day 60)"]


def test_names_of_lines_are_a_line_apart():
    shown = tree(curve_of, examples.curve("a", "b", "c", "d"))
    tops = [
        float(each["props"]["style"]["top"].removesuffix("px"))
        for each in with_class(shown, "line-name")
    ]
    assert sorted(tops, reverse=True) == tops
    assert min(one - other for one, other in pairwise(tops)) >= 15.99


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(
    ("draw", "answer"), [(curve_of, PAIR), (trend_of, examples.trend())], ids=["curve", "trend"]
)
def test_figures_are_plotlys_in_the_colours_of_a_theme(draw, answer, name):
    (figure,) = stores(tree(draw, answer))
    painted = figures_painted(figure, name)
    go.Figure(painted)
    text = json.dumps(painted)
    assert "var(" not in text
    colours = {values[0 if name == "light" else 1] for values in theme.TOKENS.values()}
    found = set(_colours(painted))
    assert found <= colours | {"rgba(0,0,0,0)"}
    assert theme.colour("ink3", name) in found


def figures_painted(figure, name):
    """Paint a figure as paper and tests do."""
    return figure_style.painted(figure, name)


def _colours(node):
    if isinstance(node, dict):
        for key, value in node.items():
            if "color" in key and isinstance(value, str):
                yield value
            elif "color" in key and isinstance(value, list):
                yield from value
            else:
                yield from _colours(value)
    elif isinstance(node, list):
        for each in node:
            yield from _colours(each)


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("ground", ["bg", "panel"])
def test_lines_and_words_stand_out(name, ground):
    for token in ("blue", "vermillion", "solid"):
        assert contrast(theme.colour(token, name), theme.colour(ground, name)) >= 3
    for token in ("ink", "ink2", "ink3", "blue-text", "vermillion-text"):
        assert contrast(theme.colour(token, name), theme.colour(ground, name)) >= 4.5


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (WCAG 2)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_an_unknown_colour_is_refused():
    with pytest.raises(KeyError, match="no colour 'mauve'"):
        figure_style.var("mauve")


def test_text_from_data_is_escaped():
    (figure,) = stores(tree(curve_of, examples.curve('<a href="x">score</a>')))
    (line,) = lines_of(figure)
    x = Line("<b>bold</b> & co", [Point(1, 0.5, said="<i>x</i>", text="<b>")])
    named = figures.figure(
        [x, x], figures.Axis(0, 1, [(0, "<i>")]), figures.Axis(0, 1, []), numbers=True
    )
    assert "<a" not in json.dumps(line["hovertext"])
    assert named["data"][0]["name"] == "&lt;b&gt;bold&lt;/b&gt; &amp; co"
    assert named["data"][0]["hovertext"] == ["&lt;i&gt;x&lt;/i&gt;"]
    assert named["layout"]["xaxis"]["ticktext"] == ["&lt;i&gt;"]


def test_hover_says_the_point_in_words():
    (figure,) = stores(tree(curve_of, PAIR))
    said = lines_of(figure)[0]["hovertext"][1].replace("<br>", " ")
    assert said == "Day 30, through every gate: 22 in 100 (luck: 17 to 27); 26 of 120 deals."


def test_small_months_are_counts_without_a_rate():
    shown = tree(trend_of, examples.trend())
    (figure,) = stores(shown)
    (line,) = lines_of(figure)
    counts = next(each for each in figure["data"] if each["mode"] == "markers")
    assert [at for at, value in enumerate(line["y"]) if value is None] == [3, 4]
    assert (counts["x"], counts["y"]) == ([3, 4], [0, 0])
    assert counts["hovertext"][0].replace("<br>", " ") == (
        "Dec 2025: 2 of 7 deals, too few for a rate."
    )
    assert "no rate (Dec 2025 2 of 7, Jan 2026 2 of 7)" in text_of(shown)
    assert all(marks_of(each)["month"] for each in counts["customdata"])


def test_a_range_is_not_drawn_across_a_gap():
    (figure,) = stores(tree(trend_of, examples.trend()))
    ribbons = [each for each in figure["data"] if each.get("fill") == "toself"]
    assert len(ribbons) == 4
    for each in ribbons:
        assert max(each["x"]) <= 2 or min(each["x"]) >= 5


def test_a_figure_with_a_title_says_its_unit_there():
    rows = [
        replace(row, keys={"statistic": statistic, **row.keys}, details={"unit": unit})
        for statistic, unit in (("deals", "share"), ("amount", "count"))
        for row in examples.trend().rows
    ]
    shown = tree(trend_of, replace(examples.trend(), rows=rows))
    titles = [text_of(each) for each in with_class(shown, "figure-title")]
    assert titles == ["deals, in 100", "money"]


def test_what_cannot_be_told_is_a_grey_range_of_its_own():
    (figure,) = stores(tree(trend_of, examples.trend()))
    grey = next(each for each in figure["data"] if each.get("fillcolor") == "var(--unknown)")
    assert grey["y"] == pytest.approx([0.29, 0.31, 0.33, 0.26, 0.24, 0.22])


def test_young_months_are_hollow():
    (figure,) = stores(tree(trend_of, examples.trend()))
    (line,) = lines_of(figure)
    assert line["marker"]["color"][-1] == "var(--bg)"
    assert set(line["marker"]["color"][:-1]) == {"var(--solid)"}


def test_months_too_young_to_tell_end_the_line_and_are_said():
    rows = [
        replace(
            examples.share(value, 40, keys={"month": dt.date(2026, month, 1)}),
            status="ok" if value else "too early",
        )
        for month, value in ((7, 0.3), (8, 0.4), (9, None))
    ]
    shown = tree(trend_of, replace(examples.trend(), rows=rows))
    assert "No dot: a month too young to tell." in text_of(shown)
    assert seen_of(with_class(shown, "line-name")[0]) == "40 in 100 (Aug2026)"


def test_a_month_without_a_row_is_a_gap():
    rows = [
        examples.share(0.3, 40, keys={"source": source, "month": dt.date(2026, month, 1)})
        for source, month in (("web", 6), ("web", 7), ("web", 8), ("fair", 6), ("fair", 8))
    ]
    measure = examples.trend().measure.model_copy(update={"keys": ("source", "month")})
    shown = tree(trend_of, replace(examples.trend(), rows=rows, measure=measure))
    (figure,) = stores(shown)
    assert [line["y"] for line in lines_of(figure)] == [[0.3, 0.3, 0.3], [0.3, None, 0.3]]
    assert "too young" not in text_of(shown)


def test_a_month_still_running_is_young():
    rows = [
        examples.share(0.3, 40, keys={"month": dt.date(2026, month, 1)}) for month in (8, 9, 10)
    ]
    shown = tree(trend_of, replace(examples.trend(), rows=rows))
    (figure,) = stores(shown)
    assert lines_of(figure)[0]["marker"]["color"][-2:] == ["var(--solid)", "var(--bg)"]
    assert "A hollow dot: a month too young to be final." in text_of(shown)


def test_too_few_records_load_no_figure():
    rows = [examples.share(None, 6, keys={"path_group": "all", "day": day}) for day in (14, 30)]
    shown = tree(curve_of, result("momentum_curve", *rows))
    assert {each["type"] for each in each_component(shown)}.isdisjoint({"Graph", "Store"})
    details = next(each for each in each_component(shown) if each["type"] == "Details")
    assert details["props"]["open"] is True
    assert "2 of 6" in text_of(details)


def test_deals_are_drawn_and_their_money_is_not_drawn_again():
    rows = [
        replace(row, keys={"statistic": statistic, **row.keys})
        for statistic in ("deals", "amount")
        for row in examples.trend().rows
    ]
    assert len(stores(tree(trend_of, replace(examples.trend(), rows=rows)))) == 1


def test_ways_of_counting_are_not_drawn_over_each_other():
    rows = [
        replace(row, keys={"component": component, **row.keys})
        for component in ("unlinked", "strict", "ours", "wide")
        for row in examples.trend().rows
    ]
    (figure,) = stores(tree(trend_of, replace(examples.trend(), rows=rows)))
    (line,) = lines_of(figure)
    assert line["line"]["color"] == "var(--vermillion)"


def test_the_count_that_a_page_chose_is_drawn():
    rows = [
        replace(row, keys={"component": component, **row.keys})
        for component in ("unlinked", "strict")
        for row in examples.trend().rows
    ]
    (figure,) = stores(tree(trend_of, replace(examples.trend(), rows=rows)))
    assert len(lines_of(figure)) == 1


@given(st.floats(1e-6, 1e12))
def test_ticks_are_round_few_and_reach_the_top(high):
    ticks = figures.nice_ticks(high)
    assert ticks[0] == 0
    assert ticks[-1] >= high * 0.999999
    assert 2 <= len(ticks) <= 6


def test_ticks_of_shares_are_whole_hundredths():
    assert figures.nice_ticks(9.6) == [0, 5, 10]
    assert figures.nice_ticks(64) == [0, 20, 40, 60, 80]
