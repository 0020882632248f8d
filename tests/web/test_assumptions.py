"""The list of what is assumed: each number, whose it is, and what a reader may put there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.config import Assumptions
from dashboard.measures.assumptions import all_of_them
from dashboard.web.assumptions import assumed_words, assumptions
from tests.web.reading import each_component, links, text_of, with_class
from tests.web.test_moving_hero import sheet_of, tree

SAID = {"seller_hour_cost": 90, "margin": 0.655}


def page(assumed=None, **said):
    """Return the list for a config and a reader, as the browser gets it."""
    drawn = sheet_of()
    config = drawn.config.model_copy(update={"assumptions": Assumptions(**said)})
    filters = replace(drawn.filters, assumed=assumed or {})
    known = replace(drawn.known, assumptions=config.assumptions)
    return replace(drawn, config=config, filters=filters, known=known, path="/gate")


def lines(**about):
    """Return the lines of the list by the key of each."""
    drawn = tree(assumptions(page(**about)))
    found = [each for each in each_component(drawn) if "data-assume" in each["props"]]
    return {each["props"]["data-assume"]: each for each in found}


def field(line):
    return next(each["props"] for each in each_component(line) if each["type"] == "Input")


def whose(line):
    return text_of(with_class(line, "whose")[0])


def test_every_assumption_has_a_line_with_its_number_and_its_limits():
    found = lines(**SAID)
    assert list(found) == [each.key for each in all_of_them()]
    assert {key: field(line)["value"] for key, line in found.items()} == {
        "hour_cost": "90", "margin": "65.5", "minutes": "12", "spare_hours": "",
        "horizon": "365", "running_cost": "0",
    }  # fmt: skip
    limits = {
        key: (line["props"]["data-low"], line["props"]["data-high"]) for key, line in found.items()
    }
    assert limits["margin"] == ("0", "100")
    assert limits["horizon"] == ("30", "365")
    assert limits["hour_cost"] == ("0", "10000")


def test_an_unknown_number_is_an_empty_field_that_says_so():
    asked = field(lines()["spare_hours"])
    assert (asked["value"], asked["placeholder"]) == ("", "not known")


def test_each_says_whose_it_is():
    open_to_doubt = lines(assumed={"margin": 0.4}, **SAID)
    assert whose(open_to_doubt["margin"]) == "yours, in this address"
    assert whose(open_to_doubt["hour_cost"]) == "your company’s, not yet confirmed"
    assert whose(open_to_doubt["minutes"]) == "default, not yet confirmed"
    confirmed = lines(confirmed_by="Finance <b>", **SAID)
    assert whose(confirmed["hour_cost"]) == "confirmed by Finance <b>"
    # Nobody confirms a number that nobody wrote down.
    assert whose(confirmed["minutes"]) == "default, not yet confirmed"


def test_a_changed_number_can_be_taken_back_alone_and_all_together():
    assumed = {"margin": 0.4, "seller_hour_cost": 95.0}
    found = lines(assumed=assumed, **SAID)
    back = links(found["margin"])
    assert [(text_of(each["children"]), each["href"]) for each in back] == [
        ("back to 66 of 100", "?hour_cost=95")
    ]
    assert links(found["minutes"]) == []
    everything = tree(assumptions(page(assumed=assumed, **SAID)))
    assert links(with_class(everything, "back"))[0]["href"] == "?"
    assert with_class(tree(assumptions(page(**SAID))), "back") == []


def test_on_paper_each_number_stands_in_words():
    found = lines(assumed={"gate_horizon_days": 180.0}, **SAID)
    said = {key: text_of(with_class(line, "on-paper")[0]) for key, line in found.items()}
    assert said == {
        "hour_cost": "$90", "margin": "66 of 100", "minutes": "12 minutes",
        "spare_hours": "not known", "horizon": "180 days", "running_cost": "$0",
    }  # fmt: skip


@pytest.mark.parametrize("keys", [(), ("helps",), ("rises", "nonsense")])
def test_a_figure_that_assumes_none_of_these_says_nothing_of_them(keys):
    assert assumed_words(page(), keys) is None


def test_a_figure_names_what_it_assumes_with_the_readers_own_number():
    said = assumed_words(page(assumed={"seller_hour_cost": 95.0}), ("helps", "margin", "hour_cost"))
    assert text_of(tree(said)) == (
        "Your assumption: what an hour of a seller costs: $95; "
        "what is left of an amount won, after making and delivering: 70 of 100."
    )
