"""What a reader does to compare: choose the year before, read it on the pages, take it along."""

from __future__ import annotations

import csv
import io
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard import cli

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}}


def against(page):
    """Return what the address compares with."""
    return parse_qs(urlsplit(page.url).query).get("against")


def choose(visit, text):
    """Choose in the filter sentence what the page is compared with."""
    choice = visit.page.locator(".filters details", has_text="Compared with:")
    choice.locator("summary").click()
    choice.get_by_role("link", name=text, exact=True).click()
    visit.settle()


def saved(page, link):
    """Return a file that a link gives, as rows."""
    with page.expect_download() as started:
        link.click()
    text = started.value.path().read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_year_before_is_chosen_read_and_taken_along(visit, demo_workspace, capsys):
    page = visit.page
    visit.go()
    assert page.locator(".before, .tick").count() == 0
    choose(visit, "the year before")
    assert against(page) == ["year_before"]
    assert page.locator(".totals .before").count() == 3
    assert "The year before: 1 Nov 2024 to 23 Oct 2025." in page.locator(".standing").inner_text()
    cell = page.locator(".ledgers .cell", has_text="of closed deals won")
    assert "year before 16 %, could be luck" in cell.inner_text()
    bar, tick = cell.locator(".track").bounding_box(), cell.locator(".tick").bounding_box()
    assert bar["x"] <= tick["x"] + tick["width"] / 2 <= bar["x"] + bar["width"]

    page.get_by_role("link", name="How wins came", exact=True).click()
    visit.settle()
    assert against(page) == ["year_before"]
    card = page.locator("#without_gate_by_size")
    assert "The ten largest: the year before" in card.locator(".compared").inner_text()
    choose(visit, "SMB")
    assert against(page) == ["segment:SMB"]
    assert "any segment" in card.locator(".compared").inner_text()
    page.go_back()
    visit.settle()
    assert against(page) == ["year_before"]
    assert "the year before" in card.locator(".compared").inner_text()

    shown = saved(page, card.locator("a[data-download]"))
    asked = ["measure", "without_gate_by_size", "--against", "year-before", "--format", "csv"]
    assert cli.main([*asked, "--workspace", str(demo_workspace)]) == 0
    assert shown == list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert "difference_status" in shown[0]


@pytest.mark.parametrize("visit", [PHONE], indirect=True, ids=["phone"])
def test_a_compared_page_needs_no_sideways_scroll(visit):
    visit.go("?against=year_before")
    width = visit.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert width <= 0
    assert visit.page.locator(".detail.before").count() >= 8
