"""What stands where no number can: why, and what to do about it; the page lives on."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from dashboard.errors import QueryError
from dashboard.measures.access import User
from dashboard.measures.filters import Filters
from dashboard.measures.slices import cannot_filter
from dashboard.web import states
from dashboard.web.app import build_app
from dashboard.web.warehouse_desk import WarehouseDesk
from tests.web import example_topics as examples
from tests.web.example_results import FILTERS, ratio, result
from tests.web.reading import (
    drawer_of,
    each_component,
    further_of,
    links,
    page_of,
    text_of,
    with_class,
)
from tests.web.test_moving_hero import sheet_of

CARD = "stalled_by_stage"


@pytest.fixture(autouse=True)
def answers(example_desk):
    """Give the desk an answer of every shape."""
    example_desk.results = {**examples.topics(), CARD: stages(526)}


def stages(n):
    """Return a card's answer, of so many deals."""
    finding = f"{n // 2} of {n} deals fell silent." if n else "Nothing to count."
    return result(CARD, ratio(n // 2, n, order=0, stage="all", statistic="ever"), finding=finding)


def card_of(client, query="?"):
    """Return the card as the browser gets it."""
    shown = page_of(client, query, "/momentum")
    return next(each for each in each_component(shown) if each["props"].get("id") == CARD)


def lacking(*needs, finding="Not computable."):
    """Return the card's answer as it is where something is missing."""
    return replace(stages(526), status="not computable", rows=(), needs=needs, finding=finding)


def with_answer(desk, answer):
    desk.results = {**desk.results, CARD: answer}


# 1 Nov 2025 to 23 Oct 2026 are 356 days: thirty deals take 356 * 30 / 20 = 534 of them at the pace
# of twenty, and 356 * 30 / 7 = 1,526 at that of seven.
@pytest.mark.parametrize(
    ("n", "said"),
    [(20, "we want 30; at this pace by Apr 2027"), (7, "we want 30; at this pace not before 2030")],
)
def test_few_records_say_how_many_are_wanted_and_by_when(n, said):
    assert states.wanted(sheet_of(), stages(n)) == said


def test_enough_records_want_no_more():
    assert states.wanted(sheet_of(), stages(30)) == ""


def test_a_period_that_is_over_gets_no_date():
    over = replace(sheet_of(), filters=replace(FILTERS, end=dt.date(2026, 9, 1)))
    assert states.wanted(over, stages(7)) == "we want 30; a longer period holds more"


def test_nothing_at_all_gets_no_date():
    assert states.wanted(sheet_of(), stages(0)) == "we want 30"


def test_an_empty_card_says_which_filter_to_relax(example, example_desk, monkeypatch):
    answered = type(example_desk).answers

    def by_filter(self, ids, filters: Filters, user):
        # Nothing in the SMB segment, whatever the region; 41 deals in the other segments.
        with_answer(self, stages(0 if "segment" in filters.where else 41))
        return answered(self, ids, filters, user)

    monkeypatch.setattr(type(example_desk), "answers", by_filter)
    shown = card_of(example, "?segment=SMB&region=North")
    assert "missing" in shown["props"]["className"]
    assert with_class(shown, "figure") == []
    (relax,) = with_class(shown, "relax")
    assert text_of(relax) == "Without segment SMB there are 41 deals"
    assert [each["href"] for each in links(relax)] == ["?region=North"]


def test_what_is_empty_under_every_filter_leads_to_all(example, example_desk):
    with_answer(example_desk, stages(0))
    (relax,) = with_class(card_of(example, "?segment=SMB&region=North"), "relax")
    assert text_of(relax).startswith("No single filter is the reason.")
    (way,) = links(relax)
    assert way["href"] == "?from=all&to=all"


@pytest.mark.parametrize("path", ["/", "/wins", "/momentum", "/funnel", "/meeting"])
def test_where_no_record_matches_every_page_says_so_and_counts_nothing(demo, path):
    said = text_of(page_of(demo, "?from=2019-01&to=2019-02&segment=SMB", path))
    # None of the segment is not none in the period; of nothing there is no share and no gap.
    for false in (
        "in this period.",
        "are not recorded",
        "could be traced",
        "0 of 0",
        "$0",
        "too few",
    ):
        assert false not in said, false
    assert "matches these filters." in said or "Nothing to count among deals" in said


def test_a_meeting_of_nothing_says_so_in_every_slot(demo):
    said = text_of(page_of(demo, "?from=2019-01&to=2019-02&segment=SMB", "/meeting"))
    assert "No lead matches these filters." in said
    assert "No single filter is the reason." not in said
    assert said.count("No record that could stand here matches these filters.") == 4
    assert "Whether both sides judge alike cannot be said yet" not in said


def test_an_unknown_value_in_an_address_is_told_with_those_there_are(example):
    for more in ("", "&embed=1"):
        (said,) = with_class(page_of(example, f"?segment=smb2{more}"), "unknown-value")
        assert text_of(said) == (
            "There is no segment “smb2” here, so nothing is filtered by it. "
            "There are: SMB, Medium and Large."
        )
    assert not with_class(page_of(example, "?segment=SMB"), "unknown-value")


def test_relaxing_asks_for_nobody_elses_rows(example_desk, monkeypatch):
    with_answer(example_desk, stages(0))
    asked = []
    answered = type(example_desk).answers

    def watched(self, ids, filters, user):
        asked.append(user)
        return answered(self, ids, filters, user)

    monkeypatch.setattr(type(example_desk), "answers", watched)
    reader = User("north", {"region": ("North",)})
    client = build_app(lambda: example_desk, user_of=lambda: reader).server.test_client()
    page_of(client, "?segment=SMB", "/momentum")
    assert asked
    assert set(map(id, asked)) == {id(reader)}


def test_what_is_not_recorded_says_what_to_export_and_what_it_unlocks(example, example_desk):
    need = "stage changes: add OpportunityFieldHistory.csv"
    with_answer(example_desk, lacking(need))
    shown = card_of(example, "?segment=SMB")
    assert "Stage changes: add OpportunityFieldHistory.csv; unlocks 14 answers" in text_of(shown)
    ways = [each["href"] for each in links(with_class(shown, "to-do"))]
    assert ways == ["/data?segment=SMB"]


def test_a_dimension_that_cannot_cut_a_card_greys_it_and_says_so(example, example_desk):
    why = cannot_filter("segment")
    with_answer(example_desk, lacking(why, finding=why))
    shown = card_of(example, "?segment=SMB&region=North")
    assert "missing" in shown["props"]["className"]
    assert "This cannot be filtered by segment." in text_of(shown)
    assert "What to export" not in text_of(shown)
    assert [each["href"] for each in links(with_class(shown, "readings"))] == ["?region=North"]


def test_dimensions_are_called_alike_by_answers_and_screen(demo_desk: WarehouseDesk):
    told = {each.name: each.label for each in demo_desk.warehouse.context.dimensions}
    assert told
    assert told == {each.name: each.on_screen for each in demo_desk.config.dimensions}


def test_what_a_check_withheld_says_which(example, example_desk):
    held = replace(stages(526), status="withheld", finding="Withheld.", notes=("Too unlike.",))
    with_answer(example_desk, held)
    shown = card_of(example)
    assert "Withheld.Too unlike." in text_of(shown)
    assert with_class(shown, "the-number") == []


def test_an_answer_that_fails_says_how_to_ask_again_and_the_page_lives_on(example, example_desk):
    example_desk.results = {key: each for key, each in example_desk.results.items() if key != CARD}
    shown = card_of(example, "?segment=SMB")
    assert states.FAULT in text_of(shown)
    (again,) = (each for each in links(shown) if each.get("data-load"))
    assert again["href"] == "?segment=SMB"
    assert "61 of 119 deals" in text_of(
        further_of(example, "?", "/momentum", "forward_moves_rate")["forward_moves_rate"]
    )


def test_a_measure_that_raises_is_asked_again_the_next_time(demo_desk, monkeypatch):
    filters = replace(demo_desk.known(None).default, where={"region": ("Europe",)})

    def broken(*asked):
        raise QueryError("broken")

    with monkeypatch.context() as held:
        held.setattr("dashboard.answer.answers", broken)
        assert demo_desk.answers(("mql_volume",), filters, None) == {}
    assert demo_desk.answers(("mql_volume",), filters, None)["mql_volume"].finding


def test_how_a_number_is_counted_says_who_is_left_out(example):
    told = drawer_of(example, "?about=fast_created_then_stalled")
    facts = [
        (each["type"], text_of(each))
        for each in each_component(told)
        if each["type"] in ("Dt", "Dd")
    ]
    names = [text for kind, text in facts if kind == "Dt"]
    texts = [text for kind, text in facts if kind == "Dd"]
    first = names.index("Left out")
    told_out = " ".join(texts[first : names.index("Formula")])
    assert "Deals of 21 days and less are left out." in told_out
    assert "Born closed deals are left out" in told_out
    assert "existing customers" in told_out
    assert "left out" not in texts[names.index("Definition")]
    assert names.index("Counted") < names.index("Of") < first < names.index("Formula")


def test_how_a_number_is_counted_tells_the_other_ledger(example):
    said = text_of(drawer_of(example, "?about=win_rate"))
    assert "Other ledger" in said
    assert "what happened after: Of all deals we create" in said
