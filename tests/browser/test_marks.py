"""Changes on axes of time, published figures, and what a page weighs, in a real browser."""

from __future__ import annotations

from itertools import combinations

import pytest
from playwright.sync_api import expect
from plotly.offline import get_plotlyjs_version

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HEAVIEST = 1_600_000
LIBRARY = (
    "() => performance.getEntriesByType('resource').map(e => e.name).filter(n => /plotly/.test(n))"
)
WEIGHT = """() => [...performance.getEntriesByType('navigation'),
  ...performance.getEntriesByType('resource')].reduce((sum, each) => sum + each.transferSize, 0)"""
# The runs of each line of the figure: one is drawn for each part between two gaps.
RUNS = """() => [...document.querySelectorAll('#mql_volume .scatterlayer .trace')]
  .map(trace => trace.querySelectorAll('.lines path.js-line').length)"""


def boxes(found):
    return [each.bounding_box() for each in found.all()]


def apart(one, other):
    return (
        one["x"] + one["width"] <= other["x"] + 0.5
        or other["x"] + other["width"] <= one["x"] + 0.5
        or one["y"] + one["height"] <= other["y"] + 0.5
        or other["y"] + other["height"] <= one["y"] + 0.5
    )


def test_changes_are_flags_that_do_not_collide_and_part_the_line(visit):
    page = visit.page
    visit.go("funnel?open=mql_volume")
    answer = page.locator("#mql_volume")
    answer.locator(".main-svg").first.wait_for()
    assert page.evaluate("() => Plotly.version") == get_plotlyjs_version()
    assert page.evaluate(LIBRARY)
    assert page.evaluate(WEIGHT) < HEAVIEST

    # The sample company changed its score, the meaning of an MQL, and trained its sellers.
    expect(answer.locator(".time-line")).to_have_text(["1", "2", "3"])
    assert page.evaluate(RUNS)[0] == 2
    listed = answer.locator(".time-marks li")
    expect(listed.nth(1)).to_contain_text("are not counted alike")
    answer.locator(".numbers summary").click()
    told = answer.locator(".numbers tr", has=page.locator(".words:not(:empty)"))
    expect(told.locator("th")).to_have_text(["Jan 2026", "Apr 2026", "Jul 2026"])

    page.set_viewport_size({"width": 390, "height": 844})
    visit.settle()
    flags = boxes(answer.locator(".time-line .flag"))
    assert len(flags) == 3
    assert all(apart(one, other) for one, other in combinations(flags, 2))
    picture = answer.locator(".drawn").bounding_box()
    assert all(picture["x"] <= each["x"] for each in flags)
    # The figure is drawn again at the new width a moment later.
    page.wait_for_function("() => document.documentElement.scrollWidth === 390")


def test_wins_by_month_are_columns_that_open_their_deals_without_the_library(visit):
    page = visit.page
    visit.go("wins")
    card = page.locator("#won_without_gate_trend")
    expect(card.locator(".stack")).to_have_count(12)
    assert page.evaluate(LIBRARY) == []
    first = card.locator(".stack:has(.fill-vermillion)").first
    counted = first.locator("b").inner_text()
    first.locator(".fill-vermillion").click()
    visit.settle()
    assert "drill=won_without_gate_trend" in page.url
    expect(page.locator("#drawer")).to_contain_text(f"{counted} of ")


def test_published_figures_come_and_go_by_a_link_at_the_foot(visit):
    page = visit.page
    visit.go()
    headline = page.locator("h1").inner_text()
    expect(page.locator(".published")).to_have_count(0)
    page.get_by_role("link", name="Show published figures").click()
    page.wait_for_url("**published=1*")
    visit.settle()
    block = page.locator(".published", has_text="Ours: MQL to SQL.")
    expect(block).to_contain_text("13 of 100 MQLs become SQLs.")
    expect(block).to_contain_text("45 of 100 MQLs become SQLs.")
    assert page.locator("h1").inner_text() == headline

    page.set_viewport_size({"width": 390, "height": 844})
    visit.settle()
    assert page.evaluate("() => document.documentElement.scrollWidth") == 390
    inside = block.bounding_box()
    for each in boxes(block.locator(".said")):
        assert inside["x"] <= each["x"]
        assert each["x"] + each["width"] <= inside["x"] + inside["width"]
    page.go_back()
    visit.settle()
    expect(page.locator(".published")).to_have_count(0)
