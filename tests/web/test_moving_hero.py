"""Moving or stuck: its headline, its picture of every hundred deals, and what lies behind."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import pairwise
from urllib.parse import parse_qs

import pytest
from plotly.utils import PlotlyJSONEncoder

from dashboard import words
from dashboard.measures.result import Result
from dashboard.present import moving_words
from dashboard.present.sentence import plain
from dashboard.web import moving_hero
from dashboard.web.sheet import Sheet
from dashboard.web.url_state import Known
from tests.web import example_moving as moving
from tests.web.example_results import AS_OF, CONFIG, FILTERS, result
from tests.web.reading import each_component, links, seen_of, text_of, with_class

FOUR = {"through_every_gate": 312, "no_gate": 118, "missed_a_step": 58, "cannot_tell": 22}
DAY_30 = "path_group:through_every_gate", "state:silent", "day:30"


def sheet_of(*answers: Result, **named: Result) -> Sheet:
    """Return what a page is drawn from."""
    results = {each.measure.id: each for each in answers} | named
    return Sheet(
        results=results,
        filters=FILTERS,
        known=Known(FILTERS, {}, frozenset({"momentum_curve", "like_for_like"})),
        config=CONFIG,
        as_of=AS_OF,
    )


def tree(component):
    """Return a component as the browser gets it."""
    return json.loads(json.dumps(component, cls=PlotlyJSONEncoder))


def hero_of(*answers: Result, **named: Result):
    """Return the hero as the browser gets it."""
    return tree(moving_hero.hero(sheet_of(*answers, **named)))


def headline_of(*answers: Result) -> str:
    """Return the headline's words."""
    return plain(moving_words.headline(sheet_of(*answers))).replace("\u00a0", " ")


def corners(link) -> list[tuple[float, float]]:
    """Return the corners of a band: days as hundredths, shares from the ceiling."""
    found = re.findall(r"([\d.]+)% calc\(([\d.]+)%", link["style"]["clipPath"])
    return [(float(x), float(y)) for x, y in found]


def test_headline_says_both_sides_of_the_gate():
    assert headline_of(moving.momentum(**FOUR)) == (
        "By day 30, 38 of 100 deals that passed the gate had gone silent and 24 had moved; "
        "of those that did not, 22 and 41."
    )
    tones = [tone for _, tone in moving_words.headline(sheet_of(moving.momentum(**FOUR))) if tone]
    assert tones == ["blue", "blue", "vermillion", "vermillion"]


@pytest.mark.parametrize("sides", [(312, 0), (312, 29), (29, 312)])
def test_headline_sets_no_side_of_few_deals_beside_the_other(sides):
    said = headline_of(moving.momentum(through_every_gate=sides[0], no_gate=sides[1]))
    assert "of those that did not" not in said
    assert said.endswith(" had moved.")


def test_headline_of_few_deals_counts_them():
    assert headline_of(moving.momentum(through_every_gate=19)) == (
        "By day 30, 7 of 19 deals that passed the gate had gone silent; 5 had moved."
    )


def test_headline_without_paths_speaks_of_all_deals():
    assert headline_of(moving.momentum(all=524)) == (
        "By day 30, 38 of 100 deals had gone silent; 24 had moved."
    )


def test_headline_without_an_answer_asks():
    none = replace(moving.momentum(), status="not computable", finding="Needs deal changes.")
    assert headline_of(none) == "How do deals go on after they are created?"
    assert "Needs deal changes." in text_of(hero_of(none))


def test_the_step_at_day_21_is_named_once():
    hero = hero_of(moving.momentum(**FOUR))
    named = [with_class(each, "onset") for each in with_class(hero, "panel")]
    assert [len(each) for each in named] == [1, 0]
    assert text_of(named[0]) == "silence can show from here"
    # Halfway between 18 moved and 5 lost at day 21: 56.5 from the floor.
    assert _props(named[0])[0]["style"] == {"width": "23.33%", "top": "43.50%"}


def test_the_step_is_not_named_over_a_line():
    # 8 still talking at day 21 are 21 pixels, less than two lines of text.
    shares = {"moved": (60,) * 10, "lost": (32,) * 10, "silent": (0, 0, 0, 0, *(3,) * 6)}
    answer = result("momentum_curve", *moving.standing_rows("all", 500, shares))
    assert not with_class(hero_of(answer), "onset")


def test_large_numbers_are_the_headlines():
    numbers = with_class(hero_of(moving.momentum(**FOUR)), "big")
    assert [seen_of(each) for each in numbers] == ["38silent", "24moved", "22silent", "41moved"]
    assert text_of(numbers[0]).startswith("Day 30, of 100 deals: 38")


@pytest.mark.parametrize(("until", "kinds"), [(30, []), (45, ["alone"] * 2), (60, [None] * 2)])
def test_large_numbers_never_pass_the_end_of_a_short_picture(until, kinds):
    answer = result("momentum_curve", *moving.standing_rows("all", 500, until=until))
    numbers = with_class(hero_of(answer), "big")
    found = ["alone" if "alone" in each["className"].split() else None for each in _props(numbers)]
    assert found == kinds


def test_names_at_the_end_add_up_and_never_touch():
    for panel in with_class(hero_of(moving.momentum(**FOUR)), "stands"):
        names = with_class(panel, "name")
        assert sum(int(seen_of(each).split()[0]) for each in names) == 100
        tops = sorted(float(each["style"]["top"].removesuffix("px")) for each in _props(names))
        assert all(after - before >= 16 for before, after in pairwise(tops))
        assert tops[0] >= 8
        assert tops[-1] <= 252


def _props(components):
    return [each.get("props", each) for each in components]


def test_bands_fill_the_picture_without_a_gap():
    panel = with_class(hero_of(moving.momentum(**FOUR)), "stands")[0]
    bands = _props(with_class(panel, "band"))
    edges = []
    for band in bands:
        points = corners(band)
        half = len(points) // 2
        edges.append((points[:half], points[half:][::-1]))
    assert all(y == 100 for _, y in edges[0][1])
    assert all(y == 0 for _, y in edges[-1][0])
    for (upper, _), (_, lower) in pairwise(edges):
        assert upper == lower
    at_30 = moving.DAYS.index(30)
    assert edges[-1][1][at_30] == (33.33, 38.0)
    assert edges[0][0][at_30] == (33.33, 76.0)


def test_every_part_opens_the_deals_it_stands_for():
    answer = moving.momentum(**FOUR)
    opened = links(hero_of(answer), "drill=momentum_curve")
    assert len(opened) > 100
    for each in opened:
        asked = parse_qs(each["href"].removeprefix("?"))
        mark = dict(pair.split(":") for pair in asked["mark"])
        assert mark.pop("part", "all") == "all"
        assert answer.row(**mark) is not None
    band = _props(with_class(hero_of(answer), "band-silent"))[0]
    assert tuple(parse_qs(band["href"][1:])["mark"]) == DAY_30


def test_a_curve_ends_where_the_answer_ends():
    answer = result("momentum_curve", *moving.standing_rows("through_every_gate", 40, until=60))
    names = _props(with_class(hero_of(answer), "name"))
    assert {each["style"]["left"] for each in names} == {"66.67%"}
    assert "42 silent" in [seen_of(each["children"]) for each in names]


def test_ten_to_thirty_deals_are_dots_without_shares():
    hero = hero_of(moving.momentum(through_every_gate=140, no_gate=19))
    panel = with_class(hero, "panel")[1]
    assert len(with_class(panel, "dot")) == 19
    assert "in 100" not in text_of(panel)
    assert "shown, not compared" in text_of(hero)


def test_under_ten_deals_are_counted_in_words():
    panel = with_class(hero_of(moving.momentum(through_every_gate=140, no_gate=7)), "panel")[1]
    assert not with_class(panel, "dot")
    assert "On day 30: 2 of 7 silent, 1 of 7 lost, 2 of 7 still talking, 3 of 7 moved" in text_of(
        panel
    )


def test_the_note_says_what_moved_means_and_why_silence_shrinks():
    text = text_of(hero_of(moving.momentum(**FOUR)))
    assert "Moved: took a step forward that held three days." in text
    assert "Silent deals leave the top band when they wake or are lost." in text


def test_paths_add_up_to_all_deals():
    assert "312 + 118 above + 58 missed a step + 22 can't tell = 510 deals created open." in (
        text_of(hero_of(moving.momentum(**FOUR)))
    )


def test_rounding_leaves_the_rest_to_what_is_undecided():
    shares = {"moved": (24.6,) * 10, "lost": (6.6,) * 10, "silent": (37.6,) * 10}
    answer = result("momentum_curve", *moving.standing_rows("all", 500, shares))
    said = "On day 30, of every 100: 38 silent, 7 lost, 30 still talking and 25 moved."
    assert said in text_of(hero_of(answer))


@pytest.mark.parametrize("silent", [3, 9, 12, 60])
def test_a_number_stands_inside_its_band_or_points_to_it(silent):
    shares = {"moved": (20,) * 10, "lost": (5,) * 10, "silent": (silent,) * 10}
    answer = result("momentum_curve", *moving.standing_rows("all", 500, shares))
    number = _props(with_class(hero_of(answer), "big-silent"))[0]
    middle = 260 * float(number["style"]["top"].removesuffix("%")) / 100
    looks = number["className"].split()
    if "beside" in looks:
        assert middle > 2.6 * silent
        assert text_of(number["children"]).startswith("↑")
    else:
        half = 12 if "small" in looks else 17
        assert half <= middle <= 2.6 * silent - half
    assert ("beside" in looks) == (silent < 9.2)


LIKE = moving.like(-0.15, -0.07, 0.01, "1 more to 15 fewer")


def test_like_with_like_is_drawn_and_the_raw_pair_is_words():
    hero = hero_of(moving.momentum(**FOUR), like_for_like=LIKE)
    text = text_of(hero)
    assert (
        "Like with like, 7 fewer in 100 outside our gate show no sign of life in their first 21 "
        "days (1 more to 15 fewer): could be luck."
    ) in text
    assert "Same segment, size, source, quarter." in text
    assert "As they are" not in text
    assert "The line is the range that luck allows." in text
    whisker = _props(with_class(hero, "whisker"))[0]["style"]
    assert whisker == {"left": "15.91%", "width": "36.36%"}
    assert _props(with_class(hero, "point"))[0]["style"] == {"left": "34.09%"}


def test_a_range_beyond_zero_is_beyond_luck():
    clear = moving.like(-0.15, -0.07, -0.02, "2 to 15 fewer")
    text = text_of(hero_of(moving.momentum(**FOUR), like_for_like=clear))
    assert "(2 to 15 fewer): beyond luck." in text


def test_a_comparison_that_is_withheld_says_why():
    row = replace(
        LIKE.rows[0], value=None, low=None, high=None, status="withheld",
        details={"share_comparable": 0.61},
    )  # fmt: skip
    text = text_of(hero_of(moving.momentum(**FOUR), like_for_like=result("momentum_curve", row)))
    assert "61 in 100 deals outside our gate have their like among those through it" in text


def test_without_a_comparison_the_gap_is_said_to_prove_nothing():
    assert "this gap alone proves nothing" in text_of(hero_of(moving.momentum(**FOUR)))


def test_bands_are_heard_once():
    hero = hero_of(moving.momentum(**FOUR))
    assert all(each["tabIndex"] == "-1" for each in _props(with_class(hero, "band")))
    assert all(each["aria-hidden"] == "true" for each in _props(with_class(hero, "band")))
    tables = [each for each in each_component(hero) if each["type"] == "Table"]
    assert len(tables) == 3


def test_no_banned_word_is_said():
    text = text_of(hero_of(moving.momentum(**FOUR), like_for_like=LIKE)).lower()
    said = set(re.findall(r"[a-z]+", text))
    assert not said & set(words.BANNED)
