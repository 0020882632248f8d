"""A trend beside another period: a dashed line, each month where ours of it stands."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from dashboard.measures import against, changes
from dashboard.measures.filters import Dimension, Filters, add_months
from dashboard.web.figures.trend import trend_of
from tests.web import example_lines as examples
from tests.web.reading import each_component, text_of, with_class
from tests.web.test_figures import lines_of, stores
from tests.web.test_moving_hero import sheet_of, tree

# Fourteen months, Sep 2025 to Oct 2026.
TREND = examples.trend()
ASKED = Filters(start=dt.date(2025, 9, 1), end=dt.date(2026, 10, 1))
SEGMENT = (Dimension("dim_1", "segment", "segment", "leads"),)


def moved(months, value=0.5):
    """Return the same answer so many months away, all its shares of one size."""
    rows = [
        replace(
            row,
            keys={"month": add_months(row.keys["month"], months)},
            value=value if row.value is not None else None,
            status="ok",
        )
        for row in TREND.rows
    ]
    return replace(TREND, rows=rows)


def drawn(text, other):
    beside = against.parse(text, ASKED, SEGMENT, dt.date(2026, 10, 23))
    result = replace(TREND, compared=changes.set_beside(TREND, other, beside))
    return tree(trend_of(sheet_of(result), result))


def test_the_year_before_is_a_dashed_line_above_the_same_months():
    shown = drawn("year-before", moved(-12))
    ours, theirs = lines_of(stores(shown)[0])
    assert (ours["line"]["dash"], theirs["line"]["dash"]) == ("solid", "dash")
    assert ours["line"]["color"] == theirs["line"]["color"]
    assert theirs["marker"]["size"] < ours["marker"]["size"]
    assert theirs["x"] == ours["x"]
    # Where a month of the year before had too few for a rate, its line has a gap as ours has.
    assert theirs["y"] == [None if value is None else 0.5 for value in ours["y"]]
    assert theirs["hovertext"][0].startswith("Sep 2024, the year before: 50 in 100")
    # The rows of the other side are those of other filters: its points open nothing.
    assert not any(theirs["customdata"])
    names = [text_of(each) for each in with_class(shown, "line-name")]
    # A name breaks over lines, which the test reads without their gap.
    assert [each.split(",")[0] for each in names] == ["28 now", "50 the yearbefore"]


def test_the_table_has_a_column_for_the_other_side():
    shown = drawn("year-before", moved(-12))
    head = next(each for each in each_component(shown) if each["type"] == "Thead")
    heads = [text_of(each) for each in each_component(head) if each["type"] == "Th"]
    assert heads == ["now", "the year before"]
    body = next(each for each in each_component(shown) if each["type"] == "Tbody")
    first = next(each for each in each_component(body) if each["type"] == "Tr")
    assert [text_of(each) for each in first["props"]["children"]] == [
        "Sep 2025",
        "22 (17 to 33)",
        "50",
    ]


def test_a_group_stands_above_its_own_months():
    _, theirs = lines_of(stores(drawn("segment:SMB", moved(0)))[0])
    assert theirs["hovertext"][0].startswith("Sep 2025, segment SMB: 50 in 100")


def test_what_is_not_to_be_compared_is_not_drawn():
    beside = against.parse("year-before", ASKED, SEGMENT, dt.date(2026, 10, 23))
    found = changes.set_beside(TREND, moved(-12), beside)
    apart = {key: replace(each, status=changes.OTHER_AGE) for key, each in found.changes.items()}
    result = replace(TREND, compared=replace(found, changes=apart))
    assert len(lines_of(stores(tree(trend_of(sheet_of(result), result)))[0])) == 1


def test_a_trend_beside_nothing_is_one_line():
    assert len(lines_of(stores(tree(trend_of(sheet_of(TREND), TREND)))[0])) == 1
    whole = replace(ASKED, start=None, end=None)
    beside = against.parse("year-before", whole, SEGMENT, dt.date(2026, 10, 23))
    alone = replace(TREND, compared=changes.set_beside(TREND, None, beside))
    assert len(lines_of(stores(tree(trend_of(sheet_of(alone), alone)))[0])) == 1
