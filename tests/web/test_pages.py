"""Every measure has a page, and every page asks for measures there are."""

from __future__ import annotations

from dashboard.measures import registry
from dashboard.present.overview_words import PAIRS
from dashboard.present.pages import PAGES, page_at

KNOWN = {each.id for each in registry.load()}


def test_pages_ask_for_measures_there_are():
    assert {each for page in PAGES for each in page.measures} <= KNOWN


def test_every_measure_is_on_a_page():
    assert KNOWN - {each for page in PAGES for each in page.measures} == set()


def test_the_two_sides_of_a_pair_are_twins():
    measures = registry.load()
    for _, funnel, after in PAIRS:
        assert measures[funnel].twin == after
        assert measures[funnel].school == "conventional"


def test_only_built_pages_are_reached():
    assert page_at("/").name == "Overview"
    assert page_at("/data").name == "Data"
    assert page_at("/gate").name == "The gate"
    assert page_at("/forecast").name == "Overview"
    assert page_at("/../etc").name == "Overview"
