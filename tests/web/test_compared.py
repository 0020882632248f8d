"""The other side on screen: in the sentence, beside totals, in the ledgers, under an answer."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

import pytest

from dashboard.config import Mark
from dashboard.measures import against, changes
from dashboard.measures.access import User
from dashboard.measures.filters import Dimension
from dashboard.measures.result import Row
from dashboard.web.app import build_app
from dashboard.web.compared import compared
from dashboard.web.rendering import sheet
from tests.web import example_results as examples
from tests.web.reading import PAGE as ASK_PAGE
from tests.web.reading import each_component, links, page_of, post, seen_of, text_of, with_class

DIMENSIONS = (
    Dimension("dim_1", "segment", "segment", "leads"),
    Dimension("dim_2", "region", "region", "leads"),
)


@dataclass
class TwoSidedDesk(examples.ExampleDesk):
    """The example's answers, and those of the other side by the same ids."""

    before: dict = field(default_factory=dict)

    def answers(self, ids, filters, user):
        """Return the other side's answers for every other question."""
        ours = filters.cache_key == examples.FILTERS.cache_key
        told = self.results if ours else {**self.results, **self.before}
        return {each: replace(told[each], filters=filters) for each in ids if each in told}

    def against(self, text, filters, user):
        """Return what a page is compared with, as the product reads it."""
        return against.parse(text, filters, DIMENSIONS, examples.AS_OF.date())


BEFORE = (
    examples.result(
        "control_totals",
        examples.total(91, statistic="won_deals"),
        examples.total(10_900_000, statistic="won_amount"),
        examples.total(20, statistic="new_accounts"),
    ),
    examples.result("win_rate", examples.ratio(76, 390)),
    examples.result("won_by_cohort", Row({}, 0.10, 0.08, 0.12, 500, 50)),
    examples.result("lead_to_won_conversion", examples.ratio(120, 6000)),
)


@pytest.fixture
def example_desk():
    """Both sides, hand-made."""
    return TwoSidedDesk(before={each.measure.id: each for each in BEFORE})


def ledger_cell(page, measure_id):
    cells = with_class(with_class(page, "ledgers")[0], "cell")
    return next(each for each in cells if links(each, f"about={measure_id}"))


def test_a_page_is_compared_with_nothing_until_somebody_asks(example):
    page = page_of(example)
    assert "against nothing" in text_of(with_class(page, "filters")).replace("Compared with: ", "")
    assert not with_class(page, "before")
    assert not with_class(page, "compared")


def test_the_choice_offers_periods_groups_and_nothing(example):
    page = page_of(example, "?against=year_before")
    choices = with_class(with_class(page, "filters"), "choose")
    chosen = next(each for each in choices if "Compared with: " in text_of(each))
    offered = {text_of(each["children"]): each["href"] for each in links(chosen)}
    assert list(offered) == [
        "nothing", "the year before", "the period before", "Large", "Medium", "SMB",
        "East & <b>West</b>", "North",
    ]  # fmt: skip
    assert "against" not in offered["nothing"]
    assert offered["the period before"] == "?against=period_before"
    assert offered["SMB"] == "?against=segment:SMB"
    marked = [each for each in links(chosen) if each.get("aria-current")]
    assert [text_of(each["children"]) for each in marked] == ["the year before"]


def test_totals_stand_beside_those_of_the_year_before(example):
    said = seen_of(with_class(page_of(example, "?against=year_before"), "totals"))
    assert "$11.6M won ($10.9M, no luck range)" in said
    assert "96 deals (91, could be luck)" in said
    assert "61 new accounts (20 ▲, clearly more)" in said


def beside_of(page, row):
    """Return what one of the three sentences says of the other side."""
    found = next(each for each in each_component(page) if each["props"].get("id") == row)
    return text_of(with_class(found, "compared"))


def test_headline_and_sentences_say_the_year_before(example):
    page = page_of(example, "?against=year_before")
    head = with_class(page, "head")
    assert text_of(with_class(head, "compared")) == (
        "The year before: 91 wins, 53 through every gate and 26 round them; the number of wins: "
        "could be luck."
    )
    assert beside_of(page, "row-1").startswith("Outside our gate: the year before 27 in 100")
    assert beside_of(page, "row-2") == (
        "No sign of life: the year before 38 in 100: no difference (8 fewer to 8 more), "
        "could be luck."
    )
    assert beside_of(page, "row-3").startswith("Turned away, and won: the year before 9 in 100")
    alone = page_of(example)
    assert not with_class(alone, "compared")


def test_headline_and_sentences_say_why_the_year_before_is_not_compared(example, example_desk):
    asked = example_desk.against
    days = {"deal_created": dt.date(2024, 10, 24), "verdict": dt.date(2024, 10, 23)}
    example_desk.against = lambda *of: replace(
        asked(*of), first_days=days, horizon_days=180, lookback_days=365
    )
    page = page_of(example, "?against=year_before")
    said = text_of(with_class(with_class(page, "head"), "compared"))
    assert said.endswith("; our data begin on 24 Oct 2024, so no comparison.")
    assert "96 deals (91, not comparable)" in seen_of(with_class(page, "totals"))
    assert beside_of(page, "row-3").startswith(
        "Turned away, and won: the year before: not comparable, for our gate verdicts begin on"
    )
    days_cell = text_of(with_class(ledger_cell(page, "sales_velocity"), "before"))
    assert days_cell.endswith("not comparable: our data begin on 24 Oct 2024")
    cell = ledger_cell(page, "rejected_then_won")
    assert text_of(with_class(cell, "before")).startswith("The year before: not comparable, ")
    assert not with_class(cell, "tick")


def test_where_neither_side_has_a_number_nothing_is_set_beside():
    row = replace(
        examples.total(0, outcome="won", component="ours", statistic="like_for_like"),
        value=None, status="withheld", details={"unit": "points"},
    )  # fmt: skip
    found = lines("like_for_like", [row], [row])
    assert found == ["Neither here nor for the year before is there a number to compare."]


def test_the_days_that_are_compared_are_named(example):
    page = page_of(example, "?against=year_before")
    assert "The year before: 1 Nov 2024 to 23 Oct 2025." in text_of(page)
    all_data = text_of(page_of(example, "?from=all&to=all&against=year_before"))
    assert "All our data has no year before." in all_data


@pytest.mark.parametrize(
    ("measure_id", "said", "tick"),
    [
        ("win_rate", "year before 19 %, could be luck", "19.49%"),
        ("won_by_cohort", "year before 10 in 100 ▲, clearly more", "10.00%"),
        ("lead_to_won_conversion", "year before 2.0 %, the older had more time", None),
        ("pipeline_created", "year before $38M, no luck range", None),
        (
            "stalled_value",
            "This is how they stand now, so it has no number for the year before.",
            None,
        ),
    ],
)
def test_a_ledger_tells_the_year_before_with_a_tick_on_its_bar(example, measure_id, said, tick):
    cell = ledger_cell(page_of(example, "?against=year_before"), measure_id)
    assert text_of(with_class(cell, "before")) == said
    assert [each["props"]["style"]["left"] for each in with_class(cell, "tick")] == (
        [tick] if tick else []
    )


def lines(measure_id, rows, others, text="year_before", filters=examples.FILTERS, **seen):
    """Return what stands under an answer, line by line."""
    desk = TwoSidedDesk(results={measure_id: examples.result(measure_id, *rows)})
    side = desk.against(text, filters, None)
    found = changes.set_beside(
        desk.results[measure_id], examples.result(measure_id, *others), replace(side, **seen)
    )
    drawn = compared(sheet(desk, "/", "", None), replace(desk.results[measure_id], compared=found))
    if drawn is None:
        return None
    inner = drawn.children if isinstance(drawn.children, list) else [drawn]
    return [_text(each) for each in inner]


def _text(node):
    children = getattr(node, "children", node)
    if isinstance(children, list):
        return "".join(map(_text, children))
    return str(children or "")


@pytest.mark.parametrize(
    ("measure_id", "rows", "others", "said"),
    [
        (
            "win_rate", [examples.ratio(35, 100)], [examples.ratio(31, 100)],
            "The year before 31 in 100: 4 more now (9 fewer to 17 more), could be luck.",
        ),
        (
            "win_rate", [examples.ratio(60, 100)], [examples.ratio(30, 100)],
            "▲ The year before 30 in 100: 30 more now (17 to 43 more), beyond luck.",
        ),
        (
            "win_rate", [examples.ratio(30, 100)], [examples.ratio(60, 100)],
            "▼ The year before 60 in 100: 30 fewer now (17 to 43 fewer), beyond luck.",
        ),
        (
            "win_rate", [examples.ratio(30, 100)], [examples.ratio(9, 20)],
            "The year before 45 in 100: too few to compare.",
        ),
        (
            "lead_to_won_conversion", [examples.ratio(10, 100)], [examples.ratio(40, 100)],
            "The year before 40 in 100: the older had more time, so no comparison.",
        ),
        (
            "sales_velocity", [Row({}, 82.0, 74.0, 91.0, 96, 96)],
            [Row({}, 60.0, 55.0, 66.0, 91, 91)],
            "▲ The year before 60 days: 22 days more now (12 to 32 days more), beyond luck.",
        ),
        (
            "control_totals", [examples.total(9e6, statistic="won_amount")],
            [examples.total(8e6, statistic="won_amount")],
            "The year before $8M: no luck range is known, so no direction.",
        ),
    ],
)  # fmt: skip
def test_the_difference_is_said_in_words_with_its_range(measure_id, rows, others, said):
    assert lines(measure_id, rows, others) == [said]


def test_several_numbers_have_their_names_and_a_month_its_capital():
    ours, theirs = (
        [examples.total(n, statistic="won_deals"), examples.total(n, statistic="new_accounts")]
        for n in (96, 91)
    )
    months = replace(examples.FILTERS, start=dt.date(2026, 4, 1), end=dt.date(2026, 6, 1))
    found = lines("control_totals", ours, theirs, "2026-01..2026-03", months)
    said = "Jan to Mar 2026 91: 5 more now (22 fewer to 32 more), could be luck."
    assert found == [f"Deals won: {said}", f"New accounts: {said}"]


def test_of_a_figure_of_many_marks_the_file_has_the_other_side():
    ours, theirs = (
        [examples.total(90, turn="first", period=dt.date(year, 7, 1))] for year in (2026, 2025)
    )
    found = lines("mql_volume", ours, theirs)
    assert found == ["The year before: beside each number in the CSV."]


def test_two_groups_are_both_named():
    ours = replace(examples.FILTERS, where={"segment": ("Large",)})
    rows = [examples.ratio(35, 100)], [examples.ratio(31, 100)]
    (said,) = lines("win_rate", *rows, "segment:SMB", ours)
    assert said.startswith("Segment Large 35 in 100, segment SMB 31 in 100: 4 more (9 fewer to 17")


def test_ranges_that_overlap_have_no_direction():
    keys = {"component": "ours", "statistic": "deals"}
    ours, theirs = (
        Row(keys, low, low - 0.05, high + 0.05, 96, 26, bound_low=low, bound_high=high)
        for low, high in ((0.27, 0.33), (0.22, 0.30))
    )
    (said,) = lines("won_without_gate", [ours], [theirs])
    assert said.startswith("The year before 22 to 30 in 100, the higher with those we can't tell: ")
    assert said.endswith(": with luck the two ranges overlap, so no direction.")


def test_what_is_so_now_has_no_year_before():
    said = "What is so now belongs to no period, so it has no number for the year before."
    assert lines("aged_open_deals", [examples.ratio(3, 100)], [examples.ratio(3, 100)]) == [said]


@pytest.mark.parametrize(
    "asked", ["nobody", "segment:Nobody", "2025-01..", "..", ":", "%00", "year_before%27--", "[1]"]
)
def test_what_a_stranger_asks_to_compare_with_counts_as_nothing(example, asked):
    answer = post(example, ASK_PAGE, f"/?against={asked}")
    assert answer.status_code == 200
    assert '"before"' not in answer.text


def test_a_reader_of_one_segment_is_neither_offered_nor_given_another(demo_desk):
    reader = User("s", {"segment": ("SMB",)})
    client = build_app(lambda: demo_desk, user_of=lambda: reader).server.test_client()
    page = page_of(client, "?against=segment:Enterprise")
    # Views have the names that the config gives them.
    for part in ("filters", "totals", "ledgers"):
        assert "Enterprise" not in text_of(with_class(page, part))
    assert not with_class(page, "tick")
    csv = client.get("/csv/figure?about=win_rate&against=segment:Enterprise")
    assert "other_value" not in csv.get_data(as_text=True)
    year = client.get("/csv/figure?about=win_rate&against=year_before").get_data(as_text=True)
    assert "other_value" in year.splitlines()[0]


@pytest.mark.parametrize(
    ("kind", "measures", "is_told"),
    [
        ("definition", (), True),
        ("definition", ("win_rate",), True),
        ("definition", ("mql_volume",), False),
        ("scoring", (), False),
    ],
)
def test_numbers_on_two_sides_of_a_changed_definition_are_told_to_be_so(
    example, example_desk, kind, measures, is_told
):
    day = dt.date(2026, 4, 1)
    mark = Mark(date=day, label="Won means signed", kind=kind, measures=measures)
    example_desk.config = example_desk.config.model_copy(update={"marks": (mark,)})
    query = "?against=year_before"
    cell = ledger_cell(page_of(example, query), "win_rate")
    assert ("not counted alike" in text_of(cell)) is is_told
    drawn = sheet(example_desk, "/", query, None)
    said = "Not counted alike: Won means signed, a definition changed on 1 Apr 2026."
    shown = str(compared(drawn, drawn.results["win_rate"]))
    assert (said in shown) is is_told
    # Of two groups in one period both sides are counted alike.
    groups = page_of(example, "?against=segment:SMB")
    assert "counted alike" not in text_of(groups)
