"""What keys do in what opens: arrows go through menus, Escape closes the topmost."""

from __future__ import annotations

import pytest

from dashboard.web.app import build_app
from tests.browser.conftest import Visit, served
from tests.browser.test_drill import MARK, asked
from tests.browser.test_journeys import DARK
from tests.web.example_results import ExampleDesk
from tests.web.test_frame import widen

pytestmark = pytest.mark.browser

FOCUSED = "document.activeElement.textContent.trim()"
THEME = "document.documentElement.dataset.theme"


def press(page, *keys):
    """Press keys and return what has the focus then."""
    for key in keys:
        page.keyboard.press(key)
    return page.evaluate(FOCUSED)


def test_arrows_go_into_more_pages_and_through_them(visit):
    page = visit.page
    visit.go()
    page.locator("#more-pages-button").focus()
    links = page.locator("#more-pages a").all_text_contents()
    assert press(page, "ArrowDown") == links[0]
    assert page.locator("#more-pages").is_visible()
    assert press(page, "ArrowDown") == links[1]
    assert press(page, "End") == links[-1]
    assert press(page, "ArrowDown") == links[-1]
    assert press(page, "Home") == links[0]
    # Tab goes on as ever.
    assert press(page, "Tab") == links[1]
    assert press(page, "ArrowUp", "ArrowUp") == page.locator("#more-pages-button").inner_text()
    press(page, "ArrowDown", "Escape")
    assert not page.locator("#more-pages").is_visible()
    assert page.evaluate("document.activeElement.id") == "more-pages-button"


def test_arrows_open_a_filter_and_choose_in_it(visit):
    page = visit.page
    visit.go()
    summary = page.locator("summary", has_text="any segment")
    menu = page.locator("details.choose", has=summary)
    values = menu.locator("a").all_text_contents()
    summary.focus()
    assert press(page, "ArrowDown") == values[0]
    assert menu.evaluate("each => each.open")
    assert press(page, "ArrowDown", "ArrowDown") == values[2]
    assert press(page, "ArrowUp") == values[1]
    page.keyboard.press("Enter")
    visit.settle()
    assert asked(page)["segment"] == [values[1]]
    # The menu is drawn anew, and the keys go on where they were.
    assert page.evaluate(FOCUSED) == values[1]
    assert press(page, "ArrowDown") == values[2]


def test_arrows_outside_a_menu_scroll_as_ever(visit):
    visit.go()
    visit.page.keyboard.press("ArrowDown")
    visit.page.wait_for_function("() => window.scrollY > 0")


def test_the_arrow_leaves_the_field_of_a_long_list_for_what_it_found(browser):
    desk = ExampleDesk()
    widen(desk, "product", values=tuple(f"part {at:02d}" for at in range(13)))
    with served(build_app(lambda: desk)) as address:
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        Visit(page, address).go()
        page.locator("summary", has_text="any product").click()
        page.locator(".choice-find").last.fill("part 1")
        assert press(page, "ArrowDown") == "part 01"
        assert press(page, "ArrowDown") == "part 10"
        page.close()


@pytest.mark.parametrize("form", ["", "&wide=1"])
def test_escape_closes_a_story_and_then_its_list(visit, form):
    page = visit.page
    visit.go(f"{MARK}{form}")
    page.locator("#drawer .name a, #drawer .grid tbody th a").nth(1).click()
    page.wait_for_selector("#drawer .timeline")
    visit.settle()
    page.keyboard.press("Escape")
    page.wait_for_selector("#drawer .grid" if form else "#drawer .records")
    visit.settle()
    assert "deal" not in asked(page)
    assert asked(page)["drill"] == ["won_without_gate"]
    # The focus is on the row one came from.
    assert page.evaluate("document.activeElement.dataset.key || ''").startswith("deal ")
    page.keyboard.press("Escape")
    page.wait_for_selector("#drawer h2", state="detached")
    assert "drill" not in asked(page)


@pytest.mark.parametrize("visit", [DARK], indirect=True)
def test_the_theme_follows_the_system_until_one_is_chosen(visit):
    page = visit.page
    visit.go()
    assert page.evaluate(THEME) == "dark"
    page.emulate_media(color_scheme="light")
    page.wait_for_function(f"() => {THEME} === 'light'")
    page.locator("#theme").click()
    assert page.evaluate(THEME) == "dark"
    page.emulate_media(color_scheme="dark")
    page.emulate_media(color_scheme="light")
    page.wait_for_timeout(100)
    assert page.evaluate(THEME) == "dark"
