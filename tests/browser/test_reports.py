"""The page Reports in a real browser: two reports chosen, a change opened, a file read."""

from __future__ import annotations

import shutil

import pytest

from dashboard.web.app import build_app
from dashboard.web.warehouse_desk import desk_of
from tests.browser.conftest import Visit, served
from tests.browser.places import AXE, GEOMETRY, WIDTHS, resize
from tests.browser.test_access import violations
from tests.web.example_archive import fill

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(demo_workspace, tmp_path, browser):
    """A visitor of the sample company with the made-up archive in a workspace of its own."""
    shutil.copytree(demo_workspace / "warehouse", tmp_path / "desk" / "warehouse")
    shutil.copy(demo_workspace / "gatecost.toml", tmp_path / "desk")
    fill(tmp_path / "desk")
    opener = desk_of(tmp_path / "desk")
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, color_scheme="light", reduced_motion="reduce"
    )
    context.set_default_timeout(30_000)
    with served(build_app(opener)) as address:
        visit = Visit(context.new_page(), address)
        yield visit
        context.close()
        assert visit.faults == []
    opener().warehouse.close()


def title(page):
    return page.locator("#page h1").text_content()


def test_two_are_chosen_a_part_is_opened_and_a_report_is_read(desk):
    page = desk.page
    desk.go("reports")
    assert title(page) == "3 changes in 7 days are more than noise."
    page.locator(".pair .choose").nth(1).locator("summary").click()
    page.locator(".pair .choose").nth(1).get_by_role("link", name="16 Oct 2026").click()
    page.wait_for_url("**/reports?upto=2026-10-16")
    desk.settle()
    assert title(page) == "As usual: nothing beyond noise changed in 7 days."

    # The archive leads back to what the later one told of; its parts open in place.
    page.locator("#archive").get_by_role("link", name="3 changes").click()
    desk.settle()
    folded = page.locator(".moved-figure")
    folded.locator("summary").focus()
    page.keyboard.press("Enter")
    assert folded.get_by_text("38.1 in 100").is_visible()
    page.get_by_role("link", name="Its parts").click()
    assert page.url.endswith("#figure-won_amount")

    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Open the report of 23 Oct 2026").click()
    report = opened.value
    report.wait_for_selector("h1")
    assert report.locator("h1").text_content() == "Report 2026-10-23"
    report.close()
    page.locator(".row-files summary").first.click()
    with page.expect_download() as loaded:
        page.locator(".rows-of a").last.click()
    assert loaded.value.suggested_filename == "2026-10-23_won_without_gate.csv"


def test_a_dated_change_opens_in_place_and_closes_again(desk):
    page = desk.page
    desk.go("reports")
    line = page.locator("#followed .summary").first
    line.click()
    desk.settle()
    page.wait_for_selector("#followed .opened .both-readings")
    assert "change=" in page.url
    assert page.locator("#followed .summary").first.evaluate("e => e === document.activeElement")
    assert page.get_by_text("What speaks for the change").first.is_visible()
    page.locator("#followed .summary").first.click()
    desk.settle()
    assert page.locator("#followed .opened").count() == 0


@pytest.mark.slow
def test_the_page_holds_together_in_each_width_and_colour(desk):
    page = desk.page
    desk.go("reports")
    page.locator("#followed .summary").first.click()
    page.wait_for_selector("#followed .opened .both-readings")
    desk.settle()
    page.locator(".moved-figure summary").click()
    page.locator(".row-files summary").first.click()
    page.keyboard.press("Tab")
    page.evaluate(GEOMETRY)
    page.evaluate(AXE)
    found = {}
    for width in WIDTHS:
        resize(desk, width)
        for kind in ("wide", "cut", "covered", "small", "tiny", "unseen"):
            found[width, kind] = page.evaluate(f"geometry.{kind}()")
    for theme in ("light", "dark"):
        found[theme, "phone"] = violations(page)
        resize(desk, 1440)
        found[theme, "desk"] = violations(page)
        page.locator("#theme").click()
        desk.settle()
        resize(desk, 390)
    page.emulate_media(media="print")
    resize(desk, 718)
    for kind in ("wide", "cut", "covered"):
        found["paper", kind] = page.evaluate(f"geometry.{kind}()")
    assert {where: told for where, told in found.items() if told} == {}
