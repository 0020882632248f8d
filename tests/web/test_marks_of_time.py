"""What changed on a day: where it is drawn, where it parts a line, and what it says to all."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from dashboard.config import Mark
from dashboard.decisions import Decision
from dashboard.measures.filters import Filters
from dashboard.measures.result import Row
from dashboard.measures.time_marks import breaks_between
from dashboard.present.time_flags import flags_of, marks_of
from dashboard.web.figures.curve import curve_of
from dashboard.web.figures.matrix import matrix_of
from dashboard.web.figures.trend import trend_of
from tests.web import example_lines as examples
from tests.web.example_results import CONFIG, MEASURES, result
from tests.web.reading import each_component, links, text_of, with_class
from tests.web.test_figures import lines_of, stores
from tests.web.test_moving_hero import sheet_of, tree

# Fourteen months, Sep 2025 to Oct 2026; the data end on 23 Oct 2026.
TREND = examples.trend()
SCORE = Mark(date=dt.date(2026, 1, 12), label="New score", kind="scoring", gate="score")
MEANING = Mark(date=dt.date(2026, 4, 1), label="New meaning", kind="definition")


def marked(*marks, answer=TREND, **more):
    """Return a sheet whose config holds these marks."""
    config = CONFIG.model_copy(update={"marks": marks})
    return replace(sheet_of(answer), config=config, **more)


def drawn(*marks, answer=TREND, draw=trend_of):
    """Return a figure under these marks as the browser gets it."""
    return tree(draw(marked(*marks, answer=answer), answer))


def runs_of(shown):
    """Return the months of each unbroken run of the first line, counted from Sep 2025 as 0."""
    (figure,) = stores(shown)
    (line,) = lines_of(figure)
    runs = [[]]
    for x, y in zip(line["x"], line["y"], strict=True):
        if y is None:
            runs.append([])
        else:
            runs[-1].append(x)
    return [run for run in runs if run]


def lines_of_table(shown):
    """Return the rows of a figure's numbers, each as the words of its cells."""
    table = next(each for each in each_component(shown) if each["type"] == "Tbody")
    return [
        [text_of(cell) for cell in row["props"]["children"]]
        for row in each_component(table)
        if row["type"] == "Tr"
    ]


def told_in(shown):
    """Return what the rows of a figure's numbers say of changes, by the first words of the row."""
    return {first: last for first, *_, last in lines_of_table(shown) if last.endswith((".", "?"))}


def test_a_mark_is_a_numbered_flag_with_its_label_below_and_in_the_numbers():
    shown = drawn(SCORE)
    (line,) = with_class(shown, "time-line")
    # January is the fifth month from September: its middle at 4, its 12th day 11/31 into it.
    share = (4 - 0.5 + 11 / 31 + 0.5) / 14
    assert line["props"]["style"]["left"] == f"calc(44px + (100% - 180px) * {share:.4f})"
    assert line["props"]["aria-hidden"] == "true"
    (below,) = with_class(shown, "time-marks")
    assert text_of(below) == "112 Jan 2026: New score (score 60)."
    assert below["props"]["aria-label"] == "What changed"
    assert told_in(shown) == {"Jan 2026": "12 Jan 2026: New score (score 60)."}
    heads = [text_of(each) for each in each_component(shown) if each["type"] == "Thead"]
    assert heads[0].endswith("What changed")
    # Where nothing changed there is no column for it.
    assert "What changed" not in text_of(drawn())


def test_a_changed_definition_parts_the_line_and_says_so():
    # December and January are too few for a rate: the line has a gap there anyway.
    assert runs_of(drawn()) == [[0, 1, 2], [5, 6, 7, 8, 9, 10, 11, 12, 13]]
    shown = drawn(MEANING)
    assert runs_of(shown) == [[0, 1, 2], [5, 6], [7, 8, 9, 10, 11, 12, 13]]
    assert "Numbers before and after 1 Apr 2026 are not counted alike." in text_of(shown)
    assert told_in(shown)["Apr 2026"].startswith("1 Apr 2026: New meaning, a changed definition. N")
    (line,) = with_class(shown, "time-line")
    assert line["props"]["className"] == "time-line breaks"


def test_a_month_that_holds_both_definitions_belongs_to_neither_side():
    shown = drawn(MEANING.model_copy(update={"date": dt.date(2026, 4, 15)}))
    assert runs_of(shown) == [[0, 1, 2], [5, 6], [7], [8, 9, 10, 11, 12, 13]]
    assert "Apr 2026 holds days of both." in text_of(shown)


def test_ranges_are_not_drawn_across_a_changed_definition():
    def across(shown):
        (figure,) = stores(shown)
        filled = [each for each in figure["data"] if each.get("fill") == "toself"]
        return [each for each in filled if min(each["x"]) < 6.5 < max(each["x"])]

    assert across(drawn())
    assert not across(drawn(MEANING))


@pytest.mark.parametrize(
    "mark",
    [
        MEANING.model_copy(update={"date": dt.date(2026, 10, 24)}),
        MEANING.model_copy(update={"date": dt.date(2025, 9, 1)}),
        MEANING.model_copy(update={"date": dt.date(2025, 8, 31)}),
        MEANING.model_copy(update={"measures": ("win_rate",)}),
    ],
    ids=["after the data", "where the axis begins", "before it", "of another measure"],
)
def test_what_does_not_touch_the_axis_is_not_drawn(mark):
    assert drawn(mark) == drawn()


def test_changes_of_one_month_share_a_flag():
    second = SCORE.model_copy(update={"date": dt.date(2026, 1, 20), "label": "Two more fields"})
    shown = drawn(SCORE, second, MEANING)
    assert [text_of(each) for each in with_class(shown, "time-line")] == ["1", "2"]
    text = text_of(with_class(shown, "time-marks"))
    assert "2 changes in Jan 2026. 12 Jan 2026: New score (score 60). 20 Jan 2026:" in text


def test_what_a_meeting_decided_is_drawn_beside_the_configs_marks():
    sheet = marked(MEANING, decided=(SCORE.model_copy(update={"gate": None}),))
    assert [mark.label for mark in marks_of(sheet)] == ["New score", "New meaning"]
    months = [dt.date(2026, month, 1) for month in range(1, 7)]
    assert [flag.number for flag in flags_of(sheet, "win_rate", months)] == [1, 2]


def test_days_since_creation_are_no_calendar():
    answer = examples.curve("through_every_gate", "no_gate")
    assert drawn(MEANING, answer=answer, draw=curve_of) == drawn(answer=answer, draw=curve_of)


def test_a_question_keeps_its_own_mark():
    shown = drawn(SCORE.model_copy(update={"label": "Who goes round twice?", "gate": None}))
    assert told_in(shown) == {"Jan 2026": "12 Jan 2026: Who goes round twice?"}
    assert text_of(with_class(shown, "time-marks")).endswith("Who goes round twice?")


def test_a_decision_carries_its_sentence_for_those_who_see_the_whole():
    made = Decision(
        "a1", dt.date(2026, 1, 12), "cost", "win_rate", "Do we win?", "20 in 100.", "change", "Ada",
        dt.date(2026, 4, 1), note="Enterprise skips the score.",
    )  # fmt: skip
    label = "Decided: change. Do we win? Enterprise skips the score."
    assert told_in(drawn(made.mark)) == {"Jan 2026": f"12 Jan 2026: {label}"}
    assert made.without_numbers().mark.label == "Decided: change. Do we win?"


def test_a_change_stands_in_the_line_of_its_month():
    rows = [
        Row(
            keys={"row": f"2026-0{month}", "column": "mql"},
            value=0.2,
            low=0.1,
            high=0.3,
            n=100,
            events=20,
        )
        for month in (2, 3, 5)
    ]
    shown = drawn(MEANING, answer=result("cohort_conversion", *rows), draw=matrix_of)
    said = "1 Apr 2026: New meaning, a changed definition. "
    said += "Numbers before and after 1 Apr 2026 are not counted alike."
    # April came without people: the change stands in the first month after it.
    assert [first for first, *_ in lines_of_table(shown)] == [
        "Feb 2026", "Mar 2026", f"May 2026 1. {said}",
    ]  # fmt: skip
    assert text_of(with_class(shown, "time-marks")) == f"1{said}"
    march = MEANING.model_copy(update={"date": dt.date(2026, 3, 12), "kind": "scoring"})
    shown = drawn(march, answer=result("cohort_conversion", *rows), draw=matrix_of)
    assert [first for first, *_ in lines_of_table(shown)] == [
        "Feb 2026", "Mar 2026 1. 12 Mar 2026: New meaning.", "May 2026",
    ]  # fmt: skip


def test_a_month_without_a_row_is_a_gap_and_not_squeezed_out():
    kept = [row for at, row in enumerate(TREND.rows) if at not in (7, 8)]
    shown = drawn(answer=replace(TREND, rows=tuple(kept)))
    assert runs_of(shown) == [[0, 1, 2], [5, 6], [9, 10, 11, 12, 13]]
    assert "Apr 2026" in [first for first, *_ in lines_of_table(shown)]


def test_names_from_the_config_are_words_and_no_markup():
    shown = drawn(SCORE.model_copy(update={"label": "<b>New</b> score"}))
    assert "<b>New</b> score" in text_of(with_class(shown, "time-marks"))
    assert "<b>New" not in str(stores(shown))


YEAR = Filters(start=dt.date(2025, 11, 1), end=dt.date(2026, 10, 1))
BEFORE = Filters(start=dt.date(2024, 11, 1), end=dt.date(2025, 10, 1))


@pytest.mark.parametrize(
    ("day", "one", "other", "lies_between"),
    [
        (dt.date(2025, 11, 1), BEFORE, YEAR, True),
        (dt.date(2025, 6, 1), BEFORE, YEAR, True),
        (dt.date(2026, 10, 31), BEFORE, YEAR, True),
        (dt.date(2024, 11, 1), BEFORE, YEAR, False),
        (dt.date(2026, 11, 1), BEFORE, YEAR, False),
        (dt.date(2026, 10, 31), BEFORE, replace(YEAR, until=dt.date(2026, 10, 23)), False),
        (dt.date(2020, 1, 1), Filters(), YEAR, True),
        (dt.date(2020, 1, 1), BEFORE, YEAR, False),
    ],
    ids=[
        "on the line",
        "in one",
        "in the other",
        "at the start of both",
        "after both",
        "after the cut",
        "in a period without a start",
        "long before",
    ],
)
def test_two_periods_are_parted_by_a_definition_that_changed_in_or_between_them(
    day, one, other, lies_between
):
    mark = MEANING.model_copy(update={"date": day})
    config = CONFIG.model_copy(update={"marks": (mark, SCORE)})
    assert bool(breaks_between(config, one, other)) is lies_between
    assert bool(breaks_between(config, other, one)) is lies_between


def test_a_definition_of_other_measures_or_of_days_to_come_parts_nothing():
    mark = MEANING.model_copy(update={"measures": ("win_rate",)})
    config = CONFIG.model_copy(update={"marks": (mark,)})
    assert breaks_between(config, BEFORE, YEAR, "win_rate")
    assert not breaks_between(config, BEFORE, YEAR, "mql_volume")
    assert not breaks_between(config, BEFORE, YEAR, "win_rate", as_of=dt.date(2026, 3, 31))


def columns(counts, component="ours"):
    """Return months of (all, of these from outside, of these not to be told), from Nov 2025."""
    rows = []
    for at, (whole, outside, untold) in enumerate(counts):
        month = f"{2025 + (10 + at) // 12}-{(10 + at) % 12 + 1:02}"
        for name, events in ((component, outside), ("unlinked", untold)):
            keys = {"component": name, "statistic": "deals", "period": month}
            value = events / whole if whole >= 10 else None
            rows.append(Row(keys, value, None, None, n=whole, events=events))
    for half in ("deals_earlier", "deals_later"):
        keys = {"component": component, "statistic": half, "period": None}
        rows.append(Row(keys, 0.3, None, None, n=20, events=6))
    return result("won_without_gate_trend", *rows)


def test_months_of_few_wins_are_columns_whose_parts_are_the_counts():
    answer = columns([(12, 3, 1), (5, 0, 0), (8, 2, 6)])
    shown = drawn(answer=answer)
    assert not stores(shown)
    stacks = with_class(shown, "stack")
    assert [text_of(each) for each in stacks] == ["3of 12", "0of 5", "2of 8"]
    parts = [
        [
            name.removeprefix("fill fill-")
            for each in each_component(stack)
            if "fill" in (name := each["props"].get("className", ""))
        ]
        for stack in stacks
    ]
    assert parts == [["blue", "unknown", "vermillion"], ["blue"], ["unknown", "vermillion"]]
    assert "height': 'calc((100% - 36px) * 0.2500)'" in str(stacks[0])
    (halves,) = with_class(shown, "halves")
    assert [text_of(each["children"]) for each in links(halves)] == [
        "6 of 20 did not come through our gate, Nov 2025 to Dec 2025",
        "6 of 20 did not come through our gate, Jan 2026 to Jan 2026",
    ]
    drills = {each["href"] for each in links(shown, "drill=won_without_gate_trend")}
    assert any("mark=component:ours&mark=statistic:deals&mark=period:2025-11" in e for e in drills)
    assert any(each.endswith("mark=part:all") for each in drills)


def test_columns_show_what_cannot_be_told_by_every_count():
    # On a page the answer by one count has lost its rows of what cannot be told.
    whole = columns([(12, 3, 1), (5, 0, 0)], "strict")
    rows = tuple(row for row in whole.rows if row.keys["component"] == "strict")
    shown = tree(trend_of(sheet_of(whole), replace(whole, rows=rows)))
    assert with_class(shown, "fill-unknown")


def test_months_of_many_wins_are_a_line():
    answer = columns([(40, 10, 2), (50, 10, 2), (12, 1, 0)])
    assert not with_class(drawn(answer=answer), "stack")
    assert MEASURES["won_without_gate_trend"].shape == "trend"


def test_a_change_stands_between_columns():
    answer = columns([(12, 3, 1), (5, 0, 0), (8, 2, 6), (9, 1, 1)])
    shown = drawn(SCORE, MEANING.model_copy(update={"date": dt.date(2025, 12, 1)}), answer=answer)
    places = [each["props"]["style"]["left"] for each in with_class(shown, "time-line")]
    # Four columns, Nov to Feb: before the second, and before the third as the 12th is nearer to it.
    assert places == [f"calc(0px + (100% - 0px) * {share:.4f})" for share in (0.25, 0.5)]
    assert list(told_in(shown)) == ["Dec 2025", "Jan 2026"]


def test_the_range_of_a_month_that_stands_alone_is_a_bar():
    shown = drawn(MEANING.model_copy(update={"date": dt.date(2026, 4, 15)}))
    (figure,) = stores(shown)
    bars = [each for each in figure["data"] if each["x"] == [7, 7]]
    row = TREND.rows[7]
    assert [each["y"] for each in bars] == [[row.low, row.high], [row.bound_low, row.bound_high]]
