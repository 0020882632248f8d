"""A story on one line: every event has its mark, and no mark lies upon another."""

from __future__ import annotations

import datetime as dt
import random

import polars as pl
import pytest

from dashboard.measures.story import COLUMNS, Story
from dashboard.web import timeline as drawn
from dashboard.web.timeline import MOST_MARKS, Line, clusters_of, lanes_of, line_of, timeline

FIRST = dt.date(2025, 1, 1)
CREATED = dt.date(2025, 3, 1)
KINDS = (*drawn.SHAPES, "touch", "touch", "touch", "touch")


def story(days: int, how_many: int, seed: int) -> Story:
    chance = random.Random(seed)
    events = [
        {
            "day": FIRST + dt.timedelta(days=chance.randrange(days)),
            "kind": (kind := chance.choice(KINDS)),
            "what": "What",
            "side": chance.choice(("buyer", "mutual", "seller", None)) if kind == "touch" else None,
            "stage_before": "A" if kind == "forward" else None,
            "stage": "B" if kind == "forward" else None,
        }
        for _ in range(how_many)
    ]
    frame = pl.DataFrame(events, schema=dict(COLUMNS)).sort("day")
    deal = {"outcome": "open", "created_date": CREATED, "closed_date": None, "stage": "B"}
    return Story(deal, frame, (), (), FIRST + dt.timedelta(days=days))


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize(("days", "how_many"), [(1, 3), (40, 30), (400, 300), (2900, 900)])
def test_every_event_has_a_mark_and_no_mark_lies_upon_another(days, how_many, seed):
    told = story(days, how_many, seed)
    line = line_of(told)
    events = told.events.rows(named=True)
    lanes = lanes_of(events)
    assert sum(len(its) for _, its in lanes) == how_many
    for _, its in lanes:
        clusters = clusters_of(line, its, CREATED)
        assert sum(sum(each.shapes.values()) for each in clusters) == len(its)
        taken: set[tuple[int, int]] = set()
        for each in clusters:
            # What was before the deal is never gathered with what came after.
            assert len({event["day"] >= CREATED for event in each.events}) == 1
            rows = range(each.above, each.above + len(each.shapes))
            cells = {((each.day - FIRST).days + day, row)
                     for day in range(line.mark_days) for row in rows}  # fmt: skip
            assert not cells & taken
            taken |= cells


@pytest.mark.parametrize("days", [1, 2, 63, 64, 65, 400, 5000])
def test_marks_are_as_wide_as_they_may_be(days):
    line = Line(FIRST, FIRST + dt.timedelta(days=days - 1))
    assert line.mark_days * MOST_MARKS >= days > (line.mark_days - 1) * MOST_MARKS
    assert 0 < line.at(FIRST) <= line.at(line.end) < 100


@pytest.mark.parametrize("days", [1, 20, 75, 200, 400, 900, 5000])
def test_the_axis_has_few_months_and_each_in_its_place(days):
    ticks = drawn.ticks_of(Line(FIRST, FIRST + dt.timedelta(days=days)))
    assert 1 <= len(ticks) <= 10
    assert all(each.day == 1 for each in ticks)
    assert ticks == sorted(set(ticks))
    assert ticks[0] >= FIRST


def test_the_sentence_counts_what_the_list_holds():
    told = story(300, 200, 3)
    text = timeline(told).children[0].children
    touches = told.events.filter(pl.col("kind") == "touch")
    buyer = touches.filter(pl.col("side") == "buyer").height
    assert f"{touches.height} touches ({buyer} from the buyer" in text


def test_a_story_without_events_has_a_line_all_the_same():
    told = story(1, 0, 0)
    assert timeline(told).children
