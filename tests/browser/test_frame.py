"""What a reader does with the frame: find, keep, go, embed, print; on a desk and on a phone."""

from __future__ import annotations

from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from dashboard.web.app import build_app
from dashboard.web.warehouse_desk import desk_of
from tests.browser.conftest import IDLE, Visit, served
from tests.browser.test_journeys import DARK, PHONE, asked
from tests.web.example_results import ExampleDesk
from tests.web.test_frame import widen

pytestmark = pytest.mark.browser

ANSWERED = """() => [...document.querySelectorAll('#find .found .said')]
  .every(each => each.textContent !== '…')"""


def path_of(page):
    """Return the path in the address."""
    return urlsplit(page.url).path


def shown(page):
    """Return the texts that the search has left in sight."""
    return page.locator("#find .found:not([hidden])").all_inner_texts()


def test_find_by_keys_alone(visit):
    page = visit.page
    visit.go("?segment=SMB&drill=largest_wins")
    page.keyboard.press("/")
    page.wait_for_selector("#find[open] .found")
    page.wait_for_function(ANSWERED)
    assert page.evaluate("document.activeElement.id") == "find-typed"
    page.keyboard.type("a/b")
    assert page.locator("#find-typed").input_value() == "a/b"

    # Escape closes the search first, then the drawer.
    page.keyboard.press("Escape")
    assert page.locator("#find[open]").count() == 0
    assert page.locator("#drawer h2").count() == 1
    page.keyboard.press("/")
    for _ in range(40):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('#find, body').id || 'page'") in (
            "find",
            "page",
        )
    page.locator("#find-typed").focus()
    page.keyboard.type("time stage")
    found = shown(page)
    assert 0 < len(found) < 8
    told = "all => all.map(each => `${each.textContent} ${each.dataset.sought}`.toLowerCase())"
    texts = page.locator("#find .found:not([hidden])").evaluate_all(told)
    assert all("time" in each and "stage" in each for each in texts)
    page.keyboard.type("x" * 9)
    assert page.locator("#find-none").inner_text() == "Nothing here has these words."

    page.locator("#find-typed").fill("time_in_stage")
    page.keyboard.press("Enter")
    page.wait_for_selector("#time_in_stage.open")
    visit.settle()
    assert path_of(page) == "/momentum"
    assert asked(page) == {"segment": ["SMB"], "open": ["time_in_stage"]}
    assert page.locator("#find[open]").count() == 0
    top = page.locator("#time_in_stage").bounding_box()["y"]
    assert 0 <= top < 900
    page.go_back()
    visit.settle()
    assert path_of(page) == "/"


def test_find_by_hand_leads_to_words_and_they_have_their_place(visit):
    page = visit.page
    visit.go()
    page.locator("#find-open").click()
    page.wait_for_selector("#find[open] .found")
    page.locator("#find-typed").fill("paperwork")
    page.locator("#found-word-paperwork-after").click()
    page.wait_for_selector("#paperwork-after")
    visit.settle()
    assert path_of(page) == "/guide"
    assert page.locator("#paperwork-after").bounding_box()["y"] < 900


def test_pages_under_more_and_views_by_name(visit):
    page = visit.page
    visit.go("?region=Europe")
    more = page.locator("#more-pages-button")
    assert more.inner_text() == "More"
    more.focus()
    page.keyboard.press("Enter")
    assert more.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")
    assert more.get_attribute("aria-expanded") == "false"
    assert not page.locator("#more-pages").is_visible()
    more.click()
    page.locator("#more-pages").get_by_role("link", name="Funnel", exact=True).click()
    visit.settle()
    assert path_of(page) == "/funnel"
    assert more.inner_text().startswith("Funnel")
    assert not page.locator("#more-pages").is_visible()
    assert asked(page) == {"region": ["Europe"]}

    views = page.locator("details.act-menu")
    views.locator("summary").click()
    views.get_by_role("link", name="Enterprise, this fiscal year").click()
    visit.settle()
    assert path_of(page) == "/wins"
    assert asked(page) == {"from": ["2026-02"], "segment": ["Enterprise"]}
    views.locator("summary").click()
    assert views.locator("[aria-current]").inner_text() == "Enterprise, this fiscal year"
    views.get_by_role("button", name="Copy the lines").click()
    lines = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert lines[0] == "[[view]]"
    assert lines[2] == 'address = "/wins?from=2026-02&segment=Enterprise"'


@pytest.mark.parametrize("visit", [DARK], indirect=True)
def test_the_greeting_is_seen_once_and_never_flashes(visit):
    page = visit.page
    visit.go()
    assert "two ledgers" in page.locator(".first-visit").inner_text().lower()
    page.locator("#first-visit-seen").click()
    assert not page.locator(".first-visit").is_visible()
    page.add_init_script(
        "document.addEventListener('DOMContentLoaded', () => { window.greeted = "
        "document.documentElement.hasAttribute('data-first-visit'); });"
    )
    page.reload()
    visit.settle()
    assert page.evaluate("window.greeted") is False
    assert not page.locator(".first-visit").is_visible()


def test_one_answer_stands_in_another_page(browser, demo_workspace):
    host = Flask("intranet")
    opener = desk_of(demo_workspace)
    with served(SimpleNamespace(server=host)) as outside:
        app = build_app(opener, may_embed=(outside,))
        with served(app) as inside:
            part = f"{inside}/wins?segment=SMB&embed=1&only=largest_wins"

            @host.get("/")
            def intranet():
                return f'<title>Intranet</title><iframe src="{part}" width=900 height=600></iframe>'

            @host.get("/favicon.ico")
            def icon():
                return "", 204

            visit = Visit(browser.new_page(), outside)
            visit.page.goto(outside)
            frame = visit.page.frame_locator("iframe")
            frame.locator("#page h1").wait_for()
            assert not frame.locator("header").is_visible()
            assert "segment SMB" in frame.locator("#page").inner_text()
            assert "Data to 23 Oct 2026" in frame.locator("footer").inner_text()
            out = frame.get_by_role("link", name="Open in Pipeline trust")
            assert out.get_attribute("href") == "/wins?segment=SMB#largest_wins"
            visit.page.close()
    opener().warehouse.close()
    assert visit.faults == []


def test_paper_has_filters_answers_and_the_list_and_no_controls(visit):
    page = visit.page
    visit.go("wins?segment=SMB&open=path_variants&drill=largest_wins")
    page.emulate_media(media="print")
    assert "segment SMB" in page.locator(".on-paper").inner_text()
    assert "Data to 23 Oct 2026" in page.locator(".clock").inner_text()
    for gone in ("header", ".filters", ".acts", ".ways", "#drawer .close", ".actions"):
        assert not page.locator(gone).first.is_visible(), gone
    for there in ("h1", "#path_variants .opened", "#drawer .records li"):
        assert page.locator(there).first.is_visible(), there
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    # One for each page that a reader turns: more would be a broken layout.
    pages = page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n")
    assert 3 <= pages <= 9


@pytest.mark.parametrize("visit", [PHONE], indirect=True)
def test_a_phone_folds_filters_and_pages_away(visit):
    page = visit.page
    visit.go("wins")
    assert not page.locator("nav").is_visible()
    assert not page.locator(".filters").is_visible()
    page.locator(".fold").click()
    assert page.locator(".filters").is_visible()
    page.locator("summary", has_text="any segment").click()
    page.get_by_role("link", name="SMB", exact=True).click()
    visit.settle()
    assert asked(page) == {"segment": ["SMB"]}
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.className") == "fold"
    assert not page.locator(".filters").is_visible()
    assert "segment SMB" in page.locator(".fold").inner_text()
    page.locator("#menu-open").click()
    page.locator("nav").get_by_role("link", name="Funnel").click()
    visit.settle()
    assert path_of(page) == "/funnel"
    assert not page.locator("nav").is_visible()


def test_a_long_list_of_values_is_narrowed_by_typing(browser):
    desk = ExampleDesk()
    widen(desk, "product", values=tuple(f"part {at:02d}" for at in range(13)))
    with served(build_app(lambda: desk)) as address:
        visit = Visit(browser.new_page(), address)
        visit.go()
        menu = visit.page.locator("details.choose:has(> summary:has-text('any product'))")
        menu.locator("summary").click()
        visit.page.get_by_label("Find a product").fill("07")
        assert menu.locator("a:not([hidden])").all_inner_texts() == ["part 07"]
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_function(IDLE)
        assert parse_qs(urlsplit(visit.page.url).query) == {"product": ["part 07"]}
        visit.page.close()
    assert visit.faults == []
